"""Lifetime value, leaving, brand stocks, promotions and subscriptions against their closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.market.brand import advertising_push, steady_awareness
from simulator.market.credit import days_late, default_probability, takes_early_discount
from simulator.market.customer_value import lifetime_value, retention_elasticity
from simulator.market.promotion import after_promotion, is_pulled_forward, promotion_multiplier
from simulator.market.retention import churn_probability
from simulator.market.stocks import Stock
from simulator.market.subscription import expected_revenue, net_retention, next_period
from simulator.randomness import Streams

N = 100_000
ONE = np.ones(1)
STREAMS = Streams(21)


def test_lifetime_value_is_the_sum_of_discounted_margins() -> None:
    """266.67, 366.67 with the first period, and elasticity 3.67, exactly and as sums and differences."""
    periods = np.arange(1, 2_000)
    series = 100.0 * (0.8 / 1.1) ** periods
    value = lifetime_value(100.0 * ONE, 0.8 * ONE, 0.1 * ONE)[0]
    assert value == pytest.approx(series.sum()) == pytest.approx(800.0 / 3.0)
    with_first = lifetime_value(100.0 * ONE, 0.8 * ONE, 0.1 * ONE, first_included=True)[0]
    assert with_first == pytest.approx(value + 100.0)
    step = 1e-6
    up, down = (lifetime_value(ONE, 0.8 * (1.0 + s) * ONE, 0.1 * ONE)[0] for s in (step, -step))
    slope = (np.log(up) - np.log(down)) / (2.0 * step)
    assert slope == pytest.approx(retention_elasticity(0.8 * ONE, 0.1 * ONE)[0]) == pytest.approx(11.0 / 3.0)


def test_lifetime_value_is_what_drawn_customers_bring() -> None:
    """100,000 customers who stay with .8 each period, discounted at .1: within 5 standard errors."""
    stays = STREAMS.stream("stays")
    worth, here = np.zeros(N), np.ones(N, np.bool_)
    for period in range(1, 80):
        here &= stays.uniform(0, np.arange(N), week=period) < 0.8
        worth += here * 100.0 / 1.1**period
    assert worth.mean() == pytest.approx(800.0 / 3.0, abs=5.0 * worth.std() / N**0.5)


def test_referred_customers_leave_less_and_are_not_worth_more_by_decree() -> None:
    """A lower hazard is all that a referral gives: margins are no argument of the rule."""
    base, none = np.full(N, 0.1), np.zeros(N)
    luck = STREAMS.stream("leaves").uniform(0, np.arange(N))
    referred, others = (
        churn_probability(base, none, none, np.full(N, who), np.full(N, 0.82)) for who in (True, False)
    )
    assert (luck < referred).sum() < (luck < others).sum()
    assert not ((luck < referred) & (luck >= others)).any()  # nobody leaves because he was referred
    same = churn_probability(base, none, none, np.full(N, True), np.ones(N))
    assert np.array_equal(same, others)  # the falsification: without the effect there is no difference


def test_two_half_periods_of_leaving_are_one() -> None:
    whole = churn_probability(0.19 * ONE, 0.1 * ONE, 2.0 * ONE, np.array([True]), 0.8 * ONE)
    half = churn_probability(0.1 * ONE, 0.1 * ONE, 2.0 * ONE, np.array([True]), 0.8 * ONE)
    assert 1.0 - (1.0 - half) ** 2 == pytest.approx(whole)


@pytest.mark.parametrize("half_life", [4.0, 26.0])
def test_awareness_settles_where_advertising_makes_up_for_forgetting(half_life: float) -> None:
    push = advertising_push(30_000.0 * ONE, 1e6 * ONE, 0.06 * ONE, 0.2 * ONE)
    stock = Stock(np.zeros(1), np.zeros(1), half_life_weeks=half_life)
    who = np.array([0])
    for week in range(400):
        stock.push(who, float(week), push)
    assert stock.value == pytest.approx(steady_awareness(push, half_life * ONE))
    looked = stock.at(who, 399.0 + half_life)
    assert looked == pytest.approx(stock.value / 2.0)  # campaigns that stop are forgotten by halves


def test_looking_often_or_seldom_at_a_stock_makes_no_difference() -> None:
    often, seldom = (Stock(np.full(1, 0.7), np.zeros(1), half_life_weeks=9.0, base=0.2) for _ in range(2))
    who = np.array([0])
    for week in range(1, 21):
        often.add(who, float(week), np.zeros(1))
    assert often.at(who, 30.0) == pytest.approx(seldom.at(who, 30.0), rel=1e-12)


def test_what_a_promotion_borrows_is_missing_later_and_nothing_else() -> None:
    """Conservation to rounding; no dip where nothing is borrowed."""
    baseline = np.full(104, 100.0)
    extra = np.zeros(104)
    extra[[5, 6, 30]] = 100.0 * (promotion_multiplier(0.2 * ONE, -2.62 * ONE)[0] - 1.0)
    sales, owed = after_promotion(baseline, extra, borrowed_share=0.4, half_life_weeks=3.0)
    assert sales.sum() - owed == pytest.approx(baseline.sum() + 0.6 * extra.sum())
    assert owed < 1e-3
    assert (sales[7:30] < 100.0).all()
    assert (np.diff(sales[7:30]) > 0.0).all()
    none, _ = after_promotion(baseline, extra, borrowed_share=0.0, half_life_weeks=3.0)
    assert np.array_equal(none, baseline + extra)


def test_needs_pulled_forward_are_those_of_a_shallower_promotion_and_more() -> None:
    """Share within 5 standard errors of its closed form; each need exists once whatever the discount."""
    ahead, luck = np.full(N, 3.0), STREAMS.stream("pulled").uniform(0, np.arange(N))
    pulled = {
        discount: is_pulled_forward(ahead, discount * np.ones(N), pull=4.0, half_life_weeks=3.0, luck=luck)
        for discount in (0.0, 0.1, 0.3)
    }
    assert not pulled[0.0].any()
    assert not (pulled[0.1] & ~pulled[0.3]).any()
    exact = 1.0 - np.exp(-4.0 * 0.3 / 2.0)
    assert pulled[0.3].mean() == pytest.approx(exact, abs=5.0 * (exact * (1 - exact) / N) ** 0.5)


def test_drawn_subscriptions_grow_as_net_retention_says() -> None:
    """Five periods of 100,000 subscriptions within 5 standard errors; and revenue tends to its limit."""
    seats, who = np.full(N, 10.0), np.arange(N)
    renewal, chance, share = np.full(N, 0.9), np.full(N, 0.3), np.full(N, 0.2)
    renews, grows = STREAMS.stream("renews"), STREAMS.stream("grows")
    for period in range(5):
        luck = renews.uniform(0, who, week=period), grows.uniform(0, who, week=period)
        seats = next_period(seats, renewal, chance, share, *luck)
    kept = net_retention(0.9 * ONE, 0.3 * ONE, 0.2 * ONE)[0]
    assert seats.mean() == pytest.approx(10.0 * kept**5, abs=5.0 * seats.std() / N**0.5)
    assert expected_revenue(0.0, 10.0, 2.0, kept, 400)[-1] == pytest.approx(2.0 * 10.0 / (1.0 - kept))


def test_lateness_has_the_mean_of_the_habit_and_scores_double_the_odds() -> None:
    late = days_late(np.full(N, 0.6), np.full(N, 20.0), STREAMS.stream("pays").uniform(0, np.arange(N)))
    assert late.mean() == pytest.approx(8.0, abs=5.0 * late.std() / N**0.5)
    assert (late == 0.0).mean() == pytest.approx(0.6, abs=5.0 * (0.24 / N) ** 0.5)
    low, high = default_probability(np.array([400.0, 420.0]), even_score=300.0, points_to_double=20.0)
    assert (1 - high) / high == pytest.approx(2.0 * (1 - low) / low)
    yields = 0.02 / 0.98 * 365.0 / 20.0
    assert yields == pytest.approx(0.3724, abs=1e-4)
    cost = np.array([yields - 1e-6, yields + 1e-6])
    assert takes_early_discount(np.full(2, 0.02), np.full(2, 20.0), cost).tolist() == [True, False]
