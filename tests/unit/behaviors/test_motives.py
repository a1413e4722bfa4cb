"""Motives beside pay, stated as money."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.behaviors.motives import (
    Fairness,
    MotiveTraits,
    after_gift,
    fair_weight,
    fair_worth,
    framing_weight,
    next_recognition,
    prospect_worth,
    recognition_worth,
)
from simulator.parameters import load_register

DEFAULTS = MotiveTraits.from_parameters(
    {name: np.array([one.value]) for name, one in load_register().items()}
)
ONE = np.ones(1)


def test_honors_add_up_and_are_worth_less_each_time() -> None:
    times = np.arange(6.0)
    steps = np.diff(recognition_worth(times, 100.0, 0.6))
    assert steps == pytest.approx(next_recognition(times[:-1], 100.0, 0.6))
    assert np.all(np.diff(steps) < 0.0)


def test_a_worse_job_is_no_prospect() -> None:
    assert prospect_worth(-10e3 * ONE, 5 * ONE, 0.9 * ONE)[0] == 0.0
    assert prospect_worth(10e3 * ONE, 9 * ONE, 0.9 * ONE) > prospect_worth(10e3 * ONE, 2 * ONE, 0.9 * ONE)


def test_equal_gifts_do_less_each_time_and_a_first_one_does_not_bind() -> None:
    goodwill, expected, felt = np.zeros(1), np.zeros(1), []
    for _ in range(8):
        before = goodwill
        goodwill, expected = after_gift(goodwill, expected, 500.0 * ONE, DEFAULTS)
        felt.append(float((goodwill - before)[0]))
    kept = 1.0 - DEFAULTS.habituation[0]
    assert felt == pytest.approx([felt[0] * kept**k for k in range(8)])
    assert after_gift(0 * ONE, 0 * ONE, 0 * ONE, DEFAULTS)[0][0] == 0.0


@given(st.lists(st.floats(0.0, 1e6), min_size=2, max_size=6), st.floats(0.0, 2.0), st.floats(0.0, 0.9))
def test_nobody_likes_inequality_and_the_sum_falls_by_its_mean(
    pays: list[float], envy: float, guilt: float
) -> None:
    pay = np.array([pays])
    worth = fair_worth(pay, Fairness(envy, guilt))
    assert np.all(worth <= pay + 1e-6)
    gaps = np.abs(pay[0][:, None] - pay[0]).sum() / (len(pays) - 1)
    assert pay.sum() - worth.sum() == pytest.approx(0.5 * (envy + guilt) * gaps, abs=1e-3)


def test_equals_and_those_who_do_not_look_lose_nothing() -> None:
    assert np.array_equal(fair_worth(np.full((2, 3), 7.0), Fairness(1.0, 0.5)), np.full((2, 3), 7.0))
    assert np.array_equal(fair_worth(np.array([[1.0, 9.0]]), Fairness()), np.array([[1.0, 9.0]]))
    assert fair_worth(np.array([[5.0]]), Fairness(1.0, 0.5))[0, 0] == 5.0


def test_one_more_unit_of_pay_is_worth_what_fairness_says() -> None:
    fairness, step = Fairness(0.6, 0.3), 1e-6
    pay = np.array([[10.0, 20.0, 30.0, 40.0]])
    more = pay + np.array([[0.0, 0.0, step, 0.0]])
    slope = (fair_worth(more, fairness) - fair_worth(pay, fairness))[0, 2] / step
    assert slope == pytest.approx(fair_weight(np.array([1.0 / 3.0]), fairness)[0], rel=1e-6)


def test_paying_a_bonus_in_advance_changes_nothing_at_the_default() -> None:
    """Field default: no loss aversion, so that promised and prepaid weigh alike, exactly."""
    promised = framing_weight(100 * ONE, 20 * ONE, 0 * ONE, DEFAULTS.loss_aversion)
    prepaid = framing_weight(100 * ONE, 20 * ONE, 120 * ONE, DEFAULTS.loss_aversion)
    assert promised[0] == prepaid[0] == 1.0


def test_with_the_loss_aversion_of_laboratories_prepaying_moves_people() -> None:
    promised = framing_weight(100 * ONE, 20 * ONE, 0 * ONE, 2.0 * ONE)
    prepaid = framing_weight(100 * ONE, 20 * ONE, 120 * ONE, 2.0 * ONE)
    assert prepaid[0] > promised[0] == pytest.approx(1.0, abs=1e-6)
