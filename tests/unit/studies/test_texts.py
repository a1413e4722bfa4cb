"""What a scenario says in words reaches whoever draws or writes, in both languages."""

from __future__ import annotations

from simulator.scenario import load_scenario
from simulator.studies.texts import scenario_texts


def test_the_source_of_a_reported_result_is_told_in_both_languages() -> None:
    texts = scenario_texts(load_scenario("home-appliances"))
    source = texts["reported"]["premium_share"]["source"]
    assert source["en"].startswith("the case: ")
    assert source["zh"].startswith("案例：")


def test_scale_weights_and_the_planned_length_are_told() -> None:
    texts = scenario_texts(load_scenario("home-appliances"))
    assert texts["customers_per_agent"] == [1.0, 40.0]
    assert texts["planned_weeks"] == 156
