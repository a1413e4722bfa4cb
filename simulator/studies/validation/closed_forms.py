"""Closed forms of agency theory, by the names under which experiments ask for them.

Notation: ``r`` risk aversion (CARA), ``c`` curvature of the cost of effort ``c e^2 / 2``, ``s2`` variance of
sales, ``k`` sales for each unit of effort, ``m`` margin.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from simulator.errors import InputError, UnknownName

__all__ = ["FORMULAS", "closed_form"]


def linear_commission(r: float, c: float, s2: float, k: float = 1.0, m: float = 1.0) -> float:
    """Best commission rate on sales for a rep who dislikes risk [HolmstromMilgrom1987]_.

    ``m / (1 + r c s2 / k^2)``.

    Examples
    --------
    >>> linear_commission(2, 1, 0.5), linear_commission(0.5, 2, 4), linear_commission(0, 1, 1)
    (0.5, 0.2, 1.0)
    """
    return m / (1.0 + r * c * s2 / k**2)


def linear_effort(r: float, c: float, s2: float, k: float = 1.0, m: float = 1.0) -> float:
    """Effort under the best commission rate: ``beta k / c``.

    Examples
    --------
    >>> linear_effort(2, 1, 0.5), linear_effort(0.5, 2, 4)
    (0.5, 0.1)
    """
    return linear_commission(r, c, s2, k, m) * k / c


def linear_surplus(r: float, c: float, s2: float, k: float = 1.0, m: float = 1.0) -> float:
    """Surplus of the best linear plan, for firm and rep together: ``(m k)^2 / (2 c (1 + r c s2 / k^2))``.

    Examples
    --------
    >>> linear_surplus(2, 1, 0.5), round(linear_surplus(0.5, 2, 4), 12)
    (0.25, 0.05)
    """
    return (m * k) ** 2 / (2.0 * c * (1.0 + r * c * s2 / k**2))


def linear_salary(
    r: float, c: float, s2: float, k: float = 1.0, m: float = 1.0, outside: float = 0.0
) -> float:
    """Salary of the best linear plan: ``u0 - beta^2 k^2 / (2c) (1 - r c s2 / k^2)``.

    Examples
    --------
    >>> round(linear_salary(0.5, 2, 4), 12), linear_salary(0, 1, 1)
    (0.03, -0.5)
    """
    beta = linear_commission(r, c, s2, k, m)
    return outside - beta**2 * k**2 / (2.0 * c) * (1.0 - r * c * s2 / k**2)


def multitask_commission(
    d: float, r: float, s2: float, p1: float = 1.0, p2: float = 1.0, c1: float = 1.0, c2: float = 1.0
) -> float:
    """Best rate on the measured task when a second one is not measured [HolmstromMilgrom1991]_.

    ``(p1 - p2 d / c2) / (1 + r s2 (c1 - d^2 / c2))`` with cost ``(c1 e1^2 + c2 e2^2) / 2 + d e1 e2``.

    Examples
    --------
    >>> [round(multitask_commission(d, 1, 0.5), 3) for d in (0, 0.3, 0.6, 0.9, -0.5)]
    [0.667, 0.481, 0.303, 0.091, 1.091]
    """
    return (p1 - p2 * d / c2) / (1.0 + r * s2 * (c1 - d * d / c2))


def contest_incentive(n: float) -> float:
    """Pull of a contest among ``n`` alike: ``(n - 1)`` times the mean of ``F^(n-2) f`` [LazearRosen1981]_.

    Effort is ``prize spread / (c s)`` times this number.

    Examples
    --------
    >>> [round(contest_incentive(n), 4) for n in (2, 3, 4, 5, 10, 20, 50)]
    [0.2821, 0.2821, 0.2573, 0.2326, 0.1539, 0.0934, 0.045]
    """
    from scipy.special import ndtr

    x = np.linspace(-9.0, 9.0, 4001)
    density = np.exp(-x * x / 2.0) / math.sqrt(2.0 * math.pi)
    return float(np.sum((n - 1.0) * ndtr(x) ** (n - 2.0) * density**2) * (x[1] - x[0]))


def contest_spread(s: float, value: float = 1.0) -> float:
    """Prize spread between two reps that calls forth efficient effort: ``2 s sqrt(pi) V``.

    Examples
    --------
    >>> round(contest_spread(1.0), 4)
    3.5449
    """
    return 2.0 * s * math.sqrt(math.pi) * value


def ratchet_factor(weight: float, interest: float) -> float:
    """Incentive that is left when results raise the next target: ``1 / (1 + lambda / r)`` [Weitzman1980]_.

    Examples
    --------
    >>> [round(ratchet_factor(weight, 0.1), 3) for weight in (0.5, 0.25, 0.1)]
    [0.167, 0.286, 0.5]
    """
    return 1.0 / (1.0 + weight / interest)


def ratchet_factor_finite(weight: float, discount: float, periods_left: float) -> float:
    """Incentive under a ratchet with so many periods to come: one less what higher targets will cost.

    ``1 - lambda sum_{j=1..J} delta^j (1 - lambda)^(j-1)``: a unit sold now raises the target ``j`` periods
    later by ``lambda (1 - lambda)^(j-1)``.

    Examples
    --------
    >>> [round(ratchet_factor_finite(0.5, 0.95, left), 3) for left in (3, 2, 1, 0)]
    [0.192, 0.299, 0.525, 1.0]
    """
    steps = range(1, int(periods_left) + 1)
    return 1.0 - weight * sum(discount**j * (1.0 - weight) ** (j - 1) for j in steps)


def quota_bonus_effort(bonus: float, quota: float, s: float = 1.0, c: float = 1.0) -> float:
    """Best effort for a bonus paid at a quota: the best point of ``B P(e + noise >= Q) - c e^2 / 2``.

    Examples
    --------
    >>> [round(quota_bonus_effort(4, quota), 3) for quota in (1, 1.5, 2, 2.5)]
    [1.445, 1.589, 0.593, 0.087]
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr

    def slope(effort: float) -> float:
        z = (quota - effort) / s
        return bonus * math.exp(-z * z / 2.0) / (s * math.sqrt(2.0 * math.pi)) - c * effort

    grid = np.linspace(0.0, bonus / (c * s) + 1.0, 2001)
    slopes = np.array([slope(effort) for effort in grid])
    crossings = np.flatnonzero((slopes[:-1] > 0) & (slopes[1:] <= 0))
    peaks = [float(brentq(slope, grid[at], grid[at + 1], xtol=1e-12)) for at in crossings]
    return max([0.0, *peaks], key=lambda e: bonus * float(ndtr((e - quota) / s)) - c * e * e / 2.0)


def peak_effort(bonus: float, s: float = 1.0, c: float = 1.0) -> float:
    """Highest effort that a quota bonus calls forth, where quota and effort meet: ``B / (c s sqrt(2 pi))``.

    Examples
    --------
    >>> round(peak_effort(4), 4)
    1.5958
    """
    return bonus / (c * s * math.sqrt(2.0 * math.pi))


def win_probability(quota: float, mean: float, s: float) -> float:
    """Chance that a normal result reaches a quota.

    Examples
    --------
    >>> [round(win_probability(0.5, 0.0, s), 3) for s in (0.5, 1, 2)]
    [0.159, 0.309, 0.401]
    """
    from scipy.special import ndtr

    return float(ndtr((mean - quota) / s))


def lognormal_spread(fifths_ratio: float) -> float:
    """Log standard deviation at which the best fifth makes so many times what the lowest fifth makes.

    Examples
    --------
    >>> [round(lognormal_spread(ratio), 2) for ratio in (3, 4, 5)]
    [0.39, 0.49, 0.57]
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr, ndtri

    cut = float(ndtri(0.8))

    def gap(sd: float) -> float:
        return float(ndtr(sd - cut) / ndtr(-cut - sd)) - fifths_ratio

    return float(brentq(gap, 1e-6, 3.0))


def productive_capacity(quit_rate: float, vacancy_months: float, ramp_months: float) -> float:
    """Share of full strength that a force keeps in the long run, with vacant seats and newcomers.

    Seats renew: a stay of exponential length ``T`` with mean ``1 / q``, then a vacancy ``v``. A newcomer
    grows to full strength over the ramp ``a``, so that a stay is worth ``E[T] - E[lost] =
    (1 - exp(-q a)) / (q^2 a)`` full years.

    Examples
    --------
    >>> [round(productive_capacity(q, v, 6), 3) for q, v in ((0.27, 5.5), (0.27, 4), (0.10, 4))]
    [0.832, 0.858, 0.944]
    """
    ramp, vacancy, stay = ramp_months / 12.0, vacancy_months / 12.0, 1.0 / quit_rate
    strength = (1.0 - math.exp(-quit_rate * ramp)) / (quit_rate * ramp) if ramp else 1.0
    return stay * strength / (stay + vacancy)


def elastic_lift(change: float, elasticity: float) -> float:
    """Lift in percent when effort is multiplied by ``change`` at a constant elasticity.

    Examples
    --------
    >>> round(elastic_lift(1.1, 0.31), 2)
    3.0
    """
    return float(100.0 * (change**elasticity - 1.0))


FORMULAS: dict[str, Callable[..., float]] = {
    "linear-commission": linear_commission,
    "linear-effort": linear_effort,
    "linear-surplus": linear_surplus,
    "linear-salary": linear_salary,
    "multitask-commission": multitask_commission,
    "contest-incentive": contest_incentive,
    "contest-spread": contest_spread,
    "ratchet-factor": ratchet_factor,
    "ratchet-factor-finite": ratchet_factor_finite,
    "quota-bonus-effort": quota_bonus_effort,
    "peak-effort": peak_effort,
    "win-probability": win_probability,
    "lognormal-spread": lognormal_spread,
    "productive-capacity": productive_capacity,
    "elastic-lift": elastic_lift,
}
"""Every closed form by the name that files use."""


def closed_form(name: str, parameters: dict[str, float]) -> float:
    """Work out a closed form.

    Raises
    ------
    UnknownName
        There is no such formula.
    InputError
        A parameter is missing or unknown.

    Examples
    --------
    >>> closed_form("linear-commission", {"r": 2, "c": 1, "s2": 0.5})
    0.5
    """
    if name not in FORMULAS:
        raise UnknownName("formula", name, tuple(FORMULAS))
    try:
        return float(FORMULAS[name](**parameters))
    except TypeError as problem:
        raise InputError(f"the formula {name} cannot be worked out: {problem}") from None
