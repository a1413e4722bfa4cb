"""When goods run out: first come, first served; then the second choice, waiting for it, or nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["backorder_utility", "choose_from_stock"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def backorder_utility(utility: Floats, weeks_to_wait: Floats, loss_per_week: Floats) -> Floats:
    """Give what an offer is worth that one has to wait for.

    Parameters
    ----------
    utility
        Utility if it were there [utility].
    weeks_to_wait
        Weeks until it can be delivered; ``inf`` = no backorder taken.
    loss_per_week
        Utility lost per week of waiting, above 0.

    Examples
    --------
    >>> backorder_utility(np.array([1.0, 1.0]), np.array([2.0, np.inf]), np.array([0.3, 0.3]))
    array([ 0.4, -inf])
    """
    return np.asarray(utility - loss_per_week * weeks_to_wait)


def choose_from_stock(worth: Floats, item: Whole, stock: Whole) -> Whole:
    """Let customers choose one after the other, each the best of what is still there.

    Parameters
    ----------
    worth
        Utility plus keyed noise of each option, customers in order of arrival, shape ``(n, n_options)``;
        ``-inf`` = not on offer. Options without limit (buying nothing, a backorder) have item -1.
    item
        Which stock each option draws on, -1 for none, shape ``(n, n_options)``: in ensembles each world has
        its own items.
    stock
        Units on hand of each item, shape ``(n_items,)``; every purchase takes one.

    Returns
    -------
    Chosen option of each customer, -1 if nothing was left that he could have, shape ``(n,)``.

    Notes
    -----
    All propose at once to their best option, each item keeps the earliest, the others go on to their next:
    with one order of arrival this ends where serving one by one would, in as many rounds as there are
    options that run out behind each other (GaleShapley1962).

    Examples
    --------
    Two want the first item, of which there is one; the later takes the second choice:

    >>> worth, items = np.array([[2.0, 1.0, 0.0], [3.0, 1.0, 0.0]]), np.array([[0, 1, -1], [0, 1, -1]])
    >>> choose_from_stock(worth, items, np.array([1, 5]))
    array([0, 1])
    """
    n = len(worth)
    left = np.array(worth, float)
    choice = np.argmax(left, axis=1)
    rows = np.arange(n)
    while True:
        wanted = np.where(np.isfinite(left[rows, choice]), item[rows, choice], -1)
        refused = _too_late(wanted, stock)
        if not len(refused):
            break
        left[refused, choice[refused]] = -np.inf
        choice[refused] = np.argmax(left[refused], axis=1)
    return np.where(np.isfinite(left[rows, choice]), choice, -1)


def _too_late(wanted: Whole, stock: Whole) -> Whole:
    """Rows that want an item which the rows before them use up."""
    asking = np.flatnonzero(wanted >= 0)
    order = asking[np.argsort(wanted[asking], kind="stable")]
    items = wanted[order]
    counts = np.bincount(items, minlength=len(stock))
    first = np.cumsum(counts) - counts
    queue = np.arange(len(order)) - first[items]
    return order[queue >= stock[items]]
