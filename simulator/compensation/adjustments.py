"""Adjustments and recalculation: nothing that was paid is ever changed silently.

A correction is a line of its own, with a reason and the person who approved it. When late events or new terms
change what an earlier period should have paid, the difference is posted in the current period; all that was
ever paid then adds up to what the newest calculation says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import numpy as np

from simulator.compensation.behind import events_behind
from simulator.compensation.csv_tables import read_csv
from simulator.compensation.periods import PERIODS
from simulator.compensation.settlement import Statement
from simulator.errors import EventsError
from simulator.language import text

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
    events
        What the files call the events that are new since it was paid.
    was
        What was paid before, for a recalculation [minor units].
    """

    person: int
    component: str
    entry: str
    period: str
    posted_in: str
    amount: int
    reason: str = ""
    approver: str = ""
    events: tuple[str, ...] = ()
    was: int = 0


@dataclass
class Paid:
    """What was paid for one person, period and component.

    Parameters
    ----------
    amount
        [minor units].
    cited
        The events behind it, as each line lists them.
    """

    amount: int = 0
    cited: list[str] = field(default_factory=list)


Key = tuple[int, str, str]
"""Person, period, component."""


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


def paid_before(paths: list[Path], labels: dict[str, int], decimals: int) -> dict[Key, Paid]:
    """Read what earlier runs paid: the files of lines that they wrote.

    Returns
    -------
    What was paid by person, period and component; adjustments stand by themselves and are left out.
    """
    paid: dict[Key, Paid] = {}
    for path in paths:
        table = read_csv(path, ("person", "amount"))
        table.require("person", "period", "component", "entry", "amount")
        amounts = table.numbers("amount", decimals)
        cited = table.columns.get("events")
        for row in range(len(table)):
            if table.columns["entry"][row] == ADJUSTMENT:
                continue
            label = str(table.columns["person"][row])
            if label not in labels:
                raise EventsError(f"{label!r} is not on the list of people", place=table.place(row, "person"))
            key = (labels[label], str(table.columns["period"][row]), str(table.columns["component"][row]))
            before = paid.setdefault(key, Paid())
            before.amount += int(amounts[row])
            if cited is not None and cited[row]:
                before.cited.append(str(cited[row]))
    return paid


def recalculated(
    statements: Sequence[Statement], paid: Mapping[Key, Paid], before_day: int, posted_in: str,
    event_names: Mapping[int, str], last_seats: Mapping[int, int] | None = None,
    language: str = "en",
) -> list[Posting]:  # fmt: skip
    """Find where earlier periods should have paid something else.

    Parameters
    ----------
    statements
        Everything worked out anew, from the first event on, by each version of the plan.
    paid
        What was paid, from `paid_before`.
    before_day
        Periods that ended before this day are compared.
    posted_in
        Where differences are paid.
    event_names
        What the files call each event.
    last_seats
        Number under which what was paid is kept, for people who hold several seats.
    language
        In which the reasons are written.

    Returns
    -------
    One posting for each person, period and component that differs, in that order, with the events that are
    new. What was paid plus these postings is what the statement says.
    """
    due: dict[Key, int] = {}
    lines: dict[Key, list[tuple[int, int]]] = {}
    for version, statement in enumerate(statements):
        for line in np.flatnonzero(statement["day"] < before_day).tolist():
            frequency = PERIODS[int(statement["period_kind"][line])]
            period = statement.periods.ids[frequency][int(statement["period"][line])]
            name = statement.components[int(statement["component"][line])]
            person = int(statement["person"][line])
            key = ((last_seats or {}).get(person, person), period, name)
            due[key] = due.get(key, 0) + int(statement["amount"][line])
            lines.setdefault(key, []).append((version, line))
    nothing = Paid()
    keys = [key for key in sorted({*due, *paid}) if due.get(key, 0) != paid.get(key, nothing).amount]
    behind = _names_behind(statements, [lines.get(key, []) for key in keys], event_names)
    postings = []
    for key, names in zip(keys, behind, strict=True):
        before, now = paid.get(key, nothing), due.get(key, 0)
        cited = {event for cell in before.cited for event in cell.split()}
        new = tuple(name for name in names if name not in cited)
        person, period, component = key
        decimals = statements[0].plan.frame.decimals
        now_said, before_said = (Decimal(each).scaleb(-decimals) for each in (now, before.amount))
        reason = text("compensation.explain.reason", language, due=now_said, paid=before_said)
        postings.append(
            Posting(
                person,
                component,
                RECALCULATION,
                period,
                posted_in,
                now - before.amount,
                reason,
                events=new,
                was=before.amount,
            )
        )
    return postings


def _names_behind(
    statements: Sequence[Statement], lines: list[list[tuple[int, int]]], event_names: Mapping[int, str]
) -> list[list[str]]:
    """Name the events behind several groups of lines, each once."""
    found: list[dict[str, None]] = [{} for _ in lines]
    for version, statement in enumerate(statements):
        chosen = [(group, line) for group, each in enumerate(lines) for v, line in each if v == version]
        if not chosen:
            continue
        offsets, ids = events_behind(statement, np.array([line for _, line in chosen], dtype=np.intp))
        for place, (group, _) in enumerate(chosen):
            own = ids[offsets[place] : offsets[place + 1]].tolist()
            found[group].update(dict.fromkeys(event_names[number] for number in own))
    return [list(each) for each in found]
