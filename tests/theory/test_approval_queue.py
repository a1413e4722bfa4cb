"""Order approval against queueing theory: Erlang's waiting formula, layer by layer.

Poisson arrivals and exponential handling make a layer an M/M/c queue.  Its departures are Poisson again
(Burke), so every further layer is an M/M/c queue of its own.  Many independent worlds are run side by
side; the standard error comes from the spread between worlds.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator.pipeline.approval import ApprovalQueue
from simulator.pipeline.handling import exponential_handling_days
from simulator.randomness import Streams, hash_id

N_WORLDS, N_DEALS, N_WARM_UP = 160, 2_500, 500
Z = 5.2  # two-sided false-alarm rate 6e-7 for Student's t with 159 degrees of freedom


def mean_wait_days(arrivals_per_day: float, mean_handling_days: float, approvers: int) -> float:
    """Erlang C: probability of waiting, over the spare capacity per day."""
    load = arrivals_per_day * mean_handling_days
    busy = load**approvers / math.factorial(approvers) * approvers / (approvers - load)
    idle = sum(load**k / math.factorial(k) for k in range(approvers))
    return busy / (idle + busy) / (approvers / mean_handling_days - arrivals_per_day)


def test_the_formula_gives_the_known_single_server_wait() -> None:
    assert mean_wait_days(0.5, 1.0, 1) == pytest.approx(1.0)  # load / (1 - load) handling times


@pytest.mark.parametrize(
    ("approvers", "mean_days"), [((1, 2), (0.6, 1.4)), ((3, 1), (2.2, 0.7)), ((5, 4), (3.9, 3.0))]
)
def test_mean_waits_are_erlangs_in_every_layer(
    approvers: tuple[int, int], mean_days: tuple[float, float]
) -> None:
    """One arrival a day; 3 x 2 waits at 6e-7 each: false alarm 4e-6.

    The tolerance is at most 15 % of the wait, so an office with one approver more or less fails.
    """
    streams = Streams(17)
    world = np.repeat(np.arange(N_WORLDS), N_DEALS)
    deal_id = hash_id("deal", world, np.tile(np.arange(N_DEALS), N_WORLDS))
    gaps = streams.stream("arrival").exponential(0, deal_id).reshape(N_WORLDS, N_DEALS)
    time_days = np.cumsum(gaps, axis=1).reshape(-1)
    handling = exponential_handling_days(streams.stream("handling"), 0, deal_id, mean_days)
    queue = ApprovalQueue([2] * N_WORLDS, [list(approvers)] * N_WORLDS)
    queue.submit(world, deal_id, time_days, handling)
    table = queue.advance(np.inf)

    order = np.lexsort((table["submitted_day"], table["world"]))
    submitted, first, second = (
        table[name][order] for name in ("submitted_day", "start_day_1", "start_day_2")
    )
    left_first = first + handling[:, 0]
    for layer, waits in enumerate((first - submitted, second - left_first)):
        by_world = waits.reshape(N_WORLDS, N_DEALS)[:, N_WARM_UP:].mean(axis=1)
        expected = mean_wait_days(1.0, mean_days[layer], approvers[layer])
        tolerance = Z * by_world.std(ddof=1) / N_WORLDS**0.5
        assert tolerance < 0.15 * expected
        assert abs(by_world.mean() - expected) < tolerance
