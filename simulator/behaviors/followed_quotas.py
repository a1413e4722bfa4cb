"""Totals whose quota follows their own results: the close also brings what the next quota is worth."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.backward_induction import Course, Worth
from simulator.behaviors.classes import Classes
from simulator.behaviors.frontier import frontier, range_of_results
from simulator.behaviors.nested_totals import NestedTotals
from simulator.behaviors.ratchet import QuotaRule, at_nothing, solve_with_ratchet, with_next_quota

__all__ = ["FollowedTotals"]

Floats = NDArray[np.float64]

_DECISIONS = 4
_RUNGS = np.linspace(0.2, 2.6, 25)
"""Quotas over normal credit at which the worth of a next period is solved."""


@dataclass(frozen=True)
class FollowedTotals(NestedTotals):
    """Totals solved with an eye on the next quota.

    Parameters
    ----------
    rule
        How the quota follows results.

    Notes
    -----
    Weighed where totals of one period are solved and the rule concerns that period; for a total within
    another one the next quota is left out. What a next period is worth is solved with four decisions in it,
    for 25 levels of the quota; the running period keeps its own decisions.
    """

    rule: QuotaRule

    @property
    def followed(self) -> int | None:
        """The total whose quota follows its results, if there is one that can be solved."""
        plan = self.part.plan
        if self.is_nested or plan.accumulators[0].period != self.rule.every or self.rule.periods == 1:
            return None
        return next((int(total) for total in np.flatnonzero(plan.depends_on_quota)), None)

    def closing(self, worth: Worth, classes: Classes) -> Worth:
        """Add what the next quota is worth to what a close pays."""
        total = self.followed
        if total is None:
            return worth
        rungs = self.inner_weeks * _RUNGS
        later = np.empty((len(classes.noise), len(rungs)))
        for scale in np.unique(classes.credit_per_week):
            later[classes.credit_per_week == scale] = self._starts(
                float(scale), float(classes.noise[0]), rungs
            )
        own = classes.quotas[:, total] / (classes.credit_per_week * self.ratios[total])
        return with_next_quota(worth, own, self.rule, rungs, later)

    def _starts(self, scale: float, noise: float, rungs: Floats) -> Floats:
        """Give what a start with each quota is worth to reps of one scale, one period less ahead."""
        n = len(rungs)
        coarse = NestedTotals(
            self.part,
            self.ratios,
            self.anchors,
            self.inner_weeks,
            self.outer_weeks,
            max(self.inner_weeks // _DECISIONS, self.decision_weeks),
            self.model,
            self.weights,
            self.shares,
            self.base,
            self.preferences,
            self.course,
        )
        ladder = Classes(np.full(n, scale), rungs[:, None] * scale * self.ratios, np.full(n, noise))
        model, weights, opportunity, base = coarse.rows(ladder)
        dearest = np.full(n, coarse.dearest(ladder).max())
        low, high = range_of_results(model, dearest, weights, opportunity, base)
        least, most = float(low[0]), float(high[0])
        results = np.linspace(least, most, coarse.candidates(most - least, noise))
        costs = frontier(model, results, dearest, weights, opportunity, base)
        line, carried = coarse.grids(ladder, noise, least, most, 0)
        course = Course(ladder.credit_per_week, noise, costs, np.zeros(n), coarse.steps(), self.preferences)
        ahead = replace(self.rule, periods=max(self.rule.periods - 1, 0))
        solved = solve_with_ratchet(course, line, coarse.worth(ladder, carried, None, 0), rungs, ahead)
        return at_nothing(line, solved[0].value[0, :, 0])
