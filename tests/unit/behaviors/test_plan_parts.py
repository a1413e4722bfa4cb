"""Taking plans apart: what is straight, what interacts, what is left to expectations."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.behaviors.plan_parts import fingerprint, parts_of
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, PayGate, PayTerm
from tests.unit.behaviors.looking_ahead import bonus, commission

TIERS = (CreditKind("washer", "standard", ""), CreditKind("washer", "premium", ""))
ALL_MONTH = Accumulator("all", "month", np.ones(2))
ALL_QUARTER = Accumulator("all", "quarter", np.ones(2), "sales")
ALL_YEAR = Accumulator("all", "year", np.ones(2), "sales")
PREMIUM_QUARTER = Accumulator("premium", "quarter", np.array([0.0, 1.0]), "premium")
STANDARD_QUARTER = Accumulator("standard", "quarter", np.array([1.0, 0.0]), "standard")


def plan(*terms: PayTerm, totals: tuple[Accumulator, ...], gates: tuple[PayGate, ...] = ()) -> CompiledPlan:
    return CompiledPlan(TIERS, totals, terms, 0.0, gates)


def test_a_commission_is_straight_and_a_capped_one_is_not() -> None:
    capped = replace(commission(0.03, 1), cap=100.0)
    apart = parts_of(plan(commission(0.02), capped, totals=(ALL_MONTH, ALL_QUARTER)))
    assert [term.cap for term in apart.straight] == [np.inf]
    assert [part.totals for part in apart.parts] == [(1,)]


def test_quarter_and_year_of_the_same_sales_are_solved_together_the_quarter_first() -> None:
    apart = parts_of(plan(bonus(9.0, 0), bonus(5.0, 1), totals=(ALL_YEAR, ALL_QUARTER)))
    assert [part.totals for part in apart.parts] == [(1, 0)]
    assert apart.parts[0].is_one_line
    assert [term.accumulator for term in apart.parts[0].plan.terms] == [1, 0]


def test_totals_that_share_no_sale_are_solved_apart() -> None:
    apart = parts_of(plan(bonus(9.0, 0), bonus(5.0, 1), totals=(STANDARD_QUARTER, PREMIUM_QUARTER)))
    assert [part.totals for part in apart.parts] == [(0,), (1,)]


def test_three_totals_of_the_same_sales_are_solved_apart() -> None:
    totals = (ALL_MONTH, ALL_QUARTER, ALL_YEAR)
    three = plan(replace(bonus(1.0, 0), relative_to_quota=False), bonus(2.0, 1), bonus(3.0, 2), totals=totals)
    apart = parts_of(three)
    assert [part.totals for part in apart.parts] == [(0,), (1,), (2,)]
    assert apart.rest is None


def test_a_gated_commission_is_not_straight_and_keeps_its_gate() -> None:
    gated = plan(
        commission(0.03, 0), totals=(ALL_MONTH, ALL_QUARTER), gates=(PayGate("quota first", (0,), 1, 1.0),)
    )
    apart = parts_of(gated)
    assert not apart.straight
    (part,) = apart.parts
    assert part.totals == (0, 1)
    assert [(gate.terms, gate.accumulator) for gate in part.plan.gates] == [((0,), 1)]


def test_a_term_held_against_a_quota_that_follows_results_is_not_straight() -> None:
    curve = PayTerm(
        "curve", 0, True, np.zeros(1), np.zeros(1), np.array([0.03]), values_per_quota=np.array([-0.03])
    )
    assert parts_of(plan(curve, totals=(ALL_QUARTER,))).straight
    assert parts_of(plan(curve, totals=(ALL_QUARTER,)), followed="quarter").parts


def test_plans_alike_in_numbers_have_one_fingerprint() -> None:
    one = plan(commission(0.03), totals=(ALL_MONTH,))
    renamed = plan(replace(commission(0.03), name="other"), totals=(replace(ALL_MONTH, name="other"),))
    dearer = plan(commission(0.04), totals=(ALL_MONTH,))
    assert fingerprint(one) == fingerprint(renamed)
    assert fingerprint(one) != fingerprint(dearer)
    assert hash(fingerprint(one)) == hash(fingerprint(renamed))
