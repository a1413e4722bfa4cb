"""The step of each week in which people leave, seats are filled, and hires become able."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import row_sum
from simulator.behaviors.quitting import QuitTraits, plan_loss, quit_probability
from simulator.engine.levers import MINOR
from simulator.engine.people.departing import depart, search, spend
from simulator.engine.people.hiring import draw_hires
from simulator.engine.people.promotion import promoted
from simulator.engine.people.ranking import ranked_last
from simulator.engine.people.worth import worths
from simulator.engine.quotas import announced_amounts, months_of
from simulator.engine.seats import Seats, person_ids
from simulator.engine.state import State
from simulator.organization.staffing import ramp
from simulator.randomness import hash_id
from simulator.world.pay_terms import PERIODS

__all__ = ["move_people", "note_quarter"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

NEW_PLAN_WEEKS = 52
"""Weeks for which a loss by a new plan drives people out."""


def _write_founders(state: State) -> None:
    """Write down who is in the seats at the start."""
    reps = state.reps
    nobody = np.zeros(len(reps.world), np.int64)
    _write_hires(state, np.arange(len(reps.world)), nobody, nobody, reps.ability.copy())


def move_people(state: State) -> None:
    """Let people leave and others take empty seats, and set what everybody can do this week.

    Parameters
    ----------
    state
        The batch; quotas of the running month have been announced.

    Notes
    -----
    At the beginning of each week everybody who was there the week before leaves with a week's chance, see
    :func:`simulator.behaviors.quitting.quit_probability`. An empty seat brings nothing. A hire begins on the
    first day of a week with empty running totals, and sells like an old hand after the ramp.
    """
    seats = state.seats
    if state.week == 0 and (seats is not None or not state.ledger.axes.has_customers):
        _write_founders(state)
    if seats is None:
        return
    begins_month = state.week == 0 or _month(state, state.week - 1) != _month(state, state.week)
    if begins_month:
        _take_stock(state, seats)
    if state.week:
        dismissed = ranked_last(state, seats)
        depart(state, seats, dismissed, "dismissed")
        depart(state, seats, promoted(state, seats), "promoted")
        depart(state, seats, _who_quits(state, seats), "quit")
    arrived = _fill(state, seats)
    if begins_month or len(arrived):
        _prorate_quotas(state, seats)
    _set_strength(state, seats)


def note_quarter(state: State) -> None:
    """Remember results over quota at the end of a fiscal quarter, of those who were there all the time."""
    seats, calendar, reps = state.seats, state.spec.calendar, state.reps
    if seats is None or not calendar.ends_period("quarter", state.week):
        return
    first = state.week + 1 - int(calendar.period_weeks("quarter", state.week))
    row = PERIODS.index("quarter")
    known = ~seats.is_empty & (seats.since <= first)
    quota = np.where(reps.quota[row] > 0.0, reps.quota[row], 1.0)
    seats.note(np.where(known, row_sum(reps.credit[row]) / quota, 0.0), known, reps.world)


def _month(state: State, week: int) -> int:
    return int(state.spec.calendar.month_of_week(week))


def _take_stock(state: State, seats: Seats) -> None:
    """Look at what the plan is worth to everybody, and what a new plan has taken."""
    amounts = announced_amounts(state, months_of(state, "year"))
    seats.year_quota = np.add.reduce(amounts, axis=0) / MINOR
    rows = np.flatnonzero(seats.moves)
    seats.worth[rows] = worths(state, seats, rows, seats.own_ability[rows])
    founders = rows[(seats.person[rows] == 0) & (state.week < NEW_PLAN_WEEKS)]
    seats.lost_share[rows] = 0.0
    before = worths(state, seats, founders, seats.own_ability[founders], habit=True)
    seats.lost_share[founders] = plan_loss(before, seats.worth[founders])


def _who_quits(state: State, seats: Seats) -> Whole:
    quits = np.array([rule is not None for rule in seats.rules])[state.reps.world]
    rows = np.flatnonzero(quits & ~seats.is_empty & (seats.since < state.week))
    world = state.reps.world[rows]
    traits = QuitTraits.from_parameters({n: v[world] for n, v in state.parameters.items() if n in _QUITTING})
    chance = quit_probability(
        traits,
        pay=seats.worth[rows],
        outside=seats.outside[rows],
        missed_share=seats.missed_share()[rows],
        standing=seats.standing[rows],
        trust=np.ones(len(rows)),
        lost_share=seats.lost_share[rows],
    )
    keys = state.streams.stream("person.leaves").keys(state.replication, state.week).take(world)
    ids = person_ids(state.reps.rep_id[rows], seats.person[rows])
    return np.asarray(rows[keys.uniform(ids) < chance])


_QUITTING = (
    "quit_rate_per_year",
    "quit_pay_sensitivity",
    "quit_missed_quota_weight",
    "quit_standing_weight",
    "quit_distrust_weight",
    "quit_plan_loss_weight",
)


def _fill(state: State, seats: Seats) -> Whole:
    """Fill the seats whose search ends this week; give them."""
    ready = np.flatnonzero(seats.is_empty & (seats.empty_until <= state.week))
    if not len(ready):
        return ready
    found = draw_hires(state, seats, ready)
    again = ready[~found]
    rows = ready[found]
    if len(again):  # nobody took the offer: another search, and never an endless one in a week
        search(state, seats, again, state.week)
        seats.empty_until[again] = np.maximum(seats.empty_until[again], state.week + 1)
    reps = state.reps
    empty = state.week - seats.since[rows]
    seats.is_empty[rows], seats.since[rows] = False, state.week
    seats.forget(rows)
    seats.worth[rows] = worths(state, seats, rows, seats.own_ability[rows])
    reps.credit[:, rows] = 0.0
    reps.chosen_effort[rows] = 1.0
    reps.understanding[rows] = 1.0
    reps.knowledge[rows] = reps.everyday_knowledge[rows]
    event = _write_hires(state, rows, seats.person[rows], empty, seats.own_ability[rows])
    costs = np.array([0.0 if rule is None else rule.hiring_cost for rule in seats.rules])
    spend(state, rows, event, "hiring cost", costs[reps.world[rows]])
    return np.asarray(rows)


def _prorate_quotas(state: State, seats: Seats) -> None:
    """Hold who came within a running period to the part of its quota that falls on the days since."""
    reps = state.reps
    rows = np.flatnonzero(seats.moves & (seats.since > 0))
    if not len(rows):
        return
    for number, period in enumerate(PERIODS):
        months = months_of(state, period)
        total = np.zeros(len(rows))
        for month, amount in zip(months, announced_amounts(state, months), strict=True):
            total += amount[rows] * share_of_month(state, month, seats.since[rows])
        reps.quota[number][rows] = np.maximum(total / MINOR, 1.0)


def share_of_month(state: State, month: int, since: Whole) -> Floats:
    """Give the share of a fiscal month's weeks that lie in or after a week, ``(n,)``."""
    calendar = state.spec.calendar
    first = int(calendar.first_week("month", month))
    weeks = int(calendar.period_weeks("month", first))
    return np.asarray(np.clip(first + weeks - since, 0, weeks) / weeks)


def _set_strength(state: State, seats: Seats) -> None:
    """Set what each can do, as in the middle of the week of the ramp; nobody works in an empty seat."""
    reps = state.reps
    rows = np.flatnonzero(seats.moves)
    weeks = state.parameters["ramp_weeks"][reps.world[rows]]
    in_seat = (state.week - seats.since[rows]).astype(np.float64) + 0.5
    strength = ramp(in_seat, np.maximum(weeks, 0.5))
    strength = np.where(seats.is_empty[rows], 1.0, strength)
    led = seats.team_factor[reps.world[rows], reps.region[rows]]
    reps.ability[rows] = seats.own_ability[rows] * strength * led
    reps.time_available[rows] = np.where(seats.is_empty[rows], 0.0, 1.0)


def _write_hires(
    state: State, rows: Whole, person: Whole, empty: Whole, ability: Floats
) -> NDArray[np.uint64]:
    reps = state.reps
    event: NDArray[np.uint64] = hash_id("hire", person_ids(reps.rep_id[rows], person))
    state.ledger.append(
        "hire",
        world=reps.world[rows],
        day=state.day,
        event_id=event,
        cause_id=0,
        rep=rows,
        person=person,
        weeks_empty=empty,
        ability=ability,
    )
    return event
