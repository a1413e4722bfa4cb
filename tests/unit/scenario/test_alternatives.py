"""Alternatives are overlays: they state what differs, and everything else is the scenario's."""

from __future__ import annotations

from pathlib import Path

from simulator.scenario.load import load_scenario
from tests.unit.scenario.small_case import write_case

TILT = "    people: {plan: tilt}\n"


def test_the_baseline_is_the_scenario_itself(tmp_path: Path) -> None:
    scenario = load_scenario(write_case(tmp_path / "case"))
    assert scenario.baseline == "flat"
    assert scenario.alternatives == ("flat", "tilted")
    assert scenario.resolved["flat"].people == scenario.spec.people


def test_mappings_merge_and_what_is_not_mentioned_stays(tmp_path: Path) -> None:
    scenario = load_scenario(write_case(tmp_path / "case"))
    people = scenario.resolved["tilted"].people
    assert (people.plan, people.habit_plan) == ("tilt", "flat")
    assert people.reference_variable_pay_per_week == 100


def test_lists_are_replaced_as_a_whole(tmp_path: Path) -> None:
    season = "    products: {washer: {season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}\n"
    scenario = load_scenario(write_case(tmp_path / "case", (TILT, season)))
    assert scenario.resolved["tilted"].lines["washer"].season == (1.0,) * 12
    assert scenario.resolved["flat"].lines["washer"].season[4] == 1.2


def test_remove_deletes_what_it_names(tmp_path: Path) -> None:
    without_bonus = "    plans: {flat: {components: {remove: [bonus]}}}\n"
    scenario = load_scenario(write_case(tmp_path / "case", (TILT, without_bonus)))
    assert "bonus" in scenario.resolved["flat"].plans["flat"].components
    assert "bonus" not in scenario.resolved["tilted"].plans["flat"].components


def test_an_overlay_may_add_a_component_to_a_plan_from_another_file(tmp_path: Path) -> None:
    award = "    plans: {tilt: {components: {prize: {kind: award, credit: {customer: new}, pay: 50}}}}\n"
    scenario = load_scenario(write_case(tmp_path / "case", (TILT, TILT + award)))
    assert tuple(scenario.resolved["tilted"].plans["tilt"].components) == (
        "salary",
        "commission",
        "tilt",
        "prize",
    )
    assert "prize" not in scenario.resolved["flat"].plans["tilt"].components


def test_an_alternative_may_override_a_behavioural_parameter(tmp_path: Path) -> None:
    overlay = f"{TILT}    parameters: {{payslip_learning: 0.5}}\n"
    scenario = load_scenario(write_case(tmp_path / "case", (TILT, overlay)))
    assert scenario.resolved["tilted"].parameters["payslip_learning"] == 0.5
    assert scenario.resolved["flat"].parameters["payslip_learning"] != 0.5


def test_alternatives_may_differ_in_staff(tmp_path: Path) -> None:
    overlay = f"{TILT}    regions: {{town: {{reps: 8}}}}\n"
    scenario = load_scenario(write_case(tmp_path / "case", (TILT, overlay)))
    assert scenario.resolved["flat"].staffing == (6,)
    assert scenario.resolved["tilted"].staffing == (8,)
