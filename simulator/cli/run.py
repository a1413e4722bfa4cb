"""``sandtable run``: one run, every fact kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.options import (
    language_option,
    output_options,
    scenario_argument,
    seed_and_weeks_options,
    settings_option,
)
from simulator.cli.progress import shown
from simulator.cli.remarks import remarks
from simulator.language import text

if TYPE_CHECKING:
    from simulator.experiment.store import OutputFolder
    from simulator.studies.single import Facts, SingleRun

PICTURE = "weekly-overview"


@click.command()
@scenario_argument
@click.option("--alternative", metavar="A", help="Which alternative (default: the baseline).")
@click.option("--replication", type=int, default=0, show_default=True, help="Which replication.")
@seed_and_weeks_options
@settings_option
@output_options("results/<scenario>-<alternative>")
@language_option
def run(
    scenario: str,
    alternative: str | None,
    replication: int,
    seed: int | None,
    weeks: int | None,
    settings: tuple[str, ...],
    out: Path | None,
    overwrite: bool,
    language: str,
) -> None:
    """Run one alternative once and keep every fact.

    SCENARIO is a folder, a file or the name of a bundled scenario. The folder then holds the weekly
    series (weekly.parquet), every table of the ledger (ledger/*.parquet, names beside codes), a chart on
    one page as PNG and SVG, and manifest.json. Replication 3 here is replication 3 of a comparison.
    """
    from simulator.experiment.store import OutputFolder
    from simulator.scenario import load_scenario
    from simulator.scenario.late_actions import late_actions
    from simulator.studies.single import run_once, single_run

    asked = single_run(
        load_scenario(scenario, settings=settings),
        alternative=alternative,
        replication=replication,
        seed=seed,
        weeks=weeks,
    )
    path = out or Path("results") / f"{asked.scenario.name}-{asked.alternative}"
    origin = {"study": "run", "scenario": asked.scenario.name}
    folder = OutputFolder(path, asked.identity, overwrite=overwrite, origin=origin)
    folder.check()
    remarks(folder, late_actions(asked.scenario, asked.weeks, [asked.alternative]), asked.weeks, language)
    with shown({"weeks": text("cli.run.progress", language, alternative=asked.alternative)}) as progress:
        facts = run_once(asked, progress)
    _write(folder, asked, facts, language)
    said = {"alternative": asked.alternative, "replication": asked.replication, "weeks": asked.weeks}
    click.echo(text("cli.run.done", language, **said))
    click.echo(text("cli.run.written", language, folder=path))


def _write(folder: OutputFolder, asked: SingleRun, facts: Facts, language: str) -> None:
    from simulator.plots.overview import weekly_overview
    from simulator.plots.saving import save
    from simulator.studies.texts import scenario_texts

    manifest = asked.manifest()
    with folder:
        folder.begin(manifest)
        folder.write_table("outcomes.parquet", facts.outcomes)
        folder.write_table("weekly.parquet", facts.weekly)
        for name in facts.tables:
            folder.write_table(f"ledger/{name}.parquet", facts.table(name))
        figure = weekly_overview(
            facts.weekly, scenario_texts(asked.scenario), alternative=asked.alternative, language=language
        )
        for ending in ("png", "svg"):
            with folder.place(f"{PICTURE}.{ending}") as temporary:
                save(figure, temporary)
        folder.finish(manifest)
