"""Write the reference pages made from the code: ``python -m simulator.cli.reference cli|outcomes``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from simulator.cli import sandtable

WIDTH = 96
NOTE = "<!-- Made by `python -m simulator.cli.reference {page}`; a test fails when it is out of date. -->"


def commands(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    """Give the full name of every command with what its ``--help`` prints, groups before their parts."""
    settings: dict[str, Any] = dict(command.context_settings)
    context = click.Context(
        command, info_name=name, parent=parent, terminal_width=WIDTH, max_content_width=WIDTH, **settings
    )
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for part in command.list_commands(context):
            found = command.get_command(context, part)
            if found is not None:
                yield from commands(found, part, context)


def cli_page() -> str:
    """Write the page about the command line."""
    parts = ["# Command line", NOTE.format(page="cli"), _CLI_INTRODUCTION]
    for name, told in commands(sandtable, "sandtable"):
        parts += [f"## `{name}`", f"```text\n{told.rstrip()}\n```"]
    return "\n\n".join(parts) + "\n"


def outcomes_page() -> str:
    """Write the page about outcomes from their declarations."""
    from simulator.analysis.outcomes import BUILT_IN, declared
    from simulator.language import has_text, text

    parts = ["# Outcomes", NOTE.format(page="outcomes"), _OUTCOMES_INTRODUCTION]
    for key, outcome in declared(BUILT_IN).items():
        label = outcome.label()
        rows = [f"## `{key}`", f"{label['en']} ({label['zh']})."]
        if has_text(f"definitions.{key}"):
            rows.append(text(f"definitions.{key}"))
        unit = "the scenario's currency" if outcome.unit == "money" else outcome.unit
        facts = {
            "Formula": f"`{outcome.formula}`",
            "Window": outcome.window,
            "Aggregation": outcome.aggregation,
            "Unit": unit,
            "Better": outcome.better,
        }
        rows.append("\n".join(f"- {name}: {value}" for name, value in facts.items()))
        parts += rows
    return "\n\n".join(parts) + "\n"


PAGES = {"cli": cli_page, "outcomes": outcomes_page}

_CLI_INTRODUCTION = """\
Exit status: 0 done, 1 a run or check failed, 2 bad input (nothing was written), 130 interrupted (what
was finished is kept). Errors are one sentence on the error stream, in English; prose follows
`--language`."""

_OUTCOMES_INTRODUCTION = """\
What is measured in each world, from the ledger alone. A world in which an outcome is undefined (no
deliveries, say, so no satisfaction) has no value, and so has a mean over such worlds. Means carry a 95 %
t interval. Differences are paired by replication: `probability_better` is the probability that the mean
paired difference is better (higher, where neither way is better by itself), and `variance_ratio` is the
variance of an unpaired difference over that of the paired one. A mean or difference that does not vary
at all, or comes from one replication, has no interval."""


def main(arguments: list[str]) -> None:
    """Print one page."""
    page = arguments[0] if arguments else "cli"
    if page not in PAGES:
        raise SystemExit(f"there is no page called {page!r}; there are: {', '.join(PAGES)}")
    click.echo(PAGES[page](), nl=False)


if __name__ == "__main__":
    main(sys.argv[1:])
