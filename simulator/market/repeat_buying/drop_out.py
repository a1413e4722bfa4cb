"""Customers who may leave after any purchase: what they will buy, and whether they are still there.

While alive a customer buys at a rate of his own (gamma over customers) and leaves after each purchase with
a probability of his own (beta over customers). FaderHardieLee2005; in the variant of Batislam2007 he may
leave after the very first purchase too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln, hyp2f1

__all__ = ["DropOut", "chance_alive", "expected_purchases", "future_purchases", "log_likelihood"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class DropOut:
    """How customers differ in buying and leaving.

    Parameters
    ----------
    purchases, weeks
        Gamma distribution of the purchase rate: shape ``r`` [1] and rate ``alpha`` [weeks]; the mean is
        ``r / alpha`` purchases a week.
    leaving, staying
        Beta distribution of the chance to leave after a purchase: ``a`` and ``b`` [1]; the mean is
        ``a / (a + b)``.
    leaves_at_once
        Whether a customer may leave right after the first purchase (MBG/NBD) or only after a repeat (BG/NBD).

    Raises
    ------
    ValueError
        If a coefficient is not above 0.
    """

    purchases: float
    weeks: float
    leaving: float
    staying: float
    leaves_at_once: bool = False

    def __post_init__(self) -> None:
        if min(self.purchases, self.weeks, self.leaving, self.staying) <= 0.0:
            raise ValueError("every coefficient of repeat buying must be above 0")


def _expected(traits: DropOut, shape: Floats, weeks: Floats, chances: Floats, time: Floats) -> Floats:
    """Give a living customer's purchases to come: the mean of (1 - e**-(rate leaving time)) / leaving.

    ``shape`` and ``weeks`` are those of his purchase rate, ``chances`` the beta's second coefficient.
    """
    a = traits.leaving
    if abs(a - 1.0) < 1e-6:  # the closed form has a removable gap at 1
        a = 1.0 + 1e-6
    still = (weeks / (weeks + time)) ** shape * hyp2f1(
        shape, chances, a + chances - 1.0, time / (weeks + time)
    )
    return np.asarray((a + chances - 1.0) / (a - 1.0) * (1.0 - still))


def expected_purchases(traits: DropOut, time: Floats) -> Floats:
    """Give how many repeat purchases to expect of a new customer within a time.

    Parameters
    ----------
    traits
        How customers differ.
    time
        Time from the first purchase [weeks].

    Returns
    -------
    ``(a + b - 1) / (a - 1) [1 - (alpha / (alpha + t))**r 2F1(r, b; a + b - 1; t / (alpha + t))]``;
    in the variant times the chance to come back at all.

    Examples
    --------
    >>> shop = DropOut(purchases=0.243, weeks=4.414, leaving=0.793, staying=2.426)
    >>> expected_purchases(shop, np.array([1.0, 32.0, 78.0])).round(4)
    array([0.0533, 1.0452, 1.8605])
    """
    shape, weeks = np.asarray(traits.purchases), np.asarray(traits.weeks)
    extra = 1.0 if traits.leaves_at_once else 0.0
    returning = traits.staying / (traits.leaving + traits.staying) if traits.leaves_at_once else 1.0
    return returning * _expected(traits, shape, weeks, np.asarray(traits.staying + extra), np.asarray(time))


def chance_alive(traits: DropOut, repeats: Floats, last: Floats, known: Floats) -> Floats:
    """Give the probability that a customer has not left for good.

    Parameters
    ----------
    traits
        How customers differ.
    repeats, last, known
        Repeat purchases [count], time of the last one and time known so far [weeks], both from the first.

    Returns
    -------
    ``1 / (1 + a / (b + x - 1) ((alpha + T) / (alpha + t_x))**(r + x))`` [0 to 1], 1 for BG/NBD customers who
    never came back: they had no occasion to leave.

    Examples
    --------
    >>> shop = DropOut(purchases=0.243, weeks=4.414, leaving=0.793, staying=2.426)
    >>> chance_alive(shop, np.array([0.0, 5.0, 5.0]), np.array([0.0, 10.0, 38.0]), np.full(3, 39.0)).round(3)
    array([1.   , 0.024, 0.878])
    """
    alive, gone = _log_terms(traits, *(np.asarray(one, float) for one in (repeats, last, known)))
    return np.asarray(1.0 / (1.0 + np.exp(gone - alive)))


def future_purchases(traits: DropOut, repeats: Floats, last: Floats, known: Floats, time: Floats) -> Floats:
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
    Chance to be alive times what a living customer of this history buys [purchases].

    Examples
    --------
    >>> shop = DropOut(purchases=0.243, weeks=4.414, leaving=0.793, staying=2.426)
    >>> bought = np.array([2.0]), np.array([30.43]), np.array([38.86])
    >>> future_purchases(shop, *bought, np.array([39.0])).round(3)
    array([1.226])
    """
    repeats, known = np.asarray(repeats, float), np.asarray(known, float)
    extra = 1.0 if traits.leaves_at_once else 0.0
    buys = _expected(
        traits,
        traits.purchases + repeats,
        traits.weeks + known,
        traits.staying + repeats + extra,
        np.asarray(time),
    )
    return chance_alive(traits, repeats, last, known) * buys


def _log_terms(traits: DropOut, repeats: Floats, last: Floats, known: Floats) -> tuple[Floats, Floats]:
    """Log weights of "still alive" and "left after the last purchase", up to a common factor."""
    a, b, shape = traits.leaving, traits.staying, traits.purchases + repeats
    extra = 1.0 if traits.leaves_at_once else 0.0
    alive = betaln(a, b + repeats + extra) - betaln(a, b) - shape * np.log(traits.weeks + known)
    occasions = repeats - 1.0 + extra  # stays before the one after which he left
    left = betaln(a + 1.0, b + np.maximum(occasions, 0.0)) - betaln(a, b)
    gone = np.where(occasions >= 0.0, left - shape * np.log(traits.weeks + last), -np.inf)
    return alive, gone


def log_likelihood(traits: DropOut, repeats: Floats, last: Floats, known: Floats) -> Floats:
    """Give the log probability density of each customer's history.

    Parameters
    ----------
    traits
        How customers differ.
    repeats, last, known
        As in `chance_alive`.

    Examples
    --------
    >>> shop = DropOut(purchases=0.243, weeks=4.414, leaving=0.793, staying=2.426)
    >>> log_likelihood(shop, np.array([0.0]), np.array([0.0]), np.array([39.0])).round(4)   # never came back
    array([-0.5555])
    """
    alive, gone = _log_terms(traits, repeats, last, known)
    r = traits.purchases
    return np.asarray(
        gammaln(r + repeats) - gammaln(r) + r * np.log(traits.weeks) + np.logaddexp(alive, gone)
    )
