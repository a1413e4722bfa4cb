"""The periods in which pay is settled: which day falls into which month, quarter and year.

Pay rules see days and period ids and never ask what kind of calendar made them. `fiscal_periods` and
`gregorian_periods` make the tables; a person with an unusual calendar can make one by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.errors import InputError

PERIODS: Final = ("month", "quarter", "year")
PERIODS_PER_YEAR: Final = {"month": 12, "quarter": 4, "year": 1}


class WeekCalendar(Protocol):
    """What `fiscal_periods` asks of a fiscal calendar: the number of the period that a week falls into."""

    def month_of_week(self, week: int) -> int:
        """Fiscal month of the week, counted from 0."""

    def quarter_of_week(self, week: int) -> int:
        """Fiscal quarter of the week, counted from 0."""

    def year_of_week(self, week: int) -> int:
        """Fiscal year of the week, counted from 0."""


@dataclass(frozen=True)
class Periods:
    """Complete months, quarters and years, each with its id and its first and last day.

    Parameters
    ----------
    first_days
        First day of each period, ascending, by frequency, each ``(n_periods,)``.
    last_days
        Last day of each period (that day included), the same shapes.
    ids
        What people call each period, such as ``2026-Q1``.
    dated
        Whether day numbers are dates (``date.toordinal``), so that plans may name dates.
    years
        Fiscal year in which each period lies, by frequency; one and the same when left out.

    Examples
    --------
    >>> periods = gregorian_periods(date(2026, 1, 1), date(2026, 3, 31))
    >>> periods.ids["quarter"], periods.n("month"), periods.n("year")
    (('2026-Q1',), 3, 0)
    >>> days = [date(2026, 2, 14).toordinal(), date(2027, 1, 1).toordinal()]
    >>> periods.index("month", np.array(days)).tolist()
    [1, -1]
    """

    first_days: Mapping[str, NDArray[np.int32]]
    last_days: Mapping[str, NDArray[np.int32]]
    ids: Mapping[str, tuple[str, ...]]
    dated: bool = False
    years: Mapping[str, NDArray[np.int32]] = field(default_factory=dict)

    def n(self, frequency: str) -> int:
        """How many complete periods of this frequency there are."""
        return len(self.ids[frequency])

    def index(self, frequency: str, days: NDArray[np.int32]) -> NDArray[np.intp]:
        """Give the number of the period that each day falls into; -1 where there is none."""
        if self.n(frequency) == 0:
            return np.full(len(days), -1, dtype=np.intp)
        found = np.searchsorted(self.first_days[frequency], days, side="right") - 1
        inside = (found >= 0) & (days <= self.last_days[frequency][np.maximum(found, 0)])
        return np.where(inside, found, -1)

    def year_of(self, frequency: str) -> NDArray[np.int32]:
        """Fiscal year in which each period lies, shape ``(n_periods,)``."""
        return self.years.get(frequency, np.zeros(self.n(frequency), dtype=np.int32))

    def lengths(self, frequency: str) -> NDArray[np.int64]:
        """Days in each period."""
        return (self.last_days[frequency] - self.first_days[frequency] + 1).astype(np.int64)

    def day_of(self, when: date) -> int:
        """Day number of a date.

        Raises
        ------
        InputError
            The calendar counts weeks from a start that has no date.
        """
        if not self.dated:
            raise InputError(
                f"the date {when.isoformat()} means nothing in a calendar without dates",
                hint="Give weeks instead, as in weeks: {first: 13, last: 25}",
            )
        return when.toordinal()


def _table(rows: Mapping[str, Sequence[tuple[str, int, int, int]]], dated: bool) -> Periods:
    return Periods(
        first_days={
            name: np.array([first for _, first, _, _ in each], dtype=np.int32) for name, each in rows.items()
        },
        last_days={
            name: np.array([last for _, _, last, _ in each], dtype=np.int32) for name, each in rows.items()
        },
        ids={name: tuple(label for label, _, _, _ in each) for name, each in rows.items()},
        dated=dated,
        years={name: np.array([year for *_, year in each], dtype=np.int32) for name, each in rows.items()},
    )


def fiscal_periods(calendar: WeekCalendar, first_week: int, last_week: int) -> Periods:
    """List the fiscal periods that lie wholly within some weeks of a simulation.

    Parameters
    ----------
    calendar
        Tells month, quarter and year of a week.
    first_week, last_week
        The weeks to look at, both included.
    """
    rows: dict[str, list[tuple[str, int, int, int]]] = {}
    of_week = {
        "month": calendar.month_of_week,
        "quarter": calendar.quarter_of_week,
        "year": calendar.year_of_week,
    }
    label = {"month": "M{}", "quarter": "Q{}", "year": "Y{}"}
    for frequency in PERIODS:
        number = of_week[frequency]
        weeks: dict[int, list[int]] = {}
        for week in range(first_week, last_week + 1):
            weeks.setdefault(number(week), []).append(week)
        complete = [
            (
                label[frequency].format(period + 1),
                inside[0] * 7,
                inside[-1] * 7 + 6,
                calendar.year_of_week(inside[0]),
            )
            for period, inside in weeks.items()
            if (inside[0] == 0 or number(inside[0] - 1) != period) and number(inside[-1] + 1) != period
        ]
        rows[frequency] = complete
    return _table(rows, dated=False)


def gregorian_periods(first: date, last: date, first_month_of_year: int = 1) -> Periods:
    """List the calendar months, quarters and fiscal years that lie wholly between two dates.

    Parameters
    ----------
    first, last
        The dates, both included.
    first_month_of_year
        Month in which the fiscal year begins; the year bears the number of the calendar year it begins in.

    Examples
    --------
    >>> gregorian_periods(date(2025, 4, 1), date(2026, 3, 31), first_month_of_year=4).ids["year"]
    ('2025',)
    """
    rows: dict[str, list[tuple[str, int, int, int]]] = {}
    for frequency in PERIODS:
        months = 12 // PERIODS_PER_YEAR[frequency]
        found: list[tuple[str, int, int, int]] = []
        year = first.year - 1
        start = date(year, first_month_of_year, 1)
        number = 0
        while start <= last:
            following = _months_later(start, months)
            last_day = following.toordinal() - 1
            if start >= first and last_day <= last.toordinal():
                fiscal_year = year + number * months // 12
                label = _period_id(frequency, start, fiscal_year, number)
                found.append((label, start.toordinal(), last_day, fiscal_year))
            start = following
            number += 1
        rows[frequency] = found
    return _table(rows, dated=True)


def _months_later(start: date, months: int) -> date:
    total = start.year * 12 + start.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def _period_id(frequency: str, start: date, fiscal_year: int, number: int) -> str:
    if frequency == "month":
        return f"{start.year}-{start.month:02d}"
    if frequency == "quarter":
        return f"{fiscal_year}-Q{number % 4 + 1}"
    return str(fiscal_year)
