"""Menus of promises bring out what a rep believes, quotas that follow reports do not [Weitzman1976]_.

Everything is computed but one comparison, whose false-alarm rate is stated.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from simulator.behaviors.reporting import ReportStake, choose_report, truthful_quantile

ONE = np.ones(1)
NEARLY_NOTHING = 1e-9 * ONE


def menu(reported: float, beyond: float, short: float) -> ReportStake:
    return ReportStake(reported * ONE, beyond * ONE, short * ONE)


@pytest.mark.parametrize("rates", [(0.05, 0.03, 0.07), (0.04, 0.03, 0.07), (0.06, 0.03, 0.07)])
def test_without_any_candor_a_menu_still_brings_its_quantile(rates: tuple[float, float, float]) -> None:
    stake = menu(*rates)
    found = choose_report(1_000.0 * ONE, 100.0 * ONE, stake, NEARLY_NOTHING)[0]
    assert found == pytest.approx(1_000.0 + 100.0 * ndtri(truthful_quantile(stake)[0]), abs=1e-3)


def test_who_is_sure_tells_the_truth_under_a_menu_and_not_without() -> None:
    sure = 1e-3 * ONE
    assert choose_report(1_000.0 * ONE, sure, menu(0.04, 0.03, 0.07), NEARLY_NOTHING)[0] == pytest.approx(
        1_000.0, abs=0.01
    )
    with_quota = ReportStake.of_quota(0.1 * ONE, ONE)
    assert choose_report(1_000.0 * ONE, 100.0 * ONE, with_quota, NEARLY_NOTHING)[0] == pytest.approx(400.0)


def test_the_report_is_best_on_average() -> None:
    """Against reports 20 higher and lower over 400,000 results drawn once; false alarm below 1e-6."""
    stake, candor, sd = menu(0.045, 0.03, 0.07), 0.2, 100.0
    sold = np.random.default_rng(16).normal(1_000.0, sd, 400_000)

    def worth(report: float) -> float:
        pay = 0.045 * report + 0.03 * np.maximum(sold - report, 0.0) - 0.07 * np.maximum(report - sold, 0.0)
        return float(pay.mean() - candor * ((report - 1_000.0) / sd) ** 2 / 2.0)

    found = float(choose_report(1_000.0 * ONE, sd * ONE, stake, candor * ONE)[0])
    assert worth(found) > max(worth(found - 20.0), worth(found + 20.0))
