"""Outcomes of work, counted by hand from a run without customers and without luck."""

from __future__ import annotations

import pytest

from simulator.analysis.outcomes import measure, measure_all
from tests.unit.engine.reduced_form.small_market import market, run

NOISE = "noise: {kind: normal, sd_per_week: 300}"
TASK = "  care: {title: Care, revenue_per_week: 500, credited: false, effort_cost: 20}\npeople: {plan: flat"


def test_even_sales_spread_over_the_quarter_as_its_weeks_do() -> None:
    ledger = run(market((NOISE, "margin_share: 0.4")), weeks=20)  # the second quarter is not complete
    assert measure("late_quarter_share", ledger) == pytest.approx([5 / 13, 5 / 13])
    assert measure("last_week_share", ledger) == pytest.approx([1 / 13, 1 / 13])
    assert measure("effort", ledger) == pytest.approx([0.8, 1.6])


def test_tasks_are_worth_something_to_the_firm_and_bring_no_credit() -> None:
    ledger = run(market((NOISE, "margin_share: 0.4"), ("people: {plan: flat", TASK)))
    assert measure("unpaid_task_effort", ledger) == pytest.approx([0.6, 0.6])  # unpaid_task_pull
    assert measure("unpaid_task_value", ledger) == pytest.approx([0.6 * 500 * 4 * 13] * 2)
    assert measure("revenue", ledger) == pytest.approx([0.8 * 1000 * 4 * 13, 1.6 * 1000 * 4 * 13])
    assert measure("gross_margin", ledger) == pytest.approx(0.4 * measure("revenue", ledger))
    assert set(ledger.table("credit")["line"].tolist()) == {0}


def test_only_what_means_something_is_measured() -> None:
    found = measure_all(run(market()))
    assert {"effort", "revenue", "pay_cost", "contribution", "pay_spread"} <= set(found)
    assert not {"premium_share", "market_share", "win_rate", "satisfaction"} & set(found)
