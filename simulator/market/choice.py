"""Which offer is chosen, or none: the highest utility wins, noise included (multinomial logit).

The noise of every option is Gumbel and keyed by the option, so that improving one offer switches only
the customers whom it persuades. Integrated over the noise the choice probabilities are the logit's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["choice_probabilities", "choose", "price_elasticity"]

Floats = NDArray[np.float64]


def choose(utilities: Floats, noise: Floats) -> NDArray[np.int64]:
    """Choose the option with the highest utility plus noise.

    Parameters
    ----------
    utilities
        Systematic utility of each option [utility], shape ``(n, n_options)``; ``-inf`` = not on offer.
    noise
        Gumbel noise keyed by customer, need and option, same shape.

    Returns
    -------
    Index of the chosen option, shape ``(n,)``; the first of equal ones.

    References
    ----------
    McFadden1974
    """
    return np.asarray(np.argmax(utilities + noise, axis=1), np.int64)


def choice_probabilities(utilities: Floats) -> Floats:
    """Give the probability of each option before the noise is known: exp(u) over the sum of exp(u).

    Parameters
    ----------
    utilities
        Systematic utilities, shape ``(n, n_options)``; ``-inf`` = not on offer.

    Examples
    --------
    >>> choice_probabilities(np.log([[1.0, 2.0, 1.0]]))
    array([[0.25, 0.5 , 0.25]])
    """
    weights = np.exp(utilities - utilities.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def price_elasticity(sensitivity: float, relative_price: float, share: float) -> float:
    """Give the own-price elasticity of a logit offer: -sensitivity x price x (1 - share).

    Parameters
    ----------
    sensitivity
        Utility lost per unit of relative price.
    relative_price
        Price over the reference price of the line.
    share
        The offer's choice probability.

    Examples
    --------
    >>> round(price_elasticity(3.4, 1.0, 0.23), 2)
    -2.62
    """
    return -sensitivity * relative_price * (1.0 - share)
