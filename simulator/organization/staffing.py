"""Empty seats: how long they stay empty, who is hired, how soon a hire sells, and what all that costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

__all__ = ["HiringTraits", "accepts", "hire_potential", "productive_capacity", "ramp", "weeks_to_fill"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class HiringTraits:
    """How a firm fills seats; arrays of a common shape.

    Parameters
    ----------
    weeks_to_fill
        Mean time until a new rep takes an empty seat [weeks].
    ramp_weeks
        Time until a hire sells like an old hand [weeks].
    applicants
        Applicants from whom one is chosen.
    validity
        Correlation between what the choice goes by and what the applicant can do [0 to 1].
    """

    weeks_to_fill: Floats
    ramp_weeks: Floats
    applicants: Floats
    validity: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats]) -> HiringTraits:
        """Take the traits from the register of parameters."""
        names = ("weeks_to_fill_seat", "ramp_weeks", "applicants_per_hire", "selection_validity")
        return cls(*(parameters[name] for name in names))


def weeks_to_fill(spread: Floats, mean_weeks: Floats) -> Floats:
    """Give how long each seat stays empty, from a keyed uniform of the seat.

    Notes
    -----
    ``-mean log(1 - u)``: a search that may succeed in any week alike. Times end within a week, so the
    number is not rounded here.

    Examples
    --------
    >>> weeks_to_fill(np.array([0.0, 0.5]), np.array([24.0, 24.0])).round(1)
    array([ 0. , 16.6])
    """
    return np.asarray(-mean_weeks * np.log1p(-spread))


def hire_potential(choice_luck: Floats, own_luck: Floats, applicants: Floats, validity: Floats) -> Floats:
    """Give the ability of each hire, in standard deviations of the labor market.

    Parameters
    ----------
    choice_luck
        Keyed uniform in (0, 1): how good the best applicant looked.
    own_luck
        Keyed standard normal: what the interview did not show.
    applicants, validity
        As in :class:`HiringTraits`.

    Notes
    -----
    The best looking of ``k`` has score ``ndtri(u ** (1/k))``, the greatest of ``k`` normal draws; ability is
    ``validity x score + sqrt(1 - validity**2) x own_luck``.

    Examples
    --------
    One applicant is an average draw; the best of ten by a perfect test is well above it:

    >>> half = np.full(2, 0.5)
    >>> hire_potential(half, 0 * half, np.array([1.0, 10.0]), np.ones(2)).round(3)
    array([0.   , 1.499])
    """
    score = ndtri(choice_luck ** (1.0 / applicants))
    return np.asarray(validity * score + np.sqrt(1.0 - np.square(validity)) * own_luck)


def accepts(offer: Floats, outside: Floats) -> NDArray[np.bool_]:
    """Tell which applicants take an offer: those for whom it is worth at least what they have.

    Parameters
    ----------
    offer
        Certainty equivalent of pay under the plan, at the applicant's own ability [currency per year].
    outside
        The same where the applicant is now, broadcastable.

    Examples
    --------
    Pay by results draws the able, who would refuse a salary [Lazear2000]_:

    >>> ability = np.array([0.8, 1.3])
    >>> accepts(50e3 * np.ones(2), 48e3 * ability), accepts(50e3 * ability, 48e3 * ability)
    (array([ True, False]), array([ True,  True]))
    """
    return np.asarray(offer >= outside)


def ramp(weeks_in_job: Floats, ramp_weeks: Floats) -> Floats:
    """Give what a hire sells relative to an old hand: a straight line from nothing.

    Examples
    --------
    >>> ramp(np.array([0.0, 13.0, 40.0]), np.full(3, 26.0))
    array([0. , 0.5, 1. ])
    """
    return np.asarray(np.clip(weeks_in_job / ramp_weeks, 0.0, 1.0))


def productive_capacity(quits_per_year: Floats, vacant_years: Floats, ramp_years: Floats) -> Floats:
    """Give the share of full strength that a sales force reaches with seats turning over.

    Parameters
    ----------
    quits_per_year
        Rate of leaving of those in a seat [1 / year], positive.
    vacant_years
        Mean time that a seat stays empty [years].
    ramp_years
        Length of the ramp of :func:`ramp` [years], positive.

    Notes
    -----
    A seat runs through cycles of vacancy and tenure; tenure ``T`` is exponential with rate ``q``. The share
    is what a tenure brings over a cycle's length (renewal reward)::

        E[int_0^T min(t / R, 1) dt] / (1 / q + v) = (1 - exp(-q R)) / (q**2 R) / (1 / q + v)

    Examples
    --------
    27 % leave a year, 5.5 months to replace, 6 months to learn [Darmon1990]_:

    >>> productive_capacity(np.array([0.27]), np.array([5.5 / 12]), np.array([0.5])).round(3)
    array([0.832])
    """
    per_tenure = -np.expm1(-quits_per_year * ramp_years) / (np.square(quits_per_year) * ramp_years)
    return np.asarray(per_tenure / (1.0 / quits_per_year + vacant_years))
