"""Quotas that lie between the classes of the lattice, where reps give up or protect the next quota.

Held against a dynamic program of its own that knows nothing of classes: all efforts are tried at every total,
and luck is summed over places of its own. Limits are about twice what was measured.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.effort import choose_effort, response
from simulator.behaviors.forward_looking import ForwardLooking
from simulator.behaviors.ratchet import QuotaRule
from simulator.world.pay_terms import PayTerm
from tests.unit.behaviors.looking_ahead import bonus, plan_of, row, sales, situation

Floats = NDArray[np.float64]
Pay = Callable[[Floats], Floats]

RATE, WEEKS = 1_000.0, 13
EFFORTS = np.linspace(0.6, 1.5, 31)
RESULTS = ((0.1 + EFFORTS) / 1.1) ** (0.31 * 1.1)
COSTS = 9.3 * EFFORTS**3 / 3.0
LUCK = np.linspace(-4.5, 4.5, 91)
CHANCE = np.exp(-0.5 * LUCK**2) / np.exp(-0.5 * LUCK**2).sum()


def plainly_solved(pay: Pay, sd: float, size: int) -> tuple[Floats, list[Floats], Floats]:
    """Give totals, the results chosen with 1, 2, ... weeks left, and the worth of the first week."""
    totals = np.linspace(-10.0 * sd, 1.2 * WEEKS * RATE + 10.0 * sd, size)
    ahead: Pay = pay
    chosen = []
    for _ in range(WEEKS):
        gains = np.stack([
            ahead((totals + RATE * result)[:, None] + sd * LUCK) @ CHANCE - cost
            for result, cost in zip(RESULTS, COSTS, strict=True)
        ])  # fmt: skip
        chosen.append(RESULTS[gains.argmax(axis=0)])
        worth = gains.max(axis=0)
        ahead = lambda x, worth=worth: np.interp(x, totals, worth)  # noqa: E731
    return totals, chosen, worth


@pytest.mark.parametrize(("quota", "sd"), [(15_200.0, 300.0), (16_000.0, 300.0), (15_500.0, 500.0)])
def test_reps_give_up_where_a_plain_solver_does(quota: float, sd: float) -> None:
    totals, chosen, _ = plainly_solved(lambda x: 300.0 * (x >= quota), sd, 400)
    gaps = []
    for left in range(1, WEEKS + 1):
        credit = np.linspace(0.0, 1.2 * (WEEKS - left) * RATE, 20)[:, None]
        case = situation(plan_of(bonus(300.0)), credit, quotas=(quota,), left=(left,), sd=sd)
        gaps.append(np.abs(sales(case) - np.interp(credit[:, 0], totals, chosen[left - 1])))
    assert float(np.mean(gaps)) < 0.02


def test_reps_hold_back_under_a_ratchet_as_far_as_a_plain_solver_says() -> None:
    """Commission from quota to a third beyond it, two quarters ahead, at a quota of 85 % of normal."""
    rungs, sd, weight = np.linspace(0.5, 1.7, 13) * WEEKS * RATE, 500.0, 0.4
    quota = 11_000.0

    def pay(sold: Floats, quota: float) -> Floats:
        return 0.1 * np.clip(sold - quota, 0.0, 0.33 * quota)

    later = []
    for rung in rungs:
        totals, _, worth = plainly_solved(lambda x, rung=rung: pay(x, rung), sd, 120)
        later.append(float(np.interp(0.0, totals, worth)))

    def followed(sold: Floats) -> Floats:
        return pay(sold, quota) + np.interp(quota + weight * (sold - quota), rungs, later)

    totals, chosen, _ = plainly_solved(followed, sd, 240)
    term = PayTerm("c", 0, True, row(0, 1, 1.33), row(0, 0, 0), row(0, 0.1, 0), row(0, 0, 0.033))
    rule = QuotaRule(weight, weight, 2, every="quarter")
    gaps, held_back = [], []
    for left in (13, 9, 5, 2, 1):
        credit = np.linspace(0.6, 1.2, 12)[:, None] * (WEEKS - left) * RATE
        case = situation(plan_of(term), credit, quotas=(quota,), left=(left,), sd=sd)
        unworried, traits = sales(case), case.traits
        value = np.maximum(ForwardLooking(quota_rule=rule).decide(case).value[:, :, 0], 0.0)
        effort = choose_effort(value, case.opportunity, case.normal_split, traits)
        found = response(effort, traits.elasticity[:, None], traits.floor[:, None])[:, 0]
        expected = np.interp(credit[:, 0], totals, chosen[left - 1])
        gaps.append(np.abs(found - expected))
        held_back.append((float(np.mean(found - unworried)), float(np.mean(expected - unworried))))
    assert float(np.mean(gaps)) < 0.02
    for found_here, plainly in held_back:
        assert found_here == pytest.approx(plainly, rel=0.3, abs=0.01)
