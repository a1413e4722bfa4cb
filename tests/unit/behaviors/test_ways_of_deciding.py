"""Myopic, rule-of-thumb and habitual reps, each in a situation of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator.behaviors.anticipating import Anticipating
from simulator.behaviors.examples import one_rep_on_bonus, one_rep_on_commission
from simulator.behaviors.habit import Habit
from simulator.behaviors.myopic import Myopic
from simulator.behaviors.rule_of_thumb import RuleOfThumb
from simulator.behaviors.situation import RepBehavior, Situation

ALL: list[RepBehavior] = [Anticipating(), Myopic(), RuleOfThumb(), Habit()]


def effort(behavior: RepBehavior, situation: Situation) -> float:
    given = behavior.decide(situation).effort
    assert given is not None
    return float(given[0, 0])


@pytest.mark.parametrize("behavior", ALL, ids=lambda one: type(one).__name__)
def test_values_have_as_many_horizons_as_are_asked_for(behavior: RepBehavior) -> None:
    for horizons in (1, 2):
        case = replace(one_rep_on_commission(), horizons=horizons)
        assert behavior.decide(case).value.shape == (1, 1, horizons)


def test_a_straight_commission_is_worth_its_rate_now_and_later() -> None:
    case = replace(one_rep_on_commission(rate=0.05), horizons=2)
    for behavior in (Anticipating(), Myopic()):
        assert behavior.decide(case).value == pytest.approx(np.full((1, 1, 2), 0.05))


def test_a_bonus_out_of_this_weeks_reach_moves_who_anticipates_and_not_who_is_myopic() -> None:
    early = one_rep_on_bonus(weeks_left=4)
    assert Anticipating().decide(early).value[0, 0, 0] > 0.05
    assert Myopic().decide(early).value[0, 0, 0] < 1e-6
    last = one_rep_on_bonus(weeks_left=1, credit=3_000.0)
    assert Myopic().decide(last).value == pytest.approx(Anticipating().decide(last).value)


def test_after_the_close_a_bonus_is_open_again() -> None:
    won = replace(one_rep_on_bonus(weeks_left=1, credit=8_000.0), horizons=2)
    now, later = Anticipating().decide(won).value[0, 0]
    assert now < 1e-6 < 0.05 < later


def test_a_goal_draws_more_the_closer_it_is_and_lets_go_once_it_is_reached_or_lost() -> None:
    rule = RuleOfThumb(gradient=0.4, ease=0.1, reach=1.5)
    half, near = (one_rep_on_bonus(weeks_left=left, credit=c) for left, c in ((2, 2_000.0), (1, 3_000.0)))
    assert effort(rule, half) == pytest.approx(1.2)
    assert effort(rule, near) == pytest.approx(1.3)
    assert effort(rule, one_rep_on_bonus(weeks_left=1, credit=4_000.0)) == pytest.approx(0.9)
    assert effort(rule, one_rep_on_bonus(weeks_left=1, credit=1_000.0)) == pytest.approx(0.9)


def test_without_a_quota_the_goal_is_what_normal_weeks_bring() -> None:
    case = one_rep_on_commission(weeks_left=2, credit=1_000.0)
    plan = replace(case.plan, accumulators=(replace(case.plan.accumulators[0], quota=""),))
    assert effort(RuleOfThumb(reach=2.0), replace(case, plan=plan, quota=0 * case.quota)) > 1.0


def test_habit_moves_half_of_the_way_in_its_half_life() -> None:
    case = one_rep_on_commission(rate=0.06)
    settled = effort(Habit(half_life_weeks=1e-6), case)
    assert settled > 1.05
    after = effort(Habit(half_life_weeks=10.0), replace(case, decision_weeks=10))
    assert after == pytest.approx(1.0 + 0.5 * (settled - 1.0))
