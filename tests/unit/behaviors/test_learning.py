"""Practice, forgetting and fatigue."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.behaviors.learning import LearningTraits, after_week, fatigue_after, freshness, skill
from simulator.parameters import load_register

TRAITS = LearningTraits.from_parameters(
    {name: np.array([one.value]) for name, one in load_register().items()}
)
ONE = np.ones(1)


def test_steady_work_settles_at_the_weeks_that_are_remembered() -> None:
    experience = np.zeros(1)
    for _ in range(3_000):
        experience = after_week(experience, ONE, TRAITS.memory_half_life_weeks)
    assert experience == pytest.approx(1.0 / (1.0 - np.exp2(-1.0 / TRAITS.memory_half_life_weeks)))


def test_half_is_forgotten_in_a_half_life_without_practice() -> None:
    experience = np.array([80.0])
    for _ in range(26):
        experience = after_week(experience, 0.0 * ONE, np.array([26.0]))
    assert experience == pytest.approx([40.0])


def test_each_doubling_of_experience_brings_the_same_rise() -> None:
    """Weeks counted with the one that everybody starts with: 10, 20, 40, 80."""
    found = skill(np.array([9.0, 19.0, 39.0, 79.0]), np.array([9.0]), TRAITS.learning_rate)
    assert found[0] == 1.0
    assert found[1:] / found[:-1] == pytest.approx(1.0 + TRAITS.learning_rate[0])


def test_beginners_sell_less_but_something() -> None:
    assert 0.0 < skill(np.zeros(1), 100.0 * ONE, TRAITS.learning_rate)[0] < 1.0


def test_a_normal_week_tires_nobody_and_sprints_do() -> None:
    rested = fatigue_after(np.zeros(1), ONE, TRAITS.tiring, TRAITS.rest_half_life_weeks)
    assert rested[0] == 0.0
    tired = fatigue_after(np.zeros(1), 1.4 * ONE, TRAITS.tiring, TRAITS.rest_half_life_weeks)
    assert freshness(tired, TRAITS.fatigue_cost)[0] < freshness(rested, TRAITS.fatigue_cost)[0] == 1.0


def test_a_sprint_is_paid_for_later_and_then_forgotten() -> None:
    fatigue = fatigue_after(np.zeros(1), 1.5 * ONE, TRAITS.tiring, TRAITS.rest_half_life_weeks)
    first = fatigue.copy()
    for _ in range(int(10 * TRAITS.rest_half_life_weeks[0])):
        fatigue = fatigue_after(fatigue, ONE, TRAITS.tiring, TRAITS.rest_half_life_weeks)
    assert fatigue[0] < 0.01 * first[0]
