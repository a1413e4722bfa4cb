"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

LANGUAGES = ("en", "zh")


def scenario_argument(command: Command) -> Command:
    """SCENARIO: a folder, a file or a bundled name; an existing path wins."""
    return click.argument("scenario", metavar="SCENARIO")(command)


def language_option(command: Command) -> Command:
    """--language."""
    return click.option(
        "--language",
        type=click.Choice(LANGUAGES),
        default="en",
        show_default=True,
        help="Language of all prose.",
    )(command)


def settings_option(command: Command) -> Command:
    """--set, as often as wanted."""
    return click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="KEY.PATH=VALUE",
        help="Set a value of the scenario; may be given again.",
    )(command)


def seed_and_weeks_options(command: Command) -> Command:
    """--seed and --weeks."""
    command = click.option("--weeks", type=int, help="Length of the run (default: the scenario's).")(command)
    return click.option("--seed", type=int, help="Seed of all luck (default: the scenario's).")(command)


def output_options(default: str) -> Callable[[Command], Command]:
    """--out and --overwrite."""

    def decorate(command: Command) -> Command:
        command = click.option(
            "--overwrite", is_flag=True, help="Take the folder even if it holds something else."
        )(command)
        return click.option(
            "--out",
            type=click.Path(path_type=Path),
            metavar="DIR",
            help=f"Folder for the results (default: {default}).",
        )(command)

    return decorate


def names_of(text: str | None) -> list[str] | None:
    """Read a list of names separated by commas.

    Examples
    --------
    >>> names_of("as-before, tilt-only"), names_of(None)
    (['as-before', 'tilt-only'], None)
    """
    return None if text is None else [part.strip() for part in text.split(",") if part.strip()]
