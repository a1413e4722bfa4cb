"""Windfall clauses: how much of one very large sale counts, and what is shown for review."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from simulator.compensation.caps import Cap
from simulator.compensation.desk import Desk, Due
from simulator.compensation.money import IntArray, level_of
from simulator.compensation.sale_pay import returned_in_part
from simulator.compensation.selection import Selection


class Limited(Protocol):
    """What is asked of a component that may limit single sales."""

    @property
    def credit(self) -> Selection:
        """Which sales count."""

    @property
    def measure(self) -> str:
        """What is counted on them."""

    @property
    def period(self) -> str:
        """When it is settled."""

    @property
    def cap(self) -> Cap | None:
        """Its limits."""

    def quota_of_period(self, desk: Desk) -> IntArray:
        """Give the quota that levels are shares of."""


def most_per_sale(component: Limited, desk: Desk) -> IntArray:
    """Give the most that each sale may count, shape ``(n_events,)``: an amount, or a share of a quota."""
    assert component.cap is not None and component.cap.deal is not None
    level, n = component.cap.deal, len(desk.events)
    if not level.is_share:
        return np.full(n, desk.frame.amount(level, component.measure), dtype=np.int64)
    share = desk.frame.level(level, component.measure, relative=True)
    most = level_of(component.quota_of_period(desk), share).ravel()
    cells = desk.cells(component.period)
    unlimited = np.iinfo(np.int64).max
    return np.where(cells >= 0, most[np.maximum(cells, 0)] if len(most) else unlimited, unlimited)


def within_deal(component: Limited, desk: Desk) -> IntArray:
    """Give what each sale counts within the clause, shape ``(n_events,)``.

    A return counts that part of the sale which it takes back of what the sale counted.
    """
    values, most = desk.events.measure(component.measure), most_per_sale(component, desk)
    return returned_in_part(values, np.clip(values, -most, most), desk)


def for_review(component: Limited, desk: Desk) -> list[Due]:
    """Show the credit that lies above the clause."""
    assert component.cap is not None
    whole = desk.totals(component.credit, component.measure, component.period)
    counted = desk.summed(within_deal(component, desk), desk.chosen(component.credit), component.period)
    above = whole - counted
    rule = "windfall" if component.cap.cuts_sales else "windfall-review"
    nothing = np.zeros_like(above)
    return [Due(rule, component.period, above, np.array(0), nothing, entry="notice")] if above.any() else []
