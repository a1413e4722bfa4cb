"""Deals close when pay makes it worth while: on their date under straight pay, in a rush where pay bends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.engine.ledger import Ledger
from tests.unit.engine.reduced_form.small_market import market, run, weekly_revenue

DATED = ("    effort_cost: 50", "    effort_cost: 50\n    flexible_weeks: 8")
TIERS = "[{from: 0%, rate: 4%}, {from: 100%, rate: 6%}, {from: 115%, rate: 12%}]"
CONVEX = (
    "{kind: commission, period: month, measure: revenue, rate: 8%}",
    f"{{kind: commission, period: quarter, attainment: {{quota: sales}}, tiers: {TIERS}}}",
)
MANY = ("reps: 4", "reps: 40")
UNEQUAL = ("ability_log_sd: 0", "ability_log_sd: 0.3")
TWO_QUARTERS = ("weeks: 13", "weeks: 26")


def sold(ledger: Ledger, world: int) -> NDArray[np.float64]:
    """Revenue by week of one world."""
    return np.asarray(weekly_revenue(ledger)[ledger.axes.rep_world == world].sum(axis=0))


def test_under_straight_pay_a_deal_closes_on_its_own_date_and_nothing_is_lost() -> None:
    calm = ("    noise: {kind: normal, sd_per_week: 300}\n", "")
    ledger = run(market(DATED, calm, ("rate: 4%", "rate: 5%")), "flat")
    assert np.allclose(weekly_revenue(ledger), 1000.0, atol=0.01)  # the books open as at normal effort
    assert len(ledger.table("discount")["rep"]) == 0


def test_a_product_without_dates_books_at_once() -> None:
    zero = ("    effort_cost: 50", "    effort_cost: 50\n    flexible_weeks: 0")
    assert np.array_equal(weekly_revenue(run(market())), weekly_revenue(run(market(zero))))


def test_where_pay_bends_the_last_week_of_a_quarter_is_full() -> None:
    ledger = run(market(DATED, CONVEX, MANY, TWO_QUARTERS, UNEQUAL), weeks=26)
    straight, bent = sold(ledger, 0), sold(ledger, 1)
    assert abs(straight[12] / straight[:13].mean() - 1.0) < 0.1
    assert bent[12] / bent[:13].mean() > 1.25
    assert bent[12] > 1.1 * bent[11]


def test_customers_who_sign_early_pay_less_and_the_goods_cost_the_same() -> None:
    ledger = run(
        market(DATED, CONVEX, MANY, TWO_QUARTERS, ("title: Thing", "title: Thing\n    margin_share: 0.5")),
        weeks=26,
    )
    given, order = ledger.table("discount"), ledger.table("order")
    assert len(given["rep"]) > 0
    assert set(given["day"].tolist()) <= {7 * 12 + 6, 7 * 25 + 6}  # only where a quarter closes
    place = {(r, d): n for n, (r, d) in enumerate(zip(order["rep"], order["day"], strict=True))}
    for rep, day, listed, off in zip(
        given["rep"], given["day"], given["list_minor"], given["amount_minor"], strict=True
    ):
        row = place[rep, day]
        assert order["amount_minor"][row] == listed - off
        assert abs(order["product_cost_minor"][row] - listed / 2) <= 1


def test_nobody_gives_more_than_authority_allows() -> None:
    scenario = market(
        DATED, CONVEX, MANY, UNEQUAL, TWO_QUARTERS, settings=["parameters.discount_authority=0"]
    )
    assert len(run(scenario, weeks=26).table("discount")["rep"]) == 0
