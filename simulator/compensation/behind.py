"""Which events stand behind the lines of a statement."""

from __future__ import annotations

from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.component import Component
from simulator.compensation.desk import Desk
from simulator.compensation.events import CreditEvents
from simulator.compensation.periods import PERIODS, Periods
from simulator.compensation.plan import Plan


class Lines(Protocol):
    """What is asked of a statement."""

    @property
    def desk(self) -> Desk:
        """Where it was worked out."""

    @property
    def plan(self) -> Plan:
        """The plan that paid."""

    @property
    def components(self) -> tuple[str, ...]:
        """Names of the components behind their numbers."""

    @property
    def periods(self) -> Periods:
        """The periods settled."""

    def __getitem__(self, column: str) -> NDArray[Any]:
        """One column of the lines."""


LARGEST_KEY: Final = 1 << 63
"""What a key of 64 bits holds, one for the sign."""


def events_behind(statement: Lines, lines: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
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
    order = _by_person_and_day(desk)  # periods follow from days
    ids = events.event_id[order]
    cells: dict[str, NDArray[np.intp]] = {}
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
            counted = desk.chosen(selection) & bears_on(statement.plan.components[name], events)
            counted &= desk.cells(frequency) >= 0
            kept = counted[order]
            if frequency not in cells:
                cells[frequency] = desk.cells(frequency)[order]
            sorted_cells = cells[frequency][kept]
            wanted = rows[here] * statement.periods.n(frequency) + statement["period"][lines][here]
            low = np.searchsorted(sorted_cells, wanted, side="left")
            counts[here] = np.searchsorted(sorted_cells, wanted, side="right") - low
            parts.append((here, low, ids[kept]))
    offsets = np.concatenate(([0], np.cumsum(counts)))
    result = np.zeros(int(offsets[-1]), dtype=np.uint64)
    result[offsets[:-1][own != 0]] = own[own != 0]
    for here, low, ids in parts:
        n = counts[here]
        inside = np.arange(int(n.sum())) - np.repeat(np.cumsum(n) - n, n)
        result[np.repeat(offsets[here], n) + inside] = ids[np.repeat(low, n) + inside]
    return offsets, result


def _by_person_and_day(desk: Desk) -> NDArray[np.intp]:
    """Order of the events by person, day and id; by one key where all three fit into it."""
    events = desk.events
    if len(events) == 0:
        return np.zeros(0, dtype=np.intp)
    first, last = int(events.day.min()), int(events.day.max())
    ids, days = int(events.event_id.max()) + 1, last - first + 1
    if len(desk.people) * days * ids >= LARGEST_KEY:
        return np.lexsort((events.event_id, events.day, desk.rows))
    key = (desk.rows * days + (events.day - first)) * ids + events.event_id.astype(np.int64)
    return np.argsort(key)


def bears_on(component: Component, events: CreditEvents) -> NDArray[np.bool_]:
    """Tell which events count something for a component: receipts say nothing about pay on revenue."""
    looks_further = any(hasattr(component, name) for name in ("inputs", "cards", "rows"))
    measure = getattr(component, "measure", None)
    if looks_further or measure is None:
        return np.ones(len(events), dtype=np.bool_)
    return np.asarray(events.measure(measure) != 0)
