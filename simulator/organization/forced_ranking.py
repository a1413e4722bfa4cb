"""Forced ranking: those rated last are replaced each year, whatever they can do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["RatingTraits", "ranked_out", "rated", "replacement_gain"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RatingTraits:
    """How well a year's rating shows what people can do.

    Parameters
    ----------
    reliability
        Share of the variance of ratings that is ability [0 to 1]; the rest is luck and territory.
    """

    reliability: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats]) -> RatingTraits:
        """Take the traits from the register of parameters."""
        return cls(parameters["rating_reliability"])


def rated(potential: Floats, reliability: Floats, noise: Floats, *, mean: Floats, spread: Floats) -> Floats:
    """Give this year's rating: what people can do, seen through luck.

    Parameters
    ----------
    potential
        What each can do, any unit, ``(n_teams, n_reps)``.
    reliability
        As in :class:`RatingTraits`.
    noise
        Standard normal draw of each for the year, same shape.
    mean, spread
        Of potential in the labor market, which scale the luck.

    Returns
    -------
    Rating with the market's mean and spread, same shape.

    Notes
    -----
    ``mean + sqrt(reliability) (potential - mean) + sqrt(1 - reliability) spread noise``: its correlation with
    potential is the root of reliability.

    Examples
    --------
    >>> rated(np.array([2.0, 2.0]), np.array([1.0, 0.0]), np.array([9.0, 1.0]), mean=0.0, spread=1.0)
    array([2., 1.])
    """
    shown = np.sqrt(reliability) * (potential - mean)
    return np.asarray(mean + shown + np.sqrt(1.0 - reliability) * spread * noise)


def ranked_out(rating: Floats, share: float) -> NDArray[np.bool_]:
    """Tell who is let go: the share of each team that is rated last, rounded to whole people.

    Parameters
    ----------
    rating
        This year's rating, ``(n_teams, n_reps)``.
    share
        Share of a team [0 to 1].

    Returns
    -------
    Whether each goes, same shape; of equal ratings the first named goes.

    Examples
    --------
    >>> ranked_out(np.array([[3.0, 1.0, 2.0, 5.0, 4.0]]), 0.2)
    array([[False,  True, False, False, False]])
    """
    count = int(np.floor(share * rating.shape[1] + 0.5))
    place = np.argsort(np.argsort(rating, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(place < count)


def replacement_gain(
    leaver: Floats, hire: Floats, *, years: Floats, vacant_years: Floats, ramp_years: Floats
) -> Floats:
    """Give what replacing people brings while hires stay: better sales, less the gap before them.

    Parameters
    ----------
    leaver, hire
        What each can sell at full strength [currency per year], any shape.
    years
        How long hires stay, counted from the day the seat falls empty, at least vacancy and ramp.
    vacant_years, ramp_years
        How long the seat stays empty, and how long a hire takes to full strength along a straight line.

    Returns
    -------
    Currency; negative where the gap costs more than the better people bring.

    Notes
    -----
    ``hire (years - vacant - ramp / 2) - leaver years``.

    Examples
    --------
    A hire who sells a tenth more, kept two years and kept six:

    >>> for years in (2.0, 6.0):
    ...     print(replacement_gain(np.array([1.0]), np.array([1.1]), years=years,
    ...         vacant_years=0.4, ramp_years=0.5).round(3))
    [-0.515]
    [-0.115]
    """
    return np.asarray(hire * (years - vacant_years - 0.5 * ramp_years) - leaver * years)
