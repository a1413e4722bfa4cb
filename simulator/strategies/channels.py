"""What becomes of profit between a maker and its dealers: closed forms of channels.

Demand at the end is ``P = a - b Q`` and the maker's unit cost ``c``, unless said otherwise. What terms do
about it stands in :mod:`simulator.strategies.dealer_terms`.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "Channel",
    "Encroachment",
    "bullwhip_ratio",
    "constant_elasticity_ratio",
    "encroachment",
    "integrated_channel",
    "layers_ratio",
    "two_margins",
]


class Channel(NamedTuple):
    """Wholesale price, price at the end, quantity, and profit of maker and dealer together."""

    wholesale: float
    price: float
    quantity: float
    profit: float


def integrated_channel(a: float = 100.0, b: float = 1.0, c: float = 20.0) -> Channel:
    """Give what a maker does that sells by itself.

    Examples
    --------
    >>> tuple(integrated_channel())
    (20.0, 60.0, 40.0, 1600.0)
    """
    return Channel(c, (a + c) / 2.0, (a - c) / (2.0 * b), (a - c) ** 2 / (4.0 * b))


def two_margins(a: float = 100.0, b: float = 1.0, c: float = 20.0) -> Channel:
    """Give what a maker and a dealer do, each of whom puts a margin on top [Spengler1950]_.

    ``w = (a + c) / 2``, ``P = (3 a + c) / 4``: three quarters of the integrated profit are left.

    Examples
    --------
    >>> tuple(two_margins()), two_margins().profit / integrated_channel().profit
    ((60.0, 80.0, 20.0, 1200.0), 0.75)
    """
    price, quantity = (3.0 * a + c) / 4.0, (a - c) / (4.0 * b)
    return Channel((a + c) / 2.0, price, quantity, (price - c) * quantity)


def layers_ratio(layers: int) -> float:
    """Give the share of the integrated profit that is left when ``layers`` firms each put a margin on top.

    ``Q = (a - c) / (2^T b)``, hence ``4 (1 - 2^-T) 2^-T``; the maker counts as a layer [Spengler1950]_.

    Examples
    --------
    >>> [layers_ratio(layers) for layers in (1, 2, 3, 4)]
    [1.0, 0.75, 0.4375, 0.234375]
    """
    part = 0.5**layers
    return 4.0 * part * (1.0 - part)


def constant_elasticity_ratio(elasticity: float) -> float:
    """Give what two margins leave of the integrated profit where demand is ``P^-elasticity`` [Spengler1950]_.

    ``(m + 1) m^-elasticity`` with ``m = elasticity / (elasticity - 1)``.

    Examples
    --------
    >>> [round(constant_elasticity_ratio(eta), 3) for eta in (2.0, 2.62, 3.0, 5.0)]
    [0.75, 0.743, 0.741, 0.737]
    """
    markup = elasticity / (elasticity - 1.0)
    return float((markup + 1.0) * markup**-elasticity)


class Encroachment(NamedTuple):
    """Wholesale price, the dealer's order, own sales, and what maker and dealer earn."""

    wholesale: float
    dealer_quantity: float
    own_quantity: float
    maker_profit: float
    dealer_profit: float


def encroachment(a: float, c: float) -> Encroachment:
    """Give what follows when a maker also sells by itself, at a cost of ``c`` a unit.

    ``P = a - Q``, no cost of making. The maker sets ``w``, the dealer orders ``(a + c - 2 w) / 2``, and then
    the maker sells by itself: ``w = a/2 - c/6``, below the ``a/2`` without an own channel. Both gain where
    the own channel is neither cheap nor hopeless, ``0.530 a < c < 0.6 a``; from there on the maker sells
    nothing by itself and the formula ends [AryaMittendorfSappington2007]_.

    Parameters
    ----------
    a
        Highest price that anybody pays.
    c
        Cost of a sale through the own channel, from 0 to ``0.6 a``.

    Examples
    --------
    >>> with_own, alone = encroachment(1.0, 0.55), (0.5, 0.25, 0.125, 0.0625)
    >>> with_own.wholesale < alone[0], with_own.maker_profit > alone[2], with_own.dealer_profit > alone[3]
    (True, True, True)
    >>> encroachment(1.0, 0.3).dealer_profit > alone[3]
    False
    """
    wholesale = a / 2.0 - c / 6.0
    dealer = (a + c - 2.0 * wholesale) / 2.0
    own = (a - dealer - c) / 2.0
    price = a - dealer - own
    return Encroachment(
        wholesale, dealer, own, wholesale * dealer + (price - c) * own, (price - wholesale) * dealer
    )


def bullwhip_ratio(lead_time: float, periods: float) -> float:
    """Give how much more orders vary than demand, at least [ChenDreznerRyanSimchiLevi2000]_.

    A dealer forecasts by the mean of the last ``periods`` and orders up to what ``lead_time`` needs:
    ``1 + 2 L/p + 2 L^2 / p^2``, and just as much where demand has no memory.

    Examples
    --------
    >>> round(bullwhip_ratio(2.0, 5.0), 2)
    2.12
    """
    part = lead_time / periods
    return 1.0 + 2.0 * part + 2.0 * part * part
