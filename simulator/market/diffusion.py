"""How a new category spreads: some adopt by themselves, others because others have (Bass).

``dF/dt = (p + q F)(1 - F) x(t)`` with ``F`` the share of the potential that has adopted, ``p`` innovation,
``q`` imitation and ``x(t)`` current marketing effort, 1 when nothing changes. Bass1969,
BassKrishnanJain1994. Rates and times share one unit, here years.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "adopted_share",
    "adoption_rate",
    "effective_time",
    "marketing_effort",
    "peak",
    "yearly_adopters",
]

Floats = NDArray[np.float64]


def adopted_share(time: Floats, innovation: float, imitation: float) -> Floats:
    """Give the share of all who will ever buy that has bought by a point in time.

    Parameters
    ----------
    time
        Time since launch, or effective time under marketing (see `effective_time`) [years].
    innovation, imitation
        Bass's p and q [per year]; p > 0.

    Returns
    -------
    ``(1 - e**-(p + q)t) / (1 + (q / p) e**-(p + q)t)`` [0 to 1].

    Examples
    --------
    >>> adopted_share(np.array([1.0, 5.0, 10.0, 15.0, 20.0]), 0.03, 0.38).round(4)
    array([0.0358, 0.3312, 0.8128, 0.9716, 0.9963])
    """
    left = np.exp(-(innovation + imitation) * np.asarray(time))
    return np.asarray((1.0 - left) / (1.0 + imitation / innovation * left))


def adoption_rate(time: Floats, innovation: float, imitation: float) -> Floats:
    """Give how fast the category is being adopted: share of the potential per year.

    Parameters
    ----------
    time
        Time since launch [years].
    innovation, imitation
        Bass's p and q [per year].

    Examples
    --------
    >>> adoption_rate(np.array([0.0, 6.193]), 0.03, 0.38).round(4)
    array([0.03  , 0.1106])
    """
    share = adopted_share(time, innovation, imitation)
    return np.asarray((innovation + imitation * share) * (1.0 - share))


def peak(innovation: float, imitation: float) -> tuple[float, float, float]:
    """Give when adoption is fastest, how much of the potential has adopted by then, and how fast it is.

    Parameters
    ----------
    innovation, imitation
        Bass's p and q [per year]; without q > p the launch itself is the peak.

    Returns
    -------
    Time [years], share adopted and rate [share per year]: ``log(q / p) / (p + q)``, ``1/2 - p / 2q`` and
    ``(p + q)**2 / 4q``.

    Examples
    --------
    >>> [round(one, 4) for one in peak(0.03, 0.38)]
    [6.1926, 0.4605, 0.1106]
    >>> peak(0.3, 0.1)
    (0.0, 0.0, 0.3)
    """
    if imitation <= innovation:
        return 0.0, 0.0, innovation
    both = innovation + imitation
    when = float(np.log(imitation / innovation)) / both
    return when, 0.5 - innovation / (2.0 * imitation), both**2 / (4.0 * imitation)


def yearly_adopters(
    potential: float, innovation: float, imitation: float, efforts: Floats, *, start: float = 0.0
) -> Floats:
    """Give adopters period by period when each period looks back at the one before (discrete Bass).

    Parameters
    ----------
    potential
        All who will ever adopt [customers].
    innovation, imitation
        p and q [per period].
    efforts
        Marketing effort in each period, 1 = nothing changes, shape ``(n_periods,)``.
    start
        Who had adopted before the first period [customers].

    Returns
    -------
    New adopters of each period [customers], shape ``(n_periods,)``: ``(p + q N / m)(m - N) x``, at most
    those who are left. It lags behind the continuous curve: with p = .03 and q = .38 it peaks in year 8.

    Examples
    --------
    >>> new = yearly_adopters(1.0, 0.03, 0.38, np.ones(10))
    >>> int(new.argmax()) + 1, round(float(new.sum()), 3)
    (8, 0.783)
    """
    new = np.zeros(len(efforts))
    adopted = start
    for period, effort in enumerate(efforts):
        left = potential - adopted
        hazard = (innovation + imitation * adopted / potential) * float(effort)
        new[period] = min(max(hazard, 0.0) * left, left)
        adopted += new[period]
    return new


def marketing_effort(
    price_change: Floats, advertising_change: Floats, *, price_effect: float, advertising_effect: float
) -> Floats:
    """Give how much faster a category is adopted while prices fall and advertising grows.

    Parameters
    ----------
    price_change
        Relative change of price per unit of time [1 per year], below 0 when it falls.
    advertising_change
        Relative change of advertising [1 per year]; cuts count as no change.
    price_effect
        Effect of price changes, below 0.
    advertising_effect
        Effect of advertising growth, 0 or above.

    Returns
    -------
    ``x = 1 + price effect x price change + advertising effect x max(0, advertising change)``, not below 0.

    Examples
    --------
    >>> marketing_effort(np.array([0.0, -0.1]), np.array([-0.5, 0.2]), price_effect=-1.3,
    ...                  advertising_effect=0.5)
    array([1.  , 1.23])

    References
    ----------
    BassKrishnanJain1994
    """
    grown = np.maximum(np.asarray(advertising_change), 0.0)
    effort = 1.0 + price_effect * np.asarray(price_change) + advertising_effect * grown
    return np.maximum(effort, 0.0)


def effective_time(
    time: Floats,
    price_ratio: Floats,
    advertising_ratio: Floats,
    *,
    price_effect: float,
    advertising_effect: float,
) -> Floats:
    """Give how far marketing has carried a category along its curve, as if in years without marketing.

    Parameters
    ----------
    time
        Time since launch [years].
    price_ratio
        Price over the price at launch [1].
    advertising_ratio
        Largest advertising so far over advertising at launch [1], at least 1.
    price_effect, advertising_effect
        As in `marketing_effort`.

    Returns
    -------
    ``t + price effect x log(price ratio) + advertising effect x log(advertising ratio)`` [years], the
    integral of `marketing_effort` where it stays above 0 and advertising never falls.

    Examples
    --------
    >>> effective_time(np.array([5.0]), np.array([0.5]), np.array([1.0]), price_effect=-1.3,
    ...                advertising_effect=0.5).round(3)
    array([5.901])
    """
    return np.asarray(
        time + price_effect * np.log(price_ratio) + advertising_effect * np.log(advertising_ratio)
    )
