"""Which numbers of a pay plan serve the firm best, when the rep answers them as well as it can.

The firm chooses some numbers of a plan. The rep answers with the effort that is best for it over one period,
solved as for every rep who looks ahead. Salary is then what makes the rep stay: the certainty equivalent of
the job equals what it could have elsewhere. The best numbers are searched on a grid that closes in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.compensation import compile_plan, load_plan
from simulator.documents import Document, set_value, subdocument
from simulator.studies.rep_answers import Answer, Job, answers, period_weeks
from simulator.world.pay_terms import CompiledPlan, CreditKind

if TYPE_CHECKING:
    from simulator.scenario import Scenario

__all__ = ["Best", "PlanFamily", "best_plan"]

Floats = NDArray[np.float64]

MOST_TOGETHER = 128
ROUNDS = 4
AROUND = 24
"""Places along one number that are tried at a time."""


@dataclass(frozen=True)
class Best:
    """The best plan of a family: its free numbers, how the rep answers it (one row), weeks of its period."""

    numbers: dict[str, float]
    answer: Answer
    weeks: int


@dataclass(frozen=True)
class PlanFamily:
    """A plan with free numbers, each between two ends.

    Parameters
    ----------
    document
        The plan.
    free
        Key path of each free number, with its least and its most.
    kinds
        Kinds of credit.
    """

    document: Document
    free: Mapping[str, tuple[float, float]]
    kinds: tuple[CreditKind, ...]

    @classmethod
    def of(cls, scenario: Scenario, plan: str, free: Mapping[str, tuple[float, float]]) -> PlanFamily:
        """Take a plan of a scenario and free some of its numbers."""
        kinds = scenario.resolved[scenario.baseline].kinds
        return cls(subdocument(scenario.document, ("plans", plan)), dict(free), kinds)

    def compiled(self, numbers: Sequence[float]) -> CompiledPlan:
        """Compile the plan with these numbers in place of its own."""
        document = self.document
        for key, value in zip(self.free, numbers, strict=True):
            document = set_value(document, key, written(value))
        return compile_plan(load_plan(document), self.kinds, {})


def written(number: float) -> str:
    """Write a number as plans take it: shares to a millionth, amounts to a cent.

    Examples
    --------
    >>> written(1 / 3), written(1000 / 3)
    ('0.333333', '333.33')
    """
    return repr(round(float(number), 6 if abs(number) < 10.0 else 2))


def best_plan(
    job: Job,
    family: PlanFamily,
    *,
    points: int = 9,
    rounds: int = ROUNDS,
    start: Mapping[str, float] | None = None,
) -> Best:
    """Search the free numbers that leave the firm most.

    Parameters
    ----------
    job
        What the rep faces.
    family
        The plan with its free numbers.
    points
        Points of the grid for each number, at least 3.
    rounds
        How often the grid closes in around the best point; each time it becomes narrower by
        ``(points - 1) / 3``, and never leaves the ends that were given.
    start
        Numbers of a plan that is known to be good; the search also begins there, so that it finds nothing
        worse.

    Returns
    -------
    The best plan. One free number is found by parabolas; several by a grid that closes in, and then one
    number after the other along its whole range, which leaves hills that the grid was too coarse to see.
    """
    names = list(family.free)
    ends = np.array([family.free[name] for name in names], dtype=np.float64)
    best = _closing_in(job, family, ends, points, rounds)
    if len(names) > 1:
        candidates = [best] if start is None else [best, np.array([start[name] for name in names])]
        polished = np.array([_one_by_one(job, family, ends, each, rounds) for each in candidates])
        best = polished[int(_profits(job, family, polished).argmax())]
    plan = family.compiled(best.tolist())
    numbers = dict(zip(names, best.tolist(), strict=True))
    return Best(numbers, answers(job, [plan]), period_weeks([plan]))


def _closing_in(job: Job, family: PlanFamily, ends: Floats, points: int, rounds: int) -> Floats:
    """Search all numbers together on a grid that becomes finer around its best point."""
    low, high = ends[:, 0], ends[:, 1]
    best = low
    for _ in range(rounds):
        axes = [np.linspace(a, b, points) for a, b in zip(low, high, strict=True)]
        grid = np.array(list(product(*axes)))
        profit = _profits(job, family, grid)
        best = grid[int(profit.argmax())]
        if len(ends) == 1:
            best = np.array([_peak(axes[0], profit)])
        reach = 1.5 * (high - low) / (points - 1)
        low, high = np.maximum(best - reach, ends[:, 0]), np.minimum(best + reach, ends[:, 1])
    return best


def _one_by_one(job: Job, family: PlanFamily, ends: Floats, best: Floats, rounds: int) -> Floats:
    """Improve one number after the other, first along its whole range and then nearer and nearer."""
    width = ends[:, 1] - ends[:, 0]
    for number in range(2 * rounds):
        for axis in range(len(ends)):
            near = best[axis] + 0.5**number * width[axis] * np.linspace(-1.0, 1.0, AROUND)
            tried = np.tile(best, (AROUND + 1, 1))
            tried[1:, axis] = np.clip(near, ends[axis, 0], ends[axis, 1])
            best = tried[int(_profits(job, family, tried).argmax())]
    return best


def _profits(job: Job, family: PlanFamily, grid: Floats) -> Floats:
    parts = []
    for start in range(0, len(grid), MOST_TOGETHER):
        plans = [family.compiled(numbers.tolist()) for numbers in grid[start : start + MOST_TOGETHER]]
        parts.append(answers(job, plans).profit)
    return np.concatenate(parts)


def _peak(axis: Floats, profit: Floats) -> float:
    """Refine the best of some points by a parabola through it and its neighbors."""
    at = int(profit.argmax())
    if not 0 < at < len(axis) - 1:
        return float(axis[at])
    left, middle, right = profit[at - 1 : at + 2]
    bend = 2.0 * middle - left - right
    offset = 0.5 * (right - left) / bend if bend > 0.0 else 0.0
    return float(axis[at] + np.clip(offset, -1.0, 1.0) * (axis[1] - axis[0]))
