"""The files of a comparison: what programs read, what people read, and how both were made."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.experiment.store import OutputFolder

if TYPE_CHECKING:
    from simulator.studies.compare import Comparison


def command_line() -> str:
    """Write the command that was given, as it can be given again."""
    return shlex.join(["sandtable", *sys.argv[1:]])


def write_comparison(folder: OutputFolder, comparison: Comparison, language: str) -> None:
    """Write a comparison into its folder; the manifest says complete only when all is there.

    If a picture, the report or a file cannot be made, the folder is left as it was.

    Parameters
    ----------
    folder
        The folder, checked.
    comparison
        What was found.
    language
        Language of the report and of the pictures.
    """
    comparison = replace(comparison, manifest=comparison.manifest | {"command": command_line()})
    with folder:
        folder.begin(comparison.manifest)
        _make(folder, comparison, language)
        folder.finish(comparison.manifest, complete=comparison.is_complete)


def _make(folder: OutputFolder, comparison: Comparison, language: str) -> None:
    """Make every file but the manifest."""
    from simulator.plots.saving import save
    from simulator.report import figures, write_report

    folder.write_json("comparison.json", comparison.record)
    for name in ("outcomes", "weekly", "attainment", "responses", "sensitivity"):
        table = getattr(comparison, name)
        if table:
            folder.write_table(f"{name}.parquet", table)
    drawn = figures(comparison, language)
    for name, figure in drawn.items():
        for ending in ("png", "svg"):
            with folder.place(f"{name}.{ending}") as temporary:
                save(figure, temporary)
    with folder.place("report.html") as temporary:
        write_report(comparison, temporary, language, drawn)
