"""What a choice is worth in money to customers, and when they leave without deciding.

Buying nothing is a decision: the need is gone. Deciding nothing is not: the need stays open, and a seller
who follows up may still win it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.market.nested_choice import row_log_sum

__all__ = ["consumer_surplus", "no_decision_utility"]

Floats = NDArray[np.float64]


def consumer_surplus(utilities: Floats, sensitivity: Floats, reference_price: Floats) -> Floats:
    """Give what the offers on the market are worth to each customer [money], up to a constant.

    Only differences mean something: what a price cut, a launch or a rival's exit gives customers.

    Parameters
    ----------
    utilities
        Systematic utilities, prices and buying nothing included, shape ``(n, n_options)``.
    sensitivity
        Utility lost per unit of relative price, shape ``(n,)``.
    reference_price
        Price that counts as 1 [money], shape ``(n,)``.

    Returns
    -------
    ``log(sum(exp(u))) x reference price / sensitivity`` [money per need], shape ``(n,)``.

    Examples
    --------
    A second offer like the first, with nothing as third option, is worth (log 3 - log 2) / 2 of a price:

    >>> one, two = np.array([[0.0, -np.inf, 0.0]]), np.zeros((1, 3))
    >>> worth = [consumer_surplus(u, np.array([2.0]), np.array([1000.0])) for u in (one, two)]
    >>> (worth[1] - worth[0]).round(2)
    array([202.73])

    References
    ----------
    SmallRosen1981
    """
    return np.asarray(row_log_sum(utilities) * reference_price / sensitivity)


def no_decision_utility(offers: Floats, base: float | Floats, conflict_weight: float | Floats) -> Floats:
    """Give how attractive it is not to decide yet: the closer the two best offers, the more.

    Parameters
    ----------
    offers
        Systematic utilities of offers (without buying nothing), shape ``(n, n_offers)``, at least two.
    base
        Utility of waiting when one offer is clearly best.
    conflict_weight
        Utility added when the two best are equal; `no_decision_conflict_weight` of the register.

    Returns
    -------
    ``base + weight x exp(second best - best)``, shape ``(n,)``.

    Examples
    --------
    >>> no_decision_utility(np.array([[1.0, 1.0], [3.0, -9.0]]), -1.0, 0.5).round(3)
    array([-0.5, -1. ])

    References
    ----------
    Dhar1997
    """
    ordered = np.sort(offers, axis=1)
    best, second = ordered[:, -1], ordered[:, -2]
    gap = np.where(np.isfinite(second), best, np.inf) - np.where(np.isfinite(second), second, 0.0)
    return np.asarray(base + conflict_weight * np.exp(-gap))
