"""What a person should know before a run begins, said on the error stream."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from simulator.language import text

if TYPE_CHECKING:
    from simulator.experiment.store import OutputFolder

Late = Mapping[str, Mapping[str, int]]


def remarks(folder: OutputFolder, late: Late, weeks: int, language: str) -> None:
    """Say that earlier results make room, and which actions never act.

    Parameters
    ----------
    folder
        The output folder, checked.
    late
        First weeks of the actions that begin after the run, by alternative.
    weeks
        Length of the run.
    language
        Language of the remarks.
    """
    if folder.replaces:
        click.echo(text("cli.replaces", language, folder=folder.path), err=True)
    for line in about_late_actions(late, weeks, language):
        click.echo(line, err=True)


def about_late_actions(late: Late, weeks: int, language: str) -> list[str]:
    """Write a line for each alternative with actions that begin after the last week.

    Examples
    --------
    >>> about_late_actions({"tilt": {"training": 60}}, 52, "en")
    ['Warning: in tilt, these begin after the last week (52) and never act: training (week 60)']
    """
    lines = []
    for alternative, actions in late.items():
        week = "cli.late_action"
        told = [text(week, language, action=name, week=first) for name, first in actions.items()]
        said = {"alternative": alternative, "weeks": weeks, "actions": ", ".join(told)}
        lines.append(text("cli.late_actions", language, **said))
    return lines
