"""What a rep knows when deciding, and what a decision is: the one door of every kind of rep behavior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import EffortTraits
from simulator.behaviors.effort_models import EffortModel
from simulator.world.pay_terms import CompiledPlan

__all__ = ["Decision", "RepBehavior", "Situation"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Situation:
    """What some reps on one pay plan know when they decide; rows are reps, of any number of worlds.

    Parameters
    ----------
    plan
        The compiled plan.
    credit, quota
        Running totals so far, and their quotas [accumulator units], ``(n_reps, n_accumulators)``.
    weeks_left, period_weeks
        Weeks until each total's period closes, the running one included, and the whole period's length,
        ``(n_accumulators,)``.
    opportunity
        Expected credited revenue per week at normal effort and mean season [currency], ``(n_reps, n_kinds)``.
    season_now
        Demand index of this week, ``(n_reps, n_kinds)``.
    season_left
        Mean demand index of the weeks left, by running total, ``(n_accumulators, n_reps, n_kinds)``.
    variance_per_week
        Variance of a week's credited revenue at normal effort and mean season [currency squared],
        ``(n_reps, n_kinds)``.
    normal_split
        Share of a normal week that goes to each kind, ``(n_reps, n_kinds)``.
    traits
        Response and cost of effort.
    unpaid_value
        Worth of a sale beyond pay [currency per currency unit of revenue], ``(n_reps,)``.
    last_effort
        Effort of the decision before, relative to normal, ``(n_reps, n_kinds)``.
    decision_weeks
        Weeks for which the decision holds.
    effort_model
        What effort costs and brings; None: the concave model of ``traits`` and ``normal_split``.
    """

    plan: CompiledPlan
    credit: Floats
    quota: Floats
    weeks_left: Floats
    period_weeks: Floats
    opportunity: Floats
    season_now: Floats
    season_left: Floats
    variance_per_week: Floats
    normal_split: Floats
    traits: EffortTraits
    unpaid_value: Floats
    last_effort: Floats
    decision_weeks: int = 1
    effort_model: EffortModel | None = None


@dataclass(frozen=True)
class Decision:
    """What reps make of a situation.

    Parameters
    ----------
    value
        Marginal value of credit that they act on [currency of pay per currency unit of revenue],
        ``(n_reps, n_kinds, n_horizons)``: credit now, and the same credit in the period after.
    effort
        Effort by kind, relative to normal, for behaviors that do not weigh; None: it follows from value.
    """

    value: Floats
    effort: Floats | None = None


class RepBehavior(Protocol):
    """One way of deciding; a class in the catalog under ``rep-behavior``."""

    def decide(self, situation: Situation) -> Decision:
        """Decide for all reps of the situation at once."""
