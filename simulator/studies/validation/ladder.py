"""Climb the ladder: run experiment after experiment, keep what is finished, say what held."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import simulator
from simulator.errors import Interrupted
from simulator.experiment.protocol import Executor
from simulator.experiment.running import Progress, Silent
from simulator.experiment.store import run_identity
from simulator.studies.validation.library import Experiment, settings_of
from simulator.studies.validation.robustness import robustness_of
from simulator.studies.validation.runs import arms_of, run_arms, variants_of
from simulator.studies.validation.verdicts import FRAGILE, HELD, MISSED, OPEN, UNDEFINED, Finding, judge

__all__ = ["experiment_identity", "run_experiment", "run_ladder", "sources_hash", "tier_a_holds"]

Keep = Callable[[list[dict[str, Any]], bool], None]
"""Told after each experiment all records so far, and whether that was the last."""


def sources_hash() -> str:
    """Hash the program itself: after any change of a rule, nothing that was found before is taken over."""
    digest = hashlib.sha256()
    root = Path(simulator.__file__).parent
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).as_posix()
        told = inside.startswith(("cli/", "report/", "plots/", "language/"))
        if path.suffix in (".py", ".yaml") and not told and "bundled" not in inside:
            digest.update(inside.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def experiment_identity(experiment: Experiment, *, quick: bool, sources: str) -> str:
    """Name an experiment's run by all that decides its numbers."""
    scenarios = []
    if experiment.source and any(True for _ in experiment.effects()):
        variants = [experiment.spec.variants[name].set for name in variants_of(experiment) if name]
        scenarios = [experiment.scenario(settings_of(more)).fingerprint for more in ({}, *variants)]
    return run_identity(
        study="validate",
        design=experiment.document.to_data(),
        bands={name: [band.low, band.high, str(band.written)] for name, band in experiment.bands.items()},
        scenarios=scenarios,
        quick=quick,
        sources=sources,
    )


def run_ladder(
    experiments: Sequence[Experiment],
    *,
    quick: bool,
    executor: Executor,
    progress: Progress | None = None,
    known: Mapping[str, dict[str, Any]] | None = None,
    keep: Keep | None = None,
) -> tuple[list[dict[str, Any]], bool]:
    """Run experiments one after the other.

    Parameters
    ----------
    experiments
        Which ones, in order.
    quick
        Whether their smaller number of replications is enough.
    executor
        Runs the worlds.
    progress
        Is told how far the work is.
    known
        Records of earlier runs by identity; these are not run again.
    keep
        Is given all records after each experiment.

    Returns
    -------
    The records in order, and whether all experiments were run (a Ctrl-C ends the work and keeps what is
    finished).
    """
    sources = sources_hash()
    records: list[dict[str, Any]] = []
    for experiment in experiments:
        identity = experiment_identity(experiment, quick=quick, sources=sources)
        record = (known or {}).get(identity)
        if record is None:
            try:
                record = run_experiment(
                    experiment, quick=quick, executor=executor, progress=progress or Silent()
                )
            except (Interrupted, KeyboardInterrupt):
                executor.close()
                return records, False
            record["identity"] = identity
        records.append(record)
        if keep is not None:
            keep(records, len(records) == len(experiments))
    return records, True


def run_experiment(
    experiment: Experiment, *, quick: bool, executor: Executor, progress: Progress
) -> dict[str, Any]:
    """Run one experiment and judge its checks.

    Returns
    -------
    Its record: id, name, tier, title, finding, source, replications, seconds, verdict and ``checks``.
    """
    spec = experiment.spec
    started = perf_counter()
    replications = spec.quick_replications if quick else spec.replications
    runs = {}
    for variant in variants_of(experiment):
        settings = settings_of(spec.variants[variant].set) if variant else ()
        arms = arms_of(experiment, variant)
        runs[variant] = run_arms(experiment, settings, arms, replications, executor, progress)
    findings = [judge(experiment, name, runs, quick=quick) for name in spec.checks]
    tried = robustness_of(experiment, quick=quick, executor=executor, progress=progress)
    findings = [_with_robustness(finding, tried.get(finding.check)) for finding in findings]
    return {
        "id": spec.id,
        "name": experiment.name,
        "tier": spec.tier,
        "title": {"en": spec.title.en, "zh": spec.title.zh},
        "finding": {"en": spec.finding.en, "zh": spec.finding.zh},
        "source": list(spec.source),
        "cannot": None if spec.cannot is None else {"en": spec.cannot.en, "zh": spec.cannot.zh},
        "quick": quick,
        "replications": replications if runs else 0,
        "verdict": _worst([finding.verdict for finding in findings]),
        "checks": [finding.record() for finding in findings],
        "seconds": round(perf_counter() - started, 1),
    }


def _with_robustness(finding: Finding, tried: dict[str, Any] | None) -> Finding:
    if tried is None:
        return finding
    lost = tried["held"] < tried["ask"] * tried["points"]
    verdict = FRAGILE if lost and finding.verdict == HELD else finding.verdict
    return replace(finding, robustness=tried, verdict=verdict)


def _worst(verdicts: Sequence[str]) -> str:
    for verdict in (MISSED, UNDEFINED, OPEN, FRAGILE):
        if verdict in verdicts:
            return verdict
    return HELD


def tier_a_holds(records: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether every exact check held: the only ones whose failure fails the command."""
    return all(
        check["verdict"] == HELD for record in records for check in record["checks"] if check["tier"] == "A"
    )
