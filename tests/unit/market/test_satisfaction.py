"""How a delivery is judged, and how the memory of it fades."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.market.satisfaction import faded, satisfaction


def judged(**changed: float) -> float:
    given = {
        "base": 0.8,
        "waiting_days": 7.0,
        "loss_per_week_waiting": 0.05,
        "response_days": 2.0,
        "loss_per_response_day": 0.03,
        "unexplained_share": 0.5,
        "loss_unexplained": 0.2,
        "noise": 0.0,
    }
    return float(satisfaction(**{name: np.array([value]) for name, value in {**given, **changed}.items()})[0])


def test_everything_that_goes_wrong_is_taken_off() -> None:
    assert judged() == pytest.approx(0.8 - 0.05 - 0.06 - 0.1)


@pytest.mark.parametrize("trouble", ["waiting_days", "response_days", "unexplained_share"])
def test_more_trouble_satisfies_less(trouble: str) -> None:
    assert judged(**{trouble: 0.9}) > judged(**{trouble: 1.0})


def test_satisfaction_stays_between_nothing_and_everything() -> None:
    assert judged(waiting_days=700.0) == 0.0
    assert judged(noise=5.0) == 1.0


def test_a_memory_loses_half_of_its_difference_in_each_half_life() -> None:
    weeks = np.array([0.0, 10.0, 20.0, 1e5])
    value = faded(np.full(4, 0.2), np.full(4, 0.6), weeks, np.full(4, 10.0))
    assert value == pytest.approx([0.2, 0.4, 0.5, 0.6])


def test_fading_in_one_go_or_week_by_week_comes_to_the_same() -> None:
    half_life, neutral = np.array([26.0]), np.array([0.65])
    weekly = np.array([0.9])
    for _ in range(13):
        weekly = faded(weekly, neutral, np.ones(1), half_life)
    assert weekly == pytest.approx(faded(np.array([0.9]), neutral, np.array([13.0]), half_life))
