"""Contests among colleagues: equals try as in theory, shocks to all do nothing, laggards ease off."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engine.ledger import Ledger
from simulator.studies.validation.closed_forms import closed_form
from tests.unit.engine.reduced_form.small_market import market, run, weekly_revenue

SALARY = "{kind: salary, pay_per_month: 400}\n      "
STRAIGHT = SALARY + "commission: {kind: commission, period: month, measure: revenue, rate: 4%}"
CUP = (STRAIGHT, SALARY + "cup: {kind: contest, period: quarter, among: company, prizes: [1000]}")
KNOWN = ("people: {plan: flat", "people: {rivals: colleagues, decides_every: quarter, plan: flat")
COST = ("effort_cost: 50", "effort_cost: 1000")
# A prize of 1,000, a unit of effort that brings 1,000 and costs 1,000, and luck of 1,000 in the quarter.
LUCK = ("sd_per_week: 300", f"sd_per_week: {1000 / np.sqrt(13.0)}")
EQUALS = (CUP, KNOWN, COST, LUCK)


def effort(ledger: Ledger) -> np.ndarray:
    """Effort by rep and week, ``(n_reps, n_weeks)``."""
    rows = ledger.table("activity")
    table = np.zeros((len(ledger.axes.rep_world), ledger.axes.weeks))
    table[rows["rep"], rows["day"] // 7] = rows["effort"]
    return table


@pytest.mark.parametrize("n", [2, 3, 4, 5, 10, 20])
def test_equals_try_as_hard_as_theory_says(n: int) -> None:
    tried = effort(run(market(*EQUALS, ("reps: 4", f"reps: {n}")), "flat"))
    assert np.allclose(tried, closed_form("contest-incentive", {"n": n}), rtol=0.002)


def test_a_shock_to_all_leaves_a_contest_as_it_is() -> None:
    shock = ("    effort_cost: 1000", "    effort_cost: 1000\n    common_shock_sd_per_week: 500")
    calm, shaken = (run(market(*EQUALS, *more), "flat") for more in ((), (shock,)))
    assert np.array_equal(effort(calm), effort(shaken))
    before, after = (ledger.table("payout")["amount_minor"] for ledger in (calm, shaken))
    assert np.array_equal(before, after)
    assert not np.array_equal(weekly_revenue(calm), weekly_revenue(shaken))


def test_unequal_contestants_ease_off_and_batches_agree() -> None:
    two = (
        "  all: {title: All, reps: 4}",
        "  weak: {title: Weak, reps: 2}\n  strong: {title: Strong, reps: 2, potential: 1.3}",
    )
    weekly = ("decides_every: quarter, ", "")
    edits = (CUP, KNOWN, COST, LUCK, two, weekly)
    scenario = market(*edits)
    together = effort(run(scenario, "flat", replications=3)).reshape(3, 4, 13)
    alone = effort(run(scenario, "flat"))
    assert np.array_equal(together[0], alone)
    equal = effort(run(market(CUP, KNOWN, COST, LUCK, weekly), "flat", replications=3))
    assert together[:, :2].mean() < equal.mean()
    assert not np.array_equal(together[0, :, 12], together[1, :, 12])  # they look at where everybody stands


def test_what_the_plan_states_of_rivals_counts_unless_asked_otherwise() -> None:
    stated = (CUP[0], CUP[1].replace("prizes: [1000]", "prizes: [1000], rivals_expected: 280, field: 4"))
    as_stated = effort(run(market(stated, COST, LUCK), "flat"))
    known = effort(run(market(stated, COST, LUCK, KNOWN), "flat"))
    assert not np.allclose(as_stated, known)


def test_contests_within_teams_are_apart() -> None:
    team = (CUP[0], CUP[1].replace("among: company", "among: team"))
    groups = (
        "  all: {title: All, reps: 4}",
        "  a: {title: A, reps: 2}\n  b: {title: B, reps: 5}",
    )
    tried = effort(run(market(team, KNOWN, COST, LUCK, groups), "flat"))
    assert np.allclose(tried[:2], closed_form("contest-incentive", {"n": 2}), rtol=0.002)
    assert np.allclose(tried[2:], closed_form("contest-incentive", {"n": 5}), rtol=0.002)
