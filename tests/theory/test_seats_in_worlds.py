"""Whole worlds in which people leave at a constant rate reach the capacity of renewal theory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.engine.simulation import simulate
from simulator.organization.staffing import productive_capacity
from simulator.scenario import load_scenario
from simulator.scenario.build import worlds
from simulator.world.specs import WorldKey

SEATS, YEARS, SETTLED = 800, 7, 3
SCENARIO = f"""
title: Seats
question: How much capacity is lost?
summary: People leave at a constant rate.
weeks: {52 * YEARS}
baseline: only
demand: reduced_form
groups:
  field: {{title: Field, reps: {SEATS}}}
products:
  goods: {{title: Goods, revenue_per_week: 1000}}
people:
  plan: salary
  habit_plan: salary
  reference_variable_pay_per_week: 100
  turnover: {{leaving_cost: 1}}
parameters:
  ability_log_sd: 0.0
  supervised_effort: 1.0
  effort_limit: 1.0
  quit_rate_per_year: 0.27
  quit_pay_sensitivity: 0.0
  quit_missed_quota_weight: 0.0
  quit_standing_weight: 0.0
plans:
  salary: {{plan: salary, currency: CNY, components: {{salary: {{kind: salary, pay_per_month: 1000}}}}}}
alternatives:
  only: {{title: Only, summary: Only}}
"""


def test_capacity_is_that_of_renewal_theory(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    [batch] = worlds(load_scenario(path), [WorldKey("only", 0)], seed=1, weeks=52 * YEARS)
    orders = simulate(batch).table("order")
    settled = orders["day"] >= 364 * SETTLED
    full = 100 * 1000 * SEATS * 52 * (YEARS - SETTLED)
    found = orders["amount_minor"][settled].sum() / full
    want = productive_capacity(np.array([0.27]), np.array([23.8 / 52]), np.array([0.5]))[0]
    # 3,200 seat-years of which half are as good as independent, with a standard deviation of 0.36 in a year:
    # that of the mean is at most 0.009, so that two of them are missed once in 22 seeds; the seed is fixed
    assert found == pytest.approx(want, abs=0.018)
    assert found < 0.9  # the tolerance can tell turnover from none
