"""Worlds share luck and nothing else: what an alternative does not touch is the same in every world."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engine.ledger import Ledger
from simulator.engine.setup import build_state
from simulator.engine.simulation import simulate
from simulator.scenario.build import worlds
from tests.unit.engine.small_runs import ACTIONS, TILT, batch, small_scenario, with_action


def rows(ledger: Ledger, table: str, world: int) -> dict[str, np.ndarray]:
    found = ledger.table(table)
    return {name: values[found["world"] == world] for name, values in found.items() if name != "world"}


def ids(ledger: Ledger, table: str, world: int, before_week: int | None = None) -> set[int]:
    found = rows(ledger, table, world)
    inside = np.ones(len(found["day"]), np.bool_) if before_week is None else found["day"] < 7 * before_week
    return set(found["event_id"][inside].tolist())


@pytest.mark.parametrize("world", [0, 1, 2, 3])
def test_a_world_runs_alike_alone_and_in_company(world: int) -> None:
    scenario = small_scenario()
    together = simulate(batch(scenario, replications=2, weeks=14))
    key = batch(scenario, replications=2).keys[world]
    [alone] = worlds(scenario, [key], seed=1, weeks=14)
    single = simulate(alone)
    for table in single.names:
        expected, found = rows(together, table, world), rows(single, table, 0)
        for column in found:
            if column in ("rep", "plan", "action", "item"):
                continue  # codes of the batch
            assert np.array_equal(found[column], expected[column]), (table, column)


def test_without_a_promotion_both_alternatives_have_the_same_needs() -> None:
    ledger = simulate(batch(small_scenario(), weeks=26))
    assert ids(ledger, "need", 0, 4) == ids(ledger, "need", 1, 4)
    assert ids(ledger, "need", 0) < ids(
        ledger, "need", 1
    )  # the sale brings needs forward and takes none away


def test_until_it_is_understood_a_new_plan_changes_nothing() -> None:
    """Message in week 10, payslips teach nothing: until then both worlds are the same to the last row."""
    message = with_action("{kind: briefing, title: Talk, medium: meeting, from_week: 10, cost: 500}")
    scenario = small_scenario(message, settings=["parameters.payslip_learning=0"])
    ledger = simulate(batch(scenario, weeks=20))
    assert ids(ledger, "order", 0, 9) == ids(ledger, "order", 1, 9)
    flat, tilted = (rows(ledger, "activity", world) for world in (0, 1))
    before = flat["day"] < 7 * 9
    assert np.array_equal(flat["effort_by_kind"][before], tilted["effort_by_kind"][before])
    premium = [each["effort_by_kind"][~before][:, 2:].sum() for each in (flat, tilted)]
    assert premium[1] > 1.01 * premium[0]


def test_one_more_rep_changes_no_need_and_moves_his_fair_share_of_customers() -> None:
    more = small_scenario((TILT, "    regions: {town: {reps: 7}}\n"), (ACTIONS, ""))
    state = build_state(batch(more, weeks=13))
    assert np.array_equal(state.reps.ability[:6], state.reps.ability[6:12])
    six, seven = state.market.seat[:600], state.market.seat[600:1200]
    moved = six != seven
    assert (seven[moved] == 6).all()
    assert moved.mean() == pytest.approx(1 / 7, abs=0.06)
    ledger = simulate(batch(more, weeks=13))
    assert ids(ledger, "need", 0) == ids(ledger, "need", 1)


def test_another_seed_and_another_replication_are_other_luck() -> None:
    ledger = simulate(batch(small_scenario(), ["flat"], replications=2, weeks=8))
    first, second = (rows(ledger, "need", world)["day"] for world in (0, 1))
    assert not np.array_equal(first[:50], second[:50])


def test_nothing_divides_by_zero_in_a_market_of_very_few_customers() -> None:
    scenario = small_scenario(settings=["demand.customers=3"])
    ledger = simulate(batch(scenario, replications=2, weeks=26))
    assert len(ledger.table("activity")["world"]) == 4 * 6 * 26
