"""Reps who do not calculate: they hold on to a goal, pull harder as it comes near, and ease off beyond it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from simulator.behaviors.situation import Decision, Situation

__all__ = ["RuleOfThumb"]


@dataclass(frozen=True)
class RuleOfThumb:
    """Work normally, harder the closer the goal, and less once it is reached or out of reach.

    Parameters
    ----------
    gradient
        How much more effort the last step before the goal gets than the first one [share of normal effort].
    ease
        How much less effort is given once the goal is reached, or cannot be reached [share of normal effort].
    reach
        Pace needed over normal pace beyond which a goal is given up [1].

    Notes
    -----
    The goal is the quota of the shortest period that the plan pays on; without a quota, what normal weeks
    bring over the period. With progress ``a = credit / goal`` and the pace needed in the weeks left
    ``p = (goal - credit) / expected``::

        effort = 1 + gradient a      while p <= reach and a < 1        (goal gradient)
        effort = 1 - ease            once a >= 1 or p > reach          (satisficing, giving up)

    The split over kinds of sale stays the normal one. Pull near the goal: [Hull1932]_; goals as points of
    reference: [Heath1999]_; aspiration and satisficing: [Simon1955]_.

    Examples
    --------
    >>> from simulator.behaviors.examples import one_rep_on_bonus
    >>> rule = RuleOfThumb()
    >>> [round(float(rule.decide(one_rep_on_bonus(weeks_left=2, credit=c)).effort[0, 0]), 3)
    ...  for c in (0.0, 2_000.0, 3_000.0, 4_500.0)]
    [0.8, 1.15, 1.225, 0.8]
    """

    gradient: float = field(default=0.3, metadata={"parameter": "goal_gradient"})
    ease: float = field(default=0.2, metadata={"parameter": "goal_ease"})
    reach: float = field(default=1.5, metadata={"parameter": "goal_reach"})

    def decide(self, situation: Situation) -> Decision:
        """Give effort by progress towards the goal; credit has no marginal value here."""
        n_reps, n_kinds = situation.opportunity.shape
        value = np.zeros((n_reps, n_kinds, situation.horizons))
        totals = situation.plan.accumulators
        if not totals:
            return Decision(value, np.ones((n_reps, n_kinds)))
        shortest = int(np.argmin(np.asarray(situation.period_weeks, np.float64)))
        expected = np.maximum(situation.remainder()[0][:, shortest], 1e-9)
        whole = expected / situation.weeks_left[shortest] * situation.period_weeks[shortest]
        has_quota = bool(situation.plan.depends_on_quota[shortest] or totals[shortest].quota)
        goal = np.maximum(situation.quota[:, shortest] if has_quota else whole, 1e-9)
        progress = situation.credit[:, shortest] / goal
        pace = (goal - situation.credit[:, shortest]) / expected
        trying = (progress < 1.0) & (pace <= self.reach)
        effort = np.where(trying, 1.0 + self.gradient * np.clip(progress, 0.0, 1.0), 1.0 - self.ease)
        return Decision(value, np.repeat(effort[:, None], n_kinds, axis=1))
