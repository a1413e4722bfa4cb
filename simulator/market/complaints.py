"""Complaints and returns: what was promised against what was received, and when it is time to worry."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["after_complaint", "complaint_probability", "disappointment", "return_alert", "return_probability"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def disappointment(promised: Floats, received: Floats) -> Floats:
    """Give how far a delivery fell short of the promise; more than promised is no disappointment.

    Parameters
    ----------
    promised, received
        Quality expected and judged [0 to 1]; overselling raises the first.

    Examples
    --------
    >>> disappointment(np.array([0.9, 0.6]), np.array([0.7, 0.7])).round(2)
    array([0.2, 0. ])

    References
    ----------
    Oliver1980
    """
    return np.maximum(np.asarray(promised) - received, 0.0)


def complaint_probability(gap: Floats, slope: Floats, ease: Floats) -> Floats:
    """Give the chance that a disappointed customer tells the firm instead of leaving silently.

    Parameters
    ----------
    gap
        Disappointment [0 to 1].
    slope
        Complaints per unit of disappointment, as a rate [1].
    ease
        How easy it is to complain: 1 = usual, 2 = a line open day and night.

    Returns
    -------
    ``1 - exp(-slope x ease x gap)`` [0 to 1]; nobody complains without disappointment.

    Examples
    --------
    >>> complaint_probability(np.array([0.0, 0.2]), np.full(2, 3.0), np.ones(2)).round(3)
    array([0.   , 0.451])
    """
    return np.asarray(-np.expm1(-slope * ease * gap))


def after_complaint(satisfaction: Floats, solved_share: Floats, recovery: Floats) -> Floats:
    """Give satisfaction after a complaint: solved well, a part of the damage is made good.

    Parameters
    ----------
    satisfaction
        Satisfaction at delivery [0 to 1].
    solved_share
        How well the complaint was solved [0 to 1].
    recovery
        Share of the gap to full satisfaction that a perfect solution closes [0 to 1].

    Examples
    --------
    >>> after_complaint(np.array([0.5]), np.array([1.0]), np.array([0.4])).round(2)
    array([0.7])
    """
    return np.asarray(satisfaction + (1.0 - satisfaction) * recovery * solved_share)


def return_probability(base: Floats, gap: Floats, slope: Floats, allowed: NDArray[np.bool_]) -> Floats:
    """Give the chance that goods come back.

    Parameters
    ----------
    base
        Chance without disappointment [0 to 1].
    gap
        Disappointment [0 to 1].
    slope
        Rise of the hazard per unit of disappointment [1].
    allowed
        Whether goods of this kind may be returned.

    Returns
    -------
    ``1 - (1 - base) exp(-slope x gap)`` where allowed [0 to 1].

    Examples
    --------
    >>> return_probability(np.full(2, 0.02), np.array([0.0, 0.2]), np.full(2, 1.0), np.ones(2, bool)).round(3)
    array([0.02 , 0.198])
    """
    return np.where(allowed, 1.0 - (1.0 - base) * np.exp(-slope * gap), 0.0)


def return_alert(returned: Floats, delivered: Floats, limit: float, fewest: float) -> NDArray[np.bool_]:
    """Tell for which products the return rate has passed the limit, once enough were delivered to say so.

    Parameters
    ----------
    returned, delivered
        Units in the window [count], shape ``(n,)``.
    limit
        Return rate that calls for action [0 to 1]; 5 % is usual.
    fewest
        Fewest deliveries on which a rate is judged [count].

    Examples
    --------
    >>> return_alert(np.array([4.0, 6.0, 1.0]), np.array([100.0, 100.0, 2.0]), 0.05, 20.0)
    array([False,  True, False])
    """
    return np.asarray((delivered >= fewest) & (returned > limit * delivered))
