"""Reps who go on as they did, and drift slowly towards what would pay."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from simulator.behaviors.anticipating import Anticipating
from simulator.behaviors.effort_models import ConcaveEffort
from simulator.behaviors.situation import Decision, Situation

__all__ = ["Habit"]


@dataclass(frozen=True)
class Habit:
    """Repeat last effort, and move a little of the way to the effort that an anticipating rep would choose.

    Parameters
    ----------
    half_life_weeks
        Weeks after which half of a change in what pays has reached the week's routine.

    Notes
    -----
    ``effort = last + (1 - 2 ** (-weeks / half life)) (best - last)``, where ``weeks`` is how long the
    decision holds and ``best`` the effort of :class:`simulator.behaviors.anticipating.Anticipating`. Habits
    form over weeks and months, not at once [Lally2010]_.

    Examples
    --------
    Pay doubles; after one week the rep has moved a fifteenth of the way:

    >>> from simulator.behaviors.examples import one_rep_on_commission
    >>> case = one_rep_on_commission(rate=0.06)
    >>> Habit().decide(case).effort.round(3)
    array([[1.02]])
    """

    half_life_weeks: float = field(default=10.0, metadata={"parameter": "habit_half_life_weeks"})

    def decide(self, situation: Situation) -> Decision:
        """Give an effort near the last one, with the value that pulls at it."""
        decision = Anticipating().decide(situation)
        model = situation.effort_model or ConcaveEffort(situation.traits, situation.normal_split)
        weighed = np.maximum(decision.value[:, :, 0] + situation.worth_beyond_pay, 0.0)
        best = model.choose(weighed, situation.opportunity * situation.season_now)
        moved = 1.0 - 2.0 ** (-situation.decision_weeks / self.half_life_weeks)
        return Decision(decision.value, situation.last_effort + moved * (best - situation.last_effort))
