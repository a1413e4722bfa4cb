"""What training and practice do to product knowledge."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["after_practice", "after_training"]

Floats = NDArray[np.float64]


def after_training(knowledge: Floats, days: float, gain_per_day: Floats) -> Floats:
    """Give knowledge after some days of training: each day closes the same share of the gap.

    Parameters
    ----------
    knowledge
        Knowledge before [0 to 1].
    days
        Training days.
    gain_per_day
        Share of the remaining gap that a day closes.

    Examples
    --------
    >>> after_training(np.array([0.0]), 2.0, np.array([0.5]))
    array([0.75])
    """
    return np.asarray(1.0 - (1.0 - knowledge) * (1.0 - gain_per_day) ** days)


def after_practice(
    knowledge: Floats, everyday: Floats, effort_weeks: Floats, gain_per_week: Floats, half_life_weeks: Floats
) -> Floats:
    """Give knowledge after a week: what training added fades towards everyday knowledge, practice adds.

    Parameters
    ----------
    knowledge
        Knowledge before [0 to 1].
    everyday
        What the normal job keeps alive [0 to 1].
    effort_weeks
        Effort on these products this week [weeks of normal effort].
    gain_per_week
        Share of the remaining gap that a full week of practice closes.
    half_life_weeks
        Half-life of what stands above everyday knowledge [weeks].

    Examples
    --------
    >>> one = np.ones(1)
    >>> after_practice(0.7 * one, 0.3 * one, 0 * one, 0.01 * one, one)
    array([0.5])
    """
    kept = everyday + (knowledge - everyday) * np.exp2(-1.0 / half_life_weeks)
    return np.asarray(kept + (1.0 - kept) * gain_per_week * effort_weeks)
