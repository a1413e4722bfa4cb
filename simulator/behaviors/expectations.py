"""What a rep expects still to sell before a period closes, and how experience changes it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["expected_remainder", "learned"]

Floats = NDArray[np.float64]

WEEKS_PER_MONTH = 52.0 / 12.0


def expected_remainder(
    rate_per_week: Floats,
    weeks_left: Floats,
    *,
    monthly_cv: Floats,
    order_variance_per_week: Floats,
    smallest_sd: Floats,
) -> tuple[Floats, Floats]:
    """Give mean and spread of what is still to come when the rep works as usual.

    Parameters
    ----------
    rate_per_week
        Expected credit per week [accumulator units], any shape.
    weeks_left
        Weeks until the period closes, this one included, broadcastable.
    monthly_cv
        Coefficient of variation of one month's sales beyond the lumpiness of orders, broadcastable.
    order_variance_per_week
        Variance that comes of orders being few and large: orders per week times the square of an
        order's size [accumulator units squared], same shape.
    smallest_sd
        Least standard deviation [accumulator units], positive: nobody is ever quite sure.

    Returns
    -------
    Mean and standard deviation, in the common shape.

    Notes
    -----
    Luck in different weeks is independent: the variance grows with the weeks left,
    ``(monthly_cv**2 x rate**2 x 52/12 + order variance) x weeks``. Orders arrive as a Poisson process.

    Examples
    --------
    >>> mean, sd = expected_remainder(np.array([10.0]), np.array([13.0]), monthly_cv=np.array([0.35]),
    ...     order_variance_per_week=np.zeros(1), smallest_sd=np.array([1.0]))
    >>> mean, sd.round(2)
    (array([130.]), array([26.27]))
    """
    mean = rate_per_week * weeks_left
    variance = np.square(monthly_cv * rate_per_week) * WEEKS_PER_MONTH + order_variance_per_week
    return mean, np.maximum(np.sqrt(variance * weeks_left), smallest_sd)


def learned(belief: Floats, seen: Floats, half_life_weeks: Floats) -> Floats:
    """Move a belief towards what was seen this week (exponential smoothing).

    Parameters
    ----------
    belief
        What was believed, any shape.
    seen
        This week's observation, same shape.
    half_life_weeks
        Weeks after which an observation has half its weight.

    Examples
    --------
    >>> learned(np.array([1.0]), np.array([3.0]), np.array([1.0]))
    array([2.])
    """
    return np.asarray(belief + (seen - belief) * (1.0 - np.exp2(-1.0 / half_life_weeks)))
