"""Ledger tables as a person reads them: the names beside the codes."""

from __future__ import annotations

import numpy as np

from simulator.analysis.declaration import Columns
from simulator.world.records import LEAVE_REASONS, RECORDS, SPEND_KINDS, STAGES, Axes

NAME = "_name"
PERIODS = ("month", "quarter", "year")


def readable(table: str, columns: Columns, axes: Axes) -> Columns:
    """Add a name beside every code of a ledger table, and split wide columns by kind of credit.

    Parameters
    ----------
    table
        Name of the ledger table.
    columns
        Its rows.
    axes
        The names behind the codes.

    Returns
    -------
    The columns, each code followed by ``<column>_name`` (empty for -1, which means none), wide columns as
    ``<column>:<kind>``.
    """
    names = _names(table, axes)
    found: Columns = {}
    for column, values in columns.items():
        if RECORDS[table].is_wide(column):
            for number, kind in enumerate(axes.kinds):
                found[f"{column}:{kind}"] = np.ascontiguousarray(values[:, number])
            continue
        found[column] = values
        if column in names:
            found[column + NAME] = _decoded(values, names[column])
    if {"plan", "component"} <= set(columns) and axes.components:
        of_row = axes.world_alternative[columns["world"]]
        parts = zip(of_row.tolist(), columns["component"].tolist(), strict=True)
        found["component" + NAME] = np.array(
            [axes.components[alternative][part] if part >= 0 else "" for alternative, part in parts],
            dtype=object,
        )
    if table == "spend":
        found["item" + NAME] = _spent_on(columns, axes)
    return found


def _spent_on(spend: Columns, axes: Axes) -> np.ndarray:
    """Name what money was spent on: a channel, or an action."""
    channel = spend["kind"] == SPEND_KINDS.index("channel")
    service = spend["kind"] == SPEND_KINDS.index("service")
    named = np.where(channel, _decoded(spend["item"], axes.channels), _decoded(spend["item"], axes.actions))
    unnamed = service | np.isin(
        spend["kind"], [SPEND_KINDS.index(kind) for kind in ("turnover", "gift", "bad_debt")]
    )
    return np.asarray(np.where(unnamed, "", named), dtype=object)


def _names(table: str, axes: Axes) -> dict[str, tuple[str, ...]]:
    """Names by column; the same column name means the same in every table but ``kind``."""
    names = {
        "line": axes.lines,
        "tier": axes.tiers,
        "segment": axes.segments,
        "region": axes.regions,
        "channel": axes.channels,
        "firm": axes.firms,
        "plan": axes.plans,
        "action": axes.actions,
        "from_stage": STAGES,
        "to_stage": STAGES,
        "period_kind": PERIODS,
        "reason": LEAVE_REASONS,
    }
    return names | {"kind": SPEND_KINDS} if table == "spend" else names


def _decoded(codes: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    known = np.asarray([*names, ""], dtype=object)
    places = codes.astype(np.int64)
    return np.asarray(known[np.where((places >= 0) & (places < len(names)), places, len(names))])
