"""Adjustments and recalculation: nothing that was paid is ever changed silently.

A correction is a line of its own, with a reason and the person who approved it. When late events or new terms
change what an earlier period should have paid, the difference is posted in the current period; all that was
ever paid then adds up to what the newest calculation says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.compensation.csv_tables import read_csv
from simulator.compensation.periods import PERIODS
from simulator.compensation.settlement import Statement
from simulator.errors import EventsError

RECALCULATION = "recalculation"
ADJUSTMENT = "adjustment"


@dataclass(frozen=True)
class Posting:
    """A line that is posted in a period though it belongs to another, or to none.

    Parameters
    ----------
    person
        Number of the person.
    component
        The component it concerns, or what the adjustment is called.
    entry
        ``recalculation`` or ``adjustment``.
    period
        The period that it concerns.
    posted_in
        The period in which it is paid.
    amount
        [minor units].
    reason, approver
        Why, and who said so.
    """

    person: int
    component: str
    entry: str
    period: str
    posted_in: str
    amount: int
    reason: str = ""
    approver: str = ""


def read_adjustments(path: Path, labels: dict[str, int], decimals: int, posted_in: str) -> list[Posting]:
    """Read adjustments: ``person, amount, reason, approver`` and, if known, ``component`` and ``period``.

    Raises
    ------
    EventsError
        A row lacks a reason or an approver, or names nobody on the plan.
    """
    table = read_csv(path, ("person", "amount"))
    amounts = table.numbers("amount", decimals) if "amount" in table.columns else np.zeros(0, dtype=np.int64)
    table.require("amount")
    person = table.filled("person", "every adjustment needs a person").to_pylist()
    reason = table.filled("reason", "every adjustment needs a reason").to_pylist()
    approver = table.filled("approver", "every adjustment needs somebody who approved it").to_pylist()
    empty = np.full(len(table), "", dtype=object)
    component, period = table.columns.get("component", empty), table.columns.get("period", empty)
    postings = []
    for row in range(len(table)):
        label = str(person[row])
        if label not in labels:
            raise EventsError(f"{label!r} is not on the list of people", place=table.place(row, "person"))
        postings.append(
            Posting(
                labels[label],
                str(component[row]) or ADJUSTMENT,
                ADJUSTMENT,
                str(period[row]) or posted_in,
                posted_in,
                int(amounts[row]),
                str(reason[row]),
                str(approver[row]),
            )
        )
    return postings


def paid_before(paths: list[Path], labels: dict[str, int], decimals: int) -> dict[tuple[int, str, str], int]:
    """Read what earlier runs paid: the files of lines that they wrote.

    Returns
    -------
    Amounts [minor units] by person, period and component; adjustments stand by themselves and are left out.
    """
    paid: dict[tuple[int, str, str], int] = {}
    for path in paths:
        table = read_csv(path, ("person", "amount"))
        table.require("person", "period", "component", "entry", "amount")
        amounts = table.numbers("amount", decimals)
        for row in range(len(table)):
            if table.columns["entry"][row] == ADJUSTMENT:
                continue
            label = str(table.columns["person"][row])
            if label not in labels:
                raise EventsError(f"{label!r} is not on the list of people", place=table.place(row, "person"))
            key = (labels[label], str(table.columns["period"][row]), str(table.columns["component"][row]))
            paid[key] = paid.get(key, 0) + int(amounts[row])
    return paid


def recalculated(
    statement: Statement, paid: dict[tuple[int, str, str], int], before_day: int, posted_in: str
) -> list[Posting]:
    """Find where earlier periods should have paid something else.

    Parameters
    ----------
    statement
        Everything worked out anew, from the first event on.
    paid
        What was paid, from `paid_before`.
    before_day
        Periods that ended before this day are compared.
    posted_in
        Where differences are paid.

    Returns
    -------
    One posting for each person, period and component that differs, in that order. What was paid plus these
    postings is what the statement says.
    """
    due: dict[tuple[int, str, str], int] = {}
    for line in np.flatnonzero(statement["day"] < before_day).tolist():
        frequency = PERIODS[int(statement["period_kind"][line])]
        period = statement.periods.ids[frequency][int(statement["period"][line])]
        key = (
            int(statement["person"][line]),
            period,
            statement.components[int(statement["component"][line])],
        )
        due[key] = due.get(key, 0) + int(statement["amount"][line])
    postings = []
    for key in sorted({*due, *paid}):
        difference = due.get(key, 0) - paid.get(key, 0)
        if difference:
            person, period, component = key
            postings.append(Posting(person, component, RECALCULATION, period, posted_in, difference))
    return postings
