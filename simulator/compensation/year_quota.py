"""Quotas of a whole year against which shorter periods are settled while the year still runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.desk import Desk
from simulator.compensation.money import IntArray
from simulator.compensation.people import OF_YEAR
from simulator.compensation.shared import OWN, Of, together
from simulator.errors import PlanError

if TYPE_CHECKING:
    from simulator.compensation.plan import Plan

TOWARD_YEAR: Final = "toward-year"


def quotas_of_year(plan: Plan) -> frozenset[str]:
    """Name the quotas of which a plan needs that of the whole year."""
    ways = (getattr(each, "attainment", None) for each in plan.components.values())
    return frozenset(way.quota for way in ways if way is not None and way.accumulate == TOWARD_YEAR)


def year_goal(
    name: str, frequency: str, of: Of, desk: Desk, included: NDArray[np.bool_] | None = None
) -> IntArray:  # fmt: skip
    """Give the quota of the year in which each period lies, ``(n_people, n_periods)``.

    Raises
    ------
    PlanError
        It is set for shorter periods, or somebody whom it concerns has none.
    """
    amounts = _amounts(name, frequency, desk)
    if of != OWN:
        amounts = together(np.maximum(amounts, 0), of, desk)
    missing = (amounts <= 0) & (desk.people.days_active(desk.periods, frequency) > 0)
    included = desk.included if included is None else included
    missing = missing if included is None else missing & included[:, None]
    if missing.any():
        row, period = (int(each[0]) for each in np.nonzero(missing))
        year = int(desk.periods.year_of(frequency)[period])
        raise PlanError(
            f"{desk.people.called(row)} has no quota called {name!r} for the year {year}",
            hint="Pay depends on it: give one above zero, or take the person off the plan",
        )
    return np.maximum(amounts, 1)


def _amounts(name: str, frequency: str, desk: Desk) -> IntArray:
    periods = desk.periods
    if name not in desk.quotas:
        return desk.quota_amounts(name, frequency)
    table = desk.quotas[name]
    if table.frequency == OF_YEAR:
        months = periods.index("month", periods.last_days[frequency])
        return table.amounts[:, months]
    if table.frequency != "year":
        what = f"the quota {name!r} is set by the {table.frequency} and needed for the whole year"
        raise PlanError(what, hint="Set it by the year")
    place = np.searchsorted(periods.year_of("year"), periods.year_of(frequency))
    inside = place < table.amounts.shape[1]
    found = np.full((len(desk.people), len(place)), -1, dtype=np.int64)
    found[:, inside] = table.amounts[:, place[inside]]
    return found
