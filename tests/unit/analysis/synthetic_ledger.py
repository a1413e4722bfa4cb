"""Made-up facts for the tests of this folder, and one tiny ledger whose numbers can be checked by eye."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.testing.ledgers import FactLedger, example_axes, example_ledger
from simulator.world.records import RECORDS

__all__ = ["FactLedger", "example_ledger", "ledger_of"]


def ledger_of(*, weeks: int = 13, worlds: int = 1, **tables: list[dict[str, Any]]) -> FactLedger:
    """A ledger from rows written out as dicts; what a row leaves out is zero."""
    axes = example_axes([("as-before", number) for number in range(worlds)], weeks)
    columns = {}
    for name, rows in tables.items():
        record = RECORDS[name]
        columns[name] = {
            column: np.array(
                [row.get(column, [0.0] * len(axes.kinds) if record.is_wide(column) else 0) for row in rows],
                dtype=record.dtype(column),
            )
            for column in ("world", "day", "event_id", "cause_id", *record.columns)
        }
    return FactLedger(axes, columns)
