"""Classes of reps: the fixed lattice on which policies are solved, and where a rep stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.plan_parts import Part
from simulator.world.pay_terms import CompiledPlan

__all__ = ["Anchor", "Classes", "anchors_of", "corners"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Node = tuple[int, ...]

SCALE_STEP, NOISE_STEP = 0.4, 0.35
"""Distance of neighboring classes in the logarithm of normal credit, and of luck."""

QUOTA_STEP, FINE_QUOTA_STEP = 0.4, 0.2
"""Distance in the logarithm of quota over normal credit: of several quotas, and of one alone."""


@dataclass(frozen=True)
class Anchor:
    """The place on a running total at which most is at stake: positions are told by the gap to it.

    Parameters
    ----------
    level
        Multiple of the quota, or amount of the total.
    relative
        Whether the level is a multiple of the quota.
    """

    level: float
    relative: bool

    def at(self, credit_per_week: Floats, quota: Floats) -> Floats:
        """Give the place in weeks of normal credit."""
        return self.level * (quota if self.relative else np.ones_like(quota)) / credit_per_week


def anchors_of(plan: CompiledPlan) -> list[Anchor]:
    """Find the anchor of each total: its largest jump, else its first bend, else its gate, else nothing."""
    needs_quota = plan.depends_on_quota
    found = []
    for number in range(len(plan.accumulators)):
        stakes = [(0.0, 1.0 if needs_quota[number] else 0.0, bool(needs_quota[number]))]
        for term in plan.terms:
            if term.accumulator == number:
                before = term.values[:-1] + term.slopes[:-1] * np.diff(term.breakpoints)
                jumps = (
                    np.abs(term.values[1:] - before)
                    if not term.relative_to_quota
                    else np.abs(np.diff(term.values))
                )
                stakes.extend(
                    (float(jump), float(place), term.relative_to_quota)
                    for jump, place in zip(jumps, term.breakpoints[1:], strict=True)
                )
        stakes.extend(
            (1e-9, gate.level, gate.relative_to_quota) for gate in plan.gates if gate.accumulator == number
        )
        _, level, relative = max(stakes, key=lambda stake: stake[0])
        found.append(Anchor(level, relative))
    return found


def _quota_step(part: Part) -> float:
    """Give the distance of quotas on the lattice; finer for one alone, as giving up turns on it."""
    return FINE_QUOTA_STEP if np.count_nonzero(part.plan.depends_on_quota) == 1 else QUOTA_STEP


@dataclass(frozen=True)
class Classes:
    """Some classes of the lattice as numbers.

    Parameters
    ----------
    credit_per_week
        Normal credit of the leading total [accumulator units per week], ``(n,)``.
    quotas
        Quota of each total [accumulator units], ``(n, n_totals)``.
    noise
        Standard deviation of a week's credit over its mean [1], ``(n,)``.
    """

    credit_per_week: Floats
    quotas: Floats
    noise: Floats

    @classmethod
    def of(cls, nodes: Sequence[Node], part: Part, ratios: Floats, weeks: Floats) -> Classes:
        """Write nodes as numbers.

        Parameters
        ----------
        nodes
            Steps along scale, the quota of each total that has one, and luck.
        part
            The totals.
        ratios
            How much of each total a unit of the leading one brings, ``(n_totals,)``.
        weeks
            Length of each total's period, ``(n_totals,)``.
        """
        steps = np.array(nodes, dtype=np.float64).reshape(len(nodes), -1)
        credit = np.exp(SCALE_STEP * steps[:, 0])
        quotas = np.ones((len(nodes), len(ratios)))
        column = 1
        for total in np.flatnonzero(part.plan.depends_on_quota):
            normal = credit * ratios[total] * weeks[total]
            quotas[:, total] = normal * np.exp(_quota_step(part) * steps[:, column])
            column += 1
        return cls(credit, quotas, np.exp(NOISE_STEP * steps[:, -1]))

    def coordinates(self, part: Part, ratios: Floats, weeks: Floats) -> Floats:
        """Give where each class stands on the lattice, in steps, ``(n, n_axes)``."""
        columns = [np.log(self.credit_per_week) / SCALE_STEP]
        for total in np.flatnonzero(part.plan.depends_on_quota):
            normal = self.credit_per_week * ratios[total] * weeks[total]
            columns.append(np.log(np.maximum(self.quotas[:, total] / normal, 1e-4)) / _quota_step(part))
        return np.stack([*columns, np.log(self.noise) / NOISE_STEP], axis=1)


def corners(coordinates: Floats) -> tuple[Numbers, Floats]:
    """Give the lattice nodes of the simplex around each place, and their weights.

    Parameters
    ----------
    coordinates
        Places in steps of the lattice, ``(n, n_axes)``.

    Returns
    -------
    Nodes ``(n, n_axes + 1, n_axes)`` and weights ``(n, n_axes + 1)``, which sum to 1.

    Notes
    -----
    Each cell of the lattice is parted into simplices along its diagonal; within one of them what is read is
    linear. That takes one more node than there are axes, not two to their power.

    Examples
    --------
    >>> nodes, weights = corners(np.array([[0.25, 0.75]]))
    >>> nodes.tolist(), weights.tolist()
    ([[[0, 0], [0, 1], [1, 1]]], [[0.25, 0.5, 0.25]])
    """
    n, n_axes = coordinates.shape
    below = np.floor(coordinates).astype(np.int64)
    share = coordinates - below
    order = np.argsort(-share, axis=1, kind="stable")
    falling = np.take_along_axis(share, order, axis=1)
    weights = np.concatenate([np.ones((n, 1)), falling], axis=1)
    weights[:, :-1] -= falling
    nodes = np.repeat(below[:, None, :], n_axes + 1, axis=1)
    rows = np.arange(n)
    for number in range(n_axes):
        nodes[rows[:, None], np.arange(number + 1, n_axes + 1), order[:, number : number + 1]] += 1
    return nodes, weights
