"""Statements as tables for files: every line with its rule and the events behind it, and totals."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.adjustments import Posting
from simulator.compensation.behind import events_behind
from simulator.compensation.desk import ENTRIES
from simulator.compensation.event_names import EventNames, NumberNames
from simulator.compensation.money import MILLION
from simulator.compensation.pay_currency import money_column, totals_in_pay_currency
from simulator.compensation.payroll import Payroll
from simulator.compensation.periods import PERIODS
from simulator.compensation.settlement import Statement

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_A_TIME: Final = 1 << 16
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
"""Tells spreadsheets that a file is in UTF-8."""


def lines_table(statement: Statement, lines: NDArray[np.intp], payroll: Payroll) -> pa.Table:
    """Put lines of a statement into a table that people and programs read.

    Parameters
    ----------
    statement
        The statement.
    lines
        Numbers of the lines to show.
    payroll
        Knows what the files call people and events, and in which currency each is paid.

    Returns
    -------
    Columns ``person, name, period, period_end, component, rule, entry, basis, rate, amount, attainment,
    events, currency``; money in currency units, rates and attainment as shares.
    """
    import pyarrow as pa

    people, plan = statement.desk.people, statement.plan
    lines = _stretches_together(statement, lines, payroll)
    rows = people.rows(statement["person"][lines])
    offsets, ids = events_behind(statement, lines)
    attained = statement["attainment"][lines]
    days, which = np.unique(statement["day"][lines], return_inverse=True)
    ends = pa.array([date.fromordinal(day).isoformat() for day in days.tolist()], pa.string())
    names = pa.array([payroll.label(number) for number in people.person.tolist()], pa.string())
    amount = statement["amount"][lines]
    columns: dict[str, Any] = {
        "person": names.take(pa.array(rows)),
        "name": pa.array(list(people.names), pa.string()).take(pa.array(rows)),
        "period": _period_ids(statement, lines),
        "period_end": ends.take(pa.array(which)),
        "component": _words(statement["component"][lines], statement.components),
        "rule": _words(statement["rule"][lines], statement.rules),
        "entry": _words(statement["entry"][lines], ENTRIES),
        "basis": pa.array(_decimal_basis(statement, lines)),
        "rate": pa.array(statement["rate"][lines] / MILLION),
        "amount": money_column(amount, plan.frame.decimals),
        "attainment": pa.array(attained / MILLION, mask=attained < 0),
        "events": pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), payroll.event_names.column(ids)),
    }
    columns["currency"] = _currency(rows, payroll)
    return pa.table(columns)


def _stretches_together(statement: Statement, lines: NDArray[np.intp], payroll: Payroll) -> NDArray[np.intp]:
    """Put the lines of all seats of a person where those of the first seat stand."""
    first_seat = {number: held[0] for held in payroll.numbers.values() for number in held[1:]}
    if not first_seat:
        return lines
    holder = statement["person"][lines].copy()
    for number, first in first_seat.items():
        holder[holder == number] = first
    return lines[np.argsort(holder, kind="stable")]


def postings_table(postings: list[Posting], payroll: Payroll) -> pa.Table:
    """Put adjustments and recalculations into a table."""
    import pyarrow as pa

    rows = payroll.people.rows(np.array([posting.person for posting in postings], dtype=np.int64))
    amount = np.array([posting.amount for posting in postings], dtype=np.int64)
    columns: dict[str, Any] = {
        "person": pa.array([payroll.label(posting.person) for posting in postings], pa.string()),
        "name": pa.array([payroll.people.called(row) for row in rows.tolist()], pa.string()),
        **{
            name: pa.array([getattr(posting, name) for posting in postings], pa.string())
            for name in ("period", "posted_in", "component", "entry", "reason", "approver")
        },
        "amount": money_column(amount, payroll.plan.frame.decimals),
        "events": _event_lists(postings, payroll.event_names),
    }
    for name in ("component", "entry"):
        columns[name] = columns[name].dictionary_encode()
    return pa.table(columns | {"currency": _currency(rows, payroll)})


def _event_lists(postings: list[Posting], names: EventNames) -> pa.Array:
    import pyarrow as pa

    kind = pa.uint64() if isinstance(names, NumberNames) else pa.string()
    plain = [[int(each) if kind == pa.uint64() else each for each in posting.events] for posting in postings]
    return pa.array(plain, pa.list_(kind))


def _currency(rows: NDArray[np.intp], payroll: Payroll) -> pa.Array:
    """Currency in which each person is paid, line by line."""
    import pyarrow as pa

    return pa.array(payroll.pay_currency, pa.string()).take(pa.array(rows))


def _decimal_basis(statement: Statement, chosen: NDArray[np.intp]) -> NDArray[np.float64]:
    """Basis of each line in currency units or units of the measure."""
    frame, plan = statement.plan.frame, statement.plan
    scales = np.full(len(statement.components), frame.minor_per_unit, dtype=np.float64)
    counted = {"rate", "award", "tier"}
    rules = [rule.split("-")[0] in counted for rule in statement.rules]
    for number, name in enumerate(statement.components):
        measure = getattr(plan.components[name], "measure", "")
        if measure in frame.measures and not frame.measure(measure).is_money:
            scales[number] = frame.scale(measure)
    is_counted = np.array([*rules, False])[statement["rule"][chosen]]
    scale = np.where(is_counted, scales[statement["component"][chosen]], frame.minor_per_unit)
    return np.asarray(statement["basis"][chosen] / scale)


def _words(codes: NDArray[np.integer[Any]], names: tuple[str, ...]) -> pa.Array:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32)), pa.array(list(names), pa.string())
    )


def _period_ids(statement: Statement, chosen: NDArray[np.intp]) -> pa.Array:
    import pyarrow as pa

    kinds = statement["period_kind"][chosen]
    ids = [statement.periods.ids[frequency] for frequency in PERIODS]
    starts = np.concatenate(([0], np.cumsum([len(each) for each in ids])))
    words = pa.array([word for each in ids for word in each], pa.string())
    return words.take(pa.array(starts[kinds] + statement["period"][chosen]))


def write_csv(table: pa.Table, path: Path) -> None:
    """Write a table as CSV that spreadsheets open, piece by piece, so that it is never in memory as text.

    The ids of events stand in one cell, separated by blanks.
    """
    from pyarrow import csv

    schema = _flat(table.slice(0, 0)).schema
    options = csv.WriteOptions(quoting_style="needed")
    with path.open("wb") as file:
        file.write(BYTE_ORDER_MARK)
        with csv.CSVWriter(file, schema, write_options=options) as writer:
            for start in range(0, len(table), ROWS_AT_A_TIME):
                writer.write_table(_flat(table.slice(start, ROWS_AT_A_TIME)))


def _flat(table: pa.Table) -> pa.Table:
    """Turn lists and codes into plain texts."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for number, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            joined = pc.binary_join(table.column(number).cast(pa.list_(pa.string())), " ")
            table = table.set_column(number, field.name, joined)
        elif pa.types.is_dictionary(field.type):
            table = table.set_column(number, field.name, table.column(number).cast(pa.string()))
    return table


def totals_by_component(statement: Statement, lines: NDArray[np.intp] | None = None) -> dict[str, int]:
    """Pay of everybody by component [minor units]."""
    chosen = np.arange(len(statement)) if lines is None else lines
    totals = np.zeros(len(statement.components), dtype=np.int64)
    np.add.at(totals, statement["component"][chosen], statement["amount"][chosen])
    return {name: int(total) for name, total in zip(statement.components, totals, strict=True)}


def lines_ending_between(statement: Statement, first: date, last: date) -> NDArray[np.intp]:
    """Numbers of the lines whose period ends between two dates, both included."""
    days = statement["day"]
    return np.flatnonzero((days >= first.toordinal()) & (days <= last.toordinal()))


def totals_tables(lines: pa.Table) -> dict[str, pa.Table]:
    """Add the lines up: by person and period, by component and period, and in the currency of each person."""
    import pyarrow as pa

    plain = lines
    for number, field in enumerate(lines.schema):
        if pa.types.is_dictionary(field.type):
            plain = plain.set_column(number, field.name, lines.column(number).cast(pa.string()))
    keys = {"totals_by_person": ["person", "name", "period"], "totals_by_component": ["component", "period"]}
    tables = {}
    if "pay_amount" in lines.column_names:
        tables["totals_in_pay_currency"] = totals_in_pay_currency(plain)
    for name, by in keys.items():
        grouped = plain.group_by(by, use_threads=False).aggregate([("amount", "sum")])
        tables[name] = grouped.rename_columns([*by, "amount"]).sort_by([(key, "ascending") for key in by])
    return tables
