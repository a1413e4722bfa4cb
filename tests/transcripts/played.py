"""Play strategies against a leader whose prices and features are given week by week."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.agents.firms import FirmStrategy
from simulator.world.views import FirmView

Floats = NDArray[np.float64]


def played(
    *strategies: FirmStrategy, leader: Sequence[float], opening: float = 100.0, cost: float = 60.0
) -> list[list[float]]:
    """Give each strategy's price in each week against the leader's prices, one product, same "
    "opening price."""
    return [list(map(float, prices)) for prices in _weeks(strategies, leader, opening, cost, "price").T]


def launched(*strategies: FirmStrategy, leader: Sequence[float], opening: float = 1.0) -> list[list[float]]:
    """Give each strategy's feature level in each week against the leader's."""
    return [list(map(float, levels)) for levels in _weeks(strategies, leader, opening, 1.0, "feature").T]


def sold(
    strategy: FirmStrategy, sales: Sequence[float], opening: float = 100.0, cost: float = 60.0
) -> list[float]:
    """Give a strategy's price in each week when its sales are given, beside one rival who holds."""
    prices: list[float] = []
    for week in range(len(sales)):
        history = np.array([[opening, price] for price in prices]).reshape(week, 2, 1, 1)
        view = FirmView(
            week=week,
            firm=1,
            own_prices=np.full((1, 1), prices[-1] if prices else opening),
            own_opening_prices=np.full((1, 1), opening),
            own_unit_costs=np.full((1, 1), cost),
            price_history=history,
            own_sales_history=np.array(sales[:week], np.float64).reshape(week, 1, 1),
        )
        moved = strategy.decide(view, np.random.default_rng([week, 1])).list_prices
        prices.append(float(view.own_prices[0, 0]) if moved is None else float(moved[0, 0]))  # type: ignore[index]
    return prices


def _weeks(
    strategies: Sequence[FirmStrategy], leader: Sequence[float], opening: float, cost: float, what: str
) -> Floats:
    """Move all firms each week on what was public before, as the engine does; ``(n_weeks, n_strategies)``."""
    state = np.full(1 + len(strategies), opening)
    history = np.zeros((0, len(state)))
    for week, value in enumerate(leader):
        moves = [
            strategy.decide(
                _view(week, firm, state, history, opening, cost), np.random.default_rng([week, firm])
            )
            for firm, strategy in enumerate(strategies, start=1)
        ]
        state = state.copy()
        state[0] = value
        for firm, move in enumerate(moves, start=1):
            moved = move.list_prices if what == "price" else move.feature_level
            if moved is not None:
                state[firm] = float(np.ravel(moved)[0])
        history = np.concatenate([history, state[None]])
    return history[:, 1:]


def _view(week: int, firm: int, state: Floats, history: Floats, opening: float, cost: float) -> FirmView:
    return FirmView(
        week=week,
        firm=firm,
        own_prices=np.full((1, 1), state[firm]),
        own_opening_prices=np.full((1, 1), opening),
        own_unit_costs=np.full((1, 1), cost),
        own_feature_level=np.full(1, state[firm]),
        price_history=history[:, :, None, None],
        feature_history=history[:, :, None],
    )
