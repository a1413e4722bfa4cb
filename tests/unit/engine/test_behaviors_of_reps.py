"""Ways of deciding come from the catalog with a world's numbers and preferences."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.behaviors.forward_looking import ForwardLooking
from simulator.behaviors.habit import Habit
from simulator.behaviors.preferences import ConstantRisk, HyperbolicRisk, Neutral
from simulator.behaviors.rule_of_thumb import RuleOfThumb
from simulator.engine.setup import build_state
from simulator.engine.setup_behaviors import behavior_with, preferences_of
from simulator.parameters import load_register
from simulator.scenario.build import worlds
from simulator.world.specs import PeopleSpec, WorldKey
from tests.unit.engine.reduced_form.small_market import market, run

DEFAULTS = {name: parameter.default for name, parameter in load_register().items()}
PEOPLE = PeopleSpec(plan="flat", habit_plan="flat", reference_variable_pay_per_week=100.0)


def test_behavioral_numbers_reach_the_behavior_that_names_them() -> None:
    values = {**DEFAULTS, "goal_gradient": 0.5, "habit_half_life_weeks": 3.0}
    assert behavior_with("rule-of-thumb", values, PEOPLE) == RuleOfThumb(0.5, 0.2, 1.5)
    assert behavior_with("habit", values, PEOPLE) == Habit(3.0)


def test_the_defaults_of_behaviors_are_those_of_the_register() -> None:
    assert behavior_with("rule-of-thumb", DEFAULTS, PEOPLE) == RuleOfThumb()
    assert behavior_with("habit", DEFAULTS, PEOPLE) == Habit()


def test_nobody_is_averse_to_anything_by_default() -> None:
    found = preferences_of(DEFAULTS, PEOPLE)
    assert found.risk == Neutral()
    assert found.valuation.is_plain
    assert found.discount_per_week == found.present_bias == 1.0


def test_risk_aversion_is_stated_against_a_year_of_pay() -> None:
    values = {**DEFAULTS, "risk_aversion": 2.0, "discount_per_year": 0.9}
    assert preferences_of(values, PEOPLE).risk == ConstantRisk(2.0 / 5_200.0)
    relative = PEOPLE.model_copy(
        update={"preferences": PEOPLE.preferences.model_copy(update={"risk": "relative"})}
    )
    assert preferences_of(values, relative).risk == HyperbolicRisk(2.0, 5_200.0)
    assert preferences_of(values, PEOPLE).discount_per_week ** 52 == pytest.approx(0.9)


def test_overrides_of_a_sweep_reach_behaviors_world_by_world() -> None:
    scenario = market(settings=["people.behavior=forward-looking"])
    keys = [WorldKey("flat", 0), WorldKey("flat", 0, (("present_bias", 0.7),))]
    [batch] = worlds(scenario, keys, seed=1, weeks=4)
    reps = build_state(batch).reps
    found = [reps.behaviors[number] for number in reps.behavior[[0, 4]]]
    assert all(isinstance(one, ForwardLooking) for one in found)
    assert [one.preferences.present_bias for one in found] == [1.0, 0.7]


def test_effort_is_held_between_decisions() -> None:
    quota = "commission: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 600}"
    commission = "commission: {kind: commission, period: month, measure: revenue, rate: 4%}"
    for every, weeks in (("week", 1), ("month", 4), ("quarter", 13)):
        scenario = market((commission, quota), ("reference_", f"decides_every: {every}, reference_"))
        effort = run(scenario, "flat").table("activity")["effort"].reshape(13, 4)
        changed = np.flatnonzero((np.diff(effort, axis=0) != 0.0).any(axis=1)) + 1
        expected = {1: list(range(1, 13)), 4: [4, 8], 13: []}[weeks]
        assert changed.tolist() == expected
