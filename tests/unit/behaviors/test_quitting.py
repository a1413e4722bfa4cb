"""Who leaves, and which plan is picked."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.period_close import close_states
from simulator.behaviors.preferences import ConstantRisk, Neutral
from simulator.behaviors.quitting import (
    QuitTraits,
    certainty_equivalent,
    choose_plan,
    plan_loss,
    plan_worth,
    quit_probability,
)
from simulator.parameters import load_register
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, PayTerm

Floats = NDArray[np.float64]

TRAITS = QuitTraits.from_parameters({name: np.array([one.value]) for name, one in load_register().items()})


def chance(weeks: float = 52.0, **changed: float) -> float:
    given = {"pay": 60e3, "outside": 60e3, "missed_share": 0.4, "standing": 0.0, "trust": 1.0,
             "lost_share": 0.0} | changed  # fmt: skip
    return float(
        quit_probability(TRAITS, weeks=weeks, **{name: np.array([one]) for name, one in given.items()})[0]
    )


@pytest.mark.parametrize(
    ("changed", "sign"),
    [({"pay": 50e3}, 1), ({"pay": 70e3}, -1), ({"outside": 70e3}, 1), ({"missed_share": 1.0}, 1),
     ({"standing": 1.0}, -1), ({"standing": -1.0}, 1), ({"trust": 0.5}, 1), ({"lost_share": 0.2}, 1)],
)  # fmt: skip
def test_each_reason_pushes_its_way(changed: dict[str, float], sign: int) -> None:
    assert np.sign(chance(**changed) - chance()) == sign


def test_weeks_add_up_to_the_year() -> None:
    assert (1.0 - chance(1.0)) ** 52 == pytest.approx(1.0 - chance(52.0))


def test_no_pay_at_all_is_a_reason_but_no_fault() -> None:
    assert chance(pay=50e3) < chance(pay=-10.0) <= 1.0


def test_those_who_lose_by_a_plan_leave_and_winners_do_not_stay_for_it() -> None:
    loss = plan_loss(np.array([50e3, 50e3, 0.0]), np.array([40e3, 90e3, 10e3]))
    assert loss.tolist() == pytest.approx([0.2, 0.0, 0.0])


def test_a_risk_of_normal_pay_costs_half_the_variance_times_aversion() -> None:
    """CARA: 1,000 states of a normal come within 1 % of r v / 2."""
    states = close_states(np.array([50.0]), np.array([10.0]), 1_000)
    assert 50.0 - certainty_equivalent(states, ConstantRisk(0.02))[0] == pytest.approx(1.0, rel=0.01)


def plan(*terms: PayTerm, salary: float = 0.0) -> CompiledPlan:
    kinds = (CreditKind("washer", "standard", "new"),)
    return CompiledPlan(kinds, (Accumulator("revenue", "year", np.ones(1)),), terms, salary)


def test_salary_is_worth_itself_to_everybody() -> None:
    one = np.ones((1, 1))
    assert plan_worth(plan(salary=1e3), one, one, one, ConstantRisk(0.001))[0] == pytest.approx(52e3)


def test_straight_pay_is_worth_its_mean_to_who_does_not_mind_risk() -> None:
    pay = plan(PayTerm("commission", 0, False, np.zeros(1), np.zeros(1), np.array([0.1])))
    mean, sd = np.array([[100.0]]), np.array([[20.0]])
    assert plan_worth(pay, mean, sd, mean, Neutral())[0] == pytest.approx(10.0)
    assert plan_worth(pay, mean, sd, mean, ConstantRisk(0.1))[0] < 10.0


def test_doubt_may_turn_a_choice() -> None:
    worth = np.array([[50.0, 51.0]])
    assert choose_plan(worth, np.zeros((1, 2)))[0] == 1
    assert choose_plan(worth, np.array([[2.0, 0.0]]))[0] == 0
