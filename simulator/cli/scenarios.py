"""``sandtable scenarios``: what there is to try."""

from __future__ import annotations

import click

from simulator.cli.options import language_option
from simulator.cli.tables import aligned
from simulator.language import text


@click.command()
@language_option
def scenarios(language: str) -> None:
    """List the bundled scenarios with one line each."""
    from simulator.documents import read
    from simulator.scenario import bundled
    from simulator.scenario.library import SCENARIO_FILE

    rows = [(text("cli.scenarios.name", language), text("cli.scenarios.question", language))]
    for name, folder in bundled().items():
        question = read(folder / SCENARIO_FILE).data.get("question", "")
        rows.append((name, " ".join(_in_language(question, language).split())))
    click.echo(aligned(rows))


def _in_language(words: object, language: str) -> str:
    if isinstance(words, dict):
        return str(words.get(language) or words.get("en") or "")
    return str(words)
