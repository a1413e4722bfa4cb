"""Scenarios without customers: what is refused and how, and what is understood."""

from __future__ import annotations

import pytest

from simulator.errors import InputError
from tests.unit.engine.reduced_form.small_market import market

NOISE = "noise: {kind: normal, sd_per_week: 300}"
DEMAND = "demand: {kind: reduced_form, effort_model: quadratic}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (NOISE, "noise: {kind: normal}", "normal noise needs sd_per_week"),
        (NOISE, "noise: {kind: gamma, sd_per_week: 3}", "gamma noise does not know sd_per_week"),
        (NOISE, "noise: {kind: gama, cv: 1}", "Did you mean 'gamma'?"),
        ("reps: 4", "reps: 0", "there are no reps in any group"),
        (NOISE, "credited: false", "no product is credited"),
        (NOISE, "effort_share: 0.5", "effort_share must be stated for all products or for none"),
        (DEMAND, "demand: reduced-form", "Allowed: reduced_form"),
        ("effort_model: quadratic", "effort_model: cubic", "Allowed: concave, quadratic"),
        ("groups:", "segments: {}\ngroups:", "segments: is not a known key"),
        ("reference_", "behavior: myopick, reference_", "Did you mean 'myopic'?"),
        ("reference_", "behavior: {myopic: 0.5}, reference_", "add up to 1, and add up to 0.5"),
        ("reference_", "decides_every: day, reference_", "Allowed: week, month, quarter, year"),
        ("13000}", "13000, share_of_potential: 1}", "share_of_potential or amount_per_quarter, and not both"),
        ("rate: 4%}", "rate: 4%, credit: {tier: premium}}", "no attribute of a sale called 'tier'"),
        ("rate: 4%}", "rate: 4%, for: {region: all}}", "Known: group"),
        ("rate: 4%}", "rate: 4%, for: {group: al}}", "Did you mean 'all'?"),
        ("measure: revenue, rate: 4%", "measure: cash, rate: 4%", "Allowed: margin, revenue"),
        (
            "summary: Eight percent,",
            "summary: Eight, demand: {effort_model: concave},",
            "steep has another effort_model",
        ),
        (
            "summary: Eight percent,",
            "summary: Eight, actions: {},",
            "Known: people, plans, parameters, demand, groups, products, quota, organization, remove",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_what_could(old: str, new: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        market((old, new))
    assert said in str(caught.value)
    assert "scenario.yaml:" in str(caught.value)


def test_a_word_stands_for_the_defaults() -> None:
    found = market((DEMAND, "demand: reduced_form")).resolved["flat"].reduced_form
    assert found is not None
    assert found.rules.effort_model == "concave"


def test_the_summary_says_what_was_understood() -> None:
    task = "  care: {title: Care, revenue_per_week: 1, credited: false}\npeople: {plan: flat"
    assert market(("people: {plan: flat", task)).summary()[2:] == [
        "reduced form, effort quadratic",
        "groups: all (4 reps); 4 reps",
        "products: thing, care (task)",
        "alternative flat (baseline): plan flat; no actions",
        "alternative steep: plan steep; no actions",
    ]


def test_only_assumptions_that_can_act_are_named() -> None:
    plain = market()
    assert plain.mechanisms == {"", "quadratic effort", "anticipating"}
    habit = market(("reference_", "behavior: {habit: 0.5, rule-of-thumb: 0.5}, reference_"))
    assert {"habit", "rule of thumb"} <= habit.mechanisms


def test_settings_reach_every_key() -> None:
    found = market(settings=["products.thing.noise.sd_per_week=10", "groups.all.reps=7"])
    form = found.resolved["flat"].reduced_form
    assert form is not None
    assert form.products["thing"].noise.sd_per_week == 10
    assert found.resolved["flat"].staffing == (7,)
