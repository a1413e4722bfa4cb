"""A total that counts part of what another one counts, a week before the close: a closed form is known."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.special import ndtr

from simulator.behaviors.effort import response
from simulator.behaviors.forward_looking import ForwardLooking
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind
from tests.unit.behaviors.looking_ahead import bonus, situation

SHARE, LUCK = np.array([0.6, 0.4]), np.array([280.0, 200.0])
AMOUNT, QUOTAS = 60.0, (3_000.0, 1_200.0)
KINDS = (CreditKind("washer", "standard", ""), CreditKind("washer", "premium", ""))
PLAN = CompiledPlan(
    KINDS,
    (
        Accumulator("all", "month", np.ones(2), "sales"),
        Accumulator("premium", "month", np.array([0.0, 1.0]), "premium"),
    ),
    (bonus(AMOUNT, 0), bonus(AMOUNT, 1)),
    0.0,
)


def values_on_a_fine_grid(standard: float, premium: float) -> tuple[float, float]:
    """Try many pairs of effort against the exact chances of both bonuses; marginal values at the best one."""
    tried = np.array(list(product(np.linspace(0.05, 3.2, 150), repeat=2)))
    hours = tried @ SHARE
    tried, hours = tried[(hours >= 0.6) & (hours <= 1.5)], hours[(hours >= 0.6) & (hours <= 1.5)]
    brought = response(tried, np.array(0.31), np.array(0.1)) * SHARE * 1_000.0
    spread = float(np.hypot(*LUCK))
    all_gap = (standard + premium + brought.sum(axis=1) - QUOTAS[0]) / spread
    premium_gap = (premium + brought[:, 1] - QUOTAS[1]) / LUCK[1]
    best = int(np.argmax(AMOUNT * (ndtr(all_gap) + ndtr(premium_gap)) - 9.3 * hours**3 / 3.0))
    density = AMOUNT / np.sqrt(2.0 * np.pi)
    of_all = density * np.exp(-0.5 * all_gap[best] ** 2) / spread
    return of_all, of_all + density * np.exp(-0.5 * premium_gap[best] ** 2) / LUCK[1]


@pytest.mark.parametrize("standard", [900.0, 1_200.0, 1_500.0])
def test_both_bonuses_count_for_what_both_totals_count(standard: float) -> None:
    sold = np.array([[standard, premium] for premium in (800.0, 1_000.0)])
    ones = np.ones((len(sold), 2))
    case = replace(
        situation(
            PLAN,
            np.stack([sold.sum(axis=1), sold[:, 1]], axis=1),
            quotas=QUOTAS,
            left=(1, 1),
            length=(3, 3),
        ),
        opportunity=1_000.0 * SHARE * ones,
        season_now=ones,
        season_left=np.ones((2, *ones.shape)),
        variance_per_week=LUCK**2 * ones,
        normal_split=SHARE * ones,
        last_effort=ones,
    )
    found = ForwardLooking(crossed=True).decide(case).value[:, :, 0]
    exact = np.array([values_on_a_fine_grid(*row) for row in sold])
    assert found == pytest.approx(exact, rel=0.1)
