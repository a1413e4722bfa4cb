"""The ideal customer as a rule over attributes, and how willing customers say they are to recommend."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["fit_to_ideal", "net_promoter_score"]

Floats = NDArray[np.float64]


def fit_to_ideal(attributes: Floats, lowest: Floats, highest: Floats, weights: Floats) -> Floats:
    """Give how far a customer is the one that the firm looks for: the weight of the conditions that he meets.

    Parameters
    ----------
    attributes
        What is known of each customer, such as staff, age and whether urban, shape ``(n, n_attributes)``;
        NaN = not known, which meets nothing.
    lowest, highest
        Bounds of each condition, both included, ``-inf`` or ``inf`` for none, shape ``(n_attributes,)``.
    weights
        Importance of each condition [1], not below 0 and not all 0, same shape.

    Returns
    -------
    From 0 to 1 = ideal, shape ``(n,)``.

    Examples
    --------
    15 to 50 people, in a city, five years old or more:

    >>> who = np.array([[20.0, 1.0, 8.0], [200.0, 1.0, 2.0], [30.0, 0.0, np.nan]])
    >>> lowest, highest = np.array([15.0, 1.0, 5.0]), np.array([50.0, 1.0, np.inf])
    >>> fit_to_ideal(who, lowest, highest, np.array([2.0, 1.0, 1.0]))
    array([1.  , 0.25, 0.5 ])
    """
    met = np.zeros(len(attributes))
    for one, weight in enumerate(weights):
        inside = (attributes[:, one] >= lowest[one]) & (attributes[:, one] <= highest[one])
        met += weight * inside
    return np.asarray(met / weights.sum())


def net_promoter_score(
    satisfaction: Floats, noise: Floats, group: NDArray[np.int64], n_groups: int
) -> Floats:
    """Give the net promoter score of each firm: promoters less detractors, as customers answer with noise.

    It is a noisy measure of satisfaction, and nothing in the model follows from it.

    Parameters
    ----------
    satisfaction
        Satisfaction of those who are asked [0 to 1], shape ``(n,)``.
    noise
        How answers stray, in points of the scale from 0 to 10, same shape.
    group
        Firm and world of each [index], same shape.
    n_groups
        Number of groups.

    Returns
    -------
    Share answering 9 or 10 less share answering 6 or below [-1 to 1], shape ``(n_groups,)``; 0 where nobody
    was asked.

    Examples
    --------
    >>> net_promoter_score(np.array([0.95, 0.8, 0.4, 0.9]), np.zeros(4), np.array([0, 0, 0, 1]), 3)
    array([0., 1., 0.])

    References
    ----------
    Reichheld2003
    """
    answer = np.clip(np.round(10.0 * satisfaction + noise), 0.0, 10.0)
    asked = np.bincount(group, minlength=n_groups)
    promoters = np.bincount(group[answer >= 9.0], minlength=n_groups)
    detractors = np.bincount(group[answer <= 6.0], minlength=n_groups)
    return np.asarray((promoters - detractors) / np.maximum(asked, 1))
