"""Forecasts handed upward."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.behaviors.reporting import (
    ReportStake,
    ReportTraits,
    choose_report,
    forecast_bias,
    truthful_quantile,
)
from simulator.parameters import load_register

ONE = np.ones(1)


def stake(reported: float, beyond: float = 0.0, short: float = 0.0) -> ReportStake:
    return ReportStake(reported * ONE, beyond * ONE, short * ONE)


def report(paid: ReportStake, sd: float = 100.0, candor: float = 20.0) -> float:
    return float(choose_report(1_000.0 * ONE, sd * ONE, paid, candor * ONE)[0])


def test_nothing_at_stake_the_truth_is_told() -> None:
    assert report(stake(0.0)) == pytest.approx(1_000.0)


@given(st.floats(0.001, 0.1), st.floats(0.001, 0.1))
def test_a_report_that_costs_is_too_low_and_one_that_pleases_too_high_by_as_much(
    reward: float, other: float
) -> None:
    low, high = report(stake(-reward)), report(stake(reward))
    assert 1_000.0 - low == pytest.approx(high - 1_000.0, abs=1e-6)
    if other > reward:
        assert report(stake(-other)) <= low


def test_candor_holds_reports_to_what_is_believed() -> None:
    """Exact: off by reward x sd**2 / candor."""
    assert report(stake(-0.05), candor=20.0) == pytest.approx(1_000.0 - 0.05 * 100.0**2 / 20.0)
    assert report(stake(-0.05), candor=2_000.0) == pytest.approx(1_000.0, abs=0.3)


def test_quotas_that_follow_reports_hold_them_back_the_more_pay_there_is_beyond_quota() -> None:
    modest, steep = (report(ReportStake.of_quota(rate * ONE, 0.5 * ONE)) for rate in (0.02, 0.1))
    assert steep < modest < 1_000.0


def test_there_is_no_truthful_quantile_without_a_menu() -> None:
    assert np.isnan(truthful_quantile(stake(0.05))[0])


def test_the_register_gives_the_defaults() -> None:
    register = {name: np.array([one.value]) for name, one in load_register().items()}
    traits = ReportTraits.from_parameters(register, np.array([10_000.0]))
    assert traits.candor[0] > 0.0
    assert traits.optimism[0] > 0.0


def test_bias_is_told_with_its_sign() -> None:
    assert forecast_bias(80.0 * ONE, 100.0 * ONE)[0] == pytest.approx(-0.2)
