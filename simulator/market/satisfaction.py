"""How a delivery is judged, and how the memory of it fades."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["faded", "satisfaction"]

Floats = NDArray[np.float64]


def satisfaction(
    *,
    base: Floats,
    waiting_days: Floats,
    loss_per_week_waiting: Floats,
    response_days: Floats,
    loss_per_response_day: Floats,
    unexplained_share: Floats,
    loss_unexplained: Floats,
    noise: Floats,
) -> Floats:
    """Judge a delivery between 0 and 1: what was received, less what was waited for and not understood.

    Parameters
    ----------
    base
        Satisfaction when nothing goes wrong.
    waiting_days
        Days from the order to delivery [days].
    loss_per_week_waiting
        Satisfaction lost for each week of waiting.
    response_days
        Days until service answers a question [days].
    loss_per_response_day
        Satisfaction lost for each such day.
    unexplained_share
        Share of the premium features that nobody explained (0 for standard products).
    loss_unexplained
        Satisfaction lost when nothing was explained.
    noise
        Difference between customers, mean 0.

    Returns
    -------
    Satisfaction, clipped to 0..1, in the common shape.

    Examples
    --------
    >>> one = np.ones(1)
    >>> satisfaction(base=0.8 * one, waiting_days=14 * one, loss_per_week_waiting=0.05 * one,
    ...     response_days=3 * one, loss_per_response_day=0.03 * one, unexplained_share=0 * one,
    ...     loss_unexplained=0.15 * one, noise=0 * one).round(2)
    array([0.61])
    """
    judged = (
        base
        - loss_per_week_waiting * waiting_days / 7.0
        - loss_per_response_day * response_days
        - loss_unexplained * unexplained_share
        + noise
    )
    return np.clip(judged, 0.0, 1.0)


def faded(value: Floats, neutral: Floats, weeks_ago: Floats, half_life_weeks: Floats) -> Floats:
    """Let a remembered experience fade towards the neutral one: half of the difference per half-life.

    Decaying state is stored as (value, as of week) and advanced only when it is looked at.

    Examples
    --------
    >>> faded(np.array([0.9]), np.array([0.7]), np.array([26.0]), np.array([26.0])).round(2)
    array([0.8])
    """
    return np.asarray(neutral + (value - neutral) * np.exp2(-weeks_ago / half_life_weeks))
