"""The order of one week, written down once.

 1. **Quotas** are announced when a fiscal quarter begins, month by month.
 2. **Firms move**: every strategy sees what it may and submits a move; prices, products and our
    firm's actions take effect. Fixed costs of channels, teams and actions are booked.
 3. **People forget and learn**: understanding of the plan fades; knowledge fades and grows by practice.
 4. **Reps decide** how much effort to give and how to split it, from the marginal value of credit.
 5. **Needs arise** among customers (candidates thinned by season and promotion).
 6. **Customers shop**: they meet channels and firms, reps work on them, and they choose, or do not.
 7. **Deals move**: orders of ours are booked at once or handed in for approval; impatient customers
    withdraw; rivals' orders are booked.
 8. **Goods are delivered**, customers judge them and talk; **money arrives**.
 9. **Credit** falls on the day of booking, and running totals grow.
10. **Pay day** at the end of a fiscal month: everybody is paid from the ledger, and a payslip teaches.
11. **Reps learn from results** what each kind of sale yields.

Steps 5 to 9 cost time in proportion to needs and deals, not to customers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.agents.firms import apply_market_moves, changed_since, collect_moves
from simulator.agents.reps import Outlook, decide_effort, learn_from_results
from simulator.engine.business import book_orders, deliver_and_collect, shop
from simulator.engine.levers import MINOR, apply_actions, spend
from simulator.engine.quotas import announce_quotas, follow_results
from simulator.engine.setup_reps import plans_of_reps
from simulator.engine.state import State
from simulator.organization.messages import forgotten, understood
from simulator.organization.training import after_practice
from simulator.randomness import hash_id
from simulator.world.pay_terms import PERIODS
from simulator.world.specs import CUSTOMER_KINDS, OUR_FIRM, TIERS, kind_of_credit, tier_of_kinds

__all__ = ["advance_week"]

Floats = NDArray[np.float64]


def advance_week(state: State) -> None:
    """Advance all worlds of a batch by one week, in the order that the module describes."""
    announce_quotas(state)  # 1
    _move_firms(state)  # 2
    _fade_and_practice(state)  # 3
    _decide_effort(state)  # 4
    needs, choices = shop(state)  # 5, 6
    booked = book_orders(state, needs, choices)  # 7
    deliver_and_collect(state)  # 8
    credited = _credit(state, booked)  # 9
    _pay(state)  # 10
    this_week = range(state.week, state.week + 1)
    learn_from_results(state.reps, credited, _season_of_kinds(state, this_week))  # 11
    state.week += 1


def _move_firms(state: State) -> None:
    firms, week = state.firms, state.week
    firms.discount[:] = 0.0
    state.reps.time_available[:] = 1.0
    moves = collect_moves(firms, week=week, replications=state.replication, streams=state.streams)
    apply_market_moves(firms, moves)
    apply_actions(state, moves)
    firms.presence[:, OUR_FIRM] = state.levers.presence(week)
    firms.remember(week)
    _write_market_moves(state)
    _book_running_costs(state)


def _write_market_moves(state: State) -> None:
    """Write the prices asked (promotions included) and the features on sale, where they are new."""
    firms, week = state.firms, state.week
    world, firm, line, tier = changed_since(firms.price_history, week)
    prices = firms.price_history[week][world, firm, line, tier]
    state.ledger.append(
        "price_move",
        world=world,
        day=state.day,
        event_id=hash_id("price move", firm, line, tier, state.day),
        cause_id=0,
        firm=firm,
        line=line,
        tier=tier,
        price_minor=np.rint(prices * MINOR).astype(np.int64),
    )
    world, firm, line = changed_since(firms.feature_history, week)
    state.ledger.append(
        "launch",
        world=world,
        day=state.day,
        event_id=hash_id("launch", firm, line, state.day),
        cause_id=0,
        firm=firm,
        line=line,
        feature_level=firms.feature_history[week][world, firm, line],
    )


def _book_running_costs(state: State) -> None:
    worlds = np.arange(state.n_worlds)
    presence = state.levers.presence(state.week)
    for channel in range(presence.shape[1]):
        cost = presence[:, channel] * state.channel_cost_per_week[:, channel]
        paying = cost > 0.0
        spend(state, worlds[paying], cost[paying], "channel", channel)
    running = np.where(state.week + 1 <= state.levers.cost_until, state.levers.cost_per_week, 0.0)
    for action in range(running.shape[1]):
        paying = running[:, action] > 0.0
        if paying.any():
            spend(state, worlds[paying], running[paying, action], "action", action, "running")


def _fade_and_practice(state: State) -> None:
    reps, parameters = state.reps, state.parameters
    for plan in state.plans:
        if plan.role == "new":
            half_life = parameters["understanding_half_life_weeks"][reps.world[plan.reps]]
            reps.understanding[plan.reps] = forgotten(reps.understanding[plan.reps], half_life)
    premium = np.zeros(len(reps.world))
    for kind in np.flatnonzero(tier_of_kinds(reps.effort.shape[1]) == TIERS.index("premium")):
        premium += reps.effort[:, kind] * reps.normal_split[:, kind]
    reps.knowledge = after_practice(
        reps.knowledge,
        reps.everyday_knowledge,
        premium,
        parameters["knowledge_gain_by_practice"][reps.world],
        parameters["knowledge_half_life_weeks"][reps.world],
    )


def _season_of_kinds(state: State, weeks: range) -> Floats:
    """Give the mean demand index of some weeks by world and kind of credit, ``(n_worlds, n_kinds)``."""
    total = np.zeros(state.season.shape[:2])
    for week in weeks:
        total += state.season[:, :, state.spec.calendar.month_of_week(week) % 12]
    return np.repeat(total / len(weeks), len(TIERS) * len(CUSTOMER_KINDS), axis=1)


def _outlook(state: State) -> Outlook:
    calendar, week = state.spec.calendar, state.week
    weeks_left = [int(calendar.weeks_left(period, week)) for period in PERIODS]
    return Outlook(
        weeks_left=weeks_left,
        season_now=_season_of_kinds(state, range(week, week + 1)),
        season_left=np.array([_season_of_kinds(state, range(week, week + left)) for left in weeks_left]),
    )


def _decide_effort(state: State) -> None:
    week, reps = state.week, state.reps
    if week and state.spec.calendar.ends_period("month", week - 1):  # dated parts of plans come and go
        state.plans = plans_of_reps(state.spec, state.ledger.axes, state.day)
    value = decide_effort(reps, state.plans, _outlook(state))
    if state.custom_decisions is not None:
        state.custom_decisions(value)
    everyone = np.arange(len(reps.world))
    ids = hash_id("activity", reps.rep_id, week)
    common: dict[str, Any] = {
        "world": reps.world,
        "day": state.day,
        "event_id": ids,
        "cause_id": 0,
        "rep": everyone,
    }
    state.ledger.append(
        "activity",
        **common,
        effort=reps.total_effort,
        effort_by_kind=reps.effort * reps.normal_split,
        marginal_value=value,
    )
    state.ledger.append("belief", **common, understanding=reps.understanding, knowledge=reps.knowledge)


def _credit(state: State, booked: dict[str, NDArray[Any]] | None) -> Floats:
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


def _pay(state: State) -> None:
    calendar, week, reps = state.spec.calendar, state.week, state.reps
    follow_results(state)
    if calendar.ends_period("month", week):
        slips = state.payroll.settle(state.ledger, week)
        taught = state.parameters["payslip_learning"][reps.world[slips]]
        reps.understanding[slips] = understood(reps.understanding[slips], taught)
    for number, period in enumerate(PERIODS):
        if calendar.ends_period(period, week):
            reps.credit[number] = 0.0
