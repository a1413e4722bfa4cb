"""What customers spend on a purchase: each has a mean of his own, and few purchases say little of it.

Amounts are gamma around the customer's mean, means are spread by another gamma (gamma-gamma), and neither
has to do with how often he buys. FaderHardieLee2005b
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

__all__ = ["Spending", "expected_amount", "log_likelihood"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spending:
    """How amounts differ within and between customers.

    Parameters
    ----------
    within
        Gamma shape ``p`` of a customer's amounts [1]; larger means more even.
    between
        Gamma shape ``q`` of customers' scales [1]; larger means more alike.
    scale
        Gamma rate ``v`` of customers' scales [money]; the mean amount is ``p v / (q - 1)``.

    Raises
    ------
    ValueError
        If a coefficient is not above 0.
    """

    within: float
    between: float
    scale: float

    def __post_init__(self) -> None:
        if min(self.within, self.between, self.scale) <= 0.0:
            raise ValueError("every coefficient of spending must be above 0")


def expected_amount(traits: Spending, purchases: Floats, mean_amount: Floats) -> Floats:
    """Give what to expect of a customer's next purchase: his own mean, pulled towards everybody's.

    Parameters
    ----------
    traits
        How amounts differ; ``between`` above 1, or the mean over customers is not finite.
    purchases
        Purchases seen [count].
    mean_amount
        Their mean amount [money]; any number where there were none.

    Returns
    -------
    ``p (v + x z) / (p x + q - 1)`` [money].

    Examples
    --------
    >>> shop = Spending(within=6.25, between=3.74, scale=15.44)
    >>> expected_amount(shop, np.array([0.0, 2.0]), np.array([0.0, 50.0])).round(2)
    array([35.22, 47.34])
    """
    purchases = np.asarray(purchases, float)
    total = np.where(purchases > 0.0, purchases * mean_amount, 0.0)
    return np.asarray(
        traits.within * (traits.scale + total) / (traits.within * purchases + traits.between - 1.0)
    )


def log_likelihood(traits: Spending, purchases: Floats, mean_amount: Floats) -> Floats:
    """Give the log probability density of each customer's mean amount.

    Parameters
    ----------
    traits
        How amounts differ.
    purchases
        Purchases seen [count], at least 1.
    mean_amount
        Their mean amount [money], above 0.

    Examples
    --------
    >>> shop = Spending(within=6.25, between=3.74, scale=15.44)
    >>> log_likelihood(shop, np.array([1.0]), np.array([30.0])).round(3)
    array([-3.949])
    """
    p, q, v = traits.within, traits.between, traits.scale
    shape = p * purchases
    return np.asarray(
        gammaln(shape + q)
        - gammaln(shape)
        - gammaln(q)
        + q * np.log(v)
        + (shape - 1.0) * np.log(mean_amount)
        + shape * np.log(purchases)
        - (shape + q) * np.log(v + purchases * mean_amount)
    )
