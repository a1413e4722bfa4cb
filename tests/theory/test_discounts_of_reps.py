"""Who may set prices sets the ones that pay best: the right ones if paid on margin, low ones if on revenue.

With customers of many kinds, how much authority is best for the firm lies between none and all; it grows with
what reps know about customers, and shrinks as pay moves from margin to revenue.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.behaviors.discounting import PriceStake, believed_odds, choose_discount, win_probability

Floats = NDArray[np.float64]

COST = 0.6
GRID = np.linspace(0.0, 1.0, 20_001)
LIMITS = np.linspace(0.0, 0.4, 81)


def alike(n: int, revenue: float, margin: float) -> PriceStake:
    return PriceStake(np.full(n, revenue), np.full(n, margin), np.full(n, COST), np.zeros(n))


@given(odds=st.floats(-5.0, 5.0), pull=st.floats(0.5, 30.0), revenue=st.floats(0.0, 1.0),
       margin=st.floats(0.01, 1.0), limit=st.floats(0.0, 1.0))  # fmt: skip
def test_no_other_discount_brings_the_rep_more(
    odds: float, pull: float, revenue: float, margin: float, limit: float
) -> None:
    """Against a search over 20,001 discounts."""
    found = choose_discount(np.array([odds]), np.array([pull]), alike(1, revenue, margin), np.array([limit]))

    def gain(discount: Floats) -> Floats:
        pays = revenue * (1.0 - discount) + margin * (1.0 - COST - discount)
        return win_probability(np.array(odds), np.array(pull), discount) * pays

    assert gain(found)[0] >= gain(GRID[limit >= GRID]).max() - 1e-12


@pytest.mark.parametrize("odds", [-2.0, 0.0, 2.0])
def test_paid_on_margin_the_rep_sets_the_price_that_the_firm_would(odds: float) -> None:
    """Exact up to the step of the search, 5e-5; on revenue the discount is deeper."""
    profit = win_probability(np.array(odds), np.array(9.0), GRID) * (1.0 - COST - GRID)
    best = GRID[profit.argmax()]
    one = np.ones(1)
    on_margin = choose_discount(odds * one, 9.0 * one, alike(1, 0.0, 0.1), one)[0]
    on_revenue = choose_discount(odds * one, 9.0 * one, alike(1, 0.1, 0.0), one)[0]
    assert on_margin == pytest.approx(best, abs=1e-4)
    assert on_revenue > on_margin


def test_discounts_deepen_where_credit_is_worth_more_now_than_later() -> None:
    """A deal not won now may be won next period: the higher the rate now, the more is given to have it now.

    Middle of a period: both rates alike. Last week of an accelerated one: twice the rate. First week after it
    would have been: half. The same customers throughout, nothing sampled.
    """
    odds, pull, wide = np.linspace(-2.0, 2.0, 41), np.full(41, 6.0), np.ones(41)

    def mean_discount(now: float, later: float) -> float:
        still = later * 0.9 * win_probability(odds, pull, np.zeros(41))
        stake = PriceStake(now * wide, 0.0 * wide, COST * wide, -still)
        return float(choose_discount(odds, pull, stake, wide).mean())

    middle = mean_discount(0.06, 0.06)
    assert mean_discount(0.12, 0.06) > middle > mean_discount(0.06, 0.12)


def firm_profit(*, insight: float, on_revenue: float, n: int = 4_000) -> Floats:
    """Profit per deal at each limit of authority, with a share of pay that rests on revenue."""
    odds = 0.5 + 1.5 * ndtri((np.arange(n) + 0.5) / n)
    noise = ndtri((np.argsort(np.random.default_rng(2).random(n)) + 0.5) / n)
    believed = believed_odds(odds, mean=0.5, spread=1.5, insight=np.full(n, insight), noise=noise)
    stake, pull = alike(n, 0.1 * on_revenue, 0.1 * (1.0 - on_revenue)), np.full(n, 10.0)
    profits = []
    for limit in LIMITS:
        discount = choose_discount(believed, pull, stake, np.full(n, limit))
        profits.append((win_probability(odds, pull, discount) * (1.0 - COST - discount)).mean())
    return np.array(profits)


def best_limit(profits: Floats) -> float:
    """The smallest limit beyond which nothing more is won."""
    return float(LIMITS[np.flatnonzero(profits >= profits.max() - 1e-9)[0]])


def test_the_best_authority_is_neither_none_nor_all_when_pay_rests_on_revenue() -> None:
    profits = firm_profit(insight=0.5, on_revenue=0.5)
    assert 0.0 < best_limit(profits) < LIMITS[-1]
    assert profits.max() > max(profits[0], profits[-1])


def test_the_best_authority_grows_with_what_reps_know() -> None:
    limits = [best_limit(firm_profit(insight=i, on_revenue=0.3)) for i in (0.1, 0.4, 0.7, 1.0)]
    assert limits == sorted(limits)
    assert limits[-1] > limits[0]


def test_the_best_authority_shrinks_as_pay_moves_to_revenue() -> None:
    limits = [best_limit(firm_profit(insight=0.7, on_revenue=share)) for share in (0.0, 0.2, 0.4, 0.8)]
    assert limits == sorted(limits, reverse=True)
    assert limits[-1] < limits[0]


def test_authority_never_hurts_where_pay_rests_on_margin_and_reps_know_all() -> None:
    assert np.all(np.diff(firm_profit(insight=1.0, on_revenue=0.0)) >= -1e-12)
