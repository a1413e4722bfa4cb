"""Pay that comes later: carried balances and recoverable advances are worth what is paid in the end."""

# ruff: noqa: E501 - a component stands on one line
from __future__ import annotations

import numpy as np
import pytest

from simulator.compensation import People, compile_plan, statements
from simulator.compensation.compiled import compile_by_group
from simulator.world.pay_terms import CreditKind
from tests.unit.compensation.pay_of import YEAR, day, events_of, plan_of

KIND = (CreditKind("washer", "standard", "new"), CreditKind("washer", "premium", "new"))
LATER = 0.5
MONTH = LATER ** (1 / 12)
COMMISSION = "components:\n  c: {kind: commission, rate: 10%}\n"


def paid_by_month(text: str, monthly: list[float]) -> np.ndarray:
    """Pay of each month by the statement, when revenue comes in the first months and nothing after them."""
    rows: list[dict[str, object]] = [
        {"revenue": revenue, "day": day(month), "tier": "standard"}
        for month, revenue in enumerate(monthly, start=1)
    ]
    pay = statements(plan_of(text), events_of(rows), People(np.array([1])), {}, YEAR)
    months = np.zeros(12)
    np.add.at(months, pay["period"], pay["amount"] / 100)
    return months[: len(monthly)]


def worth_by_statement(text: str, monthly: list[float]) -> float:
    return float((paid_by_month(text, monthly) * MONTH ** np.arange(len(monthly))).sum())


def worth_by_behavior(text: str, monthly: list[float]) -> float:
    compiled = compile_plan(plan_of(text), KIND, {}, later=LATER)
    [total] = compiled.accumulators
    credit = np.array(monthly)[:, None] * total.weights[0]
    pay = compiled.pay(credit, np.ones_like(credit)) + compiled.salary_per_week * 52 / 12
    return float((pay * MONTH ** np.arange(len(monthly))).sum())


@pytest.mark.parametrize(
    ("case", "text", "monthly"),
    [
        (
            "a cap that carries",
            "components:\n  c: {kind: commission, rate: 10%, cap: {pay: 1000, carry: true}}\n",
            [14_000.0, 3_000.0],
        ),
        (
            "an advance taken back at once",
            COMMISSION + "  d: {kind: draw, of: [c], minimum: 1000}\n",
            [4_000.0, 22_000.0],
        ),
        (
            "an advance that debts limit",
            COMMISSION + "  d: {kind: draw, of: [c], minimum: 1000, most_owed: 300}\n",
            [4_000.0, 22_000.0],
        ),
        (
            "an advance settled at the end of the quarter",
            COMMISSION + "  d: {kind: draw, of: [c], minimum: 1000, recovery: at-quarter-end}\n",
            [10_000.0, 6_000.0, 15_000.0],
        ),
        (
            "what exceeds the minimum kept until the end of the quarter",
            COMMISSION + "  d: {kind: draw, of: [c], minimum: 1000, recovery: at-quarter-end}\n",
            [10_000.0, 16_000.0, 10_000.0],
        ),
    ],
)
def test_a_plan_is_worth_to_behavior_what_its_statements_pay_in_time(
    case: str, text: str, monthly: list[float]
) -> None:
    # The month that settles a quarter is seen as the mean month of it: compare what one more sale brings in
    # a month whose wait is the mean one, and the whole where recovery is immediate.
    if "quarter" not in case:
        assert worth_by_behavior(text, monthly) == pytest.approx(worth_by_statement(text, monthly), abs=0.02)
    at = 1 if "quarter" in case else 0
    more = [revenue + 1_000.0 * (place == at) for place, revenue in enumerate(monthly)]
    by_statement = worth_by_statement(text, more) - worth_by_statement(text, monthly)
    by_behavior = worth_by_behavior(text, more) - worth_by_behavior(text, monthly)
    assert by_behavior == pytest.approx(by_statement, abs=0.02)


def test_patient_people_see_no_difference_in_an_advance_and_a_balance_in_full() -> None:
    drawn = compile_plan(
        plan_of(COMMISSION + "  d: {kind: draw, of: [c], minimum: 900}\n"), KIND, {}, later=1.0
    )
    assert drawn.pay(np.array([[4_000.0]]), np.ones((1, 1))).tolist() == pytest.approx([400.0])
    assert drawn.salary_per_week == 0.0
    text = "components:\n  c: {kind: commission, rate: 10%, cap: {pay: 1000, carry: true}}\n"
    carried = compile_plan(plan_of(text), KIND, {}, later=1.0)
    assert carried.pay(np.array([[14_000.0]]), np.ones((1, 1))).tolist() == pytest.approx([1_400.0])


TWO = """components:
  c: {kind: scorecard, period: quarter, target: 1000, cards: {
      a: {weight: 75%, credit: {tier: standard}, curve: {points: [{at: 0, pays: 0%}, {at: 100000, pays: 100%}], beyond: continues}},
      b: {weight: 25%, credit: {tier: premium}, curve: {points: [{at: 0, pays: 0%}, {at: 100000, pays: 100%}], beyond: continues}}}@}
"""


def pay_of_two(text: str, standard: float, premium: float) -> float:
    compiled = compile_plan(plan_of(text), KIND, {}, later=0.0)
    sold = np.array([standard, premium])
    credit = np.array([[float((a.weights * sold).sum()) for a in compiled.accumulators]])
    return float(compiled.pay(credit, np.ones_like(credit))[0]) + compiled.salary_per_week * 13


def test_a_cap_over_several_totals_is_divided_by_what_each_is_expected_to_pay() -> None:
    text = TWO.replace("@", ", cap: {pay: 800}")
    for amount in (40_000.0, 80_000.0, 120_000.0):  # the usual proportions: exact
        assert pay_of_two(text, amount, amount) == pytest.approx(min(amount / 100, 800.0))
    # Other proportions: never above the cap, and short of it by no more than the part of the other total.
    assert pay_of_two(text, 120_000.0, 40_000.0) == pytest.approx(600.0 + 100.0)


def test_a_guarantee_over_several_totals_is_divided_in_the_same_way() -> None:
    text = (
        TWO.replace("@", "") + "  d: {kind: draw, period: quarter, of: [c], minimum: 600, recovery: never}\n"
    )
    for amount in (20_000.0, 60_000.0, 120_000.0):
        assert pay_of_two(text, amount, amount) == pytest.approx(max(amount / 100, 600.0))
    below = pay_of_two(text, 21_000.0, 20_000.0) - pay_of_two(text, 20_000.0, 20_000.0)
    assert below == pytest.approx(0.0)


def test_a_guarantee_by_the_quarter_on_pay_by_the_month_has_a_third_for_each() -> None:
    text = COMMISSION + "  d: {kind: draw, period: quarter, of: [c], minimum: 3000, recovery: never}\n"
    compiled = compile_plan(plan_of(text), KIND, {}, later=1.0)
    pay = compiled.pay(np.array([[5_000.0], [10_000.0], [15_000.0]]), np.ones((3, 1)))
    assert pay.tolist() == pytest.approx([0.0, 0.0, 500.0])
    assert compiled.salary_per_week == pytest.approx(3_000 / 13)


def test_pay_that_is_released_later_is_worth_what_patience_makes_of_it() -> None:
    text = COMMISSION + "  h: {kind: holdback, of: c, share: 40%, release: after-periods, periods: 3}\n"
    expected = [1_000.0 * (0.6 + 0.4 * MONTH**3), 1_000.0]
    for later, worth in zip((LATER, 1.0), expected, strict=True):
        compiled = compile_plan(plan_of(text), KIND, {}, later=later)
        assert compiled.pay(np.array([[10_000.0]]), np.ones((1, 1))).tolist() == pytest.approx([worth])
    months = worth_by_statement(text, [10_000.0, 0.0, 0.0, 0.0])
    assert months == pytest.approx(expected[0])


def test_groups_differ_only_where_the_plan_looks_at_what_differs() -> None:
    pool = "  p: {kind: pool, among: team, rate: 1%, divide: equally}\n"
    draw = "  d: {kind: draw, of: [c], minimum: 1000}\n"
    groups = [(0.9, 4), (0.9, 6), (0.5, 4)]

    def which(text: str) -> list[int]:
        made = compile_by_group(plan_of(text), KIND, {}, groups, people=10)
        return [next(n for n, one in enumerate(made) if one is each) for each in made]

    assert which(COMMISSION) == [0, 0, 0]
    assert which(COMMISSION + pool) == [0, 1, 0]
    assert which(COMMISSION + draw) == [0, 0, 2]
    assert which(COMMISSION + pool + draw) == [0, 1, 2]
