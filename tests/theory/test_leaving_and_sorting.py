"""Turnover at the defaults, sorting by pay [Lazear2000]_, and menus of plans [LarkinLeider2012]_."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.preferences import Neutral
from simulator.behaviors.quitting import (
    QuitTraits,
    choose_plan,
    plan_loss,
    plan_worth,
    quit_probability,
)
from simulator.organization.staffing import accepts
from simulator.parameters import load_register
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, PayTerm

Floats = NDArray[np.float64]

TRAITS = QuitTraits.from_parameters({name: np.array([one.value]) for name, one in load_register().items()})
Z = 5.0  # two-sided false-alarm rate 6e-7


def test_about_27_percent_leave_in_a_year_at_the_defaults() -> None:
    """20,000 seats over twelve years, refilled at once, the last eight counted; sampling error 0.3 %.

    Pay over outside has log standard deviation 0.2 and each of the last four quotas was missed with 40 %, as
    in the calculation behind the register. Those likely to leave are soon replaced, so that fewer leave than
    the average of a fresh force says; the calculation counts that. The band is 27 % give or take 2.
    """
    rng, n = np.random.default_rng(1), 20_000
    log_pay, standing = rng.normal(0.0, 0.2, n), rng.uniform(-1.0, 1.0, n)
    left = 0
    for year in range(12):
        missed = rng.binomial(4, 0.4, n) / 4.0
        chance = quit_probability(TRAITS, pay=np.exp(log_pay), outside=np.ones(n), missed_share=missed,
                                  standing=standing, trust=np.ones(n), lost_share=np.zeros(n),
                                  weeks=1.0)  # fmt: skip
        for _ in range(52):
            leaves = rng.random(n) < chance
            left += int(leaves.sum()) * (year >= 4)
            count = int(leaves.sum())
            log_pay[leaves], standing[leaves] = rng.normal(0.0, 0.2, count), rng.uniform(-1.0, 1.0, count)
    assert 0.25 < left / (8 * n) < 0.29


def test_a_pay_cut_for_the_best_paid_quarter_drives_out_that_quarter() -> None:
    """40,000 people, a cut of a fifth above the upper quartile; others lose nothing and leave as before."""
    rng, n = np.random.default_rng(3), 40_000
    pay = 60e3 * np.exp(rng.normal(0.0, 0.2, n))
    top = pay > np.quantile(pay, 0.75)
    after = np.where(top, 0.8 * pay, pay)
    luck = rng.random(n)

    def leavers(now: Floats, lost: Floats) -> NDArray[np.bool_]:
        zero, one = np.zeros(n), np.ones(n)
        chance = quit_probability(TRAITS, pay=now, outside=60e3 * one, missed_share=zero, standing=zero,
                                  trust=one, lost_share=lost, weeks=52.0)  # fmt: skip
        return luck < chance

    before, cut = leavers(pay, np.zeros(n)), leavers(after, plan_loss(pay, after))
    assert cut[top].mean() - before[top].mean() > Z * (0.25 / top.sum()) ** 0.5
    assert np.array_equal(before[~top], cut[~top])


def years_of_staying(ability: Floats, by_results: float, n_years: int = 6) -> Floats:
    """Mean ability of a force that is hired and left under this share of pay by results."""
    rng, n = np.random.default_rng(6), len(ability)
    pool = np.random.default_rng(7).permutation(ability)
    for _ in range(n_years):
        pay = 50e3 * (1.0 - by_results + by_results * ability)
        chance = quit_probability(TRAITS, pay=pay, outside=50e3 * np.sqrt(ability), missed_share=np.zeros(n),
                                  standing=np.zeros(n), trust=np.ones(n), lost_share=np.zeros(n),
                                  weeks=52.0)  # fmt: skip
        leaves = np.flatnonzero(rng.random(n) < chance)
        applicants = pool[rng.integers(0, n, 4 * len(leaves))]
        offer = 50e3 * (1.0 - by_results + by_results * applicants)
        willing = applicants[accepts(offer, 48e3 * np.sqrt(applicants))]
        ability = ability.copy()
        ability[leaves[: len(willing)]] = willing[: len(leaves)]
    return ability


def test_pay_by_results_keeps_and_draws_the_able_and_makes_results_differ_more() -> None:
    """10,000 seats; sorting needs people who differ: among equals nothing moves."""
    unlike = np.exp(np.random.default_rng(2).normal(0.0, 0.4, 10_000))
    by_salary, by_results = years_of_staying(unlike, 0.0), years_of_staying(unlike, 1.0)
    error = (by_salary.var() / 10_000 + by_results.var() / 10_000) ** 0.5
    assert by_results.mean() - by_salary.mean() > Z * error
    assert by_results.var() > by_salary.var()
    alike = np.ones(10_000)
    assert np.array_equal(years_of_staying(alike, 1.0), years_of_staying(alike, 0.0))


def menu(overconfidence: float) -> tuple[Floats, Floats, Floats]:
    """Share that picks the convex plan, pay of all, and pay of all on the straight one."""
    kinds, total = (CreditKind("washer", "standard", "new"),), (Accumulator("revenue", "year", np.ones(1)),)
    straight = CompiledPlan(kinds, total, (
        PayTerm("straight", 0, False, np.zeros(1), np.zeros(1), np.array([0.10])),), 0.0)  # fmt: skip
    convex = CompiledPlan(kinds, total, (
        PayTerm("convex", 0, False, np.array([0.0, 110.0]), np.array([0.0, 6.6]),
                np.array([0.06, 0.50])),), 0.0)  # fmt: skip
    mean = 100.0 * np.exp(np.random.default_rng(8).normal(0.0, 0.15, (4_000, 1)))
    sd, quota = np.full_like(mean, 15.0), np.full_like(mean, 100.0)
    plans = (straight, convex)

    def worth(bias: float) -> Floats:
        values = [plan_worth(plan, mean, sd, quota, Neutral(), overconfidence=bias) for plan in plans]
        return np.stack(values, axis=1)

    picked, real = choose_plan(worth(overconfidence), np.zeros((4_000, 2))), worth(0.0)
    return np.mean(picked == 1), real[np.arange(4_000), picked], real.max(axis=1)


def test_the_overconfident_pick_convex_plans_too_often_and_pay_for_it_themselves() -> None:
    """Exact for this population; those who know themselves lose nothing, the firm pays less to the others."""
    share, pay, best = menu(0.0)
    bold_share, bold_pay, _ = menu(0.15)
    assert pay == pytest.approx(best)
    assert bold_share > share
    assert bold_pay.mean() < pay.mean()
