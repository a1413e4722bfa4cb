"""Compare alternatives that share their luck: the main question of the whole product."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.analysis.declaration import Columns
from simulator.errors import Interrupted, RunError
from simulator.experiment.batches import Dealer
from simulator.experiment.executors import executor_for
from simulator.experiment.job import in_order, joined_tables
from simulator.experiment.protocol import Executor
from simulator.experiment.running import Finish, Progress, Silent, replicate
from simulator.studies.assumptions import Sensitivity, sweep
from simulator.studies.design import Design, at_least_one, design_of
from simulator.studies.pay_curves import pay_curves
from simulator.studies.record import record_of
from simulator.studies.responses import responses_record
from simulator.studies.texts import scenario_texts, unfinished_periods

if TYPE_CHECKING:
    from simulator.scenario import Scenario


@dataclass(frozen=True)
class Comparison:
    """A finished comparison in memory.

    Parameters
    ----------
    record
        The content of ``comparison.json``.
    outcomes
        A row for each world: ``alternative``, ``replication`` and every outcome.
    weekly
        A row for each world and week.
    attainment
        A row for each rep and complete quarter of each world.
    pay_curves
        Quarterly variable pay of a typical rep against attainment, by alternative.
    sensitivity
        A row for each outcome watched and each end of each assumption's range, that of the goal first;
        empty when it was not asked for.
    scenario
        Texts and goals of the case, for whoever writes about it.
    manifest
        How the numbers were made.
    responses
        What reps did in each world and what followed, one number in each row.
    """

    record: dict[str, Any]
    outcomes: Columns
    weekly: Columns
    attainment: Columns
    pay_curves: dict[str, Columns]
    sensitivity: Columns
    scenario: dict[str, Any]
    manifest: dict[str, Any]
    responses: Columns = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether all that was asked for has been done."""
        return bool(self.record["complete"])


def compare(
    scenario: str | Path | Scenario,
    *,
    alternatives: Sequence[str] | None = None,
    baseline: str | None = None,
    replications: int | None = None,
    until: str | None = None,
    seed: int | None = None,
    weeks: int | None = None,
    jobs: int = 1,
    settings: Sequence[str] = (),
    sensitivity: bool = True,
    progress: Progress | None = None,
) -> Comparison:
    """Run the alternatives of a scenario many times with the same luck, and say how they differ.

    Parameters
    ----------
    scenario
        A folder, a file or the name of a bundled scenario, or one that has been read.
    alternatives
        Which alternatives; all unless stated.
    baseline
        With which alternative the others are compared; the scenario's unless stated.
    replications
        How many replications; with `until` the largest number (400 unless stated).
    until
        A stopping rule such as ``revenue 1%``.
    seed, weeks
        Seed and length of the run; the scenario's unless stated.
    jobs
        Number of processes; changes no number.
    settings
        Values set on top of the scenario, as ``key.path=value``.
    sensitivity
        Whether each assumption is moved to both ends of its range.
    progress
        Is told how far the work is.

    Returns
    -------
    The comparison. After a Ctrl-C it holds the replications that were complete, and its record says
    ``complete: false``.

    Raises
    ------
    InputError
        Something given cannot be used.
    RunError
        A world could not be run.
    Interrupted
        It was stopped before a single replication was complete.
    """
    design = design_of(
        scenario,
        alternatives=alternatives,
        baseline=baseline,
        replications=replications,
        until=until,
        seed=seed,
        weeks=weeks,
        settings=settings,
        sensitivity=sensitivity,
    )
    return run_design(design, jobs=jobs, progress=progress)


def run_design(design: Design, *, jobs: int = 1, progress: Progress | None = None) -> Comparison:
    """Carry out a comparison that has been settled; see `compare`."""
    progress = progress or Silent()
    with closing(executor_for(at_least_one(jobs, "--jobs"))) as executor:
        dealer = Dealer(design.job, limit=design.replications, slots=executor.slots)
        found = _replicated(design, dealer, executor, progress)
        outcomes = in_order(joined_tables([result.outcomes for result in found.results]), design.alternatives)
        del outcomes["point"]
        swept = Sensitivity()
        if design.sensitivity and not found.interrupted:
            swept = sweep(design, outcomes, executor, dealer.seconds_per_world, progress)
    attainment = in_order(joined_tables([result.attainment for result in found.results]), design.alternatives)
    responses = in_order(joined_tables([result.responses for result in found.results]), design.alternatives)
    interrupted = found.interrupted or swept.interrupted
    lost = [number for failed in found.failed for number in failed.job.replications]
    record = record_of(design, outcomes, complete=not (interrupted or lost or swept.failed))
    for name, response in responses_record(design, responses).items():
        next(entry for entry in record["alternatives"] if entry["name"] == name)["response"] = response
    manifest = design.manifest() | {
        "replications": record["replications"],
        "interrupted": interrupted,
        "lost_replications": lost,
    }
    return Comparison(
        record=record,
        outcomes=outcomes,
        weekly=in_order(joined_tables([result.weekly for result in found.results]), design.alternatives),
        attainment=attainment,
        pay_curves=pay_curves(design, outcomes, attainment),
        sensitivity=swept.table,
        scenario=scenario_texts(design.scenario)
        | {
            "weeks": design.weeks,
            "unfinished": unfinished_periods(design.scenario, design.alternatives, design.weeks),
        },
        manifest=manifest,
        responses=responses,
    )


def _replicated(design: Design, dealer: Dealer, executor: Executor, progress: Progress) -> Finish:
    rule = design.until

    def enough(found: Finish) -> bool:
        assert rule is not None
        rows = in_order(joined_tables([result.outcomes for result in found.results]), design.alternatives)
        values = {name: rows[rule.outcome][rows["alternative"] == name] for name in design.alternatives}
        return rule.is_reached(values, design.baseline)

    found = replicate(
        dealer,
        executor,
        looks=rule.looks() if rule else (),
        enough=enough if rule else None,
        progress=progress,
        stage="worlds",
    )
    if not found.results and found.interrupted:
        raise Interrupted("interrupted before a single replication was complete; nothing was written")
    if not found.results:
        reasons = "; ".join(dict.fromkeys(failed.reason for failed in found.failed))
        raise RunError(f"no replication could be completed: {reasons}", hint="Try fewer --jobs")
    return found
