"""Reference pages made from the code are complete and current."""

from __future__ import annotations

import inspect

import pytest
from pydantic import BaseModel

from simulator.documents import Spec
from simulator.parameters import load_register, reference
from simulator.scenario import schema
from simulator.world import actions, gifts, ledger_reference, plan_changes, reduced_form, specs, staff
from simulator.world.records import COMMON, RECORDS
from tests.architecture.project import ROOT
from tests.unit.docs import scenario_keys
from tests.unit.docs.scenario_key_meanings import MEANINGS

REFERENCE = ROOT / "docs" / "reference"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("parameters.md", reference.page),
        ("ledger.md", ledger_reference.page),
        ("scenario-keys.md", scenario_keys.page),
    ],
)
def test_the_page_is_current(name, made):
    written = (REFERENCE / name).read_text("utf-8")
    assert written == made(), f"docs/reference/{name} is out of date; its third line names the command"


def test_every_parameter_of_the_register_is_on_its_page():
    page = reference.page()
    assert all(f"| `{name}` |" in page for name in load_register())


def test_every_column_of_the_ledger_is_explained():
    columns = {*COMMON, *(column for record in RECORDS.values() for column in record.columns)}
    assert all(ledger_reference.column_meaning(column) for column in columns)


def models() -> list[type[BaseModel]]:
    """Every model that a scenario file is read into."""
    found = [
        model
        for module in (schema, specs, staff, gifts, plan_changes, actions, reduced_form)
        for _, model in inspect.getmembers(module, inspect.isclass)
        if issubclass(model, Spec) and model is not Spec and model.__module__ == module.__name__
    ]
    assert len(found) > 20
    return found


def test_every_section_of_a_scenario_is_on_the_page():
    assert {model for _, model in scenario_keys.SECTIONS} == set(models())


def test_every_key_of_a_scenario_is_explained_and_nothing_else():
    fields = {model.__name__: scenario_keys.own_fields(model) for model in models()}
    assert {name: sorted(keys) for name, keys in fields.items()} == {
        name: sorted(keys) for name, keys in MEANINGS.items()
    }


def test_limits_are_said_in_words():
    kinds = {name: kind for name, kind, _, _ in scenario_keys.rows_of(specs.ApprovalSpec)}
    assert kinds["layers"] == "whole number, at least 0, at most 8"
