"""Installments: a yearly amount in parts that add up to it, to the cent."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.money import IntArray, share_of
from simulator.compensation.periods import PERIODS_PER_YEAR, Periods

DAYS_PER_WEEK_YEAR = 364


def installments(yearly: IntArray, periods: Periods, frequency: str, unit: int = 1) -> IntArray:
    """Divide yearly amounts over the periods of a year.

    Parameters
    ----------
    yearly
        Amount of a year of each person [minor units], shape ``(n_people,)``.
    periods
        The periods; a year of a calendar without dates has 52 weeks.
    frequency
        ``month``, ``quarter`` or ``year``.
    unit
        What amounts are rounded to [minor units].

    Returns
    -------
    Amounts [minor units], shape ``(n_people, n_periods)``.

    Notes
    -----
    Period ``k`` of ``n`` receives ``round(yearly k / n) - round(yearly (k - 1) / n)``, so that any ``n``
    periods in a row add up to the year, whichever of them is settled first.

    Examples
    --------
    100.00 a year, by the quarter and by the month:

    >>> from simulator.compensation.periods import gregorian_periods
    >>> year = gregorian_periods(date(2026, 1, 1), date(2026, 12, 31))
    >>> installments(np.array([10_000]), year, "month")[0, :4].tolist()
    [833, 834, 833, 833]
    >>> int(installments(np.array([10_000]), year, "month").sum())
    10000
    """
    parts = PERIODS_PER_YEAR[frequency]
    place = _places_in_year(periods, frequency, parts)[None, :]
    whole = yearly[:, None]
    after, before = (share_of(whole, each, parts, unit=unit) for each in (place + 1, place))
    return np.asarray(after - before)


def _places_in_year(periods: Periods, frequency: str, parts: int) -> NDArray[np.int64]:
    """Give the place of each period in its year, from 0."""
    first = periods.first_days[frequency].astype(np.int64)
    if periods.dated:
        months = [date.fromordinal(day).month - 1 for day in first.tolist()]
        return np.array([month * parts // 12 for month in months], dtype=np.int64)
    middle = (first + periods.last_days[frequency]) // 2 % DAYS_PER_WEEK_YEAR
    return np.asarray(middle * parts // DAYS_PER_WEEK_YEAR, dtype=np.int64)
