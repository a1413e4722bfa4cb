"""Splits: dividing whole amounts by weights so that the parts add up to the whole, to the cent."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.money import IntArray, largest, sum_by
from simulator.errors import PlanError


def divided(whole: IntArray, weight: IntArray, group: NDArray[np.intp], n_groups: int) -> IntArray:
    """Divide each group's amount among its members in proportion to their weights.

    Parameters
    ----------
    whole
        Amount of the group, repeated for each member [minor units], shape ``(n,)``.
    weight
        Weight of each member, not negative, shape ``(n,)``.
    group
        Number of each member's group, shape ``(n,)``.
    n_groups
        How many groups there are.

    Returns
    -------
    Parts [minor units], shape ``(n,)``. The parts of a group add up to its amount exactly: what rounding
    down leaves goes, a minor unit each, to the largest remainders, and among equals to the first. A group
    whose weights are all zero receives nothing.

    Examples
    --------
    AR, SR and FR share 100.00 as 4 : 3 : 3, and three people share a cent too few:

    >>> one = np.zeros(3, dtype=np.intp)
    >>> divided(np.full(3, 10_000), np.array([4, 3, 3]), one, 1).tolist()
    [4000, 3000, 3000]
    >>> divided(np.full(3, 10_000), np.array([1, 1, 1]), one, 1).tolist()
    [3334, 3333, 3333]
    """
    if (weight < 0).any():
        raise PlanError("a split cannot have a negative weight")
    all_weights = sum_by(group, weight, n_groups)[group]
    size, sign = np.abs(whole), np.where(whole < 0, -1, 1)
    if largest(size) * largest(weight) < 1 << 62:
        product, bottom = size * weight, np.maximum(all_weights, 1)
    else:
        product = size.astype(object) * weight.astype(object)
        bottom = np.maximum(all_weights, 1).astype(object)
    part = np.asarray(product // bottom).astype(np.int64)
    rest = np.asarray(product % bottom).astype(np.float64)
    left = np.where(all_weights > 0, size - sum_by(group, part, n_groups)[group], 0)
    order = np.lexsort((np.arange(len(part)), -rest, group))
    in_order = group[order]
    rank = np.arange(len(part)) - np.searchsorted(in_order, in_order, side="left")
    extra = np.zeros(len(part), dtype=np.int64)
    extra[order] = rank < left[order]
    return np.asarray(sign * (part + extra))
