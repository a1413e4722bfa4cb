"""Who looks ahead foresees the season of the running quarter, alone and in company alike."""

from __future__ import annotations

import numpy as np

from simulator.scenario.load import Scenario
from tests.unit.engine.reduced_form.small_market import market, run

BONUS = "{kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 1500}"


def seasonal(first: float, last: float) -> Scenario:
    season = ", ".join(str(each) for each in (first, 1.0, last) * 4)
    return market(
        ("    effort_cost: 50\n", f"    effort_cost: 50\n    season: [{season}]\n"),
        ("{kind: commission, period: month, measure: revenue, rate: 8%}", BONUS),
        ("reference_variable_pay_per_week: 50}",
         "reference_variable_pay_per_week: 50, behavior: forward-looking}"),
        settings=("quota.amount_per_quarter=11000",),
    )  # fmt: skip


def test_alone_and_in_company_reps_decide_alike() -> None:
    scenario = seasonal(0.6, 1.4)
    alone = run(scenario, "steep").table("activity")["effort"]
    ledger = run(scenario, replications=2)
    rows = ledger.table("activity")
    world = ledger.axes.rep_world[rows["rep"]]
    assert np.array_equal(rows["effort"][world == 1], alone)
