"""What a position in a period is worth to someone who looks ahead, solved from the last step back.

One running total, for many classes of reps at once. A step's effort is chosen knowing the total so far and
the time left, for all that can still happen; its price, the **marginal value of credit**, is what other
decisions use. A second total of the same sales that closes later (a year's total beside a quarter's) is
carried along: within the inner period what was carried in does not change, so that luck moves one axis only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.frontier import Frontier
from simulator.behaviors.preferences import Preferences
from simulator.behaviors.smoothing import Line, Smoother

__all__ = ["Course", "Solved", "Step", "solve"]

Floats = NDArray[np.float64]

Worth = Callable[[Floats], Floats]
_CELLS = 16
_OFF_PEAK = 1e-12


@dataclass(frozen=True)
class Step:
    """One decision: for how long it holds, and how good the season is.

    Parameters
    ----------
    weeks
        Weeks for which the effort holds.
    season
        Credit of a normal week relative to the mean [1].
    """

    weeks: float = 1.0
    season: float = 1.0


@dataclass(frozen=True)
class Course:
    """What classes of reps face on their way to a close.

    Parameters
    ----------
    credit_per_week
        Credit of a normal week at mean season [accumulator units], ``(n,)``.
    noise
        Standard deviation of a normal week's credit relative to its mean [1].
    costs
        What a week's results cost, see :class:`simulator.behaviors.frontier.Frontier`.
    unpaid
        Worth of a unit of credit beyond pay [currency per accumulator unit], ``(n,)``; counted in ``costs``
        only where it concerns other sales.
    steps
        Decisions from the first to the last.
    preferences
        What the reps want.
    """

    credit_per_week: Floats
    noise: float
    costs: Frontier
    unpaid: Floats
    steps: Sequence[Step]
    preferences: Preferences = field(default_factory=Preferences)


@dataclass(frozen=True)
class Solved:
    """Value and price at every step and point.

    Parameters
    ----------
    value
        Worth of being there before each step's choice [currency], ``(n_steps, n, n_carried, size)``.
    price
        Marginal value of credit that the choice rests on [currency per accumulator unit],
        same shape.
    results
        Results chosen, relative to normal, same shape.
    """

    value: Floats
    price: Floats
    results: Floats


def solve(course: Course, line: Line, worth: Worth) -> Solved:
    """Solve a course from its close back to its first step.

    Parameters
    ----------
    course
        What the classes face.
    line
        Grid of the total.
    worth
        What the close brings: takes totals [weeks of normal credit], ``(n, n_places)``, gives money
        ``(n, n_carried, n_places)``.

    Notes
    -----
    ``V_t(x) = max_z unpaid y z - cost(z) + discount x CE[V_{t+1}(x + z + luck)]``. Candidate results ``z``
    are compared everywhere, so that giving up (a second peak) is found, and the best one is refined by a
    parabola. Luck is integrated exactly for what is straight between grid points; at the close, where pay
    jumps, over 16 places within each cell.

    Examples
    --------
    A bonus of 4 at 1.5 under a luck of 1, one decision: effort is 1.589.

    >>> from simulator.behaviors.effort_models import QuadraticEffort
    >>> from simulator.behaviors.frontier import frontier
    >>> one = np.ones((1, 1))
    >>> costs = frontier(QuadraticEffort.of([1.0]), np.linspace(0.0, 2.0, 65), np.full(1, 2.0), one, one,
    ...                  0 * one)
    >>> course = Course(np.ones(1), 1.0, costs, np.zeros(1), [Step()])
    >>> line = Line(np.array([-0.5]), 0.0625, 65)
    >>> solved = solve(course, line, lambda x: 4.0 * (x >= 1.5)[:, None, :])
    >>> float(solved.results[0, 0, 0, 8].round(3))  # at a total of 0
    1.589
    """
    values, prices, results = [], [], []
    smoothers: dict[Step, Smoother] = {}
    value: Floats | None = None
    for step in reversed(course.steps):
        if step not in smoothers:
            furthest = course.costs.results[-1] * step.weeks * step.season
            sd = course.noise * step.season * step.weeks**0.5
            smoothers[step] = Smoother(line, sd, furthest, course.preferences.risk)
        smoother = smoothers[step]
        after = _close(smoother, worth) if value is None else smoother.extended(value)
        value, price, chosen = _choose(course, step, smoother, smoother.certain(after))
        values.append(value)
        prices.append(price)
        results.append(chosen)
    return Solved(*(np.stack(each[::-1]) for each in (values, prices, results)))


def _close(smoother: Smoother, worth: Worth) -> Floats:
    """Give what the close brings at places within each cell, ``(n, carried, points, places)``."""
    line = smoother.line
    points = line.points(smoother.before, smoother.after)
    within = ((np.arange(_CELLS) + 0.5) / _CELLS - 0.5) * line.step
    places = (points[:, :, None] + within).reshape(len(points), -1)
    paid = worth(places)
    return paid.reshape(*paid.shape[:2], points.shape[1], _CELLS)


def _choose(course: Course, step: Step, smoother: Smoother, certain: Floats) -> tuple[Floats, Floats, Floats]:
    """Choose the best results of one step everywhere: value, price and results."""
    preferences = course.preferences
    discount = preferences.discount_per_week**step.weeks
    biased = discount * preferences.present_bias
    z, gain, later, slope = _best(course, step, smoother, certain, biased)
    price = biased * slope / course.credit_per_week[:, None, None]
    if preferences.present_bias < 1.0 and not preferences.sophisticated:
        _, gain, _, _ = _best(course, step, smoother, certain, discount)
        return gain, price, z
    return gain + (discount - biased) * later, price, z


def _best(
    course: Course, step: Step, smoother: Smoother, certain: Floats, discount: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Compare all candidate results and refine the best one: results, gain, and what lies where they lead."""
    z = course.costs.results
    scale = step.weeks * step.season
    cost = _net_costs(course, step)[:, :, None, None]
    best = discount * smoother.moved(certain, z[0] * scale) - cost[:, 0]
    number = np.zeros(best.shape, dtype=np.int64)
    before = after = np.full(best.shape, -np.inf)
    last = best
    for candidate in range(1, len(z)):
        gain = discount * smoother.moved(certain, z[candidate] * scale) - cost[:, candidate]
        after = np.where(number == candidate - 1, gain, after)
        better = gain > best
        before = np.where(better, last, before)
        best = np.where(better, gain, best)
        number[better] = candidate
        last = gain
    after = np.where(number == len(z) - 1, -np.inf, after)
    inner = np.isfinite(before) & np.isfinite(after)
    before, after = (np.where(inner, beside, best) for beside in (before, after))
    curved = 2.0 * best - before - after
    usable = curved > _OFF_PEAK
    rise = np.where(usable, after - before, 0.0)
    offset = 0.5 * rise / np.where(usable, curved, 1.0)
    chosen = z[number] + offset * (z[1] - z[0] if len(z) > 1 else 0.0)
    later, slope = smoother.at(certain, chosen * scale)
    return chosen, best + 0.25 * rise * offset, later, slope


def _net_costs(course: Course, step: Step) -> Floats:
    """Give what candidate results of a step cost, less what they bring beside pay, ``(n, n_results)``."""
    gained = (course.unpaid * course.credit_per_week)[:, None] * course.costs.results * step.season
    return (course.costs.cost - gained) * step.weeks
