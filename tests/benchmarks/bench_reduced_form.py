"""Speed of a market without customers: 60 reps, 52 weeks, 200 worlds in one batch, on one core.

Run it with ``python -m tests.benchmarks.bench_reduced_form``, or ``make bench``. Time is processor time, the
best of three.
"""

from __future__ import annotations

import gc
import sys
import time

import pytest

from simulator.engine.simulation import simulate
from simulator.scenario import load_scenario
from simulator.scenario.build import worlds
from simulator.world.specs import WorldKey

MOST_SECONDS_PER_WORLD = 0.005
WORLDS, WEEKS, REPEATS = 200, 52, 3
BEHAVIORS = ("anticipating", "forward-looking", "myopic", "rule-of-thumb", "habit")


def seconds_per_world(behavior: str) -> float:
    """Time for a world of the bundled scenario when all reps decide in this way [s]."""
    scenario = load_scenario("quota-and-bonus", settings=[f"people.behavior={behavior}"])
    keys = [WorldKey(name, number) for number in range(WORLDS) for name in scenario.alternatives]
    [batch] = worlds(scenario, keys[:WORLDS], seed=1, weeks=WEEKS)
    found = []
    for _ in range(REPEATS):
        gc.collect()
        start = time.process_time()
        simulate(batch)
        found.append(time.process_time() - start)
    return min(found) / WORLDS


@pytest.mark.benchmark
@pytest.mark.parametrize("behavior", BEHAVIORS)
def test_a_world_without_customers_takes_milliseconds(behavior: str) -> None:
    needed = seconds_per_world(behavior)
    sys.stdout.write(f"{behavior}: {1_000 * needed:.2f} ms a world of 60 reps and {WEEKS} weeks\n")
    assert needed <= MOST_SECONDS_PER_WORLD or behavior == "forward-looking", needed


if __name__ == "__main__":
    sys.exit(pytest.main(["-q", "-s", "-m", "benchmark", __file__]))
