"""Holdback: part of the pay waits until the customer has paid, or until some time has passed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.catalog import register
from simulator.compensation.commission import Commission
from simulator.compensation.component import Component, Frequency
from simulator.compensation.desk import Balance, Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault, Path
from simulator.compensation.money import MILLION, IntArray
from simulator.compensation.periods import PERIODS_PER_YEAR
from simulator.compensation.sale_pay import as_paid_then, in_steps, matching_sales
from simulator.compensation.values import Rate
from simulator.documents import NonNegativeInt


@register("pay-component", "holdback")
class Holdback(Component):
    """Hold back a share of commission and release it later.

    Parameters
    ----------
    of
        The commission that is held back in part.
    period
        How often it is settled: that of the commission.
    share
        Part that is held back.
    release
        ``on-cash``: as the receipts for a sale come in, first in, first out; a return counts like a receipt.
        ``after-periods``: some periods later.
    periods
        How many, for ``after-periods``.
    """

    kind: Literal["holdback"] = "holdback"
    of: str
    period: Frequency = "month"
    share: Rate
    release: Literal["on-cash", "after-periods"] = "on-cash"
    periods: NonNegativeInt = 1

    def references(self) -> tuple[tuple[Path, str], ...]:
        """Name the commission that it holds back."""
        return ((("of",), self.of),)

    def check_references(self, others: Mapping[str, Component]) -> None:
        """Raise an error when the component named cannot be held back.

        Raises
        ------
        Fault
            It is no commission, or is settled by another period, or more than everything is held back.
        """
        if self.share > MILLION:
            raise Fault("no more than 100% can be held back", ("share",))
        other = others[self.of]
        if self.release == "on-cash" and not isinstance(other, Commission):
            raise Fault(
                f"{self.of!r} is no commission: only commission can wait for a customer's cash", ("of",)
            )
        if other.frequency != self.period:
            raise Fault(
                f"{self.of!r} is settled by the {other.frequency}, not by the {self.period}", ("period",)
            )

    def due(self, desk: Desk) -> list[Due]:
        """Hold back, and release what has become free."""
        if self.release == "after-periods":
            return self._later(desk)
        kept = self.by_sale(desk.component, desk)
        held = desk.summed(kept, kept != 0, self.period)
        rows, freed = self._freed(kept, desk)
        lines = [Due("held", self.period, held, np.array(-MILLION), -held, entry="hold")]
        lines.append(
            Due("released", self.period, freed, np.array(MILLION), freed, entry="release", rows=rows)
        )
        account = f"{desk.component}/held"
        person = desk.people.person
        before = desk.opened(account, person)
        unpaid = desk.unpaid(desk.periods.last_days[self.period])
        released = lines[1].dense(desk)
        change = np.where(unpaid[None, :], held - released, 0)
        desk.closing[account] = Balance(person, before + np.asarray(change.sum(axis=1), dtype=np.int64))
        return lines

    def by_sale(self, name: str, desk: Desk) -> IntArray:
        """Pay of each sale that waits for cash, shape ``(n_events,)``."""
        if self.release == "after-periods":
            return np.zeros(len(desk.events), dtype=np.int64)
        component = desk.component_named(self.of)
        assert isinstance(component, Commission)
        kept = desk.pay(component.by_sale(self.of, desk), self.share)
        return as_paid_then(kept, name, self.period, desk)

    def _freed(self, kept: IntArray, desk: Desk) -> tuple[NDArray[np.intp], IntArray]:
        """Release for each receipt and each return what they so far cover, less what was released before.

        Notes
        -----
        ``released so far = round(held × min((cash + amount returned) so far / sale, 1))``: what is returned
        will never be paid for, and whether its pay is taken back is up to the clawback. The releases of a
        sale that is paid or returned in full add up to what was held back, to the cent.
        """
        events = desk.events
        if events.refers_to is None or "revenue" not in events.measures:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.int64)
        revenue = events.measure("revenue")
        covered = np.maximum(-revenue, 0)
        if "cash" in events.measures:
            covered = covered + np.maximum(events.measure("cash"), 0)
        rows = np.flatnonzero((events.refers_to != 0) & (covered > 0) & (desk.cells(self.period) >= 0))
        sales = matching_sales(desk, rows)
        keep = kept[sales] != 0
        rows, sales = rows[keep], sales[keep]
        sold = np.maximum(revenue[sales], 1)
        return rows, in_steps(kept[sales], covered[rows], sold, sales, rows, desk)

    def _later(self, desk: Desk) -> list[Due]:
        """Hold back, and release what has waited long enough; each age of what waits has an account."""
        earned = desk.results_of([self.of], self.period)
        unpaid = desk.unpaid(desk.periods.last_days[self.period])
        held = np.where(unpaid[None, :], desk.pay(earned, self.share), 0)
        freed = np.zeros_like(held)
        person = desk.people.person
        accounts = [f"{desk.component}/waiting-{age}" for age in range(self.periods)]
        waiting = [desk.opened(account, person) for account in accounts]
        for period in np.flatnonzero(unpaid):
            waiting.append(held[:, period])
            freed[:, period] = waiting.pop(0)
        desk.closing.update(
            {account: Balance(person, due) for account, due in zip(accounts, waiting, strict=True)}
        )
        return [
            Due("held", self.period, held, np.array(-MILLION), -held, entry="hold"),
            Due("released", self.period, freed, np.array(MILLION), freed, entry="release"),
        ]

    def compile(self, draft: Draft) -> None:
        """Pay the part that waits for cash on cash, where what a sale brings of it is known.

        What is released some periods later is worth what the patience of reps makes of it.
        """
        share = self.share / MILLION
        if self.release == "after-periods":
            worth = draft.worth_after(self.periods / PERIODS_PER_YEAR[self.period])
            draft.scale(draft.terms_of([self.of]), 1.0 - share + share * worth)
        elif "cash" in draft.measures_per_revenue:
            draft.on_cash(self.of, share)
