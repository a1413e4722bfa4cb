"""Open the market of a batch: firms and their strategies, channels, segments, word of mouth."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simulator import catalog
from simulator.agents.firms import Firms, FirmStrategy
from simulator.agents.population import Population
from simulator.agents.shopping import MarketSettings
from simulator.agents.talk import Talk
from simulator.agents.territories import Territories
from simulator.engine.spec import AlternativeSpec, WorldsSpec
from simulator.world.records import Axes
from simulator.world.specs import OUR_FIRM, TIERS, LineSpec

__all__ = ["market_settings", "open_firms", "open_talk", "our_presence", "segment_columns"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def open_firms(of_world: list[AlternativeSpec]) -> Firms:
    """Open the columns of all firms, with their strategies.

    A firm's prices are list prices times its price index: ours those of the alternative, rivals' those of
    the baseline, which customers compare with too.
    """
    market = np.array([_list_prices(a.prices_of_market) for a in of_world])
    index = np.array([[firm.price_index for firm in a.firms.values()] for a in of_world])
    prices = market[:, None] * index[:, :, None, None]
    ours = np.array([_list_prices(a.lines) for a in of_world])
    prices[:, OUR_FIRM] = ours * index[:, OUR_FIRM, None, None]
    unit_costs = np.array([_unit_costs(a.prices_of_market) for a in of_world])
    cost = np.repeat(unit_costs[:, None], index.shape[1], axis=1)
    cost[:, OUR_FIRM] = [_unit_costs(a.lines) for a in of_world]
    n_firms, n_lines = index.shape[1], market.shape[1]
    features = np.array([[firm.feature_level for firm in a.firms.values()] for a in of_world])
    return Firms(
        list_price=prices,
        opening_price=prices.copy(),
        unit_cost=cost,
        reference_price=np.ascontiguousarray(market[:, :, TIERS.index("standard")]),
        feature_level=np.repeat(features[:, :, None], n_lines, axis=2),
        brand=np.array([[firm.brand for firm in a.firms.values()] for a in of_world]),
        presence=np.array([_presence(a) for a in of_world]),
        demonstration=np.array(
            [[[c.demonstration for c in a.channels.values()]] * n_firms for a in of_world]
        ),
        discount=np.zeros((len(of_world), len(TIERS))),
        strategies=[[_strategy(a, name) for name in a.firms] for a in of_world],
    )


def _list_prices(lines: Mapping[str, LineSpec]) -> list[list[float]]:
    return [[line.standard.list_price, line.premium.list_price] for line in lines.values()]


def _unit_costs(lines: Mapping[str, LineSpec]) -> list[list[float]]:
    return [[line.standard.unit_cost, line.premium.unit_cost] for line in lines.values()]


def _presence(alternative: AlternativeSpec) -> Floats:
    return np.array(
        [[c.presence.get(firm, 0.0) for c in alternative.channels.values()] for firm in alternative.firms]
    )


def _strategy(alternative: AlternativeSpec, firm: str) -> FirmStrategy:
    """Make a firm's strategy object; ours is given the alternative's actions as its script."""
    spec = alternative.firms[firm]
    made = catalog.get("firm-strategy", spec.strategy)
    is_ours = firm == next(iter(alternative.firms))
    if is_ours and spec.strategy == "scripted":
        return made(script=tuple(alternative.actions.values()))  # type: ignore[operator, no-any-return]
    return made(**spec.settings)  # type: ignore[operator, no-any-return]


def our_presence(of_world: list[AlternativeSpec]) -> Floats:
    """Give our opening presence in each channel, ``(n_worlds, n_channels)``."""
    return np.array([_presence(alternative)[OUR_FIRM] for alternative in of_world])


def open_talk(
    spec: WorldsSpec,
    axes: Axes,
    populations: list[Population],
    population_of_world: Whole,
    parameters: dict[str, Floats],
) -> Talk:
    """Open word of mouth: nobody has said anything yet."""
    n_regions = len(axes.regions)
    people = np.array([np.bincount(populations[p].region, minlength=n_regions) for p in population_of_world])
    shape = (len(spec.keys), n_regions, len(axes.firms))
    reference = parameters["word_of_mouth_reference_buyers"][:, None] * people / 1000.0
    return Talk(np.zeros(shape), np.zeros(shape), np.maximum(reference, 1e-6))


def market_settings(
    of_world: list[AlternativeSpec],
    axes: Axes,
    territories: list[Territories],
    parameters: dict[str, Floats],
) -> MarketSettings:
    """Gather what customers' choices depend on beside firms and reps, by world."""
    distinct = {id(t): t for t in territories}
    places = dict(zip(distinct, np.cumsum([0, *(len(t.seat) for t in distinct.values())]), strict=False))
    n_regions = len(axes.regions)
    counts = np.array([a.staffing for a in of_world]).reshape(len(of_world), n_regions)
    flat = np.concatenate([[0], np.cumsum(counts.reshape(-1))[:-1]]).reshape(counts.shape)
    visit = [[[c.visit_share.get(s, 0.0) for c in a.channels.values()] for s in a.segments] for a in of_world]
    columns = segment_columns(of_world)
    return MarketSettings(
        visit_share=np.array(visit),
        convenience=np.array([[c.convenience for c in a.channels.values()] for a in of_world]),
        is_served=np.array([[c.served_by_reps for c in a.channels.values()] for a in of_world]),
        first_rep=flat,
        seat=np.concatenate([t.seat for t in distinct.values()]),
        seat_offset=np.array([places[id(t)] for t in territories]),
        segment_price_sensitivity=columns["price_sensitivity"],
        segment_habit=columns["habit"],
        parameters={name: parameters[name] for name in _CHOICE_PARAMETERS},
    )


_CHOICE_PARAMETERS = (
    "price_sensitivity",
    "price_sensitivity_income_exponent",
    "premium_feature_value",
    "habit_strength",
    "satisfaction_weight",
    "satisfaction_half_life_weeks",
    "satisfaction_neutral",
    "word_of_mouth_weight",
    "no_purchase_utility",
    "rival_explanation_share",
    "specialist_knowledge",
    "effort_elasticity",
    "effort_floor",
    "reference_win_share",
)


def segment_columns(of_world: list[AlternativeSpec]) -> dict[str, Floats]:
    """Give the fields of all segments by name, each ``(n_worlds, n_segments)``."""
    return {
        field: np.array(
            [[getattr(s, field) for s in a.segments.values()] for a in of_world], dtype=np.float64
        )
        for field in _SEGMENT_FIELDS
    }


_SEGMENT_FIELDS = (
    "price_sensitivity",
    "habit",
    "customers_per_agent",
    "units_per_need",
    "units_log_sd",
    "payment_terms_days",
    "payment_delay_days",
    "patience_days",
)
