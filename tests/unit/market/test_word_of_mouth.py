"""Reputation is the mean opinion of recent buyers, weak while few people talk."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.market.word_of_mouth import reputation


def test_a_firm_of_which_nobody_talks_has_no_reputation() -> None:
    assert reputation(np.zeros(1), np.zeros(1), np.full(1, 20.0)).tolist() == [0.0]


def test_the_same_opinion_weighs_more_when_more_people_hold_it() -> None:
    voices = np.array([1.0, 20.0, 2_000.0])
    value = reputation(0.1 * voices, voices, np.full(3, 20.0))
    assert (np.diff(value) > 0.0).all()
    assert value[1] == pytest.approx(0.05)  # half of its weight
    assert value[2] < 0.1


def test_good_and_bad_opinions_cancel() -> None:
    assert reputation(np.array([0.2 - 0.2]), np.array([2.0]), np.ones(1)).tolist() == [0.0]
