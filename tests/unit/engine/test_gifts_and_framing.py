"""Gifts work for a while and less each time; a bonus in advance works like one promised, in the field."""

from __future__ import annotations

import numpy as np

from simulator.engine.ledger import Ledger
from simulator.world.records import SPEND_KINDS
from tests.unit.engine.reduced_form.small_market import market, run, weekly_revenue

BONUS = (
    "{kind: commission, period: month, measure: revenue, rate: 4%}",
    "{kind: bonus, period: month, attainment: {quota: sales}, at: 100%, pay: 200}",
)
PREPAID = ("people: {plan: flat", "people: {prepaid: [commission], plan: flat")
CALM = ("    noise: {kind: normal, sd_per_week: 300}\n", "")


def gifts(*weeks: int, pay: float = 100.0) -> tuple[str, str]:
    """Write gifts into the small market."""
    listed = ", ".join(f"{{week: {week}, pay: {pay}}}" for week in weeks)
    return ("people: {plan: flat", f"people: {{gifts: [{listed}], plan: flat")


def effort(ledger: Ledger) -> np.ndarray:
    """Mean effort by week of the first world."""
    table = ledger.table("activity")
    first = table["rep"] < 4
    return np.bincount(table["day"][first] // 7, table["effort"][first]) / 4.0


def test_equal_gifts_do_less_each_time() -> None:
    plain = effort(run(market(CALM), "flat"))
    given = effort(run(market(CALM, gifts(1, 5, 9)), "flat"))
    lifts = given - plain
    jumps = [lifts[0], lifts[4] - lifts[3], lifts[8] - lifts[7]]
    assert jumps[0] > jumps[1] > jumps[2] > 0.0
    assert np.all(np.diff(lifts)[:3] < 0.0)  # and they are forgotten


def test_people_give_back_what_they_feel_they_owe() -> None:
    scenario = market(CALM, gifts(1))
    plain = weekly_revenue(run(market(CALM), "flat"))
    lift = weekly_revenue(run(scenario, "flat")) - plain
    assert lift.min() >= 0.0
    assert lift[0, 0] > 0.0


def test_gifts_cost_money() -> None:
    spend = run(market(gifts(1, 5)), "flat").table("spend")
    assert len(spend["amount_minor"]) == 8
    assert set(spend["kind"]) == {SPEND_KINDS.index("gift")}
    assert spend["amount_minor"].sum() == 8 * 100_00


def test_a_gift_that_fails_to_come_does_harm() -> None:
    kept = effort(run(market(CALM, gifts(1, 5)), "flat"))
    stopped = ("people: {plan: flat", "people: {gifts: [{week: 1, pay: 100}, {week: 5, pay: 0}], plan: flat")
    missed = effort(run(market(CALM, stopped), "flat"))
    assert np.array_equal(kept[:4], missed[:4])
    assert missed[4] < kept[4]


def test_framing_matters_only_to_those_who_hate_losses() -> None:
    promised, paid = (effort(run(market(BONUS, *more), "flat")) for more in ((), (PREPAID,)))
    assert np.array_equal(promised, paid)
    lab = ["parameters.loss_aversion=2.25", "people.decides_every=month"]
    promised, paid = (effort(run(market(BONUS, *more, settings=lab), "flat")) for more in ((), (PREPAID,)))
    assert paid.mean() > promised.mean()


def test_batches_agree() -> None:
    scenario = market(BONUS, gifts(1, 5), settings=["parameters.loss_aversion=2.25"])
    together = weekly_revenue(run(scenario, replications=3))
    assert np.array_equal(together[:4], weekly_revenue(run(scenario, "flat")))
