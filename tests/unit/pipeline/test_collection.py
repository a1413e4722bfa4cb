"""Delivery and payment days, and handling times."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.pipeline.collection import delivery_day, lateness_days, receipt_day
from simulator.pipeline.handling import exponential_handling_days, lognormal_handling_days
from simulator.randomness import Streams


def test_goods_arrive_a_lead_time_after_the_day_of_approval() -> None:
    assert delivery_day([0.0, 6.99, 7.0], [3, 3, 0]).tolist() == [3, 9, 7]


def test_money_arrives_when_the_terms_are_over_or_later() -> None:
    assert receipt_day(np.array([10, 10, 10]), [0, 30, 60], [0, 0, 5]).tolist() == [10, 40, 75]


def test_a_share_of_payments_is_late_by_the_stated_mean() -> None:
    """False alarm: 6 standard errors each, 2e-9; the mean of rounded-up days is 1 / (1 - exp(-1 / m))."""
    luck = Streams(1).stream("payment.late").uniform(0, np.arange(50_000))
    days = lateness_days(luck, late_probability=0.3, mean_lateness_days=10.0)
    late = days[days > 0]
    assert abs(late.size / 50_000 - 0.3) < 6 * (0.3 * 0.7 / 50_000) ** 0.5
    mean = 1 / (1 - np.exp(-1 / 10.0))
    assert abs(late.mean() - mean) < 6 * (mean * (mean - 1) / late.size) ** 0.5


def test_better_payers_pay_no_bill_later() -> None:
    luck = Streams(1).stream("payment.late").uniform(0, np.arange(5_000))
    better, worse = (lateness_days(luck, share, 10.0) for share in (0.1, 0.3))
    assert (better <= worse).all()


@pytest.mark.parametrize(("probability", "expected"), [(0.0, 0), (1.0, 1)])
def test_nobody_or_everybody_late(probability: float, expected: int) -> None:
    days = lateness_days(np.array([1e-9, 0.5, 1 - 1e-9]), probability, mean_lateness_days=0.0)
    assert days.tolist() == [expected] * 3


def test_impossible_terms_are_refused() -> None:
    with pytest.raises(ValueError, match="payment terms are whole days"):
        receipt_day([1], terms_days=-1)
    with pytest.raises(ValueError, match="lead times are whole days"):
        delivery_day([1.0], lead_time_days=0.5)
    with pytest.raises(TypeError, match="invoice days are whole days"):
        receipt_day([1.5], terms_days=1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        lateness_days([0.5], late_probability=1.2, mean_lateness_days=1.0)
    with pytest.raises(ValueError, match="not negative"):
        lateness_days([0.5], late_probability=0.2, mean_lateness_days=-1.0)


def test_a_deal_keeps_its_handling_time_whatever_else_is_drawn() -> None:
    luck = Streams(4).stream("approval.handling")
    deals = np.array([8, 9, 10], dtype=np.uint64)
    all_days = exponential_handling_days(luck, np.array([0, 0, 1]), deals, [1.0, 2.0, 0.0])
    alone = exponential_handling_days(luck, 0, deals[1:2], [1.0, 2.0])
    assert (all_days[1, :2] == alone[0]).all()
    assert (all_days[:, 2] == 0).all()
    per_deal = lognormal_handling_days(luck, 0, deals, np.ones((3, 2)), variation=0.0)
    assert per_deal.tolist() == [[1.0, 1.0]] * 3


def test_handling_times_have_the_stated_mean() -> None:
    """False alarm: 6 standard errors, 2e-9."""
    luck, deals = Streams(4).stream("approval.handling"), np.arange(40_000, dtype=np.uint64)
    days = exponential_handling_days(luck, 0, deals, [1.5])
    assert abs(days.mean() - 1.5) < 6 * 1.5 / 200
    days = lognormal_handling_days(luck, 0, deals, [1.5], variation=0.4)
    assert abs(days.mean() - 1.5) < 6 * 0.6 / 200


def test_impossible_handling_times_are_refused() -> None:
    luck, deals = Streams(4).stream("approval.handling"), np.arange(2, dtype=np.uint64)
    with pytest.raises(ValueError, match="mean handling times"):
        exponential_handling_days(luck, 0, deals, [-1.0])
    with pytest.raises(ValueError, match="variation of handling times"):
        lognormal_handling_days(luck, 0, deals, [1.0], variation=-0.1)
