"""The value of credit by kind, period and quota; its amounts are tested against Monte Carlo elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.marginal_value import marginal_value
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, PayGate, PayTerm

Floats = NDArray[np.float64]

KINDS = tuple(CreditKind("washer", tier, "new") for tier in ("standard", "premium"))
ALL = Accumulator("all", "month", np.ones(2), "sales")
PREMIUM = Accumulator("premium", "quarter", np.array([0.0, 1.0]))


def commission(rate: float, total: int = 0) -> PayTerm:
    return PayTerm("commission", total, False, np.zeros(1), np.zeros(1), np.array([rate]))


def value(plan: CompiledPlan, mean: float, *, quota: float = 100.0, sd: float = 10.0) -> Floats:
    shape = (1, len(plan.accumulators))
    return marginal_value(
        plan,
        credit=np.full(shape, 0.25 * mean),
        quota=np.full(shape, quota),
        expected=np.full(shape, 0.75 * mean),
        noise_sd=np.full(shape, sd),
    )[0, :, 0]


def test_each_kind_is_worth_what_the_totals_that_it_feeds_pay() -> None:
    plan = CompiledPlan(KINDS, (ALL, PREMIUM), (commission(0.02), commission(0.01, 1)), 0.0)
    assert value(plan, 80.0) == pytest.approx([0.02, 0.03])


def test_weights_turn_revenue_into_other_measures() -> None:
    margin = Accumulator("margin", "month", np.array([0.1, 0.4]))
    assert value(CompiledPlan(KINDS, (margin,), (commission(0.2),), 0.0), 80.0) == pytest.approx([0.02, 0.08])


def test_a_bonus_is_worth_most_where_the_quota_is_just_expected_and_little_far_from_it() -> None:
    bonus = PayTerm("bonus", 0, True, np.array([0.0, 1.0]), np.array([0.0, 50.0]), np.zeros(2))
    plan = CompiledPlan(KINDS, (ALL,), (bonus,), 0.0)
    worth = [float(value(plan, mean)[0]) for mean in (40.0, 90.0, 100.0, 110.0, 160.0)]
    assert worth[2] == pytest.approx(50.0 / (10.0 * np.sqrt(2.0 * np.pi)))
    assert worth[1] == pytest.approx(worth[3])
    assert worth[2] > worth[1] > worth[0]
    assert worth[0] < 1e-6 > worth[4]


def test_nobody_works_for_a_gate_that_is_out_of_reach() -> None:
    plan = CompiledPlan(KINDS, (ALL,), (commission(0.02),), 0.0, (PayGate("quota first", (0,), 0, 1.0),))
    assert value(plan, 20.0) == pytest.approx([0.0, 0.0], abs=1e-9)
    assert value(plan, 180.0) == pytest.approx([0.02, 0.02])
    assert (value(plan, 100.0) > 0.05).all()  # passing it is worth a whole period's commission


def test_a_gate_on_another_total_makes_that_total_worth_something() -> None:
    plan = CompiledPlan(
        KINDS, (ALL, PREMIUM), (commission(0.1, 1),), 0.0, (PayGate("all first", (0,), 0, 1.0),)
    )
    standard, premium = value(plan, 100.0)
    assert standard > 0.0  # standard sales pay nothing by themselves, but open the gate
    assert premium > standard


def test_quotas_matter_to_those_who_have_them() -> None:
    bonus = PayTerm("bonus", 0, True, np.array([0.0, 1.0]), np.array([0.0, 50.0]), np.zeros(2))
    plan = CompiledPlan(KINDS, (ALL,), (bonus,), 0.0)
    assert value(plan, 100.0, quota=100.0)[0] > value(plan, 100.0, quota=130.0)[0]
    free = CompiledPlan(KINDS, (ALL,), (commission(0.02),), 0.0)
    assert np.array_equal(value(free, 100.0, quota=100.0), value(free, 100.0, quota=130.0))


def test_a_plan_without_terms_is_worth_nothing() -> None:
    assert value(CompiledPlan(KINDS, (ALL,), (), 1_000.0), 100.0).tolist() == [0.0, 0.0]
