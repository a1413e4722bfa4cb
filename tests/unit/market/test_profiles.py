"""Ideal customers and promoters, at their edges."""

from __future__ import annotations

import numpy as np

from simulator.market.profiles import fit_to_ideal, net_promoter_score


def test_bounds_belong_to_the_condition_and_what_is_not_known_meets_nothing() -> None:
    who = np.array([[15.0], [50.0], [14.9], [50.1], [np.nan]])
    fit = fit_to_ideal(who, np.array([15.0]), np.array([50.0]), np.ones(1))
    assert fit.tolist() == [1.0, 1.0, 0.0, 0.0, 0.0]


def test_a_condition_without_weight_does_not_count() -> None:
    who = np.array([[1.0, 0.0]])
    assert fit_to_ideal(who, np.ones(2), np.ones(2), np.array([3.0, 0.0])).tolist() == [1.0]


def test_scores_lie_between_all_against_and_all_in_favor() -> None:
    group = np.array([0, 0, 1, 1, 2])
    score = net_promoter_score(np.array([0.1, 0.2, 0.95, 1.0, 0.8]), np.zeros(5), group, 4)
    assert score.tolist() == [-1.0, 1.0, 0.0, 0.0]


def test_noise_moves_answers_but_stays_on_the_scale() -> None:
    score = net_promoter_score(np.array([0.8, 0.8]), np.array([99.0, -99.0]), np.zeros(2, int), 1)
    assert score.tolist() == [0.0]
