"""How a rep divides hours among accounts: by habit, or so that the last hour is worth the same everywhere.

Each account brings ``worth x response(hours / usual hours)``. The rules of thumb are what reps are seen to
do; the best division equalizes marginal response [Lodish1971]_.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import EffortTraits, choose_effort, response

__all__ = ["RULES", "alike", "brought", "by_size", "equal_marginal", "largest_first"]

Floats = NDArray[np.float64]

VISITS_TO_LARGE = 2.0
"""An account that is called on at all under `largest_first` is visited twice as often as usual."""


def equal_marginal(worth: Floats, elasticity: float, floor: float) -> Floats:
    """Divide the usual hours so that the last one is worth the same in every account.

    Parameters
    ----------
    worth
        What each account brings at its usual hours [currency], ``(n_accounts,)``.
    elasticity, floor
        Response to effort, see :func:`simulator.behaviors.effort.response`.

    Returns
    -------
    Hours over the usual ones of an account, mean 1, ``(n_accounts,)``.

    Examples
    --------
    >>> equal_marginal(np.array([1.0, 4.0]), 0.31, 0.1).round(2)
    array([0.14, 1.86])
    """
    n = len(worth)
    numbers = (elasticity, floor, 1.0, 1.0, 1.0, 1.0)  # the total is fixed: cost and supply do not matter
    traits = EffortTraits(*(np.full(1, number) for number in numbers))
    even = np.full((1, n), 1.0 / n)
    return np.asarray(choose_effort(np.ones((1, n)), worth[None, :], even, traits)[0])


def largest_first(worth: Floats, elasticity: float, floor: float) -> Floats:  # noqa: ARG001 - one door
    """Call on the biggest: twice the usual hours from the largest account down, until time is out.

    Examples
    --------
    >>> largest_first(np.array([1.0, 9.0, 4.0, 2.0]), 0.31, 0.1)
    array([0., 2., 2., 0.])
    """
    hours = np.zeros(len(worth))
    left = float(len(worth))
    for account in np.argsort(-worth, kind="stable").tolist():
        hours[account] = min(VISITS_TO_LARGE, left)
        left -= hours[account]
    return hours


def by_size(worth: Floats, elasticity: float, floor: float) -> Floats:  # noqa: ARG001 - one door
    """Give each account hours in proportion to its size.

    Examples
    --------
    >>> by_size(np.array([1.0, 3.0]), 0.31, 0.1)
    array([0.5, 1.5])
    """
    return np.asarray(worth / worth.mean())


def alike(worth: Floats, elasticity: float, floor: float) -> Floats:  # noqa: ARG001 - one door
    """Give every account the same hours.

    Examples
    --------
    >>> alike(np.array([1.0, 3.0]), 0.31, 0.1)
    array([1., 1.])
    """
    return np.ones(len(worth))


RULES: dict[str, Callable[[Floats, float, float], Floats]] = {
    "largest-first": largest_first,
    "by-size": by_size,
    "alike": alike,
    "equal-marginal": equal_marginal,
}
"""Ways of dividing hours, by name; the last one is the best."""


def brought(worth: Floats, hours: Floats, elasticity: float, floor: float) -> float:
    """Give what the accounts bring together at these hours [currency].

    Examples
    --------
    >>> brought(np.array([1.0, 3.0]), np.ones(2), 0.31, 0.1)
    4.0
    """
    return float((worth * response(hours, np.array(elasticity), np.array(floor))).sum())
