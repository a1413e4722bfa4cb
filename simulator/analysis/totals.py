"""Totals by world that do not depend on what else is in the batch.

Integers are added as integers, exactly. Other numbers are added one row after the other within their
group (``np.bincount``), in the order in which the rows were born; a world's rows keep that order in any
batch, so its totals are the same bit for bit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.declaration import BoolArray, Columns, FloatArray
from simulator.world.records import Axes

DAYS_PER_WEEK = 7
FINAL_WEEKS = 52
"""Length of the window that stands for "in the end": the final fiscal year."""

OURS = 0
"""Code of our firm."""

PREMIUM = 1
"""Code of the premium tier."""

MINOR_PER_UNIT = 100.0

IntArray = NDArray[np.int64]


def total(groups: np.ndarray, amounts: np.ndarray, n_groups: int) -> IntArray:
    """Add whole numbers by group, exactly.

    Parameters
    ----------
    groups
        Group of each row, ``(n_rows,)``.
    amounts
        Whole numbers, ``(n_rows,)``.
    n_groups
        Number of groups.

    Examples
    --------
    >>> total(np.array([0, 2, 0]), np.array([5, 7, 2**60]), 3)
    array([1152921504606846981,                   0,                   7])
    """
    sums = np.zeros(n_groups, dtype=np.int64)
    np.add.at(sums, groups, amounts.astype(np.int64, copy=False))
    return sums


def count(groups: np.ndarray, n_groups: int) -> IntArray:
    """Count rows by group.

    Examples
    --------
    >>> count(np.array([0, 2, 0]), 3)
    array([2, 0, 1])
    """
    return np.bincount(groups, minlength=n_groups)


def added(groups: np.ndarray, values: np.ndarray, n_groups: int) -> FloatArray:
    """Add numbers with fractions by group, in row order."""
    return np.asarray(np.bincount(groups, weights=values, minlength=n_groups), dtype=np.float64)


def mean(groups: np.ndarray, values: np.ndarray, n_groups: int) -> FloatArray:
    """Average by group; a group without rows has no mean (NaN).

    Examples
    --------
    >>> mean(np.array([0, 0]), np.array([1.0, 2.0]), 2)
    array([1.5, nan])
    """
    return ratio(added(groups, values, n_groups), count(groups, n_groups))


def ratio(numerators: np.ndarray, denominators: np.ndarray) -> FloatArray:
    """Divide; where there is nothing to divide by, the ratio is undefined (NaN).

    Examples
    --------
    >>> ratio(np.array([1, 0]), np.array([4, 0]))
    array([0.25,  nan])
    """
    quotient = np.full(len(numerators), np.nan)
    np.divide(numerators, denominators, out=quotient, where=denominators != 0)
    return quotient


def money(minor: IntArray) -> FloatArray:
    """Write integer minor units in currency units.

    Examples
    --------
    >>> money(np.array([12_345]))
    array([123.45])
    """
    return minor / MINOR_PER_UNIT


def week_of(days: np.ndarray) -> IntArray:
    """Week of each day, both counted from 0."""
    return days.astype(np.int64) // DAYS_PER_WEEK


def chosen(columns: Columns, rows: np.ndarray, *names: str) -> tuple[np.ndarray, ...]:
    """Take some columns of some rows."""
    return tuple(columns[name][rows] for name in names)


def in_final_weeks(days: np.ndarray, axes: Axes) -> BoolArray:
    """Tell which days lie in the final 52 weeks of the run (in all of it, if it is shorter)."""
    return np.asarray(week_of(days) >= max(axes.weeks - FINAL_WEEKS, 0))
