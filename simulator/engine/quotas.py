"""Quotas: a share of each territory's potential or an amount, month by month, growing by the year.

In a new quarter or year they may follow the results of the old one. The quota of a quarter or a year is the
sum of its months, so that pay plans may hold people to any of them; it is announced when the quarter begins.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import row_sum
from simulator.engine.levers import MINOR
from simulator.engine.state import State
from simulator.randomness import hash_id
from simulator.world.pay_terms import PERIODS

SMALLEST_LEVEL = 0.1
"""Nobody's quota falls below a tenth of what the territory asks for."""

__all__ = ["announce_quotas", "announced_amounts", "follow_results", "months_of", "quota_of_month"]


def announce_quotas(state: State) -> None:
    """Set the quotas of the running month, quarter and year, and write a new quarter's to the ledger.

    Parameters
    ----------
    state
        The batch; ``reps.quota`` is set.
    """
    calendar, week = state.spec.calendar, state.week
    if week and calendar.month_of_week(week - 1) == calendar.month_of_week(week):
        return
    quarter = calendar.quarter_of_week(week)
    for row, period in enumerate(PERIODS):
        months = months_of(state, period)
        amounts = announced_amounts(state, months)
        state.reps.quota[row] = np.add.reduce(amounts, axis=0) / MINOR
        if period == "quarter" and (week == 0 or calendar.quarter_of_week(week - 1) != quarter):
            state.announced |= zip(months, amounts, strict=True)
            _write(state, quarter, months, amounts)


def quota_of_month(state: State, month: int) -> NDArray[np.int64]:
    """Give every rep's quota for a fiscal month [minor units], ``(n_reps,)``.

    Level x potential x share of potential x season of the month x its weeks x (1 + growth) ** year, rounded
    to whole currency units and at least one.
    """
    calendar, reps = state.spec.calendar, state.reps
    first = int(calendar.first_week("month", month))
    weeks = int(calendar.period_weeks("month", first))
    season = state.quota_season[:, :, month % 12].take(reps.world, axis=0)
    amount = np.zeros(len(reps.world))
    for line in range(state.quota_base.shape[1]):
        amount += state.quota_base[:, line] * season[:, line]
    growth = np.array(
        [state.spec.alternatives[key.alternative].quota.growth_per_year for key in state.spec.keys]
    )
    grown = reps.quota_level * amount * weeks * (1.0 + growth[reps.world]) ** calendar.year_of_week(first)
    return (np.maximum(np.rint(grown), 1.0) * MINOR).astype(np.int64)


def follow_results(state: State) -> None:
    """Let the next period's quotas follow this one's results, in the last week of a fiscal quarter or year.

    ``level = (1 - w) level + w credit / (quota at level 1)``, where ``w`` is ``quota.follows_results_share``,
    or ``quota.follows_results_share_down`` for those who fell short: a weighted average of last quota and
    last sales, for each rep alone.
    """
    calendar, reps = state.spec.calendar, state.reps
    rules = [state.spec.alternatives[key.alternative].quota for key in state.spec.keys]
    for period in ("quarter", "year"):
        follows = [rule.follows_results_every == period for rule in rules]
        if not any(follows) or not calendar.ends_period(period, state.week):
            continue
        up, down = (
            np.array(weights)[reps.world] for weights in zip(*(r.weights for r in rules), strict=True)
        )
        row = PERIODS.index(period)
        asked = reps.quota[row] / reps.quota_level
        results = row_sum(reps.credit[row]) / asked
        weight = np.where(results < reps.quota_level, down, up)
        moved = np.maximum((1.0 - weight) * reps.quota_level + weight * results, SMALLEST_LEVEL)
        concerned = np.array(follows)[reps.world]
        if state.seats is not None:  # a result of part of a period says nothing about the territory
            first = state.week + 1 - int(calendar.period_weeks(period, state.week))
            concerned &= ~state.seats.is_empty & (state.seats.since <= first)
        reps.quota_level = np.where(concerned, moved, reps.quota_level)


def announced_amounts(state: State, months: list[int]) -> list[NDArray[np.int64]]:
    """Give the quotas of some months as announced, or as of now [minor units], ``(n_reps,)`` each."""
    return [
        state.announced[month] if month in state.announced else quota_of_month(state, month)
        for month in months
    ]


def months_of(state: State, period: str) -> list[int]:
    """List the fiscal months of the running period."""
    calendar, week = state.spec.calendar, state.week
    first = week - int(calendar.period_weeks(period, week) - calendar.weeks_left(period, week))
    weeks = range(first, first + int(calendar.period_weeks(period, week)))
    return sorted({int(calendar.month_of_week(each)) for each in weeks})


def _write(state: State, quarter: int, months: list[int], amounts: list[NDArray[np.int64]]) -> None:
    reps = state.reps
    everybody = np.arange(len(reps.world))
    for month, amount in zip(months, amounts, strict=True):
        state.ledger.append(
            "quota",
            world=reps.world,
            day=state.day,
            event_id=hash_id("quota", reps.rep_id, month),
            cause_id=0,
            rep=everybody,
            quarter=quarter,
            month=month,
            amount_minor=amount,
        )
