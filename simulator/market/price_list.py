"""Prices that depend on how much is bought: volume tiers, for all units or only for those beyond a step."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["amount_to_pay", "marginal_price"]

Floats = NDArray[np.float64]


def _tier(units: Floats, steps: Floats) -> NDArray[np.int64]:
    return np.asarray(np.searchsorted(steps, units, side="right"), np.int64)


def amount_to_pay(
    units: Floats, price: float, steps: Floats, discounts: Floats, *, all_units: bool
) -> Floats:
    """Give what a customer pays for a quantity under volume tiers.

    Parameters
    ----------
    units
        Quantity bought [units], shape ``(n,)``.
    price
        List price of a unit [money].
    steps
        Quantities from which a further discount holds [units], ascending, shape ``(n_steps,)``.
    discounts
        Discount from each step on [0 to 1], same shape.
    all_units
        Whether the discount counts for all units once the step is reached, or only for those beyond it.

    Returns
    -------
    Money, shape ``(n,)``.

    Examples
    --------
    >>> order = np.array([5.0, 10.0, 15.0]), 100.0, np.array([10.0]), np.array([0.2])
    >>> amount_to_pay(*order, all_units=False), amount_to_pay(*order, all_units=True)
    (array([ 500., 1000., 1400.]), array([ 500.,  800., 1200.]))
    """
    tier = _tier(units, steps)
    share = np.concatenate([[1.0], 1.0 - discounts])
    if all_units:
        return np.asarray(price * units * share[tier])
    edges = np.concatenate([[0.0], steps])
    below = np.concatenate([[0.0], np.cumsum(np.diff(edges) * share[:-1])])
    return np.asarray(price * (below[tier] + (units - edges[tier]) * share[tier]))


def marginal_price(units: Floats, extra: Floats, price: float, steps: Floats, discounts: Floats) -> Floats:
    """Give what some more units cost where a step lowers the price of all: below 0 just under a step.

    Parameters
    ----------
    units
        Quantity so far [units], shape ``(n,)``.
    extra
        Further units, above 0, same shape.
    price, steps, discounts
        As in `amount_to_pay`, for all units.

    Returns
    -------
    Money per further unit, shape ``(n,)``: why buyers order up to the step.

    Examples
    --------
    >>> marginal_price(np.array([5.0, 9.0]), np.ones(2), 100.0, np.array([10.0]), np.array([0.2]))
    array([ 100., -100.])
    """
    more = amount_to_pay(units + extra, price, steps, discounts, all_units=True)
    now = amount_to_pay(units, price, steps, discounts, all_units=True)
    return np.asarray((more - now) / extra)
