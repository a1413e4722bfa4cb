"""Rating, letting go and replacing; what it brings over the years is tested against theory elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.organization.forced_ranking import RatingTraits, ranked_out, rated, replacement_gain
from simulator.parameters import load_register


def test_ratings_have_the_spread_of_people_and_show_them_as_well_as_said() -> None:
    rng = np.random.default_rng(1)
    potential, noise = rng.normal(100.0, 20.0, 100_000), rng.normal(size=100_000)
    found = rated(potential, np.full(100_000, 0.5), noise, mean=100.0, spread=20.0)
    assert found.std() == pytest.approx(20.0, rel=0.02)
    assert np.corrcoef(found, potential)[0, 1] == pytest.approx(0.5**0.5, abs=0.01)


@pytest.mark.parametrize(("share", "count"), [(0.0, 0), (0.1, 1), (0.14, 1), (0.25, 3), (1.0, 10)])
def test_whole_people_go(share: float, count: int) -> None:
    ratings = np.random.default_rng(2).normal(size=(4, 10))
    goes = ranked_out(ratings, share)
    assert goes.sum(axis=1).tolist() == [count] * 4
    if 0 < count < 10:
        assert np.all(
            np.where(goes, ratings, -np.inf).max(axis=1) < np.where(goes, np.inf, ratings).min(axis=1)
        )


def test_equals_do_not_all_go() -> None:
    assert ranked_out(np.ones((1, 4)), 0.5).tolist() == [[True, True, False, False]]


def test_replacing_an_equal_costs_the_gap() -> None:
    lost = replacement_gain(np.array([1.0]), np.array([1.0]), years=3.0, vacant_years=0.4, ramp_years=0.5)
    assert lost[0] == pytest.approx(-0.65)


def test_the_register_gives_the_default() -> None:
    traits = RatingTraits.from_parameters(
        {name: np.array([one.value]) for name, one in load_register().items()}
    )
    assert 0.0 < traits.reliability[0] < 1.0
