"""Who must catch up gambles, who is ahead plays safe; the sign turns where the two meet [GabaKalra1999]_.

Everything is computed; nothing is sampled.
"""

from __future__ import annotations

import numpy as np
import pytest

from simulator.behaviors.contests import Contest, expected_prize
from simulator.behaviors.risk_taking import DealMix, choose_mix, reach_probability, spread_value
from simulator.world.pay_terms import PayTerm

BONUS = PayTerm("bonus", 0, True, np.array([0.0, 1.0]), np.array([0.0, 50.0]), np.zeros(2))


def test_chances_of_winning_are_the_known_ones() -> None:
    sd, zero = np.array([0.5, 1.0, 2.0]), np.zeros(3)
    assert reach_probability(zero + 0.5, zero, sd).round(3).tolist() == [0.159, 0.309, 0.401]
    assert reach_probability(zero - 0.5, zero, sd).round(3).tolist() == [0.841, 0.691, 0.599]


@pytest.mark.parametrize("gap", [0.5, 2.0, 8.0])
def test_the_sign_turns_where_quota_meets_what_is_expected(gap: float) -> None:
    one, mean = np.ones(3), np.full(3, 100.0)
    quota = np.array([100.0 + gap, 100.0, 100.0 - gap])
    value = spread_value(BONUS, mean, 5.0 * one, quota)
    assert value[0] > 0.0 > value[2]
    assert value[1] == pytest.approx(0.0, abs=1e-12)
    mix = DealMix(20.0 * one, 2.0 * one, 20.0 * one, 8.0 * one)
    assert choose_mix((BONUS,), mix, mean - 20.0, quota).tolist() == [1.0, 0.0, 0.0]


@pytest.mark.parametrize(("winners", "gains"), [(1, True), (2, True), (7, False), (8, False)])
def test_few_winners_reward_luck_and_many_punish_it(winners: int, gains: bool) -> None:
    """One of nine equals takes more risk than the others; what the prizes are worth to this one."""
    alike = np.zeros((1, 9))
    calm, bold = np.ones((1, 9)), np.array([[1.5, *[1.0] * 8]])
    contest = Contest(np.ones(winners))
    change = expected_prize(contest, alike, alike, bold) - expected_prize(contest, alike, alike, calm)
    assert bool(change[0, 0] > 0.0) is gains
