"""Files as companies have them: money of several currencies, headings in capitals, blanks in returns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.compensation.event_files import read_rates
from simulator.compensation.payroll import Files, Payroll, read_payroll
from simulator.compensation.remarks import remarks_on
from simulator.errors import EventsError
from tests.unit.compensation.pay_of import plan_of


def payroll_of(folder: Path, plan: str, events: str, **others: str) -> Payroll:
    """Read a payroll from texts."""
    paths = {}
    for name, content in {"events": events, **others}.items():
        paths[name] = folder / f"{name}.csv"
        paths[name].write_bytes(content.encode("gb18030" if name == "scores" else "utf-8"))
    return read_payroll(plan_of(plan), Files(**paths))


def paid(payroll: Payroll) -> list[int]:
    """Pay of everybody [minor units]."""
    return [int(n) for n in payroll.settle()[0].totals()]


FLAT = "currency: {}\ncomponents: {{c: {{kind: commission, rate: 10%}}}}\n"
RATES = "currency,rate\nUSD,{}\nJPY,{}\nKWD,{}\n"


def test_sales_are_read_in_the_decimal_places_of_their_own_currency(tmp_path: Path) -> None:
    events = (
        "id,person,day,revenue,currency\n"
        '1,1,2026-01-05,"10,000",JPY\n'
        "2,2,2026-01-05,100.50,USD\n"
        "3,3,2026-01-05,88.888,KWD\n"
        "4,4,2026-01-05,1000,\n"
    )
    euro = payroll_of(tmp_path, FLAT.format("EUR"), events, rates=RATES.format("0.9", "0.0061", "2.99"))
    # 61.00, 90.45, 265.78 (265.77512) and 1,000.00 in euro
    assert paid(euro) == [610, 905, 2658, 10_000]
    yen = payroll_of(
        tmp_path, FLAT.format("JPY"), events.replace(",JPY", ","), rates=RATES.format("150", "1", "490")
    )
    # 10,000, 15,075, 43,555 (43,555.12) and 1,000 yen
    assert paid(yen) == [1000, 1508, 4356, 100]


def test_a_part_of_a_cent_in_one_currency_is_refused_where_another_has_more(tmp_path: Path) -> None:
    events = "id,person,day,revenue,currency\n1,1,2026-01-05,88.888,KWD\n2,1,2026-01-05,88.888,USD\n"
    with pytest.raises(EventsError, match=r"'88\.888' has more than 2 decimal places") as refused:
        payroll_of(tmp_path, FLAT.format("EUR"), events, rates=RATES.format("0.9", "0.0061", "2.99"))
    assert "events.csv:3" in str(refused.value)


def test_headings_in_capitals_and_with_blanks_are_those_that_the_plan_asks_for(tmp_path: Path) -> None:
    plan = """
crediting: {split: {AR: 4, SR: 3, FR: 3}}
components:
  arr:
    kind: commission
    for: {Job Title: ae}
    credit: {Deal-Type: renewal}
    measure: recurring-revenue
    rate: 10%
"""
    events = (
        "ID,Date,ar,SR,Fr,Deal Type,Recurring Revenue\n"
        "1,2026-01-05,1,2,3,renewal,1000\n2,2026-01-06,1,,,new,500\n"
    )
    people = "Person,JOB_TITLE\n1,ae\n2,ae\n3,fde\n"
    assert paid(payroll_of(tmp_path, plan, events, people=people)) == [4_000, 3_000, 0]


def test_a_return_that_leaves_the_product_blank_is_of_the_product_of_its_sale(tmp_path: Path) -> None:
    plan = """
components:
  a: {kind: commission, credit: {line: a}, rate: 10%}
  b: {kind: commission, credit: {line: b}, rate: 20%, clawback: {}}
"""
    events = (
        "id,person,day,line,revenue,refers_to\n1,1,2026-01-05,a,1000,\n2,2,2026-01-06,b,1000,\n"
        "3,1,2026-01-07,,-500,1\n4,2,2026-01-08,,-500,2\n"
    )
    assert paid(payroll_of(tmp_path, plan, events)) == [5_000, 10_000]
    several = (
        "id,person,day,line,revenue,refers_to\n"
        "1,1,2026-01-05,a,1000,\n1,2,2026-01-05,b,1000,\n3,2,2026-01-07,,-500,1\n"
    )
    assert paid(payroll_of(tmp_path, plan, several)) == [10_000, 10_000]


def test_a_file_of_scores_that_is_read_as_gbk_is_said(tmp_path: Path) -> None:
    plan = "components: {m: {kind: objectives, target: 100, goals: {考核: 100%}}}\n"
    events = "id,person,day,revenue\n1,1,2026-01-05,1000\n"
    payroll = payroll_of(tmp_path, plan, events, scores="person,period,score,amount\n1,2026-01,考核,90%\n")
    assert paid(payroll) == [9_000]
    assert [each.told("en") for each in payroll.remarks] == [f"{tmp_path / 'scores.csv'} was read as GBK."]


def test_rates_of_the_plan_and_of_pay_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("currency,rate,use\nUSD,0.90,plan\nUSD,0.85,pay\n", encoding="utf-8")
    plan, pay = read_rates(plan_of(FLAT.format("EUR")), path)
    assert plan.into_home(np.array([100]), "USD").tolist() == [90]
    assert pay.into_home(np.array([100]), "USD").tolist() == [85]


def test_what_a_spreadsheet_writes_around_a_table_is_left_out(tmp_path: Path) -> None:
    table = "id,person,day,revenue,,\n1,1,2026-01-05,1000,,\n,,,,,\n,,,,,\n"
    assert paid(payroll_of(tmp_path, FLAT.format("CNY"), table)) == [10_000]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("id,person,day,revenue,\n1,1,2026-01-05,1000,x\n", "column 5 has no heading and is not empty"),
        ("a,b,2026-01-05,1000,,\n", "the column 'person' is missing. The first line must hold the headings"),
        ("id,person,day,revenue\n1,1,2026-01-05,1000\n,,,\n2,1,2026-01-05,1\n", "csv:3, person: is empty"),
        ("id,person,day,revenue\n1,1,9999-12-31,1000\n", "'9999-12-31' is no date"),
    ],
)
def test_tables_that_are_none_are_refused(tmp_path: Path, table: str, said: str) -> None:
    with pytest.raises(EventsError) as refused:
        payroll_of(tmp_path, FLAT.format("CNY"), table)
    assert said in str(refused.value)


CLAWED = "components: {c: {kind: commission, rate: 10%, clawback: {}}}\n"


def test_errors_name_events_and_people_as_the_files_do(tmp_path: Path) -> None:
    events = "id,person,day,revenue,refers_to\nS-1,ann,2026-01-05,100,\nR-1,bob,2026-01-06,-60,S-1\n"
    with pytest.raises(
        EventsError, match=r"event 'R-1' refers to sale 'S-1', which is not credited to the same"
    ):
        payroll_of(tmp_path, CLAWED, events).settle()
    circle = "person,manager\nann,bob\nbob,ann\n"
    rolled = "crediting: {roll_up: {levels: 2}}\n" + CLAWED
    with pytest.raises(EventsError, match=r"^ann is a manager of their own manager"):
        payroll_of(tmp_path, rolled, events.replace("R-1,bob", "R-1,ann"), managers=circle)


def test_negative_amounts_without_a_sale_are_named_where_returns_are_clawed_back(tmp_path: Path) -> None:
    events = "id,person,day,revenue,refers_to\nS-1,ann,2026-01-05,100,\nR-1,ann,2026-01-06,-60,\n"
    payroll = payroll_of(tmp_path, CLAWED, events)
    assert paid(payroll) == [400]
    assert ["R-1" in each.told("en") for each in remarks_on(payroll, payroll.plan)] == [True]
    named = payroll_of(tmp_path, CLAWED, events.replace("-60,", "-60,S-1"))
    assert remarks_on(named, named.plan) == []
