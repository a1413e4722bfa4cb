"""Whether a goal is within reach, from runs; intervals against published numbers and their coverage."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.decoding.goals import (
    Goal,
    checked,
    jeffreys_interval,
    level_within_reach,
    probability_of_reaching,
    wilson_interval,
)
from simulator.errors import InputError

RESULTS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40)


def test_exactly_the_level_reaches_the_goal() -> None:
    assert Goal("premium_share", 0.4).is_reached(0.4)
    assert not Goal("premium_share", 0.4).is_reached(0.399)
    assert Goal("pay_cost_share", 0.05, "at-most").is_reached(0.05)
    assert not Goal("pay_cost_share", 0.05, "at-most").is_reached(0.051)


def test_the_gap_is_what_is_missing_whichever_side_is_better() -> None:
    assert Goal("premium_share", 0.4).gap(0.3) == pytest.approx(0.1)
    assert Goal("premium_share", 0.4).gap(0.5) == pytest.approx(-0.1)
    assert Goal("pay_cost_share", 0.05, "at-most").gap(0.07) == pytest.approx(0.02)


def test_no_run_reaching_the_goal_does_not_prove_that_it_is_out_of_reach() -> None:
    found = probability_of_reaching(Goal("premium_share", 0.4), [0.2] * 20)
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(0.161, abs=5e-4)  # z^2 / (n + z^2)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17, table I: score method without continuity correction
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_those_of_newcombe_table_1(
    successes: int, n: int, low: float, high: float
) -> None:
    found = wilson_interval(successes, n)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize("interval", [wilson_interval, jeffreys_interval])
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.8])
@pytest.mark.parametrize("n", [20, 40])
def test_intervals_cover_the_true_share_about_as_often_as_they_say(interval, share: float, n: int) -> None:  # type: ignore[no-untyped-def]
    """Exact coverage, summed over all numbers of successes: near 95 % for both methods."""
    chance = [math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    covered = [interval(k, n).low <= share <= interval(k, n).high for k in range(n + 1)]
    assert float(np.dot(chance, covered)) == pytest.approx(0.95, abs=0.035)


@given(st.integers(1, 200), st.floats(0.0, 1.0))
def test_intervals_lie_between_0_and_1_and_hold_the_share(n: int, part: float) -> None:
    successes = round(part * n)
    for interval in (wilson_interval(successes, n), jeffreys_interval(successes, n)):
        assert 0.0 <= interval.low <= interval.value <= interval.high <= 1.0


@given(RESULTS)
def test_surer_levels_are_less_ambitious(results: list[float]) -> None:
    levels = [level_within_reach(results, p) for p in (0.0, 0.2, 0.5, 0.8, 1.0)]
    assert all(first >= second - 1e-9 * abs(first) for first, second in itertools.pairwise(levels))
    assert (levels[0], levels[-1]) == (max(results), min(results))
    mirrored = level_within_reach([-result for result in results], 0.8, direction="at-most")
    assert mirrored == pytest.approx(-levels[3], rel=1e-9, abs=1e-9)


@given(RESULTS)
def test_a_level_within_reach_is_reached_about_as_often(results: list[float]) -> None:
    level = level_within_reach(results, 0.8)
    reached = sum(result >= level for result in results)
    assert reached >= math.floor(0.8 * (len(results) - 1))


def test_a_check_tells_all_of_it() -> None:
    check = checked(Goal("premium_share", 0.4), list(np.linspace(0.3, 0.5, 21)))
    assert check.n_runs == 21
    assert check.probability.value == pytest.approx(11 / 21)
    assert check.even_level == pytest.approx(0.4)
    assert check.likely_level == pytest.approx(0.34)
    assert check.gap == pytest.approx(0.06)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (
            lambda: checked(Goal("orders", 4.0), []),
            "a goal can be checked against runs only, and there are none.",
        ),
        (lambda: checked(Goal("orders", 4.0), [1.0, math.nan]), "the result of run 1 is not a number: nan."),
        (lambda: Goal("orders", math.inf), "the goal for orders must be a finite number, got inf."),
        (lambda: level_within_reach([1.0], 1.2), "a probability must lie between 0 and 1, got 1.2."),
        (lambda: wilson_interval(3, 2), "3 of 2 runs cannot have succeeded."),
        (lambda: wilson_interval(0, 0), "a share needs at least one run."),
        (lambda: jeffreys_interval(1, 2, confidence=1.0), "confidence must lie between 0 and 1, got 1."),
    ],
)
def test_what_cannot_be_checked_is_refused(wrong, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError) as caught:
        wrong()
    assert str(caught.value) == said
