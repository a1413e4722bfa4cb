"""What moves people beside their own pay: recognition, prospects, gifts, fairness, and how pay is put.

Everything is stated as money, so that it can be weighed against pay; repetition makes each of them weaker.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

__all__ = [
    "Fairness",
    "MotiveTraits",
    "after_gift",
    "fair_weight",
    "fair_worth",
    "framing_weight",
    "next_recognition",
    "prospect_worth",
    "recognition_worth",
]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MotiveTraits:
    """How strongly motives beside pay work; arrays that fit ``(n_reps,)``.

    Parameters
    ----------
    first_recognition
        What being honored once is worth [weeks of pay].
    recognition_kept
        What a further honor in the same year is worth relative to the one before [0 to 1].
    gratitude
        Good will, in pay, for each unit of a gift that was not expected.
    habituation
        Share of the gap by which a gift moves what is expected next time [0 to 1].
    goodwill_half_life_weeks
        Weeks after which good will has halved.
    loss_aversion
        How much more a unit of pay below the reference counts than one above; 1 is none.
    """

    first_recognition: Floats
    recognition_kept: Floats
    gratitude: Floats
    habituation: Floats
    goodwill_half_life_weeks: Floats
    loss_aversion: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats]) -> MotiveTraits:
        """Take the traits from the register of parameters."""
        return cls(
            parameters["recognition_worth"],
            parameters["recognition_kept"],
            parameters["gratitude"],
            parameters["gift_habituation"],
            parameters["goodwill_half_life_weeks"],
            parameters["loss_aversion"],
        )


def recognition_worth(times: Floats, first: Floats, kept: Floats) -> Floats:
    """Give what being honored some times is worth in all, each time less than the one before.

    Parameters
    ----------
    times
        Number of honors in a year, any shape.
    first
        What the first is worth [currency].
    kept
        Worth of each relative to the one before, below 1.

    Notes
    -----
    ``first (1 - kept**times) / (1 - kept)``.

    Examples
    --------
    >>> recognition_worth(np.array([0.0, 1.0, 2.0, 9.0]), 1_000.0, 0.5).round()
    array([   0., 1000., 1500., 1996.])
    """
    return np.asarray(first * (1.0 - kept**times) / (1.0 - kept))


def next_recognition(times: Floats, first: Floats, kept: Floats) -> Floats:
    """Give what one more honor is worth to someone already honored some times: ``first x kept**times``.

    Examples
    --------
    >>> next_recognition(np.array([0.0, 1.0]), 1_000.0, 0.5)
    array([1000.,  500.])
    """
    return np.asarray(first * kept**times)


def prospect_worth(rise: Floats, years: Floats, discount_per_year: Floats) -> Floats:
    """Give what being promoted is worth: the rise in pay over the years it lasts.

    Parameters
    ----------
    rise
        Pay after less pay before, effort allowed for [currency per year]; no prospect if negative.
    years
        How long it is enjoyed.
    discount_per_year
        What a unit of pay next year is worth now, below 1.

    Notes
    -----
    ``rise (1 - d**years) / (1 - d)``. Times what one more sale adds to the odds of promotion it is a marginal
    value like pay; the odds are a contest (:mod:`simulator.behaviors.contests`).

    Examples
    --------
    >>> prospect_worth(np.array([10e3]), np.array([2.0]), np.array([0.9]))
    array([19000.])
    """
    gain = np.maximum(rise, 0.0)
    return np.asarray(gain * (1.0 - discount_per_year**years) / (1.0 - discount_per_year))


def after_gift(
    goodwill: Floats, expected: Floats, gift: Floats, traits: MotiveTraits
) -> tuple[Floats, Floats]:
    """Give good will and what is expected next time, after a gift or where one was due and none came.

    Parameters
    ----------
    goodwill
        Good will before [currency], ``(n_reps,)``.
    expected
        Gift that was expected [currency], same shape.
    gift
        Gift that came; 0 if none [currency], same shape.
    traits
        Gratitude and habituation.

    Returns
    -------
    Good will [currency], added to what a sale is worth beside pay, and the gift expected next time.

    Notes
    -----
    ``goodwill + gratitude (gift - expected)`` and ``expected + habituation (gift - expected)``. Only what
    goes beyond expectation is felt as a gift, so that equal gifts do less each time, by the factor
    ``1 - habituation``, and stopping them does harm [ChungNarayandas2017]_.

    Examples
    --------
    The same gift three times, then none:

    >>> traits = MotiveTraits(*(np.array([v]) for v in (2.0, 0.6, 1.0, 0.5, 8.0, 1.0)))
    >>> goodwill, expected = np.zeros(1), np.zeros(1)
    >>> for gift in (100.0, 100.0, 100.0, 0.0):
    ...     before = goodwill
    ...     goodwill, expected = after_gift(goodwill, expected, np.array([gift]), traits)
    ...     print((goodwill - before).round(1))
    [100.]
    [50.]
    [25.]
    [-87.5]
    """
    surprise = gift - expected
    moved = expected + traits.habituation * surprise
    return np.asarray(goodwill + traits.gratitude * surprise), np.asarray(moved)


@dataclass(frozen=True)
class Fairness:
    """How much it hurts to earn less than colleagues, and more.

    Parameters
    ----------
    envy
        What being one unit of pay behind everybody takes off, in units of pay; 0 or more.
    guilt
        What being one unit ahead of everybody takes off; below 1.
    """

    envy: float = 0.0
    guilt: float = 0.0

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, float]) -> Fairness:
        """Take the numbers from the register of parameters."""
        return cls(float(parameters["envy"]), float(parameters["guilt"]))


def fair_worth(pay: Floats, fairness: Fairness) -> Floats:
    """Give what pay is worth to people who look at what their colleagues get.

    Parameters
    ----------
    pay
        Pay of the members of each group [currency], ``(n_groups, n_members)``.
    fairness
        Envy and guilt.

    Returns
    -------
    Worth [currency], same shape.

    Notes
    -----
    ``pay - envy mean(others' lead) - guilt mean(own lead)``, means over the other members [FehrSchmidt1999]_.

    Examples
    --------
    >>> fair_worth(np.array([[10.0, 10.0, 40.0]]), Fairness(envy=0.5, guilt=0.2))
    array([[ 2.5,  2.5, 34. ]])
    """
    n_members = pay.shape[1]
    worth = pay.astype(np.float64)
    for other in range(n_members):
        gap = pay[:, other, None] - pay
        worth = worth - fairness.envy * np.maximum(gap, 0.0) / max(n_members - 1, 1)
        worth = worth - fairness.guilt * np.maximum(-gap, 0.0) / max(n_members - 1, 1)
    return worth


def fair_weight(chance_behind: Floats, fairness: Fairness) -> Floats:
    """Give what one more unit of own pay is worth to someone who looks at colleagues.

    Parameters
    ----------
    chance_behind
        Chance that a colleague drawn at random ends with more pay [0 to 1], any shape.
    fairness
        Envy and guilt.

    Notes
    -----
    ``1 + envy x chance_behind - guilt x (1 - chance_behind)``: it multiplies the marginal value of pay.

    Examples
    --------
    >>> fair_weight(np.array([1.0, 0.0]), Fairness(envy=0.5, guilt=0.2))
    array([1.5, 0.8])
    """
    return np.asarray(1.0 + fairness.envy * chance_behind - fairness.guilt * (1.0 - chance_behind))


def framing_weight(mean: Floats, noise_sd: Floats, reference: Floats, loss_aversion: Floats) -> Floats:
    """Give what one more unit of pay is worth to someone who holds pay against a reference.

    Parameters
    ----------
    mean, noise_sd
        Pay that is expected, and its spread [currency], any shape.
    reference
        What pay is held against [currency]: nothing where a bonus is promised, the bonus where it was paid in
        advance and may have to be given back.
    loss_aversion
        See :class:`MotiveTraits`.

    Notes
    -----
    ``1 + (loss_aversion - 1) P(pay < reference)`` for normal pay. Laboratories find loss aversion, field
    studies next to none [FerraroTracy2022]_; the default is none.

    Examples
    --------
    >>> framing_weight(np.array([100.0]), np.array([20.0]), np.array([100.0]), np.array([2.0]))
    array([1.5])
    """
    return np.asarray(1.0 + (loss_aversion - 1.0) * ndtr((reference - mean) / noise_sd))
