"""Solve two totals of one period of which one counts part of what the other one counts.

All revenue and premium revenue, say, joined by a gate or by the sales they share. The state is what was sold
of the part that both count and of the rest, whose lucks are independent; effort moves both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.classes import Classes
from simulator.behaviors.nested_totals import NestedTotals, Sheet
from simulator.behaviors.smoothing import Line, Smoother

__all__ = ["CrossedTotals"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

_CELLS = 4
_SD_PER_STEP = 0.5
_SMALLEST, _LARGEST = 28, 64
_REACH = 3.0
_CANDIDATES = 9
_LADDER = 4.0
_OFF_PEAK = 1e-12


@dataclass(frozen=True)
class CrossedTotals(NestedTotals):
    """A wide total and a narrow one that counts part of the same sales.

    Parameters
    ----------
    common_variance
        Share of the wide total's variance that comes from what both count [1].

    Notes
    -----
    Groups of kinds are, in this order, what both totals count and what the wide one alone counts; kinds that
    neither counts stay at their normal effort. Prices are of credit of the first group, and after them
    those of the second, both per unit of the wide total.
    """

    common_variance: float

    def places(self, classes: Classes) -> tuple[Floats, Floats]:
        """Give the anchors of the narrow and the wide total [weeks of normal credit of the wide one]."""
        credit = classes.credit_per_week
        narrow = self.anchors[1].at(credit * self.per_common, classes.quotas[:, 1])
        return narrow, self.anchors[0].at(credit, classes.quotas[:, 0])

    @property
    def per_common(self) -> float:
        """What the narrow total gains when the wide one gains a unit from what both count."""
        return float(self.ratios[1] / self.portion[0])

    def coming(self, weeks_left: int) -> tuple[float, float]:
        """Give the credit to come before the close: of what both count, and of all."""
        return weeks_left * float(self.portion[0]), float(weeks_left)

    @property
    def portion(self) -> Floats:
        """Share of the wide total's normal credit that each of the two groups brings, ``(2,)``."""
        brought = (self.weights * self.shares)[:2]
        return np.asarray(brought / brought.sum())

    def ranges(self, classes: Classes) -> tuple[Floats, Floats, Floats]:
        """Give the dearest credit, and the least and most results of either group, on a fixed ladder."""
        model, weights, opportunity, base = self.rows(classes)
        dearest = self._steepest(classes, [0, 1]) / float(self.portion.min())
        low, high = np.full(len(dearest), np.inf), np.zeros(len(dearest))
        for pair in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)):
            price = dearest[:, None] * np.concatenate([pair, np.zeros(weights.shape[1] - 2)])
            results = model.output(model.choose(price * weights + base, opportunity))[:, :2]
            low, high = np.minimum(low, results.min(axis=1)), np.maximum(high, results.max(axis=1))
        rung = 2.0 ** (np.ceil(np.log2(np.maximum(high, 1e-3)) * _LADDER) / _LADDER)
        least = 2.0 ** (np.floor(np.log2(np.maximum(low, 1e-3)) * _LADDER) / _LADDER)
        return dearest, np.where(low > 1e-2, least, 0.0), rung

    def solved(self, classes: Classes, rest: int, after: Sheet | None) -> Sheet:  # noqa: ARG002 - one period
        """Solve classes that share luck and range of results, from the close back to the start."""
        _, low, high = self.ranges(classes)
        results = np.linspace(low[0], high[0], _CANDIDATES)
        cost = self._costs(classes, results)
        sds = float(classes.noise[0]) * np.sqrt([self.common_variance, 1.0 - self.common_variance])
        common, other = self._lines(classes, sds, float(low[0]), float(high[0]))
        prices: list[list[Floats]] = [[], []]
        value: Floats | None = None
        for step in reversed(self.steps()):
            spread = sds * step.weeks**0.5
            furthest = high[0] * self.portion * step.weeks
            pair = _Pair(common, other, spread, furthest, self)
            certain = pair.at_close(classes) if value is None else pair.before_luck(value)
            value, found = pair.best(certain, results * step.weeks, cost * step.weeks, step.weeks)
            for kept, price in zip(prices, found, strict=True):
                kept.append(price / classes.credit_per_week[:, None, None])
        stacked = np.stack([*prices[0][::-1], *prices[1][::-1]])
        return Sheet(common, other, stacked.astype(np.float32), np.zeros((1, len(cost), other.size)))

    def _costs(self, classes: Classes, results: Floats) -> Floats:
        """Give the net cost of each pair of results [currency per week], ``(n, n_results, n_results)``."""
        model, _, opportunity, base = self.rows(classes)
        n, size = len(classes.noise), len(results)
        found = np.empty((n, size, size))
        for i, first in enumerate(results):
            for j, second in enumerate(results):
                output = np.ones_like(opportunity)
                output[:, 0], output[:, 1] = first, second
                effort = model.effort_for(output)
                found[:, i, j] = model.cost(effort) - (base * output * opportunity).sum(axis=1)
        return found

    def _lines(self, classes: Classes, sds: Floats, low: float, high: float) -> tuple[Line, Line]:
        """Lay both grids, with the anchors on edges between cells."""
        weeks = float(self.inner_weeks)
        narrow, wide = self.places(classes)
        lines = []
        for portion, sd, anchor in zip(self.portion, sds, (narrow, wide - narrow), strict=True):
            reach = _REACH * sd * weeks**0.5
            bottom, top = -0.5 * reach, weeks * portion * min(high, 1.6) + reach
            if low < 0.0:
                bottom -= reach
            step_sd = sd * self.decision_weeks**0.5
            size = int(np.clip(np.ceil((top - bottom) / (_SD_PER_STEP * step_sd)), _SMALLEST, _LARGEST)) + 2
            step = (top - bottom) / (size - 2)
            edge = anchor + 0.5 * step
            lines.append(Line(edge - step * np.ceil((edge - bottom) / step), step, size))
        return lines[0], lines[1]

    def pay_at(self, classes: Classes, common: Floats, other: Floats) -> Floats:
        """Give what both totals pay [currency].

        Parameters
        ----------
        classes
            The classes.
        common, other
            Sales of either group [weeks of the wide total's normal credit], ``(n, n_common)`` and
            ``(n, n_other)``.

        Returns
        -------
        Pay, ``(n, n_other, n_common)``.
        """
        n = len(common)
        shape = (n, other.shape[1], common.shape[1])
        credit = classes.credit_per_week[:, None, None]
        wide = (other[:, :, None] + common[:, None, :]) * credit
        narrow = np.broadcast_to(common[:, None, :] * credit, shape) * self.per_common
        totals = np.stack([wide.reshape(-1), narrow.reshape(-1)], axis=1)
        each = np.repeat(np.arange(n), shape[1] * shape[2])
        pay = self.part.plan.pay(totals, classes.quotas[each]).reshape(shape)
        return self.preferences.valuation.worth(pay, float(self.inner_weeks))


class _Pair:
    """One step of both groups: what lies ahead before luck, and the best pair of results."""

    def __init__(
        self, common: Line, other: Line, sds: Floats, furthest: Floats, totals: CrossedTotals
    ) -> None:
        risk = totals.preferences.risk
        self.totals, self.risk = totals, risk
        self.common = Smoother(common, float(sds[0]), float(furthest[0]), risk)
        self.other = Smoother(other, float(sds[1]), float(furthest[1]), risk)

    def at_close(self, classes: Classes) -> Floats:
        """Give certainty equivalents before the last luck, pay averaged over places within each cell."""
        places = []
        for one in (self.common, self.other):
            points = one.line.points(one.before, one.after)
            within = ((np.arange(_CELLS) + 0.5) / _CELLS - 0.5) * one.line.step
            places.append((points[:, :, None] + within).reshape(len(points), -1))
        pay = self.totals.pay_at(classes, places[0], places[1])
        anchor = pay.mean(axis=(1, 2), keepdims=True)
        utility = self.risk.utility(pay, anchor)
        n, rows, columns = utility.shape
        cells = utility.reshape(n, rows // _CELLS, _CELLS, columns // _CELLS, _CELLS).mean(axis=(2, 4))
        return self._blurred(cells, anchor, averaged=True)

    def before_luck(self, value: Floats) -> Floats:
        """Give certainty equivalents before a step's luck."""
        wide = self.common.extended(value)
        high = self.other.extended(wide.swapaxes(1, 2)).swapaxes(1, 2)
        anchor = value.mean(axis=(1, 2), keepdims=True)
        return self._blurred(self.risk.utility(high, anchor), anchor, averaged=False)

    def _blurred(self, utility: Floats, anchor: Floats, *, averaged: bool) -> Floats:
        along = self.common.blurred(utility, self.common.weights[averaged])
        across = self.other.blurred(along.swapaxes(1, 2), self.other.weights[averaged])
        return self.risk.money(np.ascontiguousarray(across.swapaxes(1, 2)), anchor)

    def best(
        self, certain: Floats, results: Floats, cost: Floats, weeks: float
    ) -> tuple[Floats, tuple[Floats, Floats]]:
        """Compare all pairs of results and refine the best: value, and prices of both groups."""
        wishes = self.totals.preferences
        discount = wishes.discount_per_week**weeks
        biased = discount * wishes.present_bias
        portion = self.totals.portion
        gains = np.empty((len(results), len(results), *self._shape(certain)))
        for j, second in enumerate(results):
            there = self.other.moved(certain.swapaxes(1, 2), second * portion[1]).swapaxes(1, 2)
            for i, first in enumerate(results):
                gain = biased * self.common.moved(there, first * portion[0])
                gains[i, j] = gain - cost[:, i, j][:, None, None]
        flat = gains.reshape(len(results) ** 2, *gains.shape[2:])
        number = flat.argmax(axis=0)
        top = np.take_along_axis(flat, number[None], axis=0)[0]
        row, column = np.divmod(number, len(results))
        width = results[1] - results[0]
        first, more = _refined(flat, number, top, row, len(results), len(results))
        second, still_more = _refined(flat, number, top, column, len(results), 1)
        moves = (results[row] + first * width) * portion[0], (results[column] + second * width) * portion[1]
        later, prices = self._read(certain, moves)
        value = top + more + still_more + (discount - biased) * later
        return value, (biased * prices[0], biased * prices[1])

    def _shape(self, certain: Floats) -> tuple[int, int, int]:
        return len(certain), self.other.line.size, self.common.line.size

    def _read(self, certain: Floats, moves: tuple[Floats, Floats]) -> tuple[Floats, tuple[Floats, Floats]]:
        """Give value and both slopes where the moves lead, straight between points."""
        n, rows, columns = self._shape(certain)
        margin = (certain.shape[2] - columns - self.common.ahead) // 2
        x = moves[0] / self.common.line.step + margin + np.arange(columns)
        y = moves[1] / self.other.line.step + margin + np.arange(rows)[:, None]
        left = np.clip(np.floor(x).astype(np.int64), 0, certain.shape[2] - 2)
        lower = np.clip(np.floor(y).astype(np.int64), 0, certain.shape[1] - 2)
        u, v = x - left, y - lower
        where = np.arange(n)[:, None, None]
        slopes = (
            _slope(certain, self.common.line.step),
            _slope(certain.swapaxes(1, 2), self.other.line.step).swapaxes(1, 2),
        )

        def read(table: Floats) -> Floats:
            bottom = table[where, lower, left] * (1.0 - u) + table[where, lower, left + 1] * u
            top = table[where, lower + 1, left] * (1.0 - u) + table[where, lower + 1, left + 1] * u
            return np.asarray(bottom * (1.0 - v) + top * v)

        return read(certain), (read(slopes[0]), read(slopes[1]))


def _slope(table: Floats, step: float) -> Floats:
    """Give the slope along the last axis from four neighbors, near the ends from two."""
    slope = np.gradient(table, step, axis=-1)
    near = table[..., 3:-1] - table[..., 1:-3]
    slope[..., 2:-2] = (8.0 * near - (table[..., 4:] - table[..., :-4])) / (12.0 * step)
    return np.asarray(slope)


def _refined(
    gains: Floats, number: Numbers, top: Floats, along: Numbers, size: int, stride: int
) -> tuple[Floats, Floats]:
    """Refine the best candidate along one axis by a parabola: offset in candidates, and what it adds."""
    inner = (along > 0) & (along < size - 1)
    centre = np.where(inner, number, size + 1)
    left = np.take_along_axis(gains, (centre - stride)[None], axis=0)[0]
    right = np.take_along_axis(gains, (centre + stride)[None], axis=0)[0]
    usable = inner & np.isfinite(left) & np.isfinite(right)
    curved = np.where(usable, 2.0 * top, 0.0) - np.where(usable, left, 0.0) - np.where(usable, right, 0.0)
    usable &= curved > _OFF_PEAK
    rise = np.where(usable, right, 0.0) - np.where(usable, left, 0.0)
    offset = 0.5 * rise / np.where(usable, curved, 1.0)
    return offset, 0.25 * rise * offset
