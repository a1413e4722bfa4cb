"""The next quota, and managers who change it; where quotas end up is tested against theory elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.organization.quota_setting import QuotaRule, adjusts, next_quota, retains
from simulator.parameters import load_register

ONE = np.ones(1)


def rule(up: float, down: float, growth: float = 0.0) -> QuotaRule:
    return QuotaRule(up * ONE, down * ONE, growth * ONE)


def test_a_quota_that_was_met_exactly_stays_but_for_growth() -> None:
    assert next_quota(100 * ONE, 100 * ONE, rule(0.5, 0.2))[0] == 100.0
    assert next_quota(100 * ONE, 100 * ONE, rule(0.5, 0.2, 0.03))[0] == pytest.approx(103.0)


def test_an_even_rule_is_an_average_of_quota_and_sales() -> None:
    for sales in (60.0, 140.0):
        assert next_quota(100 * ONE, sales * ONE, rule(0.3, 0.3))[0] == pytest.approx(70.0 + 0.3 * sales)


def test_the_register_moves_quotas_up_more_easily_than_down() -> None:
    found = QuotaRule.from_parameters({name: np.array([one.value]) for name, one in load_register().items()})
    assert found.up[0] > found.down[0] > 0.0


@pytest.mark.parametrize("gain", [0.0, 1e3, 1e6])
def test_a_manager_on_salary_does_what_the_firm_would(gain: float) -> None:
    for merit in (400.0, 600.0):
        assert adjusts(merit * ONE, gain * ONE, 0 * ONE, 500 * ONE)[0] == (merit > 500.0)


def test_a_manager_beyond_the_own_cap_forgives_nothing_either() -> None:
    assert not adjusts(0 * ONE, 50e3 * ONE, 0 * ONE, 500 * ONE)[0]


def test_who_sells_no_more_than_an_empty_territory_is_not_kept_for_the_managers_sake() -> None:
    assert not retains(1e3 * ONE, 10e3 * ONE, 10e3 * ONE, 0.05 * ONE, 500 * ONE)[0]
