"""Statements: what everybody is paid in every period, line by line, with the events behind each line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.behind import events_behind
from simulator.compensation.desk import ENTRIES, Balance, Balances, Desk, Due
from simulator.compensation.events import CreditEvents
from simulator.compensation.money import IntArray
from simulator.compensation.people import People, Quotas
from simulator.compensation.periods import PERIODS, Periods
from simulator.compensation.plan import Plan

SMALL_IDS = 1 << 32
NO_ATTAINMENT = -1
"""Stands in the attainment column where no quota matters."""


@dataclass(frozen=True)
class Statement:
    """Lines of pay and what is needed to explain them.

    Parameters
    ----------
    columns
        Equal-length arrays, a row for each line, ordered by person, last day of the period, component, rule:
        ``person`` int64; ``period_kind`` int8 (0 month, 1 quarter, 2 year); ``period`` int32 (number in
        ``periods``); ``day`` int32 (last day of the period); ``component`` int16 and ``rule`` int16 (numbers
        in the tuples below); ``entry`` int8 (number in `ENTRIES`); ``event_id`` uint64 (the event, where each
        has a line of its own, else 0); ``basis`` int64 [minor or whole units]; ``rate`` int64 [millionths];
        ``amount`` int64 [minor units]; ``attainment`` int64 [millionths of quota, -1 where none].
    components, rules
        The names behind the numbers.
    periods
        The periods settled.
    closing
        Balances to open the next settlement with.
    """

    columns: dict[str, NDArray[Any]]
    components: tuple[str, ...]
    rules: tuple[str, ...]
    periods: Periods
    closing: Balances
    desk: Desk
    plan: Plan

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self.columns["amount"])

    def __getitem__(self, column: str) -> NDArray[Any]:
        """One column of the lines."""
        return self.columns[column]

    def totals(self) -> IntArray:
        """Pay of each person over all periods settled [minor units], in the order of the people."""
        rows = self.desk.people.rows(self.columns["person"])
        total = np.zeros(len(self.desk.people), dtype=np.int64)
        np.add.at(total, rows, self.columns["amount"])
        return total

    def events_of(self, line: int) -> NDArray[np.uint64]:
        """Ids of the events behind one line, in order of day and id."""
        return events_behind(self, np.array([line], dtype=np.intp))[1]


def statements(
    plan: Plan,
    events: CreditEvents,
    people: People,
    quotas: Quotas,
    periods: Periods,
    *,
    paid_through: int | None = None,
    opening: Mapping[str, Balance] | None = None,
    scores: Quotas | None = None,
    until: int | None = None,
    paid_by_sale: Mapping[str, IntArray] | None = None,
) -> Statement:
    """Pay everybody for every period that is complete.

    Parameters
    ----------
    plan
        The plan that all these people are on.
    events
        Credit, back to the start of the longest period that is to be settled.
    people
        Who is paid; people with the same ``company`` share budgets.
    quotas
        By the names that the plan uses; may be empty for plans without quotas.
    periods
        The periods; those that end on or before ``paid_through`` serve as history and yield no lines.
    paid_through
        Last day settled before.
    opening
        ``closing`` of that settlement.
    scores
        Scored goals by name [millionths], arranged like quotas.
    until
        Last day to be settled; periods that end later yield no lines.
    paid_by_sale
        What earlier versions of the plan paid for each of these events, by component, when there were any:
        returns take back and receipts release what was paid then.

    Returns
    -------
    A `Statement`. Lines that pay nothing on nothing, or at no rate, are left out. Neither the order of the
    events nor the way in which people are batched changes a line.

    Raises
    ------
    PlanError
        A quota is missing or zero where pay depends on it.
    EventsError
        The events lack a measure or an attribute, or credit a stranger.

    Examples
    --------
    >>> from datetime import date
    >>> from simulator.documents import parse
    >>> from simulator.compensation import CreditEvents, People, gregorian_periods, load_plan
    >>> plan = load_plan(parse('''
    ... plan: simple
    ... components:
    ...   commission: {kind: commission, rate: 3%}
    ... '''))
    >>> january = gregorian_periods(date(2026, 1, 1), date(2026, 1, 31))
    >>> day = np.array([date(2026, 1, 14).toordinal()], np.int32)
    >>> revenue = {"revenue": np.array([1_234_550])}
    >>> sale = CreditEvents(np.array([901], np.uint64), np.array([7]), day, revenue)
    >>> pay = statements(plan, sale, People(np.array([7])), {}, january)
    >>> pay["amount"].tolist(), pay.events_of(0).tolist()
    ([37037], [901])
    """
    desk = Desk(events, people, quotas, periods, plan.frame, paid_through, dict(opening or {}))
    desk.closing.update(opening or {})
    desk.scores, desk.until, desk.paid_by_sale = scores or {}, until, paid_by_sale
    desk.target_pay, desk.incentive_share = plan.target_pay, plan.incentive_share
    desk.others, desk.wound_up = plan.components, plan.wound_up
    for name in plan.order:
        desk.component = name
        component = plan.components[name]
        desk.included = included = component.includes(desk)
        desk.results[name] = [_for_audience(due, included, desk) for due in component.due(desk)]
    desk.included = np.zeros(len(people), dtype=np.bool_)  # all quotas that are needed have been found
    names = tuple(plan.components)
    rules: dict[str, int] = {}
    blocks: list[dict[str, NDArray[Any]]] = []
    for number, name in enumerate(names):
        for due in desk.results[name]:
            block = _lines(due, number, rules.setdefault(due.rule, len(rules)), desk)
            if block is not None:
                blocks.append(block)
    return Statement(_ordered(blocks), names, tuple(rules), periods, dict(desk.closing), desk, plan)


def _for_audience(due: Due, included: NDArray[np.bool_], desk: Desk) -> Due:
    """Pay only the people whom the component is for."""
    if included.all():
        return due
    if due.rows is not None:
        keep = included[desk.rows[due.rows]]
        basis, rate, amount = (
            np.broadcast_to(each, len(keep))[keep] for each in (due.basis, due.rate, due.amount)
        )
        return replace(due, rows=due.rows[keep], basis=basis, rate=rate, amount=amount)
    basis, amount = (np.where(included[:, None], each, 0) for each in (due.basis, due.amount))
    return replace(due, basis=basis, amount=amount)


_TYPES = {
    "person": np.int64,
    "period_kind": np.int8,
    "period": np.int32,
    "day": np.int32,
    "component": np.int16,
    "rule": np.int16,
    "entry": np.int8,
    "event_id": np.uint64,
    "basis": np.int64,
    "rate": np.int64,
    "amount": np.int64,
    "attainment": np.int64,
}


def _lines(due: Due, component: int, rule: int, desk: Desk) -> dict[str, NDArray[Any]] | None:
    """Turn what a rule pays everybody into rows, leaving out the empty ones and what is settled already."""
    last_days = desk.periods.last_days[due.frequency]
    if due.rows is None:
        shape = desk.shape(due.frequency)
        amount, basis = np.broadcast_to(due.amount, shape), np.broadcast_to(due.basis, shape)
        row, period = np.nonzero(_is_said(due, amount, basis) & desk.unpaid(last_days)[None, :])
        place: Any = (row, period)
        event = np.array(0)
    else:
        shape = due.rows.shape
        amount, basis = np.broadcast_to(due.amount, shape), np.broadcast_to(due.basis, shape)
        period = desk.periods.index(due.frequency, desk.events.day[due.rows])
        kept = np.flatnonzero(_is_said(due, amount, basis) & desk.unpaid(last_days[period]))
        row, period, event, place = (
            desk.rows[due.rows[kept]],
            period[kept],
            desk.events.event_id[due.rows[kept]],
            kept,
        )
    if len(row) == 0:
        return None
    attained = np.array(NO_ATTAINMENT) if due.attainment is None else due.attainment
    values = {
        "person": desk.people.person[row],
        "period_kind": PERIODS.index(due.frequency),
        "period": period,
        "day": last_days[period],
        "component": component,
        "rule": rule,
        "entry": ENTRIES.index(due.entry),
        "event_id": event,
        "basis": basis[place],
        "rate": np.broadcast_to(due.rate, shape)[place],
        "amount": amount[place],
        "attainment": np.broadcast_to(attained, shape)[place],
    }
    typed = {name: np.asarray(value, dtype=_TYPES[name]) for name, value in values.items()}
    return {name: np.broadcast_to(value, len(row)) for name, value in typed.items()}


def _is_said(due: Due, amount: IntArray, basis: IntArray) -> NDArray[np.bool_]:
    """Which lines are worth printing: those that pay, and those that say why they do not."""
    if due.entry == "notice":
        return np.asarray(basis != 0)
    return np.asarray((amount != 0) | ((basis != 0) & (np.asarray(due.rate) != 0)))


def _ordered(blocks: list[dict[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """Join the rows of all rules and put them into the order of a statement."""
    if not blocks:
        return {name: np.zeros(0, dtype=kind) for name, kind in _TYPES.items()}
    joined = {name: np.concatenate([block[name] for block in blocks]) for name in _TYPES}
    rank = _rank(joined["person"])
    days = joined["day"].astype(np.int64)
    days -= days.min()
    # One key instead of three: blocks are runs that a stable sort merges, and keeps in their order.
    key = (rank * (days.max() + 1) + days) * len(PERIODS) + joined["period_kind"]
    order = np.argsort(key, kind="stable")
    return {name: values[order] for name, values in joined.items()}


def _rank(person: IntArray) -> IntArray:
    """Place of each person in the order of ids; the ids themselves where they are small."""
    if len(person) and person.min() >= 0 and person.max() < SMALL_IDS:
        return person
    return np.unique(person, return_inverse=True)[1]
