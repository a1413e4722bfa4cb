"""Look over a run's shoulder: what each pay clause makes a sale worth, and what effort alone explains.

The ledger holds the marginal value that reps acted on, not its parts. They are worked out beside the run,
from what reps knew when they decided: credit before the week, quota, calendar, their own expectations and the
compiled plan. Watching changes nothing in the run.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.agents.deciding import Outlook, expected_weeks, situation_of, variance_of_week
from simulator.agents.reps import Reps
from simulator.behaviors.marginal_value import value_by_clause
from simulator.engine.decisions import season_of_kinds
from simulator.engine.state import CustomerState, State
from simulator.world.pay_terms import PERIODS

__all__ = ["Watch"]

Floats = NDArray[np.float64]
EVERY_WEEKS = 5
"""Clauses are looked at every fifth week: five does not divide the 13 weeks of a quarter, so that each of its
weeks is looked at equally often."""

THIRDS = 3


@dataclass
class Watch:
    """What is noted beside a run; empty until the run has begun.

    Parameters
    ----------
    baseline
        The alternative with whose market the others are compared; none unless stated.
    clauses
        By number of the alternative and pay clause: marginal value of credit under the plan in force, fully
        understood, added up over reps and the weeks looked at, ``(n_worlds, n_kinds)``.
    looks
        Rep-weeks looked at, ``(n_worlds,)``.
    explained
        What effort does to the odds of being chosen, ``response(effort) ** (1 / (1 - reference win share))``,
        weighted by ability x potential x season [currency] and added up over reps and weeks,
        ``(n_worlds, n_kinds)``; where no customers choose, the response itself.
    drawn_effort
        Effort by kind that the worth of a sale alone draws: chosen from the value acted on, as if sales were
        as easy as the baseline's reps of the same seats find them, added up over reps and the weeks looked
        at, ``(n_worlds, n_kinds)``.
    drawn
        What that effort explains, like ``explained``, over the weeks looked at, ``(n_worlds, n_kinds)``.
    ability_third
        Third of the world's reps to which each belongs by ability, 0 the lowest, ``(n_reps,)``.
    """

    baseline: str = ""
    clauses: dict[tuple[int, str], Floats] = field(default_factory=dict)
    looks: Floats = field(default_factory=lambda: np.zeros(0))
    explained: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    drawn_effort: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    drawn: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    ability_third: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    _twin: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    _credit: Floats = field(default_factory=lambda: np.zeros(0))
    _opportunity: Floats = field(default_factory=lambda: np.zeros(0))

    def before(self, state: State) -> None:
        """Remember what reps know of their credit and their market when the week begins."""
        if not len(self.looks):
            n_worlds, n_kinds = state.n_worlds, state.reps.potential.shape[1]
            self.looks = np.zeros(n_worlds)
            self.explained, self.drawn_effort, self.drawn = (np.zeros((n_worlds, n_kinds)) for _ in range(3))
            self._twin = _twins(state, self.baseline)
            self.ability_third = thirds(state.reps.world, state.reps.ability, n_worlds)
        if state.week % EVERY_WEEKS == 0:
            self._credit = state.reps.credit.copy()
            self._opportunity = state.reps.opportunity

    def after(self, state: State, week: int) -> None:
        """Note the week that is over: its plans and quotas are those that reps decided by."""
        reps = state.reps
        season = season_of_kinds(state, range(week, week + 1))[reps.world]
        base = reps.ability[:, None] * reps.potential * season
        self.explained += by_world(reps.world, base * _odds(state, reps.effort), state.n_worlds)
        if week % EVERY_WEEKS:
            return
        self.looks += np.bincount(reps.world, minlength=state.n_worlds)
        drawn = self._drawn(reps, season)
        self.drawn_effort += by_world(reps.world, drawn * reps.normal_split, state.n_worlds)
        self.drawn += by_world(reps.world, base * _odds(state, drawn), state.n_worlds)
        self._split(state, week)

    def _drawn(self, reps: Reps, season: Floats) -> Floats:
        """Give the effort that the worth acted on draws at the baseline's yields.

        Who decides without weighing what a sale is worth works as decided.
        """
        weighed = np.maximum(reps.value + reps.unpaid_value[:, None], 0.0)
        drawn = reps.effort_rules.choose(weighed, self._opportunity[self._twin] * season)
        weighs = (reps.value != 0.0).any(axis=1)
        return np.where(weighs[:, None], drawn, reps.chosen_effort)

    def _split(self, state: State, week: int) -> None:
        """Add up by clause what the plans in force make a sale worth."""
        known = copy(state.reps)
        known.credit = self._credit
        outlook = _outlook(state, week)
        coming = expected_weeks(known, state.plans, self._opportunity, outlook)
        variance = variance_of_week(known, self._opportunity)
        for plan in state.plans:
            if plan.role == "habit" or not len(plan.reps) or plan.counts[0] == 0.0:
                continue
            seen = situation_of(known, plan, plan.reps, self._opportunity, variance, coming, outlook)
            expected, noise_sd = seen.remainder()
            parts = value_by_clause(plan.compiled, credit=seen.credit, quota=seen.quota,
                                    expected=expected, noise_sd=noise_sd)  # fmt: skip
            worlds = known.world[plan.reps]
            number = int(state.ledger.axes.world_alternative[worlds[0]])
            for clause, value in parts.items():
                noted = self.clauses.setdefault((number, clause), np.zeros_like(self.explained))
                noted += by_world(worlds, plan.counts[0] * value, state.n_worlds)


def _outlook(state: State, week: int) -> Outlook:
    """Give what everybody knew of the calendar when the week began."""
    calendar = state.spec.calendar
    left = [int(calendar.weeks_left(period, week)) for period in PERIODS]
    return Outlook(
        weeks_left=left,
        season_now=season_of_kinds(state, range(week, week + 1)),
        season_left=np.array([season_of_kinds(state, range(week, week + weeks)) for weeks in left]),
        period_weeks=[int(calendar.period_weeks(period, week)) for period in PERIODS],
    )


def _odds(state: State, effort: Floats) -> Floats:
    """Give what effort does to the odds that a customer chooses us, relative to normal effort."""
    shown = state.reps.effort_rules.output(effort)
    if not isinstance(state, CustomerState):
        return shown
    share = state.parameters["reference_win_share"][state.reps.world]
    return np.asarray(shown ** (1.0 / (1.0 - share))[:, None])


def _twins(state: State, baseline: str) -> NDArray[np.int64]:
    """Find for each rep the one in the same seat of the baseline's world of the same replication.

    Who has no twin in this batch is told to be the own twin.
    """
    axes, reps = state.ledger.axes, state.reps
    twin = np.arange(len(reps.world))
    if baseline not in axes.alternatives:
        return twin
    code = axes.alternatives.index(baseline)
    home = {
        int(replication): np.flatnonzero(reps.world == world)
        for world, replication in enumerate(axes.world_replication)
        if axes.world_alternative[world] == code
    }
    for world, replication in enumerate(axes.world_replication):
        there = home.get(int(replication), np.zeros(0, np.int64))
        if not len(there):
            continue
        here = np.flatnonzero(reps.world == world)
        order = there[np.argsort(reps.rep_id[there])]
        place = np.minimum(np.searchsorted(reps.rep_id[order], reps.rep_id[here]), len(order) - 1)
        same = reps.rep_id[order[place]] == reps.rep_id[here]
        twin[here[same]] = order[place[same]]
    return twin


def thirds(world: NDArray[np.int64], score: Floats, n_worlds: int) -> NDArray[np.int64]:
    """Tell the third of their world to which reps belong by a score, 0 the lowest, ``(n_reps,)``.

    Examples
    --------
    >>> thirds(np.array([0, 0, 0, 1, 1, 1]), np.array([2.0, 1.0, 3.0, 9.0, 8.0, 7.0]), 2)
    array([1, 0, 2, 2, 1, 0])
    """
    order = np.lexsort((score, world))
    size = np.bincount(world, minlength=n_worlds)
    first = np.concatenate([[0], np.cumsum(size)])[world[order]]
    found = np.zeros(len(world), np.int64)
    found[order] = (np.arange(len(world)) - first) * THIRDS // size[world[order]]
    return found


def by_world(world: NDArray[np.int64], values: Floats, n_worlds: int) -> Floats:
    """Add up rows by world, each column by itself, in the order of the rows, ``(n_worlds, n_columns)``."""
    n_columns = values.shape[1]
    cells = world[:, None] * n_columns + np.arange(n_columns)
    total = np.bincount(cells.ravel(), values.ravel(), n_worlds * n_columns)
    return np.asarray(total, dtype=np.float64).reshape(n_worlds, n_columns)
