"""How the plan commands are told which plan they look at, and which quotas go with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from simulator.documents import Document

Command = TypeVar("Command", bound=Callable[..., Any])


def quota_option(command: Command) -> Command:
    """--quota, as often as wanted."""
    return click.option(
        "--quota",
        "quotas",
        multiple=True,
        metavar="NAME=AMOUNT",
        help="Quota of the year for the examples; may be given again.",
    )(command)


def amounts_of(given: tuple[str, ...]) -> dict[str, float]:
    """Read ``NAME=AMOUNT``."""
    from simulator.errors import OptionError

    found = {}
    for each in given:
        name, separator, amount = each.partition("=")
        try:
            found[name.strip()] = float(amount.replace(",", ""))
        except ValueError:
            separator = ""
        if not separator or found.get(name.strip(), 0.0) <= 0.0:
            raise OptionError(
                f"--quota {each} is not NAME=AMOUNT with an amount above zero",
                hint="As in --quota sales=1200000",
            )
    return found


def plan_document(source: str) -> Document:
    """Read a plan: a file, or ``SCENARIO:PLAN`` for a plan of a scenario.

    Raises
    ------
    PlanError
        There is no such file or plan.
    """
    from simulator.compensation.versions import read_plan_document
    from simulator.documents import subdocument
    from simulator.errors import PlanError, UnknownName

    path = Path(source)
    if path.is_file():
        return read_plan_document(path)
    scenario, separator, name = source.rpartition(":")
    if not separator or not scenario or path.exists():
        raise PlanError(
            f"there is no plan file {source}", hint="Give a file, or SCENARIO:PLAN for a plan of a scenario"
        )
    from simulator.scenario import load_scenario

    document = load_scenario(scenario).document
    plans = document.data["plans"]
    if name not in plans:
        raise UnknownName("plan", name, plans)
    return subdocument(document, ("plans", name))
