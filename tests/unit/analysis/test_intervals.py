"""Intervals against textbook values, their coverage, and the cases in which nothing can be said."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.special import bdtr

from simulator.analysis.intervals import mean_interval, paired_difference


def test_a_mean_carries_its_t_interval() -> None:
    """Sleep data of Student (1908), drug 2 less drug 1: mean 1.58, 95 % interval 0.70 to 2.46."""
    values = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
    found = mean_interval(values)
    assert (found.mean, found.sd) == pytest.approx((1.58, 1.229995), abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.7001142, 2.4598858), abs=1e-7)


def test_a_paired_difference_is_the_mean_of_differences() -> None:
    before = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    after = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    found = paired_difference(after, before)
    assert (found.difference, found.low, found.high) == pytest.approx((1.58, 0.7001142, 2.4598858), abs=1e-7)
    # the two-sided p of his test is 0.00283289
    assert found.probability_better == pytest.approx(1 - 0.00283289 / 2, abs=1e-8)
    apart = np.var(after, ddof=1) + np.var(before, ddof=1)
    assert found.variance_ratio == pytest.approx(apart / np.var(after - before, ddof=1))


def test_lower_is_better_where_the_outcome_says_so() -> None:
    cost, before = np.array([5.0, 4.0, 6.5]), np.array([7.0, 7.0, 7.5])
    lower, higher = (paired_difference(cost, before, better) for better in ("lower", "higher"))
    assert lower.probability_better + higher.probability_better == pytest.approx(1.0)
    assert lower.probability_better > 0.9
    assert paired_difference(cost, before, "none") == higher


@pytest.mark.parametrize(
    ("values", "baseline", "difference", "probability"),
    [
        ([3.0, 4.0], [1.0, 2.0], 2.0, 1.0),  # a fixed gain
        ([3.0, 4.0], [5.0, 6.0], -2.0, 0.0),  # a fixed cost
        ([3.0, 4.0], [3.0, 4.0], 0.0, 0.5),  # the same alternative twice
        ([0.0, 0.0], [0.0, 0.0], 0.0, 0.5),  # nobody is paid anything
        ([0.1 + 0.2, 1.3], [0.3, 1.3], 0.0, 0.5),  # they differ by rounding only
    ],
)
def test_a_difference_that_does_not_vary_is_its_own_interval(
    values: list[float], baseline: list[float], difference: float, probability: float
) -> None:
    found = paired_difference(np.array(values), np.array(baseline))
    assert (found.difference, found.low, found.high) == (difference, difference, difference)
    assert (found.probability_better, found.variance_ratio) == (probability, None)
    opposite = paired_difference(np.array(values), np.array(baseline), "lower")
    assert opposite.probability_better == 1.0 - probability


def test_one_replication_has_a_difference_and_no_interval() -> None:
    found = paired_difference(np.array([3.0]), np.array([1.0]))
    assert found.record() == {
        "difference": 2.0, "low": None, "high": None, "probability_better": None, "variance_ratio": None
    }  # fmt: skip


def test_a_mean_that_does_not_vary_is_its_own_interval() -> None:
    assert mean_interval(np.zeros(3)).record() == {"mean": 0.0, "sd": 0.0, "low": 0.0, "high": 0.0}


def test_several_contests_widen_the_interval_and_leave_the_rest() -> None:
    """Bonferroni over three: t(1 - 0.05 / 6) with nine degrees of freedom is 2.9333 (2.2622 for one)."""
    values, baseline = np.arange(10.0) ** 1.5, np.arange(10.0)
    one, three = (paired_difference(values, baseline, contests=number) for number in (1, 3))
    assert (three.high - three.low) / (one.high - one.low) == pytest.approx(2.9333 / 2.2622, abs=1e-4)
    assert (three.difference, three.probability_better) == (one.difference, one.probability_better)


def test_no_record_ever_holds_nan() -> None:
    undefined = np.array([1.0, np.nan])
    found = [mean_interval(undefined), mean_interval(np.array([])), mean_interval(np.array([2.0, 2.0]))]
    found += [mean_interval(np.array([1.0])), paired_difference(undefined, np.array([1.0, 2.0]))]
    assert "NaN" not in json.dumps([one.record() for one in found], allow_nan=False)


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    """Exact binomial band around 95 %: a correct interval fails this test once in 100,000 seeds.

    It finds out an interval made with normal instead of t quantiles, which for n = 8 covers 90.9 % of the
    time, with a probability of 0.997.
    """
    rng = np.random.default_rng(20_240_607)
    samples = rng.normal(3.0, 2.0, size=(2_000, 8))
    found = [mean_interval(sample) for sample in samples]
    covered = sum(one.low <= 3.0 <= one.high for one in found)
    below, above = bdtr(covered, 2_000, 0.95), 1.0 - bdtr(covered - 1, 2_000, 0.95)
    assert min(below, above) > 0.5e-5
    assert bdtr(1_853, 2_000, 0.95) < 0.5e-5 < bdtr(1_854, 2_000, 0.95)  # where the band ends
    assert 1.0 - bdtr(1_853, 2_000, 0.909) < 0.004  # and that a wrong interval falls outside it


def test_the_chance_of_being_better_is_uniform_where_there_is_no_difference() -> None:
    """Under no difference it is below 0.05 in 5 % of cases: a correct formula fails once in 100,000 seeds."""
    rng = np.random.default_rng(8)
    pairs = rng.normal(size=(2_000, 2, 6))
    small = sum(paired_difference(a, b).probability_better < 0.05 for a, b in pairs)
    assert bdtr(small, 2_000, 0.05) > 0.5e-5
    assert 1.0 - bdtr(small - 1, 2_000, 0.05) > 0.5e-5
