"""Solve a part of a plan whose totals count the same sales: one total, or one within another.

The inner total closes first (a quarter), the outer one later (a year). Between two closes the outer total is
the inner one plus what was carried in, so that the state is the inner total and a number that stands still.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.backward_induction import Course, Step, Worth, solve
from simulator.behaviors.classes import Anchor, Classes
from simulator.behaviors.effort_models import EffortModel
from simulator.behaviors.frontier import frontier, range_of_results
from simulator.behaviors.plan_parts import Part
from simulator.behaviors.preferences import Preferences
from simulator.behaviors.smoothing import Line
from simulator.world.pay_terms import CompiledPlan

__all__ = ["NestedTotals", "Sheet", "later_lengths"]

Floats = NDArray[np.float64]

_SD_PER_STEP = 0.6
_SMALLEST, _LARGEST = 48, 144
_CARRIED_PER_SD = 1.25
_MOST_CARRIED = 48
_REACH = 3.5
_LEAST_CANDIDATES, _MOST_CANDIDATES = 5, 49
_LUCK_PER_CANDIDATE = 0.3


def later_lengths(rest: int, inner_weeks: int) -> list[int]:
    """Part the weeks after an inner close into about as many weeks each as the running period has.

    Examples
    --------
    >>> later_lengths(9, 4), later_lengths(39, 13), later_lengths(0, 13)
    ([4, 5], [13, 13, 13], [])
    """
    n = max(round(rest / inner_weeks), int(rest > 0))
    return [rest // n + (place >= n - rest % n) for place in range(n)]


@dataclass(frozen=True)
class Sheet:
    """Solved classes between two closes, on grids of the total and of what was carried in.

    Parameters
    ----------
    line
        Grid of the inner total [weeks of normal credit].
    carried
        Grid of what was carried in [weeks of normal credit].
    price
        Marginal value of credit [currency per unit of the leading total], ``(n_steps, n, n_carried, size)``.
    start
        Worth of a start at nothing, ``(n_steps, n, n_carried)``.
    """

    line: Line
    carried: Line
    price: NDArray[np.float32]
    start: Floats


@dataclass(frozen=True)
class NestedTotals:
    """All that a solution depends on beside the class.

    Parameters
    ----------
    part
        Totals and what they pay; the leading total is the first one.
    ratios
        How much of each total a unit of the leading one brings, ``(n_totals,)``.
    anchors
        Anchor of each total.
    inner_weeks, outer_weeks
        Length of the shorter and the longer period; equal if there is one period only.
    decision_weeks
        Weeks for which a decision holds.
    model
        Effort of the typical rep over groups of kinds, one row.
    weights, shares, base
        What revenue of each group counts in the leading total, share of normal revenue, worth beside what
        the totals pay [currency per currency unit], ``(n_groups,)``.
    preferences
        What the reps want.
    course
        Credit of a normal week over the mean, for each week of an inner period; empty where all are alike.
    """

    part: Part
    ratios: Floats
    anchors: tuple[Anchor, ...]
    inner_weeks: int
    outer_weeks: int
    decision_weeks: int
    model: EffortModel
    weights: Floats
    shares: Floats
    base: Floats
    preferences: Preferences
    course: tuple[float, ...]

    @property
    def inner(self) -> list[int]:
        """Totals that close with the inner period."""
        first = self.part.plan.accumulators[0].period
        return [n for n, total in enumerate(self.part.plan.accumulators) if total.period == first]

    @property
    def outer(self) -> list[int]:
        """Totals that close later."""
        return [n for n in range(len(self.ratios)) if n not in self.inner]

    @property
    def is_nested(self) -> bool:
        """Whether an outer total closes later than the inner one."""
        return bool(self.outer)

    def coming(self, weeks_left: int) -> tuple[float, float] | None:
        """Give the credit to come before the close of both totals, where both are at stake."""
        normal = float(sum(self.course[-weeks_left:])) if self.course else float(weeks_left)
        return (normal, normal) if self.is_nested else None

    def places(self, classes: Classes) -> tuple[Floats, Floats]:
        """Give the anchors of inner and outer total [weeks of normal credit], each ``(n,)``."""
        found = []
        for totals in (self.inner, self.outer or self.inner):
            total = max(totals, key=lambda t: self.anchors[t].level != 0.0)
            credit = classes.credit_per_week * self.ratios[total]
            found.append(self.anchors[total].at(credit, classes.quotas[:, total]))
        return found[0], found[1]

    def rows(self, classes: Classes) -> tuple[EffortModel, Floats, Floats, Floats]:
        """Write the typical rep once for each class: model, weights, opportunity and worth beside pay."""
        n = len(classes.credit_per_week)
        per_unit = float((self.weights * self.shares).sum())
        opportunity = classes.credit_per_week[:, None] * self.shares / per_unit
        tiled = np.ones((n, 1))
        return self.model.rows(np.zeros(n, np.int64)), tiled * self.weights, opportunity, tiled * self.base

    def dearest(self, classes: Classes) -> Floats:
        """Give the most that a unit of credit can be worth [currency per unit], ``(n,)``.

        The steepest expected pay of each close under one decision's luck, added up.
        """
        total = np.zeros(len(classes.credit_per_week))
        for totals in (self.inner, self.outer):
            if totals:
                total += self._steepest(classes, totals)
        return total

    def _steepest(self, classes: Classes, totals: list[int]) -> Floats:
        n, points = len(classes.credit_per_week), 400
        furthest = np.zeros(n)
        for t in totals:
            longest = self.part.plan.terms
            edges = [x.breakpoints[-1] * (classes.quotas[:, t] if x.relative_to_quota else 1.0)
                     for x in longest if x.accumulator == t]  # fmt: skip
            for edge in edges:
                furthest = np.maximum(furthest, edge / (classes.credit_per_week * self.ratios[t]))
        spread = classes.noise * self.decision_weeks**0.5
        step = np.maximum(furthest + 6.0 * spread, 1.0) / points
        x = step[:, None] * np.arange(points)
        pay = self._paid(classes, totals, x)
        rise = np.maximum(np.diff(pay, axis=1), 0.0)
        window = np.clip(np.ceil(spread / step).astype(np.int64), 1, points // 2)
        summed = np.concatenate([np.zeros((n, 1)), np.cumsum(rise, axis=1)], axis=1)
        best = np.array([(row[w:] - row[:-w]).max() for row, w in zip(summed, window, strict=True)])
        return np.asarray(best / (window * step * classes.credit_per_week))

    def _plan_of(self, totals: list[int]) -> CompiledPlan:
        plan = self.part.plan
        chosen = [n for n, term in enumerate(plan.terms) if term.accumulator in totals]
        gates = tuple(gate for gate in plan.gates_of(chosen) if gate.accumulator in totals)
        return CompiledPlan(plan.kinds, plan.accumulators, tuple(plan.terms[n] for n in chosen), 0.0, gates)

    def _paid(self, classes: Classes, totals: list[int], x: Floats) -> Floats:
        """Give what some totals pay when the leading one closes at ``x`` weeks of normal credit."""
        n, places = x.shape
        each = np.repeat(np.arange(n), places)
        amount = x.reshape(-1) * classes.credit_per_week[each]
        pay = self._plan_of(totals).pay(amount[:, None] * self.ratios, classes.quotas[each])
        return np.asarray(pay.reshape(n, places))

    def _gates_join(self) -> bool:
        """Whether a gate on one of the totals shuts what the other one pays."""
        plan, outer = self.part.plan, self.outer
        return any(
            (gate.accumulator in outer) != (plan.terms[term].accumulator in outer)
            for gate in plan.gates
            for term in gate.terms
        )

    def worth(self, classes: Classes, carried: Line, after: Sheet | None, first: int) -> Worth:
        """Build what the inner close brings: its own pay, and the outer close's pay or what comes after."""
        value, inner, outer = self.preferences.valuation.worth, self.inner, self.outer
        into = carried.points()
        rows = np.arange(len(into))
        joint = bool(outer) and self._gates_join()

        def whole(x: Floats) -> Floats:
            n, places = x.shape
            reach = into.shape[1]
            credit = np.empty((n, reach, places, len(self.ratios)))
            for total, ratio in enumerate(self.ratios):
                later = into[:, :, None] if total in outer else 0.0
                credit[..., total] = (x[:, None, :] + later) * ratio * classes.credit_per_week[:, None, None]
            quotas = np.broadcast_to(classes.quotas[:, None, None, :], credit.shape).reshape(
                -1, len(self.ratios)
            )
            pay = self.part.plan.pay(credit.reshape(-1, len(self.ratios)), quotas)
            return value(pay.reshape(n, reach, places), self.outer_weeks)

        def worth(x: Floats) -> Floats:
            if joint and after is None:
                return whole(x)
            now = value(self._paid(classes, inner, x), self.inner_weeks)[:, None, :]
            if not outer:
                return now
            n, places = x.shape
            apart = x[0, 1] - x[0, 0]
            stride = int(np.rint(carried.step / apart))
            reach = places + stride * (into.shape[1] - 1)
            total = into[:, :1] + x[:, :1] + apart * np.arange(reach)
            if after is None:
                later = value(self._paid(classes, outer, total), self.outer_weeks)
            else:
                row = np.repeat(rows[:n, None], reach, axis=1)
                below, share = after.carried.place(total, row)
                known = after.start[first]
                later = known[row, below] * (1.0 - share) + known[row, below + 1] * share
            return now + np.stack(
                [later[:, k * stride : k * stride + places] for k in range(into.shape[1])], axis=1
            )

        return worth

    def classes_of(self, nodes: list[tuple[int, ...]]) -> Classes:
        """Write nodes of the lattice as numbers."""
        plan = self.part.plan
        weeks = np.where(
            np.isin(np.arange(len(plan.accumulators)), self.outer), self.outer_weeks, self.inner_weeks
        )
        return Classes.of(nodes, self.part, self.ratios, weeks.astype(np.float64))

    def ranges(self, classes: Classes) -> tuple[Floats, Floats, Floats]:
        """Give the dearest credit, and the least and most results to consider, each ``(n,)``."""
        model, weights, opportunity, base = self.rows(classes)
        dearest = self.dearest(classes)
        low, high = range_of_results(model, dearest, weights, opportunity, base)
        return dearest, low, high

    def solved(self, classes: Classes, rest: int, after: Sheet | None) -> Sheet:
        """Solve classes that share luck and range of results, from an inner close back to its start.

        Parameters
        ----------
        classes
            The classes; equal ``noise`` and :meth:`ranges`.
        rest
            Weeks of the outer period after the inner close.
        after
            The sheet of the inner period that follows; None before the outer close.
        """
        model, weights, opportunity, base = self.rows(classes)
        dearest, low, high = self.ranges(classes)
        noise = float(classes.noise[0])
        results = np.linspace(low[0], high[0], self.candidates(float(high[0] - low[0]), noise))
        costs = frontier(model, results, dearest, weights, opportunity, base)
        steps = self.steps()
        line, carried = self.grids(classes, noise, float(low[0]), float(high[0]), rest)
        course = Course(
            classes.credit_per_week, noise, costs, np.zeros(len(dearest)), steps, self.preferences
        )
        after_length = later_lengths(rest, self.inner_weeks)
        first = self.step_of(after_length[0]) if after_length else 0
        worth = self.worth(classes, carried, after, first)
        solved = solve(course, line, self.closing(worth, classes))
        return Sheet(line, carried, solved.price.astype(np.float32), _at_nothing(line, solved.value))

    def closing(self, worth: Worth, classes: Classes) -> Worth:  # noqa: ARG002 - for those who look further
        """Give all that a close brings; kinds of totals that look beyond it add to what it pays."""
        return worth

    def candidates(self, span: float, noise: float) -> int:
        """Give how many results to compare: the more, the more luck's spread they cover."""
        of_luck = span * self.decision_weeks**0.5 / (noise * _LUCK_PER_CANDIDATE)
        return int(np.clip(np.ceil(of_luck) + 4, _LEAST_CANDIDATES, _MOST_CANDIDATES))

    def steps(self) -> list[Step]:
        """Give the decisions of an inner period; the first one is short if they do not divide it."""
        n = -(-self.inner_weeks // self.decision_weeks)
        first = self.inner_weeks - (n - 1) * self.decision_weeks
        ends = [0, *(first + number * self.decision_weeks for number in range(n))]
        course = self.course or (1.0,) * self.inner_weeks
        return [Step(float(end - begin), float(np.mean(course[begin:end]))) for begin, end in pairwise(ends)]

    def step_of(self, weeks_left: int) -> int:
        """Give which decision is next when so many weeks of the inner period are left."""
        n = -(-self.inner_weeks // self.decision_weeks)
        return max(n - -(-weeks_left // self.decision_weeks), 0)

    def grids(self, classes: Classes, noise: float, low: float, high: float, rest: int) -> tuple[Line, Line]:
        """Lay grids that hold all that can happen, with anchors on the edges between cells."""
        inner_anchor, outer_anchor = self.places(classes)
        weeks = float(self.inner_weeks)
        bottom, top = _span(weeks, low, high, noise)
        sd = noise * self.decision_weeks**0.5
        size = int(np.clip(np.ceil((top - bottom) / (_SD_PER_STEP * sd)), _SMALLEST, _LARGEST)) + 2
        step = (top - bottom) / (size - 2)
        half = 0.5 * step
        origin = inner_anchor + half - step * np.ceil((inner_anchor + half - bottom) / step)
        elapsed = float(self.outer_weeks - self.inner_weeks - rest)
        if not self.outer or elapsed <= 0.0:
            return Line(origin, step, size), Line(np.zeros(len(origin)), step, 1 if not self.outer else 2)
        least = elapsed * low - 3.0 * noise * elapsed**0.5
        most = elapsed * high + 3.0 * noise * elapsed**0.5
        blur = sd if rest == 0 else noise * self.inner_weeks**0.5 / 2.0
        count = int(np.clip(np.ceil((most - least) / (_CARRIED_PER_SD * blur)), 8, _MOST_CARRIED)) + 1
        cells = max(int(np.ceil((most - least) / (count - 1) / step)), 1)
        wide = cells * step
        between = outer_anchor - inner_anchor
        start = between - wide * np.ceil((between - least) / wide)
        return Line(origin, step, size), Line(start, wide, count)


def _span(weeks: float, low: float, high: float, noise: float) -> tuple[float, float]:
    """Give the least and the most that a total can come to within a period."""
    worst = min(weeks, (_REACH * noise / (2.0 * low)) ** 2 if low > 0.0 else weeks)
    bottom = min(worst * low - _REACH * noise * worst**0.5, 0.0)
    return bottom, weeks * high + _REACH * noise * weeks**0.5


def _at_nothing(line: Line, values: Floats) -> Floats:
    """Read values at a total of nothing, ``(n_steps, n, n_carried)``."""
    rows = np.arange(values.shape[1])
    below, share = line.place(np.zeros(len(rows)), rows)
    low = values[:, rows, :, below].transpose(1, 0, 2)
    high = values[:, rows, :, below + 1].transpose(1, 0, 2)
    weight = share[None, :, None]
    return np.asarray(low * (1.0 - weight) + high * weight)
