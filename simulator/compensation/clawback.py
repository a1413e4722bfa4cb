"""Clawback: a return takes back what the sale earned, at the rate at which it was earned."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.desk import Desk, Due
from simulator.compensation.events import CreditEvents
from simulator.compensation.money import MILLION, IntArray, share_of, sum_by
from simulator.compensation.selection import Selection
from simulator.compensation.values import Rate
from simulator.documents import NonNegativeInt, Spec
from simulator.errors import EventsError


class Earning(Protocol):
    """What a clawback asks of the component that it belongs to."""

    @property
    def credit(self) -> Selection:
        """Which sales count."""

    @property
    def measure(self) -> str:
        """What is counted on them."""

    @property
    def period(self) -> str:
        """When it is settled."""

    def by_event(self, desk: Desk) -> IntArray:
        """Split what is earned over the sales that earned it."""


class Clawback(Spec):
    """What happens to commission when a sale is returned or canceled.

    Parameters
    ----------
    within_days
        Returns later than this after the sale take nothing back; always when left out.
    share
        Part of the commission that is taken back.
    """

    within_days: NonNegativeInt | None = None
    share: Rate = MILLION

    def lines(self, component: Earning, desk: Desk) -> list[Due]:
        """List what each return takes back, a line for each.

        Notes
        -----
        ``share × commission of the sale × amount returned / amount sold``, in the period of the return. The
        commission of the sale is that of its own tier when it was made; minimums and caps paid beside it
        do not count.

        Raises
        ------
        EventsError
            A return is larger than the sale, or the sale is not among the events.
        """
        events = desk.events
        returns = np.flatnonzero(
            desk.chosen(component.credit)
            & is_return(events, component.measure)
            & (desk.cells(component.period) >= 0)
        )
        if len(returns) == 0:
            return []
        sales = matching_sales(desk, returns)
        measure = events.measure(component.measure)
        returned, sold = -measure[returns], measure[sales]
        all_returned = sum_by(sales, returned, len(events))
        if (all_returned[sales] > sold).any():
            which = int(events.event_id[sales][all_returned[sales] > sold][0])
            raise EventsError(
                f"more of sale {which} is returned than was sold", hint="Check the returns against it"
            )
        earned = component.by_event(desk)[sales]
        rate = np.full(len(returns), self.share)
        if self.within_days is not None:
            late = events.day[returns] - events.day[sales] > self.within_days
            rate = np.where(late, 0, rate)
        basis = share_of(earned, returned, sold, desk.frame.rounding_rule, desk.frame.rounding_unit)
        amount = -desk.pay(basis, rate)
        return [Due("clawback", component.period, basis, -rate, amount, entry="clawback", rows=returns)]


def is_return(events: CreditEvents, measure: str) -> NDArray[np.bool_]:
    """Which rows take an earlier sale back."""
    if events.refers_to is None:
        return np.zeros(len(events), dtype=np.bool_)
    return np.asarray((events.refers_to != 0) & (events.measure(measure) < 0))


def matching_sales(desk: Desk, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Row of the sale that each of these rows refers to, credited to the same person.

    Raises
    ------
    EventsError
        There is no such sale.
    """
    events = desk.events
    assert events.refers_to is not None
    sales = np.flatnonzero(events.refers_to == 0)
    ids = np.unique(events.event_id[sales])
    known = np.searchsorted(ids, events.event_id[sales]) * len(desk.people) + desk.rows[sales]
    order = np.argsort(known, kind="stable")
    known, sales = known[order], sales[order]
    place = np.searchsorted(ids, events.refers_to[rows])
    wanted = place * len(desk.people) + desk.rows[rows]
    found = np.minimum(np.searchsorted(known, wanted), max(len(known) - 1, 0))
    matched = np.zeros(len(rows), dtype=np.bool_)
    if len(known):
        is_known_id = ids[np.minimum(place, len(ids) - 1)] == events.refers_to[rows]
        matched = (known[found] == wanted) & is_known_id
    if not matched.all():
        row = rows[~matched][0]
        what = f"event {int(events.event_id[row])} refers to sale {int(events.refers_to[row])}"
        raise EventsError(
            f"{what}, which is not credited to the same person in these events",
            hint="Give the events back to the sale that is returned or paid",
        )
    return sales[found]
