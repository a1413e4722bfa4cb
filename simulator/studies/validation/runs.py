"""Run the arms of an experiment, under the settings of a variant or of a point of the hypercube."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.errors import Interrupted, RunError
from simulator.experiment.batches import Dealer
from simulator.experiment.job import BatchJob, in_order, joined_tables, remember
from simulator.experiment.protocol import Executor
from simulator.experiment.running import Progress, replicate
from simulator.studies.validation.library import Experiment
from simulator.studies.validation.tables import Tables

__all__ = ["arms_of", "run_arms", "variants_of"]


def arms_of(experiment: Experiment, variant: str = "", *, robust_only: bool = False) -> tuple[str, ...]:
    """Name the alternatives that the checks of a variant need, in the order in which they are named.

    Parameters
    ----------
    experiment
        The experiment.
    variant
        Name of the variant; empty for the experiment as stated.
    robust_only
        Whether only signs count that are tried over the hypercube.
    """
    robust = {("checks", name) for name in robust_signs(experiment)}
    found: dict[str, None] = {}
    for path, effect in experiment.effects():
        if robust_only and path[:2] not in robust:
            continue
        if (effect.variant or "") == variant:
            found.update(dict.fromkeys(arm for arm in (effect.arm, effect.against) if arm is not None))
    return tuple(found)


def robust_signs(experiment: Experiment) -> tuple[str, ...]:
    """Name the signs that are tried over the hypercube of nuisance parameters."""
    if not experiment.spec.nuisance:
        return ()
    return tuple(
        name
        for name, check in experiment.spec.checks.items()
        if check.kind == "sign" and check.robust and check.variant is None
    )


def variants_of(experiment: Experiment) -> tuple[str, ...]:
    """Name the variants that checks ask for; the empty name stands for the experiment as stated."""
    return tuple(dict.fromkeys(effect.variant or "" for _, effect in experiment.effects()))


def run_arms(
    experiment: Experiment,
    settings: Sequence[str],
    arms: tuple[str, ...],
    replications: int,
    executor: Executor,
    progress: Progress,
) -> Tables:
    """Run alternatives under the same luck.

    Parameters
    ----------
    experiment
        The experiment.
    settings
        Settings on top of the experiment's own, as ``key.path=value``.
    arms
        Which alternatives.
    replications
        How many replications.
    executor
        Runs the worlds.
    progress
        Is told how far the work is.

    Raises
    ------
    Interrupted
        It was stopped.
    RunError
        A batch could not be run.
    """
    spec = experiment.spec
    scenario = remember(experiment.scenario(settings))
    seed = scenario.seed if spec.seed is None else spec.seed
    weeks = scenario.weeks if spec.weeks is None else spec.weeks
    job = BatchJob(
        source=experiment.source,
        settings=scenario.settings,
        fingerprint=scenario.fingerprint,
        seed=seed,
        weeks=weeks,
        alternatives=arms,
    )
    dealer = Dealer(job, limit=replications, slots=executor.slots)
    found = replicate(dealer, executor, progress=progress, stage=spec.id)
    if found.interrupted:
        raise Interrupted(f"interrupted while running {spec.id}")
    if found.failed:
        reasons = "; ".join(dict.fromkeys(failed.reason for failed in found.failed))
        raise RunError(f"experiment {spec.id}: {reasons}", hint="Try fewer --jobs")
    outcomes = in_order(joined_tables([result.outcomes for result in found.results]), arms)
    return Tables(
        scenario=scenario,
        seed=seed,
        weeks=weeks,
        outcomes=outcomes,
        weekly=in_order(joined_tables([result.weekly for result in found.results]), arms),
        attainment=in_order(joined_tables([result.attainment for result in found.results]), arms),
    )
