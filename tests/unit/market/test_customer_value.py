"""Scores and tiers: ties, groups, and edges."""

from __future__ import annotations

import numpy as np

from simulator.market.customer_value import rfm_scores, tiers
from simulator.randomness import Streams


def test_each_fifth_has_a_fifth_and_worlds_do_not_mix() -> None:
    luck = Streams(1).stream("value").uniform(0, np.arange(200))
    world = np.arange(200) % 2
    scores = rfm_scores(luck, luck, luck, world)
    for one in (0, 1):
        mine = scores[world == one]
        assert np.bincount(mine[:, 1])[1:].tolist() == [20] * 5
        alone = rfm_scores(luck[world == one], luck[world == one], luck[world == one], np.zeros(100, int))
        assert np.array_equal(mine, alone)
    assert (scores[:, 0] + scores[:, 1] == 6).all()  # what is long ago is worse
    assert np.array_equal(scores[:, 1], scores[:, 2])


def test_equal_customers_have_equal_scores_and_those_who_never_bought_the_lowest() -> None:
    since = np.array([np.inf, np.inf, 3.0, 3.0, 1.0])
    scores = rfm_scores(since, np.array([0.0, 0, 1, 1, 2]), np.zeros(5), np.zeros(5, int))
    assert scores[:, 0].tolist() == [1, 1, 3, 3, 5]
    assert scores[:, 2].tolist() == [1] * 5


def test_tiers_have_their_shares() -> None:
    value = Streams(1).stream("value").uniform(0, np.arange(1_000))
    tier = tiers(value, np.zeros(1_000, int), a_share=0.2, b_share=0.3)
    assert np.bincount(tier).tolist() == [200, 300, 500]
    assert value[tier == 0].min() > value[tier == 1].max() > value[tier == 1].min() > value[tier == 2].max()


def test_nobody_to_score() -> None:
    none, nobody = np.zeros(0), np.zeros(0, int)
    assert rfm_scores(none, none, none, nobody).shape == (0, 3)
    assert tiers(none, nobody, a_share=0.2, b_share=0.3).tolist() == []
