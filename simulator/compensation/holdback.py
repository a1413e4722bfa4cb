"""Holdback: part of the pay waits until the customer has paid, or until some time has passed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.catalog import register
from simulator.compensation.clawback import matching_sales
from simulator.compensation.commission import Commission
from simulator.compensation.component import Component, Frequency
from simulator.compensation.desk import Balance, Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault, Path
from simulator.compensation.money import MILLION, IntArray, share_of
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
        ``on-cash``: as the receipts for a sale come in, first in, first out. ``after-periods``: some periods
        later.
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
        component = desk.component_named(self.of)
        assert isinstance(component, Commission)
        earned = component.by_event(desk)
        kept = desk.pay(earned, self.share)
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

    def _freed(self, kept: IntArray, desk: Desk) -> tuple[NDArray[np.intp], IntArray]:
        """Release for each receipt what the cash so far covers, less what was released before.

        Notes
        -----
        ``released so far = round(held × min(cash so far / sale, 1))``, so the releases of a sale that is paid
        in full add up to what was held back, to the cent.
        """
        events = desk.events
        if events.refers_to is None or "cash" not in events.measures:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.int64)
        cash = events.measure("cash")
        rows = np.flatnonzero((events.refers_to != 0) & (cash > 0) & (desk.cells(self.period) >= 0))
        sales = matching_sales(desk, rows)
        keep = kept[sales] != 0
        rows, sales = rows[keep], sales[keep]
        order = np.lexsort((events.event_id[rows], events.day[rows], sales))
        rows, sales = rows[order], sales[order]
        running = np.cumsum(cash[rows])
        first = np.searchsorted(sales, sales, side="left")
        so_far = running - np.concatenate(([0], running))[first]
        sold = np.maximum(events.measure("revenue")[sales], 1)
        after = share_of(kept[sales], np.minimum(so_far, sold), sold)
        before = share_of(kept[sales], np.minimum(so_far - cash[rows], sold), sold)
        return rows, after - before

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
        """Pay the part that waits for cash on cash, where what a sale brings of it is known."""
        if self.release == "on-cash" and "cash" in draft.measures_per_revenue:
            draft.on_cash(self.of, self.share / MILLION)
