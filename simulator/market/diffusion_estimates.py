"""Bass's coefficients from the adopters of past periods: a parabola, or the curve itself.

The parabola (least squares on the discrete recursion) needs no starting point and is biased; the curve
(nonlinear least squares on what each period adds) is the better estimate where it converges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.market.diffusion import adopted_share

__all__ = ["DiffusionEstimate", "fit_curve", "fit_parabola"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class DiffusionEstimate:
    """What past adopters say about a category.

    Parameters
    ----------
    potential
        All who will ever adopt [in the unit of the data].
    innovation, imitation
        p and q [per period].
    explained_share
        Share of the variance of adopters per period that is explained (R squared).
    """

    potential: float
    innovation: float
    imitation: float
    explained_share: float


def fit_parabola(adopters: Floats) -> DiffusionEstimate:
    """Estimate how a category spreads from a parabola: new adopters on the number before and its square.

    Parameters
    ----------
    adopters
        New adopters of each period from launch on, at least four, shape ``(n_periods,)``.

    Returns
    -------
    From ``new = a + b N + c N**2``: ``m = (-b - sqrt(b**2 - 4ac)) / 2c``, ``p = a / m``, ``q = -m c``.

    Raises
    ------
    ValueError
        If there are fewer than four periods, or the parabola never comes back to zero, so that no potential
        follows from it.

    Examples
    --------
    >>> from simulator.market.diffusion import yearly_adopters
    >>> found = fit_parabola(yearly_adopters(1000.0, 0.03, 0.38, np.ones(12)))
    >>> round(found.potential), round(found.innovation, 4), round(found.imitation, 4)
    (1000, 0.03, 0.38)

    References
    ----------
    Bass1969
    """
    _check(adopters)
    before = np.concatenate([[0.0], np.cumsum(adopters)[:-1]])
    scale = float(np.sum(adopters))
    share = before / scale
    design = np.stack([np.ones_like(share), share, np.square(share)], axis=1)
    (a, b, c), *_ = np.linalg.lstsq(design, adopters / scale, rcond=None)
    root = b * b - 4.0 * a * c
    if c >= 0.0 or root < 0.0:
        raise ValueError("adopters of these periods do not level off: no potential follows from them")
    potential = (-b - np.sqrt(root)) / (2.0 * c)
    fitted = design @ np.array([a, b, c])
    return DiffusionEstimate(
        float(potential * scale),
        float(a / potential),
        float(-potential * c),
        _explained(adopters / scale, fitted),
    )


def fit_curve(adopters: Floats, start: DiffusionEstimate | None = None) -> DiffusionEstimate:
    """Estimate how a category spreads by the curve that comes closest to the adopters of each period.

    Parameters
    ----------
    adopters
        New adopters of each period from launch on, shape ``(n_periods,)``.
    start
        Where the search starts; usual values for durables where not given.

    Returns
    -------
    Minimizes the squared distance to ``m (F(t) - F(t - 1))``.

    Raises
    ------
    ValueError
        If there are fewer than four periods.

    Examples
    --------
    >>> new = 1000.0 * np.diff(adopted_share(np.arange(13.0), 0.03, 0.38))
    >>> found = fit_curve(new)
    >>> round(found.potential), round(found.innovation, 4), round(found.imitation, 4)
    (1000, 0.03, 0.38)

    References
    ----------
    SrinivasanMason1986
    """
    from scipy.optimize import least_squares

    _check(adopters)
    scale = float(np.sum(adopters))
    times = np.arange(len(adopters) + 1.0)

    def fitted(logs: Floats) -> Floats:
        potential, innovation, imitation = np.exp(logs)
        return np.asarray(potential * np.diff(adopted_share(times, innovation, imitation)))

    guess = (1.2, 0.03, 0.38)
    if start is not None:
        guess = (start.potential / scale, start.innovation, start.imitation)
    low, high = np.log([0.5, 1e-6, 1e-6]), np.log([1e3, 5.0, 5.0])

    def missed(logs: Floats) -> Floats:
        return np.asarray(fitted(logs) - adopters / scale)

    first = np.clip(np.log(np.maximum(guess, 1e-6)), low, high)
    found = least_squares(missed, first, bounds=(low.tolist(), high.tolist()), xtol=1e-12)
    potential, innovation, imitation = (float(one) for one in np.exp(found.x))
    return DiffusionEstimate(
        potential * scale, innovation, imitation, _explained(adopters / scale, fitted(found.x))
    )


def _check(adopters: Floats) -> None:
    if len(adopters) < 4:
        raise ValueError(f"three coefficients need at least four periods, got {len(adopters)}")


def _explained(data: Floats, fitted: Floats) -> float:
    return float(1.0 - np.square(data - fitted).sum() / np.square(data - data.mean()).sum())
