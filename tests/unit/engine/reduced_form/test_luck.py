"""Luck in results: Poisson quantiles, luck shared by alternatives, and what depends on what."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import poisson

from simulator.engine.reduced_form.luck import counted
from tests.unit.engine.reduced_form.small_market import market, run, weekly_revenue

NOISE = "noise: {kind: normal, sd_per_week: 300}"


@pytest.mark.parametrize("mean", [0.0, 1e-9, 0.3, 1.0, 4.0, 37.5, 900.0])
def test_orders_are_poisson_quantiles(mean: float) -> None:
    quantile = (np.arange(2_000) + 0.5) / 2_000
    expected = poisson.ppf(quantile, mean) if mean else np.zeros(2_000)
    assert np.array_equal(counted(np.full(2_000, mean), quantile), expected)


def test_quantiles_at_a_step_belong_to_the_step() -> None:
    steps = poisson.cdf(np.arange(12.0), 3.0)
    assert np.array_equal(counted(np.full(12, 3.0), steps), np.arange(12.0))


def test_gamma_luck_is_the_same_factor_in_all_alternatives_with_the_same_noise() -> None:
    sold = weekly_revenue(run(market((NOISE, "noise: {kind: gamma, cv: 0.5}"))))
    assert sold[4:] == pytest.approx(2.0 * sold[:4], abs=0.03)  # minor units


def test_alternatives_may_differ_in_their_noise() -> None:
    text = "summary: Eight percent, products: {thing: {noise: {kind: gamma, sd_per_week: 0, cv: 0.1}}},"
    sold = weekly_revenue(run(market(("summary: Eight percent,", text))))
    assert sold[4:].std() == pytest.approx(160.0, rel=0.4)
    assert (sold[4:] > 0.0).all()


def test_luck_goes_by_the_seed_and_the_replication() -> None:
    scenario = market()
    one, other = (weekly_revenue(run(scenario, "flat", seed=seed)) for seed in (1, 2))
    two = weekly_revenue(run(scenario, "flat", replications=2))
    assert np.array_equal(two[:4], one)
    assert not np.array_equal(one, other)
    assert not np.array_equal(two[:4], two[4:])


def test_nothing_is_written_for_weeks_without_orders() -> None:
    ledger = run(market((NOISE, "noise: {kind: poisson, order_value: 5000}")), "flat")
    rows = ledger.table("order")
    assert len(rows["day"]) < 4 * 13
    assert (rows["amount_minor"] % 500_000 == 0).all()
    assert (rows["units"] * 500_000 == rows["amount_minor"]).all()
    assert np.array_equal(rows["event_id"], ledger.table("credit")["order_id"])
