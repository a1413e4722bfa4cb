"""``sandtable plan``: look at a compensation plan before anybody is paid from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from simulator.documents import Document


@click.group()
def plan() -> None:
    """Look at a compensation plan: check it, show it, draw its pay curve, compare two."""


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
