"""Needs arise as a Poisson process, and thinning leaves a Poisson process of the actual rate."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gammaincc, ndtr

from simulator.market.needs import candidate_needs, is_kept
from simulator.randomness import Streams

N_CUSTOMERS, WEEKS, RATE = 20_000, 100, 0.05
FALSE_ALARM = 1e-6
Z = 4.9  # two-sided 1e-6


def candidates(seed: int = 3, customers: int = N_CUSTOMERS, weeks: int = WEEKS, rate: float = RATE):  # type: ignore[no-untyped-def]
    return candidate_needs(
        np.full(customers, rate), weeks=weeks, replication=2, arrivals=Streams(seed).stream("need.arrives")
    )


def test_counts_by_customer_are_poisson() -> None:
    """Chi-square over 0 to 11 and more needs; false alarm one in a million."""
    counts = np.bincount(candidates().customer, minlength=N_CUSTOMERS)
    mean = RATE * WEEKS
    chance = np.exp(-mean) * np.cumprod(np.concatenate([[1.0], mean / np.arange(1, 12)]))
    chance = np.append(chance[:-1], 1.0 - chance[:-1].sum())
    seen = np.bincount(np.minimum(counts, 11), minlength=12)
    statistic = float((np.square(seen - N_CUSTOMERS * chance) / (N_CUSTOMERS * chance)).sum())
    assert gammaincc(5.5, 0.5 * statistic) > FALSE_ALARM
    assert counts.var() / counts.mean() == pytest.approx(1.0, abs=Z * (2.0 / N_CUSTOMERS) ** 0.5)


def test_gaps_between_the_needs_of_a_customer_are_exponential() -> None:
    """Kolmogorov-Smirnov on first gaps; every customer has one, so that none is cut off by the end."""
    found = candidates(weeks=1_000, customers=5_000)
    first = np.full(5_000, np.inf)
    np.minimum.at(first, found.customer, found.day / 7.0)
    assert np.isfinite(first).all()
    share = np.sort(1.0 - np.exp(-RATE * first))
    distance = float(np.abs(share - (np.arange(5_000) + 0.5) / 5_000).max() + 0.5 / 5_000)
    assert distance < (np.log(2.0 / FALSE_ALARM) / 2.0 / 5_000) ** 0.5


def test_needs_of_different_weeks_are_independent() -> None:
    """Correlation of weekly totals from one week to the next is 0 within its standard error."""
    weekly = np.bincount((candidates(weeks=2_000, customers=2_000).day // 7).astype(int), minlength=2_000)
    left, right = weekly[:-1] - weekly.mean(), weekly[1:] - weekly.mean()
    correlation = float((left * right).mean() / weekly.var())
    assert abs(correlation) < Z / 2_000**0.5
    assert weekly.mean() == pytest.approx(100.0, abs=Z * (100.0 / 2_000) ** 0.5)


@pytest.mark.parametrize("factor", [0.4, 1.0, 1.7])
def test_thinning_gives_the_actual_rate(factor: float) -> None:
    found = candidates(rate=RATE * 2.0)
    luck = Streams(3).stream("need.is_kept").uniform(2, found.event_id)
    n = int(is_kept(np.full(len(luck), factor), np.full(len(luck), 2.0), luck).sum())
    mean = N_CUSTOMERS * WEEKS * RATE * factor
    assert abs(n - mean) < Z * mean**0.5


def test_more_demand_keeps_every_need_that_there_was() -> None:
    found = candidates(rate=RATE * 2.0)
    luck = Streams(3).stream("need.is_kept").uniform(2, found.event_id)
    bound = np.full(len(luck), 2.0)
    before, after = is_kept(np.ones(len(luck)), bound, luck), is_kept(np.full(len(luck), 1.2), bound, luck)
    assert after[before].all()
    extra = int((after & ~before).sum())
    mean = N_CUSTOMERS * WEEKS * RATE * 0.2
    assert abs(extra - mean) < Z * mean**0.5


def test_the_time_within_the_week_is_uniform() -> None:
    within = np.sort(candidates().day % 7.0) / 7.0
    n = len(within)
    distance = float(np.abs(within - (np.arange(n) + 0.5) / n).max())
    assert distance < (np.log(2.0 / FALSE_ALARM) / 2.0 / n) ** 0.5
    assert ndtr(-Z) < FALSE_ALARM
