"""Outcomes in money: what we booked, what was left of it, what we paid and what came in."""

from __future__ import annotations

import numpy as np

from simulator.analysis.declaration import FloatArray, Outcome, Records, declares
from simulator.analysis.totals import OURS, IntArray, money, ratio, total
from simulator.world.records import SPEND_KINDS, Axes


def our_revenue_minor(ledger: Records, axes: Axes) -> IntArray:
    """Add the amounts of our booked orders by world [minor units], shape ``(n_worlds,)``."""
    orders = ledger.table("order")
    ours = orders["firm"] == OURS
    return total(orders["world"][ours], orders["amount_minor"][ours], axes.n_worlds)


def gross_margin_minor(ledger: Records, axes: Axes) -> IntArray:
    """Add amount less product cost and channel fee of our orders by world [minor units]."""
    orders = ledger.table("order")
    left = orders["amount_minor"] - orders["product_cost_minor"] - orders["channel_fee_minor"]
    ours = orders["firm"] == OURS
    return total(orders["world"][ours], left[ours], axes.n_worlds)


def table_minor(ledger: Records, axes: Axes, table: str) -> IntArray:
    """Add the amounts of one table by world [minor units]."""
    rows = ledger.table(table)
    return total(rows["world"], rows["amount_minor"], axes.n_worlds)


@declares(
    Outcome(
        key="revenue",
        formula="sum of order.amount_minor where firm is ours",
        window="whole run",
        aggregation="sum",
        unit="money",
        better="higher",
    )
)
def revenue(ledger: Records, axes: Axes) -> FloatArray:
    """Measure what customers ordered from us [currency], shape ``(n_worlds,)``."""
    return money(our_revenue_minor(ledger, axes))


@declares(
    Outcome(
        key="gross_margin",
        formula="sum of order.amount_minor - product_cost_minor - channel_fee_minor where firm is ours",
        window="whole run",
        aggregation="sum",
        unit="money",
        better="higher",
    )
)
def gross_margin(ledger: Records, axes: Axes) -> FloatArray:
    """Measure what is left of our orders after product cost and channel fees [currency]."""
    return money(gross_margin_minor(ledger, axes))


@declares(
    Outcome(
        key="pay_cost",
        formula="sum of payout.amount_minor, salary lines included",
        window="whole run",
        aggregation="sum",
        unit="money",
        better="lower",
    )
)
def pay_cost(ledger: Records, axes: Axes) -> FloatArray:
    """Measure what the sales force was paid, fixed and variable [currency]."""
    return money(table_minor(ledger, axes, "payout"))


@declares(
    Outcome(
        key="contribution",
        formula="gross_margin - pay_cost - sum of spend.amount_minor",
        window="whole run",
        aggregation="sum",
        unit="money",
        better="higher",
    )
)
def contribution(ledger: Records, axes: Axes) -> FloatArray:
    """Measure what is left after product cost, channel fees, pay and what the scheme cost [currency]."""
    paid = table_minor(ledger, axes, "payout")
    spent = table_minor(ledger, axes, "spend")
    return money(np.asarray(gross_margin_minor(ledger, axes) - paid - spent))


@declares(
    Outcome(
        key="pay_cost_share",
        formula="pay_cost / revenue",
        window="whole run",
        aggregation="ratio of sums",
        unit="share",
        better="lower",
    )
)
def pay_cost_share(ledger: Records, axes: Axes) -> FloatArray:
    """Measure pay as a share of revenue."""
    return ratio(table_minor(ledger, axes, "payout"), our_revenue_minor(ledger, axes))


@declares(
    Outcome(
        key="cash_collected",
        formula="sum of receipt.amount_minor",
        window="whole run",
        aggregation="sum",
        unit="money",
        better="higher",
        market="customers",
    )
)
def cash_collected(ledger: Records, axes: Axes) -> FloatArray:
    """Measure the money that customers have paid us by the end of the run [currency]."""
    return money(table_minor(ledger, axes, "receipt"))


@declares(
    Outcome(
        key="bad_debt_share",
        formula="sum of spend.amount_minor where kind is bad_debt / revenue",
        window="whole run",
        aggregation="ratio of sums",
        unit="share",
        better="lower",
        market="reduced_form",
    )
)
def bad_debt_share(ledger: Records, axes: Axes) -> FloatArray:
    """Measure what customers never paid as a share of orders; what is not due at the end is not in it."""
    rows = ledger.table("spend")
    bad = rows["kind"] == SPEND_KINDS.index("bad_debt")
    lost = total(rows["world"][bad], rows["amount_minor"][bad], axes.n_worlds)
    return ratio(lost, our_revenue_minor(ledger, axes))
