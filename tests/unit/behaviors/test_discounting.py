"""What discount a rep gives; that it is the best one is tested against theory elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.behaviors.discounting import PriceStake, believed_odds, choose_discount, win_probability

ONE = np.ones(1)


def stake(revenue: float = 0.0, margin: float = 0.0, other: float = 0.0, cost: float = 0.6) -> PriceStake:
    return PriceStake(revenue * ONE, margin * ONE, cost * ONE, other * ONE)


def chosen(paid: PriceStake, odds: float = -1.0, pull: float = 8.0, limit: float = 0.5) -> float:
    return float(choose_discount(odds * ONE, pull * ONE, paid, limit * ONE)[0])


def test_authority_binds() -> None:
    assert chosen(stake(revenue=0.03), limit=0.1) == 0.1


def test_nothing_is_given_to_a_customer_who_buys_anyway() -> None:
    assert chosen(stake(revenue=0.03), odds=8.0) == 0.0


def test_who_is_paid_for_wins_at_any_price_gives_all_that_is_allowed() -> None:
    assert chosen(stake(other=100.0), limit=0.3) == 0.3


def test_who_is_paid_a_salary_gives_all_that_is_allowed_if_winning_is_worth_anything() -> None:
    assert chosen(stake(), limit=0.3) == 0.3


def test_pay_per_win_beside_pay_on_margin_deepens_discounts() -> None:
    assert chosen(stake(margin=0.1, other=0.02)) > chosen(stake(margin=0.1))


def test_the_level_of_the_rate_does_not_matter_for_price() -> None:
    assert chosen(stake(revenue=0.03)) == pytest.approx(chosen(stake(revenue=0.12)))


def test_the_chance_of_winning_rises_with_the_discount() -> None:
    chances = win_probability(-1.0 * np.ones(3), 8.0 * np.ones(3), np.array([0.0, 0.1, 0.2]))
    assert np.all(np.diff(chances) > 0.0)


def test_half_an_insight_sees_half_the_variance() -> None:
    rng = np.random.default_rng(5)
    odds, noise = rng.normal(1.0, 2.0, 200_000), rng.normal(size=200_000)
    believed = believed_odds(odds, mean=1.0, spread=2.0, insight=np.full(200_000, 0.5), noise=noise)
    assert believed.var() == pytest.approx(2.0, rel=0.02)
    assert (odds - believed).var() == pytest.approx(2.0, rel=0.02)
    assert np.cov(odds - believed, believed)[0, 1] == pytest.approx(0.0, abs=0.02)
