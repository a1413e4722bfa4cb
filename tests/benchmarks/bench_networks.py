"""A million customers who know each other: building the network, talk and adoption week by week.

Run it with ``python -m tests.benchmarks.bench_networks`` or ``pytest -m benchmark -s``.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from simulator.market.adoption import NetworkAdoption
from simulator.market.networks import Network, scale_free, small_world
from simulator.market.spreading import tell_neighbors
from simulator.randomness import Streams

WEEKS, BUYERS_PER_WEEK, TIES = 156, 5_000, 8
MAXIMUM_SECONDS, MAXIMUM_GROWTH = 10.0, 1.5
STREAMS = Streams(1)


def build(n_customers: int, kind: str) -> Network:
    """A network with eight ties for each customer on average."""
    luck = STREAMS.stream("customer.knows")
    if kind == "small world":
        return small_world(n_customers, ties=TIES, rewired_share=0.1, replication=0, luck=luck)
    return scale_free(n_customers, ties_of_newcomer=TIES // 2, replication=0, luck=luck)


def talk(network: Network) -> None:
    """Three years in which a number of buyers that does not depend on customers tell their neighbors."""
    lots = STREAMS.stream("buyers")
    for week in range(WEEKS):
        drawn = lots.uniform(0, np.arange(BUYERS_PER_WEEK), week=week)
        buyers = (drawn * len(network)).astype(np.int64)
        tell_neighbors(network, buyers, drawn, np.ones(BUYERS_PER_WEEK))


def adopt(network: Network) -> None:
    """Three years of adoption."""
    luck = STREAMS.stream("adopts").exponential(0, np.arange(len(network)))
    spread = NetworkAdoption(network, luck, innovation=0.03, imitation=0.38, period_years=1 / 52)
    for _ in range(WEEKS):
        spread.step(1.0)


def seconds(work: Callable[[], object]) -> float:
    """Shortest of two runs."""
    best = np.inf
    for _ in range(2):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def measure(n_customers: int) -> dict[str, float]:
    """Seconds for each kind of work."""
    found = {
        f"build {kind}": seconds(lambda kind=kind: build(n_customers, kind))  # type: ignore[misc]
        for kind in ("small world", "scale free")
    }
    network = build(n_customers, "small world")
    return found | {"talk": seconds(lambda: talk(network)), "adoption": seconds(lambda: adopt(network))}


@pytest.mark.benchmark
def test_a_million_customers_within_seconds_and_linear() -> None:
    small, large = measure(100_000), measure(1_000_000)
    assert max(large.values()) < MAXIMUM_SECONDS
    for work in ("build small world", "build scale free"):
        assert large[work] < 10 * 2 * small[work], work  # ten times the customers; caches cost up to twice
    assert large["talk"] < MAXIMUM_GROWTH * 2 * small["talk"]


if __name__ == "__main__":
    import sys

    for n in (10_000, 100_000, 1_000_000):
        for work, took in measure(n).items():
            sys.stdout.write(f"{n:>9,} customers, {work:<18} {took:8.3f} s\n")
