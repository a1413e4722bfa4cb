"""Caps on pay in money, where the point at which they bite differs from person to person."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


def capped(
    edges: FloatArray, values: FloatArray, slopes: FloatArray, cap: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Cut pay that never falls at a cap.

    Parameters
    ----------
    edges, values, slopes
        Pieces of pay for each person: where they begin, pay there, slope, each ``(n, k)``.
    cap
        The most that is paid [currency].

    Returns
    -------
    Edges, values and slopes, each ``(n, k + 1)``: one edge more, where the cap is met, or the last edge once
    more for those who never meet it.

    Examples
    --------
    3 % of sales, never more than 60:

    >>> [part.tolist() for part in capped(np.zeros((1, 1)), np.zeros((1, 1)), np.full((1, 1), 0.03), 60.0)]
    [[[0.0, 2000.0]], [[0.0, 60.0]], [[0.03, 0.0]]]
    """
    ends = np.concatenate([edges[:, 1:], np.full((len(edges), 1), np.inf)], axis=1)
    rising = (values < cap) & (slopes > 0.0)
    crossing = edges + (cap - values) / np.where(rising, slopes, 1.0)
    is_met = rising & (crossing < ends)
    met = np.where(is_met, crossing, np.inf).min(axis=1)
    met = np.where(np.isfinite(met), met, edges[:, -1])
    before = (edges <= met[:, None]).sum(axis=1)
    columns = np.arange(edges.shape[1] + 1)[None, :]
    source = np.where(columns < before[:, None], columns, columns - 1)
    is_new = columns == before[:, None]
    met_somewhere = np.asarray(is_met.any(axis=1))[:, None]
    taken = [np.take_along_axis(each, source, axis=1) for each in (edges, values, slopes)]
    new_edges = np.where(is_new, met[:, None], taken[0])
    new_values = np.where(is_new & met_somewhere, cap, np.minimum(taken[1], cap))
    flat = (taken[1] >= cap) | (is_new & met_somewhere)
    return new_edges, new_values, np.where(flat, 0.0, taken[2])
