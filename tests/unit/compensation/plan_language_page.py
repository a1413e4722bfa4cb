"""Write docs/reference/plan-language.md from the components' own docstrings.

Run ``python -m tests.unit.compensation.plan_language_page`` after changing a key of the plan language.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from simulator import catalog
from simulator.compensation.caps import Cap
from simulator.compensation.clawback import Clawback, Step
from simulator.compensation.component import Component, Dates, Weeks
from simulator.compensation.crediting import Crediting, RollUp
from simulator.compensation.curves import Curve, Point
from simulator.compensation.formula import Input
from simulator.compensation.gates import Against, Gate
from simulator.compensation.matrix import Axis
from simulator.compensation.plan import Amendment
from simulator.compensation.proration import Proration
from simulator.compensation.scorecard import Card
from simulator.compensation.shared import Attainment
from simulator.compensation.target_pay import TargetPay
from simulator.compensation.tiers import Threshold, Tier
from simulator.compensation.variable_pay import VariablePay

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "plan-language.md"

HEAD = Path(__file__).with_name("plan_language_head.md")
TAIL = Path(__file__).with_name("plan_language_tail.md")

PARTS: dict[str, tuple[str, tuple[type[BaseModel], ...]]] = {
    "Crediting": ("Keys of `crediting` and of its `roll_up`.", (Crediting, RollUp)),
    "Attainment": ("Keys of `attainment`.", (Attainment,)),
    "Tiers, thresholds and curves": (
        "A tier, `threshold`, `curve` (also `factors`) and its points.",
        (Tier, Threshold, Curve, Point),
    ),
    "Gates": ("Keys of `gate`: one, or a list of which all must be passed.", (Gate, Against)),
    "Caps": ("Keys of `cap`.", (Cap,)),
    "Proration, clawback and dates": (
        "Keys of `proration`, `clawback`, `dates` and `weeks`.",
        (Proration, Clawback, Step, Dates, Weeks),
    ),
    "Parts of larger components": (
        "A card of a scorecard, an axis of a matrix, an input of a formula.",
        (Card, Axis, Input),
    ),
    "Amendments": ("Keys of an entry of `amendments`.", (Amendment,)),
}


def kinds() -> dict[str, type[Component]]:
    """Components by the word that plans use for them."""
    return {kind: catalog.get("pay-component", kind) for kind in catalog.names("pay-component")}  # type: ignore[misc]


def described(model: type[Any]) -> dict[str, str]:
    """What the docstring of a class says about each of its keys, those of its parents left to them."""
    text = inspect.cleandoc(model.__doc__ or "")
    _, _, section = text.partition("Parameters\n----------\n")
    section = re.split(r"\n\n?[A-Z]\w+\n-+\n", section)[0]
    found: dict[str, str] = {}
    for match in re.finditer(r"^(\S[^\n]*)\n((?: {4}[^\n]*\n?|\n)+)", section + "\n", flags=re.MULTILINE):
        words = " ".join(match[2].split())
        found |= dict.fromkeys((name.strip() for name in match[1].split(",")), words)
    return found


def keys(model: type[BaseModel], parents: tuple[type[BaseModel], ...] = ()) -> list[str]:
    """Rows of a table: key, values where they are few, meaning."""
    inherited = {name for parent in parents for name in parent.model_fields}
    told: dict[str, str] = {}
    for one in reversed(model.__mro__):
        told |= described(one)
    rows = []
    for name, field in model.model_fields.items():
        if name in inherited or name == "kind":
            continue
        meaning = told[name].replace("|", "\\|")
        meaning = re.sub(r"^Written ``\w+``: ", "", meaning)
        meaning = meaning[:1].upper() + meaning[1:]
        rows.append(
            f"| `{field.alias or name}` | {choices(field.annotation)} | {meaning.replace('``', '`')} |"
        )
    return rows


def choices(annotation: Any) -> str:
    """The words that a key allows, where these are few."""
    if get_origin(annotation) is Literal:
        return ", ".join(f"`{value}`" for value in get_args(annotation))
    return next((found for each in get_args(annotation) if (found := choices(each))), "")


def table(rows: list[str]) -> str:
    return "\n".join(["| key | one of | means |", "| --- | --- | --- |", *rows])


def summary(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().split("\n\n", maxsplit=1)[0].replace("``", "`")


def page() -> str:
    """The whole page."""
    parts = [HEAD.read_text("utf-8"), "## Keys of every component\n", table(keys(Component)), ""]
    parts += ["## Keys of components that pay for credit\n", table(keys(VariablePay, (Component,))), ""]
    parts += ["## Keys of components that pay a target\n", table(keys(TargetPay, (VariablePay,))), ""]
    for kind, model in kinds().items():
        shared = (TargetPay, VariablePay) if issubclass(model, TargetPay) else (VariablePay,)
        shared = shared if issubclass(model, VariablePay) else ()  # type: ignore[assignment]
        parts += [f"## `kind: {kind}`\n", summary(model), ""]
        rows = keys(model, (Component, *shared))
        parts += [table(rows), ""] if rows else []
    for title, (words, models) in PARTS.items():
        parts += [f"## {title}\n", words, ""]
        for model in models:
            parts += [f"*{summary(model)}*", "", table(keys(model)), ""]
    parts.append(TAIL.read_text("utf-8"))
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
