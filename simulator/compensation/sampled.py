"""Functions that can only be asked for values, written as straight pieces with jumps."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from simulator.compensation.pieces import Pieces

Function = Callable[[float], float]
Part = tuple[float, float, float, float]
"""Start, end, value at the start, slope."""

ROUNDS: Final = 48
MOST_PIECES: Final = 128
DOUBLINGS: Final = range(-5, 9)
TOLERANCE: Final = 1e-9
DECIMALS: Final = 2
NEAR: Final = 1e-6
SHORT: Final = 1e-4


def sampled(function: Function, typical: float) -> Pieces:
    """Find the pieces of a function.

    Parameters
    ----------
    function
        Value at a point that is not negative.
    typical
        Points of this size matter; the last piece goes on from 256 times of it.

    Returns
    -------
    The function, exact to about six digits where it is straight between kinks and jumps; curved parts are
    cut into short straight ones, between one and three hundred.

    Examples
    --------
    >>> found = sampled(lambda x: 0.1 * max(x - 30.0, 0.0) + (50.0 if x >= 80.0 else 0.0), 100.0)
    >>> found.breakpoints, found.values
    ((0.0, 30.0, 80.0), (0.0, 0.0, 55.0))
    """
    points = [0.0, *(typical * 2.0**power for power in DOUBLINGS)]
    rough = list(pairwise(points))
    straight: list[Part] = []
    shortest = TOLERANCE * typical
    for _ in range(ROUNDS):
        again: list[tuple[float, float]] = []
        has_room = len(straight) + len(rough) < MOST_PIECES
        for start, end in rough:
            is_straight, value, slope = _line(function, start, end)
            if is_straight or not has_room:
                straight.append((start, end, value, slope))
            elif end - start > shortest:
                middle = 0.5 * (start + end)
                again += [(start, middle), (middle, end)]
        rough = again
        if not rough:
            break
    return _joined(sorted(straight), typical)


def _line(function: Function, start: float, end: float) -> tuple[bool, float, float]:
    """Whether a function is straight from a point up to another one, its value there, and its slope."""
    at = [start + share * (end - start) for share in (0.0, 0.31, 0.73)]
    low, middle, high = (function(x) for x in at)
    slope = (high - low) / (at[2] - at[0])
    near_end = function(end - 1e-3 * (end - start))
    size = TOLERANCE * max(abs(low), abs(high), 1.0)
    fits = abs(low + slope * (at[1] - at[0]) - middle) <= size
    fits = fits and abs(low + slope * 0.999 * (end - start) - near_end) <= 4.0 * size
    return fits, low, slope


def _joined(parts: list[Part], typical: float) -> Pieces:
    """Join parts that lie on one line; short parts between long ones tell where a jump is."""
    long = [part for part in parts if part[1] - part[0] > SHORT * typical] or parts
    points, values, slopes = [0.0], [long[0][2] - long[0][3] * long[0][0]], [long[0][3]]
    for (_, end, _, _), (start, _, value, slope) in pairwise(long):
        left = values[-1] + slopes[-1] * (start - points[-1])
        turn = slope - slopes[-1]
        size = max(abs(value), abs(slope * typical), 1.0)
        bends = abs(turn) * typical > 1e-7 * size
        if abs(left - value) <= 1e-6 * size and not bends:
            continue
        place = start + (left - value) / turn if bends else start
        if not end - NEAR * typical <= place <= start + NEAR * typical or not bends:
            on_line = (
                x
                for x, _, y, _ in parts
                if end <= x <= start and abs(value + slope * (x - start) - y) <= 1e-6 * size
            )
            place = next(on_line, start)
        if abs(round(place, DECIMALS) - place) <= NEAR * typical:
            place = round(place, DECIMALS)
        points.append(place)
        values.append(value + slope * (place - start))
        slopes.append(slope)
    return Pieces(tuple(points), tuple(values), tuple(slopes))
