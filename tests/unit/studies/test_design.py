"""A comparison is settled and checked before anything runs."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.errors import InputError
from simulator.scenario import load_scenario
from simulator.studies.design import design_of

CASE = "home-appliances"


def test_what_is_left_open_comes_from_the_scenario() -> None:
    scenario = load_scenario(CASE)
    design = design_of(CASE)
    assert design.alternatives == scenario.alternatives
    assert design.baseline == scenario.baseline
    assert (design.replications, design.seed, design.weeks) == (
        scenario.replications,
        scenario.seed,
        scenario.weeks,
    )
    assert design.until is None


def test_a_scenario_that_has_been_read_can_be_compared() -> None:
    scenario = load_scenario(CASE, settings=["demand.customers=900"])
    design = design_of(scenario)
    assert design.settings == ("demand.customers=900",)
    assert design.scenario is scenario


def test_without_the_usual_baseline_the_first_named_is_the_baseline() -> None:
    assert design_of(CASE, alternatives=["what-they-did", "tilt-only"]).baseline == "what-they-did"
    assert design_of(CASE, alternatives=["tilt-only", "as-before"]).baseline == "as-before"
    assert design_of(CASE, baseline="tilt-only").baseline == "tilt-only"


def test_with_a_stopping_rule_the_replications_are_the_maximum() -> None:
    assert design_of(CASE, until="revenue 1%").replications == 400
    assert design_of(CASE, until="revenue 1%", replications=50).until.looks() == (20, 30, 40, 50)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            {"alternatives": ["tilt-onyl"]},
            "--alternatives: there is no alternative called 'tilt-onyl'. Did you mean",
        ),
        ({"alternatives": ["tilt-only", "tilt-only"]}, "--alternatives: names an alternative twice"),
        ({"alternatives": []}, "--alternatives: names no alternative"),
        ({"baseline": "nobody"}, "--baseline: there is no alternative called 'nobody'"),
        ({"alternatives": ["tilt-only"], "baseline": "as-before"}, "exists, but is not among those compared"),
        ({"replications": 0}, "--replications: must be at least 1, got 0"),
        ({"weeks": -4}, "--weeks: must be at least 1 and at most 520, got -4"),
        ({"weeks": 521}, "--weeks: must be at least 1 and at most 520, got 521"),
        ({"seed": -1}, "--seed: must lie between 0 and"),
        ({"until": "revenue"}, "--until: cannot be read"),
        ({"until": "luck 1%"}, "--until: there is no outcome called 'luck'"),
        ({"settings": ["demand.costumers=5"]}, "Did you mean 'demand.customers'"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(asked: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        design_of(CASE, **asked)
    assert sentence in str(refused.value)
    assert refused.value.exit_status == 2


def test_the_identity_names_what_decides_the_numbers_and_nothing_else() -> None:
    identity = design_of(CASE).identity
    assert design_of(CASE, sensitivity=False).identity == identity
    changed: list[dict[str, Any]] = [
        {"seed": 2},
        {"weeks": 10},
        {"replications": 3},
        {"until": "revenue 1%"},
        {"alternatives": ["as-before", "tilt-only"]},
        {"baseline": "tilt-only"},
        {"settings": ["demand.customers=900"]},
    ]
    assert len({identity, *(design_of(CASE, **asked).identity for asked in changed)}) == 1 + len(changed)
