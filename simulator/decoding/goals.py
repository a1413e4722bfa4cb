"""How likely a goal is to be reached, what level is within reach, and how far apart the two are.

A goal is *achievable* in the sense of the SMART rules when the model reaches it often enough; the
probability is a share of independent runs and has an interval, because runs are few.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from simulator.errors import InputError

__all__ = [
    "Goal",
    "GoalCheck",
    "ShareInterval",
    "checked",
    "jeffreys_interval",
    "level_within_reach",
    "probability_of_reaching",
    "wilson_interval",
]

Direction = Literal["at-least", "at-most"]


@dataclass(frozen=True)
class Goal:
    """What is to be reached: an outcome, a level, and from which side.

    Parameters
    ----------
    outcome
        Name of the outcome.
    level
        The level to reach [unit of the outcome].
    direction
        ``at-least`` for what should be high, ``at-most`` for what should be low.

    Examples
    --------
    >>> Goal("pay_cost_share", 0.05, "at-most").is_reached(0.048)
    True
    """

    outcome: str
    level: float
    direction: Direction = "at-least"

    def __post_init__(self) -> None:
        if not math.isfinite(self.level):
            raise InputError(f"the goal for {self.outcome} must be a finite number, got {self.level}")

    def is_reached(self, value: float) -> bool:
        """Tell whether a result reaches the goal; exactly the level counts."""
        return value >= self.level if self.direction == "at-least" else value <= self.level

    def gap(self, value: float) -> float:
        """Give what is missing to the goal [unit of the outcome]; below 0 when there is a reserve."""
        return self.level - value if self.direction == "at-least" else value - self.level


@dataclass(frozen=True)
class ShareInterval:
    """A share of runs with its interval.

    Parameters
    ----------
    value
        The share seen.
    low, high
        Ends of the interval, between 0 and 1.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class GoalCheck:
    """What runs say about a goal.

    Parameters
    ----------
    goal
        The goal.
    n_runs
        Number of runs.
    probability
        Probability of reaching it.
    even_level, likely_level
        Levels that are reached with a probability of 50 % and of 80 % [unit of the outcome].
    gap
        Goal less the level that is reached with 80 % [unit of the outcome]; below 0 there is a reserve.
    """

    goal: Goal
    n_runs: int
    probability: ShareInterval
    even_level: float
    likely_level: float
    gap: float


def wilson_interval(successes: int, n: int, *, confidence: float = 0.95) -> ShareInterval:
    """Give a share of successes with Wilson's score interval.

    Parameters
    ----------
    successes, n
        How many of how many.
    confidence
        Probability with which such intervals cover the true share.

    Notes
    -----
    ``(p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)`` (E. B. Wilson, 1927); keeps its
    coverage for few runs, and says something when all or none succeeded.

    Raises
    ------
    InputError
        If there are no trials, or more successes than trials.

    Examples
    --------
    >>> ends = wilson_interval(8, 10)
    >>> ends.value, round(ends.low, 3), round(ends.high, 3)
    (0.8, 0.49, 0.943)
    >>> round(wilson_interval(10, 10).low, 3)
    0.722
    """
    share = _share(successes, n, confidence)
    z = NormalDist().inv_cdf(0.5 + 0.5 * confidence)
    middle = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1.0 - share) / n + z * z / (4 * n * n))
    scale = 1.0 + z * z / n
    low = 0.0 if successes == 0 else (middle - half) / scale
    high = 1.0 if successes == n else (middle + half) / scale
    return ShareInterval(share, low, high)


def jeffreys_interval(successes: int, n: int, *, confidence: float = 0.95) -> ShareInterval:
    """Give a share of successes with Jeffreys' interval: quantiles of Beta(successes + 1/2, failures + 1/2).

    Parameters
    ----------
    successes, n
        How many of how many.
    confidence
        Probability that the interval holds.

    Notes
    -----
    Read as a Bayesian it is the central interval of the posterior under Jeffreys' prior; at 0 or n successes
    the outer end is 0 or 1.

    Raises
    ------
    InputError
        If there are no trials, or more successes than trials.

    Examples
    --------
    >>> ends = jeffreys_interval(8, 10)
    >>> ends.value, round(ends.low, 3), round(ends.high, 3)
    (0.8, 0.497, 0.956)
    """
    from scipy.special import betaincinv

    share = _share(successes, n, confidence)
    tail = 0.5 * (1.0 - confidence)
    first, second = successes + 0.5, n - successes + 0.5
    low = 0.0 if successes == 0 else float(betaincinv(first, second, tail))
    high = 1.0 if successes == n else float(betaincinv(first, second, 1.0 - tail))
    return ShareInterval(share, low, high)


def _share(successes: int, n: int, confidence: float) -> float:
    if n < 1:
        raise InputError("a share needs at least one run")
    if not 0 <= successes <= n:
        raise InputError(f"{successes} of {n} runs cannot have succeeded")
    if not 0.0 < confidence < 1.0:
        raise InputError(f"confidence must lie between 0 and 1, got {confidence:g}")
    return successes / n


def probability_of_reaching(
    goal: Goal, results: Sequence[float], *, confidence: float = 0.95
) -> ShareInterval:
    """Give the probability of reaching a goal as the share of runs that do, with Wilson's interval.

    Parameters
    ----------
    goal
        The goal.
    results
        The outcome in each run.
    confidence
        Confidence of the interval.

    Raises
    ------
    InputError
        If there are no runs, or a result is not a number.

    Examples
    --------
    >>> probability_of_reaching(Goal("premium_share", 0.4), [0.38, 0.41, 0.45, 0.44]).value
    0.75
    """
    values = _numbers(results)
    return wilson_interval(sum(map(goal.is_reached, values)), len(values), confidence=confidence)


def level_within_reach(
    results: Sequence[float], probability: float, *, direction: Direction = "at-least"
) -> float:
    """Give the most ambitious level that is reached with a probability.

    Parameters
    ----------
    results
        The outcome in each run.
    probability
        How often the level must be reached.
    direction
        ``at-least``: the highest such level; ``at-most``: the lowest one.

    Returns
    -------
    A quantile of the results [unit of the outcome], between neighbors in proportion (Hyndman and Fan's
    type 7).

    Raises
    ------
    InputError
        If there are no runs, a result is not a number, or the probability is none.

    Examples
    --------
    >>> results = [0.30, 0.35, 0.40, 0.45, 0.50]
    >>> level_within_reach(results, 0.5), round(level_within_reach(results, 0.8), 3)
    (0.4, 0.34)
    >>> round(level_within_reach(results, 0.8, direction="at-most"), 3)
    0.46
    """
    if not 0.0 <= probability <= 1.0:
        raise InputError(f"a probability must lie between 0 and 1, got {probability:g}")
    values = sorted(_numbers(results))
    place = (len(values) - 1) * (1.0 - probability if direction == "at-least" else probability)
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])


def _numbers(results: Sequence[float]) -> list[float]:
    values = [float(result) for result in results]
    if not values:
        raise InputError("a goal can be checked against runs only, and there are none")
    for run, value in enumerate(values):
        if not math.isfinite(value):
            raise InputError(f"the result of run {run} is not a number: {value}")
    return values


def checked(goal: Goal, results: Sequence[float], *, confidence: float = 0.95) -> GoalCheck:
    """Check a goal against runs: how likely it is, what level is within reach, and the gap.

    Parameters
    ----------
    goal
        The goal.
    results
        The outcome in each run.
    confidence
        Confidence of the probability's interval.

    Raises
    ------
    InputError
        If there are no runs, or a result is not a number.

    Examples
    --------
    >>> check = checked(Goal("premium_share", 0.4), [0.30, 0.35, 0.40, 0.45, 0.50])
    >>> check.probability.value, check.even_level, round(check.likely_level, 2), round(check.gap, 2)
    (0.6, 0.4, 0.34, 0.06)
    """
    likely = level_within_reach(results, 0.8, direction=goal.direction)
    return GoalCheck(
        goal=goal,
        n_runs=len(results),
        probability=probability_of_reaching(goal, results, confidence=confidence),
        even_level=level_within_reach(results, 0.5, direction=goal.direction),
        likely_level=likely,
        gap=goal.gap(likely),
    )
