"""Which customers belong to which rep, and what a territory could buy."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.agents.population import draw_population
from simulator.agents.territories import rep_ids, share_out
from simulator.randomness import Streams
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
