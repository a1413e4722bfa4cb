"""Amendments are shown, drawn and compared; plans are compared on sales with scores, managers and rates."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli.pay import pay
from simulator.cli.plan import plan as plan_command
from simulator.errors import SandtableError

OLD = "plan: old\ncomponents:\n  fee: {kind: commission, rate: 1%}\n"
AMENDED = f"""{OLD.replace("old", "new")}amendments:
  - {{from: 2026-07-01, note: second half, changes: {{components: {{fee: {{rate: 2%}}}}}}}}
"""
GOALS = """plan: goals
components:
  fee: {kind: commission, rate: 1%}
  goals: {kind: objectives, period: quarter, target: 1000, goals: {nps: 100%}}
"""
EVENTS = "id,person,day,revenue\n1,ann,2026-01-05,1000\n2,ann,2026-12-07,1000\n3,bob,2026-03-31,500\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {"old": OLD, "amended": AMENDED, "goals": GOALS}.items():
        (tmp_path / f"{name}.yaml").write_text(content, "utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, "utf-8")
    return tmp_path


def lines(*arguments: str) -> list[str]:
    result = CliRunner().invoke(plan_command, list(arguments))
    assert result.exit_code == 0, result.exception
    return [" ".join(line.split()) for line in result.stdout.splitlines()]


def test_examples_are_compared_from_every_date_of_a_change_on(folder: Path) -> None:
    told = lines("diff", str(folder / "old.yaml"), str(folder / "amended.yaml"))
    target = [line for line in told if line.startswith(("100%", "new"))]
    assert target == [
        "new",
        "100% 12,000.00 12,000.00 +0.00",
        "new (2026-07-01)",
        "100% 12,000.00 24,000.00 +12,000.00",
    ]


def test_each_version_pays_its_own_time_of_real_sales(folder: Path) -> None:
    told = lines(
        "diff", str(folder / "old.yaml"), str(folder / "amended.yaml"), "--events", str(folder / "events.csv")
    )
    assert told[-3:] == [
        "bob 5.00 5.00 +0.00",
        "ann 20.00 30.00 +10.00",
        "1 gain, 0 lose; in all +10.00.",
    ]


def test_a_plan_with_goals_is_compared_on_sales_with_scores(folder: Path) -> None:
    arguments = ["diff", str(folder / "old.yaml"), str(folder / "goals.yaml")]
    arguments += ["--events", str(folder / "events.csv")]
    missing = CliRunner().invoke(plan_command, arguments)
    assert isinstance(missing.exception, SandtableError)
    assert missing.stdout == "", "nothing is said by half"
    (folder / "scores.csv").write_text("person,period,score,amount\nann,2026-Q1,nps,90%\n", "utf-8")
    told = lines(*arguments, "--scores", str(folder / "scores.csv"))
    assert "ann 20.00 920.00 +900.00" in told


def test_plans_that_cannot_be_compared_on_sales_say_so(folder: Path) -> None:
    (folder / "dollars.yaml").write_text(f"currency: USD\n{OLD}", "utf-8")
    result = CliRunner().invoke(
        plan_command,
        [
            "diff",
            str(folder / "old.yaml"),
            str(folder / "dollars.yaml"),
            "--events",
            str(folder / "events.csv"),
        ],
    )
    assert str(result.exception) == (
        "one plan pays in CNY, the other in USD. Pay people by each of them and compare the files."
    )


def test_show_and_curve_follow_amendments(folder: Path) -> None:
    shown = lines("show", str(folder / "amended.yaml"))
    assert [line for line in shown if line.startswith(("In force", "second", "- Rate"))] == [
        "In force from … to 2026-06-30.",
        "- Rate: 1%",
        "second half",
        "In force from 2026-07-01 to ….",
        "- Rate: 2%",
    ]
    drawn = lines("curve", str(folder / "amended.yaml"))
    assert [line for line in drawn if line.startswith(("new", "100%"))] == [
        "new",
        "100% 12,000.00 1.00% 1.00%",
        "new (2026-07-01)",
        "100% 24,000.00 2.00% 2.00%",
    ]


RENAMED = """plan: core
components:
  old: {kind: commission, rate: 10%, clawback: {share: 50%}}
amendments:
  - from: 2026-02-01
    changes:
      components:
        remove: [old]
        new: {kind: commission, rate: 2%NEW}
  - {from: 2026-03-01, note: again, changes: {components: {new: {rate: 3%}}}}
"""
RETURNED = (
    "id,person,day,revenue,refers_to\n1,ann,2026-01-05,1000,\n2,ann,2026-02-05,1000,\n"
    "3,ann,2026-02-06,-400,1\n4,ann,2026-03-06,-600,1\n5,ann,2026-03-07,-500,2\n"
)


@pytest.mark.parametrize(
    ("clawback", "returned_now"), [(", clawback: {}", "-10.00"), ("", "-15.00")]
)  # fmt: skip
def test_returns_of_sales_paid_under_another_name_are_taken_back_at_the_rate_that_was_paid(
    tmp_path: Path, clawback: str, returned_now: str
) -> None:
    (tmp_path / "plan.yaml").write_text(RENAMED.replace("NEW", clawback), "utf-8")
    (tmp_path / "events.csv").write_text(RETURNED, "utf-8")
    arguments = [str(tmp_path / "plan.yaml"), "--events", str(tmp_path / "events.csv")]
    result = CliRunner().invoke(pay, [*arguments, "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.exception
    rows = list(
        csv.DictReader((tmp_path / "out" / "statement_lines.csv").read_text("utf-8-sig").splitlines())
    )
    # 100 was paid for the first sale, and half of it is taken back, in February and March.
    assert [(row["period"], row["component"], row["amount"]) for row in rows] == [
        ("2026-01", "old", "100.00"),
        ("2026-02", "new", "20.00"),
        ("2026-02", "old", "-20.00"),
        *sorted([("2026-03", "new", returned_now), ("2026-03", "old", "-30.00")]),
    ]


@pytest.mark.parametrize(("year_starts", "remarked"), [("1", True), ("4", False)])
def test_the_fiscal_year_decides_whether_terms_change_within_it(
    tmp_path: Path, year_starts: str, remarked: bool
) -> None:
    plan = OLD.replace("rate: 1%", "rate: 1%, period: year")
    change = "amendments:\n  - {from: 2026-04-01, changes: {components: {fee: {rate: 2%}}}}\n"
    (tmp_path / "plan.yaml").write_text(plan + change, "utf-8")
    told = lines("check", str(tmp_path / "plan.yaml"), "--year-starts", year_starts)
    assert any("its terms change on 2026-04-01, within a year" in line for line in told) == remarked
