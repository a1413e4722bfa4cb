"""What an alternative changes is told key by key, old value and new."""

from __future__ import annotations

from pathlib import Path

from simulator.scenario.changes import changes_of
from simulator.scenario.late_actions import late_actions
from simulator.scenario.load import load_scenario
from tests.unit.scenario.small_case import write_case

TILT = "people: {plan: tilt}\n"
MORE = (
    TILT
    + """\
    channels: {web: {remove: [demonstration], presence: {us: 0.9}}}
    products: {washer: {season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}}
    segments: {singles: {habit: 2.0}}
    remove: [approval]
"""
)


def told(folder: Path, name: str) -> list[str]:
    return [str(change) for change in changes_of(load_scenario(folder), name)]


def test_values_names_and_removals_are_told(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case", (TILT, MORE))
    assert told(folder, "flat") == []
    assert told(folder, "tilted") == [
        "- approval",
        "+ segments.singles.habit: 2",
        (
            "products.washer.season: [1, 1, 1, 1, 1.2, 1.2, 1, 1, 0.8, 0.8, 1, 1] → "
            "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"
        ),
        "- channels.web.demonstration",
        "channels.web.presence.us: 0.8 → 0.9",
        "people.plan: flat → tilt",
        "+ actions.talk",
        "+ actions.sale",
        "+ actions.web-shop",
    ]


def test_what_is_stated_again_with_the_same_value_is_no_change(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case", (TILT, TILT + "    quota: {share_of_potential: 0.3}\n"))
    assert not [line for line in told(folder, "tilted") if "quota" in line]


def test_actions_that_a_run_is_too_short_for(tmp_path: Path) -> None:
    scenario = load_scenario(write_case(tmp_path / "case"))
    assert late_actions(scenario, 5) == {}
    assert late_actions(scenario, 4) == {"tilted": {"sale": 5}}
    assert late_actions(scenario, 2, ["tilted"]) == {"tilted": {"sale": 5, "web-shop": 3}}
    assert late_actions(scenario, 2, ["flat"]) == {}
