"""Awards: money for each unit or order of a kind, between two dates and as long as the budget lasts."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.catalog import register
from simulator.compensation import limits
from simulator.compensation.component import Running
from simulator.compensation.desk import Balance, Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray, share_of, sum_by
from simulator.compensation.pieces import Pieces
from simulator.compensation.sale_pay import sales_behind
from simulator.compensation.values import Money
from simulator.compensation.variable_pay import VariablePay


@register("pay-component", "award")
class Award(VariablePay, Running):
    """Pay a sum for each unit or order.

    Parameters
    ----------
    pay
        Money for each unit or order [currency].
    measure
        ``orders`` or ``units``.
    order_at_least
        Smallest order that counts [currency of revenue]; a return counts where its sale did.
    dates, weeks
        When it runs, both ends included; always when left out.
    budget
        The most that all people of the company whom it is for receive together over its whole run [currency],
        gates and caps applied; the sale that exhausts it receives what is left.
    """

    kind: Literal["award"] = "award"
    measure: str = "orders"
    pay: Money
    order_at_least: Money | None = None
    budget: Money | None = None

    def check(self, frame: Frame) -> None:
        """Raise an error when the award cannot be applied.

        Raises
        ------
        Fault
            It is paid on money rather than on things counted.
        """
        super().check(frame)
        if frame.measure(self.measure).is_money:
            what = f"an award pays for things counted, and {self.measure} is money"
            raise Fault(what, ("measure",), hint="Use a commission")
        if self.cap is not None and self.cap.attainment is not None:
            raise Fault("an award is capped by pay, not by attainment", ("cap", "attainment"))
        if self.budget is not None and self.cap is not None and self.cap.carry:
            raise Fault("an award with a budget carries nothing into later periods", ("cap", "carry"))

    def earned(self, desk: Desk) -> list[Due]:
        """Pay for everything counted while it ran, less what the budget does not cover."""
        per_unit = int(self.pay * desk.frame.minor_per_unit * MILLION / desk.frame.scale(self.measure))
        chosen = self._rows(desk)
        counted = desk.summed(desk.events.measure(self.measure), chosen, self.period)
        return [Due("award", self.period, counted, np.array(per_unit), desk.pay(counted, per_unit))]

    def due(self, desk: Desk) -> list[Due]:
        """Pay what gates and caps leave, as long as the budget lasts."""
        lines = super().due(desk)
        if self.budget is not None:
            short = self._beyond_budget(desk, self.sum_of(lines, desk))
            if short.any():
                lines.append(Due("budget-spent", self.period, short, np.array(-MILLION), -short))
        return lines

    def _rows(self, desk: Desk) -> NDArray[np.bool_]:
        """Tell which events count: those chosen, while it runs, of the people it is for."""
        rows = desk.chosen(self.credit) & self.running(desk.events.day, desk) & self.includes(desk)[desk.rows]
        return rows if self.order_at_least is None else rows & self._large_enough(desk)

    def _large_enough(self, desk: Desk) -> NDArray[np.bool_]:
        """Tell which orders reach the smallest size, and which rows belong to such an order."""
        assert self.order_at_least is not None
        events = desk.events
        large = events.measure("revenue") >= desk.frame.minor(self.order_at_least)
        if events.refers_to is None or not (events.refers_to != 0).any():
            return large
        later = np.flatnonzero(events.refers_to != 0)
        sales, matched = sales_behind(desk, later)
        large[later] = matched & large[sales]
        return large

    def _amounts(self, rows: NDArray[np.intp], desk: Desk, payable: IntArray) -> IntArray:
        """Divide what is payable to each person in a period over the events, in order of day and id."""
        cell = desk.cells(self.period)[rows]
        counted = desk.events.measure(self.measure)[rows]
        order = np.lexsort((desk.events.event_id[rows], desk.events.day[rows], cell))
        in_order = cell[order]
        running = np.cumsum(counted[order])
        first = np.searchsorted(in_order, in_order, side="left")
        before = np.concatenate(([0], running))[first]
        total = desk.summed(desk.events.measure(self.measure), self._rows(desk), self.period).ravel()[
            in_order
        ]
        owed = np.where(total == 0, 0, payable.ravel()[in_order]) * np.where(total < 0, -1, 1)
        whole = np.maximum(np.abs(total), 1)
        so_far = share_of(owed, running - before, whole)
        amounts = np.zeros(len(rows), dtype=np.int64)
        amounts[order] = so_far - share_of(owed, running - before - counted[order], whole)
        return amounts

    def _beyond_budget(self, desk: Desk, payable: IntArray) -> IntArray:
        """Work out what each person misses in each period because the money is spent."""
        assert self.budget is not None
        chosen = self._rows(desk) & desk.unpaid(desk.events.day)
        budget = desk.frame.minor(self.budget)
        account = f"{desk.component}/spent"
        companies, company_of = np.unique(desk.people.company, return_inverse=True)
        opened = desk.opened(account, companies)
        rows = np.flatnonzero(chosen & (desk.cells(self.period) >= 0))
        company = company_of[desk.rows[rows]]
        amounts = self._amounts(rows, desk, payable)
        gross = sum_by(company, amounts, len(companies))
        desk.closing[account] = Balance(companies, opened + gross)
        if (opened + gross <= budget).all() and (amounts >= 0).all():
            return np.zeros(desk.shape(self.period), dtype=np.int64)
        order = np.lexsort((desk.rows[rows], desk.events.event_id[rows], desk.events.day[rows], company))
        rows, company, amounts = rows[order], company[order], amounts[order]
        running = np.cumsum(amounts)
        starts = np.searchsorted(company, np.arange(len(companies)))
        before = np.concatenate(([0], running))[starts]
        spent_after = running - before[company] + opened[company]
        paid = np.minimum(spent_after, budget) - np.minimum(spent_after - amounts, budget)
        short = np.zeros(len(desk.events), dtype=np.int64)
        short[rows] = amounts - paid
        return desk.summed(short, chosen, self.period)

    def compile(self, draft: Draft) -> None:
        """Add the award to the terms that behavior weighs; a budget caps it at the expected share."""
        if not self.runs_on(draft.day):
            return
        least = 0.0 if self.order_at_least is None else float(self.order_at_least)
        total = draft.total(self.credit, self.measure, self.period, least_per_order=least)
        curve = Pieces((0.0,), (0.0,), (float(self.pay),))
        self.stages_in_draft(draft, [draft.absolute(total, curve)])
        if self.budget is not None:
            limits.cap(draft, draft.component, float(self.budget) / max(draft.people, 1))
