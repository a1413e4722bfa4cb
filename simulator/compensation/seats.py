"""Seats: the stretches of time in which a plan treats somebody the same.

Somebody whose role, team or plan changes stands in the list of people once for each stretch. Where the
plan pays by what has changed, each stretch is a seat: sales count for the seat of their day, and totals,
tiers and quotas run for each seat by itself, as for somebody who leaves and somebody who joins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.csv_tables import Table
from simulator.compensation.money import IntArray
from simulator.compensation.people import ALWAYS
from simulator.compensation.plan import Plan
from simulator.documents import Spec
from simulator.errors import EventsError

TEAMS = ("team", "teams")
_ALWAYS_MATTERS = ("plan", "company", "target_pay", "pool_weight", "currency")


@dataclass(frozen=True)
class Seats:
    """Who holds which seat from when to when.

    Parameters
    ----------
    seat, person
        Number of each seat and of its holder, int64, ordered by holder and first day; the first seat of
        somebody bears the holder's own number.
    first_day, last_day
        When it is held, both included.
    row
        Row of the list of people that tells about it.

    Examples
    --------
    Somebody moves on day 100, and a sale of day 99 stays with the first seat:

    >>> days = (np.array([0, 100]), np.array([99, 500]))
    >>> seats = Seats(np.array([7, 8]), np.array([7, 7]), *days, np.array([0, 1]))
    >>> seats.of(np.array([7, 7, 3]), np.array([99, 100, 5])).tolist()
    [7, 8, 3]
    """

    seat: IntArray
    person: IntArray
    first_day: IntArray
    last_day: IntArray
    row: NDArray[np.intp]

    def of(self, person: IntArray, day: IntArray) -> IntArray:
        """Seat of each person on a day: the first before all of them, the last after them."""
        if len(np.unique(self.person)) == len(self.person):
            return person
        low = np.searchsorted(self.person, person, side="left")
        high = np.searchsorted(self.person, person, side="right")
        place = low.copy()
        for step in range(1, int((high - low).max(initial=1))):
            later = low + step
            begun = (later < high) & (self.first_day[np.minimum(later, len(self.seat) - 1)] <= day)
            place = np.where(begun, later, place)
        known = low < high
        return np.where(known, self.seat[np.minimum(place, len(self.seat) - 1)], person)

    def held_by(self, person: int) -> list[int]:
        """Seats of one person in order of time."""
        held = self.seat[self.person == person].tolist()
        return held or [person]

    def parted(self) -> list[int]:
        """People who hold several seats."""
        people, count = np.unique(self.person, return_counts=True)
        return [int(each) for each in people[count > 1]]


def seats_of(
    table: Table, person: IntArray, first: IntArray, last: IntArray, again: NDArray[np.bool_], plan: Plan
) -> Seats:
    """Find the seats in a list of people; rows that differ in nothing the plan looks at are one.

    Parameters
    ----------
    table, person
        The list, and the number of the person in each row.
    first, last
        Days of each row, both included.
    again
        Rows that only add a time away.
    plan
        Says what matters.

    Raises
    ------
    EventsError
        Two rows of somebody overlap, or leave days between them.
    """
    order = np.lexsort((first, person))
    order = order[~again[order]]
    for before, after in pairwise(order.tolist()):
        if person[before] == person[after]:
            _check_joined(table, before, after, first, last)
    columns = [table.columns[name] for name in _looked_at(plan, table)]
    begins = np.ones(len(order), dtype=np.bool_)
    for place, (before, after) in enumerate(pairwise(order.tolist()), start=1):
        same = all(column[before] == column[after] for column in columns)
        begins[place] = person[before] != person[after] or not same
    ends = np.append(begins[1:], True)
    rows, closing = order[begins], order[ends]
    numbers = person[rows].copy()
    is_later = np.flatnonzero(numbers[1:] == numbers[:-1]) + 1
    numbers[is_later] = int(person.max(initial=0)) + 1 + np.arange(len(is_later))
    return Seats(numbers, person[rows], first[rows], last[closing], rows)


def _looked_at(plan: Plan, table: Table) -> list[str]:
    """Columns of the list of people by which the plan pays."""
    found = [name for name in _ALWAYS_MATTERS if name in table.columns]
    parts = plan.components.values()
    asked = {name for part in parts for name, _ in (*part.audience.only, *part.audience.without)}
    asked |= {"role" for part in parts if getattr(part, "roles", None)}
    if any(_says_team(vars(part)) for part in parts):
        asked.add("team")
    if plan.amendments:  # later versions may look at anything
        asked |= set(table.columns) - {
            "person", "name", "first_day", "last_day", "away_from", "away_to", "manager",
        }  # fmt: skip
    return found + sorted(name for name in asked if name in table.columns and name not in found)


def _says_team(parts: object) -> bool:
    """Whether a component divides or adds up by team anywhere."""
    if isinstance(parts, Spec):
        return _says_team(vars(parts))
    if isinstance(parts, dict):
        return any(
            value in TEAMS if key in ("of", "among") and isinstance(value, str) else _says_team(value)
            for key, value in parts.items()
        )
    return isinstance(parts, list | tuple) and any(_says_team(each) for each in parts)


def _check_joined(table: Table, before: int, after: int, first: IntArray, last: IntArray) -> None:
    """Refuse rows of one person that overlap or leave days out."""
    label = str(table.columns["person"][after])
    if first[after] > last[before] + 1:
        gap = [date.fromordinal(int(each)).isoformat() for each in (last[before] + 1, first[after] - 1)]
        raise EventsError(
            f"{label!r} has no row for {gap[0]} to {gap[1]}, after line {before + 2}",
            place=table.place(after, "first_day"),
            hint="Let one row end where the next begins, or give the days away in away_from and away_to",
        )
    if first[after] > last[before]:
        return
    plans = [str(table.columns["plan"][row]) for row in (before, after)] if "plan" in table.columns else [""]
    if len(set(plans)) > 1:
        what = f"{label!r} is in two plans at once, {' and '.join(plans)}"
    elif first[after] == ALWAYS[0] or last[before] == ALWAYS[1]:
        what = f"{label!r} stands on line {before + 2} already"
    else:
        day = date.fromordinal(int(first[after])).isoformat()
        what = f"{label!r} has two rows for {day}, the other on line {before + 2}"
    hint = "Give first_day and last_day of each row so that they do not overlap"
    raise EventsError(what, place=table.place(after, "person"), hint=hint)
