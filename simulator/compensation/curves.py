"""Pay curves: from attainment to a share of target, straight between points or in steps."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from simulator.compensation.faults import Fault, Path
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray, from_unbounded, largest, round_fraction
from simulator.compensation.pieces import Pieces, joined, steps
from simulator.compensation.values import AnyRate, LevelText
from simulator.documents import Spec

_SAFE = 1 << 62
_RELATIVE_ERROR = 1e-13


class Point(Spec):
    """One point of a pay curve.

    Parameters
    ----------
    at
        A share of quota where the component names one, else an amount of the measure.
    pays
        Share of target paid there.
    """

    at: LevelText
    pays: AnyRate


class Curve(Spec):
    """A pay curve.

    Parameters
    ----------
    points
        In ascending order; nothing is paid left of the first.
    between
        ``straight`` lines, or ``steps`` that hold from each point on.
    beyond
        Right of the last point: ``flat``, or ``continues`` with the last slope.
    """

    points: tuple[Point, ...] = Field(min_length=1)
    between: Literal["straight", "steps"] = "straight"
    beyond: Literal["flat", "continues"] = "flat"

    def levels(self, frame: Frame, measure: str, relative: bool, path: Path = ("curve",)) -> list[int]:
        """Where the points lie, in millionths of quota or in the smallest parts of the measure.

        Raises
        ------
        Fault
            Points out of order, or a percentage without a quota.
        """
        levels = [
            frame.level(point.at, measure, relative, (*path, "points", number, "at"))
            for number, point in enumerate(self.points)
        ]
        for number, (earlier, later) in enumerate(pairwise(levels), start=1):
            if later <= earlier:
                what = f"the point at {self.points[number].at} does not lie above the one before it"
                raise Fault(what, (*path, "points", number, "at"), hint="List points from low to high")
        return levels

    def pieces(self, levels: list[int], scale: int) -> Pieces:
        """Share of target as a function of attainment, for behavior."""
        shares = [point.pays / MILLION for point in self.points]
        starts = [level / scale for level in levels]
        if self.between == "steps":
            return steps(starts, shares)
        return joined(list(zip(starts, shares, strict=True)), self.beyond == "continues")

    def pay(
        self,
        target: IntArray,
        total: IntArray,
        quota: IntArray | None,
        levels: list[int],
        rule: str,
        unit: int,
    ) -> IntArray:
        """Work out the money on the curve, exact to the last digit.

        Parameters
        ----------
        target
            Money at target [minor units], shape of the result.
        total, quota
            Credit and quota in the smallest parts of the measure; quota None where levels are amounts.
        levels
            As `levels` gives them.
        rule, unit
            Rounding.

        Notes
        -----
        Between the points ``(a0, y0)`` and ``(a1, y1)`` the share is ``y0 + (y1 - y0) (a - a0) / (a1 - a0)``
        with ``a = total / quota``. Floats decide wherever they are sure of the rounding, fractions elsewhere.
        """
        shape = np.broadcast_shapes(target.shape, total.shape)
        goal, x = (np.broadcast_to(each, shape).ravel() for each in (target, total))
        q = np.ones_like(x) if quota is None else np.broadcast_to(quota, shape).ravel()
        scale = 1 if quota is None else MILLION
        segment = self._segment(x, q, levels, scale)
        a0, y0, run, rise = (table[segment] for table in self._tables(levels))
        approximate, error = self._floats(goal, x, q, scale, a0, y0, run, rise)
        scaled = approximate / unit
        off_half = np.abs(np.abs(scaled - np.floor(scaled)) - 0.5)
        off_whole = np.abs(scaled - np.rint(scaled))
        near = np.minimum(off_half, off_whole) <= error / unit + 1e-9
        sure = ~near & (np.abs(approximate) < 2**50)
        result = np.zeros(len(x), dtype=np.int64)
        result[sure] = _round_float(scaled[sure], rule) * unit
        unsure = np.flatnonzero(~sure)
        columns = zip(*(each[unsure].tolist() for each in (goal, x, q, a0, y0, run, rise)), strict=True)
        exact = [round_fraction(_on_line(row, scale) / unit, rule) * unit for row in columns]
        result[unsure] = from_unbounded(exact)
        return result.reshape(shape)

    def _tables(self, levels: list[int]) -> tuple[IntArray, IntArray, IntArray, IntArray]:
        """Start, value there, length and rise of each segment; the first one lies left of all points."""
        shares = [point.pays for point in self.points]
        runs, rises = [1], [0]
        for (a0, a1), (y0, y1) in zip(pairwise(levels), pairwise(shares), strict=True):
            runs.append(a1 - a0 if self.between == "straight" else 1)
            rises.append(y1 - y0 if self.between == "straight" else 0)
        continues = self.beyond == "continues" and self.between == "straight" and len(levels) > 1
        runs.append(runs[-1] if continues else 1)
        rises.append(rises[-1] if continues else 0)
        starts, values = [0, *levels], [0, *shares]
        return tuple(np.array(each, dtype=np.int64) for each in (starts, values, runs, rises))  # type: ignore[return-value]

    def _segment(self, x: IntArray, q: IntArray, levels: list[int], scale: int) -> NDArray[np.intp]:
        """Find the segment that each total lies in; 0 is left of all points."""
        segment = np.zeros(len(x), dtype=np.intp)
        wide = largest(x) * scale >= _SAFE or largest(q) * max(levels) >= _SAFE
        left = x.astype(object) * scale if wide else x * scale
        right = q.astype(object) if wide else q
        for level in levels:
            segment += np.asarray(left >= right * level, dtype=np.intp)
        return segment

    def _floats(
        self,
        goal: IntArray,
        x: IntArray,
        q: IntArray,
        scale: int,
        a0: IntArray,
        y0: IntArray,
        run: IntArray,
        rise: IntArray,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Pay in floating point, and a bound on its error."""
        along = (x.astype(np.float64) * scale - a0 * q.astype(np.float64)) / (q.astype(np.float64) * run)
        size = (np.abs(x).astype(np.float64) * scale + np.abs(a0) * q.astype(np.float64)) / (
            q.astype(np.float64) * run
        )
        pay = goal * (y0 + rise * along) / MILLION
        bound = np.abs(goal) * (np.abs(y0) + np.abs(rise) * size) / MILLION * _RELATIVE_ERROR
        return pay, bound


def _on_line(row: tuple[int, ...], scale: int) -> Fraction:
    goal, x, q, a0, y0, run, rise = row
    return goal * (y0 + rise * Fraction(x * scale - a0 * q, q * run)) / MILLION


def _round_float(values: NDArray[np.float64], rule: str) -> IntArray:
    """Round floats that are known to lie away from every point where the rule could tip."""
    size = np.abs(values)
    if rule == "down":
        rounded = np.floor(size)
    elif rule == "up":
        rounded = np.ceil(size)
    else:
        rounded = np.rint(size)
    return (np.sign(values) * rounded).astype(np.int64)
