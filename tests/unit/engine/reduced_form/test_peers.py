"""Colleagues of a team: stars harm peers who are paid alone and help those who share pay; off by default."""

from __future__ import annotations

import numpy as np

from simulator.engine.ledger import Ledger
from tests.unit.engine.reduced_form.small_market import market, run, weekly_revenue

SIDE_BY_SIDE = ("effort_model: quadratic}", "effort_model: quadratic, peers: team}")
POOL = (
    "{kind: commission, period: month, measure: revenue, rate: 8%}",
    "{kind: pool, period: month, among: team, rate: 4%}",
)
TEAM = (
    "  all: {title: All, reps: 4}",
    "  peers: {title: Peers, reps: 3, team: booth}\n  star: {title: Star, reps: 1, team: booth, ability: 1}",
)
CALM = ("    noise: {kind: normal, sd_per_week: 300}\n", "")


def peers_sales(ledger: Ledger, world: int) -> float:
    """Mean weekly sales of the three peers in one world."""
    return float(weekly_revenue(ledger)[ledger.axes.rep_world == world][:3].mean())


def sales_by_pay(ability: float) -> tuple[float, float]:
    """Sales of peers under own and under shared pay, beside a star of some ability."""
    star = (TEAM[0], TEAM[1].replace("ability: 1", f"ability: {ability}"))
    ledger = run(market(SIDE_BY_SIDE, POOL, star, CALM))
    return peers_sales(ledger, 0), peers_sales(ledger, 1)


def test_stars_harm_peers_paid_alone_and_help_those_who_share() -> None:
    alone, shared = sales_by_pay(1.0)
    alone_with_star, shared_with_star = sales_by_pay(1.6)
    assert alone_with_star < alone
    assert shared_with_star > shared


def test_nobody_reaches_into_others_sales_unless_asked() -> None:
    plain = run(market(TEAM, CALM), "flat")
    beside = run(market(TEAM, CALM, SIDE_BY_SIDE), "flat")
    assert not np.array_equal(weekly_revenue(plain), weekly_revenue(beside))
    assert np.array_equal(weekly_revenue(plain), weekly_revenue(run(market(CALM), "flat")))


def test_shared_pay_leaves_a_fraction_of_the_reason_to_work() -> None:
    ledger = run(market(POOL, TEAM, CALM))
    effort = ledger.table("activity")["effort"].reshape(13, 2, 4)
    assert np.allclose(effort[:, 1], effort[:, 0] / 4.0)  # 4 % alone, 4 % among four


def test_the_team_is_paid_together_across_groups() -> None:
    pay = run(market(POOL, TEAM)).table("payout")
    pool = pay["amount_minor"][(pay["rep"] >= 4) & (pay["basis"] > 0)]
    assert len(pool) > 0
    assert np.ptp(pool.reshape(-1, 4), axis=1).max() <= 1  # all four get the same, to the cent


def test_batches_agree() -> None:
    scenario = market(SIDE_BY_SIDE, POOL, TEAM)
    together = weekly_revenue(run(scenario, replications=3))
    assert np.array_equal(together[:8], weekly_revenue(run(scenario)))
    assert np.array_equal(together[:4], weekly_revenue(run(scenario, "flat")))
