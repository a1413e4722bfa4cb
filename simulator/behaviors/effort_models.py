"""What effort costs and what it brings: the models of effort that a rep's decision can rest on.

Every behavior weighs the same three things: which effort is best at given values of credit, what it
costs, and what it brings in. Two models answer them. `ConcaveEffort` is the field model of this
package (results respond concavely, hours are costly in total, supervision secures a least effort).
`QuadraticEffort` is the model in which theory is stated: results in proportion to effort, cost a
quadratic form, so that more of one task can make another one dearer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import EffortTraits, choose_effort, response, row_sum

__all__ = ["ConcaveEffort", "EffortModel", "QuadraticEffort"]

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

_SMALLEST_TOTAL = 1e-9


class EffortModel(Protocol):
    """How effort turns into results and into cost; rows are reps (or classes of reps)."""

    def choose(self, value: Floats, opportunity: Floats) -> Floats:
        """Give the best effort by kind at these values of credit.

        Parameters
        ----------
        value
            Marginal value of credit [currency per currency unit of revenue], ``(n, n_kinds)``.
        opportunity
            Revenue per week at effort 1 [currency], ``(n, n_kinds)``.
        """

    def cost(self, effort: Floats) -> Floats:
        """Give the cost of effort [currency per week], ``(n,)``; infinite where it cannot be given."""

    def output(self, effort: Floats) -> Floats:
        """Give revenue by kind relative to that at effort 1, ``(n, n_kinds)``."""

    def effort_for(self, output: Floats) -> Floats:
        """Give the effort by kind that brings this relative revenue, ``(n, n_kinds)``."""

    def merged(self, groups: Sequence[Sequence[int]]) -> EffortModel:
        """Take the kinds of each group as one kind, worked alike."""

    def rows(self, index: Rows) -> EffortModel:
        """Give the model of some of the reps, in this order."""

    def typical(self, shares: Floats) -> EffortModel:
        """Give the model of reps whose normal week is split like this, ``(n, n_kinds)``."""

    def signature(self) -> Floats:
        """Give the parameters of each row but the split of a week, ``(n, m)``: equal rows are alike."""


@dataclass(frozen=True)
class ConcaveEffort:
    """Concave response of each kind, and a cost of all hours together.

    Parameters
    ----------
    traits
        Response and cost of effort of each rep.
    normal_split
        Share of a normal week that goes to each kind, ``(n, n_kinds)``.

    Notes
    -----
    ``output = response(effort)``; ``cost = m E ** (1 + 1/s) / (1 + 1/s)`` for total effort ``E`` between the
    least that supervision secures and the most a rep can give, with marginal cost ``m`` at a normal week and
    supply elasticity ``s``.

    Examples
    --------
    A normal week costs a third of its marginal cost, and brings what is normal:

    >>> traits = EffortTraits(*(np.full(1, v) for v in (0.31, 0.1, 30.0, 0.5, 0.6, 1.5)))
    >>> model = ConcaveEffort(traits, np.ones((1, 1)))
    >>> model.cost(np.ones((1, 1))), model.output(np.ones((1, 1)))
    (array([10.]), array([[1.]]))
    """

    traits: EffortTraits
    normal_split: Floats

    def choose(self, value: Floats, opportunity: Floats) -> Floats:
        """Give the best effort by kind, see :func:`simulator.behaviors.effort.choose_effort`."""
        return choose_effort(np.maximum(value, 0.0), opportunity, self.normal_split, self.traits)

    def cost(self, effort: Floats) -> Floats:
        """Give the cost of total effort [currency per week], infinite beyond what can be given."""
        total = row_sum(effort * self.normal_split)
        power = 1.0 + 1.0 / self.traits.supply_elasticity
        least, most = self.traits.least - _SMALLEST_TOTAL, self.traits.most + _SMALLEST_TOTAL
        possible = (total >= least) & (total <= most)
        price = self.traits.marginal_cost / power
        return np.where(possible, price * np.maximum(total, 0.0) ** power, np.inf)

    def output(self, effort: Floats) -> Floats:
        """Give results relative to those at normal effort."""
        return response(effort, self.traits.elasticity[:, None], self.traits.floor[:, None])

    def effort_for(self, output: Floats) -> Floats:
        """Give the effort behind these results; never less than none."""
        floor = self.traits.floor[:, None]
        return np.maximum((floor + 1.0) * output ** (1.0 / self.traits.power[:, None]) - floor, 0.0)

    def merged(self, groups: Sequence[Sequence[int]]) -> ConcaveEffort:
        """Add up the shares of a normal week that the kinds of each group take."""
        shares = [row_sum(self.normal_split[:, list(group)]) for group in groups]
        return ConcaveEffort(self.traits, np.stack(shares, axis=1))

    def rows(self, index: Rows) -> ConcaveEffort:
        """Give the model of some of the reps."""
        return ConcaveEffort(
            EffortTraits(*(each[index] for each in _columns(self.traits))), self.normal_split[index]
        )

    def typical(self, shares: Floats) -> ConcaveEffort:
        """Give the model of the same reps with another split of a normal week."""
        return ConcaveEffort(self.traits, shares)

    def signature(self) -> Floats:
        """Give the traits of each rep."""
        return np.stack(_columns(self.traits), axis=1)


def _columns(traits: EffortTraits) -> tuple[Floats, ...]:
    return (
        traits.elasticity,
        traits.floor,
        traits.marginal_cost,
        traits.supply_elasticity,
        traits.least,
        traits.most,
    )


@dataclass(frozen=True)
class QuadraticEffort:
    """Results in proportion to effort, and a quadratic cost in which tasks can compete for energy.

    Parameters
    ----------
    cost_matrix
        Cost of effort, symmetric and positive semidefinite: own cost on the diagonal, substitution between
        two tasks beside it [currency per week], ``(n, n_kinds, n_kinds)``.

    Notes
    -----
    ``output = effort`` and ``cost = e' C e / 2`` with efforts not below nothing. With own costs ``c`` and
    substitution ``d``, two tasks are independent at ``d = 0``, perfect substitutes at ``d = c`` and help each
    other at ``d < 0`` [HolmstromMilgrom1991]_. The sets of tasks worked are tried one by one, which is exact
    and quick for the few kinds of a reduced form.

    Examples
    --------
    The second task is worth doing, but the first takes all energy as soon as both use the same:

    >>> model = QuadraticEffort.of(own=[1.0, 1.0], substitution=0.5)
    >>> model.choose(np.array([[1.0, 0.8]]), np.ones((1, 2))).round(2)
    array([[0.8, 0.4]])
    >>> model.choose(np.array([[1.0, 0.4]]), np.ones((1, 2)))
    array([[1., 0.]])
    """

    cost_matrix: Floats

    @classmethod
    def of(cls, own: Sequence[float], substitution: float = 0.0, n: int = 1) -> QuadraticEffort:
        """Build the model of ``n`` equal reps from own costs and one substitution between all tasks.

        Parameters
        ----------
        own
            Cost of each task alone [currency per week].
        substitution
            How much one task makes every other one dearer [currency per week].
        n
            Number of reps.
        """
        size = len(own)
        matrix = np.full((size, size), substitution) * (1.0 - np.eye(size)) + np.diag(own)
        return cls(np.tile(matrix, (n, 1, 1)))

    def choose(self, value: Floats, opportunity: Floats) -> Floats:
        """Give the best effort by kind: of all sets of tasks worked, the one that is worth most."""
        gain = np.asarray(value * opportunity, dtype=np.float64)
        n, n_kinds = gain.shape
        best, most = np.zeros_like(gain), np.zeros(n)
        for size in range(1, n_kinds + 1):
            for kinds in combinations(range(n_kinds), size):
                effort = np.zeros_like(gain)
                effort[:, list(kinds)] = self._worked(gain, kinds)
                worth = row_sum(gain * effort) - self.cost(effort)
                better = np.all(effort >= 0.0, axis=1) & (worth > most)
                best[better], most[better] = effort[better], worth[better]
        return best

    def _worked(self, gain: Floats, kinds: tuple[int, ...]) -> Floats:
        """Solve for the effort on these kinds when no other is worked; minus one where none is best."""
        part = self.cost_matrix[:, kinds, :][:, :, kinds]
        regular = np.abs(np.linalg.det(part)) > 1e-12
        safe = np.where(regular[:, None, None], part, np.eye(len(kinds)))
        found = np.linalg.solve(safe, gain[:, list(kinds), None])[:, :, 0]
        return np.where(regular[:, None], found, -1.0)

    def cost(self, effort: Floats) -> Floats:
        """Give ``e' C e / 2`` [currency per week], infinite for less than no effort."""
        total = np.zeros(len(effort))
        for first in range(effort.shape[1]):
            for second in range(effort.shape[1]):
                total += 0.5 * self.cost_matrix[:, first, second] * effort[:, first] * effort[:, second]
        return np.where(np.all(effort >= -1e-12, axis=1), total, np.inf)

    def output(self, effort: Floats) -> Floats:
        """Give results: effort itself."""
        return effort

    def effort_for(self, output: Floats) -> Floats:
        """Give effort: results themselves."""
        return output

    def merged(self, groups: Sequence[Sequence[int]]) -> QuadraticEffort:
        """Take the kinds of a group as one task, on which each gets the same effort."""
        n_kinds = self.cost_matrix.shape[1]
        member = np.array([[float(kind in group) for group in groups] for kind in range(n_kinds)])
        return QuadraticEffort(np.einsum("kg,nkl,lh->ngh", member, self.cost_matrix, member))

    def rows(self, index: Rows) -> QuadraticEffort:
        """Give the model of some of the reps."""
        return QuadraticEffort(self.cost_matrix[index])

    def typical(self, shares: Floats) -> QuadraticEffort:  # noqa: ARG002 - this model knows no normal split
        """Give the model itself: it knows no normal split."""
        return self

    def signature(self) -> Floats:
        """Give the cost matrix of each rep."""
        return self.cost_matrix.reshape(len(self.cost_matrix), -1)
