"""Managers lower quotas in the last month of a quarter: for the reps' sake, and for their own."""

from __future__ import annotations

import copy

import numpy as np
from numpy.typing import NDArray

from simulator.agents.deciding import decide_effort
from simulator.agents.reps import Reps
from simulator.behaviors.effort import row_sum
from simulator.behaviors.marginal_value import expected_slope
from simulator.engine.decisions import outlook_of
from simulator.engine.levers import MINOR
from simulator.engine.reduced_form.state import ReducedFormState
from simulator.organization.quota_setting import adjusts
from simulator.randomness import hash_id
from simulator.world.pay_terms import PERIODS, PayTerm

__all__ = ["lower_quotas"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_QUARTER = PERIODS.index("quarter")
_MONTHS = 3


def lower_quotas(state: ReducedFormState) -> None:
    """Let managers lower the quotas of the running quarter, in the first week of its last month.

    Parameters
    ----------
    state
        The batch; quotas announced for the month fall, and what was given is written down.

    Notes
    -----
    What a rep would do at a lower quota is found by letting the rep decide. The quota falls where ``merit +
    value x gain > cost``, see :func:`simulator.organization.quota_setting.adjusts`: merit is what bad
    luck so far has cost the rep, at the rep's own marginal value of credit; gain is what the rep would sell
    more by the close at the lower quota; value is the manager's marginal value of the group's sales.
    """
    calendar, reps = state.spec.calendar, state.reps
    rules = [state.spec.alternatives[key.alternative].organization.managers for key in state.spec.keys]
    month = int(calendar.month_of_week(state.week))
    begins = state.week > 0 and int(calendar.month_of_week(state.week - 1)) != month
    if not (any(rules) and begins and month % _MONTHS == _MONTHS - 1):
        return
    managed = np.array([rule is not None for rule in rules])[reps.world]
    concession = np.array([rule.concession if rule else 0.0 for rule in rules])[reps.world]
    cost = np.array([rule.cost if rule else 0.0 for rule in rules])[reps.world]
    bonus = np.array([rule.bonus if rule else 0.0 for rule in rules])
    present = np.ones(len(cost), np.bool_) if state.seats is None else ~state.seats.is_empty
    relief = concession * reps.quota[_QUARTER]
    now, value = _weekly_sales(state, reps, np.zeros(len(cost)))
    then, _ = _weekly_sales(state, reps, relief)
    left = float(calendar.weeks_left("quarter", state.week))
    passed = float(calendar.period_weeks("quarter", state.week)) - left
    merit = value * np.maximum(now * passed - row_sum(reps.credit[_QUARTER]), 0.0)
    gain = (then - now) * left
    own = _value_to_managers(state, now, left, bonus)
    made = adjusts(merit, gain, own, cost) & managed & present
    deserved = adjusts(merit, gain, np.zeros(len(cost)), cost)
    rows = np.flatnonzero(made)
    if len(rows):
        _lower(state, rows, month, relief[rows], ~deserved[rows])


def _weekly_sales(state: ReducedFormState, reps: Reps, relief: Floats) -> tuple[Floats, Floats]:
    """Give what reps expect to sell in a week at lower quotas, and what a sale is worth to them."""
    other = copy.copy(reps)
    other.quota = np.maximum(reps.quota - relief, 1.0)
    for name in ("value", "later_value", "chosen_effort"):
        setattr(other, name, getattr(reps, name).copy())
    outlook = outlook_of(state)
    decide_effort(other, state.plans, outlook)
    usual = other.opportunity * outlook.season_left[_QUARTER].take(other.world, axis=0) * state.is_credited
    sales = usual * other.effort_rules.output(other.effort)
    total = row_sum(sales)
    return total, row_sum(sales * other.value) / np.where(total > 0.0, total, 1.0)


def _value_to_managers(state: ReducedFormState, weekly: Floats, left: float, bonus: Floats) -> Floats:
    """Give the manager's marginal value of a sale of each rep [pay per currency unit], ``(n_reps,)``."""
    reps = state.reps
    n_regions = len(state.spec.first.regions)
    team = reps.world * n_regions + reps.region
    n_teams = len(state.spec.keys) * n_regions
    quota = np.bincount(team, reps.quota[_QUARTER], n_teams).astype(np.float64)
    sold = row_sum(reps.credit[_QUARTER])
    expected = np.bincount(team, sold + weekly * left, n_teams).astype(np.float64)
    relative = np.broadcast_to(reps.relative_variance, reps.potential.shape)
    added = np.broadcast_to(reps.added_variance, reps.potential.shape)
    usual = reps.opportunity
    own = row_sum(usual * reps.order_value + relative * np.square(usual) + added) * left
    spread = np.sqrt(np.bincount(team, own, n_teams).astype(np.float64)) + 1e-6 * quota + 1e-9
    reach = PayTerm("bonus", 0, True, np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.zeros(2))
    slope = expected_slope(reach, expected, spread, np.maximum(quota, 1e-9))
    return np.asarray(bonus[reps.world] * slope[team])


def _lower(
    state: ReducedFormState, rows: Whole, month: int, relief: Floats, is_own: NDArray[np.bool_]
) -> None:
    """Take the relief off the quota of the month, as far as there is any left, and write it down."""
    reps = state.reps
    announced = state.announced[month].copy()
    given = np.minimum(np.rint(relief * MINOR).astype(np.int64), announced[rows] - MINOR)
    announced[rows] -= given
    state.announced[month] = announced
    reps.quota[:, rows] -= given / MINOR
    common = {
        "world": reps.world[rows],
        "day": state.day,
        "cause_id": 0,
        "rep": rows,
        "quarter": month // _MONTHS,
    }
    ids = reps.rep_id[rows]
    state.ledger.append(
        "quota",
        event_id=hash_id("lower quota", ids, month),
        month=month,
        amount_minor=announced[rows],
        **common,  # type: ignore[arg-type]
    )
    state.ledger.append(
        "adjustment",
        event_id=hash_id("adjustment", ids, month),
        amount_minor=given,
        is_own=is_own,
        **common,  # type: ignore[arg-type]
    )
