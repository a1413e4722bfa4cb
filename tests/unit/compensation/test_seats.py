"""People whose role, team, manager or plan changes within a period."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli import sandtable

PLAN = """
plan: demo
crediting: {roll_up: {share: 10%}}
components:
  salary: {kind: salary, pay_per_month: 3100}
  selling: {kind: commission, for: {role: rep}, credit: {crediting: direct}, rate: 2%}
  leading: {kind: commission, for: {role: lead}, credit: {crediting: direct}, rate: 1%}
  override: {kind: commission, credit: {crediting: roll-up}, rate: 5%}
  pool: {kind: pool, period: quarter, credit: {crediting: direct}, rate: 1%}
"""
PEOPLE = """person,name,valid_from,valid_to,role,team,manager
ann,Ann,2026-01-01,2026-02-14,rep,north,moe
ann,Ann,2026-02-15,,lead,south,zoe
bob,Bob,,,rep,north,moe
moe,Moe,,,boss,north,
zoe,Zoe,,,boss,south,
"""
EVENTS = """id,person,day,revenue,refers_to
A-1,ann,2026-01-10,10000,
A-2,ann,2026-02-14,10000,
A-3,ann,2026-02-15,10000,
A-4,bob,2026-02-20,10000,
A-5,ann,2026-03-01,-1000,A-1
"""


def run(folder: Path, *options: str, people: str = PEOPLE, plan: str = PLAN) -> Result:
    texts = {"plan.yaml": plan, "events.csv": EVENTS, "people.csv": people}
    for name, content in texts.items():
        (folder / name).write_text(content, "utf-8")
    files = ["--events", str(folder / "events.csv"), "--people", str(folder / "people.csv")]
    return CliRunner().invoke(sandtable, ["pay", str(folder / "plan.yaml"), *files, *options])


def paid(folder: Path) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
    """Amounts and events of the lines, by person, component and period, in the order of the file."""
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    with (folder / "out" / "statement_lines.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            key = (row["person"], row["component"], row["period"])
            found.setdefault(key, []).append((row["amount"], row["events"]))
    return found


def test_role_team_and_manager_count_as_of_the_day_of_the_sale(tmp_path: Path) -> None:
    result = run(tmp_path, "--period", "2026-Q1", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.exception
    lines = paid(tmp_path)
    assert lines["ann", "selling", "2026-02"] == [("200.00", "A-2")]
    assert lines["ann", "leading", "2026-02"] == [("100.00", "A-3")]
    # A return goes back to the stretch, the team and the manager of its sale.
    assert lines["ann", "selling", "2026-03"] == [("-20.00", "A-5")]
    assert lines["moe", "override", "2026-03"] == [("-5.00", "A-5")]
    assert lines["moe", "override", "2026-02"] == [("100.00", "A-2 A-4")]
    assert lines["zoe", "override", "2026-02"] == [("50.00", "A-3")]
    # The north has Ann's first sales and Bob's, less the return, for three; the south has A-3 for two.
    assert lines["ann", "pool", "2026-Q1"] == [("96.67", "A-1 A-2 A-5"), ("50.00", "A-3")]
    # Half of February in each stretch is one salary.
    assert lines["ann", "salary", "2026-02"] == [("1550.00", ""), ("1550.00", "")]
    assert "4 people" in result.stdout
    assert result.stderr.startswith("Paid stretch by stretch, because role, team or terms change: ann.")


def test_the_pay_of_a_stretch_is_told_with_what_held_in_it(tmp_path: Path) -> None:
    told = run(tmp_path, "--period", "2026-Q1", "--rep", "ann", "--explain").stdout
    first, second = told.index("From 2026-01-01 to 2026-02-14 (role rep)"), told.index("From 2026-02-15 on")
    assert first < told.index("A-2") < second < told.index("A-3")
    assert "All stretches together: CNY 9,926.67" in told
    told = run(tmp_path, "--period", "2026-Q1", "--rep", "ann", "--explain", "--language", "zh").stdout
    assert "自 2026-02-15 起" in told


def test_what_was_paid_for_both_stretches_is_known_when_it_is_worked_out_anew(tmp_path: Path) -> None:
    run(tmp_path, "--period", "2026-Q1", "--out", str(tmp_path / "out"))
    before = ["--paid", str(tmp_path / "out" / "statement_lines.csv")]
    result = run(tmp_path, "--period", "2026-Q2", *before)
    assert result.exit_code == 0, result.exception
    assert "Recalculation" not in result.stdout
    assert "recalculation" not in result.stdout
    assert result.stdout.split("Total")[1].split()[1] == "37,200.00"


def test_rows_that_change_nothing_the_plan_looks_at_are_one(tmp_path: Path) -> None:
    plan = "plan: demo\ncomponents:\n  all: {kind: commission, period: quarter, rate: 1%}\n"
    result = run(tmp_path, "--period", "2026-Q1", "--out", str(tmp_path / "out"), plan=plan)
    assert result.stderr == ""
    assert paid(tmp_path)["ann", "all", "2026-Q1"] == [("290.00", "A-1 A-2 A-3 A-5")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2026-02-15,,lead", "2026-02-17,,lead", "'ann' has no row for 2026-02-15 to 2026-02-16, after"),
        ("2026-02-15,,lead", "2026-02-10,,lead", "'ann' has two rows for 2026-02-10, the other on line 2."),
        ("2026-02-14,rep", ",rep", "'ann' stands on line 2 already."),
    ],
)  # fmt: skip
def test_rows_that_overlap_or_leave_days_out(tmp_path: Path, old: str, new: str, message: str) -> None:
    result = run(tmp_path, people=PEOPLE.replace(old, new))
    assert message in str(result.exception)
    assert "people.csv:3" in str(result.exception)


def test_managers_are_said_once(tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text("person,manager\nann,moe\n", "utf-8")
    result = run(tmp_path, "--managers", str(tmp_path / "lines.csv"))
    assert "Give them in one of the two" in str(result.exception)
