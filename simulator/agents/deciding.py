"""Reps decide: each sees a situation under the plans that count, and its behavior makes effort of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.agents.reps import PlanOfReps, Reps
from simulator.agents.rivals import harm_of_rivals, has_contests, worth_of_contests
from simulator.behaviors.effort import EffortTraits, row_sum
from simulator.behaviors.expectations import WEEKS_PER_MONTH, expected_remainder
from simulator.behaviors.shared_pay import value_of_shared
from simulator.behaviors.situation import Situation
from simulator.world.pay_terms import PERIODS

__all__ = [
    "DECISION_PERIODS",
    "Outlook",
    "decide_effort",
    "expected_weeks",
    "situation_of",
    "variance_of_week",
]

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

DECISION_PERIODS = ("week", *PERIODS)
"""How often reps may decide, in the order of ``Reps.decides_every``."""


@dataclass(frozen=True)
class Outlook:
    """What everybody knows of the calendar when a week begins.

    Parameters
    ----------
    weeks_left
        Weeks until month, quarter and year end, this one included.
    season_now
        Demand index of this week by world and kind of credit, ``(n_worlds, n_kinds)``.
    season_left
        Mean demand index of the weeks left in month, quarter and year, ``(3, n_worlds, n_kinds)``.
    period_weeks
        Length of the running month, quarter and year [weeks].
    season_course
        Months of the running month, quarter and year: weeks, and demand index by world and kind; None where
        every month is like the others.
    """

    weeks_left: Sequence[int]
    season_now: Floats
    season_left: Floats
    period_weeks: Sequence[int] = (4, 13, 52)
    season_course: Sequence[tuple[tuple[int, Floats], ...]] | None = None

    def weeks_of_decision(self, every: int) -> int:
        """Give the weeks for which a decision taken now holds; 0 where none is due this week.

        Parameters
        ----------
        every
            Number of the period in ``DECISION_PERIODS``.
        """
        if every == 0:
            return 1
        left, whole = self.weeks_left[every - 1], self.period_weeks[every - 1]
        return left if left == whole else 0


def expected_weeks(
    reps: Reps, plans: Sequence[PlanOfReps], opportunity: Floats, outlook: Outlook
) -> dict[str, tuple[Floats, Floats]]:
    """Give what a week to come is expected to bring, for each period that a plan watches.

    Parameters
    ----------
    reps, plans
        The reps and their plans.
    opportunity
        Expected credited revenue per week at mean season, ``(n_reps, n_kinds)``.
    outlook
        The calendar ahead.

    Returns
    -------
    By period: expected credited revenue per week over the weeks left [currency], and its variance from
    luck that each kind of sale has for itself [currency squared], each ``(n_reps, n_kinds)``.
    """
    watched = {total.period for plan in plans for total in plan.compiled.accumulators}
    coming = {}
    for number, period in enumerate(PERIODS):
        if period in watched:
            revenue = opportunity * outlook.season_left[number].take(reps.world, axis=0)
            coming[period] = (revenue, _own_luck(reps, revenue))
    return coming


def _own_luck(reps: Reps, revenue: Floats) -> Floats:
    """Give the variance of a week by kind that comes of few orders and of noise."""
    if isinstance(reps.added_variance, float):  # no noise by kind
        return revenue * reps.order_value
    return np.asarray(
        revenue * reps.order_value + reps.relative_variance * np.square(revenue) + reps.added_variance
    )


def variance_of_week(reps: Reps, opportunity: Floats) -> Floats:
    """Give the variance of a week's credited revenue of each kind at mean season, ``(n_reps, n_kinds)``.

    Luck that is common to several kinds of sale counts in each of them.
    """
    common = np.square(reps.monthly_cv[:, None] * opportunity) * WEEKS_PER_MONTH
    return common + _own_luck(reps, opportunity)


def situation_of(
    reps: Reps,
    plan: PlanOfReps,
    rows: Rows,
    opportunity: Floats,
    variance: Floats,
    coming: Mapping[str, tuple[Floats, Floats]],
    outlook: Outlook,
    decision_weeks: int = 1,
) -> Situation:
    """Gather what some reps on a plan know when they decide.

    Parameters
    ----------
    reps, plan
        The reps and the plan.
    rows
        Which of the reps, ``(n,)``.
    opportunity
        Expected credited revenue per week at mean season, ``(n_reps, n_kinds)``.
    variance
        Its variance, see :func:`variance_of_week`, same shape.
    coming
        What each period's weeks to come bring, see :func:`expected_weeks`.
    outlook
        The calendar ahead.
    decision_weeks
        Weeks for which the decision holds.
    """
    totals = plan.compiled.accumulators
    credit, quota, expected, spread = (np.zeros((len(rows), len(totals))) for _ in range(4))
    periods = [PERIODS.index(total.period) for total in totals]
    for index, (total, period) in enumerate(zip(totals, periods, strict=True)):
        credit[:, index] = row_sum(reps.credit[period].take(rows, axis=0) * total.weights)
        quota[:, index] = reps.quota[period][rows]
        revenue, lumpiness = coming[total.period]
        rate = row_sum(revenue.take(rows, axis=0) * total.weights)
        lumps = row_sum(lumpiness.take(rows, axis=0) * np.square(total.weights))
        expected[:, index], spread[:, index] = expected_remainder(
            rate,
            np.array(float(outlook.weeks_left[period])),
            monthly_cv=reps.monthly_cv[rows],
            order_variance_per_week=lumps,
            smallest_sd=1e-3 * rate + 1e-9,
        )
    usual = opportunity.take(rows, axis=0)
    worlds = reps.world[rows]
    return Situation(
        plan=plan.compiled,
        credit=credit,
        quota=quota,
        weeks_left=np.array([float(outlook.weeks_left[period]) for period in periods]),
        period_weeks=np.array([float(outlook.period_weeks[period]) for period in periods]),
        opportunity=usual,
        season_now=outlook.season_now.take(worlds, axis=0),
        season_left=_season_left(outlook, periods, worlds, usual.shape[1]),
        variance_per_week=variance.take(rows, axis=0),
        normal_split=reps.normal_split.take(rows, axis=0),
        traits=EffortTraits(*(getattr(reps.traits, name)[rows] for name in EffortTraits.__annotations__)),
        unpaid_value=reps.unpaid_value[rows],
        last_effort=reps.chosen_effort.take(rows, axis=0),
        decision_weeks=decision_weeks,
        effort_model=None if reps.effort_model is None else reps.effort_model.rows(rows),
        expected=expected,
        noise_sd=spread,
        horizons=reps.horizons,
        quota_follows=plan.quota_follows,
        quota_follows_every=plan.quota_follows_every,
        task_value=None if reps.task_value is None else reps.task_value.take(rows, axis=0),
        season_course=(
            None
            if outlook.season_course is None
            else tuple(outlook.season_course[period] for period in periods)
        ),
        world=worlds,
    )


def _season_left(outlook: Outlook, periods: Sequence[int], worlds: Rows, n_kinds: int) -> Floats:
    """Give the mean demand index of the weeks left by running total, ``(n_accumulators, n, n_kinds)``."""
    tables = [outlook.season_left[period].take(worlds, axis=0) for period in periods]
    return np.array(tables) if tables else np.zeros((0, len(worlds), n_kinds))


def decide_effort(reps: Reps, plans: Sequence[PlanOfReps], outlook: Outlook) -> Floats:
    """Choose this week's effort of every rep; give the marginal value that each acted on.

    A rep who understands the plan in part weighs it with the plan that habit knows:
    ``value = understanding x new + (1 - understanding) x habit``, and so with efforts that do not follow
    from values. Who does not decide this week goes on as decided last.

    Returns
    -------
    Marginal value of credit [currency per currency unit], ``(n_reps, n_kinds)``.
    """
    holds = np.array([outlook.weeks_of_decision(every) for every in range(len(DECISION_PERIODS))])
    due = holds[reps.decides_every]
    if due.any():
        _decide(reps, plans, outlook, due)
    reps.effort = reps.chosen_effort * reps.time_available[:, None]
    return reps.value


def _decide(reps: Reps, plans: Sequence[PlanOfReps], outlook: Outlook, due: Rows) -> None:
    opportunity = reps.opportunity
    coming = expected_weeks(reps, plans, opportunity, outlook)
    variance = variance_of_week(reps, opportunity)
    value, later, peers = (np.zeros_like(opportunity) for _ in range(3))
    given, effort = np.zeros(len(due)), np.zeros_like(opportunity)
    for plan in plans:
        if plan.counts[0] == 0.0 and (reps.horizons == 1 or plan.counts[1] == 0.0):
            continue
        weight = plan.weight(reps.understanding)
        after = plan.weight(reps.understanding, 1)
        for behavior, weeks, places in _alike(reps, plan, due):
            rows = plan.reps[places]
            share = weight[places][:, None]
            situation = situation_of(reps, plan, rows, opportunity, variance, coming, outlook, weeks)
            decision = reps.behaviors[behavior].decide(situation)
            value[rows] += share * decision.value[:, :, 0]
            if reps.peer_value is not None:
                peers[rows] += share * value_of_shared(situation)
            if decision.value.shape[2] > 1:
                later[rows] += after[places][:, None] * decision.value[:, :, 1]
            if decision.effort is not None:
                given[rows] += weight[places]
                effort[rows] += share * decision.effort
    if any(plan.counts != (1.0, 1.0) for plan in plans):  # a plan in parts: the mean of what each asks for
        effort /= np.where(given > 0.0, given, 1.0)[:, None]
    beyond_pay = reps.unpaid_value[:, None]
    if reps.task_value is not None:
        beyond_pay = beyond_pay + reps.task_value
    this_week = opportunity * _season_of_decision(reps, outlook)
    decides = due > 0
    if has_contests(plans):
        known = (coming, outlook.weeks_left, value + beyond_pay, this_week)
        worth = worth_of_contests(reps, plans, *known)
        reps.contest_worth[decides] = worth[decides]
        value = value + worth
    if reps.peer_value is not None:
        reps.peer_value[decides] = (peers - harm_of_rivals(reps, plans))[decides]
    weighed = np.maximum(value + beyond_pay, 0.0)
    is_given = given > 0.0
    if not is_given.all():
        chosen = reps.effort_rules.choose(weighed, this_week)
        effort = np.where(is_given[:, None], effort, chosen) if is_given.any() else chosen
    if decides.all():
        reps.value, reps.later_value, reps.chosen_effort = value, later, effort
        return
    for old, new in ((reps.value, value), (reps.later_value, later), (reps.chosen_effort, effort)):
        old[decides] = new[decides]


def _season_of_decision(reps: Reps, outlook: Outlook) -> Floats:
    """Give the mean demand index of the weeks for which each rep decides, ``(n_reps, n_kinds)``."""
    season = outlook.season_now.take(reps.world, axis=0)
    for every in range(1, len(DECISION_PERIODS)):
        rows = np.flatnonzero(reps.decides_every == every)
        if len(rows):
            season[rows] = outlook.season_left[every - 1][reps.world[rows]]
    return np.asarray(season)


def _alike(reps: Reps, plan: PlanOfReps, due: Rows) -> list[tuple[int, int, Rows]]:
    """Group a plan's reps who decide now by behavior and by how long the decision holds."""
    weeks, behavior = due[plan.reps], reps.behavior[plan.reps]
    longest = int(weeks.max(initial=0)) + 1
    cell = behavior * longest + weeks
    found = np.flatnonzero(np.bincount(cell))
    if len(found) == 1:
        return (
            [] if found[0] % longest == 0 else [(int(found[0]) // longest, longest - 1, np.arange(len(cell)))]
        )
    return [(int(c) // longest, int(c) % longest, np.flatnonzero(cell == c)) for c in found if c % longest]
