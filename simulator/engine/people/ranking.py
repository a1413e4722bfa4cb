"""Once a year those rated last are let go, where the scenario ranks people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.engine.seats import Seats, person_ids
from simulator.engine.state import State
from simulator.organization.forced_ranking import RatingTraits, ranked_out, rated
from simulator.world.staff import ForcedRankingSpec

__all__ = ["ranked_last"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def ranked_last(state: State, seats: Seats) -> Whole:
    """Name the seats whose people are let go this week: at the beginning of a fiscal year.

    Parameters
    ----------
    state, seats
        The batch; warnings are counted.

    Notes
    -----
    Ratings are compared within a world among those who were in their seats all year.
    """
    nobody = np.zeros(0, np.int64)
    if not state.spec.calendar.ends_period("year", state.week - 1):
        return nobody
    there = seats.there_all_year(state.spec.calendar, state.week)
    goes = [nobody]
    for world, key in enumerate(state.spec.keys):
        rule = state.spec.alternatives[key.alternative].organization.forced_ranking
        rows = np.flatnonzero(there & (state.reps.world == world))
        if rule is not None and len(rows):
            goes.append(_let_go(seats, rows, _ratings(state, seats, rows, rule), rule))
    return np.concatenate(goes)


def _let_go(seats: Seats, rows: Whole, rating: Floats, rule: ForcedRankingSpec) -> Whole:
    last = ranked_out(rating[None, :], rule.share)[0]
    seats.warnings[rows] = np.where(last, seats.warnings[rows] + 1, 0)
    return np.asarray(rows[seats.warnings[rows] > rule.chances])


def _ratings(state: State, seats: Seats, rows: Whole, rule: ForcedRankingSpec) -> Floats:
    """Rate the people of one world, ``(n,)``."""
    if rule.rated_by == "results":
        return seats.mean_attainment()[rows]
    world = state.reps.world[rows]
    reliability = RatingTraits.from_parameters(state.parameters).reliability[world]
    spread = state.parameters["ability_log_sd"][world]
    keys = state.streams.stream("person.rating").keys(state.replication, state.week).take(world)
    luck = keys.normal(person_ids(state.reps.rep_id[rows], seats.person[rows]))
    potential = np.log(seats.own_ability[rows] / seats.group_ability[rows])
    return rated(potential, reliability, luck, mean=np.zeros(len(rows)), spread=spread)
