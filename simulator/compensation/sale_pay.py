"""What each sale was paid in the end: after gate, cap and proration, and by the terms of its own time.

Whatever goes back to single sales (a return that takes pay back, pay that waits for a customer's cash) asks
here, so that nothing is taken back or held that was never paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.desk import Desk, Due
from simulator.compensation.faults import UnmatchedReturnError
from simulator.compensation.frame import Frame
from simulator.compensation.money import IntArray, share_of, sum_by
from simulator.compensation.selection import Selection

BEYOND_ONE_SALE: Final = "windfall-pay"
"""Rule of the line that takes away what single sales earn above what one sale may pay."""


class Earning(Protocol):
    """What is asked of a component whose pay goes back to single sales."""

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
    def is_to_date(self) -> bool:
        """Whether pay is settled on the year so far."""

    def includes(self, desk: Desk) -> NDArray[np.bool_]:
        """Tell whom it is for."""

    def by_event(self, desk: Desk) -> IntArray:
        """Split what is earned over the sales that earned it."""


@runtime_checkable
class BySale(Protocol):
    """A component that can say what each sale was paid."""

    def by_sale(self, name: str, desk: Desk) -> IntArray:
        """Pay of each sale, shape ``(n_events,)``."""


@runtime_checkable
class BySales(Protocol):
    """A component that pays on other components, and can say what each sale was paid on account of each."""

    def by_sales(self, name: str, desk: Desk) -> Mapping[str, IntArray]:
        """Pay of each sale by name, each ``(n_events,)``."""


def settled_by_sale(component: Earning, name: str, lines: Iterable[Due], desk: Desk) -> IntArray:
    """Pay of each sale after gate, cap and proration, shape ``(n_events,)`` [minor units].

    Parameters
    ----------
    component
        What pays.
    name
        Its name in the plan.
    lines
        What it pays everybody; lines that take back and pay carried over are no pay of these sales.
    desk
        Where pay is worked out.

    Notes
    -----
    ``earned by the sale × paid in its period / earned in its period``, rounded so that the sales of a period
    add up to what was paid. Sales that an earlier version of the plan has paid keep what it paid.
    """
    earned = component.by_event(desk)
    shape = desk.shape(component.period)
    before, paid = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for line in lines:
        if line.entry in ("earning", "reduction"):
            amounts = line.dense(desk)
            paid = paid + amounts
            is_of_sales = line.entry == "earning" or line.rule == BEYOND_ONE_SALE
            before = before + amounts if is_of_sales else before
    cells = desk.cells(component.period)
    rows = np.flatnonzero((earned != 0) & (cells >= 0))
    of, whole = before.ravel()[cells[rows]], paid.ravel()[cells[rows]]
    if component.is_to_date:
        of = sum_by(cells[rows], earned[rows], before.size)[cells[rows]]
    differs = (of != whole) & (of != 0)
    rows, of, whole = rows[differs], of[differs], np.maximum(whole * np.sign(of), 0)[differs]
    result = earned.copy()
    result[rows] = in_steps(whole, earned[rows], np.abs(of), cells[rows], rows, desk, within=False)
    result[~component.includes(desk)[desk.rows]] = 0
    return as_paid_then(result, name, component.period, desk)


def as_paid_then(by_sale: IntArray, name: str, frequency: str, desk: Desk) -> IntArray:
    """Keep what an earlier version of the plan has settled for a sale; all is as given without one."""
    if desk.paid_by_sale is None:
        return by_sale
    period = desk.periods.index(frequency, desk.events.day)
    last_day = desk.periods.last_days[frequency][np.maximum(period, 0)]
    through = np.iinfo(np.int64).min if desk.paid_through is None else desk.paid_through
    settled = (period >= 0) & (last_day <= through)
    return np.where(settled, desk.paid_by_sale.get(name, np.zeros_like(by_sale)), by_sale)


def paid_by_sale(desk: Desk) -> Mapping[str, IntArray]:
    """Pay of each sale by component, for the next version of the plan."""
    found: dict[str, IntArray] = {}
    for name, component in desk.others.items():
        if isinstance(component, BySale):
            found[name] = component.by_sale(name, desk)
        if isinstance(component, BySales):
            found.update(component.by_sales(name, desk))
    return found


def in_steps(
    whole: IntArray,
    part: IntArray,
    of: IntArray,
    group: NDArray[np.intp],
    rows: NDArray[np.intp],
    desk: Desk,
    *,
    within: bool = True,
) -> IntArray:
    """Take parts of a whole one after the other, so that no cent is lost or added by rounding.

    Parameters
    ----------
    whole, of
        The amount that is divided and what all parts come to; the same within a group, each ``(n,)``.
    part
        What each row is of it, ``(n,)``.
    group
        Rows that belong together.
    rows
        Numbers of their events: parts are taken in order of day and id.
    desk
        Knows the events and how the plan rounds.
    within
        Whether parts beyond ``of`` take nothing more.

    Notes
    -----
    ``round(whole × parts so far / of)`` less what was taken before.
    """
    frame: Frame = desk.frame
    order = np.lexsort((desk.events.event_id[rows], desk.events.day[rows], group))
    whole, part, of, group = whole[order], part[order], of[order], group[order]
    running = np.cumsum(part)
    first = np.searchsorted(group, group, side="left")
    after = running - np.concatenate(([0], running))[first]
    before = after - part
    if within:
        after, before = np.minimum(after, of), np.minimum(before, of)
    rule, unit = frame.rounding_rule, frame.rounding_unit
    result = np.zeros(len(rows), dtype=np.int64)
    result[order] = share_of(whole, after, of, rule, unit) - share_of(whole, before, of, rule, unit)
    return result


def returned_in_part(values: IntArray, counted: IntArray, desk: Desk) -> IntArray:
    """Let returns take back the same part of what a sale counts as they take of the sale.

    Parameters
    ----------
    values, counted
        What each event brings and what of it counts, each ``(n_events,)``.
    desk
        Knows the events.

    Returns
    -------
    ``counted``, where each return with a sale behind it counts ``-counted of the sale × returned / sold``.
    """
    refers = desk.events.refers_to
    if refers is None or not (refers != 0).any():
        return counted
    rows = np.flatnonzero((refers != 0) & (values < 0))
    sales, matched = sales_behind(desk, rows)
    rows, sales = rows[matched], sales[matched]
    result = counted.copy()
    sold = np.maximum(values[sales], 1)
    result[rows] = -in_steps(counted[sales], -values[rows], sold, sales, rows, desk)
    return result


def sales_behind(desk: Desk, rows: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Row of the sale that each of these rows refers to, and whether there is one.

    It must be credited to the same person, and in the same way: a manager's part of a return belongs to the
    manager's part of the sale and not to what the same person sold.
    """
    events = desk.events
    assert events.refers_to is not None
    sales = np.flatnonzero(events.refers_to == 0)
    if len(sales) == 0 or len(rows) == 0:
        return np.zeros(len(rows), dtype=np.intp), np.zeros(len(rows), dtype=np.bool_)
    ids = np.unique(events.event_id[sales])
    ways = events.attributes.get("crediting")
    way = np.zeros(len(events), dtype=np.int64) if ways is None else ways.codes.astype(np.int64) + 1
    n_ways = 1 if ways is None else len(ways.names) + 1
    holder = desk.rows * n_ways + way
    known = np.searchsorted(ids, events.event_id[sales]) * (len(desk.people) * n_ways) + holder[sales]
    order = np.argsort(known, kind="stable")
    known, sales = known[order], sales[order]
    place = np.minimum(np.searchsorted(ids, events.refers_to[rows]), len(ids) - 1)
    wanted = place * (len(desk.people) * n_ways) + holder[rows]
    found = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return sales[found], (known[found] == wanted) & (ids[place] == events.refers_to[rows])


def taken_back_elsewhere(returns: NDArray[np.bool_], desk: Desk) -> NDArray[np.bool_]:
    """Tell which returns a commission of an earlier version takes back, shape ``(n_events,)``."""
    found = np.zeros(len(desk.events), dtype=np.bool_)
    rows = np.flatnonzero(returns)
    if desk.paid_by_sale is None or len(rows) == 0:
        return found
    sales, matched = sales_behind(desk, rows)
    for name in desk.wound_up:
        paid = desk.paid_by_sale.get(name)
        if paid is not None:
            found[rows] |= matched & (paid[sales] != 0)
    return found


def matching_sales(desk: Desk, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Row of the sale that each of these rows refers to, credited to the same person.

    Raises
    ------
    EventsError
        There is no such sale.
    """
    events = desk.events
    assert events.refers_to is not None
    sales, matched = sales_behind(desk, rows)
    if not matched.all():
        row = rows[~matched][0]
        raise UnmatchedReturnError(str(events.event_id[row]), str(events.refers_to[row]))
    return sales
