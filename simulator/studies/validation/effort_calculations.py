"""Calculations about effort: for bonuses at a quota, and where the next quota follows this result."""

from __future__ import annotations

import numpy as np

from simulator.behaviors.backward_induction import Course, Step
from simulator.behaviors.effort_models import QuadraticEffort
from simulator.behaviors.frontier import frontier
from simulator.behaviors.preferences import Preferences
from simulator.behaviors.ratchet import QuotaRule, solve_with_ratchet
from simulator.behaviors.smoothing import Line
from simulator.compensation import compile_plan
from simulator.studies.rep_answers import answers, job_of, period_weeks
from simulator.studies.validation.calculations import Case, Point
from simulator.studies.validation.closed_forms import closed_form
from simulator.studies.validation.library import settings_of
from simulator.studies.validation.plan_calculations import grid_points, theory_of, told

__all__ = ["bonus_effort", "ratchet_effort"]

REWARD = 0.7
LADDER = np.linspace(0.0, 2.0, 9)
"""Quotas between which the worth of the next period is interpolated; the middle one is looked at."""


def bonus_effort(case: Case) -> list[Point]:
    """Hold effort under a bonus paid at a quota against the best effort of the textbook.

    Settings: ``alternative``, ``bonus`` (key of its amount in the plan), ``unit`` (currency units in a unit
    of theory), ``grid``. Results of a period are told in units; quotas and luck follow from the scenario.
    """
    unit = float(case.settings["unit"])
    points = []
    for values in grid_points(case):
        scenario = case.scenario(settings_of(values))
        alternative = scenario.resolved[case.settings["alternative"]]
        job = job_of(scenario, case.settings["alternative"])
        plan = alternative.plans[alternative.people.plan]
        compiled = compile_plan(plan, alternative.kinds, {})
        weeks = period_weeks([compiled])
        quota = job.quota_per_week * weeks
        bonus = float(np.ptp(compiled.pay(np.array([[0.0], [2.0 * quota]]), np.full((2, 1), quota))))
        theory = theory_of(job, unit)
        target = closed_form(
            "quota-bonus-effort",
            {
                "bonus": bonus / unit,
                "quota": quota / unit,
                "s": float(np.sqrt(theory["s2"] * weeks)),
                "c": theory["c"] / theory["k"] ** 2 / weeks,
            },
        )
        effort = float(answers(job, [compiled]).effort[0, 0]) * theory["k"] * weeks
        points.append(Point(told(values), effort, target))
    return points


def ratchet_effort(case: Case) -> list[Point]:
    """Hold the effort that is left when the next quota follows this result against Weitzman's factor.

    Settings: ``endless`` (list of ``{weight, interest}``), ``finite`` (list of ``{weight, discount,
    periods}``), ``myopic`` (list of ``{weight, discount}``, for whom the factor is 1).
    """
    points = []
    for each in case.settings.get("endless", []):
        (found,) = _factors(each["weight"], 1.0 / (1.0 + each["interest"]), 0)
        target = closed_form("ratchet-factor", dict(each))
        points.append(
            Point(f"endless, weight={each['weight']:g} interest={each['interest']:g}", found, target)
        )
    for each in case.settings.get("finite", []):
        for number, found in enumerate(_factors(each["weight"], each["discount"], each["periods"])):
            left = each["periods"] - 1 - number
            parameters = {"weight": each["weight"], "discount": each["discount"], "periods_left": left}
            target = closed_form("ratchet-factor-finite", parameters)
            points.append(Point(f"{left} periods to come, weight={each['weight']:g}", found, target))
    for each in case.settings.get("myopic", []):
        (found,) = _factors(each["weight"], each["discount"], 1)
        points.append(Point(f"one period only, weight={each['weight']:g}", found, 1.0))
    return points


def _factors(weight: float, discount: float, periods: int) -> list[float]:
    """Give effort under the ratchet over effort without it, period by period; 0 periods go on without end."""
    n = len(LADDER)
    ones = np.ones((n, 1))
    costs = frontier(
        QuadraticEffort.of([1.0], n=n), np.linspace(0.0, 1.0, 41), np.ones(n), ones, ones, np.zeros((n, 1))
    )
    course = Course(np.ones(n), 0.3, costs, np.zeros(n), [Step()], Preferences(discount_per_week=discount))
    line = Line(np.full(n, -2.0), 0.1, 61)

    def worth(sold: np.ndarray) -> np.ndarray:
        return np.asarray(REWARD * (sold - LADDER[:, None])[:, None, :])

    solved = solve_with_ratchet(course, line, worth, LADDER, QuotaRule(weight, weight, periods))
    return [float(period.results[0, n // 2, 0, 20]) / (discount * REWARD) for period in solved]
