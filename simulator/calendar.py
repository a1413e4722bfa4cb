"""Two calendars: the 4-4-5 one of a simulated company, and the Gregorian one of a real payroll.

A simulated year has 364 days, 52 weeks and four quarters of 13 weeks, each split into months of 4, 4
and 5 weeks. No week is ever cut, so every year, and every quarter, is as long as the next.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, overload

import numpy as np
from numpy.typing import NDArray

from simulator.errors import InputError, UnknownName

Weeks = NDArray[np.integer[Any]]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

PERIODS = ("month", "quarter", "year")
DAYS_PER_WEEK = 7
WEEKS_PER_QUARTER = 13
WEEKS_PER_YEAR = 52
DAYS_PER_YEAR = 364


def _checked(period: str) -> str:
    if period not in PERIODS:
        raise UnknownName("period", period, PERIODS)
    return period


def _plain(values: Any) -> Any:
    """Turn what came from a plain number back into a plain number."""
    return values if isinstance(values, np.ndarray) else values.item()


@dataclass(frozen=True)
class FiscalCalendar:
    """Which month, quarter and year each week of a run belongs to.

    Weeks and days of the run count from 0. Months, quarters and years count from 0 too, beginning
    with those in which the fiscal year of week 0 begins; they never start again, so quarter 4 is the
    first of the second year. Every method takes one week or an array of weeks.

    Parameters
    ----------
    weeks_per_quarter
        Length of the three months of a quarter [weeks]; they sum to 13.
    start_week
        Week of the fiscal year (0 to 51) in which the run begins.

    Raises
    ------
    InputError
        If the months do not sum to 13 weeks, or the start is not a week of the year.

    Examples
    --------
    >>> calendar = FiscalCalendar()
    >>> [calendar.month_of_week(week) for week in (0, 4, 8, 12, 13)]
    [0, 1, 2, 2, 3]
    >>> calendar.weeks_left("quarter", np.array([0, 12, 13]))
    array([13,  1, 13])
    """

    weeks_per_quarter: tuple[int, int, int] = (4, 4, 5)
    start_week: int = 0

    def __post_init__(self) -> None:
        months: tuple[int, ...] = self.weeks_per_quarter
        if len(months) != 3 or min(months) < 1 or sum(months) != WEEKS_PER_QUARTER:
            raise InputError(
                f"the three months of a quarter must sum to {WEEKS_PER_QUARTER} weeks, got {tuple(months)}"
            )
        if not 0 <= self.start_week < WEEKS_PER_YEAR:
            raise InputError(f"start_week must be between 0 and 51, got {self.start_week}")

    @cached_property
    def _lengths(self) -> dict[str, IntArray]:
        """Length of each period of a year [weeks]."""
        return {
            "month": np.tile(np.array(self.weeks_per_quarter, dtype=np.int64), 4),
            "quarter": np.full(4, WEEKS_PER_QUARTER, dtype=np.int64),
            "year": np.full(1, WEEKS_PER_YEAR, dtype=np.int64),
        }

    @cached_property
    def _numbers(self) -> dict[str, IntArray]:
        """Number within the year of the period of each week of the year."""
        return {period: np.repeat(np.arange(len(n)), n) for period, n in self._lengths.items()}

    def _position(self, w: Any) -> tuple[Any, Any]:
        """Year and week of the year of each week of the run."""
        return np.divmod(np.asarray(w, dtype=np.int64) + self.start_week, WEEKS_PER_YEAR)

    @overload
    def period_of_week(self, period: str, w: int) -> int: ...
    @overload
    def period_of_week(self, period: str, w: Weeks) -> IntArray: ...
    def period_of_week(self, period: str, w: int | Weeks) -> int | IntArray:
        """Return the number of the month, quarter or year that a week belongs to."""
        year, week = self._position(w)
        per_year = len(self._lengths[_checked(period)])
        found: int | IntArray = _plain(year * per_year + self._numbers[period][week])
        return found

    @overload
    def month_of_week(self, w: int) -> int: ...
    @overload
    def month_of_week(self, w: Weeks) -> IntArray: ...
    def month_of_week(self, w: int | Weeks) -> int | IntArray:
        """Return the fiscal month of a week, counted from 0."""
        return self.period_of_week("month", w)

    @overload
    def quarter_of_week(self, w: int) -> int: ...
    @overload
    def quarter_of_week(self, w: Weeks) -> IntArray: ...
    def quarter_of_week(self, w: int | Weeks) -> int | IntArray:
        """Return the fiscal quarter of a week, counted from 0."""
        return self.period_of_week("quarter", w)

    @overload
    def year_of_week(self, w: int) -> int: ...
    @overload
    def year_of_week(self, w: Weeks) -> IntArray: ...
    def year_of_week(self, w: int | Weeks) -> int | IntArray:
        """Return the fiscal year of a week, counted from 0."""
        return self.period_of_week("year", w)

    @overload
    def first_week(self, period: str, number: int) -> int: ...
    @overload
    def first_week(self, period: str, number: Weeks) -> IntArray: ...
    def first_week(self, period: str, number: int | Weeks) -> int | IntArray:
        """Return the first week of a period; negative if it began before the run did.

        Examples
        --------
        >>> FiscalCalendar().first_week("quarter", 4)
        52
        """
        lengths = self._lengths[_checked(period)]
        starts = np.cumsum(lengths) - lengths
        year, within = np.divmod(np.asarray(number, dtype=np.int64), len(lengths))
        found: int | IntArray = _plain(year * WEEKS_PER_YEAR + starts[within] - self.start_week)
        return found

    @overload
    def period_weeks(self, period: str, w: int) -> int: ...
    @overload
    def period_weeks(self, period: str, w: Weeks) -> IntArray: ...
    def period_weeks(self, period: str, w: int | Weeks) -> int | IntArray:
        """Return the length of the period that a week belongs to [weeks]."""
        _, week = self._position(w)
        found: int | IntArray = _plain(self._lengths[_checked(period)][self._numbers[period][week]])
        return found

    @overload
    def weeks_left(self, period: str, w: int) -> int: ...
    @overload
    def weeks_left(self, period: str, w: Weeks) -> IntArray: ...
    def weeks_left(self, period: str, w: int | Weeks) -> int | IntArray:
        """Return how many weeks of its period are left, the week itself included [weeks]."""
        _, week = self._position(w)
        ends = np.cumsum(self._lengths[_checked(period)])
        found: int | IntArray = _plain(ends[self._numbers[period][week]] - week)
        return found

    @overload
    def ends_period(self, period: str, w: int) -> bool: ...
    @overload
    def ends_period(self, period: str, w: Weeks) -> BoolArray: ...
    def ends_period(self, period: str, w: int | Weeks) -> bool | BoolArray:
        """Return whether a week is the last of its period."""
        left: Any = self.weeks_left(period, w)
        ended: bool | BoolArray = left == 1
        return ended

    @overload
    def day_of_week(self, w: int) -> int: ...
    @overload
    def day_of_week(self, w: Weeks) -> IntArray: ...
    def day_of_week(self, w: int | Weeks) -> int | IntArray:
        """Return the first day of a week, counted from day 0 of the run."""
        found: int | IntArray = _plain(np.asarray(w, dtype=np.int64) * DAYS_PER_WEEK)
        return found

    @overload
    def week_of_day(self, day: int) -> int: ...
    @overload
    def week_of_day(self, day: Weeks) -> IntArray: ...
    def week_of_day(self, day: int | Weeks) -> int | IntArray:
        """Return the week that a day falls into."""
        found: int | IntArray = _plain(np.asarray(day, dtype=np.int64) // DAYS_PER_WEEK)
        return found


_PERIOD_ID = re.compile(r"(?P<year>[0-9]{4})(-(Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True)
class GregorianCalendar:
    """Months, quarters and years of real dates, for a payroll.

    Months are called by their date (``2026-01``). Quarters (``2026-Q1``) and years (``2026``) are
    fiscal: they begin with the start month, and the year is called by the calendar year in which it
    begins or in which it ends.

    Parameters
    ----------
    start_month
        First month of the fiscal year, 1 to 12.
    named_by
        Whether a fiscal year bears the calendar year of its first day ("start") or last day ("end").

    Raises
    ------
    InputError
        If the start month is not a month, or the naming is unknown.

    Examples
    --------
    >>> import datetime as dt
    >>> GregorianCalendar().period_id("quarter", dt.date(2026, 5, 4))
    '2026-Q2'
    >>> GregorianCalendar(start_month=4).period_id("quarter", dt.date(2026, 5, 4))
    '2026-Q1'
    >>> [str(day) for day in GregorianCalendar(start_month=4).bounds("2026")]
    ['2026-04-01', '2027-03-31']
    """

    start_month: int = 1
    named_by: Literal["start", "end"] = "start"

    def __post_init__(self) -> None:
        if not 1 <= self.start_month <= 12:
            raise InputError(
                f"the fiscal year must start in a month between 1 and 12, got {self.start_month}"
            )
        if self.named_by not in ("start", "end"):
            raise UnknownName("way to name fiscal years", self.named_by, ("start", "end"))

    @property
    def _year_shift(self) -> int:
        """How far the name of a fiscal year is ahead of the calendar year in which it begins."""
        return 1 if self.named_by == "end" and self.start_month > 1 else 0

    def period_id(self, period: str, day: dt.date) -> str:
        """Return what the month, quarter or year of a date is called."""
        if _checked(period) == "month":
            return f"{day.year:04d}-{day.month:02d}"
        months = day.year * 12 + day.month - self.start_month
        year = months // 12 + self._year_shift
        return f"{year:04d}" if period == "year" else f"{year:04d}-Q{months % 12 // 3 + 1}"

    def kind(self, period_id: str) -> str:
        """Return whether an id names a month, a quarter or a year.

        Raises
        ------
        InputError
            If it names none of them.

        Examples
        --------
        >>> GregorianCalendar().kind("2026-Q1")
        'quarter'
        >>> GregorianCalendar().kind("2026-13")
        Traceback (most recent call last):
        simulator.errors.InputError: '2026-13' is not a period. Write a month, a quarter or a year.
        Allowed: 2026-01, 2026-Q1, 2026.
        """
        return self._parts(period_id)[0]

    def bounds(self, period_id: str) -> tuple[dt.date, dt.date]:
        """Return the first and the last day of a period.

        Raises
        ------
        InputError
            If the id names no period.
        """
        kind, year, number = self._parts(period_id)
        if kind == "month":
            first, length = year * 12 + number - 1, 1
        else:
            start = (year - self._year_shift) * 12 + self.start_month - 1
            first, length = start + 3 * (number - 1), 3 if kind == "quarter" else 12
        try:
            return _first_of(first), _first_of(first + length) - dt.timedelta(days=1)
        except ValueError:
            raise InputError(f"{period_id!r} lies outside the years 1 to 9998") from None

    def ids_between(self, period: str, first: dt.date, last: dt.date) -> tuple[str, ...]:
        """Return the ids of all periods that a span of days touches, in order.

        Examples
        --------
        >>> import datetime as dt
        >>> GregorianCalendar().ids_between("quarter", dt.date(2025, 12, 31), dt.date(2026, 4, 1))
        ('2025-Q4', '2026-Q1', '2026-Q2')
        """
        found: list[str] = []
        day = first
        while day <= last:
            found.append(self.period_id(period, day))
            day = self.bounds(found[-1])[1] + dt.timedelta(days=1)
        return tuple(found)

    def _parts(self, period_id: str) -> tuple[str, int, int]:
        match = _PERIOD_ID.fullmatch(period_id)
        if match is None:
            raise InputError(
                f"{period_id!r} is not a period",
                hint="Write a month, a quarter or a year",
                allowed=("2026-01", "2026-Q1", "2026"),
            )
        year = int(match["year"])
        if match["quarter"]:
            return "quarter", year, int(match["quarter"])
        return ("month", year, int(match["month"])) if match["month"] else ("year", year, 1)


def _first_of(months: int) -> dt.date:
    """Return the first day of a month counted from January of year 0."""
    return dt.date(months // 12, months % 12 + 1, 1)
