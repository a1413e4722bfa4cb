"""What a plan is worth in a year to the person in a seat, or to somebody who might take it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.agents.reps import Reps
from simulator.behaviors.effort import row_sum
from simulator.behaviors.expectations import WEEKS_PER_MONTH
from simulator.behaviors.preferences import RiskAttitude
from simulator.behaviors.quitting import plan_worth
from simulator.engine.seats import Seats
from simulator.engine.state import State
from simulator.world.pay_terms import CompiledPlan

__all__ = ["PERIODS_PER_YEAR", "worth_of_year", "worths"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

PERIODS_PER_YEAR = {"month": 12.0, "quarter": 4.0, "year": 1.0}
_WEEKS_PER_YEAR = 52.0
_STATES = 32


def worths(state: State, seats: Seats, rows: Whole, ability: Floats, *, habit: bool = False) -> Floats:
    """Give what the plan in force, or the one that people are used to, is worth in a year [currency].

    Parameters
    ----------
    state, seats
        The batch.
    rows
        Seats in question, ``(n,)``.
    ability
        Ability at full strength of who is or might be there, ``(n,)``.
    habit
        Whether the plan that people are used to is meant, where it is another one than that in force.
    """
    found = np.zeros(len(rows))
    ability = ability * seats.team_factor[state.reps.world[rows], state.reps.region[rows]]
    for plan in state.plans:
        if (plan.role == "habit") != habit and plan.role != "known":
            continue
        mine = np.isin(rows, plan.reps)
        for number, risk in enumerate(seats.risks):
            part = np.flatnonzero(mine & (seats.risk_of[rows] == number))
            seat = rows[part]
            worth = worth_of_year(
                state.reps, plan.compiled, seat, ability[part], seats.year_quota[seat], risk
            )
            found[part] += plan.counts[0] * worth
    return found


def worth_of_year(
    reps: Reps,
    plan: CompiledPlan,
    rows: Whole,
    ability: Floats,
    year_quota: Floats,
    risk: RiskAttitude,
) -> Floats:
    """Give what a plan is worth in a year of normal work [currency], ``(n,)``.

    Parameters
    ----------
    reps
        The sales force: territories and luck.
    plan
        The compiled plan.
    rows
        Seats in question, ``(n,)``.
    ability
        Ability at full strength of who is or might be there, ``(n,)``.
    year_quota
        Quota of the year [currency], ``(n,)``.
    risk
        Attitude to risk.

    Notes
    -----
    Salary, and for each kind of period the certainty equivalent of one close times the number of closes in a
    year. Effort is the normal one: what a better choice of effort brings beyond its cost is small beside pay.
    Risks of different periods are weighed apart.
    """
    worth = np.full(len(rows), plan.salary_per_week * _WEEKS_PER_YEAR)
    totals = plan.accumulators
    if not totals or not len(rows):
        return worth
    usual = ability[:, None] * (reps.opportunity[rows] / reps.ability[rows, None])
    variance = _variance(reps, rows, usual)
    share = np.array([1.0 / PERIODS_PER_YEAR[total.period] for total in totals])
    weeks = _WEEKS_PER_YEAR * share
    rate = np.stack([row_sum(usual * total.weights) for total in totals], axis=1)
    spread = np.stack([row_sum(variance * np.square(total.weights)) for total in totals], axis=1)
    mean, sd = rate * weeks, np.sqrt(spread * weeks) + 1e-9
    quota = np.maximum(year_quota[:, None] * share, 1e-9)
    for period, closes in PERIODS_PER_YEAR.items():
        part = _part(plan, period)
        if part is not None:
            worth += closes * plan_worth(part, mean, sd, quota, risk, weeks=0.0, n_states=_STATES)
    return worth


def _part(plan: CompiledPlan, period: str) -> CompiledPlan | None:
    """Cut out the terms whose totals close with a period, all totals staying in their places."""
    chosen = [n for n, term in enumerate(plan.terms) if plan.accumulators[term.accumulator].period == period]
    if not chosen:
        return None
    terms = tuple(plan.terms[number] for number in chosen)
    return CompiledPlan(plan.kinds, plan.accumulators, terms, 0.0, plan.gates_of(chosen))


def _variance(reps: Reps, rows: Whole, usual: Floats) -> Floats:
    """Give the variance of a week's credit by kind at mean season [currency squared], ``(n, n_kinds)``."""
    relative = np.broadcast_to(reps.relative_variance, reps.potential.shape)[rows]
    added = np.broadcast_to(reps.added_variance, reps.potential.shape)[rows]
    common = np.square(reps.monthly_cv[rows, None] * usual) * WEEKS_PER_MONTH
    return np.asarray(common + usual * reps.order_value[rows] + relative * np.square(usual) + added)
