"""Take one world out of a ledger, so that it can be compared with the same world in another."""

from __future__ import annotations

import numpy as np

from simulator.engine.ledger import Columns, Ledger


def rows_of_world(ledger: Ledger, world: int, table: str, until_week: int | None = None) -> Columns:
    """The rows of a world in birth order; reps are numbered within the world, alternatives by name."""
    columns = ledger.table(table)
    kept = columns["world"] == world
    if until_week is not None:
        kept &= columns["day"] < 7 * until_week
    rows = {name: values[kept] for name, values in columns.items() if name != "world"}
    if "rep" in rows:
        rows["rep"] = np.where(rows["rep"] >= 0, ledger.axes.rep_number[rows["rep"]], -1)
    for column, names in (("plan", ledger.axes.plans), ("action", ledger.axes.actions)):
        if column in rows:
            rows[column] = np.array(names)[rows[column]]
    if table == "spend":
        # Codes of actions, and the order of several in one week, go by the names in the batch.
        del rows["item"]
        order = np.lexsort((rows["event_id"], rows["day"]))
        rows = {name: values[order] for name, values in rows.items()}
    return rows


def assert_same_world(
    one: Ledger, world: int, other: Ledger, other_world: int, until_week: int | None = None
) -> None:
    """Assert that every table holds exactly the same rows of a world in both ledgers."""
    for table in one.names:
        left = rows_of_world(one, world, table, until_week)
        right = rows_of_world(other, other_world, table, until_week)
        for name in left:
            assert np.array_equal(left[name], right[name]), (table, name)
