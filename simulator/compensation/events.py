"""Credited events: who is credited with what, on which day, and what is known about the sale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulator.errors import EventsError

IntArray = NDArray[np.int64]


class Coded(NamedTuple):
    """A column of names kept as small numbers: ``names[codes]`` gives the words back; -1 means not known."""

    codes: NDArray[np.integer]
    names: tuple[str, ...]


@dataclass(frozen=True)
class CreditEvents:
    """Rows of credit, one for each event and credited person.

    Parameters
    ----------
    event_id
        Id of the order, receipt or other fact behind the credit, uint64, shape ``(n,)``. The same id may
        stand with several people (a split) but only once with each.
    person
        Who is credited, int64, shape ``(n,)``.
    day
        When, int32, shape ``(n,)``.
    measures
        What is credited: ``revenue``, ``margin``, ``cash`` ... [minor units], ``units`` ... [whole units],
        each int64, shape ``(n,)``. ``orders`` is always there: a sale counts one, a return that takes the
        last of it back minus one, anything else nothing.
    attributes
        What is known of the sale, such as ``line``, ``tier`` and ``customer``, each a `Coded` column.
    refers_to
        Id of the sale that a row is about: a return or cancellation (negative credit) or a receipt of cash;
        uint64, 0 for sales themselves.

    Raises
    ------
    EventsError
        Columns differ in length.
    """

    event_id: NDArray[np.uint64]
    person: IntArray
    day: NDArray[np.int32]
    measures: Mapping[str, IntArray]
    attributes: Mapping[str, Coded] = field(default_factory=dict)
    refers_to: NDArray[np.uint64] | None = None

    def __post_init__(self) -> None:
        columns: dict[str, int] = {"person": len(self.person), "day": len(self.day)}
        columns |= {name: len(values) for name, values in self.measures.items()}
        columns |= {name: len(values.codes) for name, values in self.attributes.items()}
        for name, length in columns.items():
            if length != len(self.event_id):
                raise EventsError(
                    f"the column {name!r} has {length} rows and there are {len(self.event_id)} events"
                )

    def __len__(self) -> int:
        """How many rows of credit there are."""
        return len(self.event_id)

    def measure(self, name: str) -> IntArray:
        """Credit in one measure, shape ``(n,)``.

        Raises
        ------
        EventsError
            The events carry no such measure.
        """
        if name in self.measures:
            return self.measures[name]
        if name == "orders":
            return self._orders()
        raise EventsError(
            f"the plan pays on {name!r}, which the events do not carry",
            allowed=sorted({*self.measures, "orders"}),
        )

    def _orders(self) -> IntArray:
        """Count one for each sale, and take it off again with the return that leaves nothing of it."""
        if self.refers_to is None or not (self.refers_to != 0).any():
            return np.ones(len(self), dtype=np.int64)
        orders: IntArray = (self.refers_to == 0).astype(np.int64)
        for name in ("revenue", "units", "margin"):
            values = self.measures.get(name)
            if values is None or not (values < 0).any():
                continue
            rows = np.flatnonzero((self.refers_to == 0) | (values < 0))
            sale = np.where(self.refers_to == 0, self.event_id, self.refers_to)[rows]
            people, holder = np.unique(self.person[rows], return_inverse=True)
            group = np.unique(sale, return_inverse=True)[1] * len(people) + holder
            order = np.lexsort((self.event_id[rows], self.day[rows], self.refers_to[rows] != 0, group))
            rows, group = rows[order], group[order]
            running = np.cumsum(values[rows])
            start = np.searchsorted(group, group, side="left")
            left = running - np.concatenate(([0], running))[start]
            gone = (self.refers_to[rows] != 0) & (left <= 0) & (left - values[rows] > 0)
            orders[rows[gone]] = -1
            return orders
        return orders

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> CreditEvents:
        """Keep some rows, given by number or by yes and no."""
        return CreditEvents(
            self.event_id[rows],
            self.person[rows],
            self.day[rows],
            {name: values[rows] for name, values in self.measures.items()},
            {name: Coded(column.codes[rows], column.names) for name, column in self.attributes.items()},
            None if self.refers_to is None else self.refers_to[rows],
        )
