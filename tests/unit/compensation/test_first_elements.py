"""Each element of a plan pays what a person with a pocket calculator expects."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.compensation import People, Quota, fiscal_periods, load_plan, statements
from simulator.documents import parse
from simulator.errors import PlanError
from tests.unit.compensation.pay_of import YEAR, day, events_of, paid, plan_of, total

ACCELERATOR = """
components:
  accelerator:
    kind: commission
    period: year
    attainment: {quota: sales}
    tiers:
      - {from: 0%, rate: 8%}
      - {from: 100%, rate: 12%}
      - {from: 120%, rate: 16%}
"""


def test_marginal_tiers_pay_each_part_at_its_own_rate() -> None:
    text = """
components:
  tiers:
    kind: commission
    tiers: [{from: 0, rate: 5%}, {from: 50000, rate: 6%}, {from: 100000, rate: 7%}]
"""
    assert total(paid(text, [{"revenue": 102_000}])) == 5_640.00


def test_retroactive_tiers_pay_everything_at_the_highest_rate_reached() -> None:
    text = """
components:
  tiers:
    kind: commission
    method: retroactive
    tiers: [{from: 0, rate: 5%}, {from: 50000, rate: 6%}, {from: 100000, rate: 7%}]
"""
    assert total(paid(text, [{"revenue": 102_000}])) == 7_140.00
    assert total(paid(text, [{"revenue": 99_999.99}])) == 6_000.00
    assert total(paid(text, [{"revenue": 100_000}])) == 7_000.00


def test_an_accelerator_against_quota_has_a_line_for_each_tier() -> None:
    statement = paid(ACCELERATOR, [{"revenue": 195_000}], quota=150_000, frequency="year")
    assert (statement["amount"] / 100).tolist() == [12_000.0, 3_600.0, 2_400.0]
    assert [statement.rules[rule] for rule in statement["rule"]] == ["tier-1", "tier-2", "tier-3"]
    assert statement["attainment"].tolist() == [1_300_000] * 3


def test_premium_sales_earn_more_where_the_plan_tilts() -> None:
    text = """
components:
  everything: {kind: commission, rate: 2%}
  tilt: {kind: commission, credit: {tier: premium, line: [washer, fridge]}, rate: 1%}
"""
    rows: list[dict[str, object]] = [
        {"revenue": 1_000, "tier": "premium", "line": "washer"},
        {"revenue": 1_000, "tier": "premium", "line": "oven"},
        {"revenue": 1_000, "tier": "standard", "line": "washer"},
    ]
    assert total(paid(text, rows)) == 70.00


def test_a_bonus_is_paid_at_quota_and_not_a_cent_below() -> None:
    text = (
        "components: {bonus: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 5000}}"
    )
    assert total(paid(text, [{"revenue": 99_999.99}], quota=100_000)) == 0.0
    assert total(paid(text, [{"revenue": 100_000}], quota=100_000)) == 5_000.0


def test_only_the_highest_bonus_level_pays() -> None:
    text = """
components:
  bonus:
    kind: bonus
    period: quarter
    attainment: {quota: sales}
    levels: [{at: 80%, pay: 1000}, {at: 100%, pay: 5000}, {at: 120%, pay: 8000}]
"""
    pay = [total(paid(text, [{"revenue": share * 1_000}], quota=100_000)) for share in (79, 80, 119, 300)]
    assert pay == [0, 1_000, 5_000, 8_000]


@pytest.mark.parametrize(("pays", "expected"), [("from-first-unit", 800.0), ("above-threshold", 100.0)])
def test_a_threshold_says_what_is_paid_once_it_is_reached(pays: str, expected: float) -> None:
    text = f"""
components:
  commission: {{kind: commission, period: quarter, attainment: {{quota: sales}}, rate: 1%,
    threshold: {{at: 70%, pays: {pays}}}}}
"""
    assert total(paid(text, [{"revenue": 69_999}], quota=100_000)) == 0.0
    assert total(paid(text, [{"revenue": 80_000}], quota=100_000)) == expected


def test_a_cap_is_a_line_of_its_own() -> None:
    text = "components: {commission: {kind: commission, rate: 10%, cap: {pay: 500}}}"
    statement = paid(text, [{"revenue": 7_000}])
    assert (statement["amount"] / 100).tolist() == [700.0, -200.0]
    assert [statement.rules[rule] for rule in statement["rule"]] == ["rate", "cap"]


def test_a_shut_gate_takes_back_what_was_earned() -> None:
    text = """
components:
  commission: {kind: commission, rate: 10%, gate: {measure: units, at_least: 3}}
"""
    assert total(paid(text, [{"revenue": 7_000, "units": 2}])) == 0.0
    assert total(paid(text, [{"revenue": 7_000, "units": 3}])) == 700.0


def test_an_award_pays_each_order_until_its_budget_is_spent() -> None:
    text = """
components:
  award:
    kind: award
    credit: {customer: new}
    pay: 300
    dates: {first: 2026-02-01, last: 2026-02-28}
    budget: 700
"""
    rows: list[dict[str, object]] = [
        {"person": 1, "customer": "new", "day": day(1, 31)},
        {"person": 1, "customer": "new", "day": day(2, 28)},
        {"person": 2, "customer": "new", "day": day(2, 1)},
        {"person": 2, "customer": "existing", "day": day(2, 1)},
        {"person": 1, "customer": "new", "day": day(2, 10)},
        {"person": 1, "customer": "new", "day": day(3, 1)},
    ]
    statement = paid(text, rows, people=2)
    assert statement.totals().tolist() == [40_000, 30_000]
    assert statement.closing["award/spent"].minor.tolist() == [90_000]


def test_a_budget_is_carried_from_one_settlement_to_the_next() -> None:
    plan = plan_of("components: {award: {kind: award, pay: 300, budget: 700}}")
    rows: list[dict[str, object]] = [{"day": day(month)} for month in (1, 1, 2, 2)]
    team = People(np.array([1]))
    through_january = YEAR.last_days["month"][0]
    events = events_of(rows)
    before = statements(plan, events.take(np.array([0, 1])), team, {}, YEAR)
    after = statements(
        plan, events, team, {}, YEAR, paid_through=int(through_january), opening=before.closing
    )
    assert before.totals().tolist() == [60_000]
    assert after.totals().tolist() == [10_000]


def test_salary_is_paid_by_days_on_the_plan() -> None:
    plan = plan_of("components: {salary: {kind: salary, pay_per_month: 3100}}")
    team = People(np.array([1]), first_day=np.array([day(1, 11)]), last_day=np.array([day(2, 14)]))
    statement = statements(plan, events_of([]), team, {}, YEAR)
    assert (statement["amount"] / 100).tolist() == [2_100.0, 1_550.0]


def test_each_line_names_the_events_behind_it() -> None:
    text = "components: {tilt: {kind: commission, credit: {tier: premium}, rate: 1%}}"
    rows: list[dict[str, object]] = [
        {"id": 30, "revenue": 100, "tier": "premium", "day": day(1, 20)},
        {"id": 10, "revenue": 100, "tier": "standard"},
        {"id": 20, "revenue": 100, "tier": "premium", "day": day(1, 2)},
        {"id": 40, "revenue": 100, "tier": "premium", "day": day(2, 2)},
    ]
    statement = paid(text, rows)
    assert [statement.events_of(line).tolist() for line in range(len(statement))] == [[20, 30], [40]]


def test_quarterly_quotas_add_up_to_the_year() -> None:
    statement = paid(ACCELERATOR, [{"revenue": 195_000}], quota=37_500, frequency="quarter")
    assert total(statement) == 18_000.0


def test_returns_take_commission_back_at_the_rate_of_the_first_tier() -> None:
    text = (
        "components: {commission: {kind: commission, tiers: [{from: 0, rate: 5%}, {from: 1000, rate: 10%}]}}"
    )
    assert total(paid(text, [{"revenue": 2_000}, {"revenue": -500, "day": day(2)}])) == 150.0 - 25.0


BAD_PLANS = {
    "percentage without a quota": (
        "components:\n  a: {kind: commission, tiers: [{from: 0, rate: 1%}, {from: 100%, rate: 2%}]}",
        "test.yaml:3, components.a.tiers[1].from: 100% of what? The component names no quota. ",
    ),
    "tiers out of order": (
        "components:\n  a: {kind: commission, tiers: [{from: 5000, rate: 1%}, {from: 100, rate: 2%}]}",
        "test.yaml:3, components.a.tiers[1].from: the tier from 100 does not lie above the one before it. ",
    ),
    "negative rate": (
        "components:\n  a: {kind: commission, rate: -3%}",
        "test.yaml:3, components.a.rate: must not be negative, got -3%. ",
    ),
    "rate that forgot its percent sign": (
        "components:\n  a: {kind: commission, rate: 3}",
        "test.yaml:3, components.a.rate: must be a share such as 3% or 0.03, got 3.",
    ),
    "threshold above the first tier": (
        """components:
  a: {kind: commission, tiers: [{from: 0, rate: 1%}, {from: 100, rate: 2%}],
    threshold: {at: 200, pays: above-threshold}}""",
        "test.yaml:4, components.a.threshold.at: the threshold of 200 lies above the first tier, ",
    ),
    "unknown kind": (
        "components:\n  a:\n    kind: commissions",
        "test.yaml:4, components.a.kind: there is no kind of pay component called 'commissions'. Did you",
    ),
    "unknown measure": (
        "components:\n  a: {kind: commission, measure: revenu, rate: 1%}",
        "test.yaml:3, components.a: there is no measure called 'revenu'. Did you mean 'revenue'?",
    ),
    "120 times quota": (
        "components:\n  a: {kind: bonus, attainment: {quota: sales}, at: 120, pay: 5}",
        "test.yaml:3, components.a.at: 120 times quota is out of reach. Write 120% for 120 percent of quota.",
    ),
}


@pytest.mark.parametrize("case", BAD_PLANS)
def test_a_plan_that_cannot_be_applied_says_where_and_why(case: str) -> None:
    text, message = BAD_PLANS[case]
    with pytest.raises(PlanError) as failure:
        plan_of(text)
    assert str(failure.value).startswith(message)


@pytest.mark.parametrize(("quota", "words"), [(0.0, "a quota of zero"), (-0.01, "no quota")])
def test_a_quota_that_is_zero_or_missing_is_named(quota: float, words: str) -> None:
    with pytest.raises(PlanError, match=f"person 1 has {words} called 'sales' for 2026"):
        paid(ACCELERATOR, [{"revenue": 5}], quota=quota, frequency="year")


def test_fiscal_periods_are_those_that_lie_wholly_within_the_weeks() -> None:
    class FourFourFive:
        def month_of_week(self, week: int) -> int:
            return week // 13 * 3 + min(week % 13 // 4, 2)

        def quarter_of_week(self, week: int) -> int:
            return week // 13

        def year_of_week(self, week: int) -> int:
            return week // 52

    periods = fiscal_periods(FourFourFive(), 4, 25)
    assert periods.ids == {"month": ("M2", "M3", "M4", "M5", "M6"), "quarter": ("Q2",), "year": ()}
    assert periods.last_days["quarter"].tolist() == [26 * 7 - 1]


def test_an_unknown_product_in_a_selection_is_named_with_the_nearest_one() -> None:
    document = parse(
        "plan: test\ncomponents:\n  a: {kind: commission, credit: {line: air-conditoner}, rate: 1%}",
        file="t.yaml",
    )
    with pytest.raises(PlanError) as failure:
        load_plan(document, vocabulary={"line": ("air-conditioner", "fridge")})
    assert str(failure.value) == (
        "t.yaml:3, components.a.credit: there is no line called 'air-conditoner'. "
        "Did you mean 'air-conditioner'? Allowed: air-conditioner, fridge."
    )


STATEFUL = {
    "reserve": """
  base: {kind: commission, rate: 10%}
  c: {kind: holdback, of: base, share: 20%, release: after-periods, periods: 2}""",
    "draw": """
  base: {kind: commission, rate: 10%}
  c: {kind: draw, of: [base], minimum: 60, recovery_share: 50%}""",
    "deferred draw": """
  base: {kind: commission, rate: 10%}
  c: {kind: draw, of: [base], minimum: 60, recovery: at-quarter-end}""",
    "carried cap": """
  c: {kind: commission, rate: 10%, cap: {pay: 70, carry: true}}""",
    "budget": """
  c: {kind: award, pay: 30, budget: 200}""",
    "year to date": """
  c: {kind: commission, attainment: {quota: sales, accumulate: year-to-date}, method: retroactive,
      tiers: [{from: 0%, rate: 2%}, {from: 100%, rate: 5%}]}""",
    "holdback on cash": """
  base: {kind: commission, rate: 10%}
  c: {kind: holdback, of: base, share: 50%}""",
}


@pytest.mark.parametrize("element", STATEFUL)
def test_settling_month_by_month_pays_what_settling_at_once_pays(element: str) -> None:
    plan = plan_of("components:" + STATEFUL[element])
    sold = [900, 100, 0, 1_500, 40, 700, 0, 0, 2_000, 10, 60, 300]
    rows: list[dict[str, object]] = [
        {"id": n + 1, "revenue": each, "day": day(n + 1), "person": 1 + n % 2} for n, each in enumerate(sold)
    ]
    events = events_of(rows)
    team = People(np.array([1, 2]))
    quotas = {"sales": Quota("month", np.full((2, 12), 30_000))}
    at_once = statements(plan, events, team, quotas, YEAR)
    through: int | None = None
    opening = None
    amounts = []
    for last_day in YEAR.last_days["month"].tolist():
        part = statements(
            plan, events, team, quotas, YEAR, paid_through=through, opening=opening, until=last_day
        )
        through, opening = last_day, part.closing
        amounts.append(part)
    for column in ("person", "day", "component", "amount"):
        together = np.concatenate([part[column] for part in amounts])
        order = np.lexsort(
            tuple(np.concatenate([part[name] for part in amounts]) for name in ("day", "person"))
        )
        assert np.array_equal(together[order], at_once[column])
