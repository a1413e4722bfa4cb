"""How a period may end, and what of a plan is at stake there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.world.pay_terms import CompiledPlan, PayTerm

__all__ = ["close_states", "gain_at_close", "parted_at_close"]

Floats = NDArray[np.float64]

_MOST_PLANS = 256
_PARTED: dict[tuple[object, ...], tuple[CompiledPlan, CompiledPlan]] = {}


def parted_at_close(
    plan: CompiledPlan, weeks_left: Mapping[str, int], identity: tuple[object, ...]
) -> tuple[CompiledPlan, CompiledPlan] | None:
    """Part a plan into pay that bends and closes first, which makes dates matter, and the rest.

    Parameters
    ----------
    plan
        A compiled plan.
    weeks_left
        Weeks until each period closes, by its name.
    identity
        What tells the plan from others, so that the answer is remembered.

    Returns
    -------
    A plan of the terms that bend and close first, and one of all others; None where no pay bends.

    Examples
    --------
    A bonus for the quarter makes dates matter, a flat commission does not:

    >>> from simulator.behaviors.examples import one_rep_on_commission
    >>> plan = one_rep_on_commission(rate=0.03).plan
    >>> parted_at_close(plan, {"month": 2, "quarter": 6, "year": 20}, ("flat",)) is None
    True
    """
    bent = [
        number
        for number, term in enumerate(plan.terms)
        if len(term.breakpoints) > 1
        or np.isfinite(term.cap)
        or np.isfinite(term.floor)
        or any(number in gate.terms for gate in plan.gates)
    ]
    periods = {plan.accumulators[plan.terms[number].accumulator].period for number in bent}
    if not bent:
        return None
    first = min(weeks_left[period] for period in periods)
    key = (identity, *sorted(period for period in periods if weeks_left[period] == first))
    if key not in _PARTED:
        if len(_PARTED) >= _MOST_PLANS:
            _PARTED.clear()
        closing = [
            number
            for number in bent
            if weeks_left[plan.accumulators[plan.terms[number].accumulator].period] == first
        ]
        others = [number for number in range(len(plan.terms)) if number not in closing]
        _PARTED[key] = _only(plan, closing), _only(plan, others)
    return _PARTED[key]


def _only(plan: CompiledPlan, terms: list[int]) -> CompiledPlan:
    """Keep some terms, their gates, and the totals that these watch."""
    gates = plan.gates_of(terms)
    kept = [plan.terms[number] for number in terms]
    totals = sorted({term.accumulator for term in kept} | {gate.accumulator for gate in gates})
    place = {total: number for number, total in enumerate(totals)}
    return CompiledPlan(
        plan.kinds,
        tuple(plan.accumulators[total] for total in totals),
        tuple(replace(term, accumulator=place[term.accumulator]) for term in kept),
        0.0,
        tuple(replace(gate, accumulator=place[gate.accumulator]) for gate in gates),
    )


def close_states(mean: Floats, noise_sd: Floats, n_states: int = 64) -> Floats:
    """List equally likely totals at the close of a period, ``(n, n_states)``.

    Parameters
    ----------
    mean, noise_sd
        Where the running total is expected to close without the deal, and how uncertain that is
        [accumulator units], ``(n,)``.
    n_states
        Number of states: the middles of as many equally likely pieces of a normal distribution.

    Examples
    --------
    >>> close_states(np.array([10.0]), np.array([2.0]), 2).round(2)
    array([[ 8.65, 11.35]])
    """
    middles = ndtri((np.arange(n_states) + 0.5) / n_states)
    return np.asarray(mean[:, None] + noise_sd[:, None] * middles)


def gain_at_close(term: PayTerm, totals: Floats, size: Floats, quota: Floats) -> Floats:
    """Give what a deal adds to pay if the period closes in each state.

    Parameters
    ----------
    term
        Terminal pay of the running total.
    totals
        Totals at the close without the deal [accumulator units], ``(n, n_states)``.
    size
        Credit of the deal [accumulator units], ``(n,)``.
    quota
        Quota of each rep [accumulator units], ``(n,)``.

    Returns
    -------
    Pay [currency], ``(n, n_states)``.

    Examples
    --------
    A bonus of 100 at 10 units makes a deal of 2 worth 100 at 9 units and nothing at 5:

    >>> bonus = PayTerm("bonus", 0, False, np.array([0.0, 10.0]), np.array([0.0, 100.0]), np.zeros(2))
    >>> gain_at_close(bonus, np.array([[5.0, 9.0]]), np.array([2.0]), np.ones(1))
    array([[  0., 100.]])
    """
    shape = totals.shape
    quotas = np.broadcast_to(quota[:, None], shape).reshape(-1)
    with_deal = term.pay((totals + size[:, None]).reshape(-1), quotas)
    return np.asarray((with_deal - term.pay(totals.reshape(-1), quotas)).reshape(shape))
