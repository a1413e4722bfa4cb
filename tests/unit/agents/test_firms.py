"""What a firm is shown, and what happens to a move that breaks the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest

from simulator.agents.firms import Firms, apply_market_moves, changed_since, collect_moves, view_of
from simulator.engine.setup import build_state
from simulator.errors import RuleError
from simulator.randomness import Streams
from simulator.world.moves import Move
from tests.unit.engine.small_runs import batch, small_scenario, state_after


@dataclass(frozen=True)
class Answer:
    """Give the same answer every week."""

    answer: Any
    sees: ClassVar[frozenset[str]] = frozenset()

    def decide(self, view: Any, rng: Any) -> Any:
        return self.answer


def firms_with(rival: Any) -> Firms:
    firms = build_state(batch(small_scenario(), ["flat"], weeks=4)).firms
    firms.strategies = [[firms.strategies[0][0], Answer(rival)]]
    return firms


def moves_of(firms: Firms) -> dict[tuple[int, int], Move]:
    return collect_moves(firms, week=3, replications=np.zeros(1, np.int64), streams=Streams(1))


def test_a_strategy_is_shown_what_it_declares_and_nothing_else() -> None:
    firms = state_after(batch(small_scenario(), ["flat"], weeks=4), 3).firms
    shown = view_of(firms, 0, 1, 3, frozenset({"price_history"}))
    assert shown.price_history is not None
    assert shown.price_history.shape == (3, 2, 1, 2)
    assert shown.own_prices is None
    assert shown.own_unit_costs is None
    assert shown.feature_history is None
    with pytest.raises(ValueError, match="read-only"):
        shown.price_history[0] = 0.0


def test_prices_that_change_are_applied_and_told() -> None:
    firms = firms_with(Move(list_prices=np.array([[2_000.0, 3_500.0]])))
    firms.remember(0)
    apply_market_moves(firms, moves_of(firms))
    firms.remember(1)
    assert firms.list_price[0, 1].tolist() == [[2_000.0, 3_500.0]]
    _, firm, _, tier = changed_since(firms.price_history, 1)
    assert (firm.tolist(), tier.tolist()) == ([1], [1])


def test_a_promotion_is_a_public_price_and_its_end_another() -> None:
    firms = firms_with(Move())
    for week, discount in enumerate((0.0, 0.2, 0.0)):
        firms.discount[:] = [[0.0, discount]]
        firms.remember(week)
    for week in (1, 2):
        _, firm, _, tier = changed_since(firms.price_history, week)
        assert (firm.tolist(), tier.tolist()) == ([0], [1])


@pytest.mark.parametrize(
    ("move", "said"),
    [
        ("cheaper", "strategy Answer, week 4: returned 'cheaper' instead of a Move"),
        (
            Move(list_prices=np.ones(2)),
            r"strategy Answer, week 4: list_prices has shape \(2,\), not \(1, 2\)",
        ),
        (Move(list_prices=np.array([[2.0, -1.0]])), "week 4: list_prices must be positive numbers"),
        (Move(list_prices=np.array([[2.0, np.nan]])), "week 4: list_prices must be positive numbers"),
        (Move(feature_level=np.zeros(1)), "week 4: feature_level must be positive numbers"),
        (Move(actions=(0,)), "strategy Answer, week 4: used our firm's actions"),
    ],
)
def test_a_move_that_breaks_the_contract_stops_the_run_and_names_the_strategy(move: Any, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        moves_of(firms_with(move))


def test_a_rival_that_opens_shops_is_found_there() -> None:
    firms = firms_with(Move())
    opening = firms.presence[0, 1].copy()
    firms.strategies = [[firms.strategies[0][0], Answer(Move(presence=opening / 2.0))]]
    apply_market_moves(firms, moves_of(firms))
    assert np.array_equal(firms.presence[0, 1], opening / 2.0)
    assert np.array_equal(firms.opening_presence[0, 1], opening)


@pytest.mark.parametrize(
    ("firm", "presence", "message"),
    [
        (1, [0.5], "presence has shape"),
        (1, None, "presence must be shares from 0 to 1"),
        (0, None, "set presence, which our firm does by actions"),
    ],
)
def test_presence_that_cannot_be_is_refused(firm: int, presence: list[float] | None, message: str) -> None:
    firms = firms_with(Move())
    wrong = np.full(firms.presence.shape[2], 1.5) if presence is None else np.array(presence * 7)
    strategies = [firms.strategies[0][0], Answer(Move())]
    strategies[firm] = Answer(Move(presence=wrong))
    firms.strategies = [strategies]
    with pytest.raises(RuleError, match=message):
        moves_of(firms)


def test_each_firm_sees_its_own_sales_and_they_are_those_of_the_ledger() -> None:
    state = state_after(batch(small_scenario(), ["flat"], weeks=6), 5)
    orders = state.ledger.table("order")
    rivals = orders["firm"] == 1
    assert state.firms.sales_history[:, 0, 1].sum() == orders["units"][rivals].sum()
    shown = view_of(state.firms, 0, 1, 5, frozenset({"own_sales_history"})).own_sales_history
    assert shown is not None
    assert np.array_equal(shown, state.firms.sales_history[:5, 0, 1])
    week = orders["day"][rivals] // 7
    assert (
        shown.sum(axis=(1, 2)).tolist()
        == np.bincount(week, weights=orders["units"][rivals], minlength=5).tolist()
    )
