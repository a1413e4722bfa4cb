"""Customers who may leave at any time: what they will buy, and whether they are still there.

While alive a customer buys at a rate of his own and leaves at a rate of his own; both are gamma over
customers (Pareto/NBD). SchmittleinMorrisonColombo1987
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, hyp2f1

__all__ = ["Lifetimes", "chance_alive", "expected_purchases", "future_purchases", "log_likelihood"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lifetimes:
    """How customers differ in buying and leaving.

    Parameters
    ----------
    purchases, weeks
        Gamma distribution of the purchase rate: shape ``r`` [1] and rate ``alpha`` [weeks].
    leaving, leaving_weeks
        Gamma distribution of the leaving rate: shape ``s`` [1] and rate ``beta`` [weeks].

    Raises
    ------
    ValueError
        If a coefficient is not above 0.
    """

    purchases: float
    weeks: float
    leaving: float
    leaving_weeks: float

    def __post_init__(self) -> None:
        if min(self.purchases, self.weeks, self.leaving, self.leaving_weeks) <= 0.0:
            raise ValueError("every coefficient of repeat buying must be above 0")


def _lived(shape: float, weeks: Floats, time: Floats) -> Floats:
    """Give the expected time alive over ``weeks``: (1 - (weeks / (weeks + time))**(s - 1)) / (s - 1)."""
    ratio = np.log(weeks / (weeks + time))
    if abs(shape - 1.0) < 1e-9:
        return np.asarray(-ratio)
    return np.asarray(-np.expm1((shape - 1.0) * ratio) / (shape - 1.0))


def expected_purchases(traits: Lifetimes, time: Floats) -> Floats:
    """Give how many repeat purchases to expect of a new customer within a time.

    Parameters
    ----------
    traits
        How customers differ.
    time
        Time from the first purchase [weeks].

    Returns
    -------
    ``r beta / (alpha (s - 1)) [1 - (beta / (beta + t))**(s - 1)]`` [purchases].

    Examples
    --------
    >>> shop = Lifetimes(purchases=0.553, weeks=10.578, leaving=0.606, leaving_weeks=11.669)
    >>> expected_purchases(shop, np.array([1.0, 39.0])).round(4)
    array([0.051, 1.213])
    """
    lived = _lived(traits.leaving, np.asarray(traits.leaving_weeks), np.asarray(time))
    return traits.purchases / traits.weeks * traits.leaving_weeks * lived


def _log_terms(traits: Lifetimes, repeats: Floats, last: Floats, known: Floats) -> tuple[Floats, Floats]:
    """Log weights of "still alive" and "left in between", up to a common factor."""
    r, alpha, s, beta = traits.purchases, traits.weeks, traits.leaving, traits.leaving_weeks
    power = r + s + repeats
    alive = -(r + repeats) * np.log(alpha + known) - s * np.log(beta + known)
    larger, gap = max(alpha, beta), abs(alpha - beta)
    second = np.asarray(s + 1.0) if alpha >= beta else r + repeats

    def part(time: Floats) -> Floats:
        worth = hyp2f1(power, second, power + 1.0, gap / (larger + time))
        return np.asarray(np.log(worth) - power * np.log(larger + time))

    at_last, at_end = part(last), part(known)
    difference = np.minimum(at_end - at_last, -1e-300)
    gone = at_last + np.log(-np.expm1(difference)) + np.log(s / power)
    return alive, gone


def chance_alive(traits: Lifetimes, repeats: Floats, last: Floats, known: Floats) -> Floats:
    """Give the probability that a customer has not left for good.

    Parameters
    ----------
    traits
        How customers differ.
    repeats, last, known
        Repeat purchases [count], time of the last one and time known so far [weeks], both from the first.

    Examples
    --------
    >>> shop = Lifetimes(purchases=0.553, weeks=10.578, leaving=0.606, leaving_weeks=11.669)
    >>> bought = np.array([0.0, 2.0]), np.array([0.0, 30.43]), np.full(2, 38.86)
    >>> bool((np.diff(chance_alive(shop, *bought)) > 0).all())
    True
    """
    alive, gone = _log_terms(traits, *(np.asarray(one, float) for one in (repeats, last, known)))
    return np.asarray(1.0 / (1.0 + np.exp(gone - alive)))


def future_purchases(traits: Lifetimes, repeats: Floats, last: Floats, known: Floats, time: Floats) -> Floats:
    """Give how many purchases to expect of a customer from now on, knowing what he has bought.

    Parameters
    ----------
    traits
        How customers differ.
    repeats, last, known
        As in `chance_alive`.
    time
        Time from now [weeks].

    Returns
    -------
    ``P(alive) (r + x)(beta + T) / ((alpha + T)(s - 1)) [1 - ((beta + T) / (beta + T + t))**(s - 1)]``.

    Examples
    --------
    >>> shop = Lifetimes(purchases=0.553, weeks=10.578, leaving=0.606, leaving_weeks=11.669)
    >>> bought = np.array([2.0]), np.array([30.43]), np.array([38.86])
    >>> bool(1.0 < future_purchases(shop, *bought, np.array([39.0]))[0] < 1.6)
    True
    """
    repeats, known = np.asarray(repeats, float), np.asarray(known, float)
    rate = (traits.purchases + repeats) / (traits.weeks + known)
    weeks = traits.leaving_weeks + known
    # After T weeks the leaving rate of a living customer is gamma with shape s and rate beta + T.
    return np.asarray(
        chance_alive(traits, repeats, last, known)
        * rate
        * weeks
        * _lived(traits.leaving, weeks, np.asarray(time))
    )


def log_likelihood(traits: Lifetimes, repeats: Floats, last: Floats, known: Floats) -> Floats:
    """Give the log probability density of each customer's history.

    Parameters
    ----------
    traits
        How customers differ.
    repeats, last, known
        As in `chance_alive`.

    Examples
    --------
    >>> shop = Lifetimes(purchases=0.553, weeks=10.578, leaving=0.606, leaving_weeks=11.669)
    >>> bool(log_likelihood(shop, np.zeros(1), np.zeros(1), np.full(1, 39.0))[0] < 0)
    True
    """
    r, alpha, s, beta = traits.purchases, traits.weeks, traits.leaving, traits.leaving_weeks
    alive, gone = _log_terms(traits, repeats, last, known)
    front = gammaln(r + repeats) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    return np.asarray(front + np.logaddexp(alive, gone))
