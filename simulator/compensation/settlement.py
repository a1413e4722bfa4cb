"""Statements: what everybody is paid in every period, line by line, with the events behind each line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.component import VariablePay
from simulator.compensation.desk import Balance, Balances, Desk, Due
from simulator.compensation.events import CreditEvents
from simulator.compensation.money import IntArray
from simulator.compensation.people import People, Quotas
from simulator.compensation.periods import PERIODS, Periods
from simulator.compensation.plan import Plan

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
        in the tuples below); ``basis`` int64 [minor or whole units]; ``rate`` int64 [millionths]; ``amount``
        int64 [minor units]; ``attainment`` int64 [millionths of quota, -1 where none].
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
        component = self.plan.components[self.components[int(self.columns["component"][line])]]
        if not isinstance(component, VariablePay):
            return np.zeros(0, dtype=np.uint64)
        row = self.desk.people.rows(self.columns["person"][line : line + 1])[0]
        frequency = PERIODS[int(self.columns["period_kind"][line])]
        cell = row * self.periods.n(frequency) + int(self.columns["period"][line])
        behind = self.desk.chosen(component.credit) & (self.desk.cells(frequency) == cell)
        events = self.desk.events
        order = np.lexsort((events.event_id[behind], events.day[behind]))
        ids: NDArray[np.uint64] = events.event_id[behind][order]
        return ids


def statements(
    plan: Plan,
    events: CreditEvents,
    people: People,
    quotas: Quotas,
    periods: Periods,
    *,
    paid_through: int | None = None,
    opening: Mapping[str, Balance] | None = None,
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
    names = tuple(plan.components)
    rules: dict[str, int] = {}
    blocks: list[dict[str, NDArray[Any]]] = []
    for number, name in enumerate(names):
        desk.component = name
        for due in plan.components[name].due(desk):
            block = _lines(due, number, rules.setdefault(due.rule, len(rules)), desk)
            if block is not None:
                blocks.append(block)
    columns = _ordered(blocks)
    return Statement(columns, names, tuple(rules), periods, dict(desk.closing), desk, plan)


_TYPES = {
    "person": np.int64,
    "period_kind": np.int8,
    "period": np.int32,
    "day": np.int32,
    "component": np.int16,
    "rule": np.int16,
    "basis": np.int64,
    "rate": np.int64,
    "amount": np.int64,
    "attainment": np.int64,
}


def _lines(due: Due, component: int, rule: int, desk: Desk) -> dict[str, NDArray[Any]] | None:
    """Turn what a rule pays everybody into rows, leaving out the empty ones and what is settled already."""
    shape = desk.shape(due.frequency)
    last_days = desk.periods.last_days[due.frequency]
    amount = np.broadcast_to(due.amount, shape)
    basis = np.broadcast_to(due.basis, shape)
    is_said = (amount != 0) | ((basis != 0) & (np.asarray(due.rate) != 0))
    row, period = np.nonzero(is_said & desk.unpaid(last_days)[None, :])
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
        "basis": basis[row, period],
        "rate": np.broadcast_to(due.rate, shape)[row, period],
        "amount": amount[row, period],
        "attainment": np.broadcast_to(attained, shape)[row, period],
    }
    typed = {name: np.asarray(value, dtype=_TYPES[name]) for name, value in values.items()}
    return {name: np.broadcast_to(value, len(row)) for name, value in typed.items()}


def _ordered(blocks: list[dict[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """Join the rows of all rules and put them into the order of a statement."""
    if not blocks:
        return {name: np.zeros(0, dtype=kind) for name, kind in _TYPES.items()}
    joined = {name: np.concatenate([block[name] for block in blocks]) for name in _TYPES}
    # Blocks come in the order of components and rules, which a stable sort keeps.
    order = np.lexsort((joined["period_kind"], joined["day"], joined["person"]))
    return {name: values[order] for name, values in joined.items()}
