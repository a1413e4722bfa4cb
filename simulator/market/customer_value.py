"""What a customer is worth: lifetime value, recency-frequency-money scores, and tiers A, B and C."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["lifetime_value", "retention_elasticity", "rfm_scores", "tiers"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def lifetime_value(
    margin: Floats, retention: Floats, discount: Floats, *, first_included: bool = False
) -> Floats:
    """Give what a customer will bring for as long as he stays, in today's money.

    Parameters
    ----------
    margin
        Margin per period while he stays [money per period].
    retention
        Chance to stay for one more period [0 to 1, below 1 + discount].
    discount
        Discount rate [per period].
    first_included
        Whether the margin of this very period counts too.

    Returns
    -------
    ``m r / (1 + d - r)``, or ``m (1 + d) / (1 + d - r)`` with the first [money].

    Examples
    --------
    >>> hundred = np.array([100.0]), np.array([0.8]), np.array([0.1])
    >>> lifetime_value(*hundred).round(2), lifetime_value(*hundred, first_included=True).round(2)
    (array([266.67]), array([366.67]))

    References
    ----------
    GuptaLehmann2003
    """
    kept = (1.0 + discount) if first_included else retention
    return np.asarray(margin * kept / (1.0 + discount - retention))


def retention_elasticity(retention: Floats, discount: Floats) -> Floats:
    """Give by how many percent lifetime value rises with one percent more retention.

    Parameters
    ----------
    retention
        Chance to stay for one more period [0 to 1].
    discount
        Discount rate [per period].

    Returns
    -------
    ``(1 + d) / (1 + d - r)`` [1], for the value without the first period.

    Examples
    --------
    >>> retention_elasticity(np.array([0.8]), np.array([0.1])).round(2)
    array([3.67])

    References
    ----------
    GuptaLehmann2003
    """
    return np.asarray((1.0 + discount) / (1.0 + discount - retention))


def _ranks_in_groups(values: Floats, group: Whole) -> tuple[Whole, Whole]:
    """Rank of each value in its group (equal values share the lowest), and the size of the group."""
    order = np.lexsort((values, group))
    sorted_group, sorted_values = group[order], values[order]
    place = np.arange(len(values))
    new_group = np.concatenate([[True], sorted_group[1:] != sorted_group[:-1]]) if len(values) else place > 0
    new_value = new_group | np.concatenate([[True], sorted_values[1:] != sorted_values[:-1]])[: len(values)]
    start = np.maximum.accumulate(np.where(new_group, place, 0))
    tie = np.maximum.accumulate(np.where(new_value, place, 0))
    ranks = np.empty(len(values), np.int64)
    ranks[order] = tie - start
    return ranks, np.bincount(group)[group] if len(values) else place


def rfm_scores(
    weeks_since_last: Floats, purchases: Floats, spent: Floats, group: Whole, *, classes: int = 5
) -> Whole:
    """Score customers by how recently, how often and for how much they buy.

    Parameters
    ----------
    weeks_since_last
        Weeks since the last purchase; ``inf`` for those who never bought, shape ``(n,)``.
    purchases
        Purchases in the window [count], same shape.
    spent
        Revenue in the window [money], same shape.
    group
        Whom a customer is compared with: his world [index], same shape.
    classes
        Number of classes; 5 means fifths.

    Returns
    -------
    Scores 1 (worst) to ``classes`` (best) for recency, frequency and money, shape ``(n, 3)``; equal customers
    have equal scores.

    Examples
    --------
    >>> rfm_scores(np.array([1.0, 30.0]), np.array([5.0, 1.0]), np.array([900.0, 50.0]), np.zeros(2, int),
    ...            classes=2).tolist()
    [[2, 2, 2], [1, 1, 1]]

    References
    ----------
    Hughes1994
    """
    columns = []
    for values in (-np.asarray(weeks_since_last), purchases, spent):
        ranks, size = _ranks_in_groups(np.asarray(values, float), group)
        columns.append(1 + ranks * classes // np.maximum(size, 1))
    return np.stack(columns, axis=1)


def tiers(value: Floats, group: Whole, *, a_share: float, b_share: float) -> Whole:
    """Sort customers into tiers A, B and C by value: the best share is A, the next B, the rest C.

    Parameters
    ----------
    value
        Expected worth of each customer [money], shape ``(n,)``.
    group
        Whom a customer is compared with: his world [index], same shape.
    a_share, b_share
        Share of customers in A and in B [0 to 1].

    Returns
    -------
    0 for A, 1 for B, 2 for C, shape ``(n,)``; equal customers are in the same, the better, tier.

    Examples
    --------
    >>> tiers(np.array([10.0, 90.0, 40.0, 20.0]), np.zeros(4, int), a_share=0.25, b_share=0.25).tolist()
    [2, 0, 1, 2]
    """
    ranks, size = _ranks_in_groups(-np.asarray(value, float), group)
    place = (ranks + 0.5) / np.maximum(size, 1)
    return np.asarray((place >= a_share).astype(np.int64) + (place >= a_share + b_share))
