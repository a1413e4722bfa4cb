"""Maps of behavior: effort, mix and timing by attainment and weeks left, and the path that reps expect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import response, row_sum
from simulator.behaviors.timing import accepted_discount
from simulator.calendar import FiscalCalendar
from simulator.studies.behave.stage import REPS, WEEKS, Stage

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]

STEADY, GIVES_UP, COASTS, SPRINTS = range(4)
ZONES = ("steady", "gives-up", "coasts", "sprints")
LITTLE, MUCH = 0.5, 1.5
"""Credit is worth little, or much, below and above these multiples of the flat commission of equal cost."""
SAME = 0.01
"""Differences below this share are none."""
VERY_GOOD_LUCK = 4.0
"""Standard deviations beyond the highest effort within which positions are looked at."""
HIGHEST = 1.6
STEPS = 65


@dataclass(frozen=True)
class Maps:
    """What three reps do over a period, by week and attainment so far.

    Parameters
    ----------
    stage
        Who was asked about what.
    attainment
        Share of the period's quota reached so far, ``(n_steps,)``.
    effort
        Total effort [1 = a normal week], ``(3, n_weeks, n_steps)``; weeks in order of time.
    value, later
        Marginal value of credit in the usual mix, now and in the period after
        [pay per currency unit of revenue], same shape.
    zone
        Number in ``ZONES``, same shape.
    reachable
        Whether a rep can have come that far by then: the highest effort and very good luck, same shape.
    path
        Attainment that each rep expects at the beginning of each week, and at the close,
        ``(3, n_weeks + 1)``.
    path_effort
        Effort on that path, ``(3, n_weeks)``.
    path_mix
        Share of effort by kind on that path, ``(3, n_weeks, n_kinds)``.
    """

    stage: Stage
    attainment: Floats
    effort: Floats
    value: Floats
    later: Floats
    zone: Codes
    reachable: NDArray[np.bool_]
    path: Floats
    path_effort: Floats
    path_mix: Floats

    @property
    def advantage(self) -> Floats:
        """What closing now rather than in the next period is worth, ``(3, n_weeks, n_steps)``.

        Above zero: the deepest discount that the rep accepts to close now. Below zero: the deepest that
        the rep would accept to close in the next period instead.
        """
        pull, push = accepted_discount(self.value, self.later), accepted_discount(self.later, self.value)
        return np.asarray(pull - push)

    @property
    def is_flat(self) -> bool:
        """Whether position changes nothing: neither effort nor timing."""
        same_effort = max(float(np.ptp(self.effort[rep])) for rep in range(len(self.effort))) < SAME
        return same_effort and bool(np.abs(self.advantage).max() < SAME)


def behavior_maps(stage: Stage) -> Maps:
    """Ask three reps what they do, on every week of the period and wherever they may stand.

    Parameters
    ----------
    stage
        The reps and their plan.

    Notes
    -----
    Other running totals than the one shown are taken to stand where the same pace has brought them. A rep
    gives up where credit is worth less than half of a flat commission of equal cost and the quota is not
    expected to be reached by work as usual; coasts where it is worth as little and the quota is expected to
    be reached; sprints where it is worth half as much again.
    """
    attainment = np.linspace(0.0, HIGHEST, STEPS)
    n_weeks, n_reps = stage.weeks, len(REPS)
    ability = np.repeat(stage.abilities, STEPS)
    shape = (n_reps, n_weeks, STEPS)
    effort, value, later, close = (np.zeros(shape) for _ in range(4))
    for week in range(n_weeks):
        credit = np.tile(_at_pace(stage, week, attainment), (n_reps, 1))
        asked = stage.situation(week, credit, ability)
        chosen, now, after = stage.decided(asked)
        weights = np.repeat(stage.market.weights[None, :], len(ability), axis=0)
        expected, _ = asked.remainder()
        for found, each in (
            (effort, row_sum(chosen * asked.normal_split)),
            (value, row_sum(now * weights)),
            (later, row_sum(after * weights)),
            (close, (credit + expected)[:, stage.main] / asked.quota[:, stage.main]),
        ):
            found[:, week, :] = each.reshape(n_reps, STEPS)
    path, path_effort, path_mix = _paths(stage)
    zone = _zones(value / max(stage.flat_rate, 1e-12), close)
    reachable = _reachable(stage, attainment)
    return Maps(stage, attainment, effort, value, later, zone, reachable, path, path_effort, path_mix)


def _reachable(stage: Stage, attainment: Floats) -> NDArray[np.bool_]:
    """Tell which attainments each rep may have at the beginning of each week, ``(3, n_weeks, n_steps)``."""
    ability, quota = stage.abilities, stage.quotas()[stage.main]
    asked = stage.situation(0, np.zeros((len(ability), len(stage.quotas()))), ability)
    weights, traits = stage.compiled.accumulators[stage.main].weights, asked.traits
    most = response(traits.most[:, None], traits.elasticity[:, None], traits.floor[:, None])[:, 0]
    mean = row_sum(asked.opportunity * weights) * most
    sd = np.sqrt(row_sum(asked.variance_per_week * np.square(weights)) * most)
    weeks = np.arange(stage.weeks)[None, :]
    furthest = mean[:, None] * weeks + VERY_GOOD_LUCK * sd[:, None] * np.sqrt(weeks)
    return np.asarray(attainment[None, None, :] <= np.maximum(furthest, 0.0)[:, :, None] / quota)


def _zones(relative: Floats, close: Floats) -> Codes:
    zone = np.full(relative.shape, STEADY, dtype=np.int8)
    zone[(relative < LITTLE) & (close < 1.0)] = GIVES_UP
    zone[(relative < LITTLE) & (close >= 1.0)] = COASTS
    zone[relative > MUCH] = SPRINTS
    return zone


def _at_pace(stage: Stage, week: int, attainment: Floats) -> Floats:
    """Give all running totals of reps with this attainment in the period shown, ``(n, n_accumulators)``."""
    quotas, calendar = stage.quotas(), FiscalCalendar()
    credit = np.zeros((len(attainment), len(quotas)))
    for index, total in enumerate(stage.compiled.accumulators):
        length = WEEKS[total.period]
        if length >= stage.weeks:
            credit[:, index] = attainment * quotas[index] * stage.weeks / length
            continue
        left = calendar.weeks_left(total.period, week)
        elapsed = calendar.period_weeks(total.period, week) - left
        pace = attainment * stage.weeks / week if week else np.zeros_like(attainment)
        credit[:, index] = pace * quotas[index] * elapsed / length
    return credit


def _paths(stage: Stage) -> tuple[Floats, Floats, Floats]:
    """Follow each rep through the period, with sales as expected."""
    n, n_weeks = len(REPS), stage.weeks
    totals, calendar = stage.compiled.accumulators, FiscalCalendar()
    credit = np.zeros((n, len(totals)))
    path, total_effort = np.zeros((n, n_weeks + 1)), np.zeros((n, n_weeks))
    mix = np.zeros((n, n_weeks, len(stage.market.kinds)))
    traits, quota = stage.traits(n), stage.quotas()[stage.main]
    for week in range(n_weeks):
        asked = stage.situation(week, credit, stage.abilities)
        effort, _, _ = stage.decided(asked)
        given = effort * asked.normal_split
        total_effort[:, week] = row_sum(given)
        mix[:, week] = given / np.maximum(total_effort[:, week], 1e-12)[:, None]
        sold = asked.opportunity * response(effort, traits.elasticity[:, None], traits.floor[:, None])
        for index, total in enumerate(totals):
            credit[:, index] += row_sum(sold * total.weights)
        path[:, week + 1] = credit[:, stage.main] / quota
        for index, total in enumerate(totals):
            if calendar.ends_period(total.period, week):
                credit[:, index] = 0.0
    return path, total_effort, mix
