"""Every element of the language moves behavior: what is compiled pays what the engine pays."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.compensation import compile_plan, pay_curve
from simulator.compensation.plan import Plan
from simulator.errors import PlanError
from simulator.world.pay_terms import CreditKind
from tests.unit.compensation.pay_of import day, paid, plan_of

KIND = (CreditKind("washer", "standard", "new"),)
QUOTA = 100_000.0
PER_REVENUE = {"margin": np.array([0.25]), "units": np.array([1 / 1_000]), "orders": np.array([1 / 2_000])}


def compiled_pay(plan: Plan, revenue: float) -> float:
    compiled = compile_plan(plan, KIND, PER_REVENUE)
    credit = np.array([[float(a.weights[0]) * revenue for a in compiled.accumulators]])
    quota = np.full((1, len(compiled.accumulators)), QUOTA)
    return float(compiled.pay(credit, quota)[0])


ELEMENTS = {
    "pay curve": """
  c: {kind: bonus, period: quarter, attainment: {quota: sales}, target: 9000,
      curve: {points: [{at: 50%, pays: 20%}, {at: 100%, pays: 100%}, {at: 150%, pays: 250%}]}}""",
    "pay curve that goes on": """
  c: {kind: bonus, period: quarter, attainment: {quota: sales}, target: 9000,
      curve: {points: [{at: 50%, pays: 20%}, {at: 100%, pays: 100%}], beyond: continues}}""",
    "step curve": """
  c: {kind: bonus, period: quarter, attainment: {quota: sales}, target: 9000,
      curve: {points: [{at: 80%, pays: 50%}, {at: 100%, pays: 100%}], between: steps}}""",
    "scorecard": """
  c: {kind: scorecard, period: quarter, target: 8000, cards: {
      revenue: {weight: 60%, quota: sales, curve: {points: [{at: 0%, pays: 0%}, {at: 100%, pays: 100%}]}},
      margin: {weight: 40%, measure: margin,
               curve: {points: [{at: 5000, pays: 0%}, {at: 40000, pays: 100%}]}}}}""",
    "matrix": """
  c: {kind: matrix, period: quarter, target: 5000, rows: {quota: sales, levels: [50%, 100%]},
      columns: {measure: margin, levels: [15000, 30000]}, shares: [[10%, 40%], [60%, 150%]]}""",
    "multiplier in steps": """
  base: {kind: commission, period: quarter, rate: 3%}
  c: {kind: multiplier, period: quarter, of: [base], attainment: {quota: sales},
      factors: {points: [{at: 0%, pays: 80%}, {at: 100%, pays: 130%}], between: steps}}""",
    "gate that leaves a part": """
  c: {kind: commission, period: quarter, rate: 3%, gate: {quota: sales, at_least: 90%, otherwise: 40%}}""",
    "threshold and cap against quota": """
  c: {kind: commission, period: quarter, attainment: {quota: sales}, rate: 5%, cap: {pay: 6000},
      threshold: {at: 60%, pays: from-first-unit}}""",
    "pool divided equally": """
  c: {kind: pool, period: quarter, attainment: {quota: sales}, rate: 10%, above: 50%, members_expected: 1}""",
    "guarantee": """
  base: {kind: commission, period: quarter, rate: 3%}
  c: {kind: draw, period: quarter, of: [base], minimum: 2500, recovery: never}""",
    "award with a cap": """
  c: {kind: award, period: quarter, measure: units, pay: 20, cap: {pay: 1800}}""",
    "formula": """
  c: {kind: formula, period: quarter, inputs: {sold: {}, floor: {amount: 50000}},
      pay: "0.02 * max(sold - floor, 0)"}""",
}


@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize("revenue", [40_000, 90_000, 100_000, 130_000, 190_000])
def test_what_is_compiled_pays_what_the_engine_pays(element: str, revenue: int) -> None:
    text = f"components:{ELEMENTS[element]}"
    rows: list[dict[str, object]] = [
        {"revenue": revenue, "margin": revenue / 4, "units": revenue // 1_000, "day": day(2)}
    ]
    # Only the first quarter has sales; guarantees of the others are left out of the comparison.
    statement = paid(text, rows, quota=QUOTA)
    first = statement["period"] == 0
    compiled = compiled_pay(plan_of(text), revenue)
    guaranteed = 2_500.0 if element == "guarantee" else 0.0
    assert compiled + guaranteed == pytest.approx(statement["amount"][first].sum() / 100, abs=0.02)


def test_year_to_date_pay_is_weighed_over_the_year() -> None:
    plan = plan_of("""
components:
  c: {kind: commission, period: quarter, attainment: {quota: sales, accumulate: year-to-date}, rate: 1%}
""")
    [total] = compile_plan(plan, KIND, {}).accumulators
    assert (total.period, total.quota) == ("year", "sales")


def test_a_contest_is_worth_more_in_the_middle_of_the_field() -> None:
    plan = plan_of("""
components:
  c: {kind: contest, period: quarter, attainment: {quota: sales}, prizes: [9000, 3000], field: 10}
""")
    pay = [compiled_pay(plan, revenue) for revenue in (10_000, 90_000, 110_000, 220_000)]
    assert pay[0] == pytest.approx(0.0, abs=1.0)
    assert pay[-1] == pytest.approx(9_000.0, rel=1e-3)
    assert pay == sorted(pay)


def test_a_contest_in_amounts_says_what_the_others_reach() -> None:
    with pytest.raises(PlanError, match="say what the others are believed to reach"):
        compile_plan(plan_of("components: {c: {kind: contest, prizes: [100]}}"), KIND, {})


def test_what_waits_for_cash_grows_with_what_is_collected() -> None:
    plan = plan_of("""
components:
  base: {kind: commission, rate: 4%}
  hold: {kind: holdback, of: base, share: 50%}
""")
    compiled = compile_plan(plan, KIND, {"cash": np.array([0.8])})
    credit = np.array([[float(a.weights[0]) * 1_000 for a in compiled.accumulators]])
    assert compiled.pay(credit, np.ones_like(credit)).tolist() == pytest.approx([40.0 * (0.5 + 0.5 * 0.8)])


def test_hidden_rebates_and_other_peoples_pay_move_nobody() -> None:
    plan = plan_of("""
components:
  open: {kind: commission, rate: 1%}
  hidden: {kind: commission, rate: 1%, hidden: true}
  lead: {kind: commission, rate: 1%, for: {role: manager}}
""")
    rep = compile_plan(plan, KIND, {}, person={"role": "rep"})
    manager = compile_plan(plan, KIND, {}, person={"role": "manager"})
    assert [term.name for term in rep.terms] == ["open"]
    assert [term.name for term in manager.terms] == ["open", "lead"]


def test_a_budget_caps_what_each_expects_and_an_award_ends() -> None:
    plan = plan_of("components: {c: {kind: award, pay: 100, budget: 1000, weeks: {first: 4, last: 7}}}")
    compiled = compile_plan(plan, KIND, PER_REVENUE, people=5, day=30)
    orders = np.array([[1.0], [2.0], [9.0]])
    assert compiled.pay(orders, np.ones((3, 1))).tolist() == [100.0, 200.0, 200.0]
    assert compile_plan(plan, KIND, PER_REVENUE, people=5, day=56).terms == ()


def test_a_money_cap_on_tiers_against_quota_moves_with_the_quota() -> None:
    plan = plan_of("""
components:
  c: {kind: commission, period: quarter, attainment: {quota: sales}, cap: {pay: 5000},
      tiers: [{from: 0%, rate: 2%}, {from: 100%, rate: 6%}]}
""")
    [term] = compile_plan(plan, KIND, {}).terms
    quota = np.array([50_000.0, 100_000.0, 1_000_000.0])
    edges, values, slopes = term.at_quota(quota)
    for row, each in enumerate(quota):
        grid = np.linspace(0.0, 2.5 * each, 501)
        exact = np.minimum(0.02 * np.minimum(grid, each) + 0.06 * np.maximum(grid - each, 0.0), 5_000.0)
        place = np.searchsorted(edges[row], grid, side="right") - 1
        drawn = values[row][place] + slopes[row][place] * (grid - edges[row][place])
        assert np.allclose(drawn, exact)
        assert np.allclose(term.pay(grid, np.full(501, each)), exact)


def test_the_pay_curve_of_the_simulation_equals_the_engine() -> None:
    text = """
components:
  bonus: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 5000}
  commission: {kind: commission, period: month, rate: 1%}
"""
    compiled = compile_plan(plan_of(text), KIND, {})
    drawn = pay_curve(compiled, np.array([0.5, 1.0, 1.5]), {"sales": QUOTA})
    for share, pay in zip((0.5, 1.0, 1.5), drawn, strict=True):
        rows: list[dict[str, object]] = [
            {"revenue": share * QUOTA / 4, "day": day(month)} for month in (1, 2, 2, 3)
        ]
        assert paid(text, rows, quota=QUOTA)["amount"].sum() / 100 == pytest.approx(pay, abs=0.02)
