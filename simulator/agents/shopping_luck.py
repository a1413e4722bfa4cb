"""Luck of a shopping trip: drawn once for each need of a replication, shared by its alternatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.agents.customers import Needs
from simulator.randomness import Keys, Streams, name_id
from simulator.world.specs import TIERS

__all__ = ["ShoppingKeys", "ShoppingLuck", "draw_luck", "keys_of_shopping"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class ShoppingKeys:
    """Keys of the decisions of a shopping trip, one row for each population."""

    visit: Keys
    presence: Keys
    channel: Keys
    option: Keys
    specialist: Keys
    units: Keys


@dataclass(frozen=True)
class ShoppingLuck:
    """Luck of each kept candidate, shape ``(n_kept, ...)``; ``presence`` is over channels and firms."""

    visit: Floats
    presence: Floats
    channel: Floats
    option: Floats
    specialist: Floats
    units: Floats


def keys_of_shopping(
    streams: Streams, replications: Whole, channels: tuple[str, ...], firms: tuple[str, ...]
) -> ShoppingKeys:
    """Prepare the keys: options, channels and firms enter by name, so that order and number do not matter."""
    channel_ids = np.array([name_id(c) for c in channels], dtype=np.uint64)
    pair_ids = np.array([name_id(f"{firm} in {c}") for c in channels for firm in firms], dtype=np.uint64)
    options = [f"{firm} {tier}" for firm in firms for tier in TIERS] + ["nothing"]
    option_ids = np.array([name_id(option) for option in options], dtype=np.uint64)
    column = replications[:, None]
    return ShoppingKeys(
        visit=streams.stream("need.visits_channel").keys(column, ordinal=channel_ids),
        presence=streams.stream("need.meets_firm").keys(column, ordinal=pair_ids),
        channel=streams.stream("need.likes_channel").keys(column, ordinal=channel_ids),
        option=streams.stream("need.likes_option").keys(column, ordinal=option_ids),
        specialist=streams.stream("lead.gets_specialist").keys(replications),
        units=streams.stream("order.units").keys(replications),
    )


def draw_luck(keys: ShoppingKeys, needs: Needs, n_firms: int) -> ShoppingLuck:
    """Draw the luck of this week's candidates, once for all alternatives."""
    rows, ids = needs.population, needs.event_id
    wide = ids[:, None]
    visit = keys.visit.take(rows).uniform(wide)
    presence = keys.presence.take(rows).uniform(wide)
    return ShoppingLuck(
        visit=visit,
        presence=presence.reshape(len(ids), visit.shape[1], n_firms),
        channel=keys.channel.take(rows).gumbel(wide),
        option=keys.option.take(rows).gumbel(wide),
        specialist=keys.specialist.take(rows).uniform(ids),
        units=keys.units.take(rows).normal(ids),
    )
