"""Gates, caps and guarantees of every kind of component: what is compiled pays what the engine pays."""

# ruff: noqa: E501 - a component stands on one line
from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from simulator.compensation import People, Quota, compile_plan, statements
from simulator.world.pay_terms import CreditKind
from tests.unit.compensation.pay_of import YEAR, day, events_of, plan_of

KIND = (CreditKind("washer", "standard", "new"),)
MARGIN, ORDER = 0.25, 2_000.0
PER_REVENUE = {
    "margin": np.array([MARGIN]),
    "units": np.array([1 / 1_000]),
    "orders": np.array([1 / ORDER]),
}
QUOTA = 90_000.0
QUARTERS_PER_YEAR, WEEKS_PER_YEAR = 4, 52
ATTAINED = "attainment: {quota: sales}"
LINE = "{points: [{at: 50%, pays: 20%}, {at: 100%, pays: 100%}, {at: 150%, pays: 250%}]}"

COMPONENTS = {
    "commission": "kind: commission, rate: 3%",
    "commission in tiers": "kind: commission, tiers: [{from: 0, rate: 2%}, {from: 60000, rate: 5%}]",
    "commission on quota": f"kind: commission, {ATTAINED}, tiers: [{{from: 50%, rate: 2%}}, {{from: 100%, rate: 6%}}]",
    "commission that falls": f"kind: commission, {ATTAINED}, method: retroactive, "
    "tiers: [{from: 0%, rate: 6%}, {from: 100%, rate: 2%}]",
    "bonus": "kind: bonus, levels: [{at: 50000, pay: 900}, {at: 120000, pay: 4000}]",
    "bonus on quota": f"kind: bonus, {ATTAINED}, levels: [{{at: 80%, pay: 900}}, {{at: 100%, pay: 4000}}]",
    "bonus on a curve": f"kind: bonus, {ATTAINED}, target: 3000, curve: {LINE}",
    "award": "kind: award, measure: units, pay: 25",
    "scorecard": f"kind: scorecard, target: 3000, cards: {{r: {{weight: 100%, quota: sales, curve: {LINE}}}}}",
    "scorecard with a score": "kind: scorecard, target: 3000, cards: {s: {weight: 100%, score: mark, "
    "curve: {points: [{at: 0%, pays: 0%}, {at: 100%, pays: 100%}]}}}",
    "objectives": "kind: objectives, target: 3000, goals: {mark: 100%}",
    "matrix": "kind: matrix, target: 3000, rows: {quota: sales, levels: [50%, 100%]}, "
    "columns: {measure: margin, levels: [15000, 30000]}, shares: [[10%, 40%], [60%, 150%]]",
    "pool": f"kind: pool, {ATTAINED}, rate: 8%, above: 50%",
    "pool on a curve": f"kind: pool, {ATTAINED}, target: 3000, curve: {LINE}",
    "pool in amounts": "kind: pool, rate: 8%, above: 40000",
    "formula": 'kind: formula, inputs: {sold: {}, floor: {amount: 50000}}, pay: "0.06 * max(sold - floor, 0)"',
    "formula on quota": 'kind: formula, inputs: {sold: {}, goal: {quota: sales}}, '
    'pay: "0.02 * min(sold, goal) + 0.06 * max(sold - goal, 0)"',
    "formula on attainment": "kind: formula, target: 3000, inputs: {sold: {}, goal: {quota: sales}}, "
    'pay: "target * min(sold / goal, 1.2)"',
    "formula with a jump": 'kind: formula, inputs: {sold: {}, one: {amount: 1000}, line: {amount: 95000}}, '
    'pay: "if(sold >= line, 2 * one, one / 2)"',
    "multiplier": f"kind: multiplier, of: [base], {ATTAINED}, "
    "factors: {points: [{at: 0%, pays: 80%}, {at: 100%, pays: 230%}], between: steps}",
}  # fmt: skip
BASES = {
    "multiplier": "  base: {kind: commission, period: quarter, rate: 3%, gate: {at_least: 30000, otherwise: 50%}}\n"
}
GATES = {
    "none": "",
    "quota": ", gate: {quota: sales, at_least: 90%}",
    "own part": ", gate: {quota: sales, at_least: 90%, otherwise: 40%}",
    "margin part": ", gate: {measure: margin, at_least: 24000, otherwise: 40%}",
    "two parts": ", gate: [{quota: sales, at_least: 90%, otherwise: 40%}, "
    "{measure: margin, at_least: 30000, otherwise: 50%}]",
    "score passed": ", gate: {score: mark, at_least: 70%, otherwise: 40%}",
    "score missed": ", gate: {score: mark, at_least: 95%, otherwise: 40%, expected: 90%}",
    "paid": ", gate: {paid: other, otherwise: 40%}",
}
CAPS = {"no cap": "", "a cap": ", cap: {pay: 1500}"}
OTHER = "  other: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 70%, pay: 1}\n"
SCORED = {"scorecard with a score", "objectives"}

# One score cannot be expected to differ within one plan.
CASES = [
    case for case in product(COMPONENTS, GATES, CAPS) if case[0] not in SCORED or case[1] != "score missed"
]


def text_of(kind: str, gate: str, cap: str) -> str:
    own = f"  c: {{{COMPONENTS[kind]}, period: quarter{GATES[gate]}{CAPS[cap]}}}\n"
    return "components:\n" + BASES.get(kind, "") + OTHER + own


def statement_pay(text: str, revenue: float, score: float) -> float:
    orders = max(int(revenue / ORDER), 1)
    rows: list[dict[str, object]] = [
        {
            "revenue": revenue / orders,
            "margin": revenue * MARGIN / orders,
            "units": round(revenue / 1_000 / orders),
            "day": day(2),
        }
        for _ in range(orders)
    ]
    quotas = {"sales": Quota("quarter", np.full((1, 4), round(QUOTA * 100), dtype=np.int64))}
    scores = {"mark": Quota("quarter", np.full((1, 4), round(score * 1_000_000), dtype=np.int64))}
    paid = statements(plan_of(text), events_of(rows), People(np.array([1])), quotas, YEAR, scores=scores)
    return float(paid["amount"][paid["period"] == 0].sum() / 100)


def compiled_pay(text: str, revenue: float) -> float:
    compiled = compile_plan(plan_of(text), KIND, PER_REVENUE)
    credit = np.array([[float(a.weights[0]) * revenue for a in compiled.accumulators]])
    pay = compiled.pay(credit, np.full((1, len(compiled.accumulators)), QUOTA))
    return float(pay[0]) + compiled.salary_per_week * WEEKS_PER_YEAR / QUARTERS_PER_YEAR


@pytest.mark.parametrize(("kind", "gate", "cap"), CASES)
def test_gates_and_caps_of_every_component_are_compiled(kind: str, gate: str, cap: str) -> None:
    text = text_of(kind, gate, cap)
    score = 0.9 if gate == "score missed" else 1.0
    for revenue in (60_000, 84_000, 110_000, 170_000):
        exact = statement_pay(text, revenue, score)
        assert compiled_pay(text, revenue) == pytest.approx(exact, abs=0.03), revenue


def test_a_formula_with_a_ratio_is_followed_one_total_at_a_time() -> None:
    ratio = "kind: formula, inputs: {sold: {}, margin: {measure: margin}, line: {amount: 8000}}"
    text = f'components:\n  c: {{{ratio}, pay: "line * (margin / sold)"}}\n'
    compiled = compile_plan(plan_of(text), KIND, PER_REVENUE)
    assert [a.name for a in compiled.accumulators] == ["revenue of all", "margin of all"]
    assert compiled_pay(text, 100_000.0) == pytest.approx(8_000 * MARGIN, rel=0.05)


def test_one_sale_counts_no_more_than_a_deal_cap_allows() -> None:
    text = "components:\n  c: {kind: commission, period: quarter, rate: 3%, cap: {deal: 1200}}\n"
    for revenue in (20_000, 60_000):
        assert compiled_pay(text, revenue) == pytest.approx(statement_pay(text, revenue, 1.0), abs=0.02)


@pytest.mark.parametrize("gate", ["none", "quota", "own part", "margin part"])
@pytest.mark.parametrize(
    "kind", ["commission", "commission on quota", "bonus on a curve", "commission that falls"]
)
def test_a_guarantee_lifts_what_small_results_bring(kind: str, gate: str) -> None:
    text = (
        text_of(kind, gate, "a cap" if kind == "commission" else "no cap")
        + "  d: {kind: draw, period: quarter, of: [c], minimum: 800, recovery: never}\n"
    )
    for revenue in (20_000, 60_000, 80_000, 94_000, 110_000, 170_000):
        assert compiled_pay(text, revenue) == pytest.approx(statement_pay(text, revenue, 1.0), abs=0.03), (
            revenue
        )


def test_a_pool_of_the_whole_company_is_shared_by_all_its_people() -> None:
    plan = plan_of("components:\n  c: {kind: pool, rate: 10%}\n")
    [term] = compile_plan(plan, KIND, {}, people=120).terms
    assert term.slopes.tolist() == pytest.approx([0.1 / 120])


def test_a_score_that_is_expected_to_miss_leaves_what_a_shut_gate_leaves() -> None:
    text = "components:\n  c: {kind: objectives, period: quarter, target: 1000, goals: {m: 100%}, "
    text += "gate: {score: m, at_least: 90%, expected: 80%, otherwise: 25%}}\n"
    assert compiled_pay(text, 1.0) == pytest.approx(250.0)
