"""What one more unit of credit is worth to a rep now, given the plan and the position against quota.

A rep knows the total so far and is unsure about the rest of the period. Terminal pay is piecewise
linear with jumps in each total, so its expected slope under normal uncertainty has a closed form: far
from a bonus the jump is worth little, close to it a lot; beyond a cap nothing is worth anything.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from simulator.world.pay_terms import CompiledPlan, PayTerm

__all__ = ["expected_pay", "expected_slope", "marginal_value"]

Floats = NDArray[np.float64]
_DENSITY_AT_ZERO = 1.0 / np.sqrt(2.0 * np.pi)


def marginal_value(
    plan: CompiledPlan, *, credit: Floats, quota: Floats, expected: Floats, noise_sd: Floats
) -> Floats:
    """Give the expected pay that one more currency unit of credited revenue brings, by kind of credit.

    Parameters
    ----------
    plan
        What the pay plan comes down to.
    credit
        Running totals so far [accumulator units], shape ``(n_reps, n_accumulators)``.
    quota
        Quotas of the running totals in the same units, same shape.
    expected
        What the rep expects still to add before each period closes, same shape.
    noise_sd
        Standard deviation of that [accumulator units], positive, same shape.

    Returns
    -------
    Marginal value of credit [currency of pay per currency unit of revenue], shape
    ``(n_reps, n_kinds, n_horizons)``; the one horizon is the period that is running.

    Notes
    -----
    For each term ``E[pay'(X)]`` with ``X`` normal around ``credit + expected``. Gates multiply the terms
    that they shut by the probability of passing, and the total that opens them is worth the gated pay
    times the density at the gate; gate and term are taken as independent (an approximation when both
    watch the same total).

    Examples
    --------
    3 % of everything is worth 3 % whatever the position:

    >>> from simulator.world.pay_terms import Accumulator, CreditKind
    >>> plan = CompiledPlan((CreditKind("washer", "standard", "new"),),
    ...     (Accumulator("revenue", "month", np.ones(1)),),
    ...     (PayTerm("commission", 0, False, np.zeros(1), np.zeros(1), np.array([0.03])),), 0.0)
    >>> one = np.ones((1, 1))
    >>> marginal_value(plan, credit=5 * one, quota=one, expected=one, noise_sd=one)
    array([[[0.03]]])
    """
    per_total = np.zeros_like(credit)
    mean = credit + expected
    for index, term in enumerate(plan.terms):
        total = term.accumulator
        slope = expected_slope(term, mean[:, total], noise_sd[:, total], quota[:, total])
        for gate in plan.gates:
            if index in gate.terms:
                opener = gate.accumulator
                level = gate.level * quota[:, opener] if gate.relative_to_quota else gate.level
                distance = (mean[:, opener] - level) / noise_sd[:, opener]
                pay = expected_pay(term, mean[:, total], noise_sd[:, total], quota[:, total])
                per_total[:, opener] += pay * _density(distance) / noise_sd[:, opener]
                slope = slope * ndtr(distance)
        per_total[:, total] += slope
    return _by_kind(plan, per_total)[:, :, None]


def _by_kind(plan: CompiledPlan, per_total: Floats) -> Floats:
    """Spread the value of each running total over the kinds of credit that feed it."""
    values = np.zeros((len(per_total), len(plan.kinds)))
    for total, accumulator in enumerate(plan.accumulators):
        values += per_total[:, total, None] * accumulator.weights
    return values


def expected_slope(term: PayTerm, mean: Floats, noise_sd: Floats, quota: Floats) -> Floats:
    """Give the expected slope of a term's pay, jumps counted by their density.

    Parameters
    ----------
    term
        Terminal pay of one running total.
    mean, noise_sd
        Where the total is expected to close, and how uncertain that is [accumulator units], ``(n,)``.
    quota
        Quota of each rep in accumulator units, ``(n,)``.

    Returns
    -------
    Pay per accumulator unit, shape ``(n,)``.

    Notes
    -----
    ``slope_0 + sum_i (slope_i - slope_{i-1}) Phi(d_i) + jump_i phi(d_i) / sd`` with
    ``d_i = (mean - edge_i) / sd``.
    """
    edges, values, slopes = term.at_quota(quota)
    result = slopes[:, 0].copy()
    for i in range(1, edges.shape[1]):
        distance = (mean - edges[:, i]) / noise_sd
        jump = values[:, i] - values[:, i - 1] - slopes[:, i - 1] * (edges[:, i] - edges[:, i - 1])
        result += (slopes[:, i] - slopes[:, i - 1]) * ndtr(distance) + jump * _density(distance) / noise_sd
    return result


def expected_pay(term: PayTerm, mean: Floats, noise_sd: Floats, quota: Floats) -> Floats:
    """Give the expected pay of a term, shape ``(n,)``; arguments as in :func:`expected_slope`.

    Examples
    --------
    A bonus of 100 at 10 units is worth half when 10 is what one expects:

    >>> bonus = PayTerm("bonus", 0, False, np.array([0.0, 10.0]), np.array([0.0, 100.0]), np.zeros(2))
    >>> expected_pay(bonus, np.array([10.0]), np.array([2.0]), np.ones(1))
    array([50.])
    """
    edges, values, slopes = term.at_quota(quota)
    result = values[:, 0] + slopes[:, 0] * (mean - edges[:, 0])
    for i in range(1, edges.shape[1]):
        distance = (mean - edges[:, i]) / noise_sd
        above = noise_sd * _density(distance) + (mean - edges[:, i]) * ndtr(distance)
        jump = values[:, i] - values[:, i - 1] - slopes[:, i - 1] * (edges[:, i] - edges[:, i - 1])
        result += (slopes[:, i] - slopes[:, i - 1]) * above + jump * ndtr(distance)
    return result


def _density(distance: Floats) -> Floats:
    return np.asarray(_DENSITY_AT_ZERO * np.exp(-0.5 * np.square(distance)))
