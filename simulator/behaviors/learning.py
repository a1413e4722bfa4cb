"""What doing makes of people: skill by practice, skill lost without it, and fatigue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["LearningTraits", "after_week", "fatigue_after", "freshness", "skill"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LearningTraits:
    """How people learn, forget and tire; arrays that fit ``(n_reps, ...)``.

    Parameters
    ----------
    learning_rate
        Share by which results rise when experience doubles.
    memory_half_life_weeks
        Weeks without practice after which half of experience is lost.
    tiring
        Fatigue that a week of twice the normal effort leaves.
    rest_half_life_weeks
        Weeks of normal effort after which half of fatigue is gone.
    fatigue_cost
        Share of results that one unit of fatigue takes.
    """

    learning_rate: Floats
    memory_half_life_weeks: Floats
    tiring: Floats
    rest_half_life_weeks: Floats
    fatigue_cost: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats]) -> LearningTraits:
        """Take the traits from the register of parameters."""
        return cls(
            parameters["learning_rate"],
            parameters["memory_half_life_weeks"],
            parameters["tiring"],
            parameters["rest_half_life_weeks"],
            parameters["fatigue_cost"],
        )


def after_week(experience: Floats, effort: Floats, memory_half_life_weeks: Floats) -> Floats:
    """Give experience after a week: part is forgotten, the week's effort is added.

    Parameters
    ----------
    experience
        Remembered practice [weeks of normal effort], ``(n_reps, n_kinds)``.
    effort
        Effort of the week on each kind [1 = a normal week on it], same shape.
    memory_half_life_weeks
        As in :class:`LearningTraits`.

    Notes
    -----
    ``experience 2**(-1/half-life) + effort``; steady work keeps
    ``1 / (1 - 2**(-1/half-life))`` weeks in mind.

    Examples
    --------
    >>> after_week(np.array([10.0]), np.array([1.0]), np.array([1.0]))
    array([6.])
    """
    return np.asarray(experience * np.exp2(-1.0 / memory_half_life_weeks) + effort)


def skill(experience: Floats, usual: Floats, learning_rate: Floats) -> Floats:
    """Give what experience makes of results, relative to the usual experience.

    Parameters
    ----------
    experience, usual
        Remembered practice, and that at which results are normal [weeks of normal effort],
        ``usual`` positive.
    learning_rate
        As in :class:`LearningTraits`.

    Notes
    -----
    Power law of practice: ``((1 + experience) / (1 + usual)) ** log2(1 + rate)``.

    Examples
    --------
    Twice the experience, at 10 % a doubling:

    >>> skill(np.array([199.0, 99.0]), np.array([99.0]), np.array([0.1]))
    array([1.1, 1. ])
    """
    return np.asarray(((1.0 + experience) / (1.0 + usual)) ** np.log2(1.0 + learning_rate))


def fatigue_after(fatigue: Floats, effort: Floats, tiring: Floats, rest_half_life_weeks: Floats) -> Floats:
    """Give fatigue after a week; effort beyond the normal tires, less than normal does not.

    Parameters
    ----------
    fatigue
        Fatigue before [units], ``(n_reps,)``.
    effort
        Effort of the week [1 = a normal week], same shape.
    tiring, rest_half_life_weeks
        As in :class:`LearningTraits`.

    Examples
    --------
    >>> fatigue_after(np.array([0.4]), np.array([1.5]), np.array([1.0]), np.array([1.0]))
    array([0.7])
    """
    rested = fatigue * np.exp2(-1.0 / rest_half_life_weeks)
    return np.asarray(rested + tiring * np.maximum(effort - 1.0, 0.0))


def freshness(fatigue: Floats, fatigue_cost: Floats) -> Floats:
    """Give what fatigue leaves of results: ``exp(-cost x fatigue)``.

    Examples
    --------
    >>> freshness(np.array([0.0, 1.0]), np.array([0.1])).round(3)
    array([1.   , 0.905])
    """
    return np.asarray(np.exp(-fatigue_cost * fatigue))
