"""Quotas as pay needs them: month by month from the ledger, and by the days that people were there."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compensation import People, Periods, Plan, Quota
from simulator.engine.spec import WorldsSpec

__all__ = ["monthly_quotas", "prorated_quotas"]

Columns = dict[str, NDArray[Any]]


def monthly_quotas(
    quota: Columns, people: NDArray[np.int64], spec: WorldsSpec, last_days: NDArray[Any]
) -> Quota:
    """Read the quotas of the months that end on these days from the ledger, ``(n_people, n_months)``."""
    amounts = np.full((len(people), len(last_days)), -1, np.int64)
    for column, last_day in enumerate(last_days):
        rows = quota["month"] == spec.calendar.month_of_week(int(last_day) // 7)
        by_rep = np.full(int(people.max()) + 1, -1, np.int64)
        reps = quota["rep"][rows]
        inside = reps < len(by_rep)
        by_rep[reps[inside]] = quota["amount_minor"][rows][inside]
        amounts[:, column] = by_rep[people]
    return Quota("month", amounts)


def prorated_quotas(
    asked: Quota, place: NDArray[np.int64], team: People, periods: Periods, plan: Plan
) -> Quota:
    """Hold people to the part of their seat's quota of a month that falls on their days in the seat.

    Where the plan itself shrinks quotas with the days on it, it is given the whole quota.
    """
    amounts = asked.amounts[place]
    parts = (getattr(part, "proration", None) for part in plan.components.values())
    if any(part is not None and part.applies_to("quota") for part in parts):
        return Quota("month", amounts)
    days, whole = team.days_active(periods, "month"), periods.lengths("month")
    part = np.maximum(np.rint(amounts * (days / whole)).astype(np.int64), 1)
    return Quota("month", np.where(days > 0, np.where(amounts < 0, -1, part), np.minimum(amounts, 0)))
