"""Outcomes of work in a market without customers: effort, tasks that nobody is paid for, and timing."""

from __future__ import annotations

import numpy as np

from simulator.analysis.attainment import quarter_of_each_week
from simulator.analysis.declaration import FloatArray, Outcome, Records, declares
from simulator.analysis.totals import IntArray, mean, money, ratio, total, week_of
from simulator.world.records import Axes

REDUCED_FORM = "reduced_form"


@declares(
    Outcome(
        key="effort",
        formula="mean of activity.effort",
        window="whole run",
        aggregation="mean over rep-weeks",
        unit="ratio",
        better="none",
        market=REDUCED_FORM,
    )
)
def effort(ledger: Records, axes: Axes) -> FloatArray:
    """Measure how much effort reps give, a normal week being 1."""
    rows = ledger.table("activity")
    return mean(rows["world"], rows["effort"], axes.n_worlds)


@declares(
    Outcome(
        key="unpaid_task_effort",
        formula="mean of task.effort",
        window="whole run",
        aggregation="mean over rep-weeks and tasks",
        unit="ratio",
        better="higher",
        market=REDUCED_FORM,
    )
)
def unpaid_task_effort(ledger: Records, axes: Axes) -> FloatArray:
    """Measure the effort on tasks that are not credited, what is normal for them being 1."""
    rows = ledger.table("task")
    return mean(rows["world"], rows["effort"], axes.n_worlds)


@declares(
    Outcome(
        key="unpaid_task_value",
        formula="sum of task.value_minor",
        window="whole run",
        aggregation="sum",
        unit="money",
        better="higher",
        market=REDUCED_FORM,
    )
)
def unpaid_task_value(ledger: Records, axes: Axes) -> FloatArray:
    """Measure what the tasks that are not credited are worth to the firm [currency]."""
    rows = ledger.table("task")
    return money(total(rows["world"], rows["value_minor"], axes.n_worlds))


def _late_share(ledger: Records, axes: Axes, late_weeks: np.ndarray) -> FloatArray:
    """Divide the revenue of some weeks by that of all weeks of complete quarters."""
    orders = ledger.table("order")
    quarters, complete = quarter_of_each_week(axes.weeks, axes.calendar)
    weeks = week_of(orders["day"])
    inside = (weeks >= 0) & (weeks < axes.weeks)
    inside[inside] = complete[quarters[weeks[inside]]]
    late = inside.copy()
    late[inside] = late_weeks[weeks[inside]]

    def revenue(rows: np.ndarray) -> IntArray:
        return total(orders["world"][rows], orders["amount_minor"][rows], axes.n_worlds)

    return ratio(revenue(late), revenue(inside))


@declares(
    Outcome(
        key="late_quarter_share",
        formula="order.amount_minor in the last month of a quarter / order.amount_minor",
        window="complete fiscal quarters",
        aggregation="ratio of sums",
        unit="share",
        better="none",
        market=REDUCED_FORM,
    )
)
def late_quarter_share(ledger: Records, axes: Axes) -> FloatArray:
    """Measure how much of a quarter is sold in its last month; 5 / 13 of it if sales are even."""
    weeks = np.arange(axes.weeks)
    calendar = axes.calendar
    return _late_share(ledger, axes, calendar.month_of_week(weeks) % 3 == 2)


@declares(
    Outcome(
        key="last_week_share",
        formula="order.amount_minor in the last week of a quarter / order.amount_minor",
        window="complete fiscal quarters",
        aggregation="ratio of sums",
        unit="share",
        better="none",
        market=REDUCED_FORM,
    )
)
def last_week_share(ledger: Records, axes: Axes) -> FloatArray:
    """Measure how much of a quarter is sold in its last week; 1 / 13 of it if sales are even."""
    return _late_share(ledger, axes, np.asarray(axes.calendar.ends_period("quarter", np.arange(axes.weeks))))


@declares(
    Outcome(
        key="discount_share",
        formula="discount.amount_minor / (order.amount_minor + discount.amount_minor)",
        window="whole run",
        aggregation="ratio of sums",
        unit="share",
        better="lower",
        market=REDUCED_FORM,
    )
)
def discount_share(ledger: Records, axes: Axes) -> FloatArray:
    """Measure what part of list prices is given away to have deals signed early."""
    orders, discounts = ledger.table("order"), ledger.table("discount")
    paid = total(orders["world"], orders["amount_minor"], axes.n_worlds)
    given = total(discounts["world"], discounts["amount_minor"], axes.n_worlds)
    return ratio(given, paid + given)
