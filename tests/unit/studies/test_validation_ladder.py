"""Climbing the ladder: verdicts, hypercube, keeping what is finished, and the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from simulator.cli import sandtable
from simulator.cli.validate import _finished
from simulator.errors import Interrupted, SandtableError
from simulator.experiment.executors import executor_for
from simulator.report.validation_page import validation_page, with_finding
from simulator.studies.validation import ladder
from simulator.studies.validation.effects import Estimate
from simulator.studies.validation.ladder import run_ladder, tier_a_holds
from simulator.studies.validation.library import load_experiment
from simulator.studies.validation.robustness import failing_corner, latin_hypercube
from simulator.studies.validation.verdicts import _inside, side_of

TOY = """\
id: X1
tier: B
title: {en: Does it?, zh: 是吗？}
finding: It does.
source: [practice]
scenario: quota-and-bonus
set: {groups.low.reps: 3, groups.middle.reps: 3, groups.high.reps: 3}
weeks: 13
quick_replications: 4
nuisance: {parameters.ability_log_sd: [0.05, 0.3]}
robustness: {quick_points: 3, quick_replications: 2}
checks:
  able-sell-more:
    kind: rank
    title: The able sell more
    expect: rising
    effects:
      - {measure: {kind: rep-revenue, group: {part: 1}}, arm: commission}
      - {measure: {kind: rep-revenue, group: {part: 3}}, arm: commission}
  sells:
    kind: sign
    title: Something is sold
    outcome: revenue
    arm: commission
    expect: above
  like-itself:
    kind: equivalence
    title: An arm equals itself
    outcome: revenue
    arm: commission
    against: commission
    margin: 0.1
    falsifies: true
  forms:
    kind: calculation
    tier: A
    title: A closed form
    calculation: closed-form
    settings:
      points: [{formula: linear-commission, parameters: {r: 2, c: 1, s2: 0.5}, number: 0.5}]
    tolerance: 0.001
"""


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ladder, "sources_hash", lambda: "as they are")
    folder = tmp_path / "does_it"
    folder.mkdir()
    (folder / "experiment.yaml").write_text(TOY, encoding="utf-8")
    return folder


def run(*words: str) -> Any:
    return CliRunner().invoke(sandtable, ["validate", "--quick", "--jobs", "1", *words])


def test_verdicts_follow_from_intervals() -> None:
    assert side_of(Estimate(2.0, 1.0, 3.0), "above", 0.0) == "held"
    assert side_of(Estimate(2.0, 1.0, 3.0), "below", 0.0) == "missed"
    assert side_of(Estimate(2.0, -1.0, 5.0), "above", 0.0) == "open"
    assert side_of(Estimate(None, None, None), "above", 0.0) == "undefined"
    assert _inside(Estimate(0.0, -0.1, 0.1), -0.5, 0.5) == "held"
    assert _inside(Estimate(0.0, -0.9, 0.9), -0.5, 0.5) == "open"
    assert _inside(Estimate(2.0, 1.9, 2.1), -0.5, 0.5) == "missed"


def test_a_hypercube_has_one_point_in_every_slice_and_repeats() -> None:
    points = latin_hypercube(40, [(0.1, 3.0), (0.9, 0.99)], seed=3)
    slices = np.floor((points - [0.1, 0.9]) / [2.9, 0.09] * 40).astype(int)
    assert (np.sort(slices, axis=0) == np.arange(40)[:, None]).all()
    assert (points == latin_hypercube(40, [(0.1, 3.0), (0.9, 0.99)], seed=3)).all()


def test_the_failing_corner_is_found() -> None:
    points = latin_hypercube(40, [(0.0, 1.0), (0.0, 1.0), (0.0, 1.0)], seed=3)
    held = ~((points[:, 0] > 0.5) & (points[:, 2] < 0.5))
    corner = failing_corner(points, held, ["risk", "noise", "discount"])
    assert {(one["parameter"], one["side"]) for one in corner["where"]} == {
        ("risk", "above"),
        ("discount", "below"),
    }
    assert failing_corner(points, np.ones(40, dtype=np.bool_), ["a", "b", "c"]) == {}


def test_the_command_tells_writes_and_goes_on(toy: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = run(str(toy), "--out", str(out))
    assert ran.exit_code == 0, ran.output
    assert "Something is sold" in ran.output
    assert "tier A: 1 of 1" in ran.output
    held = {path.name for path in out.iterdir()}
    assert held - {"finished.json", "manifest.json"} == {
        f"validation.{ending}" for ending in ("json", "md", "png", "svg")
    }
    (record,) = json.loads((out / "validation.json").read_text("utf-8"))["experiments"]
    verdicts = {check["check"]: check["verdict"] for check in record["checks"]}
    assert verdicts == dict.fromkeys(("able-sell-more", "sells", "like-itself", "forms"), "held")
    sells = next(check for check in record["checks"] if check["check"] == "sells")
    assert (sells["robustness"]["held"], sells["robustness"]["points"]) == (3, 3)
    again = run(str(toy), "--out", str(out), "--json")
    assert json.loads(again.output)["experiments"] == [record], "taken over, its time included"


def test_only_tier_a_fails_the_command(toy: Path, tmp_path: Path) -> None:
    file = toy / "experiment.yaml"
    file.write_text(TOY.replace("expect: above", "expect: below"), encoding="utf-8")
    assert run(str(toy), "--out", str(tmp_path / "b")).exit_code == 0
    file.write_text(TOY.replace("number: 0.5}", "number: 0.6}"), encoding="utf-8")
    ran = run(str(toy), "--out", str(tmp_path / "a"))
    assert isinstance(ran.exception, SandtableError)
    assert ran.exception.exit_status == 1


def test_a_foreign_folder_is_left_alone(toy: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    ran = run(str(toy), "--out", str(tmp_path / "mine"))
    assert isinstance(ran.exception, SandtableError)
    assert ran.exception.exit_status == 2


def test_an_interruption_keeps_what_is_finished(
    toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path / "does_that"
    second.mkdir()
    (second / "experiment.yaml").write_text(TOY.replace("id: X1", "id: X2"), encoding="utf-8")
    real = ladder.run_experiment

    def stopped(experiment: Any, **options: Any) -> dict[str, Any]:
        if experiment.spec.id == "X2":
            raise Interrupted("stopped")
        return real(experiment, **options)

    monkeypatch.setattr(ladder, "run_experiment", stopped)
    ran = run(str(toy), str(second), "--out", str(tmp_path / "out"))
    assert isinstance(ran.exception, Interrupted)
    assert len(_finished(tmp_path / "out")) == 1
    assert json.loads((tmp_path / "out" / "validation.json").read_text("utf-8"))["complete"] is False


def test_a_changed_program_takes_nothing_over(
    toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = str(tmp_path / "out")
    assert run(str(toy), "--out", out).exit_code == 0
    before = set(_finished(tmp_path / "out"))
    monkeypatch.setattr(ladder, "sources_hash", lambda: "as they became")
    assert run(str(toy), "--out", out).exit_code == 0
    assert not before & set(_finished(tmp_path / "out"))


def test_the_page_speaks_both_languages(toy: Path) -> None:
    records, whole = run_ladder([load_experiment(toy)], quick=True, executor=executor_for(1))
    assert whole
    assert tier_a_holds(records)
    page = validation_page(records, "zh")
    assert page.startswith("# 验证")
    assert "证伪对照" in page
    assert "held at 3 of 3 points" in validation_page(records)
    assert with_finding("no marks", "finding") == "no marks"
