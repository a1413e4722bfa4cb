"""The register: every behavioural number has a unit, a plausible range, a source and two labels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.errors import InputError, Place, UnknownName
from simulator.parameters import Parameter, check_value, load_register, with_values

ROOT = Path(__file__).parents[3]
REGISTER = load_register()


@pytest.mark.parametrize("parameter", REGISTER.values(), ids=lambda one: one.name)
def test_every_parameter_is_complete(parameter: Parameter) -> None:
    assert parameter.low < parameter.high
    assert parameter.low <= parameter.default <= parameter.high
    assert parameter.value == parameter.default
    assert parameter.unit.strip()
    assert parameter.source.strip()
    assert set(parameter.label) == {"en", "zh"}
    assert re.search(r"[\u4e00-\u9fff]", parameter.label["zh"])


@pytest.mark.parametrize("parameter", REGISTER.values(), ids=lambda one: one.name)
def test_both_ends_of_every_range_can_be_run(parameter: Parameter) -> None:
    for value in (parameter.low, parameter.high):
        check_value(parameter, value)


def test_a_source_is_a_publication_a_calculation_or_called_an_assumption() -> None:
    form = re.compile(r"assumption$|calculation: .|[A-Z][A-Za-z]+\d{4}: .")
    assert [name for name, one in REGISTER.items() if not form.match(one.source)] == []


def test_every_parameter_is_used_by_the_model() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("agents", "behaviors", "engine", "market", "organization")
        for path in sorted((ROOT / "simulator" / folder).rglob("*.py"))
    )
    prefixes = {"satisfaction_"}  # read as a group
    unused = [
        name
        for name in REGISTER
        if f'"{name}"' not in code and not any(name.startswith(prefix) for prefix in prefixes)
    ]
    assert unused == []


def test_units_agree_with_names() -> None:
    for name, parameter in REGISTER.items():
        if name.endswith("_weeks"):
            assert parameter.unit == "weeks"
        if name.endswith("_days"):
            assert parameter.unit == "days"
        if name.endswith("_hours"):
            assert parameter.unit == "hours"
        if name.endswith("_share"):
            assert parameter.unit.startswith("share")


def test_a_scenario_may_replace_values_and_the_register_stays() -> None:
    changed = with_values({"effort_elasticity": 0.25})
    assert changed["effort_elasticity"].value == 0.25
    assert changed["effort_elasticity"].default == load_register()["effort_elasticity"].value == 0.31


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            {"clarity_e_mail": 1.2},
            "x.yaml:3, p: clarity_e_mail is a share and must be between 0 and 1, got 1.2.",
        ),
        (
            {"price_sensitivity": -1},
            (
                "x.yaml:3, p: price_sensitivity must not be negative, got -1. "
                "Plausible: 2.2 to 4.8 utility per reference price."
            ),
        ),
        ({"delivery_days": True}, "x.yaml:3, p: the value must be a number, got True."),
    ],
)
def test_values_that_cannot_be_are_refused(values: dict[str, object], said: str) -> None:
    [name] = values
    with pytest.raises(InputError) as caught:
        with_values(values, {name: Place("x.yaml", 3, "p")})
    assert str(caught.value) == said


def test_a_misspelt_name_is_recognised() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'effort_floor'"):
        with_values({"efort_floor": 0.1})
