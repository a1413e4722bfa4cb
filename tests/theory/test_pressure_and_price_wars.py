"""Signs: what quarter-end pressure does to rivals' prices, and what noise does to price wars.

No depth, lag or lasting effect is written into the market: each arm differs from the first in one strategy
or setting.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.agents.firms import FirmStrategy
from simulator.strategies.hold import Hold
from simulator.strategies.match_lowest import MatchLowest
from simulator.strategies.match_price_cut import MatchPriceCut
from simulator.strategies.price_games import logit_shares
from simulator.strategies.price_war_trigger import PriceWarTrigger
from simulator.strategies.quarter_end_pressure import QuarterEndPressure
from simulator.world.moves import Move
from tests.theory.priced_market import play

Floats = NDArray[np.float64]
WORTH = np.full(3, 5.5)
FIRST_CUT = 23  # week 24: three weeks before the second quarter ends, the first that has a target


def shares(prices: Floats) -> Floats:
    return logit_shares(WORTH, prices, 0.05)


def quarter(pressed: QuarterEndPressure, *rivals: FirmStrategy) -> Floats:
    """Prices by week and firm over three quarters, without luck; the pressed firm comes first."""
    prices, _ = play(
        [pressed, *rivals],
        lambda p, week: 1000.0 * shares(p),
        weeks=39,
        opening=[100.0] * 3,
        cost=60.0,
    )
    return prices


PRESSED = QuarterEndPressure(target_growth=0.10)
LAG = 3


@pytest.mark.parametrize(
    "rivals",
    [
        (MatchLowest(delay_weeks=LAG), Hold()),
        (MatchLowest(delay_weeks=LAG), MatchLowest(delay_weeks=LAG)),
        (MatchPriceCut(delay_weeks=LAG), MatchPriceCut(delay_weeks=LAG)),
    ],
    ids=("one answers", "both answer", "both answer in kind"),
)
def test_rivals_prices_fall_with_a_lag_and_the_level_does_not_fully_recover(
    rivals: tuple[FirmStrategy, FirmStrategy],
) -> None:
    prices = quarter(PRESSED, *rivals)
    assert (prices[:FIRST_CUT] == 100.0).all()
    assert prices[FIRST_CUT, 0] < 100.0
    assert (prices[: FIRST_CUT + LAG, 1] == 100.0).all()
    assert prices[FIRST_CUT + LAG, 1] < 100.0
    before_next_cut = prices[33:36].mean()
    assert prices[FIRST_CUT : FIRST_CUT + 6].mean() < 100.0
    assert before_next_cut < 100.0


def test_without_pressure_nothing_falls() -> None:
    free = QuarterEndPressure(target_growth=-1.0)
    assert (quarter(free, MatchLowest(delay_weeks=LAG), MatchLowest(delay_weeks=LAG)) == 100.0).all()


def test_without_rivals_who_answer_the_level_comes_back_at_once() -> None:
    prices = quarter(PRESSED, Hold(), Hold())
    assert (prices[FIRST_CUT:26, 0] < 100.0).all()
    assert (prices[26:36] == 100.0).all()


def test_more_pressure_cuts_deeper() -> None:
    mild, hard = (quarter(QuarterEndPressure(target_growth=g), Hold(), Hold()) for g in (0.03, 0.10))
    assert hard[FIRST_CUT, 0] < mild[FIRST_CUT, 0] < 100.0


def weeks_at_war(noise: float, markets: int = 10, weeks: int = 208) -> float:
    """Share of weeks below the opening price when demand varies by a factor with this log-sd."""
    at_war = []
    for seed in range(markets):
        luck = np.random.default_rng([11, seed])
        prices, _ = play(
            [PriceWarTrigger()] * 3,
            lambda p, week, luck=luck: 1000.0 * shares(p) * np.exp(noise * luck.standard_normal()),  # type: ignore[misc]
            weeks=weeks,
            opening=[100.0] * 3,
            cost=60.0,
        )
        at_war.append(np.mean(prices < 100.0))
    return float(np.mean(at_war))


def test_wars_break_out_without_anybody_having_cheated_the_oftener_the_noisier_demand_is() -> None:
    """Ten markets of four years each; the differences are many standard errors of about 0.02."""
    calm, noisy, wild = (weeks_at_war(noise) for noise in (0.0, 0.2, 0.4))
    assert calm == 0.0
    assert calm < noisy < wild


def test_a_secret_cut_starts_a_war_and_the_war_ends() -> None:
    """One firm sells at 80 from week 31 to 34; the other two see only that they sell less."""

    class Cheat(Hold):
        def decide(self, view, rng):  # type: ignore[no-untyped-def]
            return Move(list_prices=np.full((1, 1), 80.0 if 30 <= view.week < 34 else 100.0))

    prices, _ = play(
        [PriceWarTrigger(), PriceWarTrigger(), Cheat()],
        lambda p, week: 1000.0 * shares(p),
        weeks=60,
        opening=[100.0] * 3,
        cost=60.0,
    )
    war = np.flatnonzero(prices[:, 0] < 100.0)
    assert war.tolist() == list(range(war[0], war[0] + 8))
    assert 30 < war[0] <= 34
    assert (prices[war[-1] + 1 :] == 100.0).all()
