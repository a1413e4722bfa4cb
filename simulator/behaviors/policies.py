"""Policies solved once for each class of reps, kept, and read between classes and totals."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.backward_induction import Step
from simulator.behaviors.classes import Classes, corners
from simulator.behaviors.nested_totals import Sheet, later_lengths
from simulator.behaviors.smoothing import Line

__all__ = ["Policy", "PolicyCache", "Solver"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Node = tuple[int, ...]
Range = tuple[float, float, float]

_MOST_STEPS = 4096
_RIDGE = 0.1
_TOGETHER = 24
"""Classes solved in one go; each is solved alike whatever its company."""


class Solver(Protocol):
    """What a policy needs of the part of a plan that it solves."""

    @property
    def inner_weeks(self) -> int:
        """Weeks of the shorter period."""

    def coming(self, weeks_left: int) -> tuple[float, float] | None:
        """Give the credit to come before the last close of both totals; None where one is at stake."""

    def steps(self) -> list[Step]:
        """Give the decisions of an inner period."""

    def classes_of(self, nodes: list[Node]) -> Classes:
        """Write nodes of the lattice as numbers."""

    def ranges(self, classes: Classes) -> tuple[Floats, Floats, Floats]:
        """Give the dearest credit, and the least and most results to consider."""

    def places(self, classes: Classes) -> tuple[Floats, Floats]:
        """Give the anchors of both totals [weeks of normal credit]."""

    def solved(self, classes: Classes, rest: int, after: Sheet | None) -> Sheet:
        """Solve some classes up to an inner close."""

    def step_of(self, weeks_left: int) -> int:
        """Give which decision is next."""


@dataclass
class _Table:
    """Sheets of one stage, laid end to end, and where each class lies."""

    place: dict[Node, int] = field(default_factory=dict)
    sheets: list[tuple[Sheet, int]] = field(default_factory=list)
    prices: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    fresh: list[NDArray[np.float32]] = field(default_factory=list)
    n_prices: int = 0
    columns: Floats = field(default_factory=lambda: np.zeros((0, 10)))

    def add(self, nodes: list[Node], sheet: Sheet, anchors: tuple[Floats, Floats]) -> None:
        """Append a sheet; its prices are kept step by step for each class."""
        n_steps, n, n_carried, size = sheet.price.shape
        first = self.n_prices
        block = n_steps * n_carried * size
        self.fresh.append(sheet.price.transpose(1, 0, 2, 3).reshape(-1))
        self.n_prices += n * block
        rows = np.empty((n, 10))
        rows[:, 0] = first + block * np.arange(n)
        rows[:, 1:4] = n_carried * size, size, n_carried
        rows[:, 4], rows[:, 5] = sheet.line.origin, sheet.line.step
        rows[:, 6], rows[:, 7] = sheet.carried.origin, sheet.carried.step
        rows[:, 8], rows[:, 9] = anchors
        kept = replace(sheet, price=sheet.price[:, :0])
        for number, node in enumerate(nodes):
            self.place[node] = len(self.columns) + number
            self.sheets.append((kept, number))
        self.columns = np.concatenate([self.columns, rows])

    def settle(self) -> None:
        """Lay what was added to the rest."""
        self.prices = np.concatenate([self.prices, *self.fresh])
        self.fresh = []


class Policy:
    """What reps with the same wishes and effort do under one part of a plan, solved as it is asked for.

    Parameters
    ----------
    solver
        Solves classes.
    """

    def __init__(self, solver: Solver) -> None:
        self.solver = solver
        self._tables: dict[int, _Table] = {}
        self._ranges: dict[Node, Range] = {}

    @property
    def n_classes(self) -> int:
        """Number of classes solved, over all stages."""
        return sum(len(table.place) for table in self._tables.values())

    @property
    def size_bytes(self) -> int:
        """Memory that the solutions take."""
        return sum(table.prices.nbytes for table in self._tables.values())

    def price(
        self,
        coordinates: Floats,
        gaps: tuple[Floats, Floats],
        weeks_left: int,
        rest: int,
        group: int = 0,
    ) -> Floats:
        """Read the marginal value of credit.

        Parameters
        ----------
        coordinates
            Place on the lattice of classes, in steps, ``(n, n_axes)``.
        gaps
            How far inner and outer total are beyond their anchors [weeks of normal credit], each ``(n,)``.
        weeks_left
            Weeks to the inner close.
        rest
            Weeks from there to the outer close.
        group
            Which sales are asked for, where the solver tells two groups apart.

        Returns
        -------
        Currency per unit of the leading total, ``(n,)``.
        """
        nodes, weights = corners(coordinates)
        flat = nodes.reshape(-1, nodes.shape[2])
        number = np.zeros(len(flat), dtype=np.int64)
        for axis in range(flat.shape[1]):
            number = number * _MOST_STEPS + np.clip(flat[:, axis] + _MOST_STEPS // 2, 0, _MOST_STEPS - 1)
        _, first, inverse = np.unique(number, return_index=True, return_inverse=True)
        named = [tuple(node) for node in flat[first].tolist()]
        table = self._stage(rest, named)
        at = np.array([table.place[node] for node in named])[inverse.reshape(-1)]
        repeated = [np.repeat(gap, nodes.shape[1]) for gap in gaps]
        coming = self.solver.coming(weeks_left) if rest == 0 else None
        step = self.solver.step_of(weeks_left) + group * len(self.solver.steps())
        read = _read(table, at, step, repeated[0], repeated[1], coming)
        weighed = read.reshape(weights.shape) * weights
        total = weighed[:, 0].copy()
        for column in range(1, weighed.shape[1]):
            total += weighed[:, column]
        return total

    def _stage(self, rest: int, nodes: list[Node]) -> _Table:
        """Solve what is missing at a stage, and before it what comes after."""
        table = self._tables.setdefault(rest, _Table())
        missing = [node for node in nodes if node not in table.place]
        if not missing:
            return table
        lengths = later_lengths(rest, self.solver.inner_weeks)
        later = self._stage(rest - lengths[0], missing) if lengths else None
        for together in self._alike(missing):
            classes = self.solver.classes_of(together)
            after = _gathered(later, together) if later is not None else None
            sheet = self.solver.solved(classes, rest, after)
            table.add(together, sheet, self.solver.places(classes))
        table.settle()
        return table

    def _alike(self, nodes: list[Node]) -> list[list[Node]]:
        """Group nodes that share luck and range of results."""
        new = [node for node in nodes if node not in self._ranges]
        if new:
            classes = self.solver.classes_of(new)
            _, low, high = self.solver.ranges(classes)
            for number, node in enumerate(new):
                self._ranges[node] = (float(classes.noise[number]), float(low[number]), float(high[number]))
        groups: dict[Range, list[Node]] = {}
        for node in nodes:
            groups.setdefault(self._ranges[node], []).append(node)
        return [
            group[start : start + _TOGETHER]
            for group in groups.values()
            for start in range(0, len(group), _TOGETHER)
        ]


def _gathered(table: _Table, nodes: list[Node]) -> Sheet:
    """Put together the starts of some classes, which may lie in several sheets."""
    found = [table.sheets[table.place[node]] for node in nodes]
    first = found[0][0]
    origin = np.array([sheet.carried.origin[row] for sheet, row in found])
    start = np.stack([sheet.start[:, row] for sheet, row in found], axis=1)
    return Sheet(first.line, Line(origin, first.carried.step, first.carried.size), first.price[:, :0], start)


def _read(
    table: _Table, at: Numbers, step: int, inner: Floats, outer: Floats, coming: tuple[float, float] | None
) -> Floats:
    """Interpolate prices of classes at gaps to their anchors.

    What matters lies along two ridges: where the inner total will just reach its anchor whatever was carried
    in, and where the outer one will. Between two amounts carried in, prices are therefore read at the same
    inner total and, if the outer total closes as well, at the same outer total, and weighed by how near
    either ridge is (``coming`` is the credit still expected before each close [weeks of normal credit]).
    """
    column = table.columns[at].T
    x = inner + column[8]
    carried = outer + column[9] - x
    size, n_carried = column[2].astype(np.int64), column[3].astype(np.int64)
    c_at, share = _between((carried - column[6]) / column[7], n_carried)
    sheet = column[0].astype(np.int64) + step * column[1].astype(np.int64)
    place = (x - column[4]) / column[5]
    low, high = sheet + c_at * size, sheet + np.minimum(c_at + 1, n_carried - 1) * size
    same_inner = _along(table, low, place, size) * (1.0 - share) + _along(table, high, place, size) * share
    if coming is None:
        return same_inner
    wide = column[7] / column[5]
    before = _along(table, low, place + share * wide, size)
    after = _along(table, high, place - (1.0 - share) * wide, size)
    near_inner = 1.0 / (_RIDGE + np.square(inner + coming[0]))
    near_outer = 1.0 / (_RIDGE + np.square(outer + coming[1]))
    same_outer = before * (1.0 - share) + after * share
    return np.asarray((near_inner * same_inner + near_outer * same_outer) / (near_inner + near_outer))


def _along(table: _Table, row: Numbers, place: Floats, size: Numbers) -> Floats:
    """Interpolate along the inner total."""
    below, share = _between(place, size)
    first = row + below
    return np.asarray(table.prices[first] * (1.0 - share) + table.prices[first + 1] * share)


def _between(place: Floats, size: Numbers) -> tuple[Numbers, Floats]:
    """Give the point below and the share of the way to the next; beyond the ends, the end."""
    last = np.maximum(size - 1, 0)
    place = np.clip(place, 0.0, last)
    below = np.minimum(place.astype(np.int64), np.maximum(last - 1, 0))
    return below, place - below


class PolicyCache:
    """Policies by what they depend on, the least used forgotten when memory runs out.

    Parameters
    ----------
    most_bytes
        Memory that solutions may take together.

    Examples
    --------
    >>> PolicyCache(1e6).n_policies
    0
    """

    def __init__(self, most_bytes: float) -> None:
        self.most_bytes = most_bytes
        self._kept: OrderedDict[object, Policy] = OrderedDict()

    @property
    def n_policies(self) -> int:
        """Number of policies kept."""
        return len(self._kept)

    def get(self, key: object, build: Callable[[], Solver]) -> Policy:
        """Find a policy, or begin one.

        Parameters
        ----------
        key
            All that the policy depends on.
        build
            Gives its solver.
        """
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        while (
            len(self._kept) > 1 and sum(policy.size_bytes for policy in self._kept.values()) > self.most_bytes
        ):
            self._kept.popitem(last=False)
        self._kept[key] = Policy(build())
        return self._kept[key]

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
