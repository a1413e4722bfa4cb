"""Speed, memory and variance of the engine, with the limits that the project has set itself.

Run it with ``python -m tests.benchmarks.bench_engine`` (add ``-k "not narrow"`` to leave out the four
hundred worlds of the variance ratio), or ``make bench``. One process, one core; import time does not count.
"""

from __future__ import annotations

import gc
import os
import pty
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from simulator.analysis.outcomes import measure
from simulator.engine.setup import build_state
from simulator.engine.simulation import simulate
from simulator.engine.spec import WorldsSpec
from simulator.engine.state import CustomerState
from simulator.engine.week import advance_week
from simulator.scenario import Scenario, load_scenario
from simulator.scenario.build import worlds
from simulator.world.specs import WorldKey
from tests.benchmarks.plain_mesa import PlainMarket
from tests.worlds.test_plain_mesa_peer import weekly_totals

SANDTABLE = Path(sys.executable).parent / "sandtable"
SMALL_MARKET = Path(__file__).parent / "small_market"
MOST_SECONDS_PER_WORLD = 0.5
AIM_SECONDS_PER_WORLD = 0.1
AIM_TIMES_AS_FAST = 50.0
LEAST_TIMES_AS_FAST = 5.0
MOST_TIME_RATIO = 1.5
MOST_BYTES = 10.0
LEAST_VARIANCE_RATIO = 5.0
MOST_HELP_SECONDS = 0.25
MOST_PROGRESS_SECONDS = 2.0


def batch_of(
    scenario: Scenario, replications: Sequence[int], alternatives: Sequence[str], weeks: int
) -> WorldsSpec:
    keys = [WorldKey(name, number) for number in replications for name in alternatives]
    [batch] = worlds(scenario, keys, seed=1, weeks=weeks)
    return batch


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def case_of_forty_worlds(weeks: int = 156) -> tuple[float, float]:
    """Seconds per world of the home-appliance case at its real size, and of that what is set-up."""
    scenario = load_scenario("home-appliances")
    batch = batch_of(scenario, range(10), scenario.alternatives, weeks)
    set_up = seconds(lambda: build_state(batch))
    return seconds(lambda: simulate(batch)) / 40, set_up / 40


def against_objects(size: int, weeks: int = 52) -> tuple[float, float]:
    """Seconds per world of the small market, played by objects and by columns in a batch of forty.

    ``size`` multiplies customers, reps and approvers. A time counts only if every weekly total is equal.
    """
    numbers = {"demand.customers": 2_000, "regions.north.reps": 7, "regions.south.reps": 5}
    numbers["approval.approvers"] = 2
    scenario = load_scenario(SMALL_MARKET, settings=[f"{key}={size * n}" for key, n in numbers.items()])
    name = scenario.baseline
    batch = batch_of(scenario, range(40), [name], weeks)
    expected = weekly_totals(simulate(batch_of(scenario, [0], [name], weeks)), weeks)

    def play() -> None:
        market = PlainMarket(scenario.resolved[name], replication=0, seed=1, weeks=weeks)
        for _ in range(weeks):
            market.step()
        assert market.totals == expected, "the two markets differ"

    plain = min(seconds(play) for _ in range(3))
    return plain, min(seconds(lambda: simulate(batch)) for _ in range(3)) / 40


def with_customers(customers: int, needs_factor: float) -> Scenario:
    base = load_scenario("home-appliances")
    settings = [f"demand.customers={customers}"]
    settings += [
        f"segments.{name}.needs_per_year={segment.needs_per_year * needs_factor}"
        for name, segment in base.spec.segments.items()
    ]
    return load_scenario("home-appliances", settings=settings)


def ten_times_the_customers(weeks: int = 26, replications: int = 2) -> tuple[float, float, int]:
    """Time per week at 200,000 customers over that at 20,000 with as many needs, bytes, and columns.

    Bytes are per added customer, column and replication, all alternatives of the batch together.
    """
    per_week, memory, columns = [], [], 0
    few, many = 20_000, 200_000
    states: list[CustomerState] = []
    for customers in (few, many):
        scenario = with_customers(customers, few / customers)
        batch = batch_of(scenario, range(replications), scenario.alternatives, weeks)
        gc.collect()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        states.append(build_state(batch))
        gc.collect()
        memory.append(tracemalloc.get_traced_memory()[0] - before)
        tracemalloc.stop()
        columns = customer_columns(states[-1], customers * replications)
    for _ in range(weeks):  # week by week in turn, so that a busy machine slows both alike
        per_week += [[seconds(lambda state=state: advance_week(state)) for state in states]]
    few_seconds, many_seconds = (statistics.median(column) for column in zip(*per_week, strict=True))
    added = (many - few) * replications
    return many_seconds / few_seconds, (memory[1] - memory[0]) / added / columns, columns


def customer_columns(state: CustomerState, n_rows: int) -> int:
    """How many columns have a row for every customer of every replication."""
    arrays = [*vars(state.customers).values(), *vars(state.market).values()]
    return sum(isinstance(one, np.ndarray) and one.shape[:1] == (n_rows,) for one in arrays)


def variance_ratio(replications: int = 200, step: int = 10, weeks: int = 156) -> tuple[float, float]:
    """What common random numbers buy for revenue between the first two alternatives, and its lower limit.

    The limit is the 2.5th percentile of 4,000 bootstrap samples of the replications.
    """
    scenario = load_scenario("home-appliances")
    pair = ("as-before", "tilt-only")
    revenue = []
    for first in range(0, replications, step):
        ledger = simulate(batch_of(scenario, range(first, first + step), pair, weeks))
        revenue.append(measure("revenue", ledger).reshape(step, 2))
    found = np.concatenate(revenue)

    def ratio(rows: np.ndarray) -> np.ndarray:
        spread = rows.var(axis=-2, ddof=1)
        return spread.sum(axis=-1) / (rows[..., 1] - rows[..., 0]).var(axis=-1, ddof=1)

    rng = np.random.default_rng(1)
    samples = ratio(found[rng.integers(0, len(found), (4_000, len(found)))])
    return float(ratio(found)), float(np.quantile(samples, 0.025))


def to_first_output(arguments: Sequence[str], folder: Path) -> float:
    """Seconds until a command on a terminal shows anything."""
    ours, theirs = pty.openpty()
    start = time.perf_counter()
    command = subprocess.Popen([str(SANDTABLE), *arguments], stdout=theirs, stderr=theirs, cwd=folder)
    os.close(theirs)
    os.read(ours, 1)
    taken = time.perf_counter() - start
    command.kill()
    command.wait()
    os.close(ours)
    return taken


def command_line(folder: Path) -> tuple[float, float]:
    """Seconds of ``--help`` and of ``compare`` until its first progress, the best of three."""
    root = Path(__file__).parents[2]
    out = folder / "out"
    compare = ["compare", "home-appliances", "--replications", "8", "--out", str(out), "--overwrite"]
    ask = [str(SANDTABLE), "--help"]
    helps = [
        seconds(lambda: subprocess.run(ask, check=True, capture_output=True, cwd=root)) for _ in range(3)
    ]
    return min(helps), min(to_first_output(compare, root) for _ in range(3))


@pytest.mark.benchmark
def test_a_world_of_the_case_takes_at_most_half_a_second() -> None:
    per_world, set_up = case_of_forty_worlds()
    print(
        f"\nK1, 156 weeks, 40 worlds in one batch: {per_world:.3f} s per world, {set_up:.3f} s of it set-up"
    )
    print(f"  at most {MOST_SECONDS_PER_WORLD}, aim {AIM_SECONDS_PER_WORLD}")
    assert per_world <= MOST_SECONDS_PER_WORLD


@pytest.mark.benchmark
@pytest.mark.parametrize("size", [1, 10])
def test_columns_are_many_times_as_fast_as_objects(size: int) -> None:
    plain, ours = against_objects(size)
    print(f"\nthe small market, {2_000 * size:,} customers, 52 weeks, every weekly total equal:")
    print(f"  objects (plain Mesa) {plain:.3f} s per world, columns (40 in a batch) {ours:.4f} s")
    print(f"  {plain / ours:.1f} times as fast, aim {AIM_TIMES_AS_FAST:.0f}")
    assert plain > LEAST_TIMES_AS_FAST * ours


@pytest.mark.benchmark
def test_ten_times_the_customers_cost_little_while_needs_are_as_many() -> None:
    ratio, n_bytes, columns = ten_times_the_customers()
    print(f"\n200,000 customers for 20,000: {ratio:.2f} times the time per week, at most {MOST_TIME_RATIO}")
    print(f"  {n_bytes:.1f} bytes per added customer, column ({columns}) and replication")
    assert ratio <= MOST_TIME_RATIO
    assert n_bytes <= MOST_BYTES


@pytest.mark.benchmark
@pytest.mark.slow
def test_common_random_numbers_narrow_the_difference() -> None:
    ratio, low = variance_ratio()
    print(f"\nvariance ratio of revenue, as-before and tilt-only: {ratio:.1f}, 95 % lower limit {low:.1f}")
    assert low >= LEAST_VARIANCE_RATIO


@pytest.mark.benchmark
def test_commands_answer_at_once(tmp_path: Path) -> None:
    helped, progressed = command_line(tmp_path)
    print(f"\nsandtable --help: {helped:.2f} s; compare: {progressed:.2f} s to the first sign of progress")
    assert helped <= MOST_HELP_SECONDS
    assert progressed <= MOST_PROGRESS_SECONDS


if __name__ == "__main__":
    sys.exit(pytest.main(["-q", "-s", "-m", "benchmark", __file__, *sys.argv[1:]]))
