"""Stretches of time in files of people: from when to when, and times away."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.csv_tables import Table
from simulator.compensation.people import ALWAYS
from simulator.errors import EventsError


def stretches(
    table: Table, names: tuple[str, str] = ("first_day", "last_day")
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Read the first and the last day of each row.

    Raises
    ------
    EventsError
        A stretch of time ends before it begins.
    """
    first, last = _days(table, names[0], ALWAYS[0]), _days(table, names[1], ALWAYS[1])
    wrong = np.flatnonzero(last < first)
    if len(wrong):
        row = int(wrong[0])
        begin, end = (date.fromordinal(int(each[row])).isoformat() for each in (first, last))
        raise EventsError(f"{end} lies before {begin}", place=table.place(row, names[1]))
    return first, last


def rows_of_leave(table: Table, person: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which rows only add one more time away of somebody who stands further up."""
    again = np.zeros(len(table), dtype=np.bool_)
    if "away_from" not in table.columns:
        return again
    others = [values for name, values in table.columns.items() if name not in ("away_from", "away_to")]
    seen: dict[int, int] = {}
    for row, number in enumerate(person.tolist()):
        before = seen.setdefault(number, row)
        is_away = before != row and bool(table.columns["away_from"][row])
        again[row] = is_away and all(values[row] == values[before] for values in others)
    return again


def absences(
    table: Table, person: NDArray[np.int64], on_plan: NDArray[np.bool_]
) -> tuple[tuple[int, int, int], ...]:
    """List times away: the person, the first and the last day of each.

    Raises
    ------
    EventsError
        Somebody is away twice on one day.
    """
    if "away_from" not in table.columns and "away_to" not in table.columns:
        return ()
    table.require("away_from", "away_to")
    first, last = stretches(table, ("away_from", "away_to"))
    is_away = (table.columns["away_from"] != "") | (table.columns["away_to"] != "")
    rows = np.flatnonzero(np.asarray(is_away, dtype=np.bool_) & on_plan)
    found = sorted((int(person[row]), int(first[row]), int(last[row]), int(row)) for row in rows)
    for before, after in pairwise(found):
        if before[0] == after[0] and after[1] <= before[2]:
            place = table.place(after[3], "away_from")
            raise EventsError(
                f"{str(table.columns['person'][after[3]])!r} is away already on that day", place=place
            )
    return tuple(each[:3] for each in found)


def _days(table: Table, name: str, otherwise: int) -> NDArray[np.int64]:
    return table.days(name, otherwise) if name in table.columns else np.full(len(table), otherwise)
