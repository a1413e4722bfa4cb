"""Returns, receipts and shared credit: what goes back to single sales, and by whose terms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.compensation import Coded, CreditEvents, credited
from simulator.compensation.crediting import Crediting, Hierarchy, RollUp
from simulator.compensation.payroll import Files, read_payroll
from simulator.compensation.versions import versions_of
from simulator.documents import parse
from simulator.errors import PlanError


def months(plan: str, events: str, folder: Path) -> list[float]:
    """Pay by month of a plan with amendments, from a file of events."""
    file = folder / "events.csv"
    file.write_text(events, "utf-8")
    versions = versions_of(parse(plan, file="plan.yaml"))
    payroll = read_payroll(versions[0].plan, Files(file))
    total = np.zeros(payroll.periods.n("month"))
    for statement in payroll.settle(versions):
        np.add.at(total, payroll.periods.index("month", statement["day"]), statement["amount"] / 100)
    return total.tolist()


AMENDED = """
plan: amended
components:
  commission: {kind: commission, rate: 10%, clawback: {}}
amendments:
  - {from: 2026-02-01, changes: {components: {commission: {rate: 5%}}}}
  - {from: 2026-03-01, changes: {components: {commission: {rate: 2%}}}}
"""


def test_a_return_takes_back_at_the_rate_of_the_version_that_paid_the_sale(tmp_path: Path) -> None:
    sales = "id,day,person,revenue,refers_to\n1,2026-01-05,1,10000,\n2,2026-02-06,1,10000,\n"
    returns = "3,2026-02-10,1,-4000,1\n4,2026-03-10,1,-6000,1\n5,2026-03-11,1,-10000,2\n6,2026-03-12,1,500,\n"
    assert months(AMENDED, sales + returns, tmp_path) == [1000, 500 - 400, -600 - 500 + 10]


def test_a_clawback_that_is_new_takes_back_what_the_version_before_paid(tmp_path: Path) -> None:
    plan = AMENDED.replace(", clawback: {}", "").replace("{rate: 5%}", "{rate: 5%, clawback: {}}")
    events = "id,day,person,revenue,refers_to\n1,2026-01-05,1,10000,\n2,2026-02-10,1,-10000,1\n"
    assert months(plan, events, tmp_path) == [1000, -1000]


def test_cash_releases_what_the_version_of_the_sale_held(tmp_path: Path) -> None:
    plan = """
plan: held
components:
  commission: {kind: commission, rate: 10%}
  holdback: {kind: holdback, of: commission, share: 30%}
amendments:
  - {from: 2026-02-01, changes: {components: {commission: {rate: 5%}, holdback: {share: 50%}}}}
"""
    sales = "id,day,person,revenue,cash,refers_to\n1,2026-01-05,1,10000,,\n2,2026-02-05,1,10000,,\n"
    cash = "3,2026-02-10,1,,10000,1\n4,2026-03-10,1,,10000,2\n"
    assert months(plan, sales + cash, tmp_path) == [700, 250 + 300, 250]


def test_pay_to_date_is_held_as_paid_and_released_to_the_cent(tmp_path: Path) -> None:
    plan = parse(
        """
plan: to-date
components:
  commission:
    kind: commission
    attainment: {quota: sales, accumulate: year-to-date}
    tiers: [{from: 0%, rate: 5%}, {from: 100%, rate: 10%}]
  holdback: {kind: holdback, of: commission, share: 50%}
"""
    )
    events, quotas = tmp_path / "events.csv", tmp_path / "quotas.csv"
    events.write_text(
        "id,day,person,revenue,cash,refers_to\n1,2026-01-05,1,1000,,\n2,2026-02-05,1,3000,,\n"
        "3,2026-03-10,1,,1000,1\n4,2026-03-11,1,,3000,2\n",
        "utf-8",
    )
    quotas.write_text("person,period,amount\n1,2026-01,1000\n1,2026-02,1000\n1,2026-03,2000\n", "utf-8")
    version = versions_of(plan)[0]
    payroll = read_payroll(version.plan, Files(events, quotas=quotas))
    statement = payroll.settle()[0]
    # Due to date: 50; 100 + 200 = 300; 200 as the quota grows to 4,000, so March takes 100 back.
    held = statement["amount"][statement["rule"] == statement.rules.index("held")]
    assert held.tolist() == [-25_00, -125_00]
    assert statement.totals().tolist() == [200_00]


def sale(person: int, **columns: list[int]) -> CreditEvents:
    n = len(columns["revenue"])
    return CreditEvents(
        np.array(columns["id"], dtype=np.uint64),
        np.full(n, person),
        np.arange(n, dtype=np.int32),
        {"revenue": np.array(columns["revenue"]) * 100},
        {},
        np.array(columns["refers_to"], dtype=np.uint64),
    )


def test_only_the_return_that_leaves_nothing_takes_the_order_back() -> None:
    events = sale(1, id=[1, 2, 3, 4, 5], revenue=[10, 20, -10, -5, -15], refers_to=[0, 0, 1, 2, 2])
    assert events.measure("orders").tolist() == [1, 1, -1, 0, -1]
    receipt = sale(1, id=[1, 2], revenue=[10, 0], refers_to=[0, 1])
    assert receipt.measure("orders").tolist() == [1, 0]


def test_a_manager_has_one_row_for_a_split_sale_and_parts_in_two_lines_stay_apart() -> None:
    parts = CreditEvents(
        np.array([1, 1, 1], dtype=np.uint64),
        np.array([1, 2, 3]),
        np.zeros(3, dtype=np.int32),
        {"revenue": np.array([500, 300, 200])},
        {"line": Coded(np.array([0, 0, 1]), ("washer", "fridge"))},
    )
    team = Hierarchy(np.array([1, 2, 3]), np.full(3, 9), np.zeros(3, dtype=np.int64), np.full(3, 99))
    rows = credited(parts, Crediting(roll_up=RollUp()), hierarchy=team)
    mine = rows.person == 9
    assert rows.measure("revenue")[mine].tolist() == [800, 200]
    assert rows.attributes["line"].codes[mine].tolist() == [0, 1]


def test_a_return_that_names_nobody_follows_its_sale_in_split_and_overlay() -> None:
    events = sale(-1, id=[1, 2], revenue=[10, -10], refers_to=[0, 1])
    named = {name: np.array([who, -1]) for name, who in {"ar": 5, "sr": 6, "expert": 7}.items()}
    rows = credited(events, Crediting(split={"ar": 1, "sr": 1}, overlay={"expert": "50%"}), named)
    assert rows.person.tolist() == [5, 6, 5, 6, 7, 7]
    assert rows.measure("revenue").tolist() == [500, 500, -500, -500, 500, -500]


@pytest.mark.parametrize("parts", [3, 7, 40])
def test_returns_in_many_parts_of_a_divided_sale_take_back_no_more_than_was_paid(
    parts: int, tmp_path: Path
) -> None:
    plan = """
plan: shared
crediting: {overlay: {expert: 50%}}
components:
  commission: {kind: commission, credit: {crediting: overlay}, rate: 100%, clawback: {}}
"""
    rows = "".join(f"{2 + n},2026-02-10,1,-0.25,1,8\n" for n in range(parts))
    first = f"id,day,person,revenue,refers_to,expert\n1,2026-01-05,1,{parts * 0.25:.2f},,8\n"
    paid = months(plan, first + rows, tmp_path)
    assert paid[0] > 0
    assert sum(paid) == pytest.approx(0, abs=1e-9)


HELD = """
plan: held
components:
  commission: {kind: commission, rate: 10%}
  holdback: {kind: holdback, of: commission, share: 30%, release: RELEASE}
amendments:
  - {from: 2026-02-01, changes: {components: CHANGES}}
"""


@pytest.mark.parametrize(
    ("release", "changes", "message"),
    [
        ("on-cash", "{remove: [holdback]}", "what 'holdback' still holds back would never be released"),
        ("on-cash", "{holdback: {release: after-periods}}", "still holds back would never be released"),
        ("after-periods, periods: 2", "{holdback: {periods: 1}}", "after fewer periods than before"),
    ],
)
def test_an_amendment_cannot_lose_what_is_held(release: str, changes: str, message: str) -> None:
    text = HELD.replace("RELEASE", release).replace("CHANGES", changes)
    with pytest.raises(PlanError, match=message):
        versions_of(parse(text, file="plan.yaml"))


@pytest.mark.parametrize("release", ["on-cash", "after-periods"])
def test_a_holdback_that_ends_is_kept_at_nothing_and_still_releases(release: str, tmp_path: Path) -> None:
    plan = HELD.replace("RELEASE", release).replace("CHANGES", "{holdback: {share: 0%}}")
    sales = "id,day,person,revenue,cash,refers_to\n1,2026-01-05,1,10000,,\n2,2026-02-05,1,10000,,\n"
    assert months(plan, sales + "3,2026-02-10,1,,10000,1\n", tmp_path) == [700, 1000 + 300]


@pytest.mark.parametrize("change", ["{crediting: {split: {ar: 1, sr: 2}}}", "{currency: USD}"])
def test_an_amendment_changes_neither_crediting_nor_currency(change: str) -> None:
    text = HELD.replace("RELEASE", "on-cash").replace("{components: CHANGES}", change)
    with pytest.raises(PlanError, match="an amendment changes neither crediting nor the currency"):
        versions_of(parse(text, file="plan.yaml"))
