"""Terms between a maker and a dealer, what the dealer then orders, and what that does to the channel.

A term says what a dealer pays for a quantity. The dealer sells it at ``P = a - b Q`` and orders what is
best for itself; nothing here writes down what a dealer "should" do under a term.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from simulator.strategies.channels import integrated_channel
from simulator.strategies.games import best_point

__all__ = [
    "HighestPrice",
    "LinearRebate",
    "QuantityDiscount",
    "RevenueShare",
    "Stocking",
    "TwoPartTariff",
    "best_order",
    "channel_share",
    "order_under_volume_rebate",
]


@dataclass(frozen=True)
class TwoPartTariff:
    """A wholesale price and a fee: at cost, the dealer orders what is best for both [Spengler1950]_."""

    wholesale: float
    fee: float = 0.0

    def payment(self, quantity: float, revenue: float) -> float:
        """Give what the dealer pays for a quantity that brings this revenue."""
        del revenue
        return self.wholesale * quantity + self.fee


@dataclass(frozen=True)
class LinearRebate:
    """A rebate on every unit: the same as a lower wholesale price, and no more."""

    wholesale: float
    rebate_share: float

    def payment(self, quantity: float, revenue: float) -> float:
        """Give what the dealer pays for a quantity that brings this revenue."""
        del revenue
        return self.wholesale * (1.0 - self.rebate_share) * quantity


@dataclass(frozen=True)
class RevenueShare:
    """A wholesale price and a share of the dealer's revenue [CachonLariviere2005]_.

    With a wholesale price of ``(1 - share) c`` the dealer orders what is best for both, whatever the share.
    """

    wholesale: float
    share: float

    def payment(self, quantity: float, revenue: float) -> float:
        """Give what the dealer pays for a quantity that brings this revenue."""
        return self.wholesale * quantity + self.share * revenue


@dataclass(frozen=True)
class QuantityDiscount:
    """A price per unit that falls with the quantity, ``wholesale - slope x quantity`` [JeulandShugan1983]_.

    With ``wholesale = share a + (1 - share) c`` and ``slope = share b`` the dealer keeps ``1 - share`` of
    the whole channel's profit and therefore orders what is best for both.
    """

    wholesale: float
    slope: float

    def payment(self, quantity: float, revenue: float) -> float:
        """Give what the dealer pays for a quantity that brings this revenue."""
        del revenue
        return (self.wholesale - self.slope * quantity) * quantity


@dataclass(frozen=True)
class HighestPrice:
    """A wholesale price and a highest price at the end, which limits the dealer's margin [Spengler1950]_."""

    wholesale: float
    highest_price: float

    def payment(self, quantity: float, revenue: float) -> float:
        """Give what the dealer pays for a quantity that brings this revenue."""
        del revenue
        return self.wholesale * quantity


Terms = TwoPartTariff | LinearRebate | RevenueShare | QuantityDiscount | HighestPrice


def best_order(terms: Terms, a: float = 100.0, b: float = 1.0) -> float:
    """Give what a dealer orders who wants the most for itself; it sells all of it.

    Examples
    --------
    >>> round(best_order(TwoPartTariff(wholesale=60.0)), 6), round(best_order(TwoPartTariff(20.0)), 6)
    (20.0, 40.0)
    """

    def profit(quantity: float) -> float:
        price = a - b * quantity
        if isinstance(terms, HighestPrice):
            price = min(price, terms.highest_price)
        return price * quantity - terms.payment(quantity, price * quantity)

    return best_point(profit, 0.0, a / b)


def channel_share(terms: Terms, a: float = 100.0, b: float = 1.0, c: float = 20.0) -> float:
    """Give the profit of maker and dealer together as a share of the integrated channel's.

    Examples
    --------
    >>> both = (TwoPartTariff(20.0, 500.0), RevenueShare(0.6 * 20.0, 0.4), QuantityDiscount(52.0, 0.4))
    >>> [round(channel_share(terms), 6) for terms in (*both, HighestPrice(45.0, 60.0))]
    [1.0, 1.0, 1.0, 1.0]
    >>> round(channel_share(TwoPartTariff(60.0)), 6), round(channel_share(LinearRebate(60.0, 0.1)), 6)
    (0.75, 0.819375)
    """
    quantity = best_order(terms, a, b)
    return (a - b * quantity - c) * quantity / integrated_channel(a, b, c).profit


class Stocking(NamedTuple):
    """What a dealer orders in this period, keeps in stock at its end, and orders in the next."""

    order: float
    stock: float
    next_order: float


def order_under_volume_rebate(
    demand: float, *, threshold: float, rebate_share: float, wholesale: float, holding_cost: float
) -> Stocking:
    """Give what a dealer orders for whom a rebate on everything bought begins at a threshold (返利).

    The dealer sells ``demand`` in each period at its price, and what is left over stands in stock until
    it takes the place of later orders. Ordering up to the threshold costs ``holding_cost`` for each unit
    and period in stock, ``threshold - demand`` units at first, and brings
    ``rebate_share wholesale threshold``: just below the threshold a unit costs less than nothing. Orders
    bunch at the threshold, stock rises, and the next order falls by as much. Where keeping a unit for a
    period costs less than its rebate, the dealer buys ahead beyond the threshold too. We assume that later
    periods have no rebate, and that the dealer knows its demand.

    Parameters
    ----------
    demand
        What the dealer sells in a period, above 0.
    threshold
        Quantity bought in the period from which the rebate is paid on all of it.
    rebate_share
        Rebate, as a share of what was paid.
    wholesale
        Price of a unit before the rebate.
    holding_cost
        Cost of keeping a unit until the next period, interest included, above 0.

    Examples
    --------
    >>> terms = {"threshold": 100.0, "rebate_share": 0.05, "wholesale": 10.0, "holding_cost": 2.0}
    >>> [tuple(order_under_volume_rebate(demand, **terms)) for demand in (60.0, 80.0, 120.0)]
    [(60.0, 0.0, 60.0), (100.0, 20.0, 60.0), (120.0, 0.0, 120.0)]
    """
    rebate = rebate_share * wholesale
    periods_ahead = max(math.ceil(rebate / holding_cost) - 1, 0)
    order = max(threshold, demand * (1 + periods_ahead))
    stock = order - demand
    held = sum(max(stock - period * demand, 0.0) for period in range(math.ceil(stock / demand)))
    if rebate * order <= holding_cost * held:
        return Stocking(demand, 0.0, demand)
    return Stocking(order, stock, max(demand - stock, 0.0))
