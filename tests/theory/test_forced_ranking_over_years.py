"""Forced ranking: what the first year brings has a closed form, and later years bring less [Scullen2005]_."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.organization.forced_ranking import ranked_out, rated, replacement_gain

Floats = NDArray[np.float64]
N_TEAMS, N_REPS = 400, 100
Z = 5.0  # two-sided false-alarm rate 6e-7


def yearly_gains(reliability: float, share: float = 0.1, years: int = 6, leaving: float = 0.1) -> Floats:
    """Mean gain of potential in each year, and its standard error, ``(years, 2)``.

    400 teams of 100; potential is standard normal, hires are average, a tenth leave by themselves.
    """
    rng = np.random.default_rng(14)
    potential = rng.normal(size=(N_TEAMS, N_REPS))
    gains = []
    for _ in range(years):
        before = potential.mean(axis=1)
        noise, hires = rng.normal(size=potential.shape), rng.normal(size=potential.shape)
        goes = ranked_out(rated(potential, np.array(reliability), noise, mean=0.0, spread=1.0), share)
        goes |= rng.random(potential.shape) < leaving
        potential = np.where(goes, hires, potential)
        change = potential.mean(axis=1) - before
        gains.append((change.mean(), change.std(ddof=1) / N_TEAMS**0.5))
    return np.array(gains)


@pytest.mark.parametrize(("reliability", "share"), [(1.0, 0.1), (0.5, 0.1), (0.5, 0.05), (0.2, 0.2)])
def test_the_first_year_brings_what_truncation_says(reliability: float, share: float) -> None:
    """``sqrt(reliability) phi(z_share)`` standard deviations; finite teams of 100 take off less than 1 %."""
    (gain, error), *_ = yearly_gains(reliability, share, years=1, leaving=0.0)
    cut = ndtri(share)
    expected = reliability**0.5 * np.exp(-0.5 * cut**2) / (2.0 * np.pi) ** 0.5
    assert Z * error < 0.15 * expected, "a wrong formula would not be seen"
    assert abs(gain - expected) < Z * error + 0.01 * expected


def test_the_first_year_brings_more_than_the_fifth_and_the_fifth_still_something() -> None:
    gains = yearly_gains(0.5)
    (first, first_error), (fifth, fifth_error) = gains[0], gains[4]
    assert first - fifth > Z * np.hypot(first_error, fifth_error)
    assert fifth > Z * fifth_error


def test_what_is_gained_falls_with_the_reliability_of_ratings() -> None:
    totals = [yearly_gains(reliability)[:5, 0].sum() for reliability in (0.9, 0.6, 0.3, 0.0)]
    assert totals == sorted(totals, reverse=True)
    assert totals[-1] == pytest.approx(0.0, abs=Z * 5**0.5 * 0.005)


def test_where_the_gap_costs_more_than_hires_bring_ranking_loses() -> None:
    """Expected leaver and hire at 10 %: better ratings and longer stays turn the sign."""
    cut = ndtri(0.1)
    below = np.exp(-0.5 * cut**2) / (2.0 * np.pi) ** 0.5 / 0.1
    signs = {}
    for reliability in (0.2, 0.9):
        for years in (1.5, 5.0):
            leaver = 1.0 - 0.4 * reliability**0.5 * below
            gain = replacement_gain(np.array([leaver]), np.array([1.0]), years=np.array([years]),
                                    vacant_years=np.array([0.46]), ramp_years=np.array([0.5]))  # fmt: skip
            signs[reliability, years] = float(np.sign(gain[0]))
    assert signs == {(0.2, 1.5): -1.0, (0.2, 5.0): 1.0, (0.9, 1.5): 1.0, (0.9, 5.0): 1.0}
