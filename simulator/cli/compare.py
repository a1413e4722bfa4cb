"""``sandtable compare``: which alternative, how sure, and why."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.options import (
    language_option,
    names_of,
    output_options,
    scenario_argument,
    seed_and_weeks_options,
    settings_option,
)
from simulator.cli.progress import shown, stop_is_said
from simulator.cli.remarks import remarks
from simulator.language import text

if TYPE_CHECKING:
    from simulator.studies.compare import Comparison


@click.command()
@scenario_argument
@click.option("--alternatives", metavar="A,B", help="Which alternatives (default: all).")
@click.option("--baseline", metavar="A", help="Compared with which (default: the scenario's).")
@click.option("--replications", type=int, metavar="N", help="How many (default: the scenario's).")
@click.option(
    "--until",
    metavar="'OUTCOME P%'",
    help="Replicate until the 95% half-width of every paired difference is below P% of the baseline's mean;"
    " --replications is then the largest number (default: 400).",
)
@seed_and_weeks_options
@click.option(
    "--jobs",
    type=int,
    default=os.cpu_count,
    show_default="number of processors",
    help="Processes; changes no number.",
)
@settings_option
@click.option("--no-sensitivity", is_flag=True, help="Do not move the assumptions through their ranges.")
@output_options("results/<scenario>")
@click.option("--json", "as_json", is_flag=True, help="Print comparison.json on standard output.")
@language_option
def compare(
    scenario: str,
    alternatives: str | None,
    baseline: str | None,
    replications: int | None,
    until: str | None,
    seed: int | None,
    weeks: int | None,
    jobs: int,
    settings: tuple[str, ...],
    no_sensitivity: bool,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
    language: str,
) -> None:
    """Compare the alternatives of a scenario under the same luck.

    SCENARIO is a folder, a file or the name of a bundled scenario. The folder then holds report.html,
    comparison.json, outcomes.parquet (a row for each world), weekly.parquet, attainment.parquet,
    responses.parquet (what reps did), sensitivity.parquet, manifest.json and every picture as PNG and SVG.
    Ctrl-C keeps what is finished.
    """
    from simulator.cli.comparison_files import write_comparison
    from simulator.errors import Interrupted, RunError
    from simulator.experiment.store import OutputFolder
    from simulator.scenario.late_actions import late_actions
    from simulator.studies.compare import run_design
    from simulator.studies.design import at_least_one, design_of

    design = design_of(
        scenario,
        alternatives=names_of(alternatives),
        baseline=baseline,
        replications=replications,
        until=until,
        seed=seed,
        weeks=weeks,
        settings=settings,
        sensitivity=not no_sensitivity,
    )
    at_least_one(jobs, "--jobs")
    path = out or Path("results") / design.scenario.name
    origin = {"study": "compare", "scenario": design.scenario.name}
    folder = OutputFolder(path, design.identity, overwrite=overwrite, origin=origin)
    folder.check()
    late = late_actions(design.scenario, design.weeks, design.alternatives)
    remarks(folder, late, design.weeks, language)
    stages = {
        "worlds": text("cli.compare.progress", language, count=len(design.alternatives)),
        "assumptions": text("cli.compare.assumptions", language),
    }
    with shown(stages) as progress, stop_is_said(text("cli.compare.stopping", language)):
        comparison = run_design(design, jobs=jobs, progress=progress)
    if sys.stderr.isatty():
        click.echo(text("cli.compare.writing", language), err=True)
    write_comparison(folder, comparison, language)
    _tell(comparison, path / "report.html", as_json, language)
    count = comparison.record["replications"]
    if comparison.manifest["interrupted"]:
        raise Interrupted(text("cli.compare.interrupted", language, count=count, folder=path))
    lost = comparison.manifest["lost_replications"]
    if lost:
        raise RunError(f"{len(lost)} replications were lost with their workers", hint="Try fewer --jobs")


def _tell(comparison: Comparison, report: Path, as_json: bool, language: str) -> None:
    """Print what was found; pay that the length of the run leaves out is said on the error stream."""
    from simulator.cli.comparison_words import summary
    from simulator.experiment.store import json_text
    from simulator.report.cautions import unfinished

    cut = unfinished(comparison, language)
    if cut:
        click.echo(cut, err=True)
    if as_json:
        click.echo(json_text(comparison.record), nl=False)
    else:
        click.echo(summary(comparison, report, language))
