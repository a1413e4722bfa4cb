"""Which customers belong to which rep, and what a territory could buy."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.agents.population import draw_population
from simulator.agents.territories import rep_ids, share_out
from simulator.randomness import Streams
from simulator.world.specs import TerritoriesSpec
from tests.unit.engine.small_runs import small_scenario

MARKET = small_scenario(settings=["demand.customers=6000"]).resolved["flat"].market
STREAMS = Streams(1)
PEOPLE = draw_population(MARKET, replication=0, streams=STREAMS, weeks=4)


def test_everybody_has_a_rep_and_reps_have_about_as_many_customers() -> None:
    seat = share_out(MARKET, (6,), PEOPLE, STREAMS).seat
    counts = np.bincount(seat, minlength=6)
    assert counts.sum() == 6_000
    assert counts == pytest.approx(np.full(6, 1_000), abs=5 * (1_000 * 5 / 6) ** 0.5)


def test_where_there_are_no_reps_nobody_is_served() -> None:
    territories = share_out(MARKET, (0,), PEOPLE, STREAMS)
    assert (territories.seat == -1).all()
    assert territories.needs_per_week.shape == (0, 1)


def test_a_territory_needs_what_its_customers_need() -> None:
    territories = share_out(MARKET, (6,), PEOPLE, STREAMS)
    per_year = np.where(PEOPLE.segment == 0, 2.0, 1.0)
    expected = np.bincount(territories.seat, per_year / 52.0, 6)
    assert territories.needs_per_week[:, 0] == pytest.approx(expected)


def test_a_seat_keeps_its_id_when_others_are_added() -> None:
    assert np.array_equal(rep_ids("town", 6), rep_ids("town", 9)[:6])
    assert not np.isin(rep_ids("town", 6), rep_ids("city", 6)).any()


def potential_of(division: TerritoriesSpec, reps: int = 12) -> np.ndarray:
    return share_out(MARKET, (reps,), PEOPLE, STREAMS, division).needs_per_week[:, 0]


def cv(values: np.ndarray) -> float:
    return float(values.std() / values.mean())


def test_territories_that_grew_are_as_uneven_as_asked() -> None:
    # The standard error of a coefficient of variation of 0.5 among 120 lognormal sizes is about 0.06;
    # three of them leave one false alarm in 370.
    assert cv(potential_of(TerritoriesSpec(alignment="historic", potential_cv=0.5), 120)) == pytest.approx(
        0.5, abs=0.18
    )


def test_without_variation_grown_territories_are_fair_lots() -> None:
    grown = potential_of(TerritoriesSpec(alignment="historic", potential_cv=0.0))
    assert cv(grown) < 0.1


def test_balanced_territories_are_nearly_equal() -> None:
    assert cv(potential_of(TerritoriesSpec(alignment="balanced"))) < 0.001


@pytest.mark.parametrize("alignment", ["lots", "historic", "balanced"])
def test_no_customer_is_lost_however_territories_are_divided(alignment: str) -> None:
    division = TerritoriesSpec.model_validate({"alignment": alignment})
    seat = share_out(MARKET, (6,), PEOPLE, STREAMS, division).seat
    assert (seat >= 0).all()
    assert seat.max() == 5


def test_a_newcomer_to_grown_territories_takes_from_all_and_moves_nobody_else() -> None:
    division = TerritoriesSpec(alignment="historic")
    before = share_out(MARKET, (6,), PEOPLE, STREAMS, division).seat
    after = share_out(MARKET, (7,), PEOPLE, STREAMS, division).seat
    assert (after[before != after] == 6).all()
