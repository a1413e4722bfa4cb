"""Contests: ranks, prizes and what they add to the value of credit."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtr

from simulator.behaviors.contests import Contest, equilibrium, expected_prize, prize_slope, rank_chances
from simulator.behaviors.preferences import ConstantRisk, HyperbolicRisk

Floats = NDArray[np.float64]

STRENGTH = np.array([[0.0, 0.6, -0.4, 1.5]])
LUCK = np.array([[1.0, 0.5, 2.0, 1.0]])


def test_every_rank_is_taken_by_somebody() -> None:
    """Prizes of all ranks alike are won by all; n prizes of 1 pay n."""
    everybody = expected_prize(Contest(np.ones(4)), STRENGTH, STRENGTH, LUCK)
    assert everybody == pytest.approx(np.ones((1, 4)))
    first = expected_prize(Contest(np.ones(1)), STRENGTH, STRENGTH, LUCK)
    assert first.sum() == pytest.approx(1.0)


def test_more_prizes_than_reps_do_no_harm() -> None:
    found = expected_prize(Contest(np.ones(9)), STRENGTH, STRENGTH, LUCK)
    assert found == pytest.approx(np.ones((1, 4)))


def test_a_prize_for_all_moves_nobody() -> None:
    assert prize_slope(Contest(np.ones(4)), STRENGTH, STRENGTH, LUCK) == pytest.approx(0.0, abs=1e-9)


def test_the_slope_is_what_a_little_more_result_brings() -> None:
    contest, step = Contest(np.array([5.0, 2.0])), 1e-5
    more = expected_prize(contest, STRENGTH + step, STRENGTH, LUCK)
    less = expected_prize(contest, STRENGTH - step, STRENGTH, LUCK)
    slope = prize_slope(contest, STRENGTH, STRENGTH, LUCK)
    assert slope == pytest.approx((more - less) / (2.0 * step), rel=1e-6)


def test_ties_that_count_for_both_raise_what_each_expects() -> None:
    alike = np.zeros((1, 3))
    found = [expected_prize(Contest(np.ones(1), margin), alike, alike, alike + 1.0)[0, 0]
             for margin in (-0.5, 0.0, 0.5)]  # fmt: skip
    assert found[1] == pytest.approx(1.0 / 3.0)
    assert found[0] < found[1] < found[2]


def test_within_the_margin_both_of_two_win() -> None:
    """P(rival not ahead by more than m) for two alike: Phi(m / (sd sqrt 2)) [exact]."""
    alike = np.zeros((1, 2))
    chance = expected_prize(Contest(np.ones(1), tie_margin=np.sqrt(2.0)), alike, alike, alike + 1.0)
    assert chance == pytest.approx(np.full((1, 2), 0.8413447), abs=1e-6)


def test_ranks_of_one_result_add_up_to_one() -> None:
    chances = rank_chances(np.linspace(-3.0, 3.0, 7)[None], STRENGTH, LUCK, 4, 0.0)
    assert chances.sum(axis=0) == pytest.approx(1.0)


def test_ranks_are_those_of_counting_all_cases() -> None:
    """Four rivals, each ahead or not: sixteen cases added up."""
    strength, luck = np.append(STRENGTH, 0.3)[None], np.append(LUCK, 0.7)[None]
    ahead = ndtr((strength[0] - 0.2) / luck[0])
    found = rank_chances(np.full((1, 1), 0.2), strength, luck, 3, 0.0)[:, 0, :, 0]
    for rep in range(5):
        others = np.delete(ahead, rep)
        expected = np.zeros(5)
        for case in product((0, 1), repeat=4):
            expected[sum(case)] += np.prod(np.where(case, others, 1.0 - others))
        assert found[:, rep] == pytest.approx(expected[:3])


def test_worth_of_prizes_does_not_depend_on_the_unit_of_utility() -> None:
    """Small prizes are worth their amount to anybody."""
    small = np.array([0.01, 0.005])
    for risk in (ConstantRisk(0.01), HyperbolicRisk(2.0, 1_000.0)):
        assert Contest(small, risk=risk, other_pay=500.0).worth == pytest.approx(small, rel=1e-3)


def test_a_commission_beside_the_contest_adds_its_own_effort() -> None:
    alike = np.zeros((1, 3))
    alone = equilibrium(Contest(np.ones(1)), alike, alike + 1.0, alike + 2.0)
    beside = equilibrium(Contest(np.ones(1)), alike, alike + 1.0, alike + 2.0, rate=0.5)
    assert beside.effort - alone.effort == pytest.approx(0.25)


def test_contests_do_not_depend_on_how_many_are_solved_at_once() -> None:
    rng = np.random.default_rng(4)
    strength, contest = rng.normal(size=(6, 5)), Contest(np.array([3.0, 1.0]))
    one = np.ones((6, 5))
    together = equilibrium(contest, strength, one, 2.0 * one).effort
    alone = [equilibrium(contest, row[None], one[:1], 2.0 * one[:1]).effort for row in strength]
    assert np.array_equal(together, np.concatenate(alone))
