"""Customers of a replication: drawn by the shares of the scenario, keyed by their number."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.agents.population import MarketSpec, Population, draw_population
from simulator.randomness import Streams
from simulator.world.specs import OUR_FIRM
from tests.unit.engine.small_runs import small_scenario

SCENARIO = small_scenario(settings=["demand.customers=20000"])
MARKET = SCENARIO.resolved["flat"].market


def drawn(market: MarketSpec = MARKET, *, replication: int = 0, weeks: int = 52) -> Population:
    return draw_population(market, replication=replication, streams=Streams(1), weeks=weeks)


def test_shares_are_those_of_the_scenario() -> None:
    """Five standard deviations of a share of 20,000."""
    population = drawn()
    assert np.mean(population.segment == 0) == pytest.approx(0.7, abs=0.017)
    assert np.mean(population.first_firm == OUR_FIRM) == pytest.approx(0.5, abs=0.018)
    assert set(population.candidate_line.tolist()) == {0}


def test_income_has_the_mean_that_is_stated_for_the_segment() -> None:
    population = drawn()
    for code, mean in enumerate((1.0, 0.9)):
        income = population.income[population.segment == code]
        assert float(income.mean()) == pytest.approx(mean, abs=5.0 * float(income.std()) / len(income) ** 0.5)


def test_needs_come_at_the_largest_rate() -> None:
    """2 and 1 needs a year, times the bound of 2."""
    population = drawn()
    segment = population.segment[population.candidates.customer]
    for code, per_year in enumerate((2.0, 1.0)):
        n_customers = int((population.segment == code).sum())
        mean = 2.0 * per_year * n_customers
        assert abs(int((segment == code).sum()) - mean) < 5.0 * mean**0.5


def test_only_customers_who_may_need_something_have_state() -> None:
    population = drawn(weeks=4)
    assert np.array_equal(population.active, np.unique(population.candidates.customer))
    assert np.array_equal(population.active[population.candidate_slot], population.candidates.customer)
    assert len(population.active) < 0.5 * population.n_customers


def test_more_customers_leave_the_first_ones_as_they_were() -> None:
    fewer = small_scenario(settings=["demand.customers=500"]).resolved["flat"].market
    small, large = drawn(fewer), drawn()
    for name in ("segment", "region", "income", "premium_taste", "first_firm"):
        assert np.array_equal(getattr(small, name), getattr(large, name)[:500])


def test_replications_are_other_people() -> None:
    assert not np.array_equal(drawn().income[:50], drawn(replication=1).income[:50])
