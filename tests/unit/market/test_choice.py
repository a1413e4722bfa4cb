"""The rule of choice at its edges; its statistics are tested against theory elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.market.choice import choice_probabilities, choose, price_elasticity


def test_the_highest_utility_with_noise_is_chosen() -> None:
    utilities = np.array([[1.0, 0.0], [1.0, 0.0]])
    assert choose(utilities, np.array([[0.0, 0.9], [0.0, 1.1]])).tolist() == [0, 1]


def test_the_first_of_equal_options_is_chosen() -> None:
    assert choose(np.zeros((1, 3)), np.zeros((1, 3))).tolist() == [0]


def test_what_is_not_on_offer_is_not_chosen_however_lucky() -> None:
    assert choose(np.array([[-np.inf, -50.0]]), np.array([[40.0, -3.0]])).tolist() == [1]


def test_probabilities_add_up_and_survive_extreme_utilities() -> None:
    shares = choice_probabilities(np.array([[800.0, 799.0, -np.inf], [-900.0, -900.0, -900.0]]))
    assert shares.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert shares[1] == pytest.approx([1 / 3] * 3)
    assert shares[0, 2] == 0.0


def test_a_dominant_offer_has_little_to_lose_by_its_price() -> None:
    assert price_elasticity(3.0, 1.0, 0.9) == pytest.approx(-0.3)
    assert price_elasticity(3.0, 1.0, 0.0) == -3.0
