"""A small market in which firms ask prices by their strategies and demand is a formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.agents.firms import FirmStrategy
from simulator.world.views import FirmView

Floats = NDArray[np.float64]


def play(
    strategies: Sequence[FirmStrategy],
    demand: Callable[[Floats, int], Floats],
    *,
    weeks: int,
    opening: Sequence[float],
    cost: float,
    seed: int = 1,
) -> tuple[Floats, Floats]:
    """Give prices and units sold by week and firm, ``(n_weeks, n_firms)`` each; one product."""
    prices, sales = np.zeros((weeks, len(opening))), np.zeros((weeks, len(opening)))
    asked = np.array(opening, np.float64)
    for week in range(weeks):
        moves = [
            strategy.decide(_view(week, firm, asked, opening, cost, prices, sales), _luck(seed, week, firm))
            for firm, strategy in enumerate(strategies)
        ]
        for firm, move in enumerate(moves):
            if move.list_prices is not None:
                asked[firm] = float(np.ravel(move.list_prices)[0])
        prices[week] = asked
        sales[week] = demand(asked, week)
    return prices, sales


def _luck(seed: int, week: int, firm: int) -> np.random.Generator:
    return np.random.default_rng([seed, week, firm])


def _view(
    week: int, firm: int, asked: Floats, opening: Sequence[float], cost: float, prices: Floats, sales: Floats
) -> FirmView:
    return FirmView(
        week=week,
        firm=firm,
        own_prices=np.full((1, 1), asked[firm]),
        own_opening_prices=np.full((1, 1), opening[firm]),
        own_unit_costs=np.full((1, 1), cost),
        price_history=prices[:week, :, None, None],
        own_sales_history=sales[:week, firm, None, None],
    )
