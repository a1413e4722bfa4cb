"""The JSON Schema of scenario files: valid, current, and in agreement with the loader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.documents import parse, read
from simulator.scenario import bundled
from simulator.scenario.schema import ReducedFormScenarioSpec, ScenarioSpec, scenario_json_schema
from tests.unit.scenario.json_schema import problems
from tests.unit.scenario.small_case import SCENARIO

ROOT = Path(__file__).parents[3]
SCHEMA = ROOT / "docs" / "reference" / "scenario.schema.json"


def resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference into the definitions."""
    return schema["$defs"][part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part


def test_the_committed_schema_is_current() -> None:
    """To renew: python -m simulator.scenario.schema > docs/reference/scenario.schema.json."""
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == scenario_json_schema()


def test_every_reference_of_the_schema_leads_somewhere() -> None:
    schema = scenario_json_schema()
    text = json.dumps(schema)
    names = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert names
    assert names <= set(schema["$defs"])


def test_unknown_keys_are_marked_as_errors_in_the_editor_too() -> None:
    schema = scenario_json_schema()
    assert schema["then"]["additionalProperties"] is schema["else"]["additionalProperties"] is False
    closed = {name for name, part in schema["$defs"].items() if part.get("additionalProperties") is False}
    assert set(schema["$defs"]) - closed == {
        "LocalizedText",  # a text may stand for both languages
        "ReducedFormSpec",  # a word may stand for all defaults
    }
    assert schema["$defs"]["LocalizedText"]["anyOf"][1]["additionalProperties"] is False


def test_every_key_and_unit_that_the_loader_knows_is_in_the_schema() -> None:
    whole = scenario_json_schema()
    assert set(whole["then"]["properties"]) == set(ReducedFormScenarioSpec.model_fields)
    schema = {"$defs": whole["$defs"], **whole["else"]}
    assert set(schema["properties"]) == set(ScenarioSpec.model_fields)
    [products] = schema["properties"]["products"]["patternProperties"].values()
    line = resolved(schema, products)
    model = resolved(schema, line["properties"]["premium"])
    assert model["properties"]["list_price"]["exclusiveMinimum"] == 0


@pytest.mark.parametrize("name", sorted(bundled()))
def test_the_schema_accepts_every_bundled_scenario(name: str) -> None:
    data = read(bundled()[name] / "scenario.yaml").data
    assert problems(scenario_json_schema(), data) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "list_price: 4000",
            "list_price: -4000",
            ".products.washer.premium.list_price: -4000 is not above 0",
        ),
        ("list_price: 4000", "list_prise: 4000", ".products.washer.premium.list_prise: not a known key"),
        ("presence: {us: 0.9", "presence: {us: 1.2", ".channels.dealer.presence.us: 1.2 is above 1"),
        ("weeks: 26", "weeks: 26.5", ".weeks: 26.5 is no integer"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(old: str, new: str, said: str) -> None:
    assert problems(scenario_json_schema(), parse(SCENARIO).data) == []
    assert said in problems(scenario_json_schema(), parse(SCENARIO.replace(old, new, 1)).data)


@pytest.mark.parametrize("name", sorted(bundled()))
def test_every_bundled_scenario_tells_editors_where_the_schema_is(name: str) -> None:
    file = bundled()[name] / "scenario.yaml"
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../docs/reference/scenario.schema.json"
