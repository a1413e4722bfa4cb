"""Talk along ties: who hears what, and that only those who hear something are touched."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.market.networks import from_ties, scale_free
from simulator.market.spreading import tell_neighbors
from simulator.randomness import Streams

NETWORK = scale_free(2_000, ties_of_newcomer=3, replication=0, luck=Streams(1).stream("knows"))


def test_totals_are_those_of_a_plain_loop() -> None:
    rng = Streams(2).generator("buyers", 0, 0, 0)
    tellers, opinions = rng.integers(0, 2_000, 300), rng.normal(size=300)
    weights = rng.uniform(size=300)
    voices, balance = np.zeros(2_000), np.zeros(2_000)
    for teller, opinion, weight in zip(tellers, opinions, weights, strict=True):
        for listener in NETWORK.ends(np.array([teller]))[1]:
            voices[listener] += weight
            balance[listener] += weight * opinion
    heard = tell_neighbors(NETWORK, tellers, opinions, weights)
    assert np.array_equal(heard.listener, np.flatnonzero(voices))
    assert heard.voices.tolist() == voices[heard.listener].tolist()
    assert heard.balance == pytest.approx(balance[heard.listener], abs=1e-12)


def test_nobody_tells_and_nobody_hears() -> None:
    nothing = np.zeros(0)
    assert len(tell_neighbors(NETWORK, np.zeros(0, np.int64), nothing, nothing).listener) == 0
    alone = from_ties(2, np.zeros(0, np.int64), np.zeros(0, np.int64))
    assert len(tell_neighbors(alone, np.array([1]), np.ones(1), np.ones(1)).listener) == 0
