"""Files that cannot be paid from: a clear sentence each, with line and column, and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.pay import pay
from simulator.errors import SandtableError

PLAN = """
plan: demo
currency: CNY
in_force: {first: 2026-01-01, last: 2026-12-31}
components:
  commission: {kind: commission, credit: {line: washer}, rate: 2%}
  bonus: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 1000}
"""
EVENTS = "id,person,day,revenue,line\n1,ann,2026-01-05,1000.00,washer\n2,bob,2026-03-07,500,washer\n"
QUOTAS = "person,period,amount\n*,2026-Q1,900\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, "utf-8")
    (tmp_path / "quotas.csv").write_text(QUOTAS, "utf-8")
    return tmp_path


def run(folder: Path, *more: str, quotas: bool = True) -> Result:
    arguments = [str(folder / "plan.yaml"), "--events", str(folder / "events.csv")]
    if quotas:
        arguments += ["--quotas", str(folder / "quotas.csv")]
    return CliRunner().invoke(pay, [*arguments, *more])


def said(folder: Path, *more: str, quotas: bool = True) -> str:
    """The message, with the folder left out; nothing must have been written."""
    result = run(folder, "--out", str(folder / "out"), *more, quotas=quotas)
    assert isinstance(result.exception, SandtableError), result.output
    assert result.exception.exit_status == 2
    assert not (folder / "out").exists()
    return str(result.exception).replace(f"{folder}/", "")


def test_good_files_are_paid_and_written_whole(folder: Path) -> None:
    result = run(folder, "--out", str(folder / "out"))
    assert result.exit_code == 0, result.exception
    assert "CNY 1,030.00" in result.output
    names = {"statement_lines", "totals_by_person", "totals_by_component"}
    files = {f"{name}.{ending}" for name in names for ending in ("csv", "parquet")}
    assert {path.name for path in (folder / "out").iterdir()} == files | {"manifest.json"}


BAD_EVENTS = {
    "an event without a rep": (
        "id,person,day,revenue,line\n1,,2026-01-05,10,washer\n",
        "events.csv:2, person: is empty: no one is credited with this event.",
    ),
    "a date outside the plan": (
        "id,person,day,revenue,line\n1,ann,2025-12-31,10,washer\n",
        "events.csv:2, day: 2025-12-31 lies outside the plan, which is in force from 2026-01-01 to",
    ),
    "no date": (
        "id,person,day,revenue,line\n1,ann,31.02.26x,10,washer\n",
        "events.csv:2, day: '31.02.26x' is no date. Write dates as 2026-01-31.",
    ),
    "an id twice": (
        EVENTS + "1,ann,2026-03-05,7,washer\n",
        "events.csv:4, id: event '1' stands on line 2 already for the same person. Take one of the two out.",
    ),
    "a return larger than the sale": (
        "id,person,day,revenue,refers_to\n1,ann,2026-01-05,10,\n2,ann,2026-02-05,-10.01,1\n",
        "events.csv:3, revenue: more of '1' is returned than was sold.",
    ),
    "a return of nothing": (
        "id,person,day,revenue,line,refers_to\n1,ann,2026-01-05,10,washer,77\n",
        "events.csv:2, refers_to: refers to '77', and no event has that id.",
    ),
    "an unknown currency": (
        "id,person,day,revenue,line,currency\n1,ann,2026-01-05,10,washer,XYZ\n",
        "events.csv:2, currency: there is no currency rate called 'XYZ'. Give its rate with --rates.",
    ),
    "a word for a number": (
        "id,person,day,revenue,line\n1,ann,2026-01-05,ten,washer\n",
        "events.csv:2, revenue: 'ten' is no number.",
    ),
    "a tenth of a cent": (
        "id,person,day,revenue,line\n1,ann,2026-01-05,10.001,washer\n",
        "events.csv:2, revenue: '10.001' has more than 2 decimal places.",
    ),
    "a column that is missing": (
        "id,person,revenue,line\n1,ann,10,washer\n",
        "events.csv:1: the column 'day' is missing.",
    ),
    "an attribute that the plan needs": (
        "id,person,day,revenue\n1,ann,2026-01-05,10\n",
        "the plan selects by 'line', which the events do not carry.",
    ),
    "a row that is too short": (
        EVENTS + "3,ann,2026-01-07\n",
        "events.csv:4: has 3 values, and the heading has 5 columns.",
    ),
    "a zero byte": (EVENTS.replace("ann", "a\0n"), "events.csv: holds zero bytes and is no text."),
    "a date that a spreadsheet kept as a number": (
        "id,person,day,revenue,line\n1,ann,45678,10,washer\n",
        "events.csv:2, day: '45678' is no date. Write dates as 2026-01-31; a spreadsheet has kept this one",
    ),
    "no headings": (
        "1,ann,2026-01-05,10,washer\n",
        "events.csv:1: the column 'person' is missing. The first line must hold the headings.",
    ),
    "nothing": ("", "events.csv: is empty. The first line must hold the headings."),
    "nothing to pay on": (
        "id,person,day,line\n1,ann,2026-01-05,washer\n",
        "no column holds anything that can be paid on.",
    ),
}


@pytest.mark.parametrize("case", BAD_EVENTS)
def test_events_that_cannot_be_paid(folder: Path, case: str) -> None:
    content, message = BAD_EVENTS[case]
    (folder / "events.csv").write_text(content, "utf-8")
    assert said(folder).startswith(message)


def test_excel_in_chinese_is_read_and_said(folder: Path) -> None:
    rows = (
        '订单号,员工,日期,收入,产品线\nA1,张三,2026/1/5,"1,234.50",washer\nA2,李四,2026年2月7日,￥10,fridge\n'
    )
    (folder / "events.csv").write_bytes(rows.encode("gbk"))
    (folder / "quotas.csv").write_bytes("员工,期间,指标,金额\n*,2026-Q1,sales,9000\n".encode("gbk"))
    result = run(folder)
    assert result.exit_code == 0, result.exception
    assert "was read as GBK" in result.stderr
    assert "CNY 24.69" in result.stdout


def test_sales_count_at_plan_rates_and_people_are_paid_at_pay_rates(folder: Path) -> None:
    import pyarrow.parquet

    rows = (
        "id,person,day,revenue,line,currency\n1,ann,2026-01-05,1000,washer,USD\n2,bob,2026-03-06,9,washer,\n"
    )
    (folder / "events.csv").write_text(rows, "utf-8")
    (folder / "people.csv").write_text("person,currency\nann,JPY\nbob,\n", "utf-8")
    (folder / "rates.csv").write_text("currency,rate,use\nUSD,7,plan\nUSD,8,pay\nJPY,0.05,\n", "utf-8")
    more = (
        "--people",
        str(folder / "people.csv"),
        "--rates",
        str(folder / "rates.csv"),
        "--out",
        str(folder / "out"),
    )
    result = run(folder, *more)
    assert result.exit_code == 0, result.exception
    lines = pyarrow.parquet.read_table(folder / "out" / "statement_lines.parquet").to_pylist()
    [ann] = [line for line in lines if line["person"] == "ann" and line["component"] == "commission"]
    # 1,000 USD count 7,000 CNY, of which 2 % are 140 CNY, which are 2,800 JPY.
    assert (float(ann["amount"]), ann["currency"], ann["pay_amount"]) == (140.0, "JPY", 2_800.0)


def test_an_encoding_that_is_neither_is_refused(folder: Path) -> None:
    (folder / "events.csv").write_bytes(b"id,person\n\xff\xff\xff\x81")
    assert (
        said(folder)
        == "events.csv: is written in an encoding that is neither UTF-8 nor GBK. Save it as CSV UTF-8."
    )


@pytest.mark.parametrize(
    ("quotas", "message"),
    [
        ("person,period,amount\nann,2026-Q1,900\n", "bob has no quota called 'sales' for 2026-Q1."),
        (
            "person,period,amount\nann,2026-Q1,0\nbob,2026-Q1,9\n",
            "ann has a quota of zero called 'sales' for 2026-Q1.",
        ),
        (
            "person,period,amount\nann,spring,9\n",
            "quotas.csv:2, period: amounts of one name must all be by the month",
        ),
        ("person,period,quota,amount\nann,2026-Q1,sale,9\n", "the plan knows no quota called 'sale'."),
    ],
)
def test_quotas_that_are_missing_zero_or_wrong(folder: Path, quotas: str, message: str) -> None:
    (folder / "quotas.csv").write_text(quotas, "utf-8")
    assert said(folder).startswith(message)


def test_a_quota_that_is_not_given_at_all(folder: Path) -> None:
    assert said(folder, quotas=False).startswith("the plan needs a quota called 'sales' and none was given.")


@pytest.mark.parametrize(
    ("people", "message"),
    [
        (
            "person,plan,first_day,last_day\nann,demo,,2026-06-30\nann,other,2026-06-01,\nbob,demo,,\n",
            "people.csv:3, person: 'ann' is in two plans at once, demo and other.",
        ),
        ("person\nann\nann\nbob\n", "people.csv:3, person: 'ann' stands on line 2 already."),
        ("person\nann\n", "'bob' is named and does not stand in people.csv. Add the person."),
        ("person,plan\nann,other\nbob,other\n", "people.csv:2, plan: nobody is on the plan 'demo'."),
    ],
)
def test_people_who_cannot_be_paid(folder: Path, people: str, message: str) -> None:
    (folder / "people.csv").write_text(people, "utf-8")
    assert said(folder, "--people", str(folder / "people.csv")).startswith(message)


def test_a_quota_for_somebody_who_is_not_on_the_list(folder: Path) -> None:
    (folder / "people.csv").write_text("person\nann\nbob\n", "utf-8")
    (folder / "quotas.csv").write_text("person,period,amount\nzoe,2026-Q1,9\n", "utf-8")
    message = said(folder, "--people", str(folder / "people.csv"))
    assert message == "quotas.csv:2, person: 'zoe' is not on the list of people."


def test_people_on_other_plans_are_left_aside(folder: Path) -> None:
    (folder / "people.csv").write_text("person,plan\nann,demo\nbob,other\n", "utf-8")
    (folder / "quotas.csv").write_text("person,period,amount\nann,2026-Q1,900\n", "utf-8")
    result = run(folder, "--people", str(folder / "people.csv"))
    assert result.exit_code == 0, result.exception
    assert "1 rows of credit belong to people on other plans" in result.stderr
    assert "1 people" in result.stdout


def test_a_rep_and_a_period_that_do_not_exist(folder: Path) -> None:
    assert said(folder, "--rep", "anne") == "There is nobody called anne. Did you mean 'ann'?"
    assert said(folder, "--period", "2026-Q5").startswith("there is no period called '2026-Q5'.")


def test_a_folder_with_other_files_is_left_alone(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "mine.txt").write_text("keep", "utf-8")
    result = run(folder, "--out", str(folder / "out"))
    assert isinstance(result.exception, SandtableError)
    assert "holds files that are not from this run" in str(result.exception)
    assert [path.name for path in (folder / "out").iterdir()] == ["mine.txt"]


BAD_PLANS = {
    "more components than anybody could name": (
        "\n".join(f"  c{number}: {{kind: commission, rate: 1%}}" for number in range(501)),
        "plan.yaml:3, components: the plan has 501 components, and at most 500 can be worked out.",
    ),
    "a circular gate": (
        "  a: {kind: award, pay: 1, gate: {paid: b}}\n  b: {kind: award, pay: 1, gate: {paid: a}}",
        "plan.yaml:5, components.b.gate.paid: components wait for one another: a -> b -> a.",
    ),
    "a gate on nothing": (
        "  a: {kind: commission, rate: 1%, gate: {paid: bb}}\n  b: {kind: commission, rate: 1%}",
        "plan.yaml:4, components.a.gate.paid: there is no component called 'bb'. Did you mean 'b'?",
    ),
    "tiers out of order": (
        "  a: {kind: commission, tiers: [{from: 10, rate: 1%}, {from: 5, rate: 2%}]}",
        "plan.yaml:4, components.a.tiers[1].from: the tier from 5 does not lie above the one before it.",
    ),
    "a formula that mixes units": (
        "  a: {kind: formula, inputs: {sold: {}, pieces: {measure: units}}, pay: sold + pieces}",
        "plan.yaml:4, components.a.pay: the formula 'sold + pieces' adds money to a count.",
    ),
    "a formula that runs code": (
        "  a: {kind: formula, inputs: {sold: {}}, pay: \"__import__('os').getcwd()\"}",
        "plan.yaml:4, components.a.pay: the formula \"__import__('os').getcwd()\" may call only min, max",
    ),
}


@pytest.mark.parametrize("case", BAD_PLANS)
def test_plans_that_cannot_be_applied(folder: Path, case: str) -> None:
    text, message = BAD_PLANS[case]
    (folder / "plan.yaml").write_text(f"plan: demo\ncurrency: CNY\ncomponents:\n{text}\n", "utf-8")
    assert said(folder, quotas=False).startswith(message)


def test_a_formula_that_divides_by_zero_is_named(folder: Path) -> None:
    inputs = "{sold: {}, margin: {measure: margin}}"
    text = f"plan: demo\ncomponents:\n  a: {{kind: formula, inputs: {inputs}, pay: sold / (margin / sold)}}\n"
    (folder / "plan.yaml").write_text(text, "utf-8")
    (folder / "events.csv").write_text("id,person,day,revenue,margin\n1,ann,2026-01-05,10,0\n", "utf-8")
    assert said(folder, quotas=False).startswith(
        "the formula 'sold / (margin / sold)' divides by zero for somebody."
    )


def test_a_plan_file_that_is_too_large_or_unfolds_without_end(folder: Path) -> None:
    (folder / "plan.yaml").write_text("plan: demo\nnote: '" + "x" * (11 << 20) + "'\n", "utf-8")
    assert "larger than" in said(folder, quotas=False) or "MB" in said(folder, quotas=False)
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    (folder / "plan.yaml").write_text("\n".join(lines), "utf-8")
    assert "unfold to more than" in said(folder, quotas=False)


def test_a_plan_that_is_not_there(folder: Path) -> None:
    (folder / "plan.yaml").unlink()
    assert said(folder).startswith("there is no plan file plan.yaml.")
