"""How much of their effort reps put on few large deals instead of many small ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.agents.reps import PlanOfReps
from simulator.behaviors.effort import row_sum
from simulator.behaviors.risk_taking import DealMix, choose_mix
from simulator.engine.decisions import season_of_kinds
from simulator.engine.reduced_form.large_deals import LargeDeals
from simulator.engine.reduced_form.state import ReducedFormState
from simulator.world.pay_terms import PERIODS, CompiledPlan

__all__ = ["choose_deals"]

Floats = NDArray[np.float64]
WEEKS_PER_YEAR = 52


def choose_deals(state: ReducedFormState) -> None:
    """Let reps choose between large and small deals for this week, and put the luck of it in place.

    Parameters
    ----------
    state
        The batch; ``state.noise`` and what reps know of their luck follow the choice.

    Notes
    -----
    Each weighs the pay of the running period at shares from none to all, held until it closes
    [GabaKalra1999]_: what has been sold, what effort as now still brings, and the luck of both kinds of deal
    (:func:`simulator.behaviors.risk_taking.choose_mix`). The running total that counts is the first one that
    is fed by the product and pays with a bend or jump; under straight pay luck is worth nothing.
    """
    large = state.large_deals
    if large is None:
        return
    share = np.zeros_like(large.share)
    for plan in state.plans:
        weight = plan.weight(state.reps.understanding)[:, None]
        share[plan.reps] += weight * _shares(state, large, plan)
    large.share = np.where(_due(state)[:, None], np.where(large.is_open, share, 0.0), large.share)
    state.noise = large.luck()
    reps = state.reps
    reps.added_variance, reps.relative_variance = state.noise.variance()
    reps.order_value = state.noise.order_value


def _due(state: ReducedFormState) -> NDArray[np.bool_]:
    """Tell who decides this week, ``(n_reps,)``; the others go on as they did."""
    calendar, week = state.spec.calendar, state.week
    begins = [week == 0 or calendar.ends_period(period, week - 1) for period in PERIODS]
    return np.array([True, *begins])[state.reps.decides_every]


def _shares(state: ReducedFormState, large: LargeDeals, plan: PlanOfReps) -> Floats:
    """Give the shares that reps would choose if this plan were all that counts, ``(n, n_kinds)``."""
    reps, rows = state.reps, plan.reps
    result = np.zeros((len(rows), large.share.shape[1]))
    pace = reps.opportunity * reps.effort_rules.output(reps.effort)
    aversion = state.parameters["risk_aversion"][reps.world[rows]]
    cost_share = state.parameters["effort_cost_share"][reps.world[rows]]
    year = reps.traits.marginal_cost[rows] / cost_share * WEEKS_PER_YEAR
    for kind in np.flatnonzero(large.is_open.any(axis=0)):
        number = _bent_total(plan.compiled, int(kind))
        if number is None:
            continue
        total = plan.compiled.accumulators[number]
        period = PERIODS.index(total.period)
        left = int(state.spec.calendar.weeks_left(total.period, state.week))
        season = season_of_kinds(state, range(state.week, state.week + left))[reps.world[rows]]
        expected = pace[rows] * season
        small, big = (each[rows] for each in large.variances(pace))
        now = (1.0 - large.share[rows]) * small + large.share[rows] * big
        square = np.square(total.weights)
        shocks = np.square(large.small.common_sd[rows])
        rest = row_sum((now + shocks) * square) - now[:, kind] * square[kind]
        mean = row_sum(expected * total.weights) * left
        safe, risky = (
            np.maximum(np.sqrt((each[:, kind] * square[kind] + rest) * left), 1e-9 * mean + 1e-12)
            for each in (small, big)
        )
        result[:, kind] = choose_mix(
            tuple(term for term in plan.compiled.terms if term.accumulator == number),
            DealMix(mean, safe, mean, risky),
            row_sum(reps.credit[period][rows] * total.weights),
            reps.quota[period][rows],
            risk_aversion=aversion / year,
        )
    return result


def _bent_total(plan: CompiledPlan, kind: int) -> int | None:
    """Name the first running total that a product feeds and whose pay is not straight."""
    for number, total in enumerate(plan.accumulators):
        terms = [term for term in plan.terms if term.accumulator == number]
        if total.weights[kind] > 0.0 and any(len(term.breakpoints) > 1 for term in terms):
            return number
    return None
