"""Firms move: strategies submit moves, prices and actions take effect, fixed costs are booked."""

from __future__ import annotations

import numpy as np

from simulator.agents.firms import apply_market_moves, changed_since, collect_moves
from simulator.engine.levers import MINOR, apply_actions, spend
from simulator.engine.state import CustomerState
from simulator.randomness import hash_id
from simulator.world.specs import OUR_FIRM

__all__ = ["move_firms"]


def move_firms(state: CustomerState) -> None:
    """Let every strategy see what it may and submit a move, and let moves and costs take effect."""
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


def _write_market_moves(state: CustomerState) -> None:
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


def _book_running_costs(state: CustomerState) -> None:
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
