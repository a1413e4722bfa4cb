"""Situations for tests of reps who look ahead: one product, any number of reps, all numbers at hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import EffortTraits, choose_effort, response
from simulator.behaviors.effort_models import EffortModel
from simulator.behaviors.forward_looking import ForwardLooking
from simulator.behaviors.preferences import Preferences
from simulator.behaviors.situation import Situation
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, PayTerm

Floats = NDArray[np.float64]

KINDS = (CreditKind("washer", "", ""),)
MONTH = Accumulator("month", "month", np.ones(1), "sales")
QUARTER = Accumulator("quarter", "quarter", np.ones(1), "sales")


def row(*numbers: float) -> Floats:
    return np.array(numbers, dtype=np.float64)


def commission(rate: float, total: int = 0) -> PayTerm:
    return PayTerm("commission", total, False, row(0), row(0), row(rate))


def bonus(amount: float, total: int = 0) -> PayTerm:
    return PayTerm("bonus", total, True, row(0, 1), row(0, amount), row(0, 0))


def capped(rate: float, at: float) -> PayTerm:
    """Commission that ends at a multiple of quota."""
    return PayTerm("capped", 0, True, row(0, at), row(0, 0), row(rate, 0), values_per_quota=row(0, rate * at))


def plan_of(*terms: PayTerm, totals: Sequence[Accumulator] = (QUARTER,)) -> CompiledPlan:
    return CompiledPlan(KINDS, tuple(totals), terms, 0.0)


def situation(
    plan: CompiledPlan,
    credit: Floats,
    *,
    quotas: Sequence[float] = (13_000.0,),
    left: Sequence[int] = (13,),
    length: Sequence[int] = (13,),
    rate: float | Floats = 1_000.0,
    sd: float = 400.0,
    decision_weeks: int = 1,
    horizons: int = 1,
    effort_model: EffortModel | None = None,
) -> Situation:
    """Build a situation of reps who differ in the credit they have, ``(n, n_accumulators)``."""
    n, totals = credit.shape
    one = np.ones((n, 1))
    return Situation(
        plan=plan,
        credit=credit,
        quota=np.tile(quotas, (n, 1)),
        weeks_left=np.array(left, dtype=float),
        period_weeks=np.array(length, dtype=float),
        opportunity=np.broadcast_to(rate, n)[:, None] * one,
        season_now=one,
        season_left=np.ones((totals, n, 1)),
        variance_per_week=sd**2 * one,
        normal_split=one,
        traits=EffortTraits(*(np.full(n, v) for v in (0.31, 0.1, 9.3, 0.5, 0.6, 1.5))),
        unpaid_value=np.zeros(n),
        last_effort=one,
        decision_weeks=decision_weeks,
        effort_model=effort_model,
        horizons=horizons,
    )


def values(case: Situation, preferences: Preferences | None = None) -> Floats:
    """Give the marginal value of credit now, ``(n,)``."""
    return np.asarray(ForwardLooking(preferences).decide(case).value[:, 0, 0])


def sales(case: Situation, preferences: Preferences | None = None) -> Floats:
    """Give expected sales of the week over normal ones that follow from looking ahead, ``(n,)``."""
    value = values(case, preferences)[:, None]
    effort = choose_effort(np.maximum(value, 0.0), case.opportunity, case.normal_split, case.traits)
    return np.asarray(response(effort, case.traits.elasticity[:, None], case.traits.floor[:, None])[:, 0])
