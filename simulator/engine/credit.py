"""Credit falls on the day of booking, and running totals grow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.agents.deals import Columns
from simulator.engine.levers import MINOR
from simulator.engine.state import State
from simulator.randomness import hash_id
from simulator.world.specs import kind_of_credit

__all__ = ["credit_orders"]

Floats = NDArray[np.float64]


def credit_orders(state: State, booked: Columns | None) -> Floats:
    """Credit this week's booked orders to reps; give the revenue credited by kind, ``(n_reps, n_kinds)``."""
    reps = state.reps
    credited = np.zeros_like(reps.potential)
    if booked is None:
        return credited
    rows = np.flatnonzero(booked["rep"] >= 0)
    order = {name: values[rows] for name, values in booked.items()}
    margin = order["amount_minor"] - order["product_cost_minor"] - order["channel_fee_minor"]
    state.ledger.append(
        "credit",
        world=order["world"],
        day=order["day"],
        event_id=hash_id("credit", order["order_id"]),
        cause_id=order["order_id"],
        order_id=order["order_id"],
        rep=order["rep"],
        line=order["line"],
        tier=order["tier"],
        is_new_customer=order["is_new_customer"],
        revenue_minor=order["amount_minor"],
        margin_minor=margin,
        units=order["units"],
    )
    n_kinds = credited.shape[1]
    kind = kind_of_credit(order["line"], order["tier"], order["is_new_customer"])
    cell = order["rep"] * n_kinds + kind
    revenue = order["amount_minor"] / MINOR
    credited = np.bincount(cell, revenue, credited.size).astype(np.float64).reshape(credited.shape)
    reps.credit += credited
    return credited
