"""``--set key.path=value`` follows the paths of the scenario, plans included, and no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.scenario.load import Scenario, load_scenario
from tests.unit.scenario.small_case import write_case


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_case(tmp_path_factory.mktemp("settings") / "case")


def test_a_value_is_set_for_every_alternative(folder: Path) -> None:
    scenario = load_scenario(folder, settings=["weeks=20", "demand.customers=2e3"])
    assert scenario.weeks == 20
    assert {alternative.demand.customers for alternative in scenario.resolved.values()} == {2000}


def test_a_later_setting_wins(folder: Path) -> None:
    assert load_scenario(folder, settings=["weeks=20", "weeks=10"]).weeks == 10


def test_a_setting_reaches_into_plans(folder: Path) -> None:
    scenario = load_scenario(folder, settings=["plans.tilt.components.tilt.rate=9%"])
    assert scenario.resolved["tilted"].plans["tilt"].components["tilt"].rate == 90_000  # type: ignore[attr-defined]


def test_a_setting_reaches_into_a_list(folder: Path) -> None:
    scenario = load_scenario(folder, settings=["products.washer.season.11=1.5"])
    assert scenario.spec.products["washer"].season[11] == 1.5


def test_a_setting_reaches_into_one_alternative_only(folder: Path) -> None:
    scenario = load_scenario(folder, settings=["alternatives.tilted.actions.sale.discount_share=0.2"])
    assert scenario.resolved["tilted"].actions["sale"].discount_share == 0.2  # type: ignore[attr-defined]
    assert not scenario.resolved["flat"].actions


def test_every_behavioural_parameter_can_be_set_though_the_file_states_none(folder: Path) -> None:
    scenario = load_scenario(folder, settings=["parameters.effort_elasticity=0.4"])
    assert scenario.parameters["effort_elasticity"].value == 0.4
    assert scenario.resolved["flat"].parameters["effort_elasticity"] == 0.4
    assert load_scenario(folder).parameters["effort_elasticity"].value == 0.31


def test_settings_are_part_of_the_identity_of_a_run(folder: Path) -> None:
    plain = load_scenario(folder).fingerprint
    assert load_scenario(folder).fingerprint == plain
    assert load_scenario(folder, settings=["weeks=26"]).fingerprint == plain
    assert load_scenario(folder, settings=["weeks=25"]).fingerprint != plain
    assert load_scenario(folder, settings=["parameters.effort_floor=0.2"]).fingerprint != plain


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("weeks", "--set needs key.path=value, got 'weeks'. Example: weeks=52."),
        ("=3", "--set needs key.path=value, got '=3'. Example: weeks=52."),
        (
            "people.plann=tilt",
            (
                "--set, people.plann: there is no key called 'people.plann'. Did you mean 'people.plan'? "
                "Known: people.plan, people.habit_plan, people.reference_variable_pay_per_week, "
            ),
        ),
        (
            "people.plan=tilts",
            "--set, people.plan: there is no plan called 'tilts'. Did you mean 'tilt'? Known: flat, tilt.",
        ),
        (
            "people=3",
            (
                "--set, people: this is a group of settings; set one of them. "
                "Allowed: plan, habit_plan, reference_variable_pay_per_week."
            ),
        ),
        ("weeks=abc", "--set, weeks: must be a whole number, got 'abc'."),
        (
            "channels.web.presence.us=1.2",
            "--set, channels.web.presence.us: must be between 0 and 1, got 1.2.",
        ),
        (
            "plans.tilt.components.tilt.rat=9%",
            (
                "--set, plans.tilt.components.tilt.rat: there is no key called "
                "'plans.tilt.components.tilt.rat'. "
                "Did you mean 'plans.tilt.components.tilt.rate'? Known: plans.tilt.components.tilt.kind, "
                "plans.tilt.components.tilt.credit, plans.tilt.components.tilt.rate, "
            ),
        ),
        ("parameters.effort_floor=[1]", "--set, parameters.effort_floor: must be a number, got a list."),
        ("parameters.effort_floor=-1", "--set, parameters.effort_floor: effort_floor must not be negative, "),
    ],
)
def test_a_setting_that_cannot_be(refusal: Callable[..., str], setting: str, said: str) -> None:
    given = refusal(settings=(setting,))
    assert given == said or (said.endswith(" ") and given.startswith(said))


@pytest.mark.parametrize(
    ("setting", "read"),
    [
        ("segments.families.habit=2", lambda s: s.spec.segments["families"].habit == 2.0),
        ("quota.growth_per_year=0.05", lambda s: s.resolved["flat"].quota.growth_per_year == 0.05),
        ("organization.layers=1", lambda s: s.spec.organization.layers == 1),
        ("seed=9", lambda s: s.seed == 9),
        ("plans.tilt.components.tilt.period=quarter",
         lambda s: s.resolved["tilted"].plans["tilt"].components["tilt"].period == "quarter"),
        ("alternatives.tilted.demand.customers=500",
         lambda s: [a.demand.customers for a in s.resolved.values()] == [600, 500]),
        ("alternatives.tilted.actions.talk.until_week=9",
         lambda s: s.resolved["tilted"].actions["talk"].until_week == 9),
        ("alternatives.tilted.parameters.effort_floor=0.2",
         lambda s: [a.parameters["effort_floor"] == 0.2 for a in s.resolved.values()] == [False, True]),
    ],
)  # fmt: skip
def test_a_value_that_the_file_leaves_at_its_default_can_be_set(
    folder: Path, setting: str, read: Callable[[Scenario], bool]
) -> None:
    assert not read(load_scenario(folder))
    assert read(load_scenario(folder, settings=[setting]))


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("segments.families.habbit=2", "Did you mean 'segments.families.habit'?"),
        ("segments.familys.habit=2", "there is no key called 'segments.familys'"),
        ("segments.families.habit=-2", "--set, segments.families.habit: must be 0 or more, got -2."),
        ("organization=3", "this is a group of settings; set one of them. Allowed: layers"),
        (
            "alternatives.tilted.actions.rest.cost=3",
            "there is no key called 'alternatives.tilted.actions.rest'",
        ),
        ("firms.us.settings.delay=3", "there is no key called 'firms.us.settings.delay'"),
    ],
)
def test_what_is_at_its_default_is_checked_like_the_rest(
    refusal: Callable[..., str], setting: str, said: str
) -> None:
    assert said in refusal(settings=(setting,))


def test_a_misspelt_parameter_is_recognised(refusal: Callable[..., str]) -> None:
    assert refusal(settings=("parameters.effort_elastcity=0.4",)).startswith(
        "--set, parameters.effort_elastcity: there is no parameter called 'effort_elastcity'. "
        "Did you mean 'effort_elasticity'? Known: price_sensitivity, "
    )
