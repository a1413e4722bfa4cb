"""Policies read between classes against a plain solver of each rep: the error of doing so, measured.

The plain solver tries 41 efforts at every total and integrates luck at 61 places (601 at the close); it
shares the model of effort with the product and nothing else. Sales of a week lie between 0.86 and 1.14 of
normal. Limits are twice what was measured.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.effort import choose_effort, response
from simulator.world.pay_terms import CompiledPlan, PayTerm
from tests.benchmarks.naive_policies import NaiveRep
from tests.unit.behaviors.looking_ahead import (
    MONTH,
    QUARTER,
    bonus,
    commission,
    plan_of,
    row,
    sales,
    situation,
    values,
)

Floats = NDArray[np.float64]

MOST_MEAN, MOST_ANYWHERE = 0.012, 0.13
ACCELERATOR = PayTerm(
    "accelerator", 0, True, row(0, 0.8, 1, 1.2), row(0, 0, 0, 0), row(0, 0.02, 0.04, 0),
    values_per_quota=row(0, 0, 0.004, 0.012),
)  # fmt: skip
SINGLE: dict[str, tuple[CompiledPlan, int]] = {
    "commission and bonus in four weeks": (plan_of(commission(0.01), bonus(100.0), totals=(MONTH,)), 4),
    "accelerator and cap in thirteen weeks": (plan_of(ACCELERATOR), 13),
}


TWO_BONUSES = PayTerm("two", 0, True, row(0, 1, 1.1), row(0, 80, 160), row(0, 0, 0))
CLOSE_BONUSES = PayTerm("close", 0, True, row(0, 1, 1.04), row(0, 80, 160), row(0, 0, 0))
TWO_BENDS = PayTerm(
    "bends", 0, True, row(0, 0.95, 1, 1.1), row(0, 0, 0, 0), row(0, 0.03, 0.08, 0),
    values_per_quota=row(0, 0, 0.0015, 0.0095),
)  # fmt: skip
LOW_CAP = PayTerm("cap", 0, True, row(0, 0.7), row(0, 0), row(0.03, 0), values_per_quota=row(0, 0.021))


def gaps_in_thirteen_weeks(plan: CompiledPlan, rate: float, sd: float, luck_power: float = 0.0) -> Floats:
    """Give how far sales lie from those of the plain solver, over weeks left and totals."""
    naive = NaiveRep(plan, (13_000.0,), rate, sd, 13, 13, luck_power=luck_power, points_per_week=3.0)
    gaps = []
    for left, (_, totals, chosen) in naive.solve().items():
        credit = np.linspace(0.0, 1.25 * (13 - left) * rate, 24)
        case = situation(plan, credit[:, None], left=(left,), rate=rate, sd=sd)
        gaps.append(np.abs(sales(case) - np.interp(credit, totals, chosen[0]) / rate))
    return np.concatenate(gaps)


@pytest.mark.parametrize("term", [TWO_BONUSES, CLOSE_BONUSES, TWO_BENDS, LOW_CAP], ids=lambda term: term.name)
def test_kinks_close_together_and_a_cap_below_quota(term: PayTerm) -> None:
    gaps = gaps_in_thirteen_weeks(plan_of(term), 1_130.0, 500.0)
    assert float(np.mean(gaps)) < 0.006
    assert float(np.max(gaps)) < 0.07


@pytest.mark.parametrize(("power", "most"), [(0.5, 0.012), (1.0, 0.023)])
def test_what_it_costs_to_leave_out_that_luck_grows_with_effort(power: float, most: float) -> None:
    plan = plan_of(commission(0.01), bonus(100.0))
    gaps = gaps_in_thirteen_weeks(plan, 870.0, 700.0, luck_power=power)
    assert float(np.mean(gaps)) < most


@pytest.mark.parametrize(
    "seasons", [np.linspace(0.5, 1.5, 13), np.linspace(1.5, 0.5, 13)], ids=["up", "down"]
)
def test_each_week_of_a_steep_season_is_foreseen(seasons: Floats) -> None:
    """Taken at its mean over what is left, a falling season was missed by up to 24 % of a week's sales."""
    plan, rate, sd = plan_of(commission(0.01), bonus(100.0)), 1_000.0, 300.0
    naive = NaiveRep(plan, (13_000.0,), rate, sd, 13, 13, seasons=tuple(seasons), points_per_week=3.0)
    gaps = []
    for left, (_, totals, chosen) in naive.solve().items():
        credit, now = np.linspace(0.0, 1.25 * (13 - left) * rate, 24), seasons[13 - left]
        case = replace(
            situation(plan, credit[:, None], left=(left,), rate=rate, sd=sd),
            season_left=np.full((1, 24, 1), seasons[13 - left :].mean()),
            season_course=(tuple((1, np.array([[week]])) for week in seasons),),
            world=np.zeros(24, np.int64),
        )
        value = np.maximum(values(case)[:, None], 0.0)
        effort = choose_effort(value, case.opportunity * now, case.normal_split, case.traits)
        sold = response(effort, case.traits.elasticity[:, None], case.traits.floor[:, None])[:, 0]
        gaps.append(np.abs(sold - np.interp(credit, totals, chosen[0]) / rate))
    assert float(np.mean(gaps)) < 0.014
    assert float(np.max(gaps)) < 0.11


@pytest.mark.parametrize(("rate", "sd"), [(1_000.0, 300.0), (1_130.0, 500.0), (870.0, 700.0)])
@pytest.mark.parametrize("name", SINGLE)
def test_one_total(name: str, rate: float, sd: float) -> None:
    plan, weeks = SINGLE[name]
    naive = NaiveRep(plan, (1_000.0 * weeks,), rate, sd, weeks, weeks).solve()
    gaps = []
    for left, (_, totals, chosen) in naive.items():
        credit = np.linspace(0.0, 1.25 * (weeks - left) * rate, 24)
        case = situation(
            plan, credit[:, None], quotas=(1_000.0 * weeks,), left=(left,), length=(weeks,), rate=rate, sd=sd
        )
        gaps.append(np.abs(sales(case) - np.interp(credit, totals, chosen[0]) / rate))
    assert float(np.mean(gaps)) < MOST_MEAN
    assert float(np.max(gaps)) < MOST_ANYWHERE


@pytest.mark.parametrize(("rate", "sd"), [(1_130.0, 500.0)])
def test_a_total_within_another(rate: float, sd: float) -> None:
    """Bonuses for four and for eight weeks of the same sales, at quotas that a normal effort just reaches."""
    plan = plan_of(bonus(60.0, 0), bonus(120.0, 1), totals=(MONTH, QUARTER))
    quotas, length = (4.0 * rate, 8.0 * rate), (4, 8)
    naive = NaiveRep(plan, quotas, rate, sd, 4, 8, n_efforts=15, points_per_week=1.5, carried_per_week=1.0)
    gaps = []
    for left, (carried, totals, chosen) in naive.solve().items():
        inner_left = (left - 1) % 4 + 1
        credit = np.linspace(0.0, 1.2 * (4 - inner_left) * rate, 12)
        picked = range(0, len(carried), max(len(carried) // 8, 1)) if left <= 4 else range(1)
        for into in (k for k in picked if left > 4 or 0.7 <= carried[k] / (4.0 * rate) <= 1.3):
            both = np.stack([credit, credit + carried[into]], axis=1)
            case = situation(
                plan, both, quotas=quotas, left=(inner_left, left), length=length, rate=rate, sd=sd
            )
            gaps.append(np.abs(sales(case) - np.interp(credit, totals, chosen[into]) / rate))
    assert float(np.mean(gaps)) < 0.02
    assert float(np.quantile(gaps, 0.95)) < 0.08
