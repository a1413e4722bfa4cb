"""A world is the same bit for bit whatever else is in its batch, and however long the run goes on."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.analysis.outcomes import measure_all
from simulator.engine.ledger import Ledger
from simulator.engine.simulation import simulate
from simulator.scenario import load_scenario
from simulator.scenario.build import worlds
from simulator.world.specs import WorldKey
from tests.worlds.rows import assert_same_world, rows_of_world

SCENARIO = load_scenario("home-appliances", settings=["demand.customers=4000"])
WEEKS = 9


def run(keys: list[WorldKey], weeks: int = WEEKS) -> Ledger:
    [batch] = worlds(SCENARIO, keys, seed=3, weeks=weeks)
    return simulate(batch)


def all_keys(replications: int) -> list[WorldKey]:
    return [WorldKey(name, number) for number in range(replications) for name in SCENARIO.alternatives]


@pytest.fixture(scope="module")
def sixty() -> Ledger:
    return run(all_keys(15))


def test_batches_of_one_and_seven_and_sixty_worlds_agree_row_by_row(sixty: Ledger) -> None:
    keys = all_keys(15)
    for first in (0, 28, 53):
        some = keys[first : first + 7]
        seven = run(some)
        for place, key in enumerate(some):
            assert_same_world(sixty, keys.index(key), seven, place)
        assert_same_world(sixty, first + 2, run([keys[first + 2]]), 0)


def test_outcomes_of_a_world_do_not_depend_on_its_batch(sixty: Ledger) -> None:
    keys = all_keys(15)
    together = measure_all(sixty)
    for start in range(0, 60, 12):
        apart = measure_all(run(keys[start : start + 7]))
        for name, values in apart.items():
            assert np.array_equal(
                values, together[name][start : start + 7], equal_nan=values.dtype.kind == "f"
            ), name


def test_order_and_subset_of_the_alternatives_do_not_matter(sixty: Ledger) -> None:
    keys = all_keys(15)
    backwards = [key for key in keys[:8] if key.alternative != "as-before"][::-1]
    found = run(backwards)
    for place, key in enumerate(backwards):
        assert_same_world(sixty, keys.index(key), found, place)


def test_more_replications_leave_the_first_ones_unchanged(sixty: Ledger) -> None:
    fewer = run(all_keys(2))
    for world in range(8):
        assert_same_world(sixty, world, fewer, world)


def test_a_longer_run_begins_with_the_shorter_one(sixty: Ledger) -> None:
    longer = run(all_keys(2), weeks=15)
    for world in range(8):
        assert_same_world(sixty, world, longer, world, until_week=WEEKS)
    later = rows_of_world(longer, 0, "order")["day"]
    assert later.max() >= 7 * WEEKS


def test_replications_differ_and_seeds_differ(sixty: Ledger) -> None:
    needs = [set(rows_of_world(sixty, world, "need")["event_id"].tolist()) for world in (0, 4)]
    assert needs[0] != needs[1]
    [batch] = worlds(SCENARIO, [WorldKey("as-before", 0)], seed=4, weeks=WEEKS)
    other = rows_of_world(simulate(batch), 0, "need")
    mine = rows_of_world(sixty, 0, "need")
    assert other["day"].tolist() != mine["day"].tolist()


def test_ids_are_unique_within_a_world(sixty: Ledger) -> None:
    for table in sixty.names:
        rows = sixty.table(table)
        if table == "price_move":
            continue  # a price is set at the opening and may be set again on the first day
        pairs = np.stack([rows["world"].astype(np.uint64), rows["event_id"]], axis=1)
        assert len(np.unique(pairs, axis=0)) == len(pairs), table


def test_an_override_changes_only_the_world_that_has_it(sixty: Ledger) -> None:
    keys = [
        WorldKey("tilt-only", 0),
        WorldKey("tilt-only", 0, (("effort_elasticity", 0.45),)),
        WorldKey("as-before", 0),
    ]
    found = run(keys)
    order = list(SCENARIO.alternatives)
    assert_same_world(sixty, order.index("tilt-only"), found, 0)
    assert_same_world(sixty, order.index("as-before"), found, 2)
    changed, plain = (rows_of_world(found, world, "activity")["effort"] for world in (1, 0))
    assert (changed != plain).any()
