"""What a plan may ask of a simulated world: scores that are stated, regions, cash."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.engine.setup_reps import plans_of_reps
from simulator.engine.simulation import simulate
from simulator.errors import InputError
from simulator.scenario import load_scenario
from simulator.scenario.build import worlds
from simulator.world.specs import WorldKey
from tests.unit.scenario.small_case import PLANS, SCENARIO


def case(folder: Path, component: str, people: str = "") -> Path:
    """Write the small case with one more component in the plan flat, and more about people."""
    (folder / "plans").mkdir()
    plans = PLANS | {"flat": PLANS["flat"] + component}
    for name, text in plans.items():
        (folder / "plans" / f"{name}.yaml").write_text(text, encoding="utf-8")
    text = SCENARIO.replace("{plan: flat, habit_plan: flat,", f"{{plan: flat, habit_plan: flat, {people}")
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return folder


def paid(folder: Path, weeks: int = 13) -> dict[str, float]:
    """Run the alternative flat; give what each component paid in all [currency]."""
    [batch] = worlds(load_scenario(folder), [WorldKey("flat", 0)], seed=1, weeks=weeks)
    ledger = simulate(batch)
    lines = ledger.table("payout")
    totals = np.bincount(lines["component"], lines["amount_minor"])
    return dict(zip(ledger.axes.components[0], (totals / 100).tolist(), strict=False))


GOALS = "  goals: {kind: objectives, period: quarter, target: 1000, goals: {records: 60%, service: 40%}}\n"


def test_goals_are_paid_at_the_stated_scores(tmp_path: Path) -> None:
    found = paid(case(tmp_path, GOALS, "scores: {records: 1.0, service: 0.5},"))
    assert found["goals"] == pytest.approx(6 * (600 + 200))


def test_a_score_that_nobody_states_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_scenario(case(tmp_path, GOALS, "scores: {records: 1.0},"))
    assert "pays on a score called 'service', which sales do not tell" in str(caught.value)
    assert "people.scores: {service: 1.0}" in str(caught.value)


def test_a_component_may_be_for_a_region(tmp_path: Path) -> None:
    here = "  here: {kind: commission, for: {region: town}, rate: 1%}\n"
    found = paid(case(tmp_path, here))
    assert found["here"] == pytest.approx(found["commission"] / 2, abs=1.0)


@pytest.mark.parametrize(
    ("audience", "said"),
    [
        ("{region: twon}", "there is no region called 'twon'. Did you mean 'town'?"),
        ("{role: rep}", "there is no attribute of people called 'role'. Known: region."),
    ],
)
def test_an_audience_that_does_not_exist_is_refused(tmp_path: Path, audience: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        load_scenario(case(tmp_path, f"  here: {{kind: commission, for: {audience}, rate: 1%}}\n"))
    assert said in str(caught.value)


def test_amendments_belong_to_a_calendar_with_dates(tmp_path: Path) -> None:
    amended = "amendments:\n  - {from: 2026-02-01, changes: {commission: {rate: 5%}}}\n"
    with pytest.raises(InputError, match="amendments begin on dates, and a simulation counts weeks"):
        load_scenario(case(tmp_path, amended))


def test_what_is_held_back_is_released_as_customers_pay(tmp_path: Path) -> None:
    """Families pay after 14 days: after a year no more is open than what the last weeks held back."""
    held = "  held: {kind: holdback, of: commission, share: 30%, release: on-cash}\n"
    found = paid(case(tmp_path, held), weeks=52)
    assert -0.3 * found["commission"] * 4 / 52 < found["held"] < 0.0


def test_commission_on_cash_pays_what_customers_have_paid(tmp_path: Path) -> None:
    on_cash = "  cash: {kind: commission, measure: cash, rate: 2%}\n"
    found = paid(case(tmp_path, on_cash), weeks=26)
    assert 0.5 * found["commission"] < found["cash"] < found["commission"]


def test_a_plan_that_pays_on_cash_cannot_change_during_a_run(tmp_path: Path) -> None:
    on_cash = "  cash: {kind: commission, measure: cash, rate: 2%}\n"
    with pytest.raises(InputError, match="cannot change during a run"):
        load_scenario(case(tmp_path, on_cash, "plan_changes: [{plan: tilt, from_week: 9}],"))


def test_what_is_held_back_must_still_be_released_after_a_change(tmp_path: Path) -> None:
    held = "  held: {kind: holdback, of: commission, share: 30%, release: after-periods, periods: 2}\n"
    with pytest.raises(InputError, match="still holds back would never be released"):
        load_scenario(case(tmp_path, held, "plan_changes: [{plan: tilt, from_week: 9}],"))


def test_plans_change_in_a_market_with_customers(tmp_path: Path) -> None:
    folder = case(tmp_path, "", "plan_changes: [{plan: tilt, from_week: 9, announced_week: 5}],")
    [batch] = worlds(load_scenario(folder), [WorldKey("flat", 0)], seed=1, weeks=13)
    lines = (ledger := simulate(batch)).table("payout")
    names = np.array(ledger.axes.plans)[lines["plan"]]
    assert set(names[lines["day"] < 56]) == {"flat"}
    assert set(names[lines["day"] >= 56]) == {"tilt"}


GATED = "  gated: {kind: commission, rate: 2%, gate: @}\n"


def test_a_gate_on_the_collection_rate_knows_what_customers_have_paid(tmp_path: Path) -> None:
    share = "{measure: cash, against: {measure: revenue}, at_least: @}"
    (tmp_path / "low").mkdir()
    (tmp_path / "high").mkdir()
    low, high = (
        paid(case(tmp_path / name, GATED.replace("@", share.replace("@", level))), weeks=26)
        for name, level in (("low", "1%"), ("high", "500%"))
    )
    assert low["gated"] > 0.0
    assert high["gated"] == 0.0


def test_a_single_gate_on_a_score_is_paid_at_the_stated_score(tmp_path: Path) -> None:
    gate = GATED.replace("@", "{score: audit, at_least: 80%}")
    with pytest.raises(InputError, match="a score called 'audit'"):
        load_scenario(case(tmp_path, gate))
    (tmp_path / "stated").mkdir()
    found = paid(case(tmp_path / "stated", gate, "scores: {audit: 0.9},"))
    assert found["gated"] == pytest.approx(found["commission"], abs=1.0)


def test_a_pool_by_role_is_refused_before_anything_runs(tmp_path: Path) -> None:
    pool = "  p: {kind: pool, rate: 1%, divide: by-role, roles: {AR: 4, SR: 3}}\n"
    with pytest.raises(InputError, match="simulated reps have no roles by which a pool could be divided"):
        load_scenario(case(tmp_path, pool))


def test_a_plan_of_a_scenario_may_extend_another(tmp_path: Path) -> None:
    folder = case(tmp_path, "")
    base = (folder / "plans" / "flat.yaml").rename(folder / "plans" / "base.yaml")
    more = f"extends: {base.name}\nplan: flat\ncomponents: {{more: {{kind: commission, rate: 1%}}}}\n"
    (folder / "plans" / "flat.yaml").write_text(more, encoding="utf-8")
    found = paid(folder)
    assert found["more"] > 0.0
    assert found["commission"] > found["more"]


def test_reps_of_worlds_with_other_patience_weigh_later_pay_by_their_own(tmp_path: Path) -> None:
    draw = "  d: {kind: draw, of: [commission], minimum: 1000, recovery: at-year-end}\n"
    patience = (0.95, 0.5)
    keys = [WorldKey("flat", number, (("discount_per_year", each),)) for number, each in enumerate(patience)]
    found = {}
    for component in (draw, ""):
        (folder := tmp_path / f"case-{len(component)}").mkdir()
        plans = [
            plan
            for batch in worlds(load_scenario(case(folder, component)), keys, seed=1, weeks=4)
            for plan in plans_of_reps(batch, batch.axes(), 0)
        ]
        found[component] = [
            sum(float(term.slopes[-1]) for term in plan.compiled.terms if term.name == "d") for plan in plans
        ]
    hasty, patient = sorted(found[draw])
    # On average a month waits for eleven half months until the year ends.
    assert hasty == pytest.approx(-0.02 * (1.0 - 0.5 ** (11 / 24)))
    assert patient == pytest.approx(-0.02 * (1.0 - 0.95 ** (11 / 24)))
    assert found[""] == [0.0]  # nothing is paid later: one plan for all
