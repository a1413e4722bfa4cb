"""Files of credited events, checked row by row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.csv_tables import Table, coded, read_csv
from simulator.compensation.currencies import Rates
from simulator.compensation.events import Coded, CreditEvents
from simulator.compensation.plan import Plan
from simulator.errors import EventsError, UnknownName

_OWN_COLUMNS = {"id", "person", "day", "refers_to", "currency"}


def numbers_of(values: NDArray[np.object_], labels: Mapping[str, int], nobody: int = -1) -> NDArray[np.int64]:
    """Turn names of people into their numbers; empty texts into another number."""
    codes, words = coded(values)
    numbers = np.array([labels[word] for word in words] + [nobody], dtype=np.int64)
    return numbers[codes]


def read_events(
    table: Table, labels: Mapping[str, int], plan: Plan, rates: Rates
) -> tuple[CreditEvents, dict[int, str], dict[str, NDArray[np.int64]]]:
    """Read credited events, the names behind their ids, and the people named in further columns.

    Raises
    ------
    EventsError
        A column is missing, a row cannot be read, an event stands twice, or more is returned than was sold.
    """
    table.require("id", "day")
    for column in plan.crediting.columns:
        table.require(column)
    if not plan.crediting.split:
        table.require("person")
    ids, names = _ids(table.filled("id", "every event needs an id"))
    known = {name: number for number, name in names.items()}
    refers = np.zeros(len(table), dtype=np.uint64)
    if "refers_to" in table.columns:
        refers = _referred(table, known)
    measures = _measures(table, plan, rates)
    named = {column: numbers_of(table.columns[column], labels) for column in plan.crediting.columns}
    person = (
        numbers_of(table.columns["person"], labels)
        if "person" in table.columns
        else np.full(len(table), -1, dtype=np.int64)
    )
    aside = _OWN_COLUMNS | set(measures) | set(named)
    attributes = {name: Coded(*coded(values)) for name, values in table.columns.items() if name not in aside}
    events = CreditEvents(ids, person, table.days("day").astype(np.int32), measures, attributes, refers)
    _check_duplicates(events, table)
    _check_returns(events, table)
    return events, names, named


def _ids(values: NDArray[np.object_]) -> tuple[NDArray[np.uint64], dict[int, str]]:
    """Give each event a number: its own where all are numbers, else its place in the alphabet."""
    codes, words = coded(values)
    if all(word.isdigit() and len(word) < 19 and str(int(word)) == word and word != "0" for word in words):
        numbers = np.array([int(word) for word in words], dtype=np.uint64)
    else:
        numbers = np.arange(1, len(words) + 1, dtype=np.uint64)
    return numbers[codes], {int(number): word for number, word in zip(numbers, words, strict=True)}


def _referred(table: Table, known: Mapping[str, int]) -> NDArray[np.uint64]:
    values = table.columns["refers_to"]
    codes, words = coded(values)
    for number, word in enumerate(words):
        if word not in known:
            row = int(np.flatnonzero(codes == number)[0])
            raise EventsError(
                f"refers to {word!r}, and no event has that id",
                place=table.place(row, "refers_to"),
                hint="Give the events back to the sale that is returned or paid",
            )
    numbers = np.array([known[word] for word in words] + [0], dtype=np.uint64)
    return numbers[codes]


def _measures(table: Table, plan: Plan, rates: Rates) -> dict[str, NDArray[np.int64]]:
    frame = plan.frame
    found = {}
    currencies = Coded(*coded(table.columns["currency"])) if "currency" in table.columns else None
    if currencies is not None:
        for number, currency in enumerate(currencies.names):
            if currency not in rates.per_unit:
                row = int(np.flatnonzero(currencies.codes == number)[0])
                unknown = UnknownName("currency rate", currency, rates.per_unit)
                hint = "Give its rate with --rates"
                raise EventsError(
                    unknown.what, place=table.place(row, "currency"), hint=hint, allowed=rates.per_unit
                )
    for name, measure in frame.measures.items():
        if name not in table.columns:
            continue
        decimals = frame.decimals if measure.is_money else measure.decimals
        values = table.numbers(name, decimals)
        if measure.is_money and currencies is not None:
            values = rates.mixed_into_home(
                values, np.asarray(currencies.codes, dtype=np.int64), currencies.names
            )
        found[name] = values
    if not found:
        raise EventsError("no column holds anything that can be paid on", allowed=frame.measures)
    return found


def _check_duplicates(events: CreditEvents, table: Table) -> None:
    order = np.lexsort((np.arange(len(events)), events.person, events.event_id))
    same = (events.event_id[order][1:] == events.event_id[order][:-1]) & (
        events.person[order][1:] == events.person[order][:-1]
    )
    if same.any():
        first = int(np.flatnonzero(same)[0])
        again, before = int(order[first + 1]), int(order[first])
        raise EventsError(
            f"event {table.columns['id'][again]!r} stands on line {before + 2} already for the same person",
            place=table.place(again, "id"),
            hint="Take one of the two out",
        )


def _check_returns(events: CreditEvents, table: Table) -> None:
    """Refuse returns that take back more than was sold."""
    assert events.refers_to is not None
    for name, values in events.measures.items():
        back = np.flatnonzero((events.refers_to != 0) & (values < 0))
        if len(back) == 0:
            continue
        sales = np.flatnonzero(events.refers_to == 0)
        ids, place = np.unique(events.event_id[sales], return_inverse=True)
        sold = np.bincount(place, values[sales].astype(np.float64), len(ids))
        found = np.minimum(np.searchsorted(ids, events.refers_to[back]), max(len(ids) - 1, 0))
        returned = np.bincount(found, -values[back].astype(np.float64), len(ids))
        excess = returned[found] > np.maximum(sold[found], 0)
        if excess.any():
            row = int(back[np.flatnonzero(excess)[-1]])
            sale = table.columns["refers_to"][row]
            raise EventsError(f"more of {sale!r} is returned than was sold", place=table.place(row, name))


def check_days(events: CreditEvents, plan: Plan, table: Table) -> None:
    """Refuse events outside the dates of the plan.

    Raises
    ------
    EventsError
        Naming the first of them.
    """
    first = plan.first_date.toordinal() if plan.first_date else 0
    last = plan.last_date.toordinal() if plan.last_date else date.max.toordinal()
    outside = np.flatnonzero((events.day < first) | (events.day > last))
    if len(outside):
        when = date.fromordinal(int(events.day[outside[0]])).isoformat()
        start = plan.first_date.isoformat() if plan.first_date else "its beginning"
        end = plan.last_date.isoformat() if plan.last_date else "on"
        raise EventsError(
            f"{when} lies outside the plan, which is in force from {start} to {end}",
            place=table.place(int(outside[0]), "day"),
            hint="Pay it with the plan of that time",
        )


def read_rates(plan: Plan, path: Path | None) -> Rates:
    """Read exchange rates; the plan's own currency needs none.

    Raises
    ------
    EventsError
        A rate is no positive number.
    """
    if path is None:
        return Rates.of(plan.frame.currency, {})
    table = read_csv(path, ("currency",))
    table.require("currency", "rate")
    given = zip(table.columns["currency"].tolist(), table.columns["rate"].tolist(), strict=True)
    try:
        return Rates.of(plan.frame.currency, dict(given))
    except ValueError as problem:
        raise EventsError(str(problem), place=table.place(0, "rate")) from None
