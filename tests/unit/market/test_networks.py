"""Networks: their shape against what theory says, and that luck belongs to the tie."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.market.networks import Network, from_ties, leaders, scale_free, small_world
from simulator.randomness import Streams

LUCK = Streams(4).stream("customer.knows")


def clustering(network: Network) -> float:
    """Share of pairs of neighbors who know each other, over all customers with two neighbors."""
    known = [set(network.ends(np.array([i]))[1].tolist()) for i in range(len(network))]
    closed = sum(len(known[i] & known[j]) for i in range(len(network)) for j in known[i])
    pairs = sum(len(one) * (len(one) - 1) for one in known)
    return closed / pairs


def test_every_tie_stands_at_both_ends_once() -> None:
    for network in (
        small_world(500, ties=6, rewired_share=0.3, replication=2, luck=LUCK),
        scale_free(500, ties_of_newcomer=3, replication=2, luck=LUCK),
    ):
        owner, other = network.ends(np.arange(500))
        ties = set(zip(owner.tolist(), other.tolist(), strict=True))
        assert len(ties) == len(owner) == network.degrees.sum()
        assert all((b, a) in ties and a != b for a, b in ties)


def test_a_ring_clusters_as_it_must_and_far_ties_loosen_it() -> None:
    """Watts and Strogatz: 3 (k - 2) / 4 (k - 1), times (1 - rewired share) ** 3."""
    for share in (0.0, 0.1, 0.3):
        network = small_world(3_000, ties=8, rewired_share=share, replication=0, luck=LUCK)
        expected = 3 * 6 / (4 * 7) * (1 - share) ** 3
        assert clustering(network) == pytest.approx(expected, rel=1e-12 if share == 0.0 else 0.06)
        assert network.degrees.mean() == pytest.approx(8.0, rel=0.01)


def test_the_share_of_far_ties_is_the_one_asked_for() -> None:
    network = small_world(20_000, ties=4, rewired_share=0.2, replication=0, luck=LUCK)
    owner, other = network.ends(np.arange(20_000))
    gap = np.abs(owner - other)
    near = np.minimum(gap, 20_000 - gap) <= 2
    assert near.mean() == pytest.approx(0.8, abs=5 * (0.16 / 40_000) ** 0.5)


def test_few_customers_have_most_ties_in_a_scale_free_network() -> None:
    """Share with k ties: 2 m (m + 1) / (k (k + 1) (k + 2)), within 4 %."""
    m = 4
    degrees = scale_free(200_000, ties_of_newcomer=m, replication=0, luck=LUCK).degrees
    for k in (5, 6, 8, 12):
        expected = 2 * m * (m + 1) / (k * (k + 1) * (k + 2))
        assert (degrees == k).mean() == pytest.approx(expected, rel=0.04)
    tail = [(degrees >= k).mean() for k in (16, 32, 64)]
    assert np.log2(tail[0] / tail[1]) == pytest.approx(2.0, abs=0.2)
    assert np.log2(tail[1] / tail[2]) == pytest.approx(2.0, abs=0.3)


def test_luck_belongs_to_the_replication_and_to_the_tie() -> None:
    one, two = (scale_free(300, ties_of_newcomer=2, replication=r, luck=LUCK).neighbors for r in (0, 1))
    assert len(one) != len(two) or (one != two).any()
    small, large = (scale_free(n, ties_of_newcomer=2, replication=0, luck=LUCK) for n in (300, 400))
    other = large.ends(np.arange(300))[1]
    early = other < 300
    assert np.array_equal(small.ends(np.arange(300))[1], other[early])
    few = small_world(300, ties=4, rewired_share=0.0, replication=0, luck=LUCK)
    some = small_world(300, ties=4, rewired_share=0.2, replication=0, luck=LUCK)
    more = small_world(300, ties=4, rewired_share=0.4, replication=0, luck=LUCK)

    def ties(network: Network) -> set[tuple[int, int]]:
        return {(int(a), int(b)) for a, b in zip(*network.ends(np.arange(300)), strict=True)}

    assert ties(some) - ties(few) <= ties(more)  # what was rewired leads to the same place


def test_bad_networks_are_refused() -> None:
    for ties in (0, 3, 10):
        with pytest.raises(ValueError, match="ties must be even"):
            small_world(10, ties=ties, rewired_share=0.1, replication=0, luck=LUCK)
    with pytest.raises(ValueError, match="at least one tie"):
        scale_free(10, ties_of_newcomer=0, replication=0, luck=LUCK)


def test_leaders_are_those_with_most_ties_and_the_first_of_equal_ones() -> None:
    network = from_ties(5, np.array([3, 3, 3, 0]), np.array([0, 1, 2, 4]))
    assert leaders(network, 0.4).tolist() == [3, 0]
    assert leaders(network, 0.0).tolist() == []


def test_a_network_without_ties() -> None:
    nobody = np.zeros(0, np.int64)
    network = from_ties(3, nobody, nobody)
    assert network.degrees.tolist() == [0, 0, 0]
    assert network.ends(np.arange(3))[1].tolist() == []
