"""Worlds without customers are the same in any batch, and alternatives share what they can share."""

from __future__ import annotations

import numpy as np

from simulator.engine.ledger import Ledger
from simulator.engine.simulation import simulate
from simulator.scenario import load_scenario
from simulator.scenario.build import worlds
from simulator.world.specs import WorldKey
from tests.unit.engine.reduced_form.small_market import market, weekly_revenue
from tests.unit.engine.reduced_form.small_market import run as run_small
from tests.worlds.rows import assert_same_world

SCENARIO = load_scenario("quota-and-bonus")


def run(keys: list[WorldKey], weeks: int = 15) -> Ledger:
    [batch] = worlds(SCENARIO, keys, seed=3, weeks=weeks)
    return simulate(batch)


def test_batches_of_one_and_seven_and_sixty_worlds_agree_row_by_row() -> None:
    keys = [WorldKey(name, number) for number in range(20) for name in SCENARIO.alternatives]
    sixty = run(keys)
    for first in (0, 31, 53):
        seven = run(keys[first : first + 7])
        for place in range(7):
            assert_same_world(sixty, first + place, seven, place)
        assert_same_world(sixty, first + 2, run([keys[first + 2]]), 0)


def test_additive_luck_is_the_same_number_in_all_alternatives() -> None:
    ledger = run_small(market())
    sold = weekly_revenue(ledger)
    luck = [sold[ledger.axes.rep_world == world] - mean for world, mean in ((0, 800.0), (1, 1600.0))]
    assert np.abs(luck[0] - luck[1]).max() <= 0.01 + 1e-9  # minor units


def test_one_more_rep_and_one_more_product_change_nothing_for_the_others() -> None:
    product = "  other: {title: Other, revenue_per_week: 10, effort_cost: 5}\npeople: {plan: flat"
    plain = weekly_revenue(run_small(market(), "flat"))
    more = weekly_revenue(run_small(market(("reps: 4", "reps: 5")), "flat"))
    assert np.array_equal(plain, more[:4])
    other = run_small(market(("people: {plan: flat", product)), "flat").table("credit")
    thing = other["line"] == 0
    assert np.array_equal(other["revenue_minor"][thing], np.rint(plain.T.ravel() * 100).astype(np.int64))


def test_a_mixture_gives_the_same_reps_the_same_behavior_everywhere() -> None:
    mixture = ("behavior: {myopic: 0.5, rule-of-thumb: 0.5}", "behavior: {myopic: 0.3, rule-of-thumb: 0.7}")
    kept = []
    for text in mixture:
        ledger = run_small(
            market(("reps: 4", "reps: 300"), ("reference_variable", f"{text}, reference_variable")), weeks=1
        )
        effort = ledger.table("activity")["effort"].reshape(2, 300)
        is_rule = effort == np.float32(1.0)  # a rep who weighs gives 0.8 or 1.6
        assert np.array_equal(is_rule[0], is_rule[1])
        kept.append(is_rule[0])
    assert abs(kept[0].mean() - 0.5) < 0.15
    assert abs(kept[1].mean() - 0.7) < 0.15
    assert (kept[1] | ~kept[0]).all()  # who followed the rule at half and half still does
