"""Looking ahead one step: linear contracts under risk, two tasks, a quota bonus, all with known answers."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.backward_induction import Course, Solved, Step, Worth, solve
from simulator.behaviors.effort_models import QuadraticEffort
from simulator.behaviors.frontier import frontier
from simulator.behaviors.preferences import ConstantRisk, Neutral, Preferences
from simulator.behaviors.smoothing import Line

Floats = NDArray[np.float64]


def one_decision(
    worth: Worth, *, cost: float, sd: float, preferences: Preferences, n: int = 1, most: float = 3.0
) -> Solved:
    """Solve a period of one decision for ``n`` classes, on a grid with the total of nothing at place 0."""
    ones = np.ones((n, 1))
    costs = frontier(
        QuadraticEffort.of([cost], n=n),
        np.linspace(0.0, most, 65),
        np.full(n, most * cost),
        ones,
        ones,
        0.0 * ones,
    )
    line = Line(np.zeros(n), sd / 16.0, 17)
    return solve(Course(np.ones(n), sd, costs, np.zeros(n), [Step()], preferences), line, worth)


def shares_and_surplus(
    aversion: float, cost: float, variance: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Let reps respond to every linear plan: rate, effort, certainty equivalent and joint surplus."""
    rates = np.linspace(0.01, 1.2, 120)
    preferences = Preferences(ConstantRisk(aversion) if aversion else Neutral())
    solved = one_decision(
        lambda x: (rates[:, None] * x)[:, None, :],
        cost=cost,
        sd=variance**0.5,
        preferences=preferences,
        n=len(rates),
        most=1.3 / cost,
    )
    effort, certain = solved.price[0, :, 0, 0] / cost, solved.value[0, :, 0, 0]
    return rates, effort, certain, certain + (1.0 - rates) * effort


@pytest.mark.parametrize(
    ("aversion", "cost", "variance"),
    [(2.0, 1.0, 0.5), (0.5, 2.0, 4.0), (0.0, 1.0, 1.0), *product((0.5, 2.0), (0.5, 2.0), (0.25, 1.0))],
)
def test_linear_contract_under_constant_risk_aversion(aversion: float, cost: float, variance: float) -> None:
    """Effort b/c; certainty equivalent b² / (2c) - r b² v / 2; the best rate is b = 1 / (1 + r c v)."""
    rates, effort, certain, surplus = shares_and_surplus(aversion, cost, variance)
    assert effort == pytest.approx(rates / cost, rel=2e-3, abs=2e-4)
    closed = rates**2 / (2.0 * cost) - 0.5 * aversion * rates**2 * variance
    assert certain == pytest.approx(closed, abs=2e-3 * max(1.0, np.abs(closed).max()))
    top = int(np.argmax(surplus))
    parabola = np.polyfit(rates[max(top - 15, 0) : top + 16], surplus[max(top - 15, 0) : top + 16], 2)
    best = -parabola[1] / (2.0 * parabola[0])
    assert best == pytest.approx(1.0 / (1.0 + aversion * cost * variance), rel=0.01)


@pytest.mark.parametrize(
    ("rule", "golden"), [((2.0, 1.0, 0.5), 0.25), ((0.5, 2.0, 4.0), 0.05), ((0.0, 1.0, 1.0), 0.5)]
)
def test_profit_of_the_best_linear_contract(rule: tuple[float, float, float], golden: float) -> None:
    *_, surplus = shares_and_surplus(*rule)
    assert surplus.max() == pytest.approx(golden, rel=0.01)


@pytest.mark.parametrize(
    ("d", "golden"), [(0.0, 0.667), (0.3, 0.481), (0.6, 0.303), (0.9, 0.091), (-0.5, 1.091)]
)
def test_a_rate_on_one_task_when_another_is_not_measured(d: float, golden: float) -> None:
    """Holmstrom and Milgrom 1991: the best rate falls with substitution; both tasks have some own worth."""
    own_worth, aversion, variance = 20.0, 1.0, 0.5
    rates = np.linspace(0.0, 1.5, 301)
    n = len(rates)
    model = QuadraticEffort.of([1.0, 1.0], d, n=n)
    value = own_worth + np.stack([rates, np.zeros(n)], axis=1)
    effort = model.choose(value, np.ones((n, 2)))
    surplus = (
        ((1.0 + own_worth) * effort).sum(axis=1) - model.cost(effort) - 0.5 * aversion * variance * rates**2
    )
    parabola = np.polyfit(rates, surplus, 2)
    assert -parabola[1] / (2.0 * parabola[0]) == pytest.approx(golden, abs=1e-3)
    fall = np.diff(effort[:, 1])
    assert (fall < 0.0).all() if d > 0.0 else (fall >= -1e-12).all()


BONUS = 4.0


def effort_for_bonus(quota: float) -> float:
    """Effort for a bonus of 4 at a quota, with unit cost and luck."""
    solved = one_decision(
        lambda x: np.where(x >= quota, BONUS, 0.0)[:, None, :], cost=1.0, sd=1.0, preferences=Preferences()
    )
    return float(solved.results[0, 0, 0, 0])


def best_on_a_fine_grid(quota: float) -> float:
    from scipy.special import ndtr

    effort = np.linspace(0.0, 3.0, 300_001)
    return float(effort[np.argmax(BONUS * ndtr(effort - quota) - 0.5 * effort**2)])


@pytest.mark.parametrize(("quota", "golden"), [(1.0, 1.445), (1.5, 1.589), (2.0, 0.593), (2.5, 0.087)])
def test_effort_for_a_quota_bonus(quota: float, golden: float) -> None:
    assert effort_for_bonus(quota) == pytest.approx(golden, rel=0.01)
    assert best_on_a_fine_grid(quota) == pytest.approx(golden, abs=6e-4)


def test_effort_rises_with_the_quota_and_then_falls_off_a_cliff() -> None:
    """The peak is bonus / (cost sd sqrt(2 pi)), where effort meets the quota."""
    quotas = np.arange(0.6, 2.61, 0.1)
    found = np.array([effort_for_bonus(quota) for quota in quotas])
    top = int(found.argmax())
    assert (np.diff(found[: top + 1]) > 0.0).all()
    assert (np.diff(found[top:]) < 0.0).all()
    assert found[top] == pytest.approx(BONUS / np.sqrt(2.0 * np.pi), rel=0.01)
    falls = [before - after for before, after in pairwise(found)]
    assert max(falls) > 3.0 * sorted(falls)[-2]
