"""Who shares a contest, a pool and a budget; what draws advance and take back; installments of a year."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from simulator.compensation import Coded, People, Quota, Statement, gregorian_periods, statements
from simulator.errors import PlanError
from tests.unit.compensation.pay_of import YEAR, day, events_of, paid, plan_of, total

JANUARY = gregorian_periods(date(2026, 1, 1), date(2026, 1, 31))
TEAM = People(
    np.array([1, 2, 9]),
    attributes={"role": Coded(np.array([0, 0, 1], dtype=np.int8), ("rep", "manager"))},
)


def by_person(statement: Statement) -> list[float]:
    return (statement.totals() / 100).tolist()


def of_team(component: str, rows: list[dict[str, object]]) -> list[float]:
    plan = plan_of(f"components:\n  c: {component}\n")
    return by_person(statements(plan, events_of(rows), TEAM, {}, JANUARY))


def by_month(statement: Statement) -> list[float]:
    months = np.zeros(12)
    np.add.at(months, statement["period"], statement["amount"] / 100)
    return months.tolist()


def test_a_contest_for_reps_ranks_reps_only() -> None:
    rows: list[dict[str, object]] = [
        {"person": 1, "revenue": 100},
        {"person": 2, "revenue": 90},
        {"person": 9, "revenue": 190},
    ]
    assert of_team("{kind: contest, for: {role: rep}, prizes: [1000, 500]}", rows) == [1_000, 500, 0]


def test_a_pool_for_reps_is_filled_and_shared_by_reps() -> None:
    rows: list[dict[str, object]] = [
        {"person": 1, "revenue": 100},
        {"person": 2, "revenue": 90},
        {"person": 9, "revenue": 500},
    ]
    assert of_team("{kind: pool, for: {role: rep}, rate: 10%}", rows) == [9.5, 9.5, 0]


def test_a_pool_for_reps_holds_their_quotas_against_their_sales() -> None:
    plan = plan_of(
        "components:\n  c: {kind: pool, for: {role: rep}, attainment: {quota: q}, rate: 10%, above: 100%}"
    )
    quotas = {"q": Quota("month", np.array([[5_000], [5_000], [90_000]]))}
    sold = events_of([{"person": 1, "revenue": 200}])
    assert by_person(statements(plan, sold, TEAM, quotas, JANUARY)) == [5, 5, 0]


ORDERS: list[dict[str, object]] = [
    {"person": 9, "day": day(1, 5), "units": 2},
    {"person": 1, "day": day(1, 6), "units": 1},
    {"person": 2, "day": day(1, 7), "units": 1},
]


def test_an_award_for_reps_spends_its_budget_on_reps() -> None:
    award = "{kind: award, measure: units, for: {role: rep}, pay: 300, budget: 700}"
    assert of_team(award, ORDERS) == [300, 300, 0]


def test_those_behind_a_shut_gate_spend_no_budget() -> None:
    award = "{kind: award, measure: units, pay: 300, budget: 600, gate: {at_least: 50}}"
    rows = [{**row, "revenue": 0 if row["person"] == 9 else 60} for row in ORDERS]
    assert of_team(award, rows) == [300, 300, 0]


def test_what_a_cap_takes_stays_in_the_budget() -> None:
    award = "{kind: award, measure: units, pay: 300, budget: 800, cap: {pay: 300}}"
    assert of_team(award, ORDERS) == [300, 200, 300]


def test_an_award_with_a_budget_carries_nothing() -> None:
    with pytest.raises(PlanError, match="carries nothing"):
        plan_of("components: {c: {kind: award, pay: 3, budget: 8, cap: {pay: 3, carry: true}}}")


@pytest.mark.parametrize("target_pay", [100_000, 99_999, 1])
def test_a_year_at_target_pays_the_target_exactly(target_pay: int) -> None:
    plan = f"""
target_pay_per_year: {target_pay}
incentive_share: 40%
components:
  s: {{kind: salary}}
  b: {{kind: bonus, period: month, attainment: {{quota: sales}}, weight: 100%,
      curve: {{points: [{{at: 0%, pays: 0%}}, {{at: 100%, pays: 100%}}]}}}}
"""
    rows: list[dict[str, object]] = [{"day": day(month), "revenue": 100} for month in range(1, 13)]
    statement = paid(plan, rows, quota=100, frequency="month")
    assert total(statement) == target_pay
    months = by_month(statement)
    assert max(months) - min(months) < 0.03


def test_installments_are_the_same_whichever_month_is_settled_first() -> None:
    plan = plan_of("target_pay_per_year: 100000\nincentive_share: 40%\ncomponents: {s: {kind: salary}}")
    whole = statements(plan, events_of([]), People(np.array([1])), {}, YEAR)
    may_on = gregorian_periods(date(2026, 5, 1), date(2026, 12, 31))
    later = statements(plan, events_of([]), People(np.array([1])), {}, may_on)
    assert whole["amount"].tolist()[4:] == later["amount"].tolist()


DRAW = """
components:
  c: {{kind: commission, rate: 10%}}
  d: {{kind: draw, of: [c], minimum: 1000, {terms}}}
"""


def draws(terms: str, rows: list[dict[str, object]]) -> list[float]:
    return by_month(paid(DRAW.format(terms=terms), rows))


def test_a_deferred_draw_advances_no_more_than_may_be_owed() -> None:
    months = draws("recovery: at-year-end, most_owed: 1500", [{"revenue": 2_000, "day": day(1)}])
    assert months == [1_000, 700] + [0] * 10


def test_a_deferred_draw_pays_the_minimum_from_what_it_kept() -> None:
    months = draws("recovery: at-quarter-end", [{"revenue": 17_000, "day": day(1)}])
    assert months[:3] == [1_000, 1_000, 1_000]
    months = draws("recovery: at-quarter-end", [{"revenue": 60_000, "day": day(1)}])
    assert months[:3] == [1_000, 1_000, 4_000]


def test_a_deferred_draw_takes_back_its_share_only() -> None:
    # February earns 1,600, so 600 is kept; March earns 1,800 and could return 1,400, half of which is taken.
    rows: list[dict[str, object]] = [
        {"revenue": 16_000, "day": day(2)},
        {"revenue": 18_000, "day": day(3)},
    ]
    whole = draws("recovery: at-quarter-end", rows)
    half = draws("recovery: at-quarter-end, recovery_share: 50%", rows)
    assert whole[:3] == [1_000, 1_000, 1_400]
    assert half[:3] == [1_000, 1_000, 1_700]


def test_a_draw_runs_in_every_period_of_which_a_day_lies_between_its_dates() -> None:
    months = draws("recovery: never, dates: {first: 2026-02-10, last: 2026-03-15}", [])
    assert months[:5] == [0, 1_000, 1_000, 0, 0]


def test_a_prorated_draw_shrinks_with_the_days() -> None:
    dates = "dates: {first: 2026-02-15, last: 2026-03-15}"
    assert draws(f"recovery: never, prorated: true, {dates}", [])[:4] == [0, 500, 483.87, 0]


def test_a_joiner_is_advanced_for_the_days_on_the_plan() -> None:
    plan = plan_of(DRAW.format(terms="recovery: never, prorated: true"))
    joiner = People(np.array([1]), first_day=np.array([day(1, 31)]))
    assert by_person(statements(plan, events_of([]), joiner, {}, JANUARY)) == [32.26]


def test_a_cap_on_pay_to_date_holds_for_the_year_so_far() -> None:
    plan = """
components:
  c: {kind: commission, period: quarter, attainment: {quota: sales, accumulate: year-to-date}, rate: 1%,
      cap: {pay: 1000}}
"""
    rows: list[dict[str, object]] = [{"day": day(month), "revenue": 90_000} for month in (1, 4, 7, 10)]
    quarters = np.zeros(4)
    statement = paid(plan, rows, quota=1_000)
    np.add.at(quarters, statement["period"], statement["amount"] / 100)
    assert quarters.tolist() == [900, 100, 0, 0]


def triangle(cash: int) -> list[float]:
    """Three people share 15 % of margin above quota as 4 : 3 : 3 if together they collect 90 %."""
    plan = plan_of("""
components:
  pool: {kind: pool, measure: margin, attainment: {quota: profit}, rate: 15%, above: 100%,
         divide: by-weight, gate: {measure: cash, quota: cash, at_least: 90%, of: team}}
""")
    team = People(np.array([1, 2, 3]), pool_weight=np.array([4, 3, 3]))
    quota = Quota("month", np.full((3, 1), 10_000, dtype=np.int64))
    sold = events_of([{"person": 1, "margin": 900, "cash": cash}, {"person": 2, "revenue": 10}])
    return by_person(statements(plan, sold, team, {"profit": quota, "cash": quota}, JANUARY))


def test_a_gate_on_the_team_opens_for_all_or_for_nobody() -> None:
    assert triangle(cash=270) == [36, 27, 27]
    assert triangle(cash=269) == [0, 0, 0]


def test_a_team_has_no_score() -> None:
    with pytest.raises(PlanError, match="a team reaches levels"):
        plan_of("components: {c: {kind: award, pay: 3, gate: {score: s, at_least: 50%, of: team}}}")
