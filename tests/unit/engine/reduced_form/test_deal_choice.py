"""Who is behind goes for large deals, who is ahead for small ones, and under straight pay nobody gambles."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.scenario.load import Scenario
from tests.unit.engine.reduced_form.small_market import market, run, weekly_revenue

LARGE = (
    "sd_per_week: 300}\n",
    "sd_per_week: 300}\n    large_deals: {kind: normal, sd_per_week: 1200}\n",
)
BONUS = (
    "{kind: commission, period: month, measure: revenue, rate: 8%}",
    "{kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 500}",
)
STEADY = ("effort_model: quadratic", "effort_model: concave")


def steady(*edits: tuple[str, str]) -> Scenario:
    """A market with a bonus in which effort is always normal."""
    return market(
        BONUS,
        STEADY,
        ("    effort_cost: 50\n", ""),
        *edits,
        settings=["parameters.supervised_effort=1", "parameters.effort_limit=1"],
    )


def luck_of(quota: float, *edits: tuple[str, str]) -> np.ndarray:
    """Departure of each week's sales from what is expected, with and without large deals, as a ratio."""
    of_quota = ("amount_per_quarter: 13000", f"amount_per_quarter: {quota}")
    plain, choice = (weekly_revenue(run(steady(of_quota, *more), "steep")) for more in ((), (LARGE, *edits)))
    return np.asarray((choice - 1000.0) / (plain - 1000.0))


def test_the_first_week_shows_who_must_catch_up() -> None:
    assert np.allclose(luck_of(14_000.0)[:, 0], 4.0, rtol=0.01)
    assert np.allclose(luck_of(12_000.0)[:, 0], 1.0, rtol=0.01)


def test_straight_pay_leaves_luck_as_it_is() -> None:
    plain, choice = (weekly_revenue(run(market(*more), "flat")) for more in ((), (LARGE,)))
    assert np.array_equal(plain, choice)


def test_batches_agree() -> None:
    scenario = market(BONUS, LARGE, ("amount_per_quarter: 13000", "amount_per_quarter: 13500"))
    together = weekly_revenue(run(scenario, replications=3))
    assert np.array_equal(together[:8], weekly_revenue(run(scenario)))


@pytest.mark.parametrize(
    ("kind", "key", "low", "high"), [("gamma", "cv", 0.2, 1), ("poisson", "order_value", 50, 500)]
)
def test_other_kinds_of_luck_can_be_mixed(kind: str, key: str, low: float, high: float) -> None:
    noise = ("noise: {kind: normal, sd_per_week: 300}\n", f"noise: {{kind: {kind}, {key}: {low}}}\n")
    large = (noise[1], noise[1] + f"    large_deals: {{kind: {kind}, {key}: {high}}}\n")
    hard = ("amount_per_quarter: 13000", "amount_per_quarter: 20000")
    few, many = (weekly_revenue(run(steady(hard, noise, *more), "steep")) for more in ((large,), ()))
    assert few.std() > 2.0 * many.std()
