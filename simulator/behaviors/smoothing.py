"""Grids of a running total, and what a value on them is worth before a step's luck is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from simulator.behaviors.preferences import RiskAttitude

__all__ = ["Line", "Smoother", "cubic_weights", "luck_weights"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

_WIDTH = 6.0
_MARGIN = 2


@dataclass(frozen=True)
class Line:
    """An even grid of one running total for each class, in weeks of normal credit.

    Parameters
    ----------
    origin
        First point of each class [weeks of normal credit], ``(n,)``.
    step
        Distance of neighbors, the same for all [weeks of normal credit].
    size
        Number of points.
    """

    origin: Floats
    step: float
    size: int

    def points(self, before: int = 0, after: int = 0) -> Floats:
        """Give the points, and as many more before and after, ``(n, before + size + after)``."""
        return self.origin[:, None] + self.step * np.arange(-before, self.size + after)

    def place(self, position: Floats, row: Numbers) -> tuple[Numbers, Floats]:
        """Give the point below a position and the share of the way to the next one, for these classes.

        Beyond the ends the share is below 0 or above 1: what is interpolated goes on in a straight line.
        """
        there = (position - self.origin[row]) / self.step
        below = np.clip(np.floor(there), 0, self.size - 2).astype(np.int64)
        return below, there - below


def luck_weights(step: float, sd: float, averaged: bool) -> Floats:
    """Give what the neighbors of a point count when luck is normal.

    Parameters
    ----------
    step
        Distance of grid points.
    sd
        Standard deviation of luck, same unit.
    averaged
        Whether the values are means over cells rather than values at points.

    Returns
    -------
    Weights of the points from left to right around the middle one, an odd number; they sum to 1.

    Notes
    -----
    Exact normal probabilities of a value that is straight between points. That spreads luck by
    ``step**2 / 6`` (and averaging over cells by a further ``step**2 / 12``); the normal is taken narrower by
    as much, so that the variance is that of luck. Where luck is narrower than the grid, three points carry
    its variance.

    Examples
    --------
    >>> weights = luck_weights(1.0, 2.0, averaged=False)
    >>> offsets = np.arange(len(weights)) - len(weights) // 2
    >>> float((weights * offsets**2).sum().round(3))
    4.0
    """
    variance = (sd / step) ** 2 - (1.0 / 12.0 if averaged else 0.0)
    narrower = variance - 1.0 / 6.0
    if narrower < 0.1:
        side = max(variance, 0.0) / 2.0
        return np.array([side, 1.0 - 2.0 * side, side])
    reach = int(np.ceil(_WIDTH * np.sqrt(narrower))) + 1
    spread = np.sqrt(narrower)
    at = np.arange(-reach - 1, reach + 2) / spread
    twice = spread * (at * ndtr(at) + np.exp(-0.5 * at**2) / np.sqrt(2.0 * np.pi))
    weights = twice[2:] - 2.0 * twice[1:-1] + twice[:-2]
    return np.asarray(weights / weights.sum())


def cubic_weights(share: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Give the weights of four neighbors for a place between the second and the third of them."""
    t = np.asarray(share)
    return (
        -t * (t - 1.0) * (t - 2.0) / 6.0,
        (t + 1.0) * (t - 1.0) * (t - 2.0) / 2.0,
        -(t + 1.0) * t * (t - 2.0) / 2.0,
        (t + 1.0) * t * (t - 1.0) / 6.0,
    )


class Smoother:
    """Certainty equivalents of a value before luck, on a grid that reaches as far as effort can lead.

    Parameters
    ----------
    line
        The grid of the total.
    sd
        Standard deviation of a step's luck [weeks of normal credit].
    furthest
        The most that effort adds in a step [weeks of normal credit].
    risk
        Attitude to risk.
    """

    def __init__(self, line: Line, sd: float, furthest: float, risk: RiskAttitude) -> None:
        self.line, self.risk = line, risk
        self.ahead = int(np.ceil(furthest / line.step)) + 1
        self.weights = {averaged: luck_weights(line.step, sd, averaged) for averaged in (False, True)}
        self.reach = max(len(weights) // 2 for weights in self.weights.values())
        self.before, self.after = _MARGIN + self.reach, _MARGIN + self.ahead + self.reach

    def blurred(self, utility: Floats, weights: Floats) -> Floats:
        """Weigh each point with its neighbors, pair by pair from the middle outwards."""
        half = len(weights) // 2
        wanted = utility.shape[-1] - 2 * self.reach
        middle = self.reach
        total = weights[half] * utility[..., middle : middle + wanted]
        for offset in range(1, half + 1):
            left = utility[..., middle - offset : middle - offset + wanted]
            right = utility[..., middle + offset : middle + offset + wanted]
            total += weights[half + offset] * (left + right)
        return np.asarray(total)

    def extended(self, values: Floats) -> Floats:
        """Lead values on in straight lines at both ends, ``(n, carried, before + size + after)``."""
        left = values[..., :1] - values[..., 1:2]
        right = values[..., -1:] - values[..., -2:-1]
        return np.concatenate(
            [
                values[..., :1] + left * np.arange(self.before, 0, -1),
                values,
                values[..., -1:] + right * np.arange(1, self.after + 1),
            ],
            axis=-1,
        )

    def certain(self, values: Floats) -> Floats:
        """Give certainty equivalents before luck.

        Parameters
        ----------
        values
            Values after luck on the extended points, ``(n, carried, points)``; with a fourth axis, values at
            places within each point's cell, over which utility is averaged.

        Returns
        -------
        Certainty equivalents from two points before the grid on, ``(n, carried, wanted)``.
        """
        averaged = values.ndim == 4
        flat = values.reshape(*values.shape[:2], -1)
        middle = flat.shape[-1] // 2
        anchor = flat[..., middle : middle + 1]
        utility = self.risk.utility(flat, anchor)
        if averaged:
            utility = utility.reshape(values.shape).mean(axis=3)
        return self.risk.money(self.blurred(utility, self.weights[averaged]), anchor)

    def moved(self, certain: Floats, distance: float) -> Floats:
        """Give certainty equivalents a distance further on, at every point of the grid."""
        whole = int(np.floor(distance / self.line.step))
        start, size = _MARGIN + whole - 1, self.line.size
        weights = cubic_weights(np.asarray(distance / self.line.step - whole))
        total = weights[0] * certain[..., start : start + size]
        for number, weight in enumerate(weights[1:], start=1):
            total += weight * certain[..., start + number : start + number + size]
        return total

    def at(self, certain: Floats, distance: Floats) -> tuple[Floats, Floats]:
        """Give certainty equivalents and their slope a distance further on that differs by point.

        Parameters
        ----------
        certain
            From `certain`.
        distance
            How far each point moves [weeks of normal credit], ``(n, carried, size)``.
        """
        there = distance / self.line.step
        whole = np.floor(there)
        share = there - whole
        start = whole.astype(np.int64) + (_MARGIN - 1) + np.arange(self.line.size)
        width = certain.shape[-1]
        rows = np.arange(certain.shape[0] * certain.shape[1]).reshape(*certain.shape[:2], 1) * width
        flat, first = certain.reshape(-1), rows + start
        a, b, c, d = (flat[first + number] for number in range(4))
        third = (d - a) / 6.0 + (b - c) / 2.0
        second = (a + c) / 2.0 - b
        straight = c - a / 3.0 - b / 2.0 - d / 6.0
        value = b + share * (straight + share * (second + share * third))
        slope = straight + share * (2.0 * second + 3.0 * share * third)
        return value, slope / self.line.step
