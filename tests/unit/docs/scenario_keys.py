"""Write the reference page of scenario keys: ``python -m tests.unit.docs.scenario_keys``.

It prints docs/reference/scenario-keys.md from the models that a scenario file is read into.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from simulator.documents import LocalizedText
from simulator.scenario import schema
from simulator.world import actions, gifts, plan_changes, reduced_form, specs, staff
from tests.architecture.project import ROOT
from tests.unit.docs.scenario_key_meanings import MEANINGS, TITLES

PAGE = ROOT / "docs" / "reference" / "scenario-keys.md"

SECTIONS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("", schema.CommonSpec),
    ("with customers", schema.ScenarioSpec),
    ("without customers", schema.ReducedFormScenarioSpec),
    ("goal", specs.GoalSpec),
    ("reported.<outcome>", specs.ReportedSpec),
    ("demand", specs.DemandSpec),
    ("segments.<name>", specs.SegmentSpec),
    ("regions.<name>", specs.RegionSpec),
    ("products.<name>", specs.LineSpec),
    ("products.<name>.standard and .premium", specs.ModelSpec),
    ("channels.<name>", specs.ChannelSpec),
    ("firms.<name>", specs.FirmSpec),
    ("people", specs.PeopleSpec),
    ("people.preferences", specs.PreferencesSpec),
    ("people.territories", specs.TerritoriesSpec),
    ("people.turnover", staff.TurnoverSpec),
    ("people.gifts", gifts.GiftSpec),
    ("people.plan_changes", plan_changes.PlanChangeSpec),
    ("quota", specs.QuotaSpec),
    ("organization", specs.OrganizationSpec),
    ("organization.forced_ranking", staff.ForcedRankingSpec),
    ("organization.promotion", staff.PromotionSpec),
    ("organization.managers", staff.ManagersSpec),
    ("approval", specs.ApprovalSpec),
    ("actions.<name>", actions.ActionSpec),
    ("actions.<name> of kind briefing", actions.Briefing),
    ("actions.<name> of kind training", actions.Training),
    ("actions.<name> of kind special-team", actions.SpecialTeam),
    ("actions.<name> of kind channel", actions.OpenChannel),
    ("actions.<name> of kind promotion", actions.Promotion),
    ("actions.<name> of kind approval", actions.ChangeApproval),
    ("actions.<name> of kind service", actions.Service),
    ("actions.<name> of kind launch", actions.LaunchFeature),
    ("alternatives.<name>", schema.AlternativeHead),
    ("demand without customers", reduced_form.ReducedFormSpec),
    ("groups.<name>", reduced_form.GroupSpec),
    ("products.<name> without customers", reduced_form.ResponseSpec),
    ("products.<name>.credit_risk", reduced_form.CreditRiskSpec),
    ("products.<name>.noise", reduced_form.NoiseSpec),
)
"""Every section of a scenario file: its path, and the model that reads it."""

INTRODUCTION = """\
# Scenario keys

<!-- Made by `python -m tests.unit.docs.scenario_keys`; a test fails when it is out of date. -->

Every key of `scenario.yaml`. Keys that are not listed here are errors; a message names the file, the
line and the nearest key. Keys marked *needed* have no default. Shares and probabilities lie between 0
and 1; money is in the scenario's currency; weeks in actions count from 1. Texts are `{en: ..., zh:
...}`, or one plain text for both languages. Names of segments, regions, products and so on are yours:
lower-case letters, digits, hyphens.

The first firm is ours. Shares of segments, regions, needs of products, and starting shares of firms each
add up to 1. How to write a scenario is told in [write a scenario](../how-to/write-a-scenario.md); what
the numbers do, in [how a week unfolds](../explanation/how-a-week-unfolds.md)."""


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION]
    for path, model in SECTIONS:
        parts += [_heading(path), _told(model)]
        rows = [
            f"| `{name}` | {kind} | {default} | {meaning} |"
            for name, kind, default, meaning in rows_of(model)
        ]
        parts.append("\n".join(["| key | value | default | meaning |", "|---|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def _heading(path: str) -> str:
    """Give the heading of a section: the path of its keys, and in which kind of scenario."""
    key, space, kind = path.partition(" ")
    if not path or key in ("with", "without"):
        return f"## The file{path and ', '}{path}"
    return f"## `{key}`{space}{kind}" if kind == "without customers" else f"## `{path}`"


def own_fields(model: type[BaseModel]) -> list[str]:
    """Names of the fields that a model has beyond the section above it."""
    inherited: set[str] = set()
    for base in (actions.ActionSpec, schema.CommonSpec):
        if issubclass(model, base) and model is not base:
            inherited |= set(base.model_fields)
    return [name for name in model.model_fields if name not in inherited]


def rows_of(model: type[BaseModel]) -> Iterator[tuple[str, str, str, str]]:
    """Key, kind of value, default and meaning of every field of a model."""
    for name in own_fields(model):
        field = model.model_fields[name]
        kind = value_of(Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation)
        default = (
            "*needed*" if field.is_required() else _default(field.get_default(call_default_factory=True))
        )
        yield name, kind, default, MEANINGS[model.__name__][name]


def value_of(kind: Any) -> str:
    """Say in words what values a type allows."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return value_of(inner[0]) + _limits(inner[1:])
    if origin in (Union, types.UnionType):
        named = [value_of(one) for one in inner if one is not type(None)]
        if len(named) > 1 and not all(is_section(one) for one in inner):
            return " or ".join(named)
        return named[0] if len(named) == 1 else "one of the actions below"
    if origin is dict:
        return f"{value_of(inner[1])} by name"
    if origin is tuple:
        return f"list of {value_of(inner[0])}"
    if origin is not None:  # Literal
        return " or ".join(f"`{one}`" for one in inner)
    if kind is LocalizedText:
        return "text in two languages"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "section"
    return {float: "number", int: "whole number", str: "text", bool: "true or false", Any: "section"}[kind]


def is_section(kind: Any) -> bool:
    """Tell whether a type is a section of its own."""
    plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    return isinstance(plain, type) and issubclass(plain, BaseModel)


def _limits(metadata: tuple[Any, ...]) -> str:
    words = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
    said = []
    for one in metadata:
        for constraint in getattr(one, "metadata", [one]) or []:
            said += [
                f"{words[name]} {getattr(constraint, name):g}" for name in words if hasattr(constraint, name)
            ]
    return ", " + ", ".join(said) if said else ""


def _default(value: Any) -> str:
    if value is None or value == {} or value == ():
        return "none"
    if isinstance(value, BaseModel):
        return "the defaults of the section"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple) and len(set(value)) == 1:
        return f"{value[0]:g}, {len(value)} times"
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _told(model: type[BaseModel]) -> str:
    return TITLES.get(model.__name__) or " ".join((model.__doc__ or "").replace("``", "`").split())


if __name__ == "__main__":
    sys.stdout.write(page())
