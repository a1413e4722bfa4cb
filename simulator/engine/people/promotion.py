"""Somebody of each team is promoted to lead it, where the scenario promotes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.engine.seats import Seats, person_ids
from simulator.engine.state import State
from simulator.organization.forced_ranking import RatingTraits, rated
from simulator.organization.promotion import (
    LeadershipTraits,
    chosen,
    leadership_of,
    promotion_score,
    team_factor,
)

__all__ = ["promoted"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def promoted(state: State, seats: Seats) -> Whole:
    """Name the seats whose people are promoted this week, and put them in charge of their teams.

    Parameters
    ----------
    state, seats
        The batch; ``seats.team_factor`` is set.

    Notes
    -----
    At the beginning of a fiscal year, every so many years, those who were there all year are compared within
    their group by results over quota and by signs of leading: skill in leading, shown as well as a year's
    rating shows ability. The leader sells no more; what the group sells is multiplied by
    ``exp(leadership_leverage x skill)`` until the next one comes.
    """
    nobody = np.zeros(0, np.int64)
    calendar = state.spec.calendar
    if not calendar.ends_period("year", state.week - 1):
        return nobody
    there = seats.there_all_year(calendar, state.week)
    goes = [nobody]
    for world, key in enumerate(state.spec.keys):
        rule = state.spec.alternatives[key.alternative].organization.promotion
        if rule is None or int(calendar.year_of_week(state.week)) % rule.every_years:
            continue
        for group in range(len(state.spec.first.regions)):
            rows = np.flatnonzero(there & (state.reps.world == world) & (state.reps.region == group))
            if len(rows) > 1:
                goes.append(_pick(state, seats, rows, rule.weight_on_sales))
    return np.concatenate(goes)


def _pick(state: State, seats: Seats, rows: Whole, weight_on_sales: float) -> Whole:
    """Choose one of a group, let the group feel the new leader, and give the seat."""
    skill, signs = _leadership(state, seats, rows)
    score = promotion_score(
        _standardized(seats.mean_attainment()[rows])[None, :], _standardized(signs)[None, :], weight_on_sales
    )
    best = chosen(score)
    world, group = int(state.reps.world[rows[0]]), int(state.reps.region[rows[0]])
    leverage = LeadershipTraits.from_parameters(state.parameters).leverage[world]
    seats.team_factor[world, group] = float(team_factor(skill[best], np.array([leverage]))[0])
    return np.asarray(rows[best])


def _leadership(state: State, seats: Seats, rows: Whole) -> tuple[Floats, Floats]:
    """Give skill in leading and the signs of it [standard deviations], ``(n,)`` each."""
    world = state.reps.world[rows]
    ids = person_ids(state.reps.rep_id[rows], seats.person[rows])
    spread = state.parameters["ability_log_sd"][world]
    able = np.log(seats.own_ability[rows] / seats.group_ability[rows])
    selling = able / np.where(spread > 0.0, spread, 1.0)
    kinship = LeadershipTraits.from_parameters(state.parameters).kinship[world]
    skill = leadership_of(selling, state.luck("person.leadership", world).normal(ids), kinship)
    keys = state.streams.stream("person.signs").keys(state.replication, state.week).take(world)
    reliability = RatingTraits.from_parameters(state.parameters).reliability[world]
    zeros = np.zeros(len(rows))
    return skill, rated(skill, reliability, keys.normal(ids), mean=zeros, spread=np.ones(len(rows)))


def _standardized(values: Floats) -> Floats:
    """Take the mean of a group off, and divide by its spread."""
    mean = sum(values.tolist()) / len(values)
    spread = (sum(((values - mean) ** 2).tolist()) / len(values)) ** 0.5
    return np.asarray((values - mean) / (spread if spread > 0.0 else 1.0))
