"""Outcomes in the market: shares, orders, new customers, deals won, satisfaction."""

from __future__ import annotations

import numpy as np

from simulator.analysis.declaration import BoolArray, FloatArray, Outcome, Records, declares
from simulator.analysis.totals import OURS, PREMIUM, count, in_final_weeks, mean, ratio, total
from simulator.world.records import STAGES, Axes

WON = STAGES.index("won")
DECIDED = tuple(STAGES.index(stage) for stage in ("won", "lost", "no_decision", "withdrawn"))


def _amount_share(ledger: Records, axes: Axes, part: BoolArray, whole: BoolArray) -> FloatArray:
    """Divide the amount of some orders by that of others, world by world."""
    orders = ledger.table("order")
    worlds, amounts = orders["world"], orders["amount_minor"]
    return ratio(
        total(worlds[part], amounts[part], axes.n_worlds), total(worlds[whole], amounts[whole], axes.n_worlds)
    )


@declares(
    Outcome(
        key="premium_share",
        formula="order.amount_minor of our premium models / order.amount_minor of all our models",
        window="final 52 weeks",
        aggregation="ratio of sums",
        unit="share",
        better="higher",
        market="customers",
    )
)
def premium_share(ledger: Records, axes: Axes) -> FloatArray:
    """Measure how much of our revenue comes from premium models in the final year."""
    orders = ledger.table("order")
    ours = (orders["firm"] == OURS) & in_final_weeks(orders["day"], axes)
    return _amount_share(ledger, axes, ours & (orders["tier"] == PREMIUM), ours)


@declares(
    Outcome(
        key="premium_market_share",
        formula="order.amount_minor of our premium models / order.amount_minor of all firms' premium models",
        window="final 52 weeks",
        aggregation="ratio of sums",
        unit="share",
        better="higher",
        market="customers",
    )
)
def premium_market_share(ledger: Records, axes: Axes) -> FloatArray:
    """Measure our share of what all firms sell in premium models in the final year."""
    orders = ledger.table("order")
    premium = (orders["tier"] == PREMIUM) & in_final_weeks(orders["day"], axes)
    return _amount_share(ledger, axes, premium & (orders["firm"] == OURS), premium)


@declares(
    Outcome(
        key="market_share",
        formula="order.amount_minor where firm is ours / order.amount_minor of all firms",
        window="whole run",
        aggregation="ratio of sums",
        unit="share",
        better="higher",
        market="customers",
    )
)
def market_share(ledger: Records, axes: Axes) -> FloatArray:
    """Measure our share of what all firms sell."""
    orders = ledger.table("order")
    ours = orders["firm"] == OURS
    return _amount_share(ledger, axes, ours, np.ones_like(ours))


@declares(
    Outcome(
        key="orders",
        formula="number of order rows where firm is ours",
        window="whole run",
        aggregation="count",
        unit="count",
        better="higher",
        market="customers",
    )
)
def orders(ledger: Records, axes: Axes) -> FloatArray:
    """Count our booked orders."""
    rows = ledger.table("order")
    return count(rows["world"][rows["firm"] == OURS], axes.n_worlds).astype(np.float64)


@declares(
    Outcome(
        key="new_customers",
        formula="number of order rows where firm is ours and is_new_customer",
        window="whole run",
        aggregation="count",
        unit="count",
        better="higher",
        market="customers",
    )
)
def new_customers(ledger: Records, axes: Axes) -> FloatArray:
    """Count our orders from buyers who did not last buy from us."""
    rows = ledger.table("order")
    new = (rows["firm"] == OURS) & rows["is_new_customer"]
    return count(rows["world"][new], axes.n_worlds).astype(np.float64)


@declares(
    Outcome(
        key="win_rate",
        formula="stage_change rows to won / stage_change rows to won, lost, no_decision or withdrawn",
        window="whole run",
        aggregation="ratio of counts",
        unit="share",
        better="higher",
        market="customers",
    )
)
def win_rate(ledger: Records, axes: Axes) -> FloatArray:
    """Measure the share of our decided leads that we won."""
    changes = ledger.table("stage_change")
    worlds, stages = changes["world"], changes["to_stage"]
    decided = np.isin(stages, DECIDED)
    return ratio(count(worlds[stages == WON], axes.n_worlds), count(worlds[decided], axes.n_worlds))


@declares(
    Outcome(
        key="satisfaction",
        formula="mean of delivery.satisfaction",
        window="whole run",
        aggregation="mean over deliveries",
        unit="score",
        better="higher",
        market="customers",
    )
)
def satisfaction(ledger: Records, axes: Axes) -> FloatArray:
    """Measure how content customers were with what we delivered, 0 to 1."""
    deliveries = ledger.table("delivery")
    return mean(deliveries["world"], deliveries["satisfaction"], axes.n_worlds)
