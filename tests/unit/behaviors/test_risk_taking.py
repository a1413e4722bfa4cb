"""Large and small deals; when luck is wanted is tested against theory elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.behaviors.marginal_value import expected_pay
from simulator.behaviors.risk_taking import DealMix, choose_mix, spread_value
from simulator.world.pay_terms import PayTerm

ONE = np.ones(1)
CURVE = PayTerm(
    "curve", 0, False, np.array([0.0, 10.0, 15.0]), np.array([0.0, 3.0, 4.0]), np.array([0.1, 0.2, 0.0])
)
STRAIGHT = PayTerm("commission", 0, False, np.zeros(1), np.zeros(1), np.array([0.1]))


def mix(risky_mean: float = 5.0) -> DealMix:
    return DealMix(5.0 * ONE, 1.0 * ONE, risky_mean * ONE, 3.0 * ONE)


@pytest.mark.parametrize("mean", [6.0, 10.0, 13.0, 18.0])
def test_the_value_of_spread_is_the_slope_of_expected_pay(mean: float) -> None:
    step, sd = 1e-5, 2.0
    up, down = (expected_pay(CURVE, mean * ONE, (sd + s) * ONE, ONE)[0] for s in (step, -step))
    assert spread_value(CURVE, mean * ONE, sd * ONE, ONE)[0] == pytest.approx(
        (up - down) / (2 * step), abs=1e-6
    )


def test_straight_pay_gives_spread_no_value() -> None:
    assert spread_value(STRAIGHT, 5.0 * ONE, ONE, ONE)[0] == 0.0


def test_large_deals_that_bring_more_are_worked_on_straight_pay_unless_risk_is_minded() -> None:
    assert choose_mix((STRAIGHT,), mix(6.0), 0 * ONE, ONE)[0] == 1.0
    assert choose_mix((STRAIGHT,), mix(6.0), 0 * ONE, ONE, risk_aversion=5.0)[0] == 0.0


def test_a_rep_at_the_cap_does_not_gamble() -> None:
    capped = PayTerm("capped", 0, False, np.array([0.0, 10.0]), np.array([0.0, 1.0]), np.array([0.1, 0.0]))
    assert choose_mix((capped,), mix(), 5.0 * ONE, ONE)[0] == 0.0


def test_an_accelerator_invites_gambling() -> None:
    faster = PayTerm("faster", 0, False, np.array([0.0, 10.0]), np.array([0.0, 1.0]), np.array([0.1, 0.2]))
    assert choose_mix((faster,), mix(), 5.0 * ONE, ONE)[0] == 1.0
