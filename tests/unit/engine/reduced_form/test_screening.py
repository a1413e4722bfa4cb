"""Paid on booking, reps take everybody; paid on keeping, they leave out who will hardly pay."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.analysis.outcomes import measure
from simulator.engine.ledger import Ledger
from simulator.world.records import SPEND_KINDS
from tests.unit.engine.reduced_form.small_market import market, run, weekly_revenue

RISK = "    credit_risk: {default_share: 0.2, log_odds_sd: 1.5, shows_after_weeks: 4, effort_on_won: 0.6"
CALM = ("    noise: {kind: normal, sd_per_week: 300}\n", "")
KEPT = (
    "    revenue_per_week: 1000\n",
    f"    revenue_per_week: 1000\n{RISK}, kept_as: renewals, kept_share: 0.5}}\n",
)
RENEWALS = (
    "products:\n",
    "products:\n  renewals: {title: Renewals, revenue_per_week: 1, effort_cost: 5000}\n",
)
ON_KEEPING = (
    "{kind: commission, period: month, measure: revenue, rate: 8%}",
    "{kind: commission, period: month, measure: revenue, rate: 16%, credit: {line: renewals}}",
)
ON_BOOKING = (
    "{kind: commission, period: month, measure: revenue, rate: 4%}",
    "{kind: commission, period: month, measure: revenue, rate: 4%, credit: {line: thing}}",
)
EDITS = (CALM, KEPT, RENEWALS, ON_KEEPING, ON_BOOKING)


def lost(ledger: Ledger, world: int) -> float:
    """What customers of one world never paid [currency]."""
    spend = ledger.table("spend")
    rows = (spend["kind"] == SPEND_KINDS.index("bad_debt")) & (spend["world"] == world)
    return float(spend["amount_minor"][rows].sum() / 100.0)


def booked(ledger: Ledger, world: int) -> float:
    """What one world booked of the product that is acquired [currency], in the weeks whose end is known."""
    rows = ledger.table("order")
    mine = (rows["world"] == world) & (rows["line"] == 1) & (rows["day"] < 7 * 9)
    return float(rows["amount_minor"][mine].sum() / 100.0)


def test_pay_for_keeping_brings_safer_customers() -> None:
    ledger = run(market(*EDITS))
    risks = [lost(ledger, world) / booked(ledger, world) for world in (0, 1)]
    assert risks[0] > 0.25  # all prospects: riskier on average than the middling one
    assert risks[1] < 0.97 * risks[0]


def test_the_outcome_says_what_was_never_paid() -> None:
    ledger = run(market(*EDITS))
    orders = ledger.table("order")
    for world, share in enumerate(measure("bad_debt_share", ledger)):
        revenue = orders["amount_minor"][orders["world"] == world].sum() / 100.0
        assert share == pytest.approx(lost(ledger, world) / revenue)


def test_reps_who_see_nothing_take_everybody_alike() -> None:
    ledger = run(market(*EDITS, settings=["parameters.credit_insight=0"]))
    risks = [lost(ledger, world) / booked(ledger, world) for world in (0, 1)]
    assert risks[0] == pytest.approx(risks[1], rel=1e-3)


def test_customers_who_stay_count_for_the_product_that_keeps_them() -> None:
    rows = run(market(*EDITS), "flat").table("credit")
    kept = rows["revenue_minor"][rows["line"] == 0]
    days = rows["day"][rows["line"] == 0]
    assert kept[days < 7 * 4].sum() < 0.02 * kept.sum()


def test_where_everybody_pays_nothing_is_different() -> None:
    harmless = ("    effort_cost: 50\n", "    effort_cost: 50\n    credit_risk: {default_share: 0}\n")
    assert np.array_equal(weekly_revenue(run(market())), weekly_revenue(run(market(harmless))))


def test_batches_agree() -> None:
    scenario = market(*EDITS[1:])
    rows = run(scenario, replications=3).table("order")
    alone = run(scenario).table("order")
    first = rows["world"] < 2
    assert np.array_equal(rows["amount_minor"][first], alone["amount_minor"])
