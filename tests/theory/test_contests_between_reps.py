"""Contests against closed forms [LazearRosen1981]_ and findings on prizes and unequal territories.

All solutions here are computed, not sampled, except where a false-alarm rate is stated.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.behaviors.contests import Contest, equilibrium, expected_prize, prize_slope
from simulator.behaviors.preferences import ConstantRisk, HyperbolicRisk, Neutral, RiskAttitude

Floats = NDArray[np.float64]

K = {2: 0.2821, 3: 0.2821, 4: 0.2573, 5: 0.2326, 10: 0.1539, 20: 0.0934, 50: 0.0450}


@pytest.mark.parametrize("n", K)
def test_effort_of_equals_is_the_prize_over_cost_and_luck_times_k(n: int) -> None:
    prize, cost, luck, one = 3.0, 5.0, 1.7, np.ones((1, n))
    found = equilibrium(Contest(np.array([prize])), 0.0 * one, luck * one, cost * one)
    assert found.is_found.all()
    assert found.effort == pytest.approx(prize / (cost * luck) * K[n] * one, rel=2e-3)


def test_the_efficient_spread_brings_the_effort_of_selling_the_shop() -> None:
    """Two alike, prize 2 sd sqrt(pi) V: each gives V / c, as at a piece rate of V."""
    value, cost, luck, one = 1.5, 4.0, 2.0, np.ones((1, 2))
    prize = 2.0 * luck * np.pi**0.5 * value
    found = equilibrium(Contest(np.array([prize])), 0.0 * one, luck * one, cost * one)
    by_rate = equilibrium(Contest(np.zeros(1)), 0.0 * one, luck * one, cost * one, rate=value)
    assert found.effort == pytest.approx(value / cost * one, rel=1e-4)
    assert by_rate.effort == pytest.approx(value / cost * one, rel=1e-6)


@pytest.mark.parametrize(("times_the_bound", "is_found"), [(1.05, True), (0.1, False)])
def test_without_enough_luck_nobody_can_settle(times_the_bound: float, is_found: bool) -> None:
    prize, luck, one = 1.0, 1.0, np.ones((1, 2))
    bound = prize / (2.0 * luck**2 * (2.0 * np.pi * np.e) ** 0.5)
    found = equilibrium(Contest(np.array([prize])), 0.0 * one, luck * one, times_the_bound * bound * one)
    assert bool(found.is_found[0]) is is_found


def test_expected_prizes_are_those_of_played_contests() -> None:
    """200,000 contests of five unequals, three prizes; five comparisons, false alarm 3e-6."""
    contest = Contest(np.array([6.0, 3.0, 1.0]))
    strength, luck = np.array([[0.0, 0.3, -0.5, 1.0, 0.2]]), np.array([[1.0, 0.5, 1.5, 1.0, 2.0]])
    results = strength + luck * np.random.default_rng(9).normal(size=(200_000, 5))
    ranks = np.argsort(np.argsort(-results, axis=1), axis=1)
    won = np.append(contest.prizes, [0.0, 0.0])[ranks]
    expected = expected_prize(contest, strength, strength, luck)[0]
    assert np.all(np.abs(won.mean(axis=0) - expected) < 5.0 * won.std(axis=0) / 200_000**0.5)


def test_a_shock_common_to_all_moves_no_rank_but_moves_commission() -> None:
    """The same winners with and without it; pay risk under commission rises by its variance."""
    rng = np.random.default_rng(3)
    own, shock = rng.normal(size=(20_000, 6)), 2.0 * rng.normal(size=(20_000, 1))
    calm, shaken = own.argmax(axis=1), (own + shock).argmax(axis=1)
    assert np.array_equal(calm, shaken)
    assert (own + shock).var() == pytest.approx(5.0, rel=0.05)  # 6 standard errors


def slope_with(winners: int, n: int, risk: RiskAttitude, *, graded: bool = False) -> float:
    """Incentive of equals at a budget of 1 split over some winners."""
    falling = np.arange(winners, 0, -1) if graded else np.ones(winners)
    contest = Contest(falling / falling.sum(), risk=risk, other_pay=0.5)
    alike = np.zeros((1, n))
    return float(prize_slope(contest, alike, alike, alike + 1.0)[0, 0])


def test_one_winner_is_best_for_equals_who_do_not_mind_risk() -> None:
    assert [round(slope_with(m, 20, Neutral()), 4) for m in (1, 5, 10)] == [0.0934, 0.0607, 0.0384]
    slopes = [slope_with(m, 20, Neutral()) for m in range(1, 20)]
    assert slopes == sorted(slopes, reverse=True)


@pytest.mark.parametrize("risk", [ConstantRisk(2.0), ConstantRisk(6.0), HyperbolicRisk(4.0, 0.0, 0.1)])
def test_several_winners_are_best_for_those_who_mind_risk(risk: RiskAttitude) -> None:
    slopes = [slope_with(m, 10, risk) for m in range(1, 10)]
    assert 0 < int(np.argmax(slopes)) < 8


def test_several_winners_are_best_among_very_unequal_reps() -> None:
    """No risk aversion: at a spread of three times luck two winners beat one, at none one beats two."""
    ability = ndtri((np.arange(10) + 0.5) / 10.0)[None]
    ability, one = ability / ability.std(), np.ones((1, 10))
    best = []
    for spread in (0.0, 3.0):
        totals = [
            equilibrium(Contest(np.full(m, 4.0 / m)), spread * ability, one, 4.0 * one).effort.mean()
            for m in range(1, 10)
        ]
        best.append(int(np.argmax(totals)) + 1)
    assert best[0] == 1
    assert 1 < best[1] < 9


@pytest.mark.parametrize("aversion", [2.0, 4.0, 8.0, 16.0])
def test_prizes_that_differ_by_rank_add_nothing_to_sales_where_several_winners_are_best(
    aversion: float,
) -> None:
    """The better of all equal against the better of all graded splits; sales within 1 %.

    Effort is in proportion to the incentive here, and sales follow effort with elasticity 0.31. Efforts
    themselves differ by up to 3 %; for reps who do not mind risk grading costs a seventh of the effort.
    """
    equal = max(slope_with(m, 10, ConstantRisk(aversion)) for m in range(1, 10))
    graded = max(slope_with(m, 10, ConstantRisk(aversion), graded=True) for m in range(1, 10))
    assert abs((graded / equal) ** 0.31 - 1.0) < 0.01
    assert slope_with(3, 10, Neutral(), graded=True) > 1.1 * slope_with(3, 10, Neutral())


@pytest.mark.parametrize("spread", [0.2, 0.35, 0.5])
def test_unequal_territories_hurt_a_contest_more_than_a_quota(spread: float) -> None:
    """Territories of mean 4 and rising spread [SyamHessYang2013]_; each rep's quota follows most of it.

    The quota takes up 80 % of the difference between territories, the contest none. Effort loss against
    equal territories; the contest loses more, and more the wider the spread.
    """
    n, bonus, cost = 8, 2.0, 1.2
    deviation = ndtri((np.arange(n) + 0.5) / n)[None]
    deviation, one = 4.0 * deviation / deviation.std(), np.ones((1, n))

    def in_contest(cv: float) -> float:
        found = equilibrium(Contest(np.array([bonus, bonus])), cv * deviation, one, cost * one)
        assert found.is_found.all()
        return float(found.effort.mean())

    def on_quota(cv: float) -> float:
        """Effort that solves ``bonus phi(distance) = cost effort`` at quota = expected result of equals."""
        missing = 0.2 * cv * deviation
        effort = one.copy()
        for _ in range(200):
            distance = missing + effort - bonus / (cost * (2.0 * np.pi) ** 0.5)
            effort = 0.5 * effort + 0.5 * bonus / cost * np.exp(-0.5 * distance**2) / (2.0 * np.pi) ** 0.5
        return float(effort.mean())

    lost_by_contest = 1.0 - in_contest(spread) / in_contest(0.0)
    lost_by_quota = 1.0 - on_quota(spread) / on_quota(0.0)
    assert lost_by_contest > lost_by_quota > 0.0
    assert lost_by_contest > 1.0 - in_contest(spread - 0.1) / in_contest(0.0)
