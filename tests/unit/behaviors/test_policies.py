"""Policies: nothing depends on company or order, what is known is not solved again, memory is bounded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.backward_induction import Step
from simulator.behaviors.classes import corners
from simulator.behaviors.forward_looking import ForwardLooking, forget_policies
from simulator.behaviors.nested_totals import later_lengths
from simulator.behaviors.policies import PolicyCache
from simulator.behaviors.situation import Situation
from simulator.behaviors.smoothing import luck_weights
from simulator.catalog import get
from tests.unit.behaviors.looking_ahead import MONTH, QUARTER, bonus, commission, plan_of, situation, values

Floats = NDArray[np.float64]

RATES = np.array([310.0, 700.0, 1_000.0, 1_900.0, 5_200.0])
CREDIT = np.array([[900.0, 2_000.0], [0.0, 0.0], [2_500.0, 7_100.0], [3_000.0, 3_500.0], [100.0, 50_000.0]])


def several(rows: NDArray[np.int64]) -> Situation:
    return situation(
        plan_of(commission(0.01, 0), bonus(60.0, 0), bonus(150.0, 1), totals=(MONTH, QUARTER)),
        CREDIT[rows],
        quotas=(4_000.0, 12_000.0),
        left=(2, 6),
        length=(4, 12),
        rate=RATES[rows],
        horizons=2,
    )


def test_a_rep_decides_alike_alone_in_company_and_whoever_was_asked_before() -> None:
    everybody = np.arange(len(RATES))
    forget_policies()
    together = ForwardLooking().decide(several(everybody)).value
    for one in everybody[::-1]:
        forget_policies()
        assert np.array_equal(ForwardLooking().decide(several(np.array([one]))).value[0], together[one])
    assert np.array_equal(ForwardLooking().decide(several(everybody[::-1])).value, together[::-1])


def test_it_is_found_in_the_catalog() -> None:
    assert get("rep-behavior", "forward-looking") is ForwardLooking


def test_both_horizons_have_values_of_all_kinds() -> None:
    value = ForwardLooking().decide(several(np.arange(3))).value
    assert value.shape == (3, 1, 2)
    assert np.isfinite(value).all()


def test_the_least_used_policy_is_forgotten_when_memory_runs_out() -> None:
    cache = PolicyCache(0.0)

    class Large:
        size_bytes = 10

    for key in ("first", "second", "third"):
        cache.get(key, object)  # type: ignore[arg-type]
        cache._kept[key] = Large()  # type: ignore[assignment]
    assert cache.n_policies <= 2


@pytest.mark.parametrize("averaged", [False, True])
@pytest.mark.parametrize("sd", [0.3, 0.8, 2.0, 7.0])
def test_luck_on_a_grid_has_the_mean_and_variance_of_luck(sd: float, averaged: bool) -> None:
    weights = luck_weights(1.0, sd, averaged)
    offsets = np.arange(len(weights)) - len(weights) // 2
    within = 1.0 / 12.0 if averaged else 0.0
    assert weights.sum() == pytest.approx(1.0)
    assert (weights * offsets).sum() == pytest.approx(0.0, abs=1e-12)
    assert (weights * offsets**2).sum() + within == pytest.approx(max(sd**2, within), rel=1e-3)


def test_what_is_linear_is_read_exactly_between_classes() -> None:
    places = np.array([[0.2, -1.7, 3.4], [5.0, 5.5, 5.9]])
    nodes, weights = corners(places)
    assert weights.sum(axis=1) == pytest.approx(1.0)
    assert (nodes * weights[:, :, None]).sum(axis=1) == pytest.approx(places)


def test_the_weeks_after_a_close_are_parted_into_periods() -> None:
    assert later_lengths(8, 4) == [4, 4]
    assert later_lengths(9, 5) == [4, 5]
    assert sum(later_lengths(48, 4)) == 48


def test_steps_are_alike_when_their_numbers_are() -> None:
    assert Step(2.0) == Step(2.0, 1.0)


def test_results_that_no_effort_moves_are_worth_what_the_plan_pays() -> None:
    """Customers whom nobody moves: effort changes nothing, and nothing breaks."""
    case = situation(plan_of(bonus(100.0)), np.array([[0.0], [6_000.0]]))
    still = replace(case, traits=replace(case.traits, elasticity=np.zeros(2)))
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(values(still)).all()
