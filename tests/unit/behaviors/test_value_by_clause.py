"""The marginal value split by clause: the parts add up to the whole, and each stands under its own clause."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.behaviors.marginal_value import marginal_value, value_by_clause
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, PayGate, PayTerm

KINDS = tuple(CreditKind("washer", tier, "new") for tier in ("standard", "premium"))
ALL = Accumulator("all", "month", np.ones(2), "sales")
PREMIUM = Accumulator("premium", "quarter", np.array([0.0, 1.0]), "sales")
UNITS = Accumulator("units", "month", np.array([0.3, 0.2]), "sales")


def commission(name: str, total: int, rate: float) -> PayTerm:
    return PayTerm(name, total, False, np.zeros(1), np.zeros(1), np.array([rate]))


def bonus(name: str, total: int, pay: float) -> PayTerm:
    return PayTerm(name, total, True, np.array([0.0, 1.0]), np.array([0.0, pay]), np.zeros(2))


@settings(max_examples=60, deadline=None)
@given(
    means=st.lists(st.floats(20.0, 180.0), min_size=3, max_size=3),
    shut=st.lists(st.tuples(st.sets(st.integers(0, 3), min_size=1), st.integers(0, 2)), max_size=3),
)
def test_the_parts_add_up_to_the_marginal_value(means: list[float], shut: list[tuple[set[int], int]]) -> None:
    terms = (commission("base", 0, 0.02), commission("tilt", 1, 0.01), bonus("bonus", 2, 40.0),
             bonus("base", 1, 15.0))  # fmt: skip
    gates = tuple(PayGate(f"gate {i}", tuple(sorted(who)), by, 0.9) for i, (who, by) in enumerate(shut))
    plan = CompiledPlan(KINDS, (ALL, PREMIUM, UNITS), terms, 0.0, gates)
    where = np.array([means, means[::-1]])
    given_ = {
        "credit": 0.25 * where,
        "quota": np.full((2, 3), 100.0),
        "expected": 0.75 * where,
        "noise_sd": np.full((2, 3), 12.0),
    }
    parts = value_by_clause(plan, **given_)
    whole = marginal_value(plan, **given_)[:, :, 0]
    np.testing.assert_allclose(sum(parts.values()), whole, rtol=1e-9, atol=1e-12)
    assert set(parts) == {"base", "tilt", "bonus"} | {gate.name for gate in gates}


def parts_at(plan: CompiledPlan, mean: float) -> dict[str, list[float]]:
    shape = (1, len(plan.accumulators))
    found = value_by_clause(
        plan, credit=np.zeros(shape), quota=np.full(shape, 100.0), expected=np.full(shape, mean),
        noise_sd=np.full(shape, 10.0),
    )  # fmt: skip
    return {name: value[0].tolist() for name, value in found.items()}


def test_a_shut_gate_takes_away_under_its_own_name_what_the_commission_would_pay() -> None:
    gate = PayGate("quota first", (0,), 0, 1.0)
    plan = CompiledPlan(KINDS, (ALL,), (commission("commission", 0, 0.02),), 0.0, (gate,))
    found = parts_at(plan, 20.0)
    assert found["commission"] == pytest.approx([0.02, 0.02])
    assert found["quota first"] == pytest.approx([-0.02, -0.02], abs=1e-9)
    assert parts_at(plan, 180.0)["quota first"] == pytest.approx([0.0, 0.0], abs=1e-9)


def test_opening_a_gate_counts_for_the_gate_and_for_the_sales_that_open_it() -> None:
    gate = PayGate("all first", (0,), 0, 1.0)
    plan = CompiledPlan(KINDS, (ALL, PREMIUM), (commission("tilt", 1, 0.1),), 0.0, (gate,))
    found = parts_at(plan, 100.0)
    opening = 0.1 * 100.0 / (10.0 * np.sqrt(2.0 * np.pi))
    assert found["tilt"] == pytest.approx([0.0, 0.1])
    assert found["all first"] == pytest.approx([opening, opening - 0.05])


def test_two_terms_of_one_clause_are_one_part() -> None:
    plan = CompiledPlan(KINDS, (ALL, PREMIUM), (commission("c", 0, 0.02), commission("c", 1, 0.01)), 0.0)
    assert parts_at(plan, 50.0) == {"c": pytest.approx([0.02, 0.03])}
