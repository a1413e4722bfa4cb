"""Our orders on their way: submitted, under approval, booked, delivered, paid.

Columns of orders move from one waiting room to the next; each step gives the rows that happened this
week, and the engine writes them to the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.pipeline.approval import ApprovalQueue
from simulator.randomness import hash_id

__all__ = ["Agenda", "Deals", "joined", "rows_of"]

Columns = dict[str, NDArray[Any]]


def rows_of(columns: Columns, rows: NDArray[Any]) -> Columns:
    """Give some rows of a table, by mask or by position."""
    if rows.dtype == np.bool_:
        rows = np.flatnonzero(rows)
    return {name: values[rows] for name, values in columns.items()}


def joined(tables: Iterable[Columns]) -> Columns:
    """Put tables with the same columns one after the other."""
    parts = list(tables)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


class Agenda:
    """Things that happen on a later day, handed out in the week of that day, in the order entered.

    Examples
    --------
    >>> agenda = Agenda()
    >>> agenda.enter({"day": np.array([3, 12]), "order": np.array([7, 8])})
    >>> agenda.due(until_day=7)["order"].tolist(), agenda.due(until_day=14)["order"].tolist()
    ([7], [8])
    """

    def __init__(self) -> None:
        self._waiting: Columns | None = None

    def enter(self, columns: Columns) -> None:
        """Add rows; the column ``day`` says when each is due."""
        self._waiting = columns if self._waiting is None else joined((self._waiting, columns))

    def due(self, until_day: float) -> Columns | None:
        """Take out the rows that are due before a day; None if nothing was ever entered."""
        if self._waiting is None:
            return None
        is_due = self._waiting["day"] < until_day
        taken = rows_of(self._waiting, is_due)
        self._waiting = rows_of(self._waiting, ~is_due)
        return taken


class Deals:
    """All our orders in flight, in all worlds of a batch.

    Parameters
    ----------
    approval
        The approval queue of every world.
    """

    def __init__(self, approval: ApprovalQueue) -> None:
        self.approval = approval
        self.deliveries = Agenda()
        self.receipts = Agenda()
        self._submitted: Columns | None = None
        self._keys = np.zeros(0, np.uint64)

    def submit(self, orders: Columns, handling_days: NDArray[np.float64]) -> None:
        """Hand orders in for approval.

        Parameters
        ----------
        orders
            Columns of orders, with ``world``, ``order_id`` and ``time_days`` (when they were placed).
        handling_days
            Days that each layer takes for each order, ``(n, n_layers)``.
        """
        self.approval.submit(orders["world"], orders["order_id"], orders["time_days"], handling_days)
        everything = orders if self._submitted is None else joined((self._submitted, orders))
        keys = hash_id("submitted order", everything["world"], everything["order_id"])
        order = np.argsort(keys, kind="stable")
        self._submitted, self._keys = rows_of(everything, order), keys[order]

    def approved(self, until_day: float) -> Columns | None:
        """Give the orders that left approval before a day, with ``approved_day``, by world and time."""
        done = self.approval.advance(until_day)
        if self._submitted is None:
            return None
        rows = np.searchsorted(self._keys, hash_id("submitted order", *_ids(done)))
        orders = rows_of(self._submitted, rows)
        orders["approved_day"] = np.asarray(done["approved_day"], np.float64)
        stays = np.ones(len(self._keys), np.bool_)
        stays[rows] = False
        self._submitted, self._keys = rows_of(self._submitted, stays), self._keys[stays]
        return orders


def _ids(done: Mapping[str, NDArray[Any]]) -> tuple[NDArray[Any], NDArray[Any]]:
    return done["world"], done["deal_id"]
