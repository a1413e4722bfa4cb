"""What every built-in strategy must be: reproducible, and blind to what it does not declare."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from simulator import catalog
from simulator.agents.firms import FirmStrategy
from simulator.errors import InputError
from simulator.strategies.best_response import BestResponse
from simulator.strategies.copy_features import CopyFeatures
from simulator.strategies.entrant import Entrant
from simulator.strategies.follower import Follower
from simulator.strategies.generous_tit_for_tat import GenerousTitForTat
from simulator.strategies.hold import Hold
from simulator.strategies.match_lowest import MatchLowest
from simulator.strategies.match_price_cut import MatchPriceCut
from simulator.strategies.premium import Premium
from simulator.strategies.price_war_trigger import PriceWarTrigger
from simulator.strategies.quarter_end_pressure import QuarterEndPressure
from simulator.strategies.scripted import Scripted
from simulator.strategies.undercut import Undercut
from simulator.world.actions import Briefing
from simulator.world.moves import Move
from simulator.world.views import ALWAYS_VISIBLE, FirmView

TITLE = {"en": "a", "zh": "b"}
BRIEFING = Briefing(kind="briefing", title=TITLE, medium="meeting", from_week=6)  # type: ignore[arg-type]

STRATEGIES: list[FirmStrategy] = [
    Hold(),
    MatchPriceCut(delay_weeks=2),
    CopyFeatures(delay_weeks=3),
    MatchLowest(delay_weeks=2),
    Undercut(),
    Follower(delay_weeks=2),
    Premium(delay_weeks=2),
    GenerousTitForTat(round_weeks=5, delay_weeks=2),
    BestResponse(period_weeks=1),
    PriceWarTrigger(trigger_share=0.98, watch_weeks=1, war_weeks=1),
    QuarterEndPressure(quarter_weeks=3, last_weeks=1),
    Entrant(enters_in_week=3, ramp_weeks=13),
    Scripted(script=(BRIEFING,)),
]
LOOKING = [one for one in STRATEGIES if one.sees]
BY_LOT = (GenerousTitForTat, BestResponse)


def view(seed: int, week: int = 5) -> FirmView:
    """Everything there is to see, made up."""
    rng = np.random.default_rng(seed)
    prices = rng.uniform(70.0, 100.0, (week, 3, 2, 2))
    features = rng.uniform(0.5, 2.0, (week, 3, 2))
    return FirmView(
        week=week,
        firm=1,
        own_prices=prices[-1, 1],
        own_opening_prices=prices[0, 1],
        own_unit_costs=rng.uniform(30.0, 50.0, (2, 2)),
        own_feature_level=features[-1, 1],
        price_history=prices,
        feature_history=features,
        own_sales_history=rng.integers(1, 40, (week, 2, 2)).astype(np.float64),
        own_presence=rng.uniform(0.0, 1.0, 3),
        own_opening_presence=rng.uniform(0.0, 1.0, 3),
    )


def same(first: Move, second: Move) -> bool:
    pairs = [
        (getattr(first, name), getattr(second, name)) for name in ("list_prices", "feature_level", "presence")
    ]
    return first.actions == second.actions and all(
        (a is None and b is None) or (a is not None and b is not None and np.array_equal(a, b))
        for a, b in pairs
    )


def decided(strategy: FirmStrategy, seen: FirmView) -> Move:
    return strategy.decide(seen, np.random.default_rng(1))


def test_every_built_in_strategy_is_tested_here() -> None:
    tested = {type(strategy) for strategy in STRATEGIES}
    assert {catalog.get("firm-strategy", name) for name in catalog.names("firm-strategy")} == tested


@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda one: type(one).__name__)
def test_a_move_depends_only_on_what_the_strategy_sees(strategy: FirmStrategy) -> None:
    """Every other field is changed, and then taken away: the move stays the same."""
    own, other = view(1), view(2)
    hidden = {field.name for field in fields(FirmView)} - strategy.sees - ALWAYS_VISIBLE
    expected = decided(strategy, own)
    for name in hidden:
        assert same(decided(strategy, replace(own, **{name: getattr(other, name)})), expected)
    assert same(decided(strategy, replace(own, **dict.fromkeys(hidden))), expected)


@pytest.mark.parametrize("strategy", LOOKING, ids=lambda one: type(one).__name__)
def test_what_a_strategy_sees_can_change_its_move(strategy: FirmStrategy) -> None:
    """Otherwise the test above would pass for a strategy that declares what it never uses."""
    moves = [decided(strategy, view(seed)) for seed in range(8)]
    assert not all(same(moves[0], move) for move in moves[1:])


@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda one: type(one).__name__)
def test_a_move_does_not_depend_on_having_been_asked_before_nor_on_luck_unless_by_lot(
    strategy: FirmStrategy,
) -> None:
    first = strategy.decide(view(1), np.random.default_rng(1))
    decided(strategy, view(2))
    assert same(strategy.decide(view(1), np.random.default_rng(1)), first)
    others = [strategy.decide(view(1), np.random.default_rng(seed)) for seed in range(2, 12)]
    assert all(same(one, first) for one in others) == (not isinstance(strategy, BY_LOT))


@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda one: type(one).__name__)
def test_in_the_first_week_there_is_nothing_to_answer(strategy: FirmStrategy) -> None:
    start = view(1, week=1)
    assert start.price_history is not None
    assert start.own_sales_history is not None
    seen = replace(
        start, week=0, price_history=start.price_history[:0], own_sales_history=start.own_sales_history[:0]
    )
    moved = decided(strategy, seen)
    assert moved.list_prices is None or isinstance(strategy, Entrant)
    assert moved.is_empty or isinstance(strategy, Entrant)


def test_moves_have_the_shape_of_the_market() -> None:
    prices = decided(MatchPriceCut(delay_weeks=2), view(1)).list_prices
    levels = decided(CopyFeatures(delay_weeks=3), view(1)).feature_level
    assert prices is not None
    assert prices.shape == (2, 2)
    assert (prices > 0.0).all()
    assert levels is not None
    assert levels.shape == (2,)


def test_a_matcher_without_rivals_keeps_its_prices() -> None:
    alone = view(1)
    assert alone.price_history is not None
    seen = replace(alone, firm=0, price_history=alone.price_history[:, :1])
    assert decided(MatchPriceCut(delay_weeks=2), seen).is_empty


@pytest.mark.parametrize(
    "strategy",
    [
        MatchPriceCut,
        CopyFeatures,
        MatchLowest,
        Undercut,
        Follower,
        Premium,
        GenerousTitForTat,
        QuarterEndPressure,
    ],
)
def test_nobody_answers_what_has_not_happened_yet(strategy: type) -> None:
    with pytest.raises(InputError, match="delay_weeks must be 1 or more, got 0"):
        strategy(delay_weeks=0)


@pytest.mark.parametrize("strategy", [MatchLowest(), Undercut(), Premium(), QuarterEndPressure(), Follower()])
def test_whoever_answers_prices_keeps_its_own_without_rivals(strategy: FirmStrategy) -> None:
    alone = view(1)
    assert alone.price_history is not None
    assert decided(strategy, replace(alone, firm=0, price_history=alone.price_history[:, :1])).is_empty


@pytest.mark.parametrize(
    ("strategy", "setting", "value", "message"),
    [
        (Undercut, "step_share", 1.5, "step_share must be from 0 to 1, got 1.5"),
        (Follower, "leader", 0.5, "leader must be the number of a firm"),
        (Premium, "above_share", -0.1, "above_share must be from 0 to 10, got -0.1"),
        (GenerousTitForTat, "forgiven_share", 2.0, "forgiven_share must be from 0 to 1, got 2"),
        (GenerousTitForTat, "round_weeks", 0.0, "round_weeks must be 1 or more, got 0"),
        (BestResponse, "first_elasticity", 1.0, "first_elasticity must be above 1, got 1"),
        (BestResponse, "belief_sd", 0.0, "belief_sd must be positive, got 0"),
        (BestResponse, "memory_periods", 0.0, "memory_periods must be 1 or more, got 0"),
        (BestResponse, "pace", 1.1, "pace must be from 0 to 1, got 1.1"),
        (BestResponse, "highest_share", 0.9, "highest_share must be 1 or more, got 0.9"),
        (PriceWarTrigger, "trigger_share", 1.2, "trigger_share must be from 0 to 1, got 1.2"),
        (PriceWarTrigger, "war_weeks", 0.0, "war_weeks must be 1 or more, got 0"),
        (QuarterEndPressure, "last_weeks", 13.0, "last_weeks must be 1 or more and less than a quarter"),
        (QuarterEndPressure, "deepest_cut_share", 1.0, "deepest_cut_share must be from 0 to 0.99, got 1"),
        (Entrant, "enters_in_week", 0.0, "enters_in_week must be 1 or more, got 0"),
        (Entrant, "introductory_share", 1.0, "introductory_share must be from 0 to 0.99, got 1"),
    ],
)
def test_settings_out_of_bounds_are_refused(strategy: type, setting: str, value: float, message: str) -> None:
    with pytest.raises(InputError, match=message):
        strategy(**{setting: value})
