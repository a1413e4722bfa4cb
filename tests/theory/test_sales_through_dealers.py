"""Channels twice: the closed form, and makers and dealers who each want the most for themselves.

Searches over payoffs; tolerance 1e-3 of the figure, or what is stated. ``a = 100, b = 1, c = 20``.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from simulator.strategies.channels import (
    bullwhip_ratio,
    constant_elasticity_ratio,
    encroachment,
    integrated_channel,
    layers_ratio,
    two_margins,
)
from simulator.strategies.dealer_terms import (
    HighestPrice,
    LinearRebate,
    QuantityDiscount,
    RevenueShare,
    TwoPartTariff,
    best_order,
    channel_share,
    order_under_volume_rebate,
)
from simulator.strategies.games import best_point

A, C = 100.0, 20.0


def test_two_margins_leave_three_quarters() -> None:
    wholesale = best_point(lambda w: (w - C) * best_order(TwoPartTariff(w)), C, A)
    quantity = best_order(TwoPartTariff(wholesale))
    assert (wholesale, A - quantity, quantity) == pytest.approx(two_margins()[:3], rel=1e-3)
    assert tuple(two_margins()) == (60.0, 80.0, 20.0, 1200.0)
    assert tuple(integrated_channel()) == (20.0, 60.0, 40.0, 1600.0)
    assert channel_share(TwoPartTariff(wholesale)) == pytest.approx(0.75, rel=1e-3)


@pytest.mark.parametrize(("layers", "golden"), [(1, 1.0), (2, 0.75), (3, 0.4375), (4, 0.2344)])
def test_each_layer_takes_its_margin(layers: int, golden: float) -> None:
    """Province, city, county: each layer knows what those below it will order, and adds its best margin."""

    def ordered(price_of_layer: float, below: int) -> float:
        if below == 0:
            return A - price_of_layer
        slope = 0.5**below  # what the layers below order at a price, see the closed form
        return (A - price_of_layer) * slope

    price, quantity = C, 0.0
    for below in reversed(range(layers)):
        cost = price
        price = best_point(lambda p, cost=cost, below=below: (p - cost) * ordered(p, below), cost, A)  # type: ignore[misc]
        quantity = ordered(price, below)
    share = (A - quantity - C) * quantity / integrated_channel().profit
    assert share == pytest.approx(golden, rel=1e-3)
    assert layers_ratio(layers) == pytest.approx(golden, abs=5e-5)


@pytest.mark.parametrize(("elasticity", "golden"), [(2.0, 0.75), (2.62, 0.743), (3.0, 0.741), (5.0, 0.737)])
def test_two_margins_at_constant_elasticity(elasticity: float, golden: float) -> None:
    def best_price(cost: float) -> float:
        return best_point(lambda p: (p - cost) * p**-elasticity, cost, 40.0 * cost, steps=120)

    wholesale = best_point(lambda w: (w - 1.0) * best_price(w) ** -elasticity, 1.0, 20.0)
    alone, through = best_price(1.0), best_price(wholesale)
    share = (through - 1.0) * through**-elasticity / ((alone - 1.0) * alone**-elasticity)
    assert share == pytest.approx(constant_elasticity_ratio(elasticity), rel=1e-3)
    assert constant_elasticity_ratio(elasticity) == pytest.approx(golden, abs=5e-4)


@pytest.mark.parametrize(
    "terms",
    [
        *(TwoPartTariff(C, fee) for fee in (0.0, 800.0)),
        *(RevenueShare((1.0 - share) * C, share) for share in (0.1, 0.5, 0.9)),
        *(QuantityDiscount(share * A + (1.0 - share) * C, share) for share in (0.1, 0.5, 0.9)),
        *(HighestPrice(wholesale, 60.0) for wholesale in (25.0, 45.0, 59.0)),
    ],
    ids=str,
)
def test_terms_that_restore_the_whole(terms: TwoPartTariff) -> None:
    assert channel_share(terms) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    "terms", [TwoPartTariff(40.0), RevenueShare(C, 0.5), QuantityDiscount(60.0, 0.1)], ids=str
)
def test_the_same_terms_at_other_numbers_do_not(terms: TwoPartTariff) -> None:
    assert channel_share(terms) < 0.98


def test_a_linear_rebate_only_moves_the_wholesale_price() -> None:
    for list_price, rebate in itertools.product((60.0, 75.0), (0.05, 0.2)):
        net = TwoPartTariff(list_price * (1.0 - rebate))
        assert best_order(LinearRebate(list_price, rebate)) == pytest.approx(best_order(net), rel=1e-6)
    best_net = best_point(lambda listed: (0.8 * listed - C) * best_order(LinearRebate(listed, 0.2)), C, 125.0)
    assert 0.8 * best_net == pytest.approx(two_margins().wholesale, rel=1e-3)


TERMS = {"threshold": 100.0, "rebate_share": 0.05, "wholesale": 10.0, "holding_cost": 2.0}


def test_orders_bunch_at_the_threshold_of_a_rebate_stock_rises_and_the_next_orders_fall() -> None:
    """2,000 dealers whose demand is spread over the threshold; and the same without a rebate."""
    demands = np.random.default_rng(5).uniform(40.0, 160.0, 2000)
    told = [order_under_volume_rebate(demand, **TERMS) for demand in demands]
    orders, stock, after = (np.array(column) for column in zip(*told, strict=True))
    assert np.mean(orders == 100.0) == pytest.approx(25.0 / 120.0, abs=0.04)  # demand from 75 to 100
    assert not ((orders > 75.0) & (orders < 100.0)).any()
    assert stock.sum() > 0.0
    assert (orders + after).sum() == pytest.approx(2.0 * demands.sum())  # nobody at the end buys more
    assert after.sum() < demands.sum() < orders.sum()
    plain = [order_under_volume_rebate(demand, **{**TERMS, "rebate_share": 0.0}) for demand in demands]
    assert [tuple(one) for one in plain] == [(demand, 0.0, demand) for demand in demands]


@pytest.mark.parametrize("demand", [20.0, 40.0, 60.0, 74.0, 76.0, 90.0, 99.0, 100.0, 130.0])
@pytest.mark.parametrize("holding_cost", [0.2, 0.3, 0.5, 2.0, 20.0])
def test_the_order_is_the_cheapest_of_all_orders(demand: float, holding_cost: float) -> None:
    """Every whole order is tried, and stock is sold off over later periods that have no rebate."""
    terms = {**TERMS, "holding_cost": holding_cost}

    def cost(order: float) -> float:
        paid = 10.0 * order * (0.95 if order >= 100.0 else 1.0)
        left, held, saved = order - demand, 0.0, 0.0
        while left > 0.0:
            held += left
            saved += min(left, demand)
            left -= demand
        return paid + holding_cost * held - 10.0 * saved

    tried = np.arange(demand, 451.0)
    cheapest = float(min(tried, key=cost))
    assert order_under_volume_rebate(demand, **terms).order == cheapest


@pytest.mark.parametrize("c", [0.1, 0.3, 0.5, 0.54, 0.58])
def test_an_own_channel_lowers_the_wholesale_price_and_may_suit_both(c: float) -> None:
    def own(dealer: float) -> float:
        return max(0.0, (1.0 - dealer - c) / 2.0)  # its best, checked below

    def dealer(wholesale: float) -> float:
        return best_point(lambda q: (1.0 - q - own(q) - wholesale) * q, 0.0, 1.0, steps=45)

    def maker(wholesale: float) -> float:
        ordered = dealer(wholesale)
        direct = own(ordered)
        return wholesale * ordered + (1.0 - ordered - direct - c) * direct

    found = encroachment(1.0, c)
    direct = best_point(lambda q: (1.0 - found.dealer_quantity - q - c) * q, 0.0, 1.0)
    assert direct == pytest.approx(own(found.dealer_quantity), rel=1e-3)
    wholesale = best_point(maker, found.wholesale - 0.05, found.wholesale + 0.05, steps=30)
    assert wholesale == pytest.approx(found.wholesale, rel=1e-3)
    assert dealer(found.wholesale) == pytest.approx(found.dealer_quantity, rel=1e-3)
    assert maker(found.wholesale) == pytest.approx(found.maker_profit, rel=1e-3)
    assert found.wholesale < 0.5
    assert (found.dealer_profit > 1.0 / 16.0) == (c > 3.0 / (4.0 * 2.0**0.5))
    assert found.maker_profit > 1.0 / 8.0


@pytest.mark.parametrize(("lead_time", "periods", "golden"), [(2, 5, 2.12), (1, 4, 1.625), (4, 10, 2.12)])
def test_orders_vary_more_than_demand(lead_time: int, periods: int, golden: float) -> None:
    """A dealer that orders up to a moving average; 400,000 periods: the ratio is off by 1 % at most."""
    assert bullwhip_ratio(lead_time, periods) == pytest.approx(golden, rel=1e-9)
    demand = np.random.default_rng(3).normal(100.0, 10.0, 400_000)
    total = np.concatenate([[0.0], np.cumsum(demand)])
    forecast = (total[periods:] - total[:-periods]) / periods
    orders = np.diff(lead_time * forecast) + demand[periods:]
    assert orders.var() / demand.var() == pytest.approx(golden, rel=0.01)
