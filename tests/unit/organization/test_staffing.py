"""Empty seats and hires; capacity is tested against simulation elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.organization.staffing import (
    HiringTraits,
    accepts,
    hire_potential,
    productive_capacity,
    ramp,
    weeks_to_fill,
)
from simulator.parameters import load_register


def test_seats_stay_empty_as_long_as_the_mean_says() -> None:
    """100,000 seats, 5 standard errors (false alarm 6e-7)."""
    spread = np.random.default_rng(1).random(100_000)
    weeks = weeks_to_fill(spread, np.full(100_000, 24.0))
    assert abs(weeks.mean() - 24.0) < 5.0 * 24.0 / 100_000**0.5


def test_an_interview_that_shows_nothing_hires_the_average() -> None:
    luck = np.random.default_rng(2).normal(size=5)
    assert np.array_equal(hire_potential(np.full(5, 0.9), luck, np.full(5, 9.0), np.zeros(5)), luck)


def test_the_best_of_five_is_the_expected_greatest_of_five_normals() -> None:
    """1.16296 standard deviations, times validity; 200,000 hires, 5 standard errors."""
    rng, n = np.random.default_rng(3), 200_000
    ability = hire_potential(rng.random(n), rng.normal(size=n), np.full(n, 5.0), np.full(n, 0.4))
    assert abs(ability.mean() - 0.4 * 1.16296) < 5.0 / n**0.5


def test_who_has_as_much_already_takes_the_offer() -> None:
    assert accepts(np.array([50.0, 49.0]), np.array([50.0, 50.0])).tolist() == [True, False]


def test_a_hire_sells_nothing_on_the_first_day_and_everything_after_the_ramp() -> None:
    assert ramp(np.array([0.0, 26.0, 99.0]), np.full(3, 26.0)).tolist() == [0.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("quits", "months", "share"), [(0.27, 5.5, 0.832), (0.27, 4.0, 0.858), (0.10, 4.0, 0.944)]
)
def test_capacity_has_its_known_values(quits: float, months: float, share: float) -> None:
    found = productive_capacity(np.array([quits]), np.array([months / 12.0]), np.array([0.5]))
    assert found.round(3) == pytest.approx(share)


def test_the_register_gives_the_defaults() -> None:
    traits = HiringTraits.from_parameters(
        {name: np.array([one.value]) for name, one in load_register().items()}
    )
    capacity = productive_capacity(np.array([0.27]), traits.weeks_to_fill / 52.0, traits.ramp_weeks / 52.0)
    assert capacity == pytest.approx([0.832], abs=1e-3)
