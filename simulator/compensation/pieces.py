"""Pay as a function of one total: straight pieces with jumps, cut and capped the way plans do it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Pieces:
    """A piecewise linear function with jumps.

    Parameters
    ----------
    breakpoints
        Where pieces begin, ascending, first 0.
    values
        Value at each breakpoint, from the right.
    slopes
        Slope right of each breakpoint.

    Examples
    --------
    3 up to 10, 5 beyond, nothing below 4, never above 40:

    >>> curve = marginal([0.0, 10.0], [3.0, 5.0]).from_threshold(4.0, above_only=False).capped(40.0)
    >>> [curve.at(x) for x in (3.9, 4.0, 10.0, 11.0, 12.0, 20.0)]
    [0.0, 12.0, 30.0, 35.0, 40.0, 40.0]
    """

    breakpoints: tuple[float, ...]
    values: tuple[float, ...]
    slopes: tuple[float, ...]

    def at(self, x: float) -> float:
        """Value at a point, a jump there included."""
        piece = max(bisect_right(self.breakpoints, x) - 1, 0)
        return self.values[piece] + self.slopes[piece] * (x - self.breakpoints[piece])

    def with_breakpoint(self, x: float) -> Pieces:
        """Begin a new piece at a point; the function stays the same."""
        if x in self.breakpoints:
            return self
        place = bisect_right(self.breakpoints, x)
        return Pieces(
            (*self.breakpoints[:place], x, *self.breakpoints[place:]),
            (*self.values[:place], self.at(x), *self.values[place:]),
            (*self.slopes[:place], self.slopes[place - 1], *self.slopes[place:]),
        )

    def from_threshold(self, threshold: float, above_only: bool) -> Pieces:
        """Pay nothing below a threshold; from it on everything, or only what lies above."""
        if threshold <= 0.0:
            return self
        cut = self.with_breakpoint(threshold)
        first = cut.breakpoints.index(threshold)
        taken = cut.values[first] if above_only else 0.0
        return Pieces(
            (0.0, *cut.breakpoints[first:]),
            (0.0, *(value - taken for value in cut.values[first:])),
            (0.0, *cut.slopes[first:]),
        )

    def flat_beyond(self, x: float) -> Pieces:
        """Count nothing beyond a point."""
        cut = self.with_breakpoint(x)
        last = cut.breakpoints.index(x)
        return Pieces(cut.breakpoints[: last + 1], cut.values[: last + 1], (*cut.slopes[:last], 0.0))

    def capped(self, most: float) -> Pieces:
        """Never pay more than an amount."""
        crossed = self
        ends = (*self.breakpoints[1:], float("inf"))
        for start, end, value, slope in zip(self.breakpoints, ends, self.values, self.slopes, strict=True):
            if slope != 0.0:
                crossing = start + (most - value) / slope
                if start < crossing < end:
                    crossed = crossed.with_breakpoint(crossing)
        values, slopes = [], []
        for value, slope in zip(crossed.values, crossed.slopes, strict=True):
            near = 1e-9 * max(abs(most), 1.0)  # a crossing is met to within rounding
            above = value > most + near or (value >= most - near and slope > 0.0)
            values.append(min(value, most))
            slopes.append(0.0 if above else slope)
        return Pieces(crossed.breakpoints, tuple(values), tuple(slopes))

    def times(self, factor: float) -> Pieces:
        """Multiply the values, as when shares of a target become money."""
        return Pieces(
            self.breakpoints, tuple(factor * v for v in self.values), tuple(factor * s for s in self.slopes)
        )

    def stretched(self, factor: float) -> Pieces:
        """Pay at a point what was paid at the point divided by a factor."""
        return Pieces(
            tuple(factor * x for x in self.breakpoints), self.values, tuple(s / factor for s in self.slopes)
        )

    def plus(self, amount: float) -> Pieces:
        """Add an amount everywhere."""
        return Pieces(self.breakpoints, tuple(value + amount for value in self.values), self.slopes)

    def never_below(self, least: float) -> Pieces:
        """Never pay less than an amount."""
        return self.times(-1.0).capped(-least).times(-1.0)

    def in_steps(self, per_piece: int) -> list[tuple[float, float]]:
        """Cut the function into stairs: where each begins, and its height.

        Sloped pieces become stairs at the height of their middle; a slope without end is followed for the
        length of the function so far.

        Examples
        --------
        >>> joined([(0.0, 0.0), (1.0, 1.0)], continues=False).in_steps(2)
        [(0.0, 0.25), (0.5, 0.75), (1.0, 1.0)]
        """
        stairs: list[tuple[float, float]] = []
        ends = (*self.breakpoints[1:], 2.0 * self.breakpoints[-1])
        for start, end, slope in zip(self.breakpoints, ends, self.slopes, strict=True):
            if slope == 0.0 or end <= start:
                stairs.append((start, self.at(start)))
                continue
            width = (end - start) / per_piece
            stairs += [
                (start + i * width, self.at(start) + slope * (i + 0.5) * width) for i in range(per_piece)
            ]
        return stairs

    @property
    def never_falls(self) -> bool:
        """Whether more never pays less."""
        if any(slope < 0.0 for slope in self.slopes):
            return False
        ends = zip(
            self.breakpoints, self.breakpoints[1:], self.values, self.values[1:], self.slopes, strict=False
        )
        return all(
            after >= before + slope * (end - start) - 1e-9 * max(abs(after), 1.0)
            for start, end, before, after, slope in ends
        )


def marginal(levels: list[float], rates: list[float]) -> Pieces:
    """Each part at the rate of the tier it falls in."""
    values = [0.0]
    for index in range(1, len(levels)):
        values.append(values[-1] + rates[index - 1] * (levels[index] - levels[index - 1]))
    return Pieces(tuple(levels), tuple(values), tuple(rates))


def retroactive(levels: list[float], rates: list[float]) -> Pieces:
    """Everything at the rate of the highest tier reached."""
    return Pieces(
        tuple(levels), tuple(rate * level for level, rate in zip(levels, rates, strict=True)), tuple(rates)
    )


def steps(levels: list[float], amounts: list[float]) -> Pieces:
    """Pay the amount of the highest level reached."""
    breakpoints = levels if levels[0] == 0.0 else [0.0, *levels]
    values = amounts if levels[0] == 0.0 else [0.0, *amounts]
    return Pieces(tuple(breakpoints), tuple(values), (0.0,) * len(breakpoints))


def joined(points: list[tuple[float, float]], continues: bool) -> Pieces:
    """Straight lines between points; nothing left of the first, the last slope or none right of the last.

    Examples
    --------
    >>> joined([(0.75, 0.5), (1.0, 1.0), (1.5, 3.0)], continues=False).at(1.25)
    2.0
    """
    slopes = [(v2 - v1) / (x2 - x1) for (x1, v1), (x2, v2) in pairwise(points)]
    slopes.append(slopes[-1] if continues and slopes else 0.0)
    breakpoints, values = [x for x, _ in points], [v for _, v in points]
    if breakpoints[0] > 0.0:
        breakpoints, values, slopes = [0.0, *breakpoints], [0.0, *values], [0.0, *slopes]
    return Pieces(tuple(breakpoints), tuple(values), tuple(slopes))


def summed(curves: list[Pieces]) -> Pieces:
    """Add functions up.

    Examples
    --------
    >>> summed([steps([10.0], [5.0]), marginal([0.0, 4.0], [1.0, 2.0])]).at(10.0)
    21.0
    """
    points = sorted({point for curve in curves for point in curve.breakpoints})
    cut = list(curves)
    for point in points:
        cut = [curve.with_breakpoint(point) for curve in cut]
    return Pieces(
        tuple(points),
        tuple(sum(curve.values[i] for curve in cut) for i in range(len(points))),
        tuple(sum(curve.slopes[i] for curve in cut) for i in range(len(points))),
    )
