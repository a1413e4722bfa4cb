"""The typed form of a scenario file: every section, every key, every range.

The JSON Schema that editors complete keys from is generated from these models.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Field

from simulator.documents import LocalizedText, Name, Spec, json_schema
from simulator.world.actions import Action
from simulator.world.reduced_form import (
    REDUCED_FORM,
    GroupSpec,
    ReducedFormSpec,
    ResponseSpec,
    is_reduced_form,
)
from simulator.world.specs import (
    ApprovalSpec,
    ChannelSpec,
    DemandSpec,
    FirmSpec,
    GoalSpec,
    LineSpec,
    OrganizationSpec,
    PeopleSpec,
    QuotaSpec,
    RegionSpec,
    ReportedSpec,
    SegmentSpec,
)

__all__ = [
    "CHANGEABLE_KEYS",
    "COMMON_KEYS",
    "HEAD_KEYS",
    "AlternativeHead",
    "AnyScenarioSpec",
    "ReducedFormScenarioSpec",
    "ScenarioSpec",
    "changeable_keys",
    "scenario_json_schema",
    "spec_class",
]

HEAD_KEYS = ("title", "summary")
"""What describes an alternative."""

COMMON_KEYS = (
    "alternatives",
    "baseline",
    "currency",
    "goal",
    "left_out",
    "plugins",
    "question",
    "replications",
    "reported",
    "seed",
    "sources",
    "weeks",
)
"""What all alternatives of a scenario share, so that they are compared like with like."""


class AlternativeHead(Spec):
    """What describes an alternative, beside the changes that it makes."""

    title: LocalizedText
    summary: LocalizedText


class CommonSpec(Spec):
    """What every scenario has, whatever its market, with one alternative applied.

    ``alternatives`` stays raw here: each is an overlay on everything else.
    """

    title: LocalizedText
    question: LocalizedText
    summary: LocalizedText
    currency: str = "CNY"
    weeks: Annotated[int, Field(ge=1, le=520)]
    seed: int = 1
    replications: Annotated[int, Field(ge=1)] = 20
    baseline: Name
    goal: GoalSpec | None = None
    reported: dict[Name, ReportedSpec] = Field(default_factory=dict)
    left_out: tuple[LocalizedText, ...] = ()
    sources: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    people: PeopleSpec
    plans: dict[Name, Any] = Field(min_length=1)
    parameters: dict[str, float] = Field(default_factory=dict)
    alternatives: dict[Name, Any] = Field(min_length=1)


class ScenarioSpec(CommonSpec):
    """A scenario with customers who choose, rivals and channels: what the engine is given."""

    demand: DemandSpec
    segments: dict[Name, SegmentSpec] = Field(min_length=1)
    regions: dict[Name, RegionSpec] = Field(min_length=1)
    products: dict[Name, LineSpec] = Field(min_length=1)
    channels: dict[Name, ChannelSpec] = Field(min_length=1)
    firms: dict[Name, FirmSpec] = Field(min_length=1)
    quota: QuotaSpec
    organization: OrganizationSpec = Field(default_factory=OrganizationSpec)
    approval: ApprovalSpec = Field(default_factory=ApprovalSpec)
    actions: dict[Name, Action] = Field(default_factory=dict)


class ReducedFormScenarioSpec(CommonSpec):
    """A scenario whose market is a response function for each product, without customers and rivals."""

    demand: ReducedFormSpec
    groups: dict[Name, GroupSpec] = Field(min_length=1)
    products: dict[Name, ResponseSpec] = Field(min_length=1)
    quota: QuotaSpec = Field(default_factory=lambda: QuotaSpec(share_of_potential=1.0))
    organization: OrganizationSpec = Field(default_factory=OrganizationSpec)


AnyScenarioSpec: TypeAlias = ScenarioSpec | ReducedFormScenarioSpec


def spec_class(data: Any) -> type[ScenarioSpec] | type[ReducedFormScenarioSpec]:
    """Tell which kind of scenario a document holds, by its section ``demand``.

    Examples
    --------
    >>> spec_class({"demand": "reduced_form"}).__name__
    'ReducedFormScenarioSpec'
    """
    reduced = isinstance(data, dict) and is_reduced_form(data.get("demand"))
    return ReducedFormScenarioSpec if reduced else ScenarioSpec


def changeable_keys(model: type[Spec]) -> tuple[str, ...]:
    """List what an alternative of such a scenario may change."""
    return (*(key for key in model.model_fields if key not in (*HEAD_KEYS, *COMMON_KEYS)), "remove")


CHANGEABLE_KEYS = changeable_keys(ScenarioSpec)
"""What an alternative may change in a scenario with customers."""


def scenario_json_schema() -> dict[str, Any]:
    """Give the JSON Schema of scenario files, for editors.

    A scenario with ``demand: reduced_form`` has other sections (``then``) than one with customers (``else``).
    Alternatives and plans are checked by the loader only; of an alternative the schema knows the sections.

    Examples
    --------
    >>> scenario_json_schema()["else"]["properties"]["weeks"]["maximum"]
    520
    """
    with_customers, reduced = (_json_schema(model) for model in (ScenarioSpec, ReducedFormScenarioSpec))
    asks = {"anyOf": [{"const": REDUCED_FORM}, {"type": "object", "required": ["kind"]}]}
    return {
        "$defs": {**reduced.pop("$defs"), **with_customers.pop("$defs")},
        "title": "Scenario",
        "type": "object",
        "if": {"required": ["demand"], "properties": {"demand": asks}},
        "then": reduced,
        "else": with_customers,
    }


def _json_schema(model: type[CommonSpec]) -> dict[str, Any]:
    schema = json_schema(model)
    name = f"AlternativeOf{model.__name__.removesuffix('Spec')}"
    sections: dict[str, Any] = {key: {} for key in changeable_keys(model)}
    text = {"$ref": "#/$defs/LocalizedText"}
    schema["$defs"][name] = {
        "title": "Alternative",
        "description": "What differs from the scenario; 'remove' lists sections to leave out.",
        "type": "object",
        "required": list(HEAD_KEYS),
        "properties": {**dict.fromkeys(HEAD_KEYS, text), **sections},
        "additionalProperties": False,
    }
    [(pattern, _)] = schema["properties"]["alternatives"]["patternProperties"].items()
    schema["properties"]["alternatives"]["patternProperties"] = {pattern: {"$ref": f"#/$defs/{name}"}}
    return schema


if __name__ == "__main__":
    import json
    import sys

    sys.stdout.write(json.dumps(scenario_json_schema(), indent=1, ensure_ascii=False) + "\n")
