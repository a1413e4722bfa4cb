"""Rivals that know no formula, only their own sales, end at the prices of the textbook.

Demand has no noise here, so that a deviation is the rule's and not luck's. Each firm tries prices 0.05 %
higher or lower; prices are compared as means over the last 200 decisions. Tolerance: 1e-3 of the price.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.strategies.best_response import BestResponse
from simulator.strategies.price_games import (
    collusion_of_differentiated_goods,
    differentiated_goods,
    hotelling_price,
    logit_prices,
    logit_shares,
)
from tests.theory.priced_market import play

Floats = NDArray[np.float64]
RIVAL = BestResponse(
    period_weeks=1,
    memory_periods=8,
    pace=0.1,
    trial_share=0.0005,
    lowest_share=0.2,
    highest_share=5.0,
    floor_margin=1.01,
)


def settled(prices: Floats) -> Floats:
    return np.asarray(prices[-200:].mean(axis=0))


@pytest.mark.parametrize(
    ("values", "golden"),
    [
        ((4.0, 4.0), (2.7732, 2.7732)),
        ((4.0, 3.0), (3.0008, 2.4612)),
        ((5.0, 4.0, 3.0), (2.9558, 2.4344, 2.1698)),
    ],
)
def test_learning_rivals_reach_the_prices_of_the_logit(
    values: tuple[float, ...], golden: tuple[float, ...]
) -> None:
    worth = np.array(values)
    n = len(values)
    prices, _ = play(
        [RIVAL] * n, lambda p, week: 1000.0 * logit_shares(worth, p), weeks=400, opening=[1.5] * n, cost=1.0
    )
    assert settled(prices) == pytest.approx(golden, abs=1e-3 * max(golden))
    assert logit_prices(values) == pytest.approx(golden, abs=1e-4)


def test_learning_rivals_reach_the_prices_of_goods_that_differ_and_do_not_collude() -> None:
    prices, _ = play(
        [RIVAL] * 2, lambda p, week: 100.0 - 2.0 * p + p[::-1], weeks=400, opening=[55.0, 20.0], cost=10.0
    )
    assert settled(prices) == pytest.approx([differentiated_goods().price] * 2, rel=1e-3)
    assert settled(prices).max() < collusion_of_differentiated_goods().price - 10.0


@pytest.mark.parametrize("travel", [5.0, 10.0])
def test_learning_rivals_reach_the_prices_of_the_street(travel: float) -> None:
    prices, _ = play(
        [RIVAL] * 2,
        lambda p, week: np.clip(0.5 + (p[::-1] - p) / (2.0 * travel), 1e-6, 1.0),
        weeks=400,
        opening=[12.0, 13.0],
        cost=10.0,
    )
    assert settled(prices) == pytest.approx([hotelling_price(10.0, travel)] * 2, rel=1e-3)


def noisy(rival: BestResponse, seed: int) -> Floats:
    """Prices of three alike in a market of counts: about 350 sales a firm in each period of four weeks."""
    luck = np.random.default_rng([7, seed])
    prices, _ = play(
        [rival] * 3,
        lambda p, week: luck.poisson(300.0 * logit_shares(np.full(3, 4.0), p)).astype(float),
        weeks=312,
        opening=[2.0] * 3,
        cost=1.0,
        seed=seed,
    )
    return prices


def test_noise_leaves_a_rival_between_its_first_belief_and_the_equilibrium_and_within_its_bounds() -> None:
    """Eight markets; the two are 1.62 and 2.45, and the mean of eight has a standard error below 0.06."""
    rival = BestResponse()
    believed = rival.first_elasticity / (rival.first_elasticity - 1.0)
    markets = [noisy(rival, seed) for seed in range(8)]
    assert believed < np.mean([prices[-104:].mean() for prices in markets]) < logit_prices((4.0, 4.0, 4.0))[0]
    assert min(prices.min() for prices in markets) >= 0.7 * 2.0
    assert max(prices.max() for prices in markets) <= 1.3 * 2.0


def test_a_firm_that_trusts_experience_more_comes_closer() -> None:
    equilibrium = logit_prices((4.0, 4.0, 4.0))[0]
    miss = [
        equilibrium - np.mean([noisy(BestResponse(belief_sd=sd), seed)[-104:].mean() for seed in range(4)])
        for sd in (0.1, 1.0)
    ]
    assert miss[1] < 0.75 * miss[0]
