"""Limits on pay in money, where the point at which they bite differs from person to person."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Pieces = tuple[FloatArray, FloatArray, FloatArray]


def limited(
    edges: FloatArray, values: FloatArray, slopes: FloatArray, most: float, least: float = -np.inf
) -> Pieces:
    """Cut pay at a most, and then at a least.

    Parameters
    ----------
    edges, values, slopes
        Pieces of pay for each person: where they begin, pay there, slope, each ``(n, k)``.
    most, least
        Between which amounts pay stays [currency].

    Returns
    -------
    Edges, values and slopes with two pieces for each of the given ones at every limit that is finite: each
    is parted where it meets the limit, or where it ends.

    Examples
    --------
    3 % of sales, never more than 60:

    >>> [part.tolist() for part in limited(np.zeros((1, 1)), np.zeros((1, 1)), np.full((1, 1), 0.03), 60.0)]
    [[[0.0, 2000.0]], [[0.0, 60.0]], [[0.03, 0.0]]]
    """
    if most < np.inf:
        edges, values, slopes = _cut(edges, values, slopes, most)
    if least > -np.inf:
        edges, values, slopes = _cut(edges, -values, -slopes, -least)
        values, slopes = -values, -slopes
    return edges, values, slopes


def _cut(edges: FloatArray, values: FloatArray, slopes: FloatArray, most: float) -> Pieces:
    """Part each piece where it meets the limit, and flatten what lies above."""
    n, k = edges.shape
    ends = np.concatenate([edges[:, 1:], np.full((n, 1), np.inf)], axis=1)
    crossing = edges + (most - values) / np.where(slopes == 0.0, 1.0, slopes)
    is_met = (slopes != 0.0) & (crossing > edges) & (crossing < ends)
    above = (values > most) | ((values >= most) & (slopes > 0.0))
    first_values, first_slopes = np.minimum(values, most), np.where(above, 0.0, slopes)
    # A piece that never meets the limit is parted at its end; the last one, which has none, at its start.
    apart = np.where(np.isfinite(ends), ends, edges)
    second_edges = np.where(is_met, crossing, apart)
    second_values = np.where(is_met, most, first_values + first_slopes * (apart - edges))
    second_slopes = np.where(is_met, np.where(above, slopes, 0.0), first_slopes)
    pairs = ((edges, second_edges), (first_values, second_values), (first_slopes, second_slopes))
    joined = [np.stack(pair, axis=2).reshape(n, 2 * k) for pair in pairs]
    return joined[0], joined[1], joined[2]
