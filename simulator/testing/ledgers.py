"""A small ledger with made-up facts, so that an outcome can be checked without running a scenario."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulator.analysis.declaration import Columns
from simulator.errors import UnknownName
from simulator.world.records import RECORDS, STAGES, Axes
from simulator.world.specs import CUSTOMER_KINDS, TIERS

LINES = ("air-conditioner", "fridge")
REPS_PER_WORLD = 5
DAYS_PER_QUARTER = 91


class FactLedger:
    """Facts in memory, with the reading side of the engine's ledger.

    Parameters
    ----------
    axes
        The names behind the codes.
    tables
        Columns by table name; a table that is left out has no rows.

    Examples
    --------
    >>> ledger = example_ledger([("as-before", 0)], weeks=4)
    >>> len(ledger.table("message")["world"])
    0
    """

    def __init__(self, axes: Axes, tables: dict[str, Columns]) -> None:
        self._axes = axes
        self._tables = tables

    @property
    def axes(self) -> Axes:
        """The names behind the codes."""
        return self._axes

    @property
    def names(self) -> tuple[str, ...]:
        """Every table there is."""
        return tuple(RECORDS)

    def table(self, name: str) -> Columns:
        """All rows of one table, in birth order."""
        if name not in RECORDS:
            raise UnknownName("ledger table", name, RECORDS)
        if name not in self._tables:
            return _rows(name, {}, 0, len(self._axes.kinds))
        return dict(self._tables[name])


def _rows(name: str, given: Columns, n_rows: int, n_kinds: int) -> Columns:
    """Complete a table: every column of the record type, zeros where nothing is given."""
    record = RECORDS[name]
    columns: Columns = {}
    for column in ("world", "day", "event_id", "cause_id", *record.columns):
        shape = (n_rows, n_kinds) if record.is_wide(column) else (n_rows,)
        columns[column] = np.asarray(given.get(column, np.zeros(shape)), dtype=record.dtype(column))
    return columns


def example_axes(worlds: Sequence[tuple[str, int]], weeks: int, reps: int = REPS_PER_WORLD) -> Axes:
    """Name the codes of a batch of worlds, each an alternative and a replication."""
    alternatives = tuple(dict.fromkeys(name for name, _ in worlds))
    n_worlds = len(worlds)
    return Axes(
        lines=LINES,
        tiers=TIERS,
        segments=("families",),
        regions=("north",),
        channels=("shops", "online"),
        firms=("us", "rival"),
        kinds=tuple(f"{line}/{tier}/{kind}" for line in LINES for tier in TIERS for kind in CUSTOMER_KINDS),
        plans=("flat",),
        components=(("salary", "commission"),),
        actions=(),
        alternatives=alternatives,
        world_alternative=np.array([alternatives.index(name) for name, _ in worlds], dtype=np.int64),
        world_replication=np.array([replication for _, replication in worlds], dtype=np.int64),
        rep_world=np.repeat(np.arange(n_worlds), reps),
        rep_number=np.tile(np.arange(reps), n_worlds),
        rep_region=np.zeros(n_worlds * reps, dtype=np.int64),
        weeks=weeks,
    )


def example_ledger(worlds: Sequence[tuple[str, int]], *, weeks: int = 60, seed: int = 1) -> FactLedger:
    """Make up the facts of a batch of worlds; the facts of a world do not depend on the other worlds.

    Parameters
    ----------
    worlds
        Alternative and replication of each world.
    weeks
        Length of the run.
    seed
        Another seed makes up other facts.

    Examples
    --------
    >>> ledger = example_ledger([("as-before", 0), ("tilt", 0)], weeks=4)
    >>> ledger.axes.alternatives, ledger.axes.n_worlds
    (('as-before', 'tilt'), 2)
    """
    axes = example_axes(worlds, weeks)
    parts: dict[str, list[Columns]] = {}
    for world, (alternative, replication) in enumerate(worlds):
        lift = 1.0 + 0.1 * (sum(alternative.encode()) % 5)
        rng = np.random.default_rng([seed, replication])
        for name, given in _world_facts(rng, weeks, lift, len(axes.kinds)).items():
            n_rows = len(given["day"])
            given["world"] = np.full(n_rows, world)
            if "rep" in given:
                given["rep"] = given["rep"] + world * REPS_PER_WORLD
            parts.setdefault(name, []).append(_rows(name, given, n_rows, len(axes.kinds)))
    tables = {name: _by_day(worlds_rows) for name, worlds_rows in parts.items()}
    return FactLedger(axes, tables)


def _by_day(parts: list[Columns]) -> Columns:
    joined = {column: np.concatenate([part[column] for part in parts]) for column in parts[0]}
    order = np.argsort(joined["day"], kind="stable")
    return {column: values[order] for column, values in joined.items()}


def _world_facts(rng: np.random.Generator, weeks: int, lift: float, n_kinds: int) -> dict[str, Columns]:
    """Facts of one world, rows in any order; reps are numbered within the world."""
    n_orders, n_rep_weeks = 4 * weeks, REPS_PER_WORLD * weeks
    ids = np.arange(1, n_orders + 1)
    order_days = np.sort(rng.integers(0, weeks * 7, n_orders))
    amounts = np.rint(rng.lognormal(12.0, 0.5, n_orders) * lift).astype(np.int64)
    orders = {
        "day": order_days,
        "event_id": ids,
        "firm": rng.integers(0, 2, n_orders),
        "line": rng.integers(0, len(LINES), n_orders),
        "tier": rng.integers(0, 2, n_orders),
        "rep": rng.integers(0, REPS_PER_WORLD, n_orders),
        "is_new_customer": rng.random(n_orders) < 0.3,
        "units": np.ones(n_orders),
        "amount_minor": amounts,
        "product_cost_minor": amounts // 2,
        "channel_fee_minor": amounts // 20,
    }
    ours = orders["firm"] == 0
    taken = {name: orders[name][ours] for name in ("day", "rep", "line", "tier", "is_new_customer", "units")}
    rep_weeks = {
        "day": np.repeat(np.arange(weeks) * 7, REPS_PER_WORLD),
        "rep": np.tile(np.arange(REPS_PER_WORLD), weeks),
    }
    ends = rng.integers(STAGES.index("won"), STAGES.index("withdrawn") + 1, n_orders)
    quarters = weeks // 13 + 1
    return {
        "order": orders,
        "credit": taken | {"order_id": ids[ours], "revenue_minor": amounts[ours]},
        "stage_change": {"day": order_days, "deal_id": ids, "to_stage": ends},
        "delivery": {"day": order_days[ours], "order_id": ids[ours], "satisfaction": rng.random(ours.sum())},
        "receipt": {"day": order_days[ours], "order_id": ids[ours], "amount_minor": amounts[ours] // 3},
        "payout": rep_weeks | {"amount_minor": rng.integers(80_000, 200_000, n_rep_weeks)},
        "spend": {"day": np.arange(weeks) * 7, "amount_minor": rng.integers(0, 5_000, weeks)},
        "quota": {
            "day": np.repeat(np.arange(quarters) * DAYS_PER_QUARTER, REPS_PER_WORLD),
            "rep": np.tile(np.arange(REPS_PER_WORLD), quarters),
            "quarter": np.repeat(np.arange(quarters), REPS_PER_WORLD),
            "amount_minor": np.full(quarters * REPS_PER_WORLD, 900_000),
        },
        "belief": rep_weeks | {"understanding": rng.random(n_rep_weeks)},
        "activity": rep_weeks
        | {"effort": rng.random(n_rep_weeks), "effort_by_kind": rng.random((n_rep_weeks, n_kinds))},
        "task": rep_weeks
        | {"effort": rng.random(n_rep_weeks), "value_minor": rng.integers(0, 9_000, n_rep_weeks)},
        **_people(rng, weeks),
    }


def _people(rng: np.random.Generator, weeks: int) -> dict[str, Columns]:
    """Let the first rep leave in the middle of the run, and somebody else begin four weeks later."""
    gone = weeks // 2 * 7
    hired = np.append(np.zeros(REPS_PER_WORLD, np.int64), gone + 28)
    return {
        "hire": {
            "day": hired,
            "rep": np.append(np.arange(REPS_PER_WORLD), 0),
            "person": (hired > 0).astype(np.int64),
            "ability": rng.lognormal(0.0, 0.2, REPS_PER_WORLD + 1),
        },
        "leave": {"day": np.array([gone]), "rep": np.array([0])},
        "adjustment": {"day": np.array([gone, gone]), "rep": np.array([1, 2]), "is_own": np.array([0, 1])},
    }
