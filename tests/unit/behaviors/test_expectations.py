"""What reps expect still to sell, and how experience changes it."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.behaviors.expectations import expected_remainder, learned


def remainder(rate: float, weeks: float, *, cv: float = 0.35, lumps: float = 0.0) -> tuple[float, float]:
    mean, sd = expected_remainder(
        np.array([rate]),
        np.array([weeks]),
        monthly_cv=np.array([cv]),
        order_variance_per_week=np.array([lumps]),
        smallest_sd=np.array([1e-3]),
    )
    return float(mean[0]), float(sd[0])


def test_one_month_has_the_coefficient_of_variation_that_it_is_given() -> None:
    mean, sd = remainder(10.0, 52.0 / 12.0)
    assert sd / mean == pytest.approx(0.35)


def test_uncertainty_grows_with_the_square_root_of_the_weeks_left() -> None:
    assert remainder(10.0, 12.0)[1] == pytest.approx(2.0 * remainder(10.0, 3.0)[1])


def test_few_large_orders_are_less_certain_than_many_small_ones() -> None:
    """10 a week in orders of 5: variance 10 x 5 a week; in orders of 50: ten times that."""
    small = remainder(10.0, 4.0, cv=0.0, lumps=10.0 * 5.0)[1]
    large = remainder(10.0, 4.0, cv=0.0, lumps=10.0 * 50.0)[1]
    assert (small, large) == (pytest.approx(200.0**0.5), pytest.approx(2_000.0**0.5))


def test_nobody_is_ever_quite_sure() -> None:
    assert remainder(0.0, 13.0) == (0.0, 1e-3)


def test_half_of_a_change_is_learned_in_a_half_life() -> None:
    belief = np.zeros(1)
    for _ in range(26):
        belief = learned(belief, np.ones(1), np.array([26.0]))
    assert belief == pytest.approx([0.5])
