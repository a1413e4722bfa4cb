"""Needs, choices, orders, deliveries and receipts of one week, with their rows in the ledger."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.agents.customers import Needs
from simulator.agents.deals import Columns, joined, rows_of
from simulator.agents.shopping import Choices, go_shopping
from simulator.agents.shopping_luck import ShoppingLuck, draw_luck
from simulator.engine.levers import MINOR, spend
from simulator.engine.state import CustomerState
from simulator.errors import RuleError
from simulator.market.satisfaction import satisfaction
from simulator.pipeline.collection import delivery_day, receipt_day
from simulator.pipeline.handling import exponential_handling_days
from simulator.randomness import hash_id
from simulator.world.records import RECORDS, STAGES
from simulator.world.specs import OUR_FIRM

__all__ = ["book_orders", "deliver_and_collect", "shop"]

Floats = NDArray[np.float64]
_STAGE = {name: code for code, name in enumerate(STAGES)}
HOURS_PER_DAY = 24.0
ORDER_COLUMNS = tuple(RECORDS["order"].columns)


def shop(state: CustomerState) -> tuple[Needs, tuple[Choices, ShoppingLuck]]:
    """Let needs arise and customers choose; write needs, leads and what became of the leads."""
    calendar, parameters = state.spec.calendar, state.parameters
    month = calendar.month_of_week(state.week) % 12
    pull = 1.0 + parameters["promotion_pull"] * np.maximum(
        state.firms.discount[:, 0], state.firms.discount[:, 1]
    )
    factor = state.season[:, :, month] * pull[:, None]
    bound = np.array([state.spec.alternatives[key.alternative].demand.rate_bound for key in state.spec.keys])
    if (factor > bound[:, None]).any():
        most = float((factor / bound[:, None]).max())
        raise RuleError(
            f"needs come {most:.2f} times as often as demand.rate_bound allows: raise it above season times "
            "promotion pull",
            rule="demand",
            week=state.week + 1,
        )
    needs = state.customers.needs_of_week(state.week, factor, bound)
    luck = draw_luck(state.shopping_keys, needs, state.firms.brand.shape[1])
    coverage = np.minimum(1.0, state.levers.specialist_leads / np.maximum(state.last_served_leads, 1.0))
    choices = go_shopping(
        needs, luck, state.customers, state.firms, state.reps, state.talk, state.market, coverage, state.week
    )
    state.last_served_leads = np.bincount(needs.world[choices.rep >= 0], minlength=state.n_worlds).astype(
        np.float64
    )
    _write_needs_and_leads(state, needs, choices)
    return needs, (choices, luck)


def _write_needs_and_leads(state: CustomerState, needs: Needs, choices: Choices) -> None:
    one = needs.candidate
    day = needs.day[one].astype(np.int64)
    who: Columns = {
        "customer": needs.customer[one],
        "segment": needs.segment[one],
        "region": needs.region[one],
        "line": needs.line[one],
    }
    event_id = needs.event_id[one]
    state.ledger.append("need", world=needs.world, day=day, event_id=event_id, cause_id=0, **who)
    leads = np.flatnonzero(choices.meets_us)
    lead_id = hash_id("lead", event_id[leads])
    state.ledger.append(
        "lead",
        world=needs.world[leads],
        day=day[leads],
        event_id=lead_id,
        cause_id=event_id[leads],
        **rows_of(who, leads),
        channel=choices.our_channel[leads],
        rep=choices.rep[leads],
        is_new_customer=choices.is_new_customer[leads],
    )
    lost = leads[choices.firm[leads] != OUR_FIRM]
    ends = np.where(choices.firm[lost] >= 0, _STAGE["lost"], _STAGE["no_decision"])
    write_stage(
        state, needs.world[lost], day[lost], hash_id("lead", event_id[lost]), "lead", ends, choices.rep[lost]
    )


def write_stage(
    state: CustomerState,
    world: NDArray[Any],
    day: NDArray[Any],
    deal_id: NDArray[np.uint64],
    from_stage: str,
    to_stage: NDArray[np.int64] | str,
    rep: NDArray[Any],
) -> None:
    """Write that deals of ours moved to another stage."""
    to_code = _STAGE[to_stage] if isinstance(to_stage, str) else to_stage
    state.ledger.append(
        "stage_change",
        world=world,
        day=day,
        event_id=hash_id("stage change", deal_id, np.broadcast_to(to_code, len(deal_id))),
        cause_id=deal_id,
        deal_id=deal_id,
        from_stage=_STAGE[from_stage],
        to_stage=to_code,
        rep=rep,
    )


def book_orders(state: CustomerState, needs: Needs, shopped: tuple[Choices, ShoppingLuck]) -> Columns | None:
    """Book rivals' orders and ours, or hand ours in for approval; give our orders booked this week.

    Returns
    -------
    Columns of our booked orders (those approved this week, then those that need no approval), or None.
    """
    choices, luck = shopped
    bought = np.flatnonzero(choices.firm >= 0)
    orders = _orders(state, needs, choices, luck, bought)
    state.firms.note_sales(state.week, orders)
    ours = orders["firm"] == OUR_FIRM
    _book_rivals(state, rows_of(orders, ~ours))
    mine = rows_of(orders, ours)
    world = mine["world"]
    waits = state.needs_approval[world, mine["channel"]] & (state.levers.layers[world] > 0)
    _hand_in(state, rows_of(mine, waits))
    approved = _leave_approval(state)
    direct = rows_of(mine, ~waits)
    direct["approved_day"] = direct["time_days"]
    write_stage(state, direct["world"], direct["day"], direct["lead_id"], "lead", "won", direct["rep"])
    booked = direct if approved is None else joined((approved, direct))
    booked["day"] = np.floor(booked["approved_day"]).astype(np.int64)
    _write_orders(state, booked)
    _plan_delivery(state, booked)
    return booked


def _orders(
    state: CustomerState, needs: Needs, choices: Choices, luck: ShoppingLuck, rows: NDArray[np.int64]
) -> Columns:
    """Price the orders of those who bought; a row for each, in birth order within each world."""
    one, world = needs.candidate[rows], needs.world[rows]
    firm, tier, line = choices.firm[rows], choices.tier[rows], needs.line[one].astype(np.int64)
    segment = needs.segment[one]
    spread = state.segment["units_log_sd"][world, segment]
    mean = (
        state.segment["customers_per_agent"][world, segment] * state.segment["units_per_need"][world, segment]
    )
    units = np.maximum(1, np.rint(mean * np.exp(spread * luck.units[one] - 0.5 * np.square(spread)))).astype(
        np.int64
    )
    discount = np.where(firm == OUR_FIRM, state.firms.discount[world, tier], 0.0)
    price = np.rint(state.firms.list_price[world, firm, line, tier] * (1.0 - discount) * MINOR).astype(
        np.int64
    )
    cost = np.rint(state.firms.unit_cost[world, firm, line, tier] * MINOR).astype(np.int64)
    amount = price * units
    fee = np.rint(amount * state.channel_fee_share[world, choices.channel[rows]]).astype(np.int64)
    need_id = needs.event_id[one]
    return {
        "world": world,
        "day": needs.day[one].astype(np.int64),
        "time_days": needs.day[one],
        "order_id": hash_id("order", need_id),
        "lead_id": np.where(choices.meets_us[rows], hash_id("lead", need_id), need_id),
        "firm": firm,
        "customer": needs.customer[one],
        "slot": needs.slot[rows],
        "segment": segment,
        "region": needs.region[one],
        "line": line,
        "tier": tier,
        "channel": choices.channel[rows],
        "rep": np.where(firm == OUR_FIRM, choices.rep[rows], -1),
        "is_new_customer": choices.is_new_customer[rows],
        "units": units,
        "amount_minor": amount,
        "product_cost_minor": cost * units,
        "channel_fee_minor": fee,
        "unexplained": 1.0 - choices.explained[rows],
    }


def _write_orders(state: CustomerState, orders: Columns) -> None:
    state.ledger.append(
        "order",
        event_id=orders["order_id"],
        cause_id=orders["lead_id"],
        **{name: orders[name] for name in ("world", "day", *ORDER_COLUMNS)},
    )


def _judge(state: CustomerState, orders: Columns, waiting_days: Floats, response_hours: Floats) -> Floats:
    world = orders["world"]
    parameters = {
        name: values[world] for name, values in state.parameters.items() if name.startswith("satisfaction_")
    }
    luck = state.luck("delivery.satisfaction", world).normal(orders["order_id"])
    return satisfaction(
        base=parameters["satisfaction_base"],
        waiting_days=waiting_days,
        loss_per_week_waiting=parameters["satisfaction_loss_per_week_waiting"],
        response_days=response_hours / HOURS_PER_DAY,
        loss_per_response_day=parameters["satisfaction_loss_per_response_day"],
        unexplained_share=orders["unexplained"],
        loss_unexplained=parameters["satisfaction_loss_unexplained"],
        noise=parameters["satisfaction_sd"] * luck,
    )


def _book_rivals(state: CustomerState, orders: Columns) -> None:
    """Rivals deliver like us without approval; their customers judge and talk as ours do."""
    _write_orders(state, orders)
    world = orders["world"]
    waiting = state.parameters["delivery_days"][world]
    judged = _judge(state, orders, waiting, state.parameters["response_hours"][world])
    _experience(state, orders, judged)


def _experience(state: CustomerState, orders: Columns, judged: Floats) -> None:
    state.customers.remember(orders["slot"], orders["firm"], judged, state.week)
    opinion = judged - state.parameters["satisfaction_neutral"][orders["world"]]
    state.talk.add(orders["world"], orders["region"], orders["firm"], opinion)


def _hand_in(state: CustomerState, orders: Columns) -> None:
    world = orders["world"]
    write_stage(state, world, orders["day"], orders["lead_id"], "lead", "submitted", orders["rep"])
    depth = state.spec.deepest_approval
    mean = np.repeat(state.levers.handling_days[world][:, None], depth, axis=1)
    days = exponential_handling_days(
        state.streams.stream("approval.handling"), state.replication[world], orders["order_id"], mean
    )
    state.deals.submit(orders, days)


def _leave_approval(state: CustomerState) -> Columns | None:
    """Give the orders approved this week whose customers still want them; write who withdrew."""
    orders = state.deals.approved(7.0 * (state.week + 1))
    if orders is None or not len(orders["world"]):
        return None
    world = orders["world"]
    luck = state.luck("order.patience", world).exponential(orders["order_id"])
    patience = luck * state.segment["patience_days"][world, orders["segment"]]
    stays = orders["approved_day"] - orders["time_days"] <= patience
    day = np.floor(orders["approved_day"]).astype(np.int64)
    ends = np.where(stays, _STAGE["won"], _STAGE["withdrawn"])
    write_stage(state, world, day, orders["lead_id"], "submitted", ends, orders["rep"])
    return rows_of(orders, stays)


def _plan_delivery(state: CustomerState, orders: Columns) -> None:
    planned = dict(orders)
    lead_time = np.rint(state.parameters["delivery_days"][orders["world"]]).astype(np.int64)
    planned["day"] = delivery_day(orders["approved_day"], lead_time)
    state.deals.deliveries.enter(planned)


def deliver_and_collect(state: CustomerState) -> None:
    """Deliver what is due, let customers judge and talk, and take in the money that arrives."""
    state.talk.fade(state.parameters["word_of_mouth_half_life_weeks"])
    end = 7.0 * (state.week + 1)
    due = state.deals.deliveries.due(end)
    if due is not None and len(due["world"]):
        _deliver(state, due)
    money = state.deals.receipts.due(end)
    if money is not None and len(money["world"]):
        state.ledger.append(
            "receipt",
            world=money["world"],
            day=money["day"],
            event_id=hash_id("receipt", money["order_id"]),
            cause_id=money["order_id"],
            order_id=money["order_id"],
            rep=money["rep"],
            amount_minor=money["amount_minor"],
        )
        write_stage(state, money["world"], money["day"], money["lead_id"], "delivered", "paid", money["rep"])


def _deliver(state: CustomerState, orders: Columns) -> None:
    world, day = orders["world"], orders["day"]
    judged = _judge(state, orders, day - orders["time_days"], state.levers.response_hours[world])
    _experience(state, orders, judged)
    state.ledger.append(
        "delivery",
        world=world,
        day=day,
        event_id=hash_id("delivery", orders["order_id"]),
        cause_id=orders["order_id"],
        order_id=orders["order_id"],
        customer=orders["customer"],
        satisfaction=judged,
    )
    write_stage(state, world, day, orders["lead_id"], "won", "delivered", orders["rep"])
    _pay_for_service(state, world)
    terms = state.segment["payment_terms_days"][world, orders["segment"]].astype(np.int64)
    luck = state.luck("receipt.delay", world).exponential(orders["order_id"])
    late = np.floor(luck * state.segment["payment_delay_days"][world, orders["segment"]]).astype(np.int64)
    collected = {name: orders[name] for name in ("world", "order_id", "lead_id", "rep", "amount_minor")}
    state.deals.receipts.enter({**collected, "day": receipt_day(day, terms, late)})


def _pay_for_service(state: CustomerState, world: NDArray[np.int64]) -> None:
    served = np.bincount(world, minlength=state.n_worlds) * state.levers.service_cost_per_order
    paying = np.flatnonzero(served > 0.0)
    spend(state, paying, served[paying], "service", 0)
