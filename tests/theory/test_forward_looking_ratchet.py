"""Quotas that follow results [Weitzman1980]: the incentive that is left is known in closed form."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.backward_induction import Course, Step
from simulator.behaviors.effort_models import QuadraticEffort
from simulator.behaviors.forward_looking import ForwardLooking
from simulator.behaviors.frontier import frontier
from simulator.behaviors.preferences import Preferences
from simulator.behaviors.ratchet import QuotaRule, solve_with_ratchet
from simulator.behaviors.smoothing import Line
from simulator.world.pay_terms import PayTerm
from tests.unit.behaviors.looking_ahead import plan_of, row, situation

Floats = NDArray[np.float64]

REWARD, LADDER = 0.7, np.linspace(0.0, 2.0, 9)


def factors(weight: float, discount: float, periods: int) -> list[float]:
    """Effort under the ratchet over effort without it, period by period, at a quota of 1."""
    n = len(LADDER)
    ones = np.ones((n, 1))
    costs = frontier(
        QuadraticEffort.of([1.0], n=n),
        np.linspace(0.0, 1.0, 41),
        np.full(n, 1.0),
        ones,
        ones,
        np.zeros((n, 1)),
    )
    course = Course(np.ones(n), 0.3, costs, np.zeros(n), [Step()], Preferences(discount_per_week=discount))
    line = Line(np.full(n, -2.0), 0.1, 61)

    def worth(sold: Floats) -> Floats:
        return REWARD * (sold - LADDER[:, None])[:, None, :]

    solved = solve_with_ratchet(course, line, worth, LADDER, QuotaRule(weight, weight, periods))
    return [float(period.results[0, 4, 0, 20]) / (discount * REWARD) for period in solved]


def test_sandbagging_vanishes_in_the_last_of_four_years() -> None:
    assert factors(0.5, 0.95, 4) == pytest.approx([0.192, 0.299, 0.525, 1.0], rel=0.02)


@pytest.mark.parametrize(("weight", "rate"), [(0.5, 0.1), (0.25, 0.1), (0.1, 0.1), (0.3, 0.3), (0.8, 0.05)])
def test_without_end_the_incentive_falls_by_the_closed_form(weight: float, rate: float) -> None:
    (found,) = factors(weight, 1.0 / (1.0 + rate), 0)
    assert found == pytest.approx(rate / (rate + weight), rel=0.02)


def test_a_rep_who_looks_at_one_period_only_does_not_sandbag() -> None:
    assert factors(0.5, 0.95, 1) == pytest.approx([1.0], rel=1e-6)


def test_a_quota_that_does_not_follow_costs_nothing() -> None:
    assert factors(0.0, 0.95, 3) == pytest.approx([1.0] * 3, rel=1e-6)


def test_whoever_looks_at_next_quotas_holds_back_by_the_closed_form() -> None:
    """The same through the product's door: pay of 3 % above quota and below it, four quarters ahead."""
    reward = PayTerm("reward", 0, True, row(0), row(0), row(0.03), values_per_quota=row(-0.03))
    plan = plan_of(reward)
    case = situation(plan, np.array([[0.0], [6_000.0]]), left=(13,), decision_weeks=13)
    preferences = Preferences(discount_per_week=0.95 ** (1.0 / 13.0))
    plain = ForwardLooking(preferences).decide(case).value[:, 0, 0]
    assert plain == pytest.approx(0.95 * 0.03)
    for periods, factor in ((1, 1.0), (2, 0.525), (3, 0.299), (4, 0.192)):
        rule = QuotaRule(0.5, 0.5, periods, every="quarter")
        held_back = ForwardLooking(preferences, rule).decide(case).value[:, 0, 0]
        assert held_back / plain == pytest.approx(factor, rel=0.02)
    yearly = ForwardLooking(preferences, QuotaRule(0.5, 0.5, 4, every="year"))
    assert yearly.decide(case).value[:, 0, 0] == pytest.approx(plain)
