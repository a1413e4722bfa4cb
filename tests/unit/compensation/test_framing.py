"""Pay in advance is weighed more by those who hate losses, and only the components that it names."""

from __future__ import annotations

import numpy as np

from simulator.compensation.framing import as_prepaid
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, PayTerm


def test_only_named_components_weigh_more() -> None:
    zero = np.zeros(1)
    terms = (
        PayTerm("commission", 0, False, zero, zero, np.array([0.03])),
        PayTerm("bonus", 0, False, np.array([0.0, 10.0]), np.array([0.0, 500.0]), np.zeros(2), cap=500.0),
    )
    totals = (Accumulator("all", "quarter", np.ones(1)),)
    plan = CompiledPlan((CreditKind("a", "", ""),), totals, terms, 100.0)
    weighed = as_prepaid(plan, ["bonus"], 2.0)
    credit, quota = np.array([[5.0], [20.0]]), np.ones((2, 1))
    assert np.allclose(weighed.pay(credit, quota) - plan.pay(credit, quota), [0.0, 500.0])
    assert weighed.salary_per_week == plan.salary_per_week
    assert as_prepaid(plan, ["something else"], 2.0) is plan
