"""Reps and plans for tests: one line, four kinds of sale, everybody alike unless a test says otherwise."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.agents.deciding import Outlook, decide_effort
from simulator.agents.reps import PlanOfReps, Reps
from simulator.behaviors.effort import EffortTraits
from simulator.compensation import compile_plan, load_plan
from simulator.documents import parse
from simulator.randomness import hash_id
from simulator.world.pay_terms import CompiledPlan, CreditKind

Floats = NDArray[np.float64]

KINDS = tuple(
    CreditKind("washer", tier, customer)
    for tier in ("standard", "premium")
    for customer in ("new", "existing")
)
IS_PREMIUM = np.array([False, False, True, True])
IS_NEW = np.array([True, False, True, False])

PRICE = np.array([2_000.0, 2_000.0, 4_000.0, 4_000.0])
MARGIN_SHARE = np.array([0.1, 0.1, 0.4, 0.4])
MEASURES = {"margin": MARGIN_SHARE, "units": 1.0 / PRICE, "orders": 1.0 / PRICE}

CREDIT_PER_WEEK = 10_000.0
"""What each rep expects to sell in a normal week [currency]."""

MONTH, QUARTER = 4, 13
"""Weeks of the running month and quarter."""


def plan(components: str) -> CompiledPlan:
    """Compile a plan from the text of its components."""
    document = parse(f"plan: tested\ncomponents:\n{components}")
    return compile_plan(load_plan(document), KINDS, MEASURES)


def reps_like(n: int = 1, *, premium_share: float = 0.2, new_share: float = 0.5) -> Reps:
    """Give reps who would sell 10,000 a week, in normal proportions of kinds."""
    tier = np.array([1.0 - premium_share, 1.0 - premium_share, premium_share, premium_share])
    customer = np.where(IS_NEW, new_share, 1.0 - new_share)
    split = np.tile(tier * customer, (n, 1))
    one = np.ones(n)
    return Reps(
        world=np.zeros(n, np.int64),
        region=np.zeros(n, np.int64),
        number=np.arange(n),
        rep_id=hash_id("rep", np.arange(n)),
        ability=one.copy(),
        potential=np.full((n, 4), CREDIT_PER_WEEK),
        normal_split=split,
        conversion=split[:1][None, :, :].copy(),
        understanding=np.ones(n),
        knowledge=np.full(n, 0.3),
        everyday_knowledge=np.full(n, 0.3),
        effort=np.ones((n, 4)),
        time_available=np.ones(n),
        credit=np.zeros((3, n, 4)),
        quota=np.outer([MONTH, QUARTER, 4 * QUARTER], np.full(n, CREDIT_PER_WEEK)),
        quota_level=np.ones(n),
        traits=EffortTraits(
            elasticity=0.31 * one,
            floor=0.1 * one,
            marginal_cost=60.0 * one,
            supply_elasticity=0.5 * one,
            least=0.6 * one,
            most=1.5 * one,
        ),
        monthly_cv=0.35 * one,
        experience_half_life_weeks=26.0 * one,
        unpaid_value=0.002 * one,
        order_value=np.full((n, 4), 500.0),
    )


def decide(
    reps: Reps, *plans: tuple[CompiledPlan, Literal["new", "habit", "known"]], weeks_left: int = QUARTER
) -> Floats:
    """Let reps decide; give effort in weeks of normal effort by kind, ``(n_reps, 4)``.

    ``weeks_left`` counts to the end of the quarter; months of 4, 4 and 5 weeks lie in it.
    """
    everybody = np.arange(len(reps.world))
    of_reps = [PlanOfReps(compiled, everybody, role) for compiled, role in plans]
    month_left = weeks_left if weeks_left <= 5 else weeks_left - 5 if weeks_left <= 9 else weeks_left - 9
    outlook = Outlook(
        weeks_left=[month_left, weeks_left, weeks_left + 39],
        season_now=np.ones((1, 4)),
        season_left=np.ones((3, 1, 4)),
    )
    decide_effort(reps, of_reps, outlook)
    return reps.effort * reps.normal_split


def total(effort: Floats) -> Floats:
    """Add up each rep's effort."""
    return np.asarray(effort.sum(axis=1))


def premium_share(effort: Floats) -> Floats:
    """Give the share of effort that goes to premium products."""
    return np.asarray(effort[:, IS_PREMIUM].sum(axis=1) / effort.sum(axis=1))


def at_attainment(shares: Floats, *, weeks_left: int) -> Reps:
    """Give one rep for each share of quota that would be reached at the usual pace by the quarter's end."""
    reps = reps_like(len(shares))
    so_far = shares * reps.quota[1] - weeks_left * CREDIT_PER_WEEK
    assert (so_far >= 0.0).all()
    reps.credit[1] = so_far[:, None] * reps.normal_split
    return reps
