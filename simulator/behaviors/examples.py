"""Small situations for examples and tests of behaviors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.behaviors.effort import EffortTraits
from simulator.behaviors.situation import Situation
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, PayTerm

__all__ = ["one_rep_on_bonus", "one_rep_on_commission"]


def one_rep_on_commission(rate: float = 0.03, *, weeks_left: int = 4, credit: float = 0.0) -> Situation:
    """Give one rep who sells 1,000 a week (spread 300) for a commission by the month, quota 4,000.

    Parameters
    ----------
    rate
        Commission [share of revenue].
    weeks_left
        Weeks left in the month, this one included.
    credit
        Credited so far [currency].
    """
    plan = CompiledPlan(
        (CreditKind("washer", "", ""),),
        (Accumulator("revenue", "month", np.ones(1), "sales"),),
        (PayTerm("commission", 0, False, np.zeros(1), np.zeros(1), np.array([rate])),),
        0.0,
    )
    one = np.ones((1, 1))
    return Situation(
        plan=plan,
        credit=credit * one,
        quota=4_000 * one,
        weeks_left=np.array([float(weeks_left)]),
        period_weeks=np.array([4.0]),
        opportunity=1_000 * one,
        season_now=one,
        season_left=one[None],
        variance_per_week=90_000 * one,
        normal_split=one,
        traits=EffortTraits(*(np.full(1, v) for v in (0.31, 0.1, 9.3, 0.5, 0.6, 1.5))),
        unpaid_value=np.zeros(1),
        last_effort=one,
    )


def one_rep_on_bonus(bonus: float = 100.0, *, weeks_left: int = 4, credit: float = 0.0) -> Situation:
    """Give the same rep a bonus for the month's quota and nothing else; arguments as above."""
    case = one_rep_on_commission(weeks_left=weeks_left, credit=credit)
    term = PayTerm("bonus", 0, True, np.array([0.0, 1.0]), np.array([0.0, bonus]), np.zeros(2))
    return replace(case, plan=replace(case.plan, terms=(term,)))
