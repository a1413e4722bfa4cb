"""``sandtable parameters``: every behavioural number, with where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from simulator.cli.options import language_option, settings_option
from simulator.cli.tables import aligned
from simulator.language import has_text, text

if TYPE_CHECKING:
    from simulator.parameters import Parameter


@click.command()
@click.argument("scenario", metavar="[SCENARIO]", required=False)
@settings_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@language_option
def parameters(scenario: str | None, settings: tuple[str, ...], as_json: bool, language: str) -> None:
    """Print the register of behavioral parameters.

    Each has a value, a unit, a plausible range and a source (a reference, or the word assumption). With
    a SCENARIO, its values are shown.
    """
    from simulator.experiment.store import json_text
    from simulator.parameters import load_register

    if scenario is None and settings:
        raise click.UsageError("--set needs a SCENARIO to set something in.")
    if scenario is None:
        register = load_register()
    else:
        from simulator.scenario import load_scenario

        register = dict(load_scenario(scenario, settings=settings).parameters)
    if as_json:
        click.echo(json_text({name: _record(parameter) for name, parameter in register.items()}), nl=False)
        return
    columns = ("name", "value", "range", "unit", "meaning", "source")
    rows = [tuple(text(f"parameters.{column}", language) for column in columns)]
    rows += [_row(name, parameter, language) for name, parameter in register.items()]
    click.echo(aligned(rows, right=(1,)))


def _row(name: str, parameter: Parameter, language: str) -> tuple[str, ...]:
    source = parameter.source_in(language)
    if parameter.is_assumption:
        source = text("parameters.assumption", language)
    spread = f"{parameter.low:g}–{parameter.high:g}"
    unit = unit_words(parameter.unit, language)
    return (name, f"{parameter.value:g}", spread, unit, parameter.label[language], source)


def unit_words(unit: str, language: str) -> str:
    """Write a unit of the register in a language; one that the catalog does not know stays as it is.

    Examples
    --------
    >>> unit_words("weeks of effort", "zh"), unit_words("parsecs", "zh")
    ('周工作量', 'parsecs')
    """
    key = "parameters.units." + re.sub(r"[^a-z0-9]+", "_", unit.lower()).strip("_")
    return text(key, language) if has_text(key) else unit


def _record(parameter: Parameter) -> dict[str, object]:
    return {
        "value": parameter.value,
        "unit": parameter.unit,
        "default": parameter.default,
        "low": parameter.low,
        "high": parameter.high,
        "source": parameter.source,
        "label": dict(parameter.label),
    }
