"""Customers who leave, come back, bring others, and buy something beside."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["churn_probability", "cross_sell_utility", "referral_probability", "win_back_probability"]

Floats = NDArray[np.float64]


def _odds(probability: Floats) -> Floats:
    return np.asarray(probability / (1.0 - probability))


def churn_probability(
    base: Floats,
    satisfaction_gap: Floats,
    gap_weight: Floats,
    referred: NDArray[np.bool_],
    referred_hazard: Floats,
) -> Floats:
    """Give the chance that a customer leaves within a period: dissatisfaction drives, a friend's word holds.

    Parameters
    ----------
    base
        Chance at neutral satisfaction, nobody referred [0 to 1 per period].
    satisfaction_gap
        Remembered satisfaction minus neutral [-1 to 1].
    gap_weight
        Fall of the log hazard per unit of satisfaction.
    referred
        Whether a customer brought him.
    referred_hazard
        Hazard of referred customers over that of others [1]; below 1, they leave less.

    Returns
    -------
    ``1 - (1 - base) ** (exp(-weight x gap) x ratio)`` [0 to 1], so that periods add up: two half-periods give
    what one gives.

    Examples
    --------
    >>> churn_probability(np.full(2, 0.1), np.zeros(2), np.full(2, 2.0), np.array([False, True]),
    ...                   np.full(2, 0.82)).round(4)
    array([0.1   , 0.0828])

    References
    ----------
    SchmittSkieraVandenBulte2011
    """
    hazard = -np.log1p(-base) * np.exp(-gap_weight * satisfaction_gap)
    return np.asarray(-np.expm1(-hazard * np.where(referred, referred_hazard, 1.0)))


def win_back_probability(
    base: Floats, weeks_gone: Floats, half_life_weeks: Floats, offer: Floats, offer_weight: Floats
) -> Floats:
    """Give the chance to win back a customer who left: the sooner and the better the offer, the likelier.

    Parameters
    ----------
    base
        Chance right after leaving, without a special offer [0 to 1].
    weeks_gone
        Weeks since he left.
    half_life_weeks
        Weeks after which his odds to come back have halved.
    offer
        Worth of the special offer in relative price: discount [0 to 1].
    offer_weight
        Rise of the log odds per unit of discount.

    Returns
    -------
    Odds ``base odds x 2 ** (-weeks / half-life) x exp(weight x offer)``, as probability [0 to 1].

    Examples
    --------
    >>> win_back_probability(np.full(2, 0.2), np.array([0.0, 26.0]), np.full(2, 26.0), np.zeros(2),
    ...                      np.full(2, 5.0)).round(3)
    array([0.2  , 0.111])
    """
    odds = _odds(base) * np.exp2(-weeks_gone / half_life_weeks) * np.exp(offer_weight * offer)
    return np.asarray(odds / (1.0 + odds))


def referral_probability(
    base: Floats, satisfaction_gap: Floats, gap_weight: Floats, reward: Floats
) -> Floats:
    """Give the chance that a buyer recommends the firm to somebody who then asks for an offer.

    Parameters
    ----------
    base
        Chance at neutral satisfaction, without reward [0 to 1 per purchase].
    satisfaction_gap
        Satisfaction minus neutral [-1 to 1].
    gap_weight
        Rise of the log odds per unit of satisfaction.
    reward
        Rise of the log odds by what the firm gives for a referral; 0 = nothing.

    Examples
    --------
    >>> referral_probability(np.full(2, 0.05), np.array([0.0, 0.2]), np.full(2, 4.0), np.zeros(2)).round(3)
    array([0.05 , 0.105])
    """
    odds = _odds(base) * np.exp(gap_weight * satisfaction_gap + reward)
    return np.asarray(odds / (1.0 + odds))


def cross_sell_utility(
    owned: NDArray[np.bool_], line: NDArray[np.int64], complements: Floats, bundle_discount: Floats
) -> Floats:
    """Give what a firm's offer gains because the customer owns what goes with it, bundle price included.

    Parameters
    ----------
    owned
        Which lines of this firm each customer owns, shape ``(n, n_lines)``.
    line
        The line now wanted [index], shape ``(n,)``.
    complements
        What owning a line (row) adds to the utility of another (column), shape ``(n_lines, n_lines)``.
    bundle_discount
        Discount on this line for owners of a complement, as relative price times sensitivity [utility],
        shape ``(n,)``.

    Returns
    -------
    Utility added, shape ``(n,)``; the discount only where a complement with positive worth is owned.

    Examples
    --------
    Who owns the machine likes the maker's capsules better; machines do not become better by capsules:

    >>> cross_sell_utility(np.array([[True, False], [False, True]]), np.array([1, 0]),
    ...                    np.array([[0.0, 0.8], [0.0, 0.0]]), np.array([0.1, 0.1]))
    array([0.9, 0. ])
    """
    worth = np.zeros(len(line))
    for one in range(owned.shape[1]):
        worth += np.where(owned[:, one], complements[one, line], 0.0)
    return np.asarray(worth + np.where(worth > 0.0, bundle_discount, 0.0))
