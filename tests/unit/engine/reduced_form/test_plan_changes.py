"""Plans that change during a run: pay, what people do before they know, and what they make of news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest

from simulator.compensation import Balance, CreditEvents, People, fiscal_periods, statements
from simulator.compensation.settlement import Statement
from simulator.compensation.versions import Version
from simulator.engine.ledger import Ledger
from simulator.engine.paid_quotas import monthly_quotas
from simulator.engine.payroll import QUOTA_NAME
from simulator.errors import ScenarioError, UnknownName
from simulator.scenario.build import worlds
from simulator.scenario.load import Scenario
from simulator.world.specs import WorldKey
from tests.unit.engine.reduced_form.small_market import market, run, weekly_revenue

Key = tuple[int, int, str]

PLANS = """
  steep:
    plan: steep
    currency: CNY
    components:
      commission: {kind: commission, period: month, measure: revenue, rate: 8%}
      bonus: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 75%, pay: 1000}
      year:
        kind: commission
        period: year
        attainment: {quota: sales}
        tiers: [{from: 0%, rate: 0%}, {from: 30%, rate: 5%}]
"""
OLD = """
  steep:
    plan: steep
    currency: CNY
    components:
      commission: {kind: commission, period: month, measure: revenue, rate: 8%}
"""


def changing(change: str, behavior: str = "forward-looking") -> Scenario:
    """Put a change of plan into an alternative beside one without it."""
    people = f"people: {{plan_changes: [{change}]}}"
    return market(
        (OLD, PLANS),
        ("  steep: {title: Steep, summary: Eight percent, people: {plan: steep, habit_plan: steep}}",
         f"  steep: {{title: Changed, summary: Another plan, {people}}}"),
        ("reference_variable_pay_per_week: 50}",
         f"reference_variable_pay_per_week: 50, behavior: {behavior}}}"),
    )  # fmt: skip


def settled_apart(scenario: Scenario, ledger: Ledger, weeks: int, first_day: int) -> list[Statement]:
    """Pay the exported credit as a payroll run does: all of it at once, version after version."""
    [batch] = worlds(scenario, [WorldKey("steep", 0)], seed=1, weeks=weeks)
    plans = batch.alternatives["steep"].plans
    credit, quota = ledger.table("credit"), ledger.table("quota")
    people = np.arange(len(ledger.axes.rep_world))
    events = CreditEvents(
        credit["event_id"], credit["rep"].astype(np.int64), credit["day"],
        {"revenue": credit["revenue_minor"], "margin": credit["margin_minor"], "units": credit["units"]}, {},
    )  # fmt: skip
    periods = fiscal_periods(batch.calendar, 0, weeks - 1)
    quotas = {QUOTA_NAME: monthly_quotas(quota, people, batch, periods.last_days["month"])}
    begins = date.fromordinal(first_day)
    versions = [
        Version(plans["flat"], None, date.fromordinal(first_day - 1)),
        Version(plans["steep"], begins, None),
    ]
    found: list[Statement] = []
    opening: Mapping[str, Balance] = {}
    for version in versions:
        through = None if version.first is None else version.first.toordinal() - 1
        until = None if version.last is None else version.last.toordinal()
        paid = statements(
            version.plan, events, People(people), quotas, periods,
            paid_through=through, opening=opening, until=until,
        )  # fmt: skip
        opening = paid.closing
        found.append(paid)
    return found


def paid(day: np.ndarray, rep: np.ndarray, component: list[str], amount: np.ndarray) -> dict[Key, int]:
    """Add up pay by day, person and component."""
    total: dict[Key, int] = {}
    for one_day, one_rep, name, value in zip(day, rep, component, amount, strict=True):
        key = (int(one_day), int(one_rep), name)
        total[key] = total.get(key, 0) + int(value)
    return {key: value for key, value in total.items() if value}


@pytest.mark.parametrize("from_week", [9, 11, 18])
def test_pay_equals_that_of_a_payroll_run_on_the_same_sales(from_week: int) -> None:
    scenario = changing(f"{{plan: steep, from_week: {from_week}}}")
    ledger = run(scenario, "steep", weeks=26)
    rows = ledger.table("payout")
    names = ledger.axes.components[0]
    in_run = paid(rows["day"], rows["rep"], [names[n] for n in rows["component"]], rows["amount_minor"])
    apart: dict[Key, int] = {}
    for each in settled_apart(scenario, ledger, 26, 7 * (from_week - 1)):
        component = [each.components[n] for n in each["component"]]
        apart |= paid(each["day"], each["person"], component, each["amount"])
    assert in_run == apart
    assert {name for _, _, name in in_run} == {"salary", "commission", "bonus"}
    plan_names = np.array(ledger.axes.plans)[rows["plan"]]
    new = rows["day"] >= 7 * (from_week - 1)
    assert (plan_names[new] == "steep").all()
    assert (plan_names[~new] == "flat").all()


@pytest.mark.parametrize("announced", [None, 7])
def test_nothing_differs_before_it_is_known(announced: int | None) -> None:
    known = "" if announced is None else f", announced_week: {announced}, understood_share: 0.8"
    scenario = changing(f"{{plan: steep, from_week: 10{known}}}")
    ledger = run(scenario, weeks=17)
    effort = ledger.table("activity")
    world = ledger.axes.rep_world[effort["rep"]]
    one, other = (effort["effort"][world == number].reshape(17, -1) for number in (0, 1))
    first = (announced or 14) - 1  # a plan that nobody explains is known from the first payslip under it
    assert np.array_equal(one[:first], other[:first])
    assert not np.array_equal(one[first:], other[first:])


def test_a_known_change_counts_in_periods_that_the_new_plan_will_settle() -> None:
    scenario = changing("{plan: steep, from_week: 10, announced_week: 3, understood_share: 1.0}")
    ledger = run(scenario, "steep", weeks=13)
    value = ledger.table("activity")["marginal_value"].reshape(13, -1)
    assert (value[:2] == value[0]).all()  # commission alone, as before
    assert np.allclose(value[:2, 0], 0.04)
    assert (value[2:8] > value[0]).all()  # the quarter's bonus will be paid by the new plan
    assert (value[8:] >= 0.08 - 1e-12).all()  # the month that ends in week 13 is settled by the new plan


def test_understanding_starts_at_what_the_announcement_got_across() -> None:
    scenario = changing("{plan: steep, from_week: 10, announced_week: 3, understood_share: 0.6}")
    understood = run(scenario, "steep", weeks=13).table("belief")["understanding"].reshape(13, -1)
    assert (understood[:9] == 1.0).all()
    assert np.allclose(understood[9], 0.6)
    assert (understood[10] < understood[9]).all()
    assert (run(changing("{plan: steep, from_week: 10}"), "steep").table("belief")["understanding"]
            .reshape(13, -1)[9] == 0.0).all()  # fmt: skip


@pytest.mark.parametrize("behavior", ["rule-of-thumb", "habit", "myopic", "anticipating"])
def test_every_behavior_gets_through_an_announced_change(behavior: str) -> None:
    change = "{plan: steep, from_week: 10, announced_week: 5, understood_share: 0.5}"
    effort = run(changing(change, behavior), "steep", weeks=13).table("activity")["effort"].reshape(13, -1)
    assert np.isfinite(effort).all()
    assert (effort > 0.0).all()


def test_changes_that_cannot_be_are_refused() -> None:
    with pytest.raises(UnknownName, match="there is no plan called 'step'"):
        changing("{plan: step, from_week: 9}")
    with pytest.raises(ScenarioError, match="must begin, and be announced, after"):
        changing("{plan: steep, from_week: 9}, {plan: flat, from_week: 5}")
    with pytest.raises(ScenarioError, match="announced_week 12 lies after from_week 9"):
        changing("{plan: steep, from_week: 9, announced_week: 12}")


CUT = """
  steep:
    plan: steep
    currency: CNY
    components:
      commission: {kind: commission, period: month, measure: revenue, rate: 2%}
"""


def cut(settings: str, weeks: int = 17) -> np.ndarray:
    """Give what is sold in each week under a cut of the rate, less what is sold without it."""
    scenario = market(
        (OLD, CUT),
        ("  steep: {title: Steep, summary: Eight percent, people: {plan: steep, habit_plan: steep}}",
         f"  steep: {{title: Cut, summary: Cut, people: {{plan_changes: [{{plan: steep, {settings}}}]}}}}"),
        ("    effort_cost: 50\n", "    effort_cost: 50\n    flexible_weeks: 4\n"),
    )  # fmt: skip
    sold = weekly_revenue(run(scenario, weeks=weeks, replications=4)).reshape(4, 2, 4, weeks)
    return np.asarray((sold[:, 1] - sold[:, 0]).sum(axis=(0, 1)))


def test_sales_are_pulled_in_before_an_announced_cut_and_no_other() -> None:
    known = cut("from_week: 9, announced_week: 5, understood_share: 1.0")
    assert np.allclose(known[:4], 0.0)
    assert known[7] > 1_000.0  # the last week at the old rate
    assert known[8] < known[12] < 0.0  # fewer deals are left, and less effort is worth it
    surprise = cut("from_week: 9, understood_share: 1.0")
    assert np.allclose(surprise[:8], 0.0)
