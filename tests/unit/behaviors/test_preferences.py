"""Preferences: utility and its inverse, certainty equivalents with known values, and refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.behaviors.preferences import ConstantRisk, HyperbolicRisk, Neutral, Preferences, Valuation
from simulator.errors import InputError

ATTITUDES = [Neutral(), ConstantRisk(0.02), HyperbolicRisk(0.5, 300.0), HyperbolicRisk(1.0, 300.0), HyperbolicRisk(3.0, 300.0, 50.0)]  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("risk", ATTITUDES, ids=str)
@given(money=st.floats(-250.0, 500.0))
def test_utility_of_a_sure_amount_is_worth_that_amount(
    risk: Neutral | ConstantRisk | HyperbolicRisk, money: float
) -> None:
    amount, anchor = np.array([money]), np.array([10.0])
    assert risk.money(risk.utility(amount, anchor), anchor) == pytest.approx(amount, abs=1e-5)


def test_a_normal_risk_costs_half_aversion_times_variance() -> None:
    edges = np.linspace(-9.0, 9.0, 20_001)
    weight = np.exp(-0.5 * edges**2)
    risk, anchor = ConstantRisk(0.01), np.zeros(1)
    mean = (risk.utility(100.0 + 30.0 * edges, anchor) * weight).sum(keepdims=True) / weight.sum()
    assert risk.money(mean, anchor) == pytest.approx(np.array([100.0 - 0.005 * 900.0]), rel=1e-6)


def test_relative_aversion_of_one_is_the_logarithm() -> None:
    risk = HyperbolicRisk(1.0, 100.0)
    mean = risk.utility(np.array([0.0, 300.0]), np.zeros(1)).mean(keepdims=True)
    assert risk.money(mean, np.zeros(1)) == pytest.approx(np.array([100.0]))  # sqrt(100 x 400) - 100


def test_pay_feels_like_what_it_is_unless_something_else_is_stated() -> None:
    pay = np.array([0.0, 50.0, 150.0])
    assert Valuation().worth(pay, 13.0) is pay
    assert Valuation(100.0, loss_aversion=2.25).worth(pay, 1.0).tolist() == [-125.0, -12.5, 150.0]
    assert Valuation(100.0, guilt=0.4).worth(pay, 1.0).tolist() == [0.0, 50.0, 130.0]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: ConstantRisk(0.0),
        lambda: HyperbolicRisk(2.0, 0.0),
        lambda: HyperbolicRisk(-1.0, 100.0),
        lambda: Valuation(loss_aversion=0.5),
        lambda: Valuation(guilt=1.0),
        lambda: Preferences(discount_per_week=1.1),
        lambda: Preferences(present_bias=0.0),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: object) -> None:
    with pytest.raises(InputError):
        wrong()  # type: ignore[operator]
