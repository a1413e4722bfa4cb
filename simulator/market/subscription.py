"""Customers who pay by the month: renewing, growing, shrinking and leaving."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["expected_revenue", "net_retention", "next_period", "renewal_probability"]

Floats = NDArray[np.float64]


def renewal_probability(churn: Floats, health: Floats, health_weight: Floats) -> Floats:
    """Give the chance that a subscription goes on for another period.

    Parameters
    ----------
    churn
        Chance to leave at neutral health [0 to 1 per period].
    health
        How well the customer does with the product, 0 = neutral [-1 to 1]; customer success raises it.
    health_weight
        Fall of the log hazard of leaving per unit of health.

    Returns
    -------
    ``(1 - churn) ** exp(-weight x health)`` [0 to 1].

    Examples
    --------
    >>> renewal_probability(np.full(2, 0.1), np.array([0.0, 0.5]), np.full(2, 2.0)).round(3)
    array([0.9  , 0.962])
    """
    return np.asarray((1.0 - churn) ** np.exp(-health_weight * health))


def next_period(
    seats: Floats,
    renewal: Floats,
    growth_chance: Floats,
    growth_share: Floats,
    luck: Floats,
    growth_luck: Floats,
) -> Floats:
    """Give the size of each subscription in the next period: gone, as before, or larger.

    Parameters
    ----------
    seats
        Size now [seats], shape ``(n,)``.
    renewal
        Chance to renew [0 to 1].
    growth_chance
        Chance that a renewed subscription changes its size [0 to 1].
    growth_share
        By how much it then changes [1]; below 0 for shrinking.
    luck, growth_luck
        Keyed uniforms of renewal and of growth.

    Returns
    -------
    Seats, shape ``(n,)``, 0 once gone.

    Examples
    --------
    >>> half = np.full(3, 0.5)
    >>> next_period(np.full(3, 10.0), half, half, np.full(3, 0.2), np.array([0.9, 0.1, 0.1]),
    ...             np.array([0.1, 0.9, 0.1]))
    array([ 0., 10., 12.])
    """
    grown = np.where(growth_luck < growth_chance, 1.0 + growth_share, 1.0)
    return np.where(luck < renewal, seats * grown, 0.0)


def net_retention(renewal: Floats, growth_chance: Floats, growth_share: Floats) -> Floats:
    """Give what is left of a period's recurring revenue in the next, new customers apart.

    Parameters
    ----------
    renewal, growth_chance, growth_share
        As in `next_period`.

    Returns
    -------
    ``renewal x (1 + growth chance x growth share)`` [1]; above 1 a firm grows without new customers.

    Examples
    --------
    >>> net_retention(np.array([0.95]), np.array([0.3]), np.array([0.25])).round(4)
    array([1.0212])
    """
    return np.asarray(renewal * (1.0 + growth_chance * growth_share))


def expected_revenue(
    start: float, new_per_period: float, price: float, retention: float, periods: int
) -> Floats:
    """Give recurring revenue period by period from those who stay and those who come.

    Parameters
    ----------
    start
        Seats at the start [seats].
    new_per_period
        Seats won in each period [seats].
    price
        Price of a seat [money per period].
    retention
        Net retention, from `net_retention` [1].
    periods
        Number of periods.

    Returns
    -------
    Revenue of each period [money], shape ``(periods,)``; below 1 it tends to
    ``price x new / (1 - retention)``.

    Examples
    --------
    >>> expected_revenue(100.0, 10.0, 2.0, 0.9, 3)
    array([200., 200., 200.])
    """
    revenue, seats = np.zeros(periods), start
    for period in range(periods):
        revenue[period] = price * seats
        seats = seats * retention + new_per_period
    return revenue
