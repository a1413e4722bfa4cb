"""Quarterly and annual bonuses, overachievement and caps, for reps who look ahead twelve months.

Chung, Steenburgh and Sudhir (2014) find that quarterly bonuses keep weak performers going and that pay
beyond quota keeps the best going; their draft of 2009 puts the loss from dropping quarterly bonuses at
13.6 %, from dropping overachievement pay at 6 %, and finds a pure commission of equal cost to sell less.
The setting here is uncalibrated and was fixed before its first run: abilities 0.8, 1 and 1.25, sales of a
month = ability x effort + luck of 0.4, cost 0.3 effort², quotas of 3 a quarter and 12 a year, commission
0.45, quarterly bonus 0.5, annual bonus 1, overachievement commission 0.45. Signs and the order of segments
are asserted, sizes are not. Arms share their luck.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.effort import EffortTraits
from simulator.behaviors.effort_models import QuadraticEffort
from simulator.behaviors.forward_looking import ForwardLooking
from simulator.behaviors.situation import Situation
from simulator.randomness import Streams
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, PayTerm

Floats = NDArray[np.float64]

ABILITIES = np.array([0.8, 1.0, 1.25])
COST, LUCK, QUOTAS, EACH = 0.6, 0.4, (3.0, 12.0), 400
RATE, QUARTERLY, ANNUAL, OVER = 0.45, 0.5, 1.0, 0.45

TOTALS = (
    Accumulator("month", "month", np.ones(1)),
    Accumulator("quarter", "quarter", np.ones(1), "quarter"),
    Accumulator("year", "year", np.ones(1), "year"),
)


def row(*numbers: float) -> Floats:
    return np.array(numbers, dtype=np.float64)


def commission(rate: float) -> PayTerm:
    return PayTerm("commission", 0, False, row(0), row(0), row(rate))


def bonus(total: int, amount: float) -> PayTerm:
    return PayTerm("bonus", total, True, row(0, 1), row(0, amount), row(0, 0))


OVERACHIEVEMENT = PayTerm("overachievement", 2, True, row(0, 1), row(0, 0), row(0, OVER))
CAPPED = PayTerm("capped", 2, True, row(0, 1), row(0, 0), row(RATE, 0), values_per_quota=row(0, RATE))
PLANS = {
    "full": (commission(RATE), bonus(1, QUARTERLY), bonus(2, ANNUAL), OVERACHIEVEMENT),
    "no overachievement": (commission(RATE), bonus(1, QUARTERLY), bonus(2, ANNUAL)),
    "no quarterly bonus": (commission(RATE), bonus(2, ANNUAL), OVERACHIEVEMENT),
    "no annual bonus": (commission(RATE), bonus(1, QUARTERLY), OVERACHIEVEMENT),
    "all in the annual bonus": (commission(RATE), bonus(2, ANNUAL + 4 * QUARTERLY), OVERACHIEVEMENT),
    "capped at quota": (CAPPED, bonus(1, QUARTERLY), bonus(2, ANNUAL)),
    "pure commission": (commission(RATE),),
}


@dataclass(frozen=True)
class Year:
    """Mean annual sales of each ability, and mean pay."""

    sales: Floats
    pay: float


def year_under(terms: tuple[PayTerm, ...]) -> Year:
    """Simulate a year of twelve monthly decisions."""
    plan = CompiledPlan((CreditKind("all", "", ""),), TOTALS, terms, 0.0)
    ability = np.repeat(ABILITIES, EACH)
    n = len(ability)
    one = np.ones((n, 1))
    model = QuadraticEffort.of([COST], n=n)
    luck = Streams(5).stream("sales").normal(0, np.arange(12 * EACH)).reshape(12, EACH)
    total = {"month": np.zeros(n), "quarter": np.zeros(n), "year": np.zeros(n)}
    quotas = {"month": np.ones(n), "quarter": np.full(n, QUOTAS[0]), "year": np.full(n, QUOTAS[1])}
    lengths = {"month": 1, "quarter": 3, "year": 12}
    pay = np.zeros(n)
    for month in range(12):
        situation = Situation(
            plan=plan,
            credit=np.stack(list(total.values()), axis=1),
            quota=np.stack(list(quotas.values()), axis=1),
            weeks_left=np.array([length - month % length for length in lengths.values()], dtype=float),
            period_weeks=np.array(list(lengths.values()), dtype=float),
            opportunity=ability[:, None],
            season_now=one,
            season_left=np.ones((3, n, 1)),
            variance_per_week=LUCK**2 * one,
            normal_split=one,
            traits=EffortTraits(*(np.ones(n) for _ in range(6))),
            unpaid_value=np.zeros(n),
            last_effort=one,
            effort_model=model,
        )
        value = ForwardLooking().decide(situation).value[:, :, 0]
        sold = ability * model.choose(value, situation.opportunity)[:, 0] + LUCK * np.tile(luck[month], 3)
        for period, length in lengths.items():
            total[period] = total[period] + sold
            if month % length == length - 1:
                closing = [term for term in terms if TOTALS[term.accumulator].period == period]
                pay += sum((term.pay(total[period], quotas[period]) for term in closing), np.zeros(n))
                if period != "year":
                    total[period] = np.zeros(n)
    return Year(total["year"].reshape(3, EACH).mean(axis=1), float(pay.mean()))


@pytest.fixture(scope="module")
def years() -> dict[str, Year]:
    found = {name: year_under(terms) for name, terms in PLANS.items()}
    per_rate = (
        12.0 * float((ABILITIES**2).mean()) / COST
    )  # sales of a pure commission are rate x ability² / cost
    equal_rate = (found["full"].pay / per_rate) ** 0.5
    found["pure commission of equal cost"] = year_under((commission(equal_rate),))
    return found


def change(years: dict[str, Year], name: str) -> Floats:
    """Give the change of each segment's sales against the full plan."""
    return np.asarray(years[name].sales / years["full"].sales - 1.0)


def test_every_element_is_worth_its_place(years: dict[str, Year]) -> None:
    full = years["full"].sales.mean()
    for name in (
        "no overachievement",
        "no quarterly bonus",
        "no annual bonus",
        "capped at quota",
        "pure commission",
    ):
        assert years[name].sales.mean() < 0.97 * full, name


def test_quarterly_bonuses_keep_the_weak_going(years: dict[str, Year]) -> None:
    low, middle, high = change(years, "no quarterly bonus")
    assert low < middle < 0.001
    assert abs(high) < 0.01


def test_pay_beyond_quota_keeps_the_best_going(years: dict[str, Year]) -> None:
    low, middle, high = change(years, "no overachievement")
    assert high < min(low, middle) < 0.0


def test_one_large_annual_bonus_does_nearly_as_well_as_many_small_ones(years: dict[str, Year]) -> None:
    moved = years["all in the annual bonus"].sales.mean() / years["full"].sales.mean() - 1.0
    dropped = years["no quarterly bonus"].sales.mean() / years["full"].sales.mean() - 1.0
    assert abs(moved) < 0.3 * abs(dropped)


def test_a_pure_commission_of_equal_cost_sells_less(years: dict[str, Year]) -> None:
    pure, full = years["pure commission of equal cost"], years["full"]
    assert pure.pay == pytest.approx(full.pay, rel=0.02)
    assert pure.sales.mean() < 0.99 * full.sales.mean()
    assert pure.sales[2] / full.sales[2] > pure.sales[0] / full.sales[0]


def test_a_pure_commission_brings_what_its_closed_form_says(years: dict[str, Year]) -> None:
    """Nothing to look ahead to: sales are rate x ability² / cost, luck apart (five standard errors)."""
    expected = 12.0 * RATE * ABILITIES**2 / COST
    error = LUCK * (12.0 / EACH) ** 0.5
    assert years["pure commission"].sales == pytest.approx(expected, abs=5.0 * error)
