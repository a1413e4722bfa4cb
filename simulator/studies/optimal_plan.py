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

from simulator.behaviors.backward_induction import Course, Step, solve
from simulator.behaviors.effort_models import EffortModel
from simulator.behaviors.frontier import Frontier, frontier, range_of_results
from simulator.behaviors.preferences import HyperbolicRisk, Preferences
from simulator.behaviors.smoothing import Line
from simulator.compensation import compile_plan, load_plan
from simulator.documents import Document, set_value, subdocument
from simulator.errors import InputError, PlanError
from simulator.world.pay_terms import CompiledPlan, CreditKind

if TYPE_CHECKING:
    from simulator.scenario import Scenario

__all__ = ["Best", "Job", "PlanFamily", "answers", "best_plan", "job_of"]

Floats = NDArray[np.float64]

PERIOD_WEEKS = {"month": 4, "quarter": 13, "year": 52}
RESULTS = 97
"""Candidate results that the rep compares."""

STEPS_PER_SD = 8.0
QUADRATURE = 1601
REACH = 8.0
MOST_TOGETHER = 256
ROUNDS = 4

_LUCK: Floats = np.linspace(-REACH, REACH, QUADRATURE)
_CHANCE: Floats = np.exp(-0.5 * _LUCK**2) / np.exp(-0.5 * _LUCK**2).sum()


@dataclass(frozen=True)
class Job:
    """What one rep faces for one period, and what its results are worth to the firm.

    Parameters
    ----------
    kinds
        Kinds of credit, products and tasks alike.
    model
        Effort model, one row.
    opportunity
        Revenue per week at effort 1 by kind [currency], ``(n_kinds,)``.
    credited
        Whether a plan sees the kind, ``(n_kinds,)``.
    unpaid
        Worth of revenue to the rep beyond pay [currency per currency unit].
    sd_per_week
        Luck of a week's credited revenue [currency].
    margin
        What a unit of revenue of each kind leaves to the firm before pay [1], ``(n_kinds,)``.
    preferences
        What the rep wants.
    quota_per_week
        Quota of a week [currency]; 0 where there is none.
    base_per_week
        Credited revenue that comes without effort [currency].
    outside_per_week
        What the rep could have elsewhere, effort spared [currency].
    """

    kinds: tuple[CreditKind, ...]
    model: EffortModel
    opportunity: Floats
    credited: NDArray[np.bool_]
    unpaid: float
    sd_per_week: float
    margin: Floats
    preferences: Preferences
    quota_per_week: float = 0.0
    base_per_week: float = 0.0
    outside_per_week: float = 0.0


@dataclass(frozen=True)
class Answer:
    """How reps answer each of some plans; all arrays ``(n_plans,)`` or ``(n_plans, n_kinds)``.

    Parameters
    ----------
    effort
        Effort by kind [1 = normal].
    certain
        Certainty equivalent of variable pay less the cost of effort, over the period [currency].
    pay
        Expected variable pay of the period [currency].
    salary
        Salary of the period that keeps the rep [currency].
    profit
        What is left to the firm [currency].
    """

    effort: Floats
    certain: Floats
    pay: Floats
    salary: Floats
    profit: Floats

    @property
    def salary_share(self) -> Floats:
        """Salary as a share of expected pay."""
        return np.asarray(self.salary / (self.salary + self.pay))


@dataclass(frozen=True)
class Best:
    """The best plan of a family: its free numbers, how the rep answers it (one row), weeks of its period."""

    numbers: dict[str, float]
    answer: Answer
    weeks: int


def job_of(
    scenario: Scenario, alternative: str, *, base_per_week: float = 0.0, outside_per_week: float = 0.0
) -> Job:
    """Take the first rep of a reduced-form scenario as the one for whom a plan is sought.

    Parameters
    ----------
    scenario
        A scenario with ``demand: reduced_form``.
    alternative
        Name of an alternative.
    base_per_week, outside_per_week
        See :class:`Job`.

    Raises
    ------
    InputError
        The scenario has a market with customers.
    """
    from simulator.engine.reduced_form.opening import open_reduced_form
    from simulator.engine.setup_behaviors import preferences_of
    from simulator.engine.spec import WorldsSpec
    from simulator.world.specs import WorldKey

    resolved = scenario.resolved[alternative]
    if resolved.reduced_form is None:
        raise InputError(f"{scenario.name} is no reduced-form market", hint="Set demand: reduced_form")
    state = open_reduced_form(WorldsSpec((WorldKey(alternative, 0),), scenario.resolved, scenario.seed, 1))
    reps, row = state.reps, np.zeros(1, dtype=np.int64)
    credited = np.asarray(state.is_credited, dtype=np.bool_)
    opportunity = np.asarray(reps.opportunity, dtype=np.float64)[0]
    added, relative = (
        np.broadcast_to(luck, reps.potential.shape)[0]
        for luck in (reps.added_variance, reps.relative_variance)
    )
    variance = np.where(credited, added + relative * opportunity**2, 0.0)
    return Job(
        kinds=resolved.kinds,
        model=reps.effort_rules.rows(row),
        opportunity=opportunity,
        credited=credited,
        unpaid=float(reps.unpaid_value[0]),
        sd_per_week=float(np.sqrt(variance.sum())),
        margin=np.asarray(state.margin_share[0], dtype=np.float64),
        preferences=preferences_of(resolved.parameters, resolved.people),
        quota_per_week=float(state.quota_base[0].sum() * reps.quota_level[0]),
        base_per_week=base_per_week,
        outside_per_week=outside_per_week,
    )


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


def answers(job: Job, plans: Sequence[CompiledPlan]) -> Answer:
    """Let the rep answer each of some plans as well as it can.

    Parameters
    ----------
    job
        What the rep faces.
    plans
        The plans, all with the same period; salaries in them do not count.

    Raises
    ------
    PlanError
        The plans watch totals of different periods, or of different kinds of sale.
    InputError
        The rep's risk aversion depends on wealth, so that salary could not be settled afterwards.
    """
    if isinstance(job.preferences.risk, HyperbolicRisk):
        raise InputError(
            "salary can be settled afterwards only where risk aversion does not depend on wealth"
        )
    weeks = _period(plans)
    normal = float((job.opportunity * job.credited).sum())
    costs = _frontier(job)
    sd = max(job.sd_per_week / normal, 1e-3)
    step = min(sd * np.sqrt(weeks) / STEPS_PER_SD, costs.results[-1] * weeks / 40.0)
    line = Line(np.full(len(plans), -2.0 * step), step, 5)
    tiled = Frontier(costs.results, np.tile(costs.cost, (len(plans), 1)))
    course = Course(
        np.full(len(plans), normal), sd, tiled, np.zeros(len(plans)), [Step(float(weeks))], job.preferences
    )

    def pay(places: Floats) -> Floats:
        totals = (places + weeks * job.base_per_week / normal) * normal
        return np.stack([_paid(plan, row, job, weeks) for plan, row in zip(plans, totals, strict=True)])

    def worth(places: Floats) -> Floats:
        return job.preferences.valuation.worth(pay(places), float(weeks))[:, None, :]

    solved = solve(course, line, worth)
    results, price = solved.results[:, :, 0, 2][0], solved.price[:, :, 0, 2][0]
    effort = _effort(job, price, results)
    rows = job.model.rows(np.zeros(len(plans), dtype=np.int64))
    revenue = rows.output(effort) * job.opportunity
    spent = weeks * (rows.cost(effort) - job.unpaid * revenue.sum(axis=1))
    closes = results[:, None] * weeks + sd * np.sqrt(weeks) * _LUCK
    certain = _certain(job, worth(closes)[:, 0], weeks) - spent
    expected = pay(closes) @ _CHANCE
    brought = weeks * ((revenue * job.margin).sum(axis=1) + job.base_per_week * job.margin[job.credited][0])
    salary = weeks * job.outside_per_week - certain
    return Answer(effort, certain, expected, salary, brought - expected - salary)


def _certain(job: Job, worth: Floats, weeks: int) -> Floats:
    """Give the sure amount that is as good as what the close brings, luck integrated far out."""
    risk = job.preferences.risk
    anchor = worth[:, QUADRATURE // 2 : QUADRATURE // 2 + 1]
    utility = risk.utility(worth, anchor) @ _CHANCE
    return job.preferences.discount_per_week**weeks * risk.money(utility[:, None], anchor)[:, 0]


def _period(plans: Sequence[CompiledPlan]) -> int:
    periods = {total.period for plan in plans for total in plan.accumulators}
    if len(periods) != 1:
        raise PlanError(f"a plan is sought for one period, not for {', '.join(sorted(periods)) or 'none'}")
    return PERIOD_WEEKS[periods.pop()]


def _paid(plan: CompiledPlan, totals: Floats, job: Job, weeks: int) -> Floats:
    """Give variable pay at totals of credited revenue."""
    weights = np.array([each.weights[job.credited] for each in plan.accumulators])
    if np.ptp(weights, axis=1).any():
        raise PlanError("a plan is sought for credited sales of one kind, or alike for all kinds")
    credit = totals[:, None] * weights[:, 0]
    quota = np.full_like(credit, max(job.quota_per_week * weeks, 1e-9))
    return plan.pay(credit, quota)


def _frontier(job: Job) -> Frontier:
    """Give the cost of each result, with what is gained beside pay already taken off it."""
    weights = job.credited[None, :].astype(np.float64)
    opportunity = job.opportunity[None, :]
    unpaid = np.full_like(opportunity, job.unpaid)
    dearest = np.array([1.5 * float(np.abs(job.margin).max()) + 1e-6])
    low, high = range_of_results(job.model, dearest, weights, opportunity, unpaid)
    results = np.linspace(float(low[0]), float(high[0]), RESULTS)
    return frontier(job.model, results, dearest, weights, opportunity, unpaid)


def _effort(job: Job, price: Floats, results: Floats) -> Floats:
    """Give effort by kind: what the price of credit calls forth, at the results that were chosen."""
    if len(job.kinds) == 1:
        return job.model.rows(np.zeros(len(results), dtype=np.int64)).effort_for(results[:, None])
    rows = job.model.rows(np.zeros(len(price), dtype=np.int64))
    value = price[:, None] * job.credited + job.unpaid
    return rows.choose(value, np.tile(job.opportunity, (len(price), 1)))


def best_plan(job: Job, family: PlanFamily, *, points: int = 9, rounds: int = ROUNDS) -> Best:
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

    Returns
    -------
    The best plan. With one free number the last step is a parabola through the best point and its neighbors.
    """
    names = list(family.free)
    ends = [family.free[name] for name in names]
    low, high = (np.array([end[side] for end in ends], dtype=np.float64) for side in (0, 1))
    first_low, first_high = low.copy(), high.copy()
    best: Floats = low
    for _ in range(rounds):
        axes = [np.linspace(a, b, points) for a, b in zip(low, high, strict=True)]
        grid = np.array(list(product(*axes)))
        profit = _profits(job, family, grid)
        best = grid[int(profit.argmax())]
        if len(names) == 1:
            best = np.array([_peak(axes[0], profit)])
        reach = 1.5 * (high - low) / (points - 1)
        low, high = np.maximum(best - reach, first_low), np.minimum(best + reach, first_high)
    plan = family.compiled(best.tolist())
    numbers = dict(zip(names, best.tolist(), strict=True))
    return Best(numbers, answers(job, [plan]), _period([plan]))


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
