"""``sandtable validate``: what research and theory have shown, held against the model."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.options import language_option, names_of, output_options
from simulator.cli.progress import shown, stop_is_said
from simulator.language import text

if TYPE_CHECKING:
    from simulator.experiment.store import OutputFolder
    from simulator.studies.validation.library import Experiment

RESULTS = Path("results") / "validation"
FINISHED = "finished.json"
"""Every experiment that was ever finished here, so that the next run goes on from there."""

PAGE = Path("docs") / "reference" / "validation.md"
PICTURE = Path("docs") / "images" / "validation.png"


@click.command()
@click.argument("experiments", metavar="[EXPERIMENT]...", nargs=-1)
@click.option("--quick", is_flag=True, help="Fewer replications: about ten minutes on two cores.")
@click.option("--only", metavar="B1,B4", help="Only the experiments with these numbers.")
@click.option("--tier", metavar="A", help="Only experiments with checks of this tier: A, B or C.")
@click.option(
    "--jobs",
    type=int,
    default=os.cpu_count,
    show_default="number of processors",
    help="Processes; changes no number.",
)
@output_options(RESULTS.as_posix())
@click.option(
    "--publish",
    is_flag=True,
    help=f"In a checkout: also write {PAGE.as_posix()}, its picture, and the findings in the experiments'"
    " README files.",
)
@click.option("--json", "as_json", is_flag=True, help="Print validation.json on standard output.")
@language_option
def validate(
    experiments: tuple[str, ...],
    quick: bool,
    only: str | None,
    tier: str | None,
    jobs: int,
    out: Path | None,
    overwrite: bool,
    publish: bool,
    as_json: bool,
    language: str,
) -> None:
    """Hold the model against published results and closed forms.

    EXPERIMENT is a folder that holds experiment.yaml, or the name of one that comes with Sandtable; without
    any, all of these are run. Finished experiments are kept and not run again until something that decides
    their numbers changes. The folder then holds validation.md, validation.json and a picture. Exit status 1
    when a check of tier A does not hold; bands that are missed are shown as missed and fail nothing.
    """
    from simulator.errors import Interrupted, RunError
    from simulator.experiment.executors import executor_for
    from simulator.experiment.store import json_text
    from simulator.report.validation_words import summary_words
    from simulator.studies.design import at_least_one
    from simulator.studies.validation.ladder import run_ladder, tier_a_holds
    from simulator.studies.validation.library import chosen

    found = chosen(experiments, only=names_of(only), tier=tier)
    at_least_one(jobs, "--jobs")
    path = out or RESULTS
    _folder(path, overwrite).check()
    known = {} if overwrite else _finished(path)
    stages = {each.spec.id: text("validation.progress", language, id=each.spec.id) for each in found}

    def keep(records: list[dict[str, Any]], complete: bool) -> None:
        _write(_folder(path, overwrite), records, known, language, complete=complete)

    executor = executor_for(jobs)
    try:
        with shown(stages) as progress, stop_is_said(text("validation.stopping", language)):
            records, whole = run_ladder(
                found, quick=quick, executor=executor, progress=progress, known=known, keep=keep
            )
    finally:
        executor.close()
    if as_json:
        click.echo(json_text({"experiments": records, "complete": whole}), nl=False)
    else:
        click.echo(_told(records, language))
        click.echo(text("validation.written", language, folder=path))
    if publish and whole:
        _publish(found, records, language)
    if not whole:
        raise Interrupted(text("validation.interrupted", language, count=len(records), folder=path))
    if not tier_a_holds(records):
        raise RunError(f"a check of tier A does not hold: {summary_words(records, 'en')}")


def _folder(path: Path, overwrite: bool) -> OutputFolder:
    from simulator.experiment.store import OutputFolder, run_identity

    origin = {"study": "validate"}
    return OutputFolder(path, run_identity(**origin), overwrite=overwrite, origin=origin)


def _finished(path: Path) -> dict[str, dict[str, Any]]:
    """Read the experiments that were finished earlier, by identity; a file that cannot be read holds none."""
    try:
        kept = json.loads((path / FINISHED).read_text("utf-8"))
        return {str(record["identity"]): record for record in kept}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write(
    folder: OutputFolder,
    records: Sequence[dict[str, Any]],
    known: dict[str, dict[str, Any]],
    language: str,
    *,
    complete: bool,
) -> None:
    """Write page, picture and records of what is finished so far."""
    from simulator.cli.comparison_files import command_line
    from simulator.experiment.store import versions
    from simulator.plots.saving import save
    from simulator.plots.validation import ladder_picture
    from simulator.report.validation_page import validation_page

    latest = {(one["name"], one["quick"]): one for one in (*known.values(), *records)}
    manifest = {"study": "validate", "command": command_line(), "versions": versions()}
    with folder:
        folder.begin(manifest)
        folder.write_json("validation.json", {"experiments": list(records), "complete": complete})
        folder.write_json(FINISHED, list(latest.values()))
        folder.write_text("validation.md", validation_page(records, language, picture="validation.png"))
        if complete:
            figure = ladder_picture(records, language=language)
            for ending in ("png", "svg"):
                with folder.place(f"validation.{ending}") as temporary:
                    save(figure, temporary)
        folder.finish(manifest, complete=complete)


def _told(records: Sequence[dict[str, Any]], language: str) -> str:
    """Write the table for the terminal."""
    from simulator.cli.tables import aligned
    from simulator.report.validation_words import heading, robust_words, row_of, summary_words

    rows = [row_of(record, check, language) for record in records for check in record["checks"]]
    lines = [aligned([heading(language), *rows], right=(6,)), ""] if rows else []
    for record in records:
        for check in record["checks"]:
            told = robust_words(check, language)
            if told:
                lines.append(f"{record['id']} {told}")
    return "\n".join([*lines, summary_words(records, language)])


def _publish(found: Sequence[Experiment], records: Sequence[dict[str, Any]], language: str) -> None:
    """Write the page of the documentation, its picture, and the findings in README files."""
    from simulator.errors import InputError, Place
    from simulator.plots.saving import save
    from simulator.plots.validation import ladder_picture
    from simulator.report.validation_page import finding_part, validation_page, with_finding

    for folder in (PAGE.parent, PICTURE.parent):
        if not folder.is_dir():
            raise InputError(
                f"there is no folder {folder} here",
                place=Place("--publish"),
                hint="Give it in a checkout of Sandtable",
            )
    picture = Path("..") / PICTURE.relative_to("docs")
    folders = {each.name: each.folder for each in found}

    def link(record: Any) -> str:
        return f"../../experiments/{record['name']}/README.md"

    page = validation_page(records, language, picture=picture.as_posix(), link=link)
    PAGE.write_text(page, encoding="utf-8", newline="\n")
    save(ladder_picture(records, language=language), PICTURE)
    for record in records:
        folder = folders[record["name"]]
        readme = folder / "README.md"
        if readme.is_file():
            part = finding_part(record, language, picture="finding.png")
            told = with_finding(readme.read_text("utf-8"), part)
            readme.write_text(told, encoding="utf-8", newline="\n")
            save(ladder_picture([record], language=language), folder / "finding.png")
