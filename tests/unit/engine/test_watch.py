"""What is noted beside a run agrees with the ledger, and noting it changes nothing."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engine import simulate
from simulator.engine.ledger import Ledger
from simulator.engine.watch import EVERY_WEEKS, Watch
from simulator.world.records import RECORDS
from tests.unit.engine.small_runs import batch, small_scenario

WEEKS = 14


@pytest.fixture(scope="module")
def run() -> tuple[Ledger, Watch]:
    watch = Watch("flat")
    return simulate(batch(small_scenario(), replications=2, weeks=WEEKS), watch=watch), watch


def test_the_clauses_of_a_known_plan_add_up_to_what_reps_acted_on(run: tuple[Ledger, Watch]) -> None:
    ledger, watch = run
    activity, axes = ledger.table("activity"), ledger.axes
    flat = axes.alternatives.index("flat")
    looked = (activity["day"] // 7) % EVERY_WEEKS == 0
    for world in np.flatnonzero(axes.world_alternative == flat):
        rows = looked & (activity["world"] == world)
        parts = sum(sums[world] for (number, _), sums in watch.clauses.items() if number == flat)
        assert watch.looks[world] == rows.sum()
        np.testing.assert_allclose(
            parts / watch.looks[world], activity["marginal_value"][rows].mean(axis=0), rtol=1e-5
        )


def test_effort_drawn_by_pay_alone_is_the_effort_of_the_baseline(run: tuple[Ledger, Watch]) -> None:
    ledger, watch = run
    activity, axes = ledger.table("activity"), ledger.axes
    flat = axes.alternatives.index("flat")
    looked = (activity["day"] // 7) % EVERY_WEEKS == 0
    for world in np.flatnonzero(axes.world_alternative == flat):
        rows = looked & (activity["world"] == world)
        given = activity["effort_by_kind"][rows].sum(axis=0)
        np.testing.assert_allclose(watch.drawn_effort[world], given, rtol=1e-4)


def test_watching_changes_nothing(run: tuple[Ledger, Watch]) -> None:
    alone = simulate(batch(small_scenario(), replications=2, weeks=WEEKS))
    for table in RECORDS:
        watched, unwatched = run[0].table(table), alone.table(table)
        for column, values in unwatched.items():
            np.testing.assert_array_equal(watched[column], values, err_msg=f"{table}.{column}")


def test_thirds_of_ability_are_equally_large(run: tuple[Ledger, Watch]) -> None:
    ledger, watch = run
    for world in range(ledger.axes.n_worlds):
        size = np.bincount(watch.ability_third[ledger.axes.rep_world == world], minlength=3)
        assert size.max() - size.min() <= 1
