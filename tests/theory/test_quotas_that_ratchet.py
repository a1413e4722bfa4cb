"""Where sticky quotas end up [Leone2004]_, and whose adjustments are the manager's own [Benson2015]_."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import ndtr

from simulator.behaviors.marginal_value import expected_slope
from simulator.organization.quota_setting import QuotaRule, adjusts, next_quota, retains
from simulator.world.pay_terms import PayTerm

Z = 5.0  # two-sided false-alarm rate 6e-7


def expectile(up: float, down: float) -> float:
    """Level of a standard normal at which gains weigh ``up`` and shortfalls ``down``."""

    def balance(level: float) -> float:
        density = np.exp(-0.5 * level**2) / (2.0 * np.pi) ** 0.5
        gains = density - level * (1.0 - ndtr(level))
        return float(up * gains - down * (gains + level))

    return float(brentq(balance, -10.0, 10.0))


@pytest.mark.parametrize(("up", "down"), [(0.04, 0.02), (0.04, 0.01), (0.03, 0.03)])
def test_quotas_drift_to_an_expectile_of_sales(up: float, down: float) -> None:
    """20,000 territories without any growth: sales 100 +- 20; small steps, so that quotas settle tightly.

    The spread of quotas around their mean shifts it by no more than 0.15 here; sampling error 0.03 (x 5).
    """
    rng, n = np.random.default_rng(5), 20_000
    rule, quota = QuotaRule(np.full(n, up), np.full(n, down), np.zeros(n)), np.full(n, 100.0)
    for _ in range(400):
        quota = next_quota(quota, 100.0 + 20.0 * rng.normal(size=n), rule)
    assert quota.mean() == pytest.approx(100.0 + 20.0 * expectile(up, down), abs=0.3)


def test_an_uneven_ratchet_raises_quotas_and_lowers_attainment_while_nothing_grows() -> None:
    """Each year's mean quota above the last, attainment falling; an even ratchet moves neither."""
    rng, n = np.random.default_rng(6), 40_000
    sales = 100.0 + 20.0 * rng.normal(size=(6, n))
    means = {}
    for down in (0.2, 0.6):
        rule, quota = QuotaRule(np.full(n, 0.6), np.full(n, down), np.zeros(n)), np.full(n, 100.0)
        means[down] = [quota.mean()]
        for year in sales:
            quota = next_quota(quota, year, rule)
            means[down].append(quota.mean())
    error = 20.0 / n**0.5
    assert means[0.2][1] > means[0.2][0] + Z * error
    assert means[0.2][-1] > means[0.2][1] + Z * error
    assert all(abs(mean - 100.0) < Z * error for mean in means[0.6])


BONUS = PayTerm("bonus", 0, True, np.array([0.0, 1.0]), np.array([0.0, 30e3]), np.zeros(2))


def managers_value(position: float, *, on_salary: bool) -> float:
    """What the team's next unit is worth to a manager whose bonus comes at a team quota of 10 million."""
    if on_salary:
        return 0.0
    million = np.array([1e6])
    return float(expected_slope(BONUS, position * million, 0.5 * million, 10.0 * million)[0])


def own_adjustments(position: float, *, on_salary: bool) -> float:
    """Share of all adjustments that are made only for the manager's own sake."""
    rng, n = np.random.default_rng(7), 50_000
    merit, gain = rng.exponential(400.0, n), rng.exponential(20e3, n)
    value = np.full(n, managers_value(position, on_salary=on_salary))
    made = adjusts(merit, gain, value, np.full(n, 1_000.0))
    deserved = adjusts(merit, gain, np.zeros(n), np.full(n, 1_000.0))
    assert np.all(made | ~deserved)
    return float((made & ~deserved).sum() / made.sum())


def test_managers_close_to_their_own_bonus_adjust_for_themselves_and_others_do_not() -> None:
    assert own_adjustments(9.9, on_salary=True) == 0.0
    near, behind, ahead = (own_adjustments(at, on_salary=False) for at in (9.9, 8.5, 11.5))
    assert near > max(behind, ahead)
    assert near > 0.02


def test_managers_close_to_their_own_bonus_keep_more_poor_performers() -> None:
    rng, n = np.random.default_rng(8), 50_000
    merit, sales = rng.exponential(2e3, n), rng.exponential(40e3, n)
    kept = [
        retains(merit, sales, np.full(n, 5e3), np.full(n, value), np.full(n, 500.0)).mean()
        for value in (0.0, managers_value(8.5, on_salary=False), managers_value(9.9, on_salary=False))
    ]
    assert kept[2] > kept[1] + Z * (0.25 / n) ** 0.5
    assert kept[2] > kept[0] + Z * (0.25 / n) ** 0.5
