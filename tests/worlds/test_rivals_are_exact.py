"""Whatever rule moves a rival, its world is the same bit for bit in any batch, and no number goes wrong."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engine.small_runs import batch, small_scenario, state_after

WEEKS = 40
RULES = ("best-response", "price-war-trigger", "quarter-end-pressure", "entrant")  # those that add up or draw
RULE = "strategy: match-price-cut, settings: {delay_weeks: 2}"


@pytest.mark.parametrize("rule", RULES)
def test_a_rival_moves_alike_in_batches_of_one_and_three_worlds(rule: str) -> None:
    scenario = small_scenario((RULE, f"strategy: {rule}"))
    alone = state_after(batch(scenario, ["tilted"], weeks=WEEKS), WEEKS).firms
    several = state_after(batch(scenario, ["tilted"], weeks=WEEKS, replications=3), WEEKS).firms
    assert np.array_equal(alone.price_history[:, 0], several.price_history[:, 0])
    assert np.array_equal(alone.sales_history[:, 0], several.sales_history[:, 0])
    assert np.array_equal(alone.presence[0], several.presence[0])


def test_a_learning_rival_meets_other_luck_in_other_replications() -> None:
    scenario = small_scenario((RULE, "strategy: best-response"))
    firms = state_after(batch(scenario, ["flat"], weeks=WEEKS, replications=3), WEEKS).firms
    assert not np.array_equal(firms.price_history[:, 0, 1], firms.price_history[:, 1, 1])
    assert np.ptp(firms.price_history[:, :, 1], axis=0).min() > 0.0


def test_an_entrant_sells_nothing_before_its_week_and_something_after() -> None:
    entry = "strategy: entrant, settings: {enters_in_week: 21, ramp_weeks: 4}"
    firms = state_after(batch(small_scenario((RULE, entry)), ["flat"], weeks=WEEKS), WEEKS).firms
    assert firms.sales_history[:20, 0, 1].sum() == 0.0
    assert firms.sales_history[20:, 0, 1].sum() > 0.0
    assert np.array_equal(firms.presence[0, 1], firms.opening_presence[0, 1])
