"""Rules of the market at the size of a large run: a million histories, and a hundred thousand choices.

Run it with ``python -m tests.benchmarks.bench_market_rules`` or ``pytest -m benchmark -s``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pytest

from simulator.market.availability import choose_from_stock
from simulator.market.customer_value import rfm_scores
from simulator.market.nested_choice import Nests, nested_noise, nested_probabilities
from simulator.market.repeat_buying.drop_out import DropOut, future_purchases
from simulator.market.repeat_buying.histories import draw_drop_out
from simulator.randomness import Streams, hash_id

Result = TypeVar("Result")
N_CUSTOMERS, N_CHOICES, N_OPTIONS = 1_000_000, 100_000, 9
MAXIMUM_SECONDS = 15.0
SHOP = DropOut(0.243, 4.414, 0.793, 2.426)
NESTS = Nests(np.array([0] * 4 + [1] * 4 + [2]), np.array([0.6, 0.6, 1.0]))


def measure() -> dict[str, float]:
    """Seconds for each kind of work."""
    found: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Result]) -> Result:
        start = time.perf_counter()
        result = work()
        found[name] = time.perf_counter() - start
        return result

    luck, who = Streams(1).stream("bench"), np.arange(N_CUSTOMERS)
    known, options = np.full(N_CUSTOMERS, 156.0), np.arange(N_OPTIONS, dtype=np.uint64)
    events = hash_id("need", np.arange(N_CHOICES), 0)
    seen = timed(
        "draw three years of a million customers",
        lambda: draw_drop_out(SHOP, who, known, replication=0, luck=luck),
    )
    timed(
        "expect a year of a million customers",
        lambda: future_purchases(SHOP, seen.repeats, seen.last, seen.known, np.full(N_CUSTOMERS, 52.0)),
    )
    timed(
        "score a million customers",
        lambda: rfm_scores(known - seen.last, seen.repeats, seen.repeats, np.zeros(N_CUSTOMERS, np.int64)),
    )
    noise = timed(
        "noise of 100,000 nested choices among 9",
        lambda: nested_noise(luck, 0, events, option_ids=options, nest_ids=options[:3], nests=NESTS),
    )
    timed("their probabilities", lambda: nested_probabilities(noise, NESTS))
    item = np.tile(np.arange(N_OPTIONS), (N_CHOICES, 1))
    stock = np.full(N_OPTIONS, N_CHOICES // 10)
    timed("100,000 choices while goods run out", lambda: choose_from_stock(noise, item, stock))
    return found


@pytest.mark.benchmark
def test_rules_keep_up_with_a_million_customers() -> None:
    assert sum(measure().values()) < MAXIMUM_SECONDS


if __name__ == "__main__":
    import sys

    for work, took in measure().items():
        sys.stdout.write(f"{work:<42} {took:8.3f} s\n")
