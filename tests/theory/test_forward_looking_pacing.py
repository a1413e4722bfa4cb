"""What follows from looking ahead through a quarter: giving up, sprinting, coasting, bunching at quota."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.preferences import ConstantRisk, HyperbolicRisk, Preferences, Valuation
from simulator.randomness import Streams
from simulator.world.pay_terms import CompiledPlan
from tests.unit.behaviors.looking_ahead import bonus, capped, commission, plan_of, sales, situation, values

Floats = NDArray[np.float64]

QUOTA, WEEKS, RATE, SD = 13_000.0, 13, 1_000.0, 400.0


def at(plan: CompiledPlan, credit: list[float], left: int) -> Floats:
    return values(situation(plan, np.array(credit)[:, None], left=(left,)))


def test_who_is_far_below_gives_up_who_is_near_sprints_who_is_there_rests() -> None:
    far, near, there = at(plan_of(bonus(300.0)), [7_000.0, 11_000.0, 14_500.0], left=2)
    assert near > 0.1
    assert far < 0.02 * near
    assert there < 0.02 * near


def test_above_a_cap_a_rep_coasts() -> None:
    below, above = at(plan_of(capped(0.03, 1.2)), [10_000.0, 17_500.0], left=2)
    assert below == pytest.approx(0.03, rel=0.01)
    assert above < 0.001


def test_the_same_gap_counts_for_less_when_more_weeks_are_left() -> None:
    plan = plan_of(bonus(300.0))
    peaks = [at(plan, np.linspace(0.0, 14_000.0, 141).tolist(), left).max() for left in (1, 4, 13)]
    assert peaks[0] > peaks[1] > peaks[2] > 0.0


def test_a_commission_is_worth_its_rate_whatever_the_position() -> None:
    assert at(plan_of(commission(0.03)), [0.0, 9_000.0, 20_000.0], left=3) == pytest.approx(0.03)


def test_a_bonus_not_paid_before_long_counts_less_for_the_impatient_and_the_biased() -> None:
    case = situation(plan_of(bonus(300.0)), np.array([[5_000.0]]), left=(8,))
    plain = values(case)[0]
    biased = values(case, Preferences(present_bias=0.7))[0]
    naive = values(case, Preferences(present_bias=0.7, sophisticated=False))[0]
    patient = values(case, Preferences(discount_per_week=0.99))[0]
    assert biased == pytest.approx(0.7 * plain, rel=0.1)
    assert naive == pytest.approx(0.7 * plain, rel=0.1)
    assert patient == pytest.approx(0.99**8 * plain, rel=0.03)


def test_losses_weigh_more_just_below_the_reference() -> None:
    """Pay of 300 is the reference: falling short of it hurts twice, so the bonus is worth twice as much."""
    case = situation(plan_of(bonus(300.0)), np.array([[12_000.0]]), left=(1,))
    averse = Preferences(valuation=Valuation(300.0 / WEEKS, loss_aversion=2.0))
    assert values(case, averse)[0] == pytest.approx(2.0 * values(case)[0], rel=1e-6)
    guilty = Preferences(valuation=Valuation(0.0, guilt=0.25))
    assert values(case, guilty)[0] == pytest.approx(0.75 * values(case)[0], rel=1e-6)


@pytest.mark.parametrize("risk", [ConstantRisk(0.01), HyperbolicRisk(2.0, 200.0)])
def test_who_dislikes_risk_secures_the_bonus_and_does_not_gamble_for_it(
    risk: ConstantRisk | HyperbolicRisk,
) -> None:
    """Likely to get it, a cautious rep values more credit above the neutral one; unlikely, below."""
    case = situation(plan_of(bonus(300.0)), np.array([[12_600.0], [11_500.0]]), left=(1,))
    safe, gamble = values(case, Preferences(risk)) / values(case)
    assert safe > 1.05
    assert gamble < 0.95


def test_what_comes_after_the_close_is_the_value_at_a_fresh_start() -> None:
    from simulator.behaviors.forward_looking import ForwardLooking

    plan = plan_of(bonus(300.0))
    last = situation(plan, np.array([[15_000.0]]), left=(1,), horizons=2)
    first = situation(plan, np.array([[0.0]]), left=(13,))
    preferences = Preferences(discount_per_week=0.99)
    both = ForwardLooking(preferences).decide(last).value[0, 0]
    assert both[1] == pytest.approx(0.99 * values(first, preferences)[0], rel=1e-6)
    assert both[1] > 5.0 * abs(both[0])


def attainment(plan: CompiledPlan, n: int = 4_000) -> Floats:
    """Simulate a quarter of reps whose normal effort reaches the quota on average."""
    luck = Streams(3).stream("sales").normal(0, np.arange(WEEKS * n)).reshape(WEEKS, n)
    credit = np.zeros(n)
    for week in range(WEEKS):
        case = situation(plan, credit[:, None], left=(WEEKS - week,), quotas=(QUOTA,), rate=RATE, sd=SD)
        credit = credit + RATE * sales(case) + SD * luck[week]
    return credit / QUOTA


def bunching(reached: Floats) -> float:
    """Give how many end just above the goal for each who ends just below."""
    above = np.count_nonzero((reached >= 1.0) & (reached < 1.05))
    return above / np.count_nonzero((reached >= 0.95) & (reached < 1.0))


def test_results_bunch_above_a_goal_that_pays() -> None:
    """Heath, Larrick and Wu's pattern: more than 1.3 end just above for each who ends just below."""
    assert bunching(attainment(plan_of(bonus(400.0)))) > 1.3


def test_a_plain_commission_makes_no_bunch() -> None:
    """A rate at which normal effort is best: mean at quota, so as many above as below, within sampling."""
    rate = 9.3 / (RATE * 0.31)
    reached = attainment(plan_of(commission(rate)))
    n = np.count_nonzero(np.abs(reached - 1.0) < 0.05)
    assert bunching(reached) == pytest.approx(1.0, abs=0.1 + 4.0 / n**0.5)
