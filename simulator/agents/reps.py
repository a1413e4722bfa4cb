"""Reps in all worlds: territory, ability, understanding, knowledge, and this week's effort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import EffortTraits, choose_effort, response, row_sum
from simulator.behaviors.expectations import expected_remainder, learned
from simulator.behaviors.marginal_value import marginal_value
from simulator.world.pay_terms import PERIODS, CompiledPlan

__all__ = [
    "Outlook",
    "PlanOfReps",
    "Reps",
    "decide_effort",
    "expected_weeks",
    "learn_from_results",
    "values_of_plan",
]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PlanOfReps:
    """A compiled plan and the reps who are on it, or are used to it.

    Parameters
    ----------
    compiled
        The plan as numbers.
    reps
        Rep numbers, ascending, shape ``(n,)``.
    role
        ``"new"``: weighed as far as it is understood; ``"habit"``: weighed with the rest; ``"known"``: in
        force and known to everybody, weighed in full.
    """

    compiled: CompiledPlan
    reps: NDArray[np.int64]
    role: Literal["new", "habit", "known"]

    def weight(self, understanding: Floats) -> Floats:
        """Give how much the plan counts for each of its reps, ``(n,)``."""
        known = understanding[self.reps]
        return {"new": known, "habit": 1.0 - known, "known": np.ones_like(known)}[self.role]


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
    """

    weeks_left: Sequence[int]
    season_now: Floats
    season_left: Floats


@dataclass
class Reps:
    """Columns of all reps in all worlds, world by world, region by region, seat by seat.

    Parameters
    ----------
    world, region, number
        World of each rep, region code, place within the world, ``(n_reps,)``.
    rep_id
        Keyed id of the seat, ``(n_reps,)``.
    ability
        Results relative to the median rep at equal effort [1], ``(n_reps,)``.
    potential
        What the territory could buy at mean season and reference prices [currency per week], by kind of
        credit (the same for all kinds of a line), ``(n_reps, n_kinds)``.
    order_value
        Mean value of an order of each kind [currency], ``(n_reps, n_kinds)``.
    normal_split
        Share of a normal week that goes to each kind, ``(n_reps, n_kinds)``.
    conversion
        Believed credited revenue over potential at normal effort, mean season and median ability, by world,
        region and kind, ``(n_worlds, n_regions, n_kinds)``: reps of a region learn from each other's results.
    understanding, knowledge, everyday_knowledge
        Of the plan and of premium products, and what the normal job keeps alive [0 to 1], ``(n_reps,)``.
    effort
        This week's effort relative to the normal one by kind, ``(n_reps, n_kinds)``.
    time_available
        Share of this week left after training [1], ``(n_reps,)``.
    credit
        Credited revenue so far in the running month, quarter and year [currency],
        ``(3, n_reps, n_kinds)``: a cache of the ledger's credit table.
    quota
        Quota of the running month, quarter and year [currency], ``(3, n_reps)``.
    quota_level
        Quota over what the territory's potential alone would ask for [1], ``(n_reps,)``.
    traits
        Response and cost of effort.
    monthly_cv, experience_half_life_weeks, unpaid_value
        Luck in a month's sales; half-life of experience; worth of a sale beyond pay [currency per
        currency unit], ``(n_reps,)``.
    """

    world: NDArray[np.int64]
    region: NDArray[np.int64]
    number: NDArray[np.int64]
    rep_id: NDArray[np.uint64]
    ability: Floats
    potential: Floats
    order_value: Floats
    normal_split: Floats
    conversion: Floats
    understanding: Floats
    knowledge: Floats
    everyday_knowledge: Floats
    effort: Floats
    time_available: Floats
    credit: Floats
    quota: Floats
    quota_level: Floats
    traits: EffortTraits
    monthly_cv: Floats
    experience_half_life_weeks: Floats
    unpaid_value: Floats

    @property
    def opportunity(self) -> Floats:
        """Expected credit per week at normal effort and mean season [currency], ``(n_reps, n_kinds)``."""
        return self.ability[:, None] * self.potential * self.conversion[self.world, self.region]

    @property
    def total_effort(self) -> Floats:
        """Effort given this week in weeks of normal effort, ``(n_reps,)``."""
        return row_sum(self.effort * self.normal_split)


def values_of_plan(
    reps: Reps, plan: PlanOfReps, coming: Mapping[str, tuple[Floats, Floats]], outlook: Outlook
) -> Floats:
    """Give the marginal value of credit under one plan to the reps concerned, ``(n, n_kinds)``.

    Parameters
    ----------
    reps, plan
        The reps and the plan.
    coming
        What each period's weeks to come bring, see :func:`expected_weeks`.
    outlook
        The calendar ahead.
    """
    rows = plan.reps
    totals = plan.compiled.accumulators
    shape = (len(rows), len(totals))
    credit, quota, expected, spread = (np.zeros(shape) for _ in range(4))
    for index, total in enumerate(totals):
        period = PERIODS.index(total.period)
        credit[:, index] = row_sum(reps.credit[period][rows] * total.weights)
        revenue, lumpiness = coming[total.period]
        rate = row_sum(revenue[rows] * total.weights)
        lumps = row_sum(lumpiness[rows] * np.square(total.weights))
        quota[:, index] = reps.quota[period][rows]
        mean, sd = expected_remainder(
            rate,
            np.array(float(outlook.weeks_left[period])),
            monthly_cv=reps.monthly_cv[rows],
            order_variance_per_week=lumps,
            smallest_sd=1e-3 * rate + 1e-9,
        )
        expected[:, index], spread[:, index] = mean, sd
    return marginal_value(plan.compiled, credit=credit, quota=quota, expected=expected, noise_sd=spread)[
        :, :, 0
    ]


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
    orders being few and large [currency squared], each ``(n_reps, n_kinds)``.
    """
    watched = {total.period for plan in plans for total in plan.compiled.accumulators}
    coming = {}
    for number, period in enumerate(PERIODS):
        if period in watched:
            revenue = opportunity * outlook.season_left[number][reps.world]
            coming[period] = (revenue, revenue * reps.order_value)
    return coming


def decide_effort(reps: Reps, plans: Sequence[PlanOfReps], outlook: Outlook) -> Floats:
    """Choose this week's effort of every rep; give the marginal value that each acted on.

    A rep who understands the plan in part weighs it with the plan that habit knows:
    ``value = understanding x new + (1 - understanding) x habit``.

    Returns
    -------
    Marginal value of credit [currency per currency unit], ``(n_reps, n_kinds)``.
    """
    opportunity = reps.opportunity
    value = np.zeros_like(opportunity)
    coming = expected_weeks(reps, plans, opportunity, outlook)
    for plan in plans:
        weight = plan.weight(reps.understanding)
        value[plan.reps] += weight[:, None] * values_of_plan(reps, plan, coming, outlook)
    weighed = np.maximum(value + reps.unpaid_value[:, None], 0.0)
    this_week = opportunity * outlook.season_now[reps.world]
    reps.effort = choose_effort(weighed, this_week, reps.normal_split, reps.traits)
    reps.effort *= reps.time_available[:, None]
    return value


def learn_from_results(reps: Reps, credited: Floats, season_now: Floats) -> None:
    """Let the reps of each region learn from this week's results what each kind of sale yields.

    Parameters
    ----------
    reps
        The reps; their ``conversion`` is updated.
    credited
        Revenue credited this week [currency], ``(n_reps, n_kinds)``.
    season_now
        Demand index of this week by world and kind, ``(n_worlds, n_kinds)``.

    Notes
    -----
    Results are divided by what potential, season, ability and effort explain, summed over the region's reps,
    and smoothed exponentially.
    """
    n_worlds, n_regions, n_kinds = reps.conversion.shape
    cell = reps.world * n_regions + reps.region
    shown = response(reps.effort, reps.traits.elasticity[:, None], reps.traits.floor[:, None])
    expected = reps.ability[:, None] * reps.potential * shown * season_now[reps.world]
    half_life = np.ones(n_worlds * n_regions)
    half_life[cell] = reps.experience_half_life_weeks
    for kind in range(n_kinds):
        got = np.bincount(cell, credited[:, kind], n_worlds * n_regions)
        base = np.bincount(cell, expected[:, kind], n_worlds * n_regions)
        believed = reps.conversion[:, :, kind].reshape(-1)
        seen = np.where(base > 0.0, got / np.where(base > 0.0, base, 1.0), believed)
        reps.conversion[:, :, kind] = learned(believed, seen, half_life).reshape(n_worlds, n_regions)
