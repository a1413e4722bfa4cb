"""What a conclusion rests on: each assumption moved to both ends of its range, one at a time.

The leading alternative meets the rivals that are hardest to rule out again, with the luck of the comparison,
once for each end of each behavioural parameter. An assumption flips the order when the whole interval of the
lead over a rival lies on the other side of zero; it could flip the order when the interval includes zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.analysis.declaration import Columns
from simulator.analysis.intervals import Difference, paired_difference
from simulator.analysis.outcomes import declared
from simulator.analysis.ranking import Ranking, ranked
from simulator.experiment.batches import FIRST_WORLDS, LARGEST_WORLDS, TARGET_SECONDS, pieces
from simulator.experiment.job import Overrides, joined_tables
from simulator.experiment.protocol import Executor
from simulator.experiment.running import Progress, carry_out

if TYPE_CHECKING:
    from simulator.studies.design import Design

SWEEP_REPLICATIONS = 4
MOST_SWEPT = 3
"""Alternatives that are swept at most: the leader and those that are hardest to rule out."""
USUAL_OUTCOME = "contribution"


@dataclass(frozen=True)
class Sensitivity:
    """What moving each assumption does to the lead.

    Parameters
    ----------
    table
        A row for each outcome watched and each end of each assumption, the goal's outcome first:
        ``parameter``, ``end``, ``value``, ``outcome``, ``first`` (who led), ``rivals`` (who was held
        against it, separated by commas), ``second`` (the rival closest to it, or ahead of it, at this end),
        ``replications``, ``leader`` (who has the best mean at this end), ``difference`` (lead of the first
        over the second, above zero while it leads) with ``low`` and ``high``, ``flips`` and ``could_flip``.
    interrupted, failed
        Whether the sweep was stopped, or lost a batch.
    """

    table: Columns = field(default_factory=dict)
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
        if parameter.mechanism in design.scenario.mechanisms  # others have no effect here
        for end, value in (("low", float(parameter.low)), ("high", float(parameter.high)))
        if value != parameter.value
    )


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
    swept = _standing(outcomes, design.alternatives, main).contenders(MOST_SWEPT)
    if not points or len(swept) < 2:
        return Sensitivity()
    job = replace(
        design.job,
        alternatives=swept,
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
    rankings = {key: _standing(outcomes, swept, key) for key in watched}
    tables = [_table(worlds_run, points, key, found) for key, found in rankings.items() if found.rivals]
    return Sensitivity(joined_tables(tables), interrupted=found.interrupted, failed=bool(found.failed))


def _standing(outcomes: Columns, alternatives: tuple[str, ...], outcome: str) -> Ranking:
    """Rank alternatives by the results of the comparison."""
    values = {name: outcomes[outcome][outcomes["alternative"] == name] for name in alternatives}
    return ranked(values, declared([outcome])[outcome].better)


def _table(worlds: Columns, points: tuple[Point, ...], outcome: str, standing: Ranking) -> Columns:
    """Write the lead over the closest rival at each point that was run."""
    rows = []
    for place, point in enumerate(points):
        here = worlds["point"] == place if worlds else np.zeros(0, dtype=np.bool_)
        row = _row(worlds, here, outcome, standing) if here.any() else None
        if row is not None:
            rows.append({"parameter": point.parameter, "end": point.end, "value": point.value} | row)
    texts = ("parameter", "end", "outcome", "first", "second", "rivals", "leader")
    return {
        name: np.array([row[name] for row in rows], dtype=object if name in texts else None)
        for name in (rows[0] if rows else ())
    }


def _row(worlds: Columns, here: np.ndarray, outcome: str, standing: Ranking) -> dict[str, Any] | None:
    """Lead of the first over its closest rival at one point; None where the outcome is undefined."""
    sign = -1.0 if declared([outcome])[outcome].better == "lower" else 1.0
    values = {
        name: sign * _by_replication(worlds, here & (worlds["alternative"] == name), outcome)
        for name in (standing.leader, *standing.rivals)
    }
    mine = values[standing.leader]
    known = {name: one for name, one in values.items() if np.isfinite(one).all()}
    contests = {
        name: paired_difference(mine, one, contests=len(standing.rivals))
        for name, one in known.items() if name != standing.leader
    }  # fmt: skip
    if standing.leader not in known or not contests:
        return None
    closest = min(contests, key=lambda name: _hardness(contests[name]))
    found = contests[closest]
    return {
        "outcome": outcome,
        "first": standing.leader,
        "second": closest,
        "rivals": ",".join(contests),
        "replications": len(mine),
        "leader": max(known, key=lambda name: float(np.mean(known[name]))),
        "difference": found.difference,
        "low": np.nan if found.low is None else found.low,
        "high": np.nan if found.high is None else found.high,
        "flips": found.high is not None and found.high < 0,
        "could_flip": found.low is None or found.high is None or found.low <= 0 <= found.high,
    }


def _hardness(found: Difference) -> tuple[float, float]:
    """Order contests: first the rival that the leader is least likely to beat."""
    return round(found.probability_better or 0.0, 4), found.difference or 0.0


def _by_replication(worlds: Columns, chosen: np.ndarray, outcome: str) -> np.ndarray:
    order = np.argsort(worlds["replication"][chosen], kind="stable")
    return np.asarray(worlds[outcome][chosen][order])
