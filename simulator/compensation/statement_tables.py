"""Statements as tables for files: every line with its rule and the events behind it, and totals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.adjustments import Posting
from simulator.compensation.csv_tables import coded
from simulator.compensation.desk import ENTRIES
from simulator.compensation.event_files import NumberNames
from simulator.compensation.frame import DECIMALS
from simulator.compensation.money import MILLION
from simulator.compensation.payroll import Payroll
from simulator.compensation.periods import PERIODS
from simulator.compensation.settlement import Statement

if TYPE_CHECKING:
    import pyarrow as pa

MONEY_DIGITS: Final = 30


def events_behind(
    statement: Statement, lines: NDArray[np.intp]
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Ids of the events behind many lines at once.

    Parameters
    ----------
    statement
        The statement.
    lines
        Numbers of the lines.

    Returns
    -------
    Offsets, shape ``(n_lines + 1,)``, and ids: line ``i`` stands on ``ids[offsets[i]:offsets[i + 1]]``, in
    order of day and id.
    """
    desk, events = statement.desk, statement.desk.events
    by_day = np.lexsort((events.event_id, events.day))
    counts = np.zeros(len(lines), dtype=np.int64)
    parts: list[tuple[NDArray[np.intp], NDArray[np.int64], NDArray[np.uint64]]] = []
    component, kind = statement["component"][lines], statement["period_kind"][lines]
    own = statement["event_id"][lines]
    counts[own != 0] = 1
    rows = desk.people.rows(statement["person"][lines])
    for number, name in enumerate(statement.components):
        selection = statement.plan.components[name].credited()
        if selection is None:
            continue
        for code, frequency in enumerate(PERIODS):
            here = np.flatnonzero((component == number) & (kind == code) & (own == 0))
            if len(here) == 0:
                continue
            cell = np.where(desk.chosen(selection), desk.cells(frequency), -1)[by_day]
            order = np.argsort(cell, kind="stable")
            sorted_cells, ids = cell[order], events.event_id[by_day][order]
            wanted = rows[here] * statement.periods.n(frequency) + statement["period"][lines][here]
            low = np.searchsorted(sorted_cells, wanted, side="left")
            counts[here] = np.searchsorted(sorted_cells, wanted, side="right") - low
            parts.append((here, low, ids))
    offsets = np.concatenate(([0], np.cumsum(counts)))
    result = np.zeros(int(offsets[-1]), dtype=np.uint64)
    result[offsets[:-1][own != 0]] = own[own != 0]
    for here, low, ids in parts:
        n = counts[here]
        inside = np.arange(int(n.sum())) - np.repeat(np.cumsum(n) - n, n)
        result[np.repeat(offsets[here], n) + inside] = ids[np.repeat(low, n) + inside]
    return offsets, result


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
    events, currency, pay_amount``; money in currency units, rates and attainment as shares.
    """
    import pyarrow as pa

    people, plan = statement.desk.people, statement.plan
    rows = people.rows(statement["person"][lines])
    offsets, ids = events_behind(statement, lines)
    attained = statement["attainment"][lines]
    ends = [date.fromordinal(day).isoformat() for day in statement["day"][lines].tolist()]
    names = pa.array([payroll.label(number) for number in people.person.tolist()], pa.string())
    amount = statement["amount"][lines]
    columns: dict[str, Any] = {
        "person": names.take(pa.array(rows)),
        "name": pa.array(list(people.names), pa.string()).take(pa.array(rows)),
        "period": _period_ids(statement, lines),
        "period_end": pa.array(ends, pa.string()),
        "component": _words(statement["component"][lines], statement.components),
        "rule": _words(statement["rule"][lines], statement.rules),
        "entry": _words(statement["entry"][lines], ENTRIES),
        "basis": pa.array(_decimal_basis(statement, lines)),
        "rate": pa.array(statement["rate"][lines] / MILLION),
        "amount": money_column(amount, plan.frame.decimals),
        "attainment": pa.array(attained / MILLION, mask=attained < 0),
        "events": pa.ListArray.from_arrays(
            pa.array(offsets, pa.int32()), _event_labels(ids, payroll.event_names)
        ),
    }
    columns |= _in_pay_currency(amount, rows, payroll)
    return pa.table(columns)


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
    }
    for name in ("component", "entry"):
        columns[name] = columns[name].dictionary_encode()
    return pa.table(columns | _in_pay_currency(amount, rows, payroll))


def _in_pay_currency(amount: NDArray[np.int64], rows: NDArray[np.intp], payroll: Payroll) -> dict[str, Any]:
    """Turn amounts into the currency in which each person is paid, line by line."""
    import pyarrow as pa

    home = payroll.plan.frame.currency
    own = pa.array(payroll.pay_currency, pa.string()).take(pa.array(rows))
    if set(payroll.pay_currency) <= {home}:
        return {"currency": own}
    codes, currencies = coded(own.to_pylist())
    paid = np.zeros(len(amount), dtype=np.float64)
    for number, currency in enumerate(currencies):
        here = codes == number
        minor = payroll.pay_rates.from_home(amount[here], currency)
        paid[here] = minor / 10 ** DECIMALS.get(currency, 2)
    return {"currency": own, "pay_amount": pa.array(paid)}


def money_column(minor: NDArray[np.int64], decimals: int) -> pa.Array:
    """Write exact money as decimal numbers of currency units.

    Examples
    --------
    >>> [str(amount) for amount in money_column(np.array([123450, -5]), 2).to_pylist()]
    ['1234.50', '-0.05']
    """
    import pyarrow as pa

    whole = pa.array(minor, pa.int64()).cast(pa.decimal128(MONEY_DIGITS, 0))
    return pa.Array.from_buffers(pa.decimal128(MONEY_DIGITS, decimals), len(whole), whole.buffers())


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


def _event_labels(ids: NDArray[np.uint64], names: Mapping[int, str]) -> pa.Array:
    import pyarrow as pa

    if isinstance(names, NumberNames):
        return pa.array(ids)
    known = np.array(sorted(names), dtype=np.uint64)
    words = pa.array([names[number] for number in known.tolist()], pa.string())
    return words.take(pa.array(np.searchsorted(known, ids)))


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
    """Add the lines up: by person and period, and by component and period."""
    import pyarrow as pa

    plain = lines
    for number, field in enumerate(lines.schema):
        if pa.types.is_dictionary(field.type):
            plain = plain.set_column(number, field.name, lines.column(number).cast(pa.string()))
    keys = {"totals_by_person": ["person", "name", "period"], "totals_by_component": ["component", "period"]}
    tables = {}
    for name, by in keys.items():
        grouped = plain.group_by(by, use_threads=False).aggregate([("amount", "sum")])
        tables[name] = grouped.rename_columns([*by, "amount"]).sort_by([(key, "ascending") for key in by])
    return tables
