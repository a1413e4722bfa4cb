"""Habit, the cost of switching, and the relationship that a rep builds and may take along.

The relationship between a customer and a firm is a stock from 0 to 1, pushed by the time a rep spends on
the customer and fading without. When the rep leaves, the part that was personal is lost, or goes with him.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["relationship_after_departure", "relationship_push", "switching_utility"]

Floats = NDArray[np.float64]


def relationship_push(hours: Floats, half_build_hours: Floats) -> Floats:
    """Give how strongly a rep's time with a customer pushes their relationship.

    Parameters
    ----------
    hours
        Time spent on the customer [hours].
    half_build_hours
        Hours that close half of the gap to a full relationship.

    Returns
    -------
    ``hours / half x log 2`` [1], to be used with `simulator.market.stocks.Stock.push`.

    Examples
    --------
    >>> from simulator.market.stocks import saturating_gain
    >>> saturating_gain(np.zeros(2), relationship_push(np.array([10.0, 20.0]), np.full(2, 10.0)))
    array([0.5 , 0.75])
    """
    return np.asarray(np.log(2.0) * hours / half_build_hours)


def relationship_after_departure(
    relationship: Floats, personal_share: Floats, follows_share: Floats, joins_rival: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Split a customer's relationship when the rep leaves: what stays, and what the rival gets.

    Parameters
    ----------
    relationship
        Relationship with the firm before [0 to 1].
    personal_share
        Part that belongs to the person, not to the firm [0 to 1].
    follows_share
        Share of the personal part that follows the rep to a new employer [0 to 1].
    joins_rival
        Whether the rep joins a rival in this market.

    Returns
    -------
    Relationship that stays with the firm, and that the rival gains, same shape; never more than there was.

    Examples
    --------
    >>> stays, goes = relationship_after_departure(np.array([0.8]), np.array([0.5]), np.array([0.5]),
    ...                                            np.array([True]))
    >>> stays.round(2), goes.round(2)
    (array([0.4]), array([0.2]))

    References
    ----------
    PalmatierScheerSteenkamp2007
    """
    personal = relationship * personal_share
    return np.asarray(relationship - personal), np.where(joins_rival, personal * follows_share, 0.0)


def switching_utility(is_last_bought: NDArray[np.bool_], habit: Floats, switching_cost: Floats) -> Floats:
    """Give what buying from the same firm again is worth, and what it costs to change.

    Parameters
    ----------
    is_last_bought
        Whether an option is of the firm bought from last, shape ``(n, n_options)``.
    habit
        Utility of the familiar, shape ``(n,)``.
    switching_cost
        Money, learning and contracts that a change costs, as relative price times sensitivity [utility],
        shape ``(n,)``; paid only by those who bought before.

    Returns
    -------
    ``habit`` where bought last, ``-switching cost`` elsewhere if anything was bought before; same shape.

    Examples
    --------
    >>> switching_utility(np.array([[True, False], [False, False]]), np.full(2, 0.7), np.full(2, 0.3))
    array([[ 0.7, -0.3],
           [ 0. ,  0. ]])
    """
    bought = np.asarray(is_last_bought.any(axis=1))[:, None]
    return np.where(is_last_bought, habit[:, None], np.where(bought, -switching_cost[:, None], 0.0))
