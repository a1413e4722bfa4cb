"""Input that reads as something else than was meant: refused with a sentence, never paid."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.pay import pay
from simulator.errors import SandtableError

PLAN = """
plan: demo
in_force: {first: 2026-02-01}
components:
  commission: {kind: commission, rate: 10%}
"""
HEAD = "id,person,day,revenue,refers_to\n"
PEOPLE = "person,first_day,last_day,away_from,away_to\n"


def run(folder: Path, plan: str, files: dict[str, str], *more: str) -> Result:
    (folder / "plan.yaml").write_text(plan, "utf-8")
    arguments = [str(folder / "plan.yaml")]
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, "utf-8")
        arguments += [f"--{name}", str(folder / f"{name}.csv")]
    return CliRunner().invoke(pay, [*arguments, *more])


def refused(folder: Path, plan: str, files: dict[str, str], *more: str) -> str:
    result = run(folder, plan, files, *more)
    assert isinstance(result.exception, SandtableError), result.output
    assert result.exception.exit_status == 2
    return str(result.exception).replace(f"{folder}/", "")


NUMBERS = {
    '"1,2345"': "'1,2345' is no number. Write numbers as 1234.56 or 1,234.56.",
    '"0,500"': "'0,500' is no number. Write numbers as 1234.56 or 1,234.56.",
    '"12,34,567"': "'12,34,567' is no number. Write numbers as 1234.56 or 1,234.56.",
    '"1.234,56"': "'1.234,56' is no number. Write numbers as 1234.56 or 1,234.56.",
    "1e3": "'1e3' is no number. Write numbers as 1234.56 or 1,234.56.",
    "12345678901234567890": "'12345678901234567890' has more than 15 digits before the point.",
    "1.005": "'1.005' has more than 2 decimal places.",
}


@pytest.mark.parametrize("written", NUMBERS)
def test_numbers_that_could_mean_two_things(tmp_path: Path, written: str) -> None:
    message = refused(tmp_path, PLAN, {"events": f"{HEAD}1,ann,2026-02-05,{written},\n"})
    assert message == f"events.csv:2, revenue: {NUMBERS[written]}"


def test_thousands_and_brackets_are_read_to_the_cent(tmp_path: Path) -> None:
    rows = f'{HEAD}1,ann,2026-02-05,"1,234,567.80",\n2,ann,2026-02-06,"(1,000.00)",\n'
    result = run(tmp_path, PLAN, {"events": rows})
    assert "1 people, 1 lines, CNY 123,356.78 in all periods." in result.stdout


ROWS = {
    "a year of two digits": (
        "1,ann,26/2/15,10,\n",
        "events.csv:2, day: '26/2/15' is no date. Write dates as 2026-01-31.",
    ),
    "before an open plan": (
        "1,ann,2026-01-31,10,\n",
        (
            "events.csv:2, day: 2026-01-31 lies outside the plan, which is in force from 2026-02-01 on. "
            "Pay it with the plan of that time."
        ),
    ),
    "a return before its sale": (
        "1,ann,2026-03-05,10,\n2,ann,2026-03-04,-10,1\n",
        "events.csv:3, day: 2026-03-04 lies before 2026-03-05, the day of the sale '1' that is returned.",
    ),
    "a return of a return": (
        "1,ann,2026-03-05,10,\n2,ann,2026-03-06,-5,1\n3,ann,2026-03-07,-5,2\n",
        "events.csv:4, refers_to: '2' is itself a return or a payment, and no sale. Refer to the sale.",
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_events_that_cannot_be_meant(tmp_path: Path, case: str) -> None:
    rows, message = ROWS[case]
    assert refused(tmp_path, PLAN, {"events": HEAD + rows}) == message


SALE = f"{HEAD}1,ann,2026-02-05,1000,\n"
FILES = {
    "two managers at once": (
        "managers",
        "person,manager,first_day,last_day\nann,zoe,2026-01-01,2026-03-31\nann,yan,2026-03-31,\n",
        (
            "managers.csv:3, manager: 'ann' has two managers at once, zoe and yan. "
            "Give first_day and last_day of each."
        ),
    ),
    "an end before the beginning": (
        "people",
        f"{PEOPLE}ann,2026-03-01,2026-02-01,,\n",
        "people.csv:2, last_day: 2026-02-01 lies before 2026-03-01.",
    ),
    "away twice on a day": (
        "people",
        f"{PEOPLE}ann,,,2026-02-01,2026-02-10\nann,,,2026-02-10,2026-02-12\n",
        "people.csv:3, away_from: 'ann' is away already on that day.",
    ),
}


@pytest.mark.parametrize("case", FILES)
def test_files_that_contradict_themselves(tmp_path: Path, case: str) -> None:
    name, content, message = FILES[case]
    assert refused(tmp_path, PLAN, {"events": SALE, name: content}) == message


BONUS = """
plan: demo
components:
  goals: {kind: objectives, period: quarter, target: 1000, goals: {nps: 100%}}
  bonus: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 1000}
"""
QUOTAS = "person,period,amount\nann,2026-Q1,900\n"
SCORES = "person,period,score,amount\nann,2026-Q1,nps,{}\n"


def test_two_quotas_for_one_person_and_period(tmp_path: Path) -> None:
    files = {"events": SALE, "quotas": f"{QUOTAS}ann,2026-Q1,800\n", "scores": SCORES.format("1")}
    assert refused(tmp_path, BONUS, files, "--period", "2026-Q1") == (
        "quotas.csv:3, person: 'ann' has an amount for 2026-Q1 on line 2 already. Take one of the two out."
    )


@pytest.mark.parametrize(
    ("score", "message"),
    [
        ("85", "a score of 85 is 8,500%. Is it 85%?"),
        ("1e999999", "'1e999999' is no score. Write scores as 85% or 0.85."),
        ("1/0", "'1/0' is no score. Write scores as 85% or 0.85."),
    ],
)
def test_scores_that_cannot_be_meant(tmp_path: Path, score: str, message: str) -> None:
    files = {"events": SALE, "quotas": QUOTAS, "scores": SCORES.format(score)}
    assert refused(tmp_path, BONUS, files, "--period", "2026-Q1") == f"scores.csv:2, amount: {message}"


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("revenue * 1e999999", "the formula 'revenue * 1e999999' holds a number of 1e15 or more."),
        (
            "revenue * 1e14 * 1e14",
            "the formula 'revenue * 1e14 * 1e14' gives somebody 1e15 or more.",
        ),
    ],
)
def test_formulas_without_measure(tmp_path: Path, formula: str, message: str) -> None:
    plan = (
        "plan: demo\ncomponents:\n  extra:\n    kind: formula\n"
        f"    pay: {formula}\n    inputs: {{revenue: {{measure: revenue}}}}\n"
    )
    assert refused(tmp_path, plan, {"events": SALE}).endswith(message)


SALARY = """
plan: demo
components:
  fixed: {kind: salary, pay_per_month: 2800}
"""


def test_leave_shrinks_what_is_prorated(tmp_path: Path) -> None:
    """Seven of February's 28 days away, in two stretches: three quarters of 2,800."""
    people = f"{PEOPLE}ann,,,2026-02-01,2026-02-03\nann,,,2026-02-25,2026-02-28\n"
    result = run(tmp_path, SALARY, {"events": SALE, "people": people}, "--period", "2026-02")
    assert result.exit_code == 0, result.exception
    assert "1 people, 1 lines, CNY 2,100.00 in 2026-02." in result.stdout


REMARKS = {
    "managers without a file": (
        ("plan: demo\ncrediting: {roll_up: {levels: 1}}\ncomponents:\n"
        "  commission: {kind: commission, rate: 10%}\n"),
        {"events": SALE},
        "The plan credits managers, and no file says who reports to whom: no manager is credited.",
    ),
    "a word that no sale bears": (
        "plan: demo\ncomponents:\n  extra: {kind: commission, credit: {tier: premum}, rate: 10%}\n",
        {"events": "id,person,day,revenue,tier\n1,ann,2026-02-05,1000,premium\n"},
        "extra: no sale has tier 'premum'. Did you mean 'premium'?",
    ),
    "a word that nobody bears": (
        "plan: demo\ncomponents:\n  extra: {kind: commission, for: {role: repp}, rate: 10%}\n",
        {"events": SALE, "people": "person,role\nann,rep\n"},
        "extra: nobody has role 'repp'. Did you mean 'rep'?",
    ),
    "a score that is missing": (
        BONUS,
        {"events": f"{SALE}2,bob,2026-03-31,5,\n", "quotas": "person,period,amount\n*,2026-Q1,900\n",
         "scores": SCORES.format("1")},
        "1 scores 'nps' are missing and count as nothing, the first for bob in 2026-Q1.",
    ),
    "a sale after the last day": (
        "plan: demo\ncomponents:\n  commission: {kind: commission, rate: 10%}\n",
        {"events": SALE, "people": f"{PEOPLE}ann,,2026-02-04,,\n"},
        "Sales on days when the person was not on the plan are paid all the same: 1 of ann on 2026-02-05.",
    ),
    "cash that names no sale": (
        ("plan: demo\ncomponents:\n  commission: {kind: commission, rate: 10%}\n"
        "  wait: {kind: holdback, of: commission, share: 30%}\n"),
        {"events": "id,person,day,revenue,cash\n1,ann,2026-02-05,1000,1000\n"},
        "1 rows of cash name no sale in refers_to and release nothing: give each receipt a row of its own.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REMARKS)
def test_what_is_paid_and_said(tmp_path: Path, case: str) -> None:
    plan, files, remark = REMARKS[case]
    result = run(tmp_path, plan, files)
    assert result.exit_code == 0, result.exception
    assert result.stderr.splitlines() == [remark]
