"""What a conclusion rests on: each assumption moved to both ends of its range, one at a time.

The leading alternative meets the runner-up again, with the luck of the comparison, once for each end of
each behavioural parameter. An assumption flips the order when the whole interval of their difference
lies on the other side of zero; it could flip the order when the interval includes zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.analysis.declaration import Columns
from simulator.analysis.intervals import paired_difference
from simulator.analysis.outcomes import declared
from simulator.experiment.batches import FIRST_WORLDS, LARGEST_WORLDS, TARGET_SECONDS, pieces
from simulator.experiment.job import Overrides, joined_tables
from simulator.experiment.protocol import Executor
from simulator.experiment.running import Progress, carry_out

if TYPE_CHECKING:
    from simulator.studies.design import Design

SWEEP_REPLICATIONS = 4
USUAL_OUTCOME = "contribution"


@dataclass(frozen=True)
class Sensitivity:
    """What moving each assumption does to the lead.

    Parameters
    ----------
    table
        A row for each end of each assumption: ``parameter``, ``end``, ``value``, ``outcome``,
        ``first`` and ``second`` (who led and who followed), ``leader`` (who leads at this end),
        ``difference`` (lead of the first, above zero while it leads) with ``low`` and ``high``, ``flips``
        and ``could_flip``.
    further
        The same rows for further outcomes of the same two alternatives.
    interrupted, failed
        Whether the sweep was stopped, or lost a batch.
    """

    table: Columns = field(default_factory=dict)
    further: dict[str, Columns] = field(default_factory=dict)
    interrupted: bool = False
    failed: bool = False


@dataclass(frozen=True)
class Point:
    """One assumption at one end of its range."""

    parameter: str
    end: str
    value: float

    @property
    def overrides(self) -> Overrides:
        """The parameter values that this point replaces."""
        return ((self.parameter, self.value),)


def points_of(design: Design) -> tuple[Point, ...]:
    """List both ends of every behavioural parameter whose range leaves it room to move."""
    return tuple(
        Point(name, end, value)
        for name, parameter in design.scenario.parameters.items()
        for end, value in (("low", float(parameter.low)), ("high", float(parameter.high)))
        if value != parameter.value
    )


def leading_two(outcomes: Columns, alternatives: tuple[str, ...], outcome: str) -> tuple[str, str]:
    """Name the alternative with the best mean and the one that follows it.

    Examples
    --------
    >>> rows = {"alternative": np.array(["a", "b", "c"]), "revenue": np.array([1.0, 3.0, 2.0])}
    >>> leading_two(rows, ("a", "b", "c"), "revenue")
    ('b', 'c')
    """
    sign = -1.0 if declared([outcome])[outcome].better == "lower" else 1.0
    means = [
        sign * float(np.mean(outcomes[outcome][outcomes["alternative"] == name])) for name in alternatives
    ]
    order = sorted(range(len(means)), key=lambda number: -means[number])
    return alternatives[order[0]], alternatives[order[1]]


def sweep(
    design: Design,
    outcomes: Columns,
    executor: Executor,
    seconds_per_world: float | None,
    progress: Progress,
) -> Sensitivity:
    """Move every assumption to both ends of its range and see whether the leader still leads.

    Parameters
    ----------
    design
        The comparison.
    outcomes
        Its results, a row for each world.
    executor
        Runs the worlds.
    seconds_per_world
        How long a world took, for the size of batches.
    progress
        Is told how far the work is.
    """
    goal = design.scenario.goal
    main = USUAL_OUTCOME if goal is None else goal.outcome
    watched = tuple(dict.fromkeys((main, USUAL_OUTCOME)))
    points = points_of(design)
    if not points or not all(np.isfinite(outcomes[key]).all() for key in watched):
        return Sensitivity()
    leaders = leading_two(outcomes, design.alternatives, main)
    pairs = {key: leading_two(outcomes, leaders, key) for key in watched}
    job = replace(
        design.job,
        alternatives=leaders,
        replications=tuple(int(number) for number in np.unique(outcomes["replication"])[:SWEEP_REPLICATIONS]),
        points=tuple(point.overrides for point in points),
        with_series=False,
    )
    worlds = TARGET_SECONDS / seconds_per_world if seconds_per_world else FIRST_WORLDS
    jobs = pieces(job, int(min(worlds, LARGEST_WORLDS)))
    found = carry_out(jobs, executor, progress=progress, stage="assumptions")
    rows: list[Columns] = []
    for result in found.results:
        number = {overrides: place for place, overrides in enumerate(job.points)}
        places = np.array([number[overrides] for overrides in result.job.points])
        rows.append(result.outcomes | {"point": places[result.outcomes["point"]]})
    worlds_run = joined_tables(rows)
    tables = {key: _table(worlds_run, points, key, *pairs[key]) for key in watched}
    return Sensitivity(
        table=tables[main],
        further={key: table for key, table in tables.items() if key != main},
        interrupted=found.interrupted,
        failed=bool(found.failed),
    )


def _table(worlds: Columns, points: tuple[Point, ...], outcome: str, first: str, second: str) -> Columns:
    """Write the lead of the first over the second at each point that was run."""
    rows = []
    for place, point in enumerate(points):
        here = worlds["point"] == place if worlds else np.zeros(0, dtype=np.bool_)
        row = _row(worlds, here, outcome, first, second) if here.any() else None
        if row is not None:
            rows.append({"parameter": point.parameter, "end": point.end, "value": point.value} | row)
    texts = ("parameter", "end", "outcome", "first", "second", "leader")
    return {
        name: np.array([row[name] for row in rows], dtype=object if name in texts else None)
        for name in (rows[0] if rows else ())
    }


def _row(worlds: Columns, here: np.ndarray, outcome: str, first: str, second: str) -> dict[str, Any] | None:
    """Lead of the first at one point; None where the outcome is undefined."""
    sign = -1.0 if declared([outcome])[outcome].better == "lower" else 1.0
    mine, theirs = (
        sign * _by_replication(worlds, here & (worlds["alternative"] == name), outcome)
        for name in (first, second)
    )
    found = paired_difference(mine, theirs)
    if found.difference is None:
        return None
    low = np.nan if found.low is None else found.low
    high = np.nan if found.high is None else found.high
    return {
        "outcome": outcome,
        "first": first,
        "second": second,
        "leader": second if found.difference < 0 else first,
        "difference": found.difference,
        "low": low,
        "high": high,
        "flips": bool(high < 0),
        "could_flip": bool(low <= 0 <= high),
    }


def _by_replication(worlds: Columns, chosen: np.ndarray, outcome: str) -> np.ndarray:
    order = np.argsort(worlds["replication"][chosen], kind="stable")
    return np.asarray(worlds[outcome][chosen][order])
