"""Whatever rule moves a rival, its world is the same bit for bit in any batch, and no number goes wrong."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engine.small_runs import batch, small_scenario, state_after

WEEKS = 28
RULES = ("best-response", "quarter-end-pressure")  # those that add up and draw
RULE = "strategy: match-price-cut, settings: {delay_weeks: 2}"


@pytest.mark.parametrize("rule", RULES)
def test_a_rival_moves_alike_in_batches_of_one_and_three_worlds(rule: str) -> None:
    scenario = small_scenario((RULE, f"strategy: {rule}"))
    alone = state_after(batch(scenario, ["tilted"], weeks=WEEKS), WEEKS).firms
    several = state_after(batch(scenario, ["tilted"], weeks=WEEKS, replications=3), WEEKS).firms
    assert np.array_equal(alone.price_history[:, 0], several.price_history[:, 0])
    assert np.array_equal(alone.sales_history[:, 0], several.sales_history[:, 0])
    if rule == "best-response":  # and it meets other luck in other replications
        assert not np.array_equal(several.price_history[:, 0, 1], several.price_history[:, 1, 1])


def test_an_entrant_sells_nothing_before_its_week_and_something_after() -> None:
    entry = "strategy: entrant, settings: {enters_in_week: 15, ramp_weeks: 4}"
    firms = state_after(batch(small_scenario((RULE, entry)), ["flat"], weeks=WEEKS), WEEKS).firms
    assert firms.sales_history[:14, 0, 1].sum() == 0.0
    assert firms.sales_history[14:, 0, 1].sum() > 0.0
    assert np.array_equal(firms.presence[0, 1], firms.opening_presence[0, 1])
