"""Quotas that follow results: what selling more today costs a rep tomorrow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.backward_induction import Course, Solved, Worth, solve
from simulator.behaviors.smoothing import Line, cubic_weights
from simulator.errors import InputError

__all__ = ["QuotaRule", "at_nothing", "solve_with_ratchet", "with_next_quota"]

Floats = NDArray[np.float64]

_MOST_ROUNDS = 2_000
_SETTLED = 1e-9


@dataclass(frozen=True)
class QuotaRule:
    """The next quota as a weighted mean of this one and of what was sold, up and down apart.

    Parameters
    ----------
    weight_up, weight_down
        Share of the gap that the quota follows when sales were above it, and below it [0 to 1].
    periods
        Periods that a rep looks ahead, this one included; 0: without end (needs a discount).
    every
        Which quotas follow, ``quarter`` or ``year`` (or ``month``): those of totals with this period.

    Notes
    -----
    ``quota' = quota + weight (sales - quota)`` [Leone2004]_, [Weitzman1980]_.

    Examples
    --------
    >>> rule = QuotaRule(0.5, 0.1)
    >>> rule.next_quota(np.array([100.0, 100.0]), np.array([120.0, 80.0]))
    array([110.,  98.])
    """

    weight_up: float
    weight_down: float
    periods: int = 0
    every: str = "year"

    def __post_init__(self) -> None:
        if not (0.0 <= self.weight_down <= 1.0 and 0.0 <= self.weight_up <= 1.0 and self.periods >= 0):
            raise InputError(
                f"weights {self.weight_up} and {self.weight_down} must lie between 0 and 1, and periods "
                f"{self.periods} must not be negative"
            )

    def next_quota(self, quota: Floats, sold: Floats) -> Floats:
        """Give the quota of the next period.

        Parameters
        ----------
        quota, sold
            Quota and credit of the period that closes, in one unit, broadcastable.
        """
        gap = sold - quota
        return np.asarray(quota + np.where(gap > 0.0, self.weight_up, self.weight_down) * gap)


def solve_with_ratchet(
    course: Course, line: Line, worth: Worth, quotas: Floats, rule: QuotaRule
) -> list[Solved]:
    """Solve a period whose result moves the next quota, for every level of the quota.

    Parameters
    ----------
    course
        What one period asks of the classes: ladder after ladder, each row with the quota of its rung.
    line
        Grid of the total; 0 lies on it.
    worth
        What the close of one period pays, see :func:`simulator.behaviors.backward_induction.solve`.
    quotas
        Rungs of a ladder [weeks of normal credit], even and ascending, ``(n_rungs,)``.
    rule
        How the quota follows results.

    Returns
    -------
    The periods from the first to the last; one, that repeats itself, without end.

    Raises
    ------
    InputError
        When there is no end and no discount, so that no worth is finite.

    Notes
    -----
    The worth of starting with a quota is solved from the last period back; quotas beyond the ladder go on in
    a straight line. Without end, rounds repeat until what one more unit of quota costs has settled.
    """
    preferences = course.preferences
    endless = rule.periods == 0
    per_period = preferences.discount_per_week ** sum(step.weeks for step in course.steps)
    if endless and per_period >= 1.0:
        raise InputError("quotas that follow results without end need a discount below 1")
    n = len(course.credit_per_week)
    rows = np.repeat(np.arange(n // len(quotas)), len(quotas))
    own = np.tile(quotas, n // len(quotas))
    start = np.zeros((n // len(quotas), len(quotas)))
    solved: list[Solved] = []
    for _ in range(_MOST_ROUNDS if endless else rule.periods):
        later = start
        solved.insert(0, solve(course, line, with_next_quota(worth, own, rule, quotas, later[rows])))
        start = at_nothing(line, solved[0].value[0, :, 0]).reshape(later.shape)
        if endless:
            del solved[1:]
            moved = np.abs(np.diff(start) - np.diff(later)).max()
            if moved <= _SETTLED * max(1.0, np.abs(np.diff(start)).max()):
                break
    return solved


def with_next_quota(worth: Worth, own: Floats, rule: QuotaRule, ladder: Floats, later: Floats) -> Worth:
    """Add to what a close pays what the quota that follows from it is worth.

    Parameters
    ----------
    worth
        What the close pays.
    own
        Quota of each class [weeks of normal credit], ``(n,)``.
    rule
        How the quota follows results.
    ladder, later
        Rungs [weeks of normal credit], ``(n_rungs,)``, and the worth of a period that begins on each of
        them, ``(n, n_rungs)``.
    """

    def total(sold: Floats) -> Floats:
        quota = rule.next_quota(own[:, None], sold)
        there = (quota - ladder[0]) / (ladder[1] - ladder[0])
        below = np.clip(np.floor(there), 0, len(ladder) - 2).astype(np.int64)
        low, high = (np.take_along_axis(later, below + k, axis=1) for k in (0, 1))
        return np.asarray(worth(sold) + (low + (there - below) * (high - low))[:, None, :])

    return total


def at_nothing(line: Line, values: Floats) -> Floats:
    """Read values at a total of nothing.

    Parameters
    ----------
    line
        Grid of the total.
    values
        Values on it, ``(n, size)``.

    Returns
    -------
    One for each class, ``(n,)``, by a cubic through four neighbors.
    """
    rows = np.arange(len(values))
    below, share = line.place(np.zeros(len(values)), rows)
    inner = np.clip(below, 1, line.size - 3)
    weights = cubic_weights(share + (below - inner))
    return np.asarray(sum(weight * values[rows, inner - 1 + k] for k, weight in enumerate(weights)))
