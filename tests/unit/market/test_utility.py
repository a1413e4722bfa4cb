"""What an offer is worth: price, features as far as they are explained, and the rep's work."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.market.utility import effort_utility, explained_share, price_utility

ONE = np.ones(1)


def work(effort: float, ability: float = 1.0) -> float:
    of = {"elasticity": 0.31 * ONE, "floor": 0.1 * ONE, "reference_share": 0.25 * ONE}
    return float(effort_utility(effort * ONE, ability * ONE, **of)[0])


def test_a_higher_price_is_worse_for_everybody_and_worst_for_the_sensitive() -> None:
    utility = price_utility(np.array([1.0, 1.1]), np.array([[2.0], [4.0]]))
    assert (np.diff(utility, axis=1) < 0.0).all()
    assert utility[1, 1] - utility[1, 0] < utility[0, 1] - utility[0, 0]


def test_a_feature_that_nobody_explains_does_not_reach_the_customer() -> None:
    assert explained_share(np.zeros(1), np.zeros(1)).tolist() == [0.0]


def test_seller_and_display_complete_each_other_and_never_pass_the_whole() -> None:
    both = explained_share(np.array([0.5, 1.0]), np.array([0.5, 0.3]))
    assert both.tolist() == [0.75, 1.0]


def test_normal_work_of_the_median_rep_is_the_yardstick() -> None:
    assert work(1.0) == 0.0
    assert work(1.5) > 0.0 > work(0.5)


def test_work_has_falling_returns() -> None:
    assert work(1.5) - work(1.0) < work(1.0) - work(0.5)


def test_without_any_effort_the_floor_still_sells_a_little() -> None:
    assert np.isfinite(work(0.0))
    assert work(0.0) < work(0.1)


def test_ability_helps_at_every_effort_by_as_much() -> None:
    assert work(0.4, 2.0) - work(0.4) == pytest.approx(work(1.3, 2.0) - work(1.3))
