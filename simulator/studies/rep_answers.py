"""How a rep answers each of some plans as well as it can, and what that leaves to the firm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.backward_induction import Course, Step, solve
from simulator.behaviors.effort_models import EffortModel
from simulator.behaviors.frontier import Frontier, frontier, range_of_results
from simulator.behaviors.motives import Fairness
from simulator.behaviors.preferences import HyperbolicRisk, Preferences
from simulator.behaviors.smoothing import Line
from simulator.errors import InputError, PlanError
from simulator.world.pay_terms import CompiledPlan, CreditKind

if TYPE_CHECKING:
    from simulator.scenario import Scenario

__all__ = ["Answer", "Job", "answers", "job_of", "period_weeks"]

Floats = NDArray[np.float64]

PERIOD_WEEKS = {"month": 4, "quarter": 13, "year": 52}
RESULTS = 97
"""Candidate results that the rep compares."""

STEPS_PER_SD = 8.0
QUADRATURE = 1601
REACH = 8.0
PEERS = 41
"""Colleagues, equal and with luck of their own, whose pay is compared with."""

TIMES_COMPARED = 5
"""How often reps take over what colleagues do, until all do the same."""

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
    fairness
        How much it minds earning less than colleagues, and more.
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
    fairness: Fairness = field(default_factory=Fairness)
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
        fairness=Fairness.from_parameters(resolved.parameters),
        quota_per_week=float(state.quota_base[0].sum() * reps.quota_level[0]),
        base_per_week=base_per_week,
        outside_per_week=outside_per_week,
    )


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
    weeks = period_weeks(plans)
    normal = float((job.opportunity * job.credited).sum())
    costs = _frontier(job, plans, weeks)
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

    spread = sd * np.sqrt(weeks)
    compares = job.fairness != Fairness()
    peers: Floats | None = None

    def worth(places: Floats) -> Floats:
        own = pay(places)
        felt = own if peers is None else _among_peers(own, peers, job.fairness)
        return job.preferences.valuation.worth(felt, float(weeks))[:, None, :]

    for _ in range(TIMES_COMPARED if compares else 1):
        solved = solve(course, line, worth)
        results, price = solved.results[:, :, 0, 2][0], solved.price[:, :, 0, 2][0]
        peers = pay(results[:, None] * weeks + spread * _peer_luck()) if compares else None
    effort = _effort(job, price, results)
    rows = job.model.rows(np.zeros(len(plans), dtype=np.int64))
    revenue = rows.output(effort) * job.opportunity
    spent = weeks * (rows.cost(effort) - job.unpaid * revenue.sum(axis=1))
    closes = results[:, None] * weeks + spread * _LUCK
    certain = _certain(job, worth(closes)[:, 0], weeks) - spent
    expected = pay(closes) @ _CHANCE
    brought = weeks * ((revenue * job.margin).sum(axis=1) + job.base_per_week * job.margin[job.credited][0])
    salary = weeks * job.outside_per_week - certain
    return Answer(effort, certain, expected, salary, brought - expected - salary)


def _peer_luck() -> Floats:
    """Give the luck of colleagues, evenly likely [standard deviations]."""
    from scipy.special import ndtri

    return np.asarray(ndtri((np.arange(PEERS) + 0.5) / PEERS))


def _among_peers(pay: Floats, peers: Floats, fairness: Fairness) -> Floats:
    """Give what pay is worth to someone who looks at colleagues, as `fair_worth` has it for a group."""
    ordered = np.sort(peers, axis=1)
    below = np.stack([np.searchsorted(row, own) for row, own in zip(ordered, pay, strict=True)])
    sums = np.concatenate([np.zeros((len(peers), 1)), np.cumsum(ordered, axis=1)], axis=1)
    theirs = np.take_along_axis(sums, below, axis=1)
    lead = pay * below - theirs
    lag = sums[:, -1:] - theirs - pay * (PEERS - below)
    return np.asarray(pay - (fairness.envy * lag + fairness.guilt * lead) / PEERS)


def _certain(job: Job, worth: Floats, weeks: int) -> Floats:
    """Give the sure amount that is as good as what the close brings, luck integrated far out."""
    risk = job.preferences.risk
    anchor = worth[:, QUADRATURE // 2 : QUADRATURE // 2 + 1]
    utility = risk.utility(worth, anchor) @ _CHANCE
    return job.preferences.discount_per_week**weeks * risk.money(utility[:, None], anchor)[:, 0]


def period_weeks(plans: Sequence[CompiledPlan]) -> int:
    """Give the weeks of the one period that plans watch.

    Raises
    ------
    PlanError
        They watch several, or none.
    """
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


def _frontier(job: Job, plans: Sequence[CompiledPlan], weeks: int) -> Frontier:
    """Give the cost of each result, with what is gained beside pay already taken off it."""
    weights = job.credited[None, :].astype(np.float64)
    opportunity = job.opportunity[None, :]
    unpaid = np.full_like(opportunity, job.unpaid)
    dearest = np.array([max(1.5 * float(np.abs(job.margin).max()) + 1e-6, _steepest(job, plans, weeks))])
    low, high = range_of_results(job.model, dearest, weights, opportunity, unpaid)
    results = np.linspace(float(low[0]), float(high[0]), RESULTS)
    return frontier(job.model, results, dearest, weights, opportunity, unpaid)


def _steepest(job: Job, plans: Sequence[CompiledPlan], weeks: int) -> float:
    """Give the most that one more unit can be worth once luck has smoothed the steps of pay."""
    normal = float((job.opportunity * job.credited).sum()) * weeks
    luck = max(job.sd_per_week * np.sqrt(weeks), 1e-3 * normal)
    totals = np.arange(-4.0 * luck, 3.0 * normal + 4.0 * luck, luck)
    rises = [np.diff(_paid(plan, totals, job, weeks)).max() for plan in plans]
    return float(0.5 * max(rises) / luck)


def _effort(job: Job, price: Floats, results: Floats) -> Floats:
    """Give effort by kind: what the price of credit calls forth, at the results that were chosen."""
    if len(job.kinds) == 1:
        return job.model.rows(np.zeros(len(results), dtype=np.int64)).effort_for(results[:, None])
    rows = job.model.rows(np.zeros(len(price), dtype=np.int64))
    value = price[:, None] * job.credited + job.unpaid
    return rows.choose(value, np.tile(job.opportunity, (len(price), 1)))
