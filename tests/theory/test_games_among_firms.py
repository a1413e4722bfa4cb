"""Textbook games twice: the closed form, and a loop of best answers that knows payoffs only.

The loop's answers come from a search over payoffs; tolerance 1e-3, or what is stated.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from simulator.strategies.games import (
    bertrand,
    best_point,
    cournot,
    critical_discount_of_prices,
    critical_discount_of_quantities,
    loop_of_best_answers,
    sales_reward_of_quantities,
    stackelberg,
)
from simulator.strategies.price_games import (
    collusion_of_differentiated_goods,
    differentiated_goods,
    makers_profit_through_dealers,
    makers_profit_without_dealers,
    sales_charge_of_prices,
)
from simulator.strategies.undercut import Undercut
from tests.theory.priced_market import play

A, B, C = 100.0, 1.0, 10.0


def profit_of_quantity(i: int, quantities: Sequence[float]) -> float:
    return (A - B * sum(quantities) - C) * quantities[i]


def profit_of_price(i: int, prices: Sequence[float]) -> float:
    return (prices[i] - C) * (100.0 - 2.0 * prices[i] + prices[1 - i])


@pytest.mark.parametrize(
    ("n", "golden"),
    [(1, (45, 55, 2025)), (2, (30, 40, 900)), (3, (22.5, 32.5, 506.25)), (5, (15, 25, 225))],
)
def test_firms_that_choose_quantities(n: int, golden: tuple[float, float, float]) -> None:
    assert tuple(cournot(n)) == golden
    start = [5.0 + 7.0 * i for i in range(n)]
    reached = loop_of_best_answers(profit_of_quantity, start, 0.0, 90.0, way_share=2.0 / (n + 1))
    assert reached == pytest.approx([golden[0]] * n, rel=1e-3)
    assert profit_of_quantity(0, reached) == pytest.approx(golden[2], rel=1e-3)


def test_the_first_to_choose_sells_twice_as_much_as_the_one_who_follows() -> None:
    def follower(leads: float) -> float:
        return best_point(lambda own: profit_of_quantity(1, (leads, own)), 0.0, 90.0)

    leads = best_point(lambda own: profit_of_quantity(0, (own, follower(own))), 0.0, 90.0)
    leader, second = stackelberg()
    assert (leads, follower(leads)) == pytest.approx((leader.quantity, second.quantity), rel=1e-3)
    assert (leader.profit, second.profit) == (1012.5, 506.25)


def test_two_who_undercut_each_other_end_at_cost_as_bertrand_says() -> None:
    """In steps of 0.1 % down to the floor, here cost itself."""
    rule = Undercut(step_share=0.001, floor_margin=1.0)
    prices, _ = play([rule, rule], lambda p, week: 0.0 * p, weeks=2500, opening=[55.0, 50.0], cost=C)
    assert prices[-1] == pytest.approx([bertrand(2).price] * 2, rel=1e-3)


def test_goods_that_differ_keep_a_margin_and_together_it_would_be_higher() -> None:
    reached = loop_of_best_answers(profit_of_price, [20.0, 90.0], 0.0, 100.0)
    assert reached == pytest.approx([differentiated_goods().price] * 2, rel=1e-3)
    joint = best_point(lambda p: profit_of_price(0, (p, p)), 0.0, 100.0)
    assert joint == pytest.approx(collusion_of_differentiated_goods().price, rel=1e-3)


@pytest.mark.parametrize("n", [2, 3, 5])
def test_collusion_holds_from_the_critical_discount_on(n: int) -> None:
    """The stream of profits with and without cheating, added up over 5,000 periods, on either side."""
    monopoly, rivalry = cournot(1), cournot(n)
    share = monopoly.quantity / n
    cheat = best_point(lambda own: profit_of_quantity(0, (own, (n - 1) * share)), 0.0, 90.0)
    once = profit_of_quantity(0, (cheat, (n - 1) * share))

    def worth_keeping(discount: float, kept: float, cheated: float, punished: float) -> bool:
        later = sum(discount**period for period in range(1, 5000))
        return kept * (1.0 + later) > cheated + punished * later

    for critical, cheated, punished in (
        (critical_discount_of_quantities(n), once, rivalry.profit),
        (critical_discount_of_prices(n), monopoly.profit, 0.0),
    ):
        assert worth_keeping(critical + 1e-3, monopoly.profit / n, cheated, punished)
        assert not worth_keeping(critical - 1e-3, monopoly.profit / n, cheated, punished)


def managed_by_sales(rewards: Sequence[float]) -> list[float]:
    """Quantities of two managers who are paid on profit and, by these weights, on revenue."""

    def pay(i: int, quantities: Sequence[float]) -> float:
        revenue = (A - sum(quantities)) * quantities[i]
        return revenue - (1.0 - rewards[i]) * 40.0 * quantities[i]

    return loop_of_best_answers(pay, [10.0, 10.0], 0.0, 90.0, way_share=0.667, rounds=40)


def test_owners_reward_sales_where_quantities_are_chosen() -> None:
    """Each owner's best reward against the other's is the formula's, above 0, and both end up poorer."""
    reward = sales_reward_of_quantities(A, 40.0)

    def owner(own: float, other: float) -> float:
        first, second = managed_by_sales((own, other))
        return (A - first - second - 40.0) * first

    best = best_point(lambda own: owner(own, reward), -0.5, 1.0, steps=25)
    assert best == pytest.approx(reward, abs=1e-3)
    assert best > 0.0
    assert owner(reward, reward) < owner(0.0, 0.0)
    assert sum(managed_by_sales((reward, reward))) > sum(managed_by_sales((0.0, 0.0)))


def test_owners_charge_for_sales_where_prices_are_chosen() -> None:
    """The other sign: a manager who reckons with more than cost; prices rise, and both end up richer."""
    told = sales_charge_of_prices()

    def owner(own: float, other: float) -> float:
        costs = (own, other)

        def pay(i: int, prices: Sequence[float]) -> float:
            return (prices[i] - costs[i]) * (100.0 - 2.0 * prices[i] + prices[1 - i])

        prices = loop_of_best_answers(pay, [40.0, 40.0], 0.0, 100.0, way_share=0.8, rounds=40)
        return profit_of_price(0, prices)

    best = best_point(lambda own: owner(own, told.cost_to_manager), 0.0, 30.0, steps=25)
    assert best == pytest.approx(told.cost_to_manager, rel=1e-3)
    assert best > C
    assert owner(told.cost_to_manager, told.cost_to_manager) == pytest.approx(told.profit, rel=1e-3)
    assert told.profit > differentiated_goods().profit


@pytest.mark.parametrize(
    ("likeness", "through_dealers"), [(0.3, False), (0.70, False), (0.72, True), (0.9, True)]
)
def test_makers_of_close_substitutes_earn_more_through_dealers(
    likeness: float, through_dealers: bool
) -> None:
    def demand(prices: Sequence[float], i: int) -> float:
        return 1.0 - prices[i] + likeness * prices[1 - i]

    def at_the_end(costs: Sequence[float]) -> list[float]:
        def profit(i: int, prices: Sequence[float]) -> float:
            return (prices[i] - costs[i]) * demand(prices, i)

        return loop_of_best_answers(profit, [1.0, 1.0], 0.0, 10.0, way_share=0.8, rounds=30)

    def dealers_prices(costs: Sequence[float]) -> list[float]:
        spread = 4.0 - likeness**2  # where the loop of the dealers ends, checked below
        return [(2.0 * (1.0 + costs[i]) + likeness * (1.0 + costs[1 - i])) / spread for i in (0, 1)]

    def maker(i: int, wholesale: Sequence[float]) -> float:
        return wholesale[i] * demand(dealers_prices(wholesale), i)

    assert at_the_end((0.3, 0.5)) == pytest.approx(dealers_prices((0.3, 0.5)), rel=1e-3)
    wholesale = loop_of_best_answers(maker, [0.5, 0.5], 0.0, 10.0, way_share=0.8, rounds=60)
    with_dealers = maker(0, wholesale)
    alone = at_the_end((0.0, 0.0))
    without = alone[0] * demand(alone, 0)
    assert with_dealers == pytest.approx(makers_profit_through_dealers(likeness), rel=1e-3)
    assert without == pytest.approx(makers_profit_without_dealers(likeness), rel=1e-3)
    assert (with_dealers > without) == through_dealers
