"""Games in which firms set prices of goods that differ: linear demand, a street, logit, and dealers between.

Closed forms where there are any; the logit's prices come from its fixed point. Unit cost is ``c``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.strategies.games import Market

__all__ = [
    "Delegation",
    "collusion_of_differentiated_goods",
    "differentiated_goods",
    "hotelling_price",
    "logit_prices",
    "logit_shares",
    "makers_profit_through_dealers",
    "makers_profit_without_dealers",
    "sales_charge_of_prices",
]

Floats = NDArray[np.float64]


def differentiated_goods(a: float = 100.0, b: float = 2.0, d: float = 1.0, c: float = 10.0) -> Market:
    """Give what each of two firms sells that set prices of goods that differ.

    Demand ``q_i = a - b p_i + d p_j``; ``p = (a + b c) / (2 b - d)`` [Bertrand1883]_.

    Examples
    --------
    >>> tuple(differentiated_goods())
    (60.0, 40.0, 1800.0)
    """
    price = (a + b * c) / (2.0 * b - d)
    quantity = a - (b - d) * price
    return Market(quantity, price, (price - c) * quantity)


def collusion_of_differentiated_goods(
    a: float = 100.0, b: float = 2.0, d: float = 1.0, c: float = 10.0
) -> Market:
    """Give what each of the two sells if they set prices together: ``p = (a / (b - d) + c) / 2``.

    Examples
    --------
    >>> tuple(collusion_of_differentiated_goods())
    (45.0, 55.0, 2025.0)
    """
    price = (a / (b - d) + c) / 2.0
    quantity = a - (b - d) * price
    return Market(quantity, price, (price - c) * quantity)


def hotelling_price(c: float, t: float) -> float:
    """Give the price of two sellers at the ends of a street on which travel costs ``t``: ``c + t``.

    All customers buy, and live evenly along the street [Hotelling1929]_.

    Examples
    --------
    >>> hotelling_price(10.0, 3.0)
    13.0
    """
    return c + t


def logit_shares(values: Floats, prices: Floats, price_weight: float = 1.0) -> Floats:
    """Give the share of customers who choose each firm; the rest buys nothing.

    ``s_i = exp(x_i - a p_i) / (1 + sum_j exp(x_j - a p_j))`` [McFadden1974]_.

    Examples
    --------
    >>> logit_shares(np.array([4.0, 4.0]), np.array([2.7732, 2.7732])).round(4)
    array([0.4361, 0.4361])
    """
    weights = np.exp(values - price_weight * prices)
    return np.asarray(weights / (1.0 + weights.sum()))


def logit_prices(
    values: Sequence[float], c: float = 1.0, price_weight: float = 1.0, rounds: int = 500
) -> Floats:
    """Give the prices from which no firm wants to move, where customers choose by logit or buy nothing.

    The fixed point of ``p - c = 1 / (a (1 - s))`` [AndersonDePalmaThisse1992]_, approached half way in each
    round.

    Parameters
    ----------
    values
        What each firm's product is worth beside buying nothing [utility].
    c
        Unit cost of all.
    price_weight
        Utility lost for each unit of money, ``a``.
    rounds
        Rounds of the iteration.

    Examples
    --------
    >>> [logit_prices(values).round(4).tolist() for values in ((4, 4), (4, 3), (5, 4, 3))]
    [[2.7732, 2.7732], [3.0008, 2.4612], [2.9558, 2.4344, 2.1698]]
    """
    worth = np.asarray(values, np.float64)
    prices = np.full(len(worth), c + 1.0 / price_weight)
    for _ in range(rounds):
        best = c + 1.0 / (price_weight * (1.0 - logit_shares(worth, prices, price_weight)))
        prices = 0.5 * (prices + best)
    return prices


class Delegation(NamedTuple):
    """The cost at which a manager is told to price, the price that follows, and what the owner earns."""

    cost_to_manager: float
    price: float
    profit: float


def sales_charge_of_prices(a: float = 100.0, b: float = 2.0, d: float = 1.0, c: float = 10.0) -> Delegation:
    """Give at which cost each of two owners tells a manager to reckon who sets prices [FershtmanJudd1987]_.

    With ``g = b - d^2 / 2b``: ``p = (a + g c) / (b - d + g)`` and the manager's cost
    ``c + (p - c) d^2 / 2b^2``, above ``c``: sales are charged for, the manager is less aggressive, and both
    owners earn more than without. Where quantities are chosen it is the other way round
    (:func:`simulator.strategies.games.sales_reward_of_quantities`).

    Examples
    --------
    >>> [round(one, 3) for one in sales_charge_of_prices()]
    [14.091, 42.727, 1874.38]
    """
    pull = b - d * d / (2.0 * b)
    price = (a + pull * c) / (b - d + pull)
    return Delegation(c + (price - c) * d * d / (2.0 * b * b), price, (price - c) * (a - (b - d) * price))


def makers_profit_without_dealers(likeness: float) -> float:
    """Give what each of two makers earns that sells by itself, ``q_i = 1 - p_i + likeness p_j``, no cost.

    ``1 / (2 - likeness)^2`` [McGuireStaelin1983]_.

    Examples
    --------
    >>> makers_profit_without_dealers(0.0), makers_profit_without_dealers(1.0)
    (0.25, 1.0)
    """
    return 1.0 / (2.0 - likeness) ** 2


def makers_profit_through_dealers(likeness: float) -> float:
    """Give what each of two makers earns that sells through an own independent dealer.

    Wholesale price ``w = (2 + t) / (4 - t - 2 t^2)``, profit ``w^2 (2 - t^2) / (4 - t^2)`` with
    ``t`` the likeness. Dealers dampen the price war: above a likeness of 0.708 both makers earn more with
    them [McGuireStaelin1983]_.

    Examples
    --------
    >>> [makers_profit_through_dealers(t) > makers_profit_without_dealers(t) for t in (0.5, 0.70, 0.72, 0.9)]
    [False, False, True, True]
    """
    t = likeness
    wholesale = (2.0 + t) / (4.0 - t - 2.0 * t * t)
    return wholesale**2 * (2.0 - t * t) / (4.0 - t * t)
