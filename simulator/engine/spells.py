"""Who was in which seat on which days, as the ledger has it: for pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_PERSONS", "Spells", "person_numbers", "spells_of"]

Whole = NDArray[np.int64]
Columns = Mapping[str, NDArray[Any]]

MOST_PERSONS = 4096
"""A seat's people are numbered below this."""

_STILL_THERE = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Spells:
    """Times that people spent in seats, by seat and then by person.

    Parameters
    ----------
    seat, person
        Seat, and number of the person in it, ``(n,)``.
    first_day, last_day
        Days on which they were there, both included, ``(n,)``.
    """

    seat: Whole
    person: Whole
    first_day: Whole
    last_day: Whole

    @property
    def number(self) -> Whole:
        """Number that tells each person from all others, ascending."""
        return person_numbers(self.seat, self.person)

    def since(self, day: int) -> Spells:
        """Leave out the spells that ended before a day."""
        kept = self.last_day >= day
        return Spells(self.seat[kept], self.person[kept], self.first_day[kept], self.last_day[kept])

    def numbers_at(self, seat: Whole, day: Whole) -> Whole:
        """Give the number of the person who was the last one to take a seat by a day, ``(n_rows,)``.

        Parameters
        ----------
        seat, day
            Seat and day of each row, ``(n_rows,)``.
        """
        width = np.int64(_STILL_THERE)
        begins = self.seat * width + self.first_day
        place = np.searchsorted(begins, seat.astype(np.int64) * width + day, side="right") - 1
        return np.asarray(self.number[np.maximum(place, 0)])


def person_numbers(seat: Whole, person: Whole) -> Whole:
    """Give a number to each person that orders them by seat and then by person.

    Examples
    --------
    >>> person_numbers(np.array([0, 3]), np.array([1, 0])).tolist()
    [1, 12288]
    """
    return np.asarray(seat.astype(np.int64) * MOST_PERSONS + person)


def spells_of(hire: Columns, leave: Columns, seats: Whole) -> Spells:
    """Read from the ledger who was in some seats, and when.

    Parameters
    ----------
    hire, leave
        The ledger's tables.
    seats
        Numbers of the seats, ascending, ``(n_seats,)``.

    Examples
    --------
    Somebody leaves seat 0 in the second week, and the next one comes in the fourth:

    >>> hire = {"rep": np.array([0, 0]), "person": np.array([0, 1]), "day": np.array([0, 21])}
    >>> leave = {"rep": np.array([0]), "person": np.array([0]), "day": np.array([7])}
    >>> found = spells_of(hire, leave, np.array([0]))
    >>> found.first_day.tolist(), found.last_day[:1].tolist()
    ([0, 21], [6])
    >>> found.numbers_at(np.zeros(2, int), np.array([3, 30])).tolist()
    [0, 1]
    """
    rows = np.flatnonzero(np.isin(hire["rep"], seats))
    number = person_numbers(hire["rep"][rows], hire["person"][rows].astype(np.int64))
    order = np.argsort(number, kind="stable")
    rows, number = rows[order], number[order]
    last = np.full(len(rows), _STILL_THERE, np.int64)
    gone = np.flatnonzero(np.isin(leave["rep"], seats))
    who = person_numbers(leave["rep"][gone], leave["person"][gone].astype(np.int64))
    last[np.searchsorted(number, who)] = leave["day"][gone].astype(np.int64) - 1
    return Spells(
        seat=hire["rep"][rows].astype(np.int64),
        person=hire["person"][rows].astype(np.int64),
        first_day=hire["day"][rows].astype(np.int64),
        last_day=last,
    )
