"""``sandtable parameters``: every behavioural number, with where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from simulator.cli.options import language_option, settings_option
from simulator.cli.tables import aligned
from simulator.language import text

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
    source = parameter.source
    if parameter.is_assumption:
        source = text("parameters.assumption", language)
    spread = f"{parameter.low:g}–{parameter.high:g}"
    return (name, f"{parameter.value:g}", spread, parameter.unit, parameter.label[language], source)


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
