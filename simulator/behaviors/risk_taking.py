"""How much effort goes to few large deals and how much to many small ones, given what pay makes of luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from simulator.behaviors.marginal_value import expected_pay
from simulator.world.pay_terms import PayTerm

__all__ = ["DealMix", "choose_mix", "reach_probability", "spread_value"]

Floats = NDArray[np.float64]

_A_BILLIONTH = 1e-9


@dataclass(frozen=True)
class DealMix:
    """What a period brings from each kind of deal if all effort goes there; arrays ``(n_reps,)``.

    Parameters
    ----------
    safe_mean, risky_mean
        Expected credit [accumulator units].
    safe_sd, risky_sd
        Its standard deviation [accumulator units].
    """

    safe_mean: Floats
    safe_sd: Floats
    risky_mean: Floats
    risky_sd: Floats

    def at(self, share: Floats | float) -> tuple[Floats, Floats]:
        """Give mean and spread of credit at a share of effort on risky deals.

        Means and variances add up in proportion to effort, as for orders that come at random.

        Examples
        --------
        >>> mix = DealMix(*(np.array([v]) for v in (10.0, 1.0, 10.0, 7.0)))
        >>> mix.at(0.5)
        (array([10.]), array([5.]))
        """
        mean = (1.0 - share) * self.safe_mean + share * self.risky_mean
        variance = (1.0 - share) * np.square(self.safe_sd) + share * np.square(self.risky_sd)
        return np.asarray(mean), np.sqrt(variance)


def reach_probability(needed: Floats, mean: Floats, noise_sd: Floats) -> Floats:
    """Give the chance of reaching what is needed: ``1 - Phi((needed - mean) / sd)``.

    Examples
    --------
    Behind what is needed, luck helps; ahead of it, luck is a danger [GabaKalra1999]_:

    >>> reach_probability(np.array([0.5]), np.zeros(1), np.array([0.5, 1.0, 2.0])).round(3)
    array([0.159, 0.309, 0.401])
    >>> reach_probability(np.array([-0.5]), np.zeros(1), np.array([0.5, 1.0, 2.0])).round(3)
    array([0.841, 0.691, 0.599])
    """
    return np.asarray(ndtr((mean - needed) / noise_sd))


def spread_value(term: PayTerm, mean: Floats, noise_sd: Floats, quota: Floats) -> Floats:
    """Give what one more unit of spread in credit is worth at the same mean.

    Parameters
    ----------
    term
        Terminal pay of the running total.
    mean, noise_sd
        Where the total is expected to close, and how uncertain that is [accumulator units], ``(n,)``.
    quota
        Quota of each rep [accumulator units], ``(n,)``.

    Returns
    -------
    Pay per accumulator unit of standard deviation, ``(n,)``: nothing on straight pay, a gain where pay bends
    up or a jump lies ahead, a loss where it bends down or the jump lies behind.

    Notes
    -----
    ``sum_i (slope_i - slope_{i-1}) phi(d_i) - jump_i d_i phi(d_i) / sd``, ``d_i = (mean - edge_i) / sd``: the
    derivative of expected pay with respect to ``sd``.

    Examples
    --------
    A bonus at 10 units, 2 units ahead, reached, and 2 units behind:

    >>> bonus = PayTerm("bonus", 0, False, np.array([0.0, 10.0]), np.array([0.0, 100.0]), np.zeros(2))
    >>> spread_value(bonus, np.array([8.0, 10.0, 12.0]), np.full(3, 2.0), np.ones(3)).round(1) + 0.0
    array([ 12.1,   0. , -12.1])
    """
    edges, values, slopes = term.at_quota(quota)
    result = np.zeros_like(mean)
    for i in range(1, edges.shape[1]):
        distance = (mean - edges[:, i]) / noise_sd
        density = np.exp(-0.5 * np.square(distance)) / np.sqrt(2.0 * np.pi)
        jump = values[:, i] - values[:, i - 1] - slopes[:, i - 1] * (edges[:, i] - edges[:, i - 1])
        result += (slopes[:, i] - slopes[:, i - 1]) * density - jump * distance * density / noise_sd
    return result


def choose_mix(
    terms: tuple[PayTerm, ...],
    mix: DealMix,
    credit: Floats,
    quota: Floats,
    *,
    risk_aversion: Floats | float = 0.0,
    n_shares: int = 21,
) -> Floats:
    """Choose the share of effort on risky deals that is worth most.

    Parameters
    ----------
    terms
        What one running total pays at its close.
    mix
        What safe and risky deals bring for the rest of the period.
    credit
        Running total so far [accumulator units], ``(n_reps,)``.
    quota
        Quota of each rep [accumulator units], ``(n_reps,)``.
    risk_aversion
        Absolute risk aversion to straight pay [1 / currency], fits ``(n_reps,)``; it takes off half the
        variance of credit times the square of the first slope.
    n_shares
        Number of shares tried, from none to all.

    Returns
    -------
    Share [0 to 1], ``(n_reps,)``; the least of equals.

    Examples
    --------
    A bonus at 10: a rep who expects 8 gambles, one who expects 12 does not, and on straight pay nobody does:

    >>> bonus = PayTerm("bonus", 0, False, np.array([0.0, 10.0]), np.array([0.0, 100.0]), np.zeros(2))
    >>> five, quota = np.full(2, 5.0), np.ones(2)
    >>> mix = DealMix(five, np.ones(2), five, np.full(2, 3.0))
    >>> choose_mix((bonus,), mix, np.array([3.0, 7.0]), quota)
    array([1., 0.])
    >>> straight = PayTerm("commission", 0, False, np.zeros(1), np.zeros(1), np.array([0.1]))
    >>> choose_mix((straight,), mix, np.array([3.0, 7.0]), quota)
    array([0., 0.])
    """
    best, most = np.zeros_like(credit), np.full_like(credit, -np.inf)
    for share in np.linspace(0.0, 1.0, n_shares):
        mean, noise_sd = mix.at(float(share))
        worth = np.zeros_like(credit)
        for term in terms:
            worth = worth + expected_pay(term, credit + mean, noise_sd, quota)
            slope = term.at_quota(quota)[2][:, 0]
            worth = worth - 0.5 * risk_aversion * np.square(slope * noise_sd)
        better = worth > most + _A_BILLIONTH * np.abs(np.where(np.isfinite(most), most, 0.0))
        best, most = np.where(better, share, best), np.where(better, worth, most)
    return best
