"""A batch of worlds as a small message that any worker process can carry out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from simulator.analysis.attainment import attainment_table
from simulator.analysis.declaration import Columns, Records
from simulator.analysis.outcomes import measure_all
from simulator.analysis.responses import response_table
from simulator.analysis.weekly import weekly_series
from simulator.errors import RunError
from simulator.world.specs import WorldKey

if TYPE_CHECKING:
    from simulator.engine.watch import Watch
    from simulator.scenario import Scenario

Overrides = tuple[tuple[str, float], ...]
AS_IT_STANDS: tuple[Overrides, ...] = ((),)
"""The one point of a comparison that changes no parameter."""

Advance = Callable[[float], None]
"""Told how many world-weeks of a batch are done."""


@dataclass(frozen=True)
class BatchJob:
    """Some replications of some alternatives at some points, to be run in one pass.

    Parameters
    ----------
    source
        The scenario as the user named it.
    settings
        Values set on top of it, as ``key.path=value``.
    fingerprint
        What the scenario's fingerprint must be, so that no worker runs an edited file.
    seed
        Seed of all luck.
    weeks
        Length of the run.
    alternatives
        Names of the alternatives.
    replications
        Numbers of the replications.
    points
        Parameter values that replace the scenario's, one tuple for each point.
    baseline
        With which alternative the others are compared; needed where series are wanted.
    with_series
        Whether weekly series, rep-quarters and what reps did are wanted beside the outcomes.

    Examples
    --------
    >>> job = BatchJob("home-appliances", seed=1, weeks=156, alternatives=("a", "b"), replications=(0, 1))
    >>> job.n_worlds, job.keys[1]
    (4, WorldKey(alternative='b', replication=0, overrides=()))
    """

    source: str
    settings: tuple[str, ...] = ()
    fingerprint: str = ""
    seed: int = 1
    weeks: int = 1
    alternatives: tuple[str, ...] = ()
    replications: tuple[int, ...] = ()
    points: tuple[Overrides, ...] = AS_IT_STANDS
    with_series: bool = True
    baseline: str = ""

    @property
    def n_worlds(self) -> int:
        """Number of worlds in the batch."""
        return len(self.alternatives) * len(self.replications) * len(self.points)

    @property
    def keys(self) -> tuple[WorldKey, ...]:
        """The worlds of the batch, replication by replication."""
        return tuple(
            WorldKey(alternative, replication, overrides)
            for replication in self.replications
            for overrides in self.points
            for alternative in self.alternatives
        )


@dataclass(frozen=True)
class BatchResult:
    """What a batch leaves behind once its ledger is dropped.

    ``outcomes`` has a row for each world, with its ``point`` (place in the job's points) beside
    alternative and replication; ``weekly``, ``attainment`` and ``responses`` are empty where they were not
    wanted.
    """

    job: BatchJob
    outcomes: Columns
    weekly: Columns
    attainment: Columns
    seconds: float
    responses: Columns = field(default_factory=dict)


_known: dict[str, Scenario] = {}
"""Scenarios that this process has read, by fingerprint."""


def remember(scenario: Scenario) -> Scenario:
    """Keep a scenario that has been read, so that this process need not read it again."""
    _known[scenario.fingerprint] = scenario
    return scenario


def _scenario_of(job: BatchJob) -> Scenario:
    from simulator.scenario import load_scenario

    found = _known.get(job.fingerprint) or remember(load_scenario(job.source, settings=job.settings))
    if found.fingerprint != job.fingerprint:
        raise RunError(f"{job.source} was changed while it was being run", hint="Start again")
    return found


def run_batch(job: BatchJob, advance: Advance | None = None) -> BatchResult:
    """Build the worlds of a job, run them to the end, and take what the records say.

    Raises
    ------
    RunError
        The scenario was edited after the comparison began.
    """
    from simulator.engine import simulate
    from simulator.engine.watch import Watch
    from simulator.scenario.build import worlds

    started = perf_counter()
    scenario = _scenario_of(job)
    parts: list[tuple[Columns, ...]] = []
    done = 0.0
    for spec in worlds(scenario, job.keys, seed=job.seed, weeks=job.weeks):
        n_worlds, before = len(spec.keys), done

        def on_week(weeks_done: int, *, n_worlds: int = n_worlds, before: float = before) -> None:
            if advance is not None:
                advance(before + n_worlds * weeks_done)

        watch = Watch(job.baseline) if job.with_series else None
        ledger = simulate(spec, on_week=on_week, watch=watch)
        outcomes = measure_all(ledger)
        place = {overrides: number for number, overrides in enumerate(job.points)}
        outcomes["point"] = np.array([place[key.overrides] for key in spec.keys], dtype=np.int64)
        parts.append((outcomes, *_series(ledger, watch)))
        done = before + n_worlds * job.weeks
    joined = [joined_tables([part[number] for part in parts]) for number in range(4)]
    return BatchResult(job, joined[0], joined[1], joined[2], perf_counter() - started, joined[3])


def _series(ledger: Records, watch: Watch | None) -> tuple[Columns, Columns, Columns]:
    """Take weekly series, rep-quarters and what reps did from a run that was watched, else nothing."""
    if watch is None:
        return {}, {}, {}
    return weekly_series(ledger), attainment_table(ledger), response_table(ledger, watch)


def joined_tables(parts: list[Columns]) -> Columns:
    """Put tables of the same columns under one another.

    Examples
    --------
    >>> joined_tables([{"a": np.array([1])}, {"a": np.array([2])}])["a"].tolist()
    [1, 2]
    """
    filled = [part for part in parts if part]
    return {name: np.concatenate([part[name] for part in filled]) for name in filled[0]} if filled else {}


def in_order(table: Columns, alternatives: tuple[str, ...]) -> Columns:
    """Sort rows by alternative (as listed) and replication; other rows keep their order within a world.

    Whatever the batches were, the same worlds then give the same table.

    Examples
    --------
    >>> table = {"alternative": np.array(["b", "a"], dtype=object), "replication": np.array([0, 0])}
    >>> in_order(table, ("a", "b"))["alternative"].tolist()
    ['a', 'b']
    """
    if not table:
        return {}
    place = {name: number for number, name in enumerate(alternatives)}
    codes = np.array([place[name] for name in table["alternative"]], dtype=np.int64)
    order = np.lexsort((table["replication"], codes))
    return {name: values[order] for name, values in table.items()}
