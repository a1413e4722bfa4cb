"""Picking prospects: no other cut brings an hour more; nobody is taken where nobody is worth it."""

from __future__ import annotations

import numpy as np

from simulator.behaviors.prospects import pick_prospects


def test_no_other_cut_brings_more() -> None:
    generator = np.random.default_rng(4)
    risks = np.sort(generator.uniform(0.0, 1.0, (50, 30)), axis=1)
    booking, keeping, chasing = (generator.uniform(0.0, 0.05, 50) for _ in range(3))
    won = generator.uniform(0.0, 0.95, 50)
    picked = pick_prospects(risks, booking, keeping, chasing, won)
    gain = booking[:, None] + (1.0 - risks) * keeping[:, None] - risks * chasing[:, None]
    for taken in range(1, 31):
        share = taken / 30.0
        worth = gain[:, :taken].sum(axis=1) / 30.0 / (1.0 - won + won * share)
        assert np.all(worth <= picked.worth + 1e-12)


def test_nobody_is_taken_where_everybody_costs_more_than_they_bring() -> None:
    one = np.ones(1)
    picked = pick_prospects(np.array([[0.5, 0.9]]), 0.0 * one, 0.0 * one, 0.01 * one, 0.5 * one)
    assert picked.share == 0.0
    assert picked.place == -1
    assert picked.worth == 0.0


def test_time_saved_on_those_turned_down_goes_to_others() -> None:
    one = np.ones(1)
    risks = np.array([[0.05, 0.05, 0.95, 0.95]])
    cheap, costly = (pick_prospects(risks, 0.0 * one, one, 0.0 * one, won * one) for won in (0.0, 0.9))
    assert cheap.share == 1.0
    assert costly.share == 0.5
    assert costly.share * costly.per_met > 0.9
