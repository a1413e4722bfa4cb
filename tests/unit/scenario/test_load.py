"""Reading a scenario: found by path or name, typed, described."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import ScenarioError, UnknownName
from simulator.scenario import bundled, find_scenario
from simulator.scenario.build import worlds
from simulator.scenario.load import load_scenario
from simulator.world.specs import WorldKey
from tests.unit.scenario.small_case import write_case


def test_a_folder_a_file_and_a_name_lead_to_the_same_scenario(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case")
    by_folder, by_file = load_scenario(folder), load_scenario(folder / "scenario.yaml")
    assert by_folder.name == by_file.name == "case"
    assert by_folder.fingerprint == by_file.fingerprint


def test_an_existing_path_wins_over_a_bundled_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_case(tmp_path / "home-appliances")
    monkeypatch.chdir(tmp_path)
    assert load_scenario("home-appliances").title.en == "A small shop"


def test_a_name_that_nothing_bears_is_refused() -> None:
    with pytest.raises(UnknownName) as caught:
        find_scenario("home-aplliances")
    known = ", ".join(bundled())
    assert str(caught.value) == (
        f"there is no scenario called 'home-aplliances'. Did you mean 'home-appliances'? Known: {known}."
    )


def test_a_folder_without_a_scenario_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        find_scenario(tmp_path)
    assert str(caught.value) == f"the folder {tmp_path} holds no scenario.yaml."


def test_the_summary_says_what_was_understood(tmp_path: Path) -> None:
    assert load_scenario(write_case(tmp_path / "case")).summary() == [
        "case: A small shop",
        "26 weeks, 3 replications, seed 1, in CNY",
        "customers: 600 in 2 segments (families, singles)",
        "regions: town (6 reps); 6 reps",
        "products: washer, each standard and premium",
        "channels: dealer, web",
        "firms: us (scripted), rival (match-price-cut)",
        "alternative flat (baseline): plan flat; no actions",
        "alternative tilted: plan tilt; talk, sale, web-shop",
    ]


@pytest.mark.parametrize("name", sorted(bundled()))
def test_every_bundled_scenario_is_valid(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.baseline in scenario.alternatives
    assert len(scenario.alternatives) >= 2
    assert scenario.spec.sources


def test_worlds_that_share_all_names_share_a_batch(tmp_path: Path) -> None:
    scenario = load_scenario(write_case(tmp_path / "case"))
    keys = [WorldKey(name, 4) for name in scenario.alternatives]
    [batch] = worlds(scenario, keys, seed=7, weeks=5)
    assert (batch.keys, batch.seed, batch.weeks) == (tuple(keys), 7, 5)
    assert batch.names == ("flat", "tilted")
