"""Somebody leaves a seat: what is written down, lost and paid, and the search that begins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.engine.levers import MINOR
from simulator.engine.seats import FOUNDING, Seats, person_ids
from simulator.engine.state import State
from simulator.organization.staffing import weeks_to_fill
from simulator.randomness import hash_id
from simulator.world.records import LEAVE_REASONS, SPEND_KINDS

__all__ = ["depart", "search", "spend"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def depart(state: State, seats: Seats, rows: Whole, reason: str) -> None:
    """Empty some seats: write it down, begin the search, and lose what was not booked yet."""
    if not len(rows):
        return
    reps, world = state.reps, state.reps.world[rows]
    ids = person_ids(reps.rep_id[rows], seats.person[rows])
    in_seat = np.where(seats.since[rows] == FOUNDING, -1, state.week - seats.since[rows])
    event = hash_id("leave", ids, state.week)
    state.ledger.append(
        "leave",
        world=world,
        day=state.day,
        event_id=event,
        cause_id=0,
        rep=rows,
        person=seats.person[rows],
        reason=LEAVE_REASONS.index(reason),
        weeks_in_seat=in_seat,
    )
    spend(state, rows, event, "leaving cost", _costs(state, seats, rows, reason))
    seats.is_empty[rows] = True
    seats.since[rows] = state.week
    search(state, seats, rows, 0)
    state.lose_open_deals(rows)


def search(state: State, seats: Seats, rows: Whole, attempt: int) -> None:
    """Say in which week the search for the successor of the one who left ends, drawn by key."""
    world = state.reps.world[rows]
    ids = hash_id("search", person_ids(state.reps.rep_id[rows], seats.person[rows]), attempt)
    luck = state.luck("seat.search", world).uniform(ids)
    weeks = weeks_to_fill(luck, state.parameters["weeks_to_fill_seat"][world])
    seats.empty_until[rows] = state.week + np.rint(weeks).astype(np.int64)


def spend(state: State, rows: Whole, event: NDArray[np.uint64], what: str, amounts: Floats) -> None:
    """Write down what an event in some seats costs [currency], ``(n,)``; nothing where it costs nothing."""
    paid = np.flatnonzero(amounts > 0.0)
    state.ledger.append(
        "spend",
        world=state.reps.world[rows][paid],
        day=state.day,
        event_id=hash_id(f"spend {what}", event[paid]),
        cause_id=event[paid],
        kind=SPEND_KINDS.index("turnover"),
        item=-1,
        amount_minor=np.rint(amounts[paid] * MINOR).astype(np.int64),
    )


def _costs(state: State, seats: Seats, rows: Whole, reason: str) -> Floats:
    """Give what it costs that people leave [currency], ``(n,)``."""
    amounts = np.array([0.0 if rule is None else rule.leaving_cost for rule in seats.rules])
    if reason == "promoted":
        amounts = np.zeros(len(amounts))
    if reason == "dismissed":
        firms = (state.spec.alternatives[key.alternative].organization for key in state.spec.keys)
        rules = [firm.forced_ranking for firm in firms]
        amounts = amounts + [0.0 if rule is None else rule.dismissal_cost for rule in rules]
    return np.asarray(amounts[state.reps.world[rows]])
