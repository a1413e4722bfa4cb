"""Reading experiments: what is wrong is said with place and nearest name, and what ships can be read."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest

from simulator.documents import build, parse
from simulator.errors import InputError
from simulator.report.validation_page import BEGIN, END
from simulator.studies.validation.bands import load_bands
from simulator.studies.validation.library import bundled, chosen, id_order, load_experiment
from simulator.studies.validation.specs import Calculation, ExperimentSpec
from tests.architecture.project import ROOT

GOOD = """\
id: X1
tier: B
title: Does it?
finding: It does.
source: [practice]
scenario: quota-and-bonus
variants:
  myopic: {title: Myopic, set: {people.behavior: myopic}}
nuisance: {parameters.ability_log_sd: [0.1, 0.5]}
checks:
  more:
    kind: sign
    title: More
    outcome: revenue
    arm: bonus
    against: commission
    expect: above
"""


def written(folder: Path, text: str) -> Path:
    (folder / "experiment.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_good_experiment_is_read(tmp_path: Path) -> None:
    found = load_experiment(written(tmp_path, GOOD))
    assert (found.spec.id, found.spec.title.zh, found.spec.replications) == ("X1", "Does it?", 200)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("arm: bonus", "arm: bonos", r"experiment\.yaml:15, checks\.more\.arm: .*Did you mean 'bonus'"),
        ("outcome: revenue", "outcome: revenu", r"checks\.more\.outcome: .*Did you mean 'revenue'"),
        ("expect: above", "expects: above", r"expects: is not a known key\. Did you mean 'expect'"),
        ("kind: sign", "kind: sing", r"checks\.more\.kind.*sign"),
        ("outcome: revenue", "measure: {kind: exces-mass}", r"excess-mass"),
        ("    outcome: revenue\n", "", r"an outcome or a measure"),
        ("[0.1, 0.5]", "[0.5, 0.1]", r"nuisance\.parameters\.ability_log_sd: the low end"),
        ("people.behavior: myopic", "people.behaviour: myopic", r"behaviour"),
        ("scenario: quota-and-bonus", "scenario: quota-and-bonos", r"quota-and-bonus"),
        ("    expect: above\n", "    expect: above\n    variant: patient\n", r"variant called 'patient'"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError, match=re.compile(told, re.DOTALL)):
        load_experiment(written(tmp_path, GOOD.replace(old, new)))


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("{kind: band, title: T, outcome: revenue, arm: bonus, band: no-such}", r"no band called 'no-such'"),
        (
            "{kind: match, title: T, outcome: revenue, arm: bonus, tolerance: 1, closed: {formula: linear}}",
            "no formula called 'linear'",
        ),
        ("{kind: calculation, title: T, calculation: optimal-plans, tolerance: 0.1}", "optimal-plan"),
        (
            "{kind: match, title: T, outcome: revenue, arm: bonus, tolerance: 0.1}",
            "a number or a closed form",
        ),
        ("{kind: rank, title: T, expect: rising, effects: []}", "effects"),
    ],
)
def test_what_is_wrong_with_a_check_is_said(tmp_path: Path, check: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        load_experiment(written(tmp_path, f"{GOOD}  other: {check}\n"))


def test_an_edited_band_is_refused(tmp_path: Path) -> None:
    text = (ROOT / "experiments" / "bands.yaml").read_text("utf-8")
    path = tmp_path / "bands.yaml"
    path.write_text(text, encoding="utf-8")
    before = load_bands(path)["fifths-ratio"]
    assert (before.low, before.high) == (2.5, 5.0)
    path.write_text(text.replace("high: 5.0", "high: 5.5", 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"bands\.yaml:\d+, fifths-ratio.*was edited"):
        load_bands(path)


def test_the_annotated_example_is_an_experiment() -> None:
    page = (ROOT / "experiments" / "README.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    spec = build(ExperimentSpec, parse(example))
    assert {check.kind for check in spec.checks.values()} == {
        "sign", "band", "rank", "equivalence", "match", "calculation",
    }  # fmt: skip


def test_ids_and_tiers_choose() -> None:
    assert [one.spec.id for one in chosen(only=["B24", "B19"])] == ["B19", "B24"]
    assert all("A" in {check.tier or one.spec.tier for check in one.spec.checks.values()} for one in
               chosen(tier="A"))  # fmt: skip
    with pytest.raises(InputError, match="B19"):
        chosen(only=["B91"])
    with pytest.raises(InputError, match="Known: A, B, C"):
        chosen(tier="D")
    assert sorted(["B10", "A2", "B2", "A11"], key=id_order) == ["A2", "A11", "B2", "B10"]


def test_a_path_wins_over_a_bundled_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = "how_far_do_reps_lie_apart"
    assert chosen([name])[0].spec.id == "B23"
    (tmp_path / name).mkdir()
    written(tmp_path / name, GOOD)
    assert chosen([name])[0].spec.id == "X1"


@pytest.mark.parametrize("name", sorted(bundled()))
def test_what_ships_can_be_read_and_explains_itself(name: str) -> None:
    found = load_experiment(bundled()[name])
    readme = (found.folder / "README.md").read_text("utf-8")
    assert re.match(r"# .+\?\n", readme), "the title is a question"
    assert BEGIN in readme
    assert END in readme
    assert name == name.lower()
    listed = re.findall(
        r"^### (\w+)$", (ROOT / "docs/reference/bibliography.md").read_text("utf-8"), re.MULTILINE
    )
    assert not [key for key in found.spec.source if key not in (*listed, "practice")]
    assert found.spec.title.zh != found.spec.title.en


def test_the_questions_of_the_ladder_are_told_apart() -> None:
    ids = [load_experiment(folder).spec.id for folder in bundled().values()]
    assert len(ids) == len(set(ids))


def test_a_copy_of_an_experiment_keeps_the_bands(tmp_path: Path) -> None:
    name = "does_more_effort_bring_more_sales"
    copied = copytree(ROOT / "experiments" / name, tmp_path / "my_experiment")
    assert load_experiment(copied).bands == load_experiment(ROOT / "experiments" / name).bands


def test_bands_of_calculations_stand_with_the_others(tmp_path: Path) -> None:
    copied = copytree(ROOT / "experiments" / "do_reps_call_on_the_right_accounts", tmp_path / "mine")
    experiment = load_experiment(copied)
    check = experiment.spec.checks["against-the-largest"]
    assert isinstance(check, Calculation)
    assert experiment.settings_for(check)["band"] == [2.0, 15.0]
    file = copied / "experiment.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("planned-calls-revenue", "[0, 99]"), encoding="utf-8"
    )
    with pytest.raises(InputError, match="no band called"):
        load_experiment(copied)
