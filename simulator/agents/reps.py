"""Reps in all worlds: territory, ability, understanding, knowledge, and this week's effort."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.anticipating import Anticipating
from simulator.behaviors.effort import EffortTraits, response, row_sum
from simulator.behaviors.effort_models import ConcaveEffort, EffortModel
from simulator.behaviors.expectations import learned
from simulator.behaviors.preferences import RiskAttitude
from simulator.behaviors.situation import RepBehavior
from simulator.world.pay_terms import CompiledPlan

__all__ = ["PlanOfReps", "Reps", "Role", "learn_from_results"]

Floats = NDArray[np.float64]


Role = Literal["new", "habit", "known"]
"""How a plan counts for its reps."""


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
    quota_follows, quota_follows_every
        How much of what is sold beyond quota, and short of it, the next quota follows, and in which period.
    counts
        How much of the plan counts for the running periods and for those after them, where another plan is
        announced [0 to 1].
    successor
        The plan that is announced for the next period, and counts there for the rest.
    """

    compiled: CompiledPlan
    reps: NDArray[np.int64]
    role: Role
    quota_follows: tuple[float, float] = (0.0, 0.0)
    quota_follows_every: str = "year"
    counts: tuple[float, float] = (1.0, 1.0)
    successor: CompiledPlan | None = None

    def weight(self, understanding: Floats, horizon: int = 0) -> Floats:
        """Give how much the plan counts for each of its reps, ``(n,)``.

        Parameters
        ----------
        understanding
            How well each rep understands the plan in force, ``(n_reps,)``.
        horizon
            0 for the running periods, 1 for those after them.
        """
        known = understanding[self.reps]
        weight = {"new": known, "habit": 1.0 - known, "known": np.ones_like(known)}[self.role]
        return weight if self.counts == (1.0, 1.0) else self.counts[horizon] * weight


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
    added_variance, relative_variance
        Luck in a week of each kind that does not depend on effort [currency squared], and squared coefficient
        of variation of luck that does [1], ``(n_reps, n_kinds)`` or one number for all.
    task_value
        What results on tasks that are not credited are worth to the rep [currency per currency unit],
        ``(n_reps, n_kinds)``; None where all results are credited.
    effort_model
        What effort brings and costs; the concave model of ``traits`` unless given.
    behaviors, behavior
        The ways of deciding in use, and the number of each rep's, ``(n_reps,)``.
    decides_every
        Number of the period (week, month, quarter, year) at whose beginning each rep decides, ``(n_reps,)``.
    horizons
        For how many periods reps weigh credit: the running one, or the one after as well.
    common_variance
        Luck in a week of each kind that hits all reps of a world alike [currency squared], part of
        ``added_variance``, ``(n_reps, n_kinds)`` or one number for all.
    team
        Team of each rep within the world, ``(n_reps,)``; the region unless given.
    risk
        How people value risky prizes, by world.
    contest_worth
        What credit is worth through contests with colleagues [currency per currency unit],
        ``(n_reps, n_kinds)``.
    peer_value
        What a colleague's credit is worth [currency per currency unit], ``(n_reps, n_kinds)``; None where
        nobody helps or harms others.
    value, later_value
        Marginal value of credit that reps acted on last, now and in the period after [currency of pay per
        currency unit], ``(n_reps, n_kinds)``; zero where not asked for.
    chosen_effort
        Effort of the last decision, ``(n_reps, n_kinds)``, before training takes time.
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
    added_variance: Floats | float = 0.0
    relative_variance: Floats | float = 0.0
    task_value: Floats | None = None
    effort_model: EffortModel | None = None
    behaviors: tuple[RepBehavior, ...] = (Anticipating(),)
    behavior: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    decides_every: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    horizons: int = 1
    common_variance: Floats | float = 0.0
    team: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    risk: tuple[RiskAttitude, ...] = ()
    contest_worth: Floats = field(init=False)
    peer_value: Floats | None = None
    value: Floats = field(init=False)
    later_value: Floats = field(init=False)
    chosen_effort: Floats = field(init=False)

    def __post_init__(self) -> None:
        for name in ("behavior", "decides_every"):
            if not len(getattr(self, name)):
                setattr(self, name, np.zeros(len(self.world), np.int64))
        if not len(self.team):
            self.team = self.region
        self.contest_worth = np.zeros_like(self.potential)
        self.value = np.zeros_like(self.potential)
        self.later_value = np.zeros_like(self.potential)
        self.chosen_effort = self.effort.copy()

    @property
    def effort_rules(self) -> EffortModel:
        """What effort brings and costs each rep."""
        return self.effort_model or ConcaveEffort(self.traits, self.normal_split)

    @property
    def opportunity(self) -> Floats:
        """Expected credit per week at normal effort and mean season [currency], ``(n_reps, n_kinds)``."""
        n_worlds, n_regions, n_kinds = self.conversion.shape
        believed = self.conversion.reshape(n_worlds * n_regions, n_kinds)
        mine = believed.take(self.world * n_regions + self.region, axis=0)
        return np.asarray(self.ability[:, None] * self.potential * mine)

    @property
    def total_effort(self) -> Floats:
        """Effort given this week in weeks of normal effort, ``(n_reps,)``."""
        return row_sum(self.effort * self.normal_split)


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
