"""Reps take customers or turn them down; some of those taken never pay, the others stay."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.prospects import pick_prospects
from simulator.engine.levers import MINOR
from simulator.engine.reduced_form.accounts import Accounts
from simulator.engine.reduced_form.state import ReducedFormState
from simulator.randomness import hash_id
from simulator.world.records import SPEND_KINDS

__all__ = ["take_customers"]

Floats = NDArray[np.float64]
_LAST_DAY = 6


def take_customers(state: ReducedFormState, results: Floats) -> Floats:
    """Turn prospects met into customers taken, and let older ones pay, stay or fail.

    Parameters
    ----------
    state
        The batch. What is not paid is written to the ledger; what taking customers is worth beside the credit
        for them is kept for next week's decision on effort.
    results
        What would be booked if everybody were taken [currency], ``(n_reps, n_kinds)``.

    Returns
    -------
    What is booked, same shape: what customers who stay bring counts for the product that keeps them.

    Notes
    -----
    Booking is worth what pay makes of credit for the product and what a sale is worth beyond pay, keeping
    what it makes of credit for the product that keeps customers, and chasing money costs
    ``chasing_time_share`` of the price, as pay forgone
    (:func:`simulator.behaviors.prospects.pick_prospects`) [Kim2019]_.
    """
    for book in state.accounts:
        results = _one_product(state, book, results)
    return results


def _one_product(state: ReducedFormState, book: Accounts, results: Floats) -> Floats:
    reps, world, kept = state.reps, state.reps.world, book.kept_kind
    booking = reps.value[:, book.kind] + reps.unpaid_value
    keeping = reps.value[:, kept] * book.kept_share[world] if kept >= 0 else np.zeros_like(booking)
    chasing = state.parameters["chasing_time_share"][world]
    picked = pick_prospects(book.believed[world], booking, keeping, chasing, book.won[world])
    results = results.copy()
    results[:, book.kind] *= picked.share * picked.per_met
    lost, paid = book.due()
    book.signed(results[:, book.kind], picked.place, world)
    if reps.task_value is None:
        reps.task_value = np.zeros_like(results)
    reps.task_value[:, book.kind] = picked.worth - booking
    if kept >= 0:
        results[:, kept] += paid * book.kept_share[world]
    _write_off(state, book, lost * book.loss_share[world])
    return results


def _write_off(state: ReducedFormState, book: Accounts, lost: Floats) -> None:
    minor = np.rint(lost * MINOR).astype(np.int64)
    rows = np.flatnonzero(minor > 0)
    state.ledger.append(
        "spend",
        world=state.reps.world[rows],
        day=state.day + _LAST_DAY,
        event_id=hash_id("bad debt", state.noise.ids[rows, book.kind], state.week),
        cause_id=0,
        kind=SPEND_KINDS.index("bad_debt"),
        item=-1,
        amount_minor=minor[rows],
    )
