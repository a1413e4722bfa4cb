"""Customers whose tastes differ: each has coefficients of his own, drawn around those of the segment.

Averaged over customers a choice with such coefficients no longer has the independence of irrelevant
alternatives: offers that the same people like compete more (mixed logit).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.market.nested_choice import row_log_sum

__all__ = ["mixed_elasticities", "mixed_shares", "taste_around", "taste_of_one_sign"]

Floats = NDArray[np.float64]


def taste_around(mean: Floats, spread: Floats, luck: Floats) -> Floats:
    """Give each customer's liking of an attribute, which some have and some have not (normal).

    Parameters
    ----------
    mean, spread
        Mean and standard deviation in the customer's segment [utility per unit], broadcastable.
    luck
        Keyed standard normal of each customer, drawn once for life.

    Examples
    --------
    >>> taste_around(np.array([0.5]), np.array([0.2]), np.array([-1.0])).round(2)
    array([0.3])
    """
    return np.asarray(mean + spread * luck)


def taste_of_one_sign(mean: Floats, log_sd: Floats, luck: Floats) -> Floats:
    """Give each customer's price sensitivity, which differs but never changes its sign (lognormal).

    Parameters
    ----------
    mean
        Mean over customers [utility per unit], kept whatever the spread.
    log_sd
        Standard deviation of its logarithm [1].
    luck
        Keyed standard normal of each customer.

    Notes
    -----
    ``mean x exp(log_sd x luck - log_sd**2 / 2)``.

    Examples
    --------
    >>> taste_of_one_sign(np.array([3.4]), np.array([0.4]), np.array([0.2])).round(3)
    array([3.4])
    """
    return np.asarray(mean * np.exp(log_sd * luck - 0.5 * np.square(log_sd)))


def _each(utilities: Floats) -> Floats:
    return np.exp(utilities - row_log_sum(utilities)[:, None])


def mixed_shares(utilities: Floats) -> Floats:
    """Give the share of each offer among customers of different tastes: the mean of their probabilities.

    Parameters
    ----------
    utilities
        Systematic utility of each option to each customer, shape ``(n_customers, n_options)``.

    Examples
    --------
    >>> mixed_shares(np.log([[3.0, 1.0], [1.0, 3.0]]))
    array([0.5, 0.5])
    """
    return np.asarray(_each(utilities).mean(axis=0))


def mixed_elasticities(utilities: Floats, prices: Floats, sensitivity: Floats) -> Floats:
    """Give by how many percent market shares change when one price rises by one percent.

    Parameters
    ----------
    utilities
        Systematic utilities, prices included, shape ``(n_customers, n_options)``.
    prices
        Relative price of each option, shape ``(n_options,)``.
    sensitivity
        Each customer's utility lost per unit of relative price, shape ``(n_customers,)``.

    Returns
    -------
    Shape ``(n_options, n_options)``: ``-p_k / s_j x mean of a P_j ([j = k] - P_k)``. BerryLevinsohnPakes1995

    Examples
    --------
    With one taste it is the logit: own -a p (1 - s), cross a p s.

    >>> mixed_elasticities(np.zeros((2, 2)), np.ones(2), np.array([3.0, 3.0]))
    array([[-1.5,  1.5],
           [ 1.5, -1.5]])
    """
    each = _each(utilities)
    weighted = each * sensitivity[:, None]
    both = np.einsum("ij,ik->jk", weighted, each) / len(each)
    own = np.diag(weighted.mean(axis=0))
    return np.asarray(-prices[None, :] * (own - both) / each.mean(axis=0)[:, None])
