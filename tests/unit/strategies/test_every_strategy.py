"""What every built-in strategy must be: reproducible, and blind to what it does not declare."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from simulator import catalog
from simulator.agents.firms import FirmStrategy
from simulator.errors import InputError
from simulator.strategies.copy_features import CopyFeatures
from simulator.strategies.hold import Hold
from simulator.strategies.match_price_cut import MatchPriceCut
from simulator.strategies.scripted import Scripted
from simulator.world.actions import Briefing
from simulator.world.moves import Move
from simulator.world.views import ALWAYS_VISIBLE, FirmView

TITLE = {"en": "a", "zh": "b"}
BRIEFING = Briefing(kind="briefing", title=TITLE, medium="meeting", from_week=6)  # type: ignore[arg-type]

STRATEGIES: list[FirmStrategy] = [
    Hold(),
    MatchPriceCut(delay_weeks=2),
    CopyFeatures(delay_weeks=3),
    Scripted(script=(BRIEFING,)),
]


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
    )


def same(first: Move, second: Move) -> bool:
    pairs = [(first.list_prices, second.list_prices), (first.feature_level, second.feature_level)]
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


@pytest.mark.parametrize("strategy", [STRATEGIES[1], STRATEGIES[2]], ids=lambda one: type(one).__name__)
def test_what_a_strategy_sees_can_change_its_move(strategy: FirmStrategy) -> None:
    """Otherwise the test above would pass for a strategy that declares what it never uses."""
    moves = [decided(strategy, view(seed)) for seed in range(4)]
    assert not all(same(moves[0], move) for move in moves[1:])


@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda one: type(one).__name__)
def test_a_move_does_not_depend_on_luck_or_on_having_been_asked_before(strategy: FirmStrategy) -> None:
    first = strategy.decide(view(1), np.random.default_rng(1))
    decided(strategy, view(2))
    assert same(strategy.decide(view(1), np.random.default_rng(2)), first)


@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda one: type(one).__name__)
def test_in_the_first_week_there_is_nothing_to_answer(strategy: FirmStrategy) -> None:
    assert decided(strategy, replace(view(1), week=0)).is_empty


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


@pytest.mark.parametrize("strategy", [MatchPriceCut, CopyFeatures])
def test_nobody_answers_what_has_not_happened_yet(strategy: type) -> None:
    with pytest.raises(InputError, match="delay_weeks must be 1 or more, got 0"):
        strategy(delay_weeks=0)
