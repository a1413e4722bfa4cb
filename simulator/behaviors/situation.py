"""What a rep knows when deciding, and what a decision is: the one door of every kind of rep behavior."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import EffortTraits, row_sum
from simulator.behaviors.effort_models import EffortModel
from simulator.world.pay_terms import CompiledPlan

__all__ = ["Decision", "RepBehavior", "Situation"]

Floats = NDArray[np.float64]
Months = tuple[tuple[int, Floats], ...]


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
    expected, noise_sd
        What a rep who works as usual expects still to add to each running total before its period closes, and
        its standard deviation [accumulator units], ``(n_reps, n_accumulators)``; None where no luck is common
        to several kinds of sale: see :meth:`remainder`.
    horizons
        For how many periods the value of credit is asked: the running one (1), or the one after as well (2).
    quota_follows, quota_follows_every
        How much of what is sold beyond quota, and short of it, the next quota follows [0 to 1], and in which
        period quotas are set anew.
    task_value
        What results on tasks that are not credited are worth to the rep, because supervision and pride see
        to them, on top of ``unpaid_value`` [currency per currency unit], ``(n_reps, n_kinds)``; None for
        nothing.
    season_course, world
        For each running total the months of its running period: weeks, and demand index by world,
        ``(n_worlds, n_kinds)``; and the world of each rep. None where every month is like the others.
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
    expected: Floats | None = None
    noise_sd: Floats | None = None
    horizons: int = 1
    task_value: Floats | None = None
    quota_follows: tuple[float, float] = (0.0, 0.0)
    quota_follows_every: str = "year"
    season_course: tuple[Months, ...] | None = None
    world: NDArray[np.int64] | None = None

    @property
    def worth_beyond_pay(self) -> Floats:
        """Worth of a result to the rep beside pay [currency per currency unit], ``(n_reps, n_kinds)``."""
        own = np.zeros_like(self.opportunity) if self.task_value is None else self.task_value
        return np.asarray(own + self.unpaid_value[:, None])

    def remainder(self) -> tuple[Floats, Floats]:
        """Give what a rep who works as usual expects still to add to each running total, and its spread.

        Returns
        -------
        Mean and standard deviation [accumulator units], ``(n_reps, n_accumulators)``.

        Notes
        -----
        Unless the situation states them: rate x weeks left, and independent luck by week and kind.
        """
        if self.expected is not None and self.noise_sd is not None:
            return self.expected, self.noise_sd
        mean, variance = np.zeros_like(self.credit), np.zeros_like(self.credit)
        for index, total in enumerate(self.plan.accumulators):
            season = self.season_left[index]
            mean[:, index] = row_sum(self.opportunity * season * total.weights) * self.weeks_left[index]
            lumps = row_sum(self.variance_per_week * season * np.square(total.weights))
            variance[:, index] = lumps * self.weeks_left[index]
        return mean, np.maximum(np.sqrt(variance), 1e-3 * mean + 1e-9)


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
