"""What one more unit of credit is worth to a rep now, given the plan and the position against quota.

A rep knows the total so far and is unsure about the rest of the period. Terminal pay is piecewise
linear with jumps in each total, so its expected slope under normal uncertainty has a closed form: far
from a bonus the jump is worth little, close to it a lot; beyond a cap nothing is worth anything.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from simulator.world.pay_terms import CompiledPlan, PayGate, PayTerm

__all__ = ["expected_pay", "expected_slope", "marginal_value", "value_by_clause"]

Floats = NDArray[np.float64]
Pieces = tuple[Floats, Floats, Floats]
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
    For each term ``E[pay'(X)]`` with ``X`` normal around ``credit + expected``. A gate on the term's own
    total is a jump at the gate and exact. A gate on another total multiplies the term by the probability of
    passing, and what opens it is worth the gated pay times the density at the gate; the two totals are
    taken as independent (an approximation where the same sales feed both).

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
        gates = [gate for gate in plan.gates if index in gate.terms]
        others = [gate for gate in gates if gate.accumulator != total]
        pieces = term.at_quota(quota[:, total])
        for gate in gates:
            if gate.accumulator == total:
                pieces = _shut_below(pieces, _level_of(gate, quota))
        slope = _slope(pieces, mean[:, total], noise_sd[:, total])
        pay = _pay(pieces, mean[:, total], noise_sd[:, total]) if others else slope
        distances = [
            (mean[:, gate.accumulator] - _level_of(gate, quota)) / noise_sd[:, gate.accumulator]
            for gate in others
        ]
        for number, gate in enumerate(others):
            per_total[:, gate.accumulator] += _opened(pay, distances, number, noise_sd[:, gate.accumulator])
            slope = slope * ndtr(distances[number])
        per_total[:, total] += slope
    return _by_kind(plan, per_total)[:, :, None]


def value_by_clause(
    plan: CompiledPlan, *, credit: Floats, quota: Floats, expected: Floats, noise_sd: Floats
) -> dict[str, Floats]:
    """Split the marginal value of credit by the clauses of the plan that make it.

    Parameters
    ----------
    plan, credit, quota, expected, noise_sd
        As in :func:`marginal_value`.

    Returns
    -------
    By clause (pay component), in the order of the plan: its part of the marginal value [currency of pay per
    currency unit of revenue], shape ``(n_reps, n_kinds)``. The parts add up to the marginal value of the
    running period.

    Notes
    -----
    A term counts for the clause that pays it as if no gate stood before it. All that a gate does counts for
    the clause that states the gate: that the term may stay shut (less), and that a sale helps to open it
    (more). Of several gates before one term those on its own total come first, then the others in the order
    of the plan.

    Examples
    --------
    1.2 % of everything and 0.6 % more of premium sales:

    >>> from simulator.world.pay_terms import Accumulator, CreditKind
    >>> kinds = tuple(CreditKind("washer", tier, "new") for tier in ("standard", "premium"))
    >>> rate = [PayTerm(name, total, False, np.zeros(1), np.zeros(1), np.array([share]))
    ...         for name, total, share in (("commission", 0, 0.012), ("tilt", 1, 0.006))]
    >>> plan = CompiledPlan(kinds, (Accumulator("all", "month", np.ones(2)),
    ...     Accumulator("premium", "month", np.array([0.0, 1.0]))), tuple(rate), 0.0)
    >>> one = np.ones((1, 2))
    >>> parts = value_by_clause(plan, credit=one, quota=one, expected=one, noise_sd=one)
    >>> {name: value[0].tolist() for name, value in parts.items()}
    {'commission': [0.012, 0.012], 'tilt': [0.0, 0.006]}
    """
    parts: dict[str, Floats] = {}
    mean = credit + expected

    def add(clause: str, total: int, value: Floats) -> None:
        parts.setdefault(clause, np.zeros_like(credit))[:, total] += value

    for index, term in enumerate(plan.terms):
        total = term.accumulator
        gates = [gate for gate in plan.gates if index in gate.terms]
        pieces = term.at_quota(quota[:, total])
        slope = _slope(pieces, mean[:, total], noise_sd[:, total])
        add(term.name, total, slope)
        others = []
        for gate in gates:
            if gate.accumulator != total:
                others.append(gate)
                continue
            pieces = _shut_below(pieces, _level_of(gate, quota))
            shut = _slope(pieces, mean[:, total], noise_sd[:, total])
            add(gate.name, total, shut - slope)
            slope = shut
        pay = _pay(pieces, mean[:, total], noise_sd[:, total]) if others else slope
        distances = [
            (mean[:, gate.accumulator] - _level_of(gate, quota)) / noise_sd[:, gate.accumulator]
            for gate in others
        ]
        for number, gate in enumerate(others):
            opener = gate.accumulator
            add(gate.name, opener, _opened(pay, distances, number, noise_sd[:, opener]))
            shut = slope * ndtr(distances[number])
            add(gate.name, total, shut - slope)
            slope = shut
    return {clause: _by_kind(plan, per_total) for clause, per_total in parts.items()}


def _opened(pay: Floats, distances: list[Floats], number: int, noise_sd: Floats) -> Floats:
    """Give what one more unit of a gate's total is worth because it may open the gate."""
    opened = pay * _density(distances[number]) / noise_sd
    for other, distance in enumerate(distances):
        if other != number:
            opened = opened * ndtr(distance)
    return opened


def _level_of(gate: PayGate, quota: Floats) -> Floats:
    """Give the level that opens a gate for each rep, in units of its running total."""
    scale = quota[:, gate.accumulator] if gate.relative_to_quota else np.ones(len(quota))
    return np.asarray(gate.level * scale)


def _shut_below(pieces: Pieces, level: Floats) -> Pieces:
    """Pay nothing below a level of the same total, and everything from there on."""
    edges, values, slopes = pieces
    nothing = np.zeros((len(edges), 1))
    later = np.maximum(edges, level[:, None])
    return (
        np.concatenate([edges[:, :1], later], axis=1),
        np.concatenate([nothing, values + slopes * (later - edges)], axis=1),
        np.concatenate([nothing, slopes], axis=1),
    )


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
    return _slope(term.at_quota(quota), mean, noise_sd)


def _slope(pieces: Pieces, mean: Floats, noise_sd: Floats) -> Floats:
    edges, values, slopes = pieces
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
    return _pay(term.at_quota(quota), mean, noise_sd)


def _pay(pieces: Pieces, mean: Floats, noise_sd: Floats) -> Floats:
    edges, values, slopes = pieces
    result = values[:, 0] + slopes[:, 0] * (mean - edges[:, 0])
    for i in range(1, edges.shape[1]):
        distance = (mean - edges[:, i]) / noise_sd
        above = noise_sd * _density(distance) + (mean - edges[:, i]) * ndtr(distance)
        jump = values[:, i] - values[:, i - 1] - slopes[:, i - 1] * (edges[:, i] - edges[:, i - 1])
        result += (slopes[:, i] - slopes[:, i - 1]) * above + jump * ndtr(distance)
    return result


def _density(distance: Floats) -> Floats:
    return np.asarray(_DENSITY_AT_ZERO * np.exp(-0.5 * np.square(distance)))
