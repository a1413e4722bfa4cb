"""Territories in a simulated market: more reps sell more only where a week covers no more than so much."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.analysis.outcomes import measure_all
from simulator.engine import simulate
from simulator.scenario import load_scenario
from simulator.scenario.build import worlds
from simulator.world.specs import WorldKey

SMALL = ("demand.customers=3000",)
COVERED = 18_935_745.0 * 3_000 / 20_000 / 52.0
"""About the mean territory's potential in a week, with 120 reps."""
REPLICATIONS = 3
WEEKS = 26


def revenue(*settings: str) -> np.ndarray:
    scenario = load_scenario("home-appliances", settings=[*SMALL, *settings])
    keys = [WorldKey("as-before", number) for number in range(REPLICATIONS)]
    [spec] = worlds(scenario, keys, seed=3, weeks=WEEKS)
    return np.asarray(measure_all(simulate(spec))["revenue"])


def heads(factor: float) -> tuple[str, ...]:
    regions = {"tier-1-cities": 40, "tier-2-cities": 48, "tier-3-cities": 32}
    return tuple(f"regions.{name}.reps={round(reps * factor)}" for name, reps in regions.items())


def test_half_as_many_reps_sell_less_where_a_week_covers_so_much_and_no_more() -> None:
    covered = f"people.territories.covered_per_week={COVERED}"
    all_of_them, half = revenue(covered), revenue(covered, *heads(0.5))
    assert (half < 0.95 * all_of_them).all()


def test_without_it_the_number_of_reps_changes_little() -> None:
    all_of_them, half = revenue(), revenue(*heads(0.5))
    assert half.mean() == pytest.approx(all_of_them.mean(), rel=0.12)


def test_the_usual_territory_is_covered_as_before() -> None:
    covered = revenue(f"people.territories.covered_per_week={COVERED}")
    assert covered.mean() == pytest.approx(revenue().mean(), rel=0.03)
