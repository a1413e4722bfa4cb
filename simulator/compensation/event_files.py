"""Files of credited events, checked row by row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.coding import coded
from simulator.compensation.csv_tables import Table, read_csv
from simulator.compensation.currencies import Rates
from simulator.compensation.event_names import EventNames, NumberNames, numbered
from simulator.compensation.events import Coded, CreditEvents
from simulator.compensation.frame import DECIMALS
from simulator.compensation.plan import Plan
from simulator.errors import EventsError, UnknownName

if TYPE_CHECKING:
    import pyarrow as pa

_OWN_COLUMNS = {"id", "person", "day", "refers_to", "currency"}


def numbers_of(
    values: NDArray[np.object_] | pa.Array, labels: Mapping[str, int], nobody: int = -1
) -> NDArray[np.int64]:
    """Turn names of people into their numbers; empty texts into another number."""
    codes, words = coded(values)
    numbers = np.array([labels[word] for word in words] + [nobody], dtype=np.int64)
    return numbers[codes]


def read_events(
    table: Table, labels: Mapping[str, int], plan: Plan, rates: Rates
) -> tuple[CreditEvents, EventNames, dict[str, NDArray[np.int64]]]:
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
    ids, names = numbered(table.filled("id", "every event needs an id"))
    refers = np.zeros(len(table), dtype=np.uint64)
    if "refers_to" in table.columns:
        refers = _referred(table, ids, names)
    measures = _measures(table, plan, rates)
    named = {column: numbers_of(table.arrow(column), labels) for column in plan.crediting.columns}
    person = (
        numbers_of(table.arrow("person"), labels)
        if "person" in table.columns
        else np.full(len(table), -1, dtype=np.int64)
    )
    aside = _OWN_COLUMNS | set(measures) | set(named)
    attributes = {name: Coded(*coded(table.arrow(name))) for name in table.columns if name not in aside}
    attributes = _as_sold(attributes, ids, person, refers)
    events = CreditEvents(ids, person, table.days("day").astype(np.int32), measures, attributes, refers)
    _check_duplicates(events, table)
    _check_returns(events, table)
    return events, names, named


def _referred(table: Table, ids: NDArray[np.uint64], names: EventNames) -> NDArray[np.uint64]:
    """Numbers of the sales that rows refer to; 0 where they refer to none."""
    codes, words = coded(table.arrow("refers_to"))
    if isinstance(names, NumberNames):
        present = set(ids.tolist()) if words else set()
        found = {word: int(word) for word in words if word.isdigit() and int(word) in present}
    else:
        found = dict(names.numbers_of(words))
    numbers = np.zeros(len(words) + 1, dtype=np.uint64)
    for number, word in enumerate(words):
        if word not in found:
            row = int(np.flatnonzero(codes == number)[0])
            raise EventsError(
                f"refers to {word!r}, and no event has that id",
                place=table.place(row, "refers_to"),
                hint="Give the events back to the sale that is returned or paid",
            )
        numbers[number] = found[word]
    return numbers[codes]


def _as_sold(
    attributes: Mapping[str, Coded],
    ids: NDArray[np.uint64],
    person: NDArray[np.int64],
    refers: NDArray[np.uint64],
) -> dict[str, Coded]:
    """Let returns and receipts that leave something about the sale blank be of the kind of their sale."""
    back, sales = np.flatnonzero(refers != 0), np.flatnonzero(refers == 0)
    if len(back) == 0 or len(sales) == 0:
        return dict(attributes)
    order = sales[np.lexsort((sales, person[sales], ids[sales]))]
    first, last = (np.searchsorted(ids[order], refers[back], side=side) for side in ("left", "right"))
    own = first.copy()  # the row of the same person where the sale has several
    for step in range(int((last - first).max(initial=0))):
        place = np.minimum(first + step, len(order) - 1)
        own = np.where((first + step < last) & (person[order[place]] == person[back]), place, own)
    known = first < last
    back, sale = back[known], order[own[known]]
    found = {}
    for name, column in attributes.items():
        codes = np.array(column.codes)
        codes[back] = np.where(codes[back] < 0, codes[sale], codes[back])
        found[name] = Coded(codes, column.names)
    return found


def _measures(table: Table, plan: Plan, rates: Rates) -> dict[str, NDArray[np.int64]]:
    frame = plan.frame
    found = {}
    currencies = Coded(*coded(table.arrow("currency"))) if "currency" in table.columns else None
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
        if measure.is_money and currencies is not None:
            codes = np.asarray(currencies.codes, dtype=np.int64)
            places = [DECIMALS.get(currency, 2) for currency in (*currencies.names, frame.currency)]
            values = table.numbers(name, np.array(places)[codes])
            found[name] = rates.mixed_into_home(values, codes, currencies.names)
        else:
            found[name] = table.numbers(name, frame.decimals if measure.is_money else measure.decimals)
    if not found:
        raise EventsError("no column holds anything that can be paid on", allowed=frame.measures)
    return found


def _check_duplicates(events: CreditEvents, table: Table) -> None:
    ids = np.sort(events.event_id)
    if not (ids[1:] == ids[:-1]).any():
        return
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
    """Refuse returns of what is no sale, before the sale, or of more than was sold."""
    assert events.refers_to is not None
    sales = np.flatnonzero(events.refers_to == 0)
    ids, place = np.unique(events.event_id[sales], return_inverse=True)
    sale_day = np.full(len(ids), np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(sale_day, place, events.day[sales])
    for name, values in events.measures.items():
        back = np.flatnonzero((events.refers_to != 0) & (values < 0))
        if len(back) == 0:
            continue
        found = np.minimum(np.searchsorted(ids, events.refers_to[back]), max(len(ids) - 1, 0))
        is_sale = ids[found] == events.refers_to[back] if len(ids) else np.zeros(len(back), dtype=np.bool_)
        if not is_sale.all():
            row = int(back[np.flatnonzero(~is_sale)[0]])
            what = f"{table.columns['refers_to'][row]!r} is itself a return or a payment, and no sale"
            raise EventsError(what, place=table.place(row, "refers_to"), hint="Refer to the sale")
        _check_order(events, back, sale_day[found], table)
        sold = np.bincount(place, values[sales].astype(np.float64), len(ids))
        returned = np.bincount(found, -values[back].astype(np.float64), len(ids))
        excess = returned[found] > np.maximum(sold[found], 0)
        if excess.any():
            row = int(back[np.flatnonzero(excess)[-1]])
            sale = table.columns["refers_to"][row]
            raise EventsError(f"more of {sale!r} is returned than was sold", place=table.place(row, name))


def _check_order(
    events: CreditEvents, back: NDArray[np.intp], sale_day: NDArray[np.int32], table: Table
) -> None:
    """Refuse returns that are dated before their sale."""
    early = np.flatnonzero(events.day[back] < sale_day)
    if len(early):
        row, sold_on = int(back[early[0]]), date.fromordinal(int(sale_day[early[0]]))
        when = date.fromordinal(int(events.day[row]))
        what = f"{when} lies before {sold_on}, the day of the sale {table.columns['refers_to'][row]!r}"
        raise EventsError(f"{what} that is returned", place=table.place(row, "day"))


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
        raise EventsError(
            f"{when} lies outside the plan, which is in force {_in_force(plan)}",
            place=table.place(int(outside[0]), "day"),
            hint="Pay it with the plan of that time",
        )


def _in_force(plan: Plan) -> str:
    if plan.first_date is None:
        return f"until {plan.last_date}"
    return (
        f"from {plan.first_date} on"
        if plan.last_date is None
        else f"from {plan.first_date} to {plan.last_date}"
    )


def read_rates(plan: Plan, path: Path | None) -> tuple[Rates, Rates]:
    """Read exchange rates: those at which sales count, and those at which people are paid.

    A column ``use`` tells them apart, ``plan`` or ``pay``; a row without it is for both. The plan's own
    currency needs no rate.

    Raises
    ------
    EventsError
        A rate is no positive number, or is for another use.
    """
    home = plan.frame.currency
    if path is None:
        return Rates.of(home, {}), Rates.of(home, {})
    table = read_csv(path, ("currency",))
    table.require("currency", "rate")
    uses = table.columns["use"].tolist() if "use" in table.columns else [""] * len(table)
    found: dict[str, dict[str, object]] = {"plan": {}, "pay": {}}
    for row, use in enumerate(uses):
        if use not in ("", *found):
            raise EventsError(
                f"there is no use of rates called {use!r}", place=table.place(row, "use"), allowed=found
            )
        currency, rate = (str(table.columns[name][row]) for name in ("currency", "rate"))
        try:
            Rates.of(home, {currency: rate})
        except ValueError as problem:
            raise EventsError(str(problem), place=table.place(row, "rate")) from None
        for name in found if use == "" else (use,):
            found[name][currency] = rate
    return Rates.of(home, found["plan"]), Rates.of(home, found["pay"])
