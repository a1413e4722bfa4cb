"""Weeks fall into months, quarters and years without gap or overlap; so do real dates."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.calendar import PERIODS, FiscalCalendar, GregorianCalendar
from simulator.errors import InputError, UnknownName

calendars = st.builds(
    FiscalCalendar,
    weeks_per_quarter=st.sampled_from([(4, 4, 5), (4, 5, 4), (5, 4, 4), (1, 1, 11)]),
    start_week=st.integers(0, 51),
)
weeks = st.integers(0, 2000)
periods = st.sampled_from(PERIODS)
gregorian = st.builds(GregorianCalendar, st.integers(1, 12), st.sampled_from(["start", "end"]))
days = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


def test_a_year_told_by_its_month_ends():
    ends = [week for week in range(52) if FiscalCalendar().ends_period("month", week)]
    assert ends == [3, 7, 12, 16, 20, 25, 29, 33, 38, 42, 46, 51]


def test_a_run_that_begins_in_the_middle_of_a_year():
    calendar = FiscalCalendar(start_week=20)
    assert calendar.quarter_of_week(0) == 1
    assert calendar.weeks_left("quarter", 0) == 6
    assert calendar.year_of_week(np.array([31, 32])).tolist() == [0, 1]
    assert calendar.first_week("year", 0) == -20


@given(calendars, periods, weeks)
def test_a_period_begins_ends_and_lasts_as_it_says(calendar, period, week):
    number = calendar.period_of_week(period, week)
    first = calendar.first_week(period, number)
    length = calendar.period_weeks(period, week)
    assert first <= week < first + length
    assert calendar.weeks_left(period, week) == first + length - week
    assert calendar.ends_period(period, week) is (week == first + length - 1)
    assert calendar.first_week(period, number + 1) == first + length


@given(calendars, weeks)
def test_months_nest_in_quarters_and_quarters_in_years(calendar, week):
    assert calendar.month_of_week(week) // 3 == calendar.quarter_of_week(week)
    assert calendar.quarter_of_week(week) // 4 == calendar.year_of_week(week)
    assert calendar.weeks_left("month", week) <= calendar.weeks_left("quarter", week)
    assert calendar.period_weeks("year", week) == 52


@given(calendars, periods, st.lists(weeks, max_size=20))
def test_an_array_of_weeks_gives_what_each_week_gives(calendar, period, some):
    array = np.array(some, dtype=np.int32)
    for method in (
        calendar.period_of_week,
        calendar.weeks_left,
        calendar.period_weeks,
        calendar.ends_period,
        calendar.first_week,
    ):
        together = method(period, array)
        assert together.tolist() == [method(period, week) for week in some]
    for method in (calendar.month_of_week, calendar.quarter_of_week, calendar.year_of_week):
        assert method(array).tolist() == [method(week) for week in some]


@given(st.integers(0, 100_000))
def test_days_and_weeks_agree(day):
    calendar = FiscalCalendar()
    week = calendar.week_of_day(day)
    assert calendar.day_of_week(week) <= day < calendar.day_of_week(week + 1)
    assert type(week) is int
    assert calendar.week_of_day(np.array([day])).tolist() == [week]


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (0,)])
def test_arrays_keep_their_shape(shape):
    assert np.shape(FiscalCalendar().weeks_left("month", np.zeros(shape, dtype=np.int64))) == shape


def test_impossible_calendars_are_refused():
    with pytest.raises(InputError) as caught:
        FiscalCalendar((4, 4, 4))
    assert str(caught.value) == "the three months of a quarter must sum to 13 weeks, got (4, 4, 4)."
    with pytest.raises(InputError) as caught:
        FiscalCalendar(start_week=52)
    assert str(caught.value) == "start_week must be between 0 and 51, got 52."
    with pytest.raises(UnknownName) as caught:
        FiscalCalendar().weeks_left("quater", 3)
    assert str(caught.value) == (
        "there is no period called 'quater'. Did you mean 'quarter'? Known: month, quarter, year."
    )
    with pytest.raises(InputError) as caught:
        GregorianCalendar(13)
    assert str(caught.value) == "the fiscal year must start in a month between 1 and 12, got 13."
    with pytest.raises(UnknownName) as caught:
        GregorianCalendar(4, "begin")
    assert str(caught.value) == ("there is no way to name fiscal years called 'begin'. Known: start, end.")


def test_fiscal_years_of_two_countries():
    april = GregorianCalendar(start_month=4)
    october = GregorianCalendar(start_month=10, named_by="end")
    assert april.period_id("year", dt.date(2026, 3, 31)) == "2025"
    assert april.period_id("quarter", dt.date(2026, 3, 31)) == "2025-Q4"
    assert april.period_id("month", dt.date(2026, 3, 31)) == "2026-03"
    assert october.period_id("year", dt.date(2025, 10, 1)) == "2026"
    assert october.bounds("2026") == (dt.date(2025, 10, 1), dt.date(2026, 9, 30))
    assert october.bounds("2026-Q2") == (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    assert GregorianCalendar(1, "end").bounds("2026-Q1") == (dt.date(2026, 1, 1), dt.date(2026, 3, 31))


def test_february_has_its_leap_day():
    assert GregorianCalendar().bounds("2028-02") == (dt.date(2028, 2, 1), dt.date(2028, 2, 29))


@given(gregorian, periods, days)
def test_a_date_lies_within_its_period(calendar, period, day):
    name = calendar.period_id(period, day)
    first, last = calendar.bounds(name)
    assert first <= day <= last
    assert calendar.kind(name) == period
    assert calendar.period_id(period, first) == calendar.period_id(period, last) == name
    assert calendar.period_id(period, last + dt.timedelta(days=1)) != name


@given(gregorian, days)
def test_three_months_make_a_quarter_and_four_quarters_a_year(calendar, day):
    first, last = calendar.bounds(calendar.period_id("year", day))
    quarters = calendar.ids_between("quarter", first, last)
    months = [
        month for quarter in quarters for month in calendar.ids_between("month", *calendar.bounds(quarter))
    ]
    assert (len(quarters), len(months)) == (4, 12)
    assert calendar.bounds(quarters[0])[0] == calendar.bounds(months[0])[0] == first
    assert calendar.bounds(quarters[-1])[1] == calendar.bounds(months[-1])[1] == last


@pytest.mark.parametrize("text", ["2026-Q5", "2026-00", "26", "2026-1", "", "2026-Q1 ", "２０２６"])
def test_what_is_no_period_is_told(text):
    with pytest.raises(InputError) as caught:
        GregorianCalendar().bounds(text)
    assert str(caught.value) == (
        f"{text!r} is not a period. Write a month, a quarter or a year. Allowed: 2026-01, 2026-Q1, 2026."
    )


@pytest.mark.parametrize("text", ["0000", "9999", "9999-12"])
def test_years_without_dates_are_told(text):
    with pytest.raises(InputError) as caught:
        GregorianCalendar().bounds(text)
    assert str(caught.value) == f"{text!r} lies outside the years 1 to 9998."
