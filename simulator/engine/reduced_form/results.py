"""What a week brings in a reduced-form market: drawn, booked, credited, and worth something to the firm."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.decisions import season_of_kinds
from simulator.engine.levers import MINOR
from simulator.engine.reduced_form.deal_timing import Booking
from simulator.engine.reduced_form.peers import sales_through_peers
from simulator.engine.reduced_form.state import ReducedFormState
from simulator.randomness import hash_id
from simulator.world.specs import OUR_FIRM

__all__ = ["book", "drawn", "expected_results", "tend_to_tasks"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
_LAST_DAY = 6


def expected_results(state: ReducedFormState) -> Floats:
    """Give what this week's effort brings on average [currency], ``(n_reps, n_kinds)``.

    Ability times potential times season times the response to effort, and what colleagues add or take.
    """
    reps = state.reps
    season = season_of_kinds(state, range(state.week, state.week + 1)).take(reps.world, axis=0)
    ability = reps.opportunity * season
    own = ability * reps.effort_rules.output(reps.effort)
    return own if reps.peer_value is None else np.maximum(own + sales_through_peers(state, ability), 0.0)


def drawn(state: ReducedFormState) -> Floats:
    """Draw what is ready to be booked this week [currency], ``(n_reps, n_kinds)``; nothing in empty seats."""
    results = state.noise.results(expected_results(state), state.week)
    if state.seats is not None:
        results[state.seats.is_empty] = 0.0
    return results


def book(state: ReducedFormState, booking: Booking) -> Floats:
    """Book and credit sales; give the revenue credited by kind [currency], ``(n_reps, n_kinds)``.

    Parameters
    ----------
    state
        The batch; its running totals grow.
    booking
        What is booked this week; rounded to minor units. Goods cost what they cost at list price.
    """
    reps = state.reps
    minor = np.rint(booking.paid * MINOR).astype(np.int64)
    listed = np.rint(booking.listed * MINOR).astype(np.int64)
    rep, kind = np.nonzero((minor != 0) & state.is_credited)
    amount = minor[rep, kind]
    world = reps.world[rep]
    at_list = listed[rep, kind]
    cost = at_list - np.rint(at_list * state.margin_share[world, kind]).astype(np.int64)
    size = state.noise.order_value[rep, kind]
    units = np.where(size > 0.0, np.rint(amount / (np.where(size > 0.0, size, 1.0) * MINOR)), 1.0)
    units = units.astype(np.int64)
    order_id = hash_id("result", state.noise.ids[rep, kind], state.week)
    common: dict[str, Any] = {"day": state.day + _LAST_DAY, "rep": rep, "line": kind}
    common |= {"tier": 0, "is_new_customer": False, "units": units}
    state.ledger.append(
        "order",
        world=world,
        event_id=order_id,
        cause_id=0,
        firm=OUR_FIRM,
        customer=-1,
        segment=-1,
        region=reps.region[rep],
        channel=-1,
        amount_minor=amount,
        product_cost_minor=cost,
        channel_fee_minor=0,
        **common,
    )
    state.ledger.append(
        "credit",
        world=world,
        event_id=hash_id("credit", order_id),
        cause_id=order_id,
        order_id=order_id,
        revenue_minor=amount,
        margin_minor=amount - cost,
        **common,
    )
    _write_discounts(state, rep, kind, at_list, amount)
    credited = np.where(state.is_credited, minor / MINOR, 0.0)
    reps.credit += credited
    return credited


def _write_discounts(state: ReducedFormState, rep: Whole, kind: Whole, listed: Whole, paid: Whole) -> None:
    given = np.flatnonzero(listed != paid)
    rows, products = rep[given], kind[given]
    state.ledger.append(
        "discount",
        world=state.reps.world[rows],
        day=state.day + _LAST_DAY,
        event_id=hash_id("discount", state.noise.ids[rows, products], state.week),
        cause_id=hash_id("result", state.noise.ids[rows, products], state.week),
        rep=rows,
        line=products,
        list_minor=listed[given],
        amount_minor=listed[given] - paid[given],
    )


def tend_to_tasks(state: ReducedFormState, results: Floats) -> None:
    """Write what was done on tasks that are not sold, and what it is worth to the firm."""
    reps = state.reps
    there = np.arange(len(reps.world)) if state.seats is None else state.seats.present
    for kind in np.flatnonzero(~state.is_credited):
        state.ledger.append(
            "task",
            world=reps.world[there],
            day=state.day + _LAST_DAY,
            event_id=hash_id("result", state.noise.ids[there, kind], state.week),
            cause_id=0,
            rep=there,
            line=int(kind),
            effort=reps.effort[there, kind],
            value_minor=np.rint(results[there, kind] * MINOR).astype(np.int64),
        )
