"""Quotas: months that add up, and a new year's quota that follows the old one's results."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.behaviors.effort import row_sum
from simulator.engine.quotas import follow_results
from simulator.engine.state import CustomerState
from tests.unit.engine.small_runs import batch, small_scenario, state_after

LAST_WEEK = 51


def after_a_year(weight: float) -> CustomerState:
    """Run 51 weeks of the small case, so that the last week of the year is about to end."""
    scenario = small_scenario(settings=[f"quota.follows_results_share={weight}"])
    return state_after(batch(scenario, ["flat"], weeks=53), LAST_WEEK)


def test_months_add_up_to_quarters_and_quarters_to_the_year() -> None:
    state = after_a_year(0.0)
    rows = state.ledger.table("quota")
    announced = np.bincount(rows["rep"], rows["amount_minor"]) / 100.0
    assert np.array_equal(announced, state.reps.quota[2])


@pytest.mark.parametrize("weight", [0.0, 0.3, 1.0])
def test_a_new_year_weighs_the_results_of_the_old_one(weight: float) -> None:
    state = after_a_year(weight)
    results = row_sum(state.reps.credit[2]) / state.reps.quota[2]
    follow_results(state)
    expected = np.maximum((1.0 - weight) + weight * results, 0.1)
    assert state.reps.quota_level == pytest.approx(expected)


def test_within_the_year_quotas_stay() -> None:
    state = after_a_year(1.0)
    state.week = 20
    follow_results(state)
    assert (state.reps.quota_level == 1.0).all()
