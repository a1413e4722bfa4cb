"""Candidate needs belong to the customer: others, and a longer run, leave them as they are."""

from __future__ import annotations

import numpy as np

from simulator.market.needs import Candidates, candidate_needs, is_kept
from simulator.randomness import Streams


def needs(rates: list[float], weeks: int = 60, replication: int = 0) -> Candidates:
    arrivals = Streams(1).stream("need.arrives")
    return candidate_needs(np.array(rates), weeks=weeks, replication=replication, arrivals=arrivals)


def test_they_come_in_order_of_time_within_the_run() -> None:
    found = needs([0.5, 0.2, 0.9])
    assert (np.diff(found.day) >= 0.0).all()
    assert found.day[0] >= 0.0
    assert found.day[-1] < 7 * 60


def test_more_customers_leave_the_first_ones_as_they_were() -> None:
    few, many = needs([0.5, 0.2]), needs([0.5, 0.2, 0.9, 0.9])
    kept = many.customer < 2
    assert np.array_equal(many.event_id[kept], few.event_id)
    assert np.array_equal(many.day[kept], few.day)


def test_a_longer_run_begins_with_the_shorter_one() -> None:
    short, long = needs([0.5, 0.2], weeks=30), needs([0.5, 0.2], weeks=60)
    assert np.array_equal(long.event_id[: len(short.day)], short.event_id)
    assert np.array_equal(long.day[: len(short.day)], short.day)


def test_every_need_has_an_id_of_its_own_the_same_in_every_replication() -> None:
    first, second = needs([0.9] * 50), needs([0.9] * 50, replication=1)
    assert len(np.unique(first.event_id)) == len(first.event_id)
    assert not np.array_equal(first.day[:20], second.day[:20])
    assert len(np.intersect1d(first.event_id, second.event_id)) > 1_000


def test_customers_who_need_nothing_cost_nothing() -> None:
    found = needs([0.0, 0.5, 0.0])
    assert set(found.customer.tolist()) == {1}
    assert len(needs([0.0, 0.0]).day) == 0
    assert len(needs([]).day) == 0


def test_a_rate_at_its_bound_keeps_everything_and_a_rate_of_zero_nothing() -> None:
    luck = Streams(1).stream("need.is_kept").uniform(0, np.arange(1_000))
    bound = np.full(1_000, 3.0)
    assert is_kept(bound, bound, luck).all()
    assert not is_kept(np.zeros(1_000), bound, luck).any()
