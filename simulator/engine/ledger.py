"""The append-only record of everything that happened: the only source of outcomes and of pay."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.world.records import COMMON, RECORDS, Axes

__all__ = ["Ledger"]

Columns = dict[str, NDArray[Any]]


class Ledger:
    """Typed tables to which rows are appended in birth order, and never changed.

    Parameters
    ----------
    axes
        The names behind the codes in the rows.

    Examples
    --------
    >>> from simulator.world.records import example_axes
    >>> ledger = Ledger(example_axes())
    >>> ledger.append("receipt", world=np.zeros(2, int), day=3, event_id=np.arange(2), cause_id=0,
    ...               order_id=np.arange(2), rep=-1, amount_minor=np.array([500, 700]))
    >>> int(ledger.table("receipt")["amount_minor"].sum())
    1200
    """

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self._chunks: dict[str, list[Columns]] = {name: [] for name in RECORDS}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all tables."""
        return tuple(self._chunks)

    def append(self, table: str, *, world: NDArray[np.integer], **columns: Any) -> None:
        """Add rows: one array for each column, all as long as ``world``, or one value for all rows.

        Raises
        ------
        KeyError
            If a column is missing or unknown: every row of a table has every column.
        """
        record = RECORDS[table]
        expected = {*COMMON, *record.columns} - {"world"}
        if expected != set(columns):
            raise KeyError(
                f"{table}: columns differ from its record type by {sorted(expected ^ set(columns))}"
            )
        n = len(world)
        if n == 0:
            return
        chunk: Columns = {"world": np.asarray(world, np.int32)}
        for name, values in columns.items():
            array = np.asarray(values, record.dtype(name))
            chunk[name] = array if array.ndim else np.broadcast_to(array, (n,))
        self._chunks[table].append(chunk)

    def table(self, name: str) -> Columns:
        """Return all rows of a table so far, in birth order, as one array for each column.

        Wide columns (one number for each kind of credit) have shape ``(n_rows, n_kinds)``.
        """
        chunks = self._chunks[name]
        if len(chunks) != 1:
            chunks = [self._joined(name, chunks)]
            self._chunks[name] = chunks
        return dict(chunks[0])

    def since(self, name: str, first_day: int) -> Columns:
        """Return the rows of the chunks that reach up to a day or beyond, in birth order.

        Rows before that day may be among them, rows from it on are all there; older weeks cost nothing.
        """
        chunks = [chunk for chunk in self._chunks[name] if chunk["day"].max() >= first_day]
        return dict(chunks[0]) if len(chunks) == 1 else self._joined(name, chunks)

    def latest(self, name: str) -> Columns | None:
        """Return the rows that were appended last, or None."""
        return self._chunks[name][-1] if self._chunks[name] else None

    def _joined(self, name: str, chunks: list[Columns]) -> Columns:
        record = RECORDS[name]
        joined: Columns = {}
        for column in (*COMMON, *record.columns):
            if chunks:
                joined[column] = np.concatenate([chunk[column] for chunk in chunks])
            else:
                shape = (0, len(self.axes.kinds)) if record.is_wide(column) else (0,)
                joined[column] = np.zeros(shape, record.dtype(column))
        return joined
