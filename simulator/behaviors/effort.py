"""How much effort a rep gives in a week, and where it goes.

A rep weighs what each kind of sale pays against the hours it takes. Results respond concavely, so
hours are spread; they move towards what pays more, and there are more of them when more can be won.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["EffortTraits", "choose_effort", "response", "row_sum"]

Floats = NDArray[np.float64]

_NEWTON_STEPS = 7
_SMALLEST_EFFORT = 1e-6


@dataclass(frozen=True)
class EffortTraits:
    """What a rep's effort depends on beside pay; each an array ``(n_reps,)``.

    Parameters
    ----------
    elasticity
        Elasticity of results with respect to effort, at normal effort.
    floor
        Effort that customers supply by themselves [1 = normal].
    marginal_cost
        Cost of one more unit of effort at a normal week [currency].
    supply_elasticity
        Elasticity of effort with respect to its marginal reward.
    least, most
        Effort that supervision secures, and the most a rep can give [1 = a normal week].
    """

    elasticity: Floats
    floor: Floats
    marginal_cost: Floats
    supply_elasticity: Floats
    least: Floats
    most: Floats

    @property
    def power(self) -> Floats:
        """Power of the response to effort: elasticity times (1 + floor), ``(n_reps,)``."""
        return self.elasticity * (1.0 + self.floor)


def response(effort_ratio: Floats, elasticity: Floats, floor: Floats) -> Floats:
    """Give results relative to those at normal effort, with the given elasticity there.

    ``((floor + effort) / (floor + 1)) ** (elasticity (1 + floor))``: the floor takes part of the response,
    so that the power must be larger than the elasticity.

    Examples
    --------
    Ten percent more effort bring about three percent more sales [Albers2010]_:

    >>> response(np.array([1.1]), np.array([0.31]), np.array([0.1])).round(3)
    array([1.03])
    """
    return np.asarray(((floor + effort_ratio) / (floor + 1.0)) ** (elasticity * (1.0 + floor)))


def choose_effort(value: Floats, opportunity: Floats, normal_split: Floats, traits: EffortTraits) -> Floats:
    """Choose effort by kind of sale so that the last hour is worth the same everywhere, and its cost.

    Parameters
    ----------
    value
        Marginal value of credit [currency of pay per currency unit of revenue], ``(n_reps, n_kinds)``.
    opportunity
        Expected credited revenue per week at normal effort [currency], same shape.
    normal_split
        Share of a normal week that goes to each kind; rows sum to 1 over kinds worked, same shape.
    traits
        Response and cost of effort of each rep.

    Returns
    -------
    Effort relative to the normal effort on that kind (1 = normal), same shape. Total effort is the sum
    of this times ``normal_split``; it is 0 for a rep whose territory has no kind to work on.

    Notes
    -----
    Maximizes ``sum_k value_k opportunity_k response(z_k) - cost(E)`` with ``E = sum_k split_k z_k`` and
    ``cost' = marginal_cost E ** (1 / supply_elasticity)``, within ``least <= E <= most``. With the
    shadow price ``p`` of an hour, ``z_k = max(0, t_k y - floor)``, where ``y = p ** (-1/(1-power))`` and
    ``power = elasticity (1 + floor)``.
    For a given set of kinds worked, ``y`` solves one equation in one unknown (Newton, monotone); kinds
    that would get less than nothing leave the set until none does, which ends after ``n_kinds`` rounds
    at the latest and is exact.

    Examples
    --------
    Two kinds that pay alike are worked as usual; one that pays half as much again gets more:

    >>> traits = EffortTraits(*(np.full(1, v) for v in (0.31, 0.1, 31.0, 0.5, 0.6, 1.5)))
    >>> half = np.array([[0.5, 0.5]])
    >>> choose_effort(np.array([[0.02, 0.02]]), 5_000 * half, half, traits).round(2)
    array([[1., 1.]])
    >>> choose_effort(np.array([[0.02, 0.03]]), 5_000 * half, half, traits).round(2)
    array([[0.74, 1.45]])
    """
    power, floor = traits.power[:, None], traits.floor[:, None]
    worked = normal_split > 0.0
    safe_split = np.where(worked, normal_split, 1.0)
    gain = value * opportunity * (power / (floor + 1.0) ** power) / safe_split
    pull = np.where(worked, np.maximum(gain, 1e-12), 0.0) ** (1.0 / (1.0 - power))
    return np.maximum(pull * _level(pull, normal_split, traits)[:, None] - floor, 0.0)


def _level(pull: Floats, split: Floats, traits: EffortTraits) -> Floats:
    """Find y at which the effort wanted equals the effort supplied at its shadow price."""
    active = pull > 0.0
    weighted = pull * split
    while True:
        slope = row_sum(np.where(active, weighted, 0.0))
        offset = traits.floor * row_sum(np.where(active, split, 0.0))
        level = _balance(slope, offset, traits)
        stays = active & (pull * level[:, None] > traits.floor[:, None])
        if np.array_equal(stays, active):
            return level
        active = stays


def _balance(slope: Floats, offset: Floats, traits: EffortTraits) -> Floats:
    """Solve ``slope y - offset = clip(supply(y), least, most)`` for y."""
    exponent = traits.supply_elasticity * (1.0 - traits.power)
    log_supply = -traits.supply_elasticity * np.log(traits.marginal_cost)
    slope = np.where(slope > 0.0, slope, 1.0)  # an empty territory: any level gives no effort
    least = np.maximum(traits.least, _SMALLEST_EFFORT)
    lowest, highest = np.log((least + offset) / slope), np.log((traits.most + offset) / slope)
    scarcest = np.exp(log_supply - exponent * highest)  # what is supplied at the root at the least
    log_level = np.log((np.clip(scarcest, least, traits.most) + offset) / slope)
    for _ in range(_NEWTON_STEPS):  # concave and rising: every step stays left of the root
        wanted = slope * np.exp(log_level) - offset
        excess = np.log(wanted) - log_supply + exponent * log_level
        log_level = log_level - excess / (1.0 + offset / wanted + exponent)
        log_level = np.clip(log_level, lowest, highest)
    return np.exp(log_level)


def row_sum(table: Floats) -> Floats:
    """Add up each row from left to right, in the same order whatever the number of rows."""
    total = table[:, 0].copy()
    for column in range(1, table.shape[1]):
        total += table[:, column]
    return total
