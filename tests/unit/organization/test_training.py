"""What training and practice do to product knowledge."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.organization.training import after_practice, after_training

ONE = np.ones(1)


def test_each_day_of_training_teaches_less_than_the_day_before() -> None:
    knowledge = [float(after_training(0.3 * ONE, days, 0.1 * ONE)[0]) for days in range(6)]
    gains = np.diff(knowledge)
    assert (gains > 0.0).all()
    assert (np.diff(gains) < 0.0).all()
    assert knowledge[0] == pytest.approx(0.3)


def test_days_of_training_add_up_whether_taken_together_or_apart() -> None:
    apart = after_training(after_training(0.3 * ONE, 2.0, 0.1 * ONE), 3.0, 0.1 * ONE)
    assert apart == pytest.approx(after_training(0.3 * ONE, 5.0, 0.1 * ONE))


def test_without_practice_training_fades_to_what_the_job_keeps_alive() -> None:
    knowledge = 0.9 * ONE
    for _ in range(1_000):
        knowledge = after_practice(knowledge, 0.3 * ONE, 0.0 * ONE, 0.01 * ONE, 20.0 * ONE)
    assert knowledge == pytest.approx(0.3 * ONE, abs=1e-6)


def test_practice_keeps_knowledge_above_that() -> None:
    with_practice = after_practice(0.5 * ONE, 0.3 * ONE, ONE, 0.02 * ONE, 78.0 * ONE)
    without = after_practice(0.5 * ONE, 0.3 * ONE, 0.0 * ONE, 0.02 * ONE, 78.0 * ONE)
    assert without < with_practice < 1.0


def test_knowledge_never_passes_the_whole() -> None:
    assert after_practice(ONE, ONE, 1.5 * ONE, 0.012 * ONE, 78.0 * ONE) == pytest.approx(ONE)
    assert after_training(ONE, 5.0, 0.1 * ONE) == pytest.approx(ONE)
