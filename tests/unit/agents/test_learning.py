"""Reps of a region learn from their results what each kind of sale yields."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.agents.reps import learn_from_results
from simulator.behaviors.effort import response
from tests.unit.agents.some_reps import CREDIT_PER_WEEK, reps_like


def test_who_sells_what_was_expected_learns_nothing_new() -> None:
    reps = reps_like(3)
    before = reps.conversion.copy()
    learn_from_results(reps, CREDIT_PER_WEEK * reps.normal_split, np.ones((1, 4)))
    assert reps.conversion == pytest.approx(before)


def test_selling_twice_as_much_moves_the_belief_by_half_in_a_half_life() -> None:
    reps = reps_like(3)
    before = reps.conversion.copy()
    for _ in range(26):
        learn_from_results(reps, 2.0 * CREDIT_PER_WEEK * reps.normal_split, np.ones((1, 4)))
    assert reps.conversion == pytest.approx(1.5 * before)


def test_results_of_hard_work_and_of_talent_are_not_taken_for_a_good_market() -> None:
    reps = reps_like(2)
    reps.ability[:] = [0.5, 2.0]
    reps.effort[:] = [[0.4] * 4, [1.5] * 4]
    before = reps.conversion.copy()
    shown = response(reps.effort, np.full((2, 1), 0.31), np.full((2, 1), 0.1))
    learn_from_results(
        reps, CREDIT_PER_WEEK * reps.normal_split * reps.ability[:, None] * shown, np.ones((1, 4))
    )
    assert reps.conversion == pytest.approx(before)


def test_where_nothing_can_be_sold_the_belief_stays() -> None:
    reps = reps_like(2)
    reps.potential[:] = 0.0
    before = reps.conversion.copy()
    learn_from_results(reps, np.zeros((2, 4)), np.ones((1, 4)))
    assert np.array_equal(reps.conversion, before)
