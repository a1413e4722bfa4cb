"""Textbook games among firms, in closed form, and the loop of best answers that ends in the same place.

What rivals' strategies are held against. Demand is linear, ``P = a - b Q``, and unit cost ``c`` is constant,
unless said otherwise; money and quantities are in any unit. Prices of differentiated goods stand in
:mod:`simulator.strategies.price_games`, sales through dealers in :mod:`simulator.strategies.channels`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from simulator.errors import InputError

__all__ = [
    "Market",
    "bertrand",
    "best_point",
    "cournot",
    "critical_discount_of_prices",
    "critical_discount_of_quantities",
    "loop_of_best_answers",
    "sales_reward_of_quantities",
    "stackelberg",
]

_GOLDEN = 0.6180339887498949


class Market(NamedTuple):
    """What one firm sells, at which price, and what it earns."""

    quantity: float
    price: float
    profit: float


def cournot(n: int, a: float = 100.0, b: float = 1.0, c: float = 10.0) -> Market:
    """Give what each of ``n`` equal firms sells that choose quantities; one is a monopoly [Cournot1838]_.

    ``q = (a - c) / (b (n + 1))``, ``P = (a + n c) / (n + 1)``, ``profit = (a - c)^2 / (b (n + 1)^2)``.

    Examples
    --------
    >>> [tuple(cournot(n)) for n in (1, 2, 3, 5)]
    [(45.0, 55.0, 2025.0), (30.0, 40.0, 900.0), (22.5, 32.5, 506.25), (15.0, 25.0, 225.0)]
    """
    quantity = (a - c) / (b * (n + 1))
    return Market(quantity, (a + n * c) / (n + 1), b * quantity**2)


def stackelberg(a: float = 100.0, b: float = 1.0, c: float = 10.0) -> tuple[Market, Market]:
    """Give what the firm that chooses its quantity first sells, and the one that follows [Stackelberg1934]_.

    ``q = (a - c) / 2b`` and ``(a - c) / 4b``, ``P = (a + 3 c) / 4``.

    Examples
    --------
    >>> [tuple(one) for one in stackelberg()]
    [(45.0, 32.5, 1012.5), (22.5, 32.5, 506.25)]
    """
    price = (a + 3.0 * c) / 4.0
    leads, follows = (a - c) / (2.0 * b), (a - c) / (4.0 * b)
    return Market(leads, price, (price - c) * leads), Market(follows, price, (price - c) * follows)


def bertrand(n: int, a: float = 100.0, b: float = 1.0, c: float = 10.0) -> Market:
    """Give what each of ``n`` firms sells that set prices of the same good [Bertrand1883]_: ``P = c``.

    Examples
    --------
    >>> tuple(bertrand(2))
    (45.0, 10.0, 0.0)
    """
    if n < 2:
        raise InputError(f"two firms are needed to undercut each other, got {n}")
    return Market((a - c) / (b * n), c, 0.0)


def critical_discount_of_prices(n: int) -> float:
    """Give the least discount factor at which ``n`` firms that set prices can collude [Friedman1971]_.

    Whoever undercuts takes the whole market once and earns nothing ever after: ``1 - 1/n``.

    Examples
    --------
    >>> [round(critical_discount_of_prices(n), 4) for n in (2, 3, 5)]
    [0.5, 0.6667, 0.8]
    """
    return 1.0 - 1.0 / n


def critical_discount_of_quantities(n: int) -> float:
    """Give the least discount factor at which ``n`` firms that choose quantities can collude [Friedman1971]_.

    ``(deviation - collusion) / (deviation - Cournot)``, with profits ``((n+1)/4n)^2``, ``1/4n`` and
    ``1/(n+1)^2`` in units of ``(a - c)^2 / b``.

    Examples
    --------
    >>> critical_discount_of_quantities(2), 9 / 17  # doctest: +ELLIPSIS
    (0.529411764705882..., 0.529411764705882...)
    """
    deviation, collusion, rivalry = ((n + 1) / (4.0 * n)) ** 2, 1.0 / (4.0 * n), 1.0 / (n + 1) ** 2
    return (deviation - collusion) / (deviation - rivalry)


def sales_reward_of_quantities(a: float = 100.0, c: float = 10.0) -> float:
    """Give the weight of revenue in a manager's pay that is best for each of two owners [FershtmanJudd1987]_.

    Managers who choose quantities are paid on ``(1 - s) profit + s revenue``; then ``s = (a - c) / 5c``,
    above 0: sales are rewarded, managers act as if cost were ``(1 - s) c``, and both owners earn less than
    without.

    Examples
    --------
    >>> sales_reward_of_quantities(a=100.0, c=40.0)
    0.3
    """
    return (a - c) / (5.0 * c)


def best_point(worth: Callable[[float], float], low: float, high: float, steps: int = 80) -> float:
    """Find where a worth with one peak is highest, by golden section.

    Examples
    --------
    >>> round(best_point(lambda x: -((x - 3.0) ** 2), 0.0, 10.0), 6)
    3.0
    """
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = worth(left), worth(right)
    for _ in range(steps):
        if at_left < at_right:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = worth(right)
        else:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = worth(left)
    return (low + high) / 2.0


def loop_of_best_answers(
    payoff: Callable[[int, Sequence[float]], float],
    start: Sequence[float],
    low: float,
    high: float,
    way_share: float = 0.5,
    rounds: int = 200,
) -> list[float]:
    """Let all players go part of the way to their best answer, again and again, and give where they end.

    Parameters
    ----------
    payoff
        What player ``i`` earns when these actions are taken: a function with one peak in the own action.
    start
        First actions.
    low, high
        Bounds of an action.
    way_share
        Share of the way that is gone in a round; below 1, because full answers to each other can circle.
    rounds
        Number of rounds.

    Examples
    --------
    Three firms that choose quantities:

    >>> profit = lambda i, q: (100.0 - sum(q) - 10.0) * q[i]
    >>> [round(one, 3) for one in loop_of_best_answers(profit, [5.0, 20.0, 40.0], 0.0, 90.0)]
    [22.5, 22.5, 22.5]
    """
    actions = list(start)
    for _ in range(rounds):
        answers = [_best_answer(payoff, actions, player, low, high) for player in range(len(actions))]
        actions = [old + way_share * (new - old) for old, new in zip(actions, answers, strict=True)]
    return actions


def _best_answer(
    payoff: Callable[[int, Sequence[float]], float],
    actions: Sequence[float],
    player: int,
    low: float,
    high: float,
) -> float:
    def worth(own: float) -> float:
        return payoff(player, [*actions[:player], own, *actions[player + 1 :]])

    return best_point(worth, low, high)
