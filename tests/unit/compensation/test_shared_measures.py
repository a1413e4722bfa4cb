"""What a team reaches together: who is left out, what is said about it, and what behavior sees."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.compensation import (
    Coded,
    People,
    Quota,
    Sale,
    compile_plan,
    marginal_value,
    statements,
)
from simulator.compensation.described import plan_document_text
from simulator.compensation.document import load_plan
from simulator.compensation.explain import explained
from simulator.documents import parse
from simulator.errors import PlanError
from simulator.world.pay_terms import CreditKind
from tests.unit.compensation.pay_of import YEAR, day, events_of, plan_of

KIND = (CreditKind("washer", "standard", "new"),)
BONUS = """components:
  store: {kind: bonus, period: quarter, target: 2000,
          attainment: {quota: sales, of: team, members_expected: 4},
          curve: {points: [{at: 80%, pays: 50%}, {at: 100%, pays: 100%}, {at: 120%, pays: 150%}]}}
"""


def of_quarters(amounts: list[int]) -> dict[str, Quota]:
    table = np.repeat(np.array(amounts, dtype=np.int64)[:, None], 4, axis=1)
    return {"sales": Quota("quarter", table)}


def test_the_statement_says_that_the_team_attained_it() -> None:
    people = People(np.array([1, 2]), team=np.array([5, 5]))
    rows: list[dict[str, object]] = [{"person": 1, "revenue": 1_500}, {"person": 2, "revenue": 700}]
    pay = statements(plan_of(BONUS), events_of(rows), people, of_quarters([100_000, 100_000]), YEAR)
    told = [line.strip() for line in explained(pay, 2)]
    assert told[2] == (
        "store: the pay curve gives 125% of the target CNY 2,000.00, that is CNY 2,500.00. "
        "Quota attained by the team: 110%."
    )
    assert told[3] == "own events: 2"
    assert "团队指标完成率：110%。" in explained(pay, 2, "zh")[2]


def test_a_gate_on_a_team_says_what_the_team_reached() -> None:
    plan = plan_of("""components:
  fee: {kind: commission, period: quarter, rate: 10%, gate: {quota: sales, of: company, at_least: 100%}}
""")
    people = People(np.array([1, 2]), team=np.array([5, 6]))
    rows: list[dict[str, object]] = [{"person": 1, "revenue": 1_000}, {"person": 2, "revenue": 500}]
    pay = statements(plan, events_of(rows), people, of_quarters([100_000, 100_000]), YEAR)
    assert "the company has reached 75% of its quota sales, and 100% is asked for" in "\n".join(
        explained(pay, 1)
    )


def test_a_team_without_any_quota_is_an_error_that_names_one_of_its_members() -> None:
    people = People(np.array([1, 2]), names=("ann", "bob"), team=np.array([5, 6]))
    with pytest.raises(PlanError, match="nobody in the team of bob has a quota called 'sales' for 2026-Q1"):
        statements(plan_of(BONUS), events_of([]), people, of_quarters([100_000, -1]), YEAR)


def test_who_sells_without_a_quota_is_an_error_and_who_sells_nothing_is_left_out() -> None:
    plan = plan_of(
        "components:\n  b: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 0%, pay: 5}\n"
    )
    people = People(np.array([1, 2]))
    pay = statements(plan, events_of([]), people, of_quarters([100, -1]), YEAR)
    assert pay.totals().tolist() == [2_000, 0]
    with pytest.raises(PlanError, match="person 2 has no quota called 'sales'"):
        statements(plan, events_of([{"person": 2, "revenue": 1}]), people, of_quarters([100, -1]), YEAR)


def test_whom_a_plan_names_must_have_a_quota() -> None:
    plan = plan_of(
        "components:\n  b: {kind: bonus, for: {role: rep}, period: quarter,\n"
        "      attainment: {quota: sales}, at: 1%, pay: 5}\n"
    )
    people = People(np.array([1, 2]), attributes={"role": Coded(np.array([0, 0]), ("rep",))})
    with pytest.raises(PlanError, match="person 2 has no quota called 'sales'"):
        statements(plan, events_of([]), people, of_quarters([100, -1]), YEAR)


@pytest.mark.parametrize(
    ("component", "sentence"),
    [
        ("{kind: contest, prizes: [5], attainment: {of: team}}", "a contest looks at what each person sells"),
        (
            "{kind: commission, rate: 1%, clawback: {}, attainment: {of: team}}",
            "clawed back only from what each",
        ),
        ("{kind: commission, rate: 1%, attainment: {}}", "name a quota, or say what accumulates"),
        ("{kind: bonus, at: 80%, pay: 5, attainment: {of: team}}", "80% of what"),
        ("{kind: pool, rate: 1%, measure: units}", "units are counted and not money: give pay_per_unit"),
        ("{kind: pool, pay_per_unit: 1}", "revenue is money: give rate"),
        ("{kind: pool, rate: 1%, divide: by-score}", "divided by-score names a score"),
        ("{kind: pool, rate: 1%, roles: {a: 1}}", "divided by-role gives weights to roles"),
    ],
)
def test_what_cannot_be_shared_is_refused(component: str, sentence: str) -> None:
    with pytest.raises(PlanError, match=sentence):
        load_plan(parse(f"plan: p\ncomponents: {{c: {component}}}"))


def test_one_of_four_moves_the_teams_attainment_by_a_quarter() -> None:
    compiled = compile_plan(plan_of(BONUS), KIND, {})
    quota = np.array([[100_000.0]])
    pay = [float(compiled.pay(np.array([[x * 100_000.0]]), quota)[0]) for x in (0.0, 1.0, 1.4)]
    # The others reach 75 % of the team's quota: below 80 % nothing is paid; 40 % more lift the team to 110 %.
    assert pay == pytest.approx([0.0, 2_000.0, 2_500.0])


def test_a_shared_commission_is_worth_its_rate_for_ones_own_sales() -> None:
    plan = plan_of("""components:
  c: {kind: commission, period: quarter, attainment: {quota: sales, of: team, members_expected: 4},
      tiers: [{from: 0%, rate: 1%}, {from: 100%, rate: 3%}]}
""")
    compiled = compile_plan(plan, KIND, {})
    quota = np.array([[100_000.0]])
    pay = [float(compiled.pay(np.array([[x]]), quota)[0]) for x in (100_000.0, 110_000.0)]
    assert pay == pytest.approx([4_000.0, 4_300.0])


def test_behavior_sees_tiers_on_the_year_so_far_without_a_quota() -> None:
    plan = plan_of("""components:
  c: {kind: commission, attainment: {accumulate: year-to-date},
      tiers: [{from: 0, rate: 1%}, {from: 1000, rate: 2%}]}
""")
    compiled = compile_plan(plan, KIND, {})
    [total] = compiled.accumulators
    assert (total.period, total.quota) == ("year", "")
    assert compiled.pay(np.array([[1_500.0]]), np.array([[1.0]])).tolist() == pytest.approx([20.0])


def test_behavior_does_not_see_what_others_sell_in_a_formula() -> None:
    plan = plan_of("components:\n  c: {kind: formula, inputs: {sold: {of: team}}, pay: 0.01 * sold}\n")
    with pytest.raises(PlanError, match="behavior does not see in a formula what others sell"):
        compile_plan(plan, KIND, {})


def test_a_formula_is_paid_on_what_the_team_sells() -> None:
    plan = plan_of("components:\n  c: {kind: formula, inputs: {sold: {of: team}}, pay: 0.01 * sold}\n")
    people = People(np.array([1, 2]), team=np.array([5, 5]))
    rows: list[dict[str, object]] = [{"person": 1, "revenue": 1_500, "day": day(1)}]
    assert statements(plan, events_of(rows), people, {}, YEAR).totals().tolist() == [1_500, 1_500]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Held against: quota sales, of each team"), ("zh", "对照：指标 sales, 对象 各团队")],
)
def test_the_plan_document_says_whose_attainment_counts(language: str, said: str) -> None:
    assert said in plan_document_text(plan_of(BONUS), language)


@pytest.mark.parametrize(
    ("cap", "sentence"),
    [
        ("{deal: 25%}", "25% of what"),
        ("{pay: 5, review: true}", "review needs deal or deal_pay"),
    ],
)
def test_windfall_clauses_that_say_nothing_are_refused(cap: str, sentence: str) -> None:
    with pytest.raises(PlanError, match=sentence):
        plan_of(f"components: {{c: {{kind: commission, rate: 1%, cap: {cap}}}}}")


def test_a_share_of_target_incentive_needs_one() -> None:
    plan = plan_of("components: {c: {kind: commission, rate: 1%, cap: {deal_pay: 50%}}}")
    with pytest.raises(PlanError, match="person 1 has no target incentive"):
        statements(plan, events_of([{"revenue": 5}]), People(np.array([1])), {}, YEAR)


@pytest.mark.parametrize(
    ("cap", "language", "sentence"),
    [
        (
            "{deal_pay: 10}",
            "en",
            "c: very large sales earn CNY 5.00 more than one sale may pay, which is taken away.",
        ),
        ("{deal_pay: 10, review: true}", "zh", "c：超大单所得超过单笔支付上限 5.00元，照常支付并标记复核。"),
        (
            "{deal: 1000, review: true}",
            "en",
            (
                "c: CNY 500.00 of very large sales lies above the limit for one sale; "
                "it is paid and marked for review."
            ),
        ),
    ],
)
def test_the_statement_says_what_a_windfall_clause_did(cap: str, language: str, sentence: str) -> None:
    plan = plan_of(f"components: {{c: {{kind: commission, rate: 1%, cap: {cap}}}}}")
    pay = statements(plan, events_of([{"revenue": 1_500}]), People(np.array([1])), {}, YEAR)
    assert sentence in [line.strip() for line in explained(pay, 1, language)]


def test_behavior_sees_no_award_on_orders_that_are_too_small() -> None:
    per_revenue = {"orders": np.array([1 / 2_000])}
    for least, expected in ((1_000, 50.0), (3_000, 0.0)):
        plan = plan_of(f"components: {{a: {{kind: award, pay: 50, order_at_least: {least}}}}}")
        compiled = compile_plan(plan, KIND, per_revenue)
        credit = np.array([[float(a.weights[0]) * 2_000 for a in compiled.accumulators]])
        assert float(compiled.pay(credit, np.ones_like(credit))[0]) == pytest.approx(expected)


def test_one_more_sale_counts_for_ones_own_share_where_a_team_is_paid_together() -> None:
    plan = plan_of("""components:
  pool: {kind: pool, period: month, rate: 10%}
  team: {kind: bonus, attainment: {of: team}, at: 1000, pay: 50}
""")
    people = People(np.array([1, 2]), team=np.array([5, 5]))
    rows: list[dict[str, object]] = [{"person": 1, "revenue": 500}]
    one_more = Sale(day(1, 20), {"revenue": 400})
    # Half of 10 % of 400; only both sales together would lift the team over 1,000.
    more = marginal_value(plan, events_of(rows), people, {}, YEAR, one_more)
    assert more.tolist() == [2_000, 2_000]
