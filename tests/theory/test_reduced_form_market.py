"""A market of response functions against its formulas: means, variances, and effort under straight pay."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engine.reduced_form.small_market import market, run, weekly_revenue

Z = 4.9  # two-sided false alarm one in a million
NOISE = "noise: {kind: normal, sd_per_week: 300}"
MANY = ("reps: 4", "reps: 400")


@pytest.mark.parametrize(("rate", "cost"), [(4, 50), (8, 50), (4, 80)])
def test_effort_under_straight_pay_is_rate_times_productivity_over_cost(rate: float, cost: float) -> None:
    """One unit of effort brings k = 1,000 a week: e* = beta k / c, exactly."""
    scenario = market(("rate: 4%", f"rate: {rate}%"), ("effort_cost: 50", f"effort_cost: {cost}"))
    effort = run(scenario, "flat").table("activity")["effort"]
    assert effort == pytest.approx(np.float32(rate / 100 * 1000 / cost), rel=1e-6)


@pytest.mark.parametrize("behavior", ["anticipating", "myopic", "forward-looking"])
def test_straight_pay_makes_every_weighing_rep_alike(behavior: str) -> None:
    scenario = market(settings=[f"people.behavior={behavior}"])
    assert run(scenario, "flat").table("activity")["effort"] == pytest.approx(np.float32(0.8), rel=1e-6)


def test_substitution_draws_effort_from_the_other_task() -> None:
    """Two tasks with equal costs: e1 = k (b1 c - b2 d) / (c^2 - d^2), where d is the substitution."""
    second = (
        "  other:\n    title: Other\n    revenue_per_week: 1000\n    effort_cost: 50\npeople: {plan: flat"
    )
    scenario = market(
        ("people: {plan: flat", second),
        ("ability_log_sd: 0,", "ability_log_sd: 0, effort_substitution: 0.3,"),
        ("rate: 4%}", "rate: 4%}\n      more: {kind: commission, credit: {line: thing}, rate: 1%}"),
    )
    effort = run(scenario, "flat", weeks=1).table("activity")["effort_by_kind"][0]
    cost, shared = 50.0, 15.0
    gains = np.array([50.0, 40.0])
    expected = np.linalg.solve(np.array([[cost, shared], [shared, cost]]), gains)
    assert effort == pytest.approx((expected / 2).astype(np.float32), rel=1e-6)  # each half of a week


def test_additive_noise_has_the_stated_spread_whatever_the_effort() -> None:
    ledger = run(market(MANY))
    sold = weekly_revenue(ledger)
    for world, mean in ((0, 800.0), (1, 1600.0)):
        of_world = sold[ledger.axes.rep_world == world].ravel()
        n = of_world.size
        assert of_world.mean() == pytest.approx(mean, abs=Z * 300.0 / n**0.5)
        assert of_world.var() == pytest.approx(300.0**2, rel=Z * (2.0 / n) ** 0.5)


def test_gamma_noise_has_the_stated_coefficient_of_variation() -> None:
    cv = 0.5
    sold = weekly_revenue(run(market(MANY, (NOISE, f"noise: {{kind: gamma, cv: {cv}}}")), "flat")).ravel()
    excess_kurtosis = 6.0 * cv**2
    assert sold.mean() == pytest.approx(800.0, abs=Z * cv * 800.0 / sold.size**0.5)
    spread = Z * ((2.0 + excess_kurtosis) / sold.size) ** 0.5
    assert sold.var() == pytest.approx((cv * 800.0) ** 2, rel=spread)
    assert (sold > 0.0).all()


def test_poisson_noise_counts_orders() -> None:
    sold = weekly_revenue(run(market(MANY, (NOISE, "noise: {kind: poisson, order_value: 200}")), "flat"))
    orders = sold.ravel() / 200.0
    assert np.array_equal(orders, np.rint(orders))
    assert orders.mean() == pytest.approx(4.0, abs=Z * (4.0 / orders.size) ** 0.5)
    assert orders.var() == pytest.approx(4.0, rel=Z * ((2.0 + 0.25) / orders.size) ** 0.5)


def test_a_common_shock_moves_all_reps_of_a_world_together() -> None:
    scenario = market((NOISE, "common_shock_sd_per_week: 200"))
    ledger = run(scenario, "flat", replications=100)
    sold = weekly_revenue(ledger).reshape(100, 4, 13)
    assert np.ptp(sold, axis=1).max() == 0.0
    shock = sold[:, 0].ravel() - 800.0
    assert shock.var() == pytest.approx(200.0**2, rel=Z * (2.0 / shock.size) ** 0.5)


def test_territories_keep_their_mean_potential_when_spread() -> None:
    spread = 0.4
    demand = ("effort_model: quadratic", f"effort_model: quadratic, potential_log_sd: {spread}")
    ledger = run(market(MANY, demand, (NOISE, "margin_share: 1")), "flat", replications=10, weeks=1)
    size = (weekly_revenue(ledger).ravel() / 800.0) ** 0.5  # effort and results both grow with potential
    tolerance = Z * (np.expm1(spread**2) / size.size) ** 0.5
    assert size.mean() == pytest.approx(1.0, abs=tolerance)
    assert np.log(size).std() == pytest.approx(spread, rel=Z * (0.5 / size.size) ** 0.5)


def test_quotas_climb_with_results_and_fall_by_their_own_weight() -> None:
    """Straight pay, no luck: results 10,400 a quarter against 13,000 and 20,800 against 13,000."""
    rule = "{amount_per_quarter: 13000, follows_results_share: 0.5, follows_results_share_down: 0.2, "
    scenario = market(
        ("quota: {amount_per_quarter: 13000}", f"quota: {rule}follows_results_every: quarter}}"),
        (NOISE, "margin_share: 1"),
    )
    quota = run(scenario, weeks=39).table("quota")
    for first_rep, rate, results in ((0, 0.2, 10_400.0), (4, 0.5, 20_800.0)):
        rows = quota["rep"] == first_rep
        by_quarter = np.bincount(quota["quarter"][rows], quota["amount_minor"][rows]) / 100.0
        gap = results - 13_000.0
        expected = [13_000.0, 13_000.0 + rate * gap, 13_000.0 + rate * (2.0 - rate) * gap]
        assert by_quarter == pytest.approx(expected, abs=3.0)  # quotas are whole units by month
