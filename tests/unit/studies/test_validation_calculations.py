"""Calculations: designs and grids as they are meant, and what cannot be calculated is said."""

from __future__ import annotations

from importlib import import_module
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from simulator.errors import InputError, PlanError, UnknownName
from simulator.scenario import load_scenario
from simulator.studies.optimal_plan import PlanFamily, best_plan
from simulator.studies.rep_answers import answers, job_of
from simulator.studies.validation.calculations import _INDEX, Case, calculate, calculation_names
from simulator.studies.validation.library import load_experiment
from simulator.studies.validation.people_calculations import contest_prizes
from simulator.studies.validation.plan_calculations import _design, grid_points
from simulator.studies.validation.specs import Calculation
from tests.architecture.project import ROOT

LINEAR = ROOT / "experiments" / "how_steep_should_commission_be"
RATE = "components.commission.rate"


def case(settings: dict[str, Any], *, quick: bool = False) -> Case:
    return Case(settings, lambda more: load_scenario(LINEAR, settings=more), quick)


def test_main_effects_are_clear_of_each_other_and_of_pairs() -> None:
    design = _design()
    assert design.shape == (32, 7)
    assert (design.T @ design == 32 * np.eye(7)).all()
    for one, other in combinations(range(7), 2):
        pair = design[:, one] * design[:, other]
        assert (design.T @ pair == 0).all()


def test_the_quick_grid_has_first_middle_and_last() -> None:
    settings = {"grid": {"a": [1, 2, 3, 4, 5], "b": [7]}}
    assert [point["a"] for point in grid_points(case(settings, quick=True))] == [1, 3, 5]
    assert len(list(grid_points(case(settings)))) == 5


def test_every_calculation_can_be_found() -> None:
    with pytest.raises(UnknownName, match="optimal-plan"):
        calculate("optimal-plans", case({}))
    for name in calculation_names():
        module, _, function = _INDEX[name].partition(":")
        assert callable(getattr(import_module(module), function))


def test_seven_factors_are_asked_for() -> None:
    with pytest.raises(InputError, match="7 factors, not 1"):
        calculate("salary-share", case({"factors": {"a": {}}}))


def test_a_rep_needs_a_market_of_response_functions() -> None:
    with pytest.raises(InputError, match="no reduced-form market"):
        job_of(load_scenario("home-appliances"), "as-before")


def test_salary_cannot_be_settled_afterwards_where_risk_follows_wealth() -> None:
    scenario = load_scenario(LINEAR, settings=["people.preferences.risk=relative"])
    family = PlanFamily.of(scenario, "linear", {RATE: (0.0, 1.0)})
    with pytest.raises(InputError, match="does not depend on wealth"):
        answers(job_of(scenario, "linear"), [family.compiled([0.5])])


def test_plans_of_two_periods_are_refused() -> None:
    scenario = load_scenario("quota-and-bonus")
    family = PlanFamily.of(scenario, "bonus", {})
    job = job_of(load_scenario(LINEAR), "linear")
    with pytest.raises(PlanError, match="for one period"):
        answers(job, [family.compiled([]), PlanFamily.of(load_scenario(LINEAR), "linear", {}).compiled([])])


def test_a_good_start_is_never_left_for_something_worse() -> None:
    folder = ROOT / "experiments" / "when_should_pay_be_capped"
    scenario = load_scenario(folder)
    job = job_of(scenario, "capped")
    free = {"components.commission.tiers.1.rate": (0.0, 1.0), "components.commission.cap.pay": (50.0, 4000.0)}
    family = PlanFamily.of(scenario, "capped", free)
    start = {"components.commission.tiers.1.rate": 0.41, "components.commission.cap.pay": 4000.0}
    known = answers(job, [family.compiled(list(start.values()))]).profit[0]
    assert best_plan(job, family, points=3, rounds=1, start=start).answer.profit[0] >= known


def test_grading_is_asked_about_wherever_several_winners_are_said_to_be_best() -> None:
    checks = load_experiment(ROOT / "experiments" / "how_many_should_win").spec.checks
    told = [checks[name] for name in ("several-under-risk-aversion", "grading-adds-nothing")]
    several, graded = (one.settings["risk_aversion"] for one in told if isinstance(one, Calculation))
    assert several == graded


@pytest.mark.parametrize(("spread", "several"), [(1.0, False), (2.0, False), (3.0, True)])
def test_ability_alone_makes_several_winners_best_only_where_it_differs_very_much(
    spread: float, several: bool
) -> None:
    settings = {"reps": 10, "several": several, "ability_spread": [spread]}
    (point,) = contest_prizes(case(settings))
    assert point.error == 0.0
