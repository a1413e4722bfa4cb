"""``plan behave`` and ``plan exploit``: words in both languages, and the files that they write."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli.plan import plan as command
from simulator.errors import InputError, ScenarioError

PLAN = """
plan: bonus
title: {en: Quarterly bonus, zh: 季度奖金}
currency: USD
components:
  c: {kind: commission, rate: 2%}
  b: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 6000}
"""


@pytest.fixture
def plan_file(tmp_path: Path) -> str:
    path = tmp_path / "bonus.yaml"
    path.write_text(PLAN, "utf-8")
    return str(path)


def said(*arguments: str) -> str:
    result = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_exploit_tells_what_was_found_and_what_closes_it(plan_file: str, tmp_path: Path) -> None:
    out = tmp_path / "found"
    told = said("exploit", plan_file, "--budget", "300", "--out", str(out))
    assert "Exploitability:" in told
    assert "Moving dates" in told
    assert "Settle year to date" in told
    assert "all assumptions: dates move by up to 21 days" in told
    names = ["clauses.csv", "exploits.md", "exploits.png", "exploits.svg", "games.csv"]
    assert sorted(path.name for path in out.iterdir()) == names


def test_exploit_speaks_chinese(tmp_path: Path) -> None:
    path = tmp_path / "flat.yaml"
    path.write_text(
        "plan: flat\ntitle: {en: Flat, zh: 固定提成}\ncomponents: {c: {kind: commission, rate: 3%}}\n",
        "utf-8",
    )
    told = said("exploit", str(path), "--budget", "300", "--language", "zh")
    assert "固定提成" in told
    assert "没有找到不创造价值而多得报酬的做法" in told


def test_exploit_takes_quota_and_ratchet_of_a_scenario() -> None:
    told = said("exploit", "home-appliances:as-before", "--scenario", "home-appliances", "--budget", "300")
    assert "last year's results weigh 50% in the next quota" in told


def test_behave_tells_what_three_reps_do(plan_file: str, tmp_path: Path) -> None:
    out = tmp_path / "found"
    told = said("behave", plan_file, "--behavior", "anticipating", "--out", str(out))
    assert "Low ability" in told
    assert "High ability" in told
    assert "sprints between" in told
    names = ["behave.csv", "behave.md", "behave.png", "behave.svg"]
    assert sorted(path.name for path in out.iterdir()) == names


def test_behave_draws_the_mix_where_goods_are_paid_apart(tmp_path: Path) -> None:
    given = ("behave", "home-appliances:tilt", "--scenario", "home-appliances", "--behavior", "anticipating")
    told = said(*given, "--language", "zh", "--out", str(tmp_path))
    assert "能力较低" in told
    assert (tmp_path / "mix.png").is_file()


@pytest.mark.parametrize("name", ["forward-looking", "myopic", "rule-of-thumb", "habit"])
def test_behave_asks_any_behavior_of_the_catalog(plan_file: str, name: str) -> None:
    assert "Shown is a quarter of 13 weeks" in said("behave", plan_file, "--behavior", name)


def test_a_behavior_that_is_not_known_is_refused(plan_file: str) -> None:
    with pytest.raises(InputError, match="myopik"):
        said("behave", plan_file, "--behavior", "myopik")


def test_a_scenario_that_is_not_there_is_refused(plan_file: str) -> None:
    with pytest.raises((InputError, ScenarioError), match="nowhere"):
        said("behave", plan_file, "--scenario", "nowhere")
