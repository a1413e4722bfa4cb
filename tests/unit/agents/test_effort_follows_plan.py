"""Change the plan by any element, and behaviour changes: nothing about a plan is written into it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.agents.some_reps import (
    IS_NEW,
    IS_PREMIUM,
    QUARTER,
    at_attainment,
    decide,
    plan,
    premium_share,
    reps_like,
    total,
)

FLAT = "  pay: {kind: commission, rate: 2%}\n"
TILT = FLAT + "  tilt: {kind: commission, credit: {tier: premium}, rate: 1%}\n"


def test_when_everything_pays_alike_effort_goes_where_it_always_went() -> None:
    effort = decide(reps_like(), (plan(FLAT), "known"))
    assert effort / effort.sum() == pytest.approx(reps_like().normal_split, rel=1e-9)


def test_a_higher_rate_on_premium_moves_effort_to_premium_and_makes_more_of_it() -> None:
    flat = decide(reps_like(), (plan(FLAT), "known"))
    tilted = decide(reps_like(), (plan(TILT), "known"))
    more_tilted = decide(reps_like(), (plan(TILT.replace("1%", "2%")), "known"))
    assert premium_share(flat) < premium_share(tilted) < premium_share(more_tilted)
    assert total(flat) < total(tilted) < total(more_tilted)
    assert (tilted[:, ~IS_PREMIUM] < flat[:, ~IS_PREMIUM]).all()  # hours are scarce


def test_the_shift_is_the_one_that_the_response_curve_asks_for() -> None:
    """With elasticity e and values v, (floor + z) goes with v ** (1 / (1 - e (1 + floor)))."""
    reps = reps_like()
    effort = decide(reps, (plan(TILT), "known"))
    ratio = effort / reps.normal_split + 0.1
    asked = ((0.03 + 0.002) / (0.02 + 0.002)) ** (1.0 / (1.0 - 0.31 * 1.1))
    assert ratio[0, 2] / ratio[0, 0] == pytest.approx(asked, rel=1e-6)


def test_a_plan_that_pays_nothing_for_sales_leaves_what_supervision_secures() -> None:
    salary = "  salary: {kind: salary, pay_per_month: 6000}\n"
    reps = reps_like()
    reps.unpaid_value[:] = 0.0
    assert total(decide(reps, (plan(salary), "known"))) == pytest.approx(0.6)


def test_pay_in_money_or_in_salary_does_not_matter_for_the_split_but_the_rate_does_for_the_amount() -> None:
    low = decide(reps_like(), (plan(FLAT.replace("2%", "1%")), "known"))
    high = decide(reps_like(), (plan(FLAT.replace("2%", "4%")), "known"))
    assert total(low) < total(high)
    assert premium_share(low) == pytest.approx(premium_share(high), rel=1e-9)


def test_beyond_a_cap_reps_coast() -> None:
    capped = "  pay: {kind: commission, period: quarter, rate: 2%, cap: {pay: 2000}}\n"
    shares = np.array([0.5, 0.77, 1.0, 1.6])  # the cap of 2,000 is met at 100,000, 77 % of quota
    effort = total(decide(at_attainment(shares, weeks_left=2), (plan(capped), "known"), weeks_left=2))
    free = total(decide(at_attainment(shares, weeks_left=2), (plan(FLAT), "known"), weeks_left=2))
    assert effort[0] == pytest.approx(free[0], rel=1e-3)  # the cap is out of sight
    assert effort[0] > effort[1] > effort[2]
    assert effort[3] == pytest.approx(0.6)


def test_effort_against_position_is_a_hump_around_a_bonus_at_quota() -> None:
    bonus = FLAT + (
        "  bonus: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 1200}\n"
    )
    shares = np.linspace(0.4, 1.6, 13)
    effort = total(decide(at_attainment(shares, weeks_left=3), (plan(bonus), "known"), weeks_left=3))
    highest = int(effort.argmax())
    assert 0.85 < shares[highest] < 1.05  # with what three weeks will bring, at or shortly before quota
    assert (np.diff(effort[: highest + 1]) > 0.0).all()
    assert (np.diff(effort[highest:]) < 0.0).all()
    usual = total(decide(at_attainment(shares, weeks_left=3), (plan(FLAT), "known"), weeks_left=3))
    assert effort[[0, -1]] == pytest.approx(usual[[0, -1]], rel=0.02)  # given up, or safe: only commission
    assert effort[highest] > 1.15 * usual[highest]


def test_near_a_threshold_reps_push_and_far_below_it_they_give_up() -> None:
    gated = "  pay: {kind: commission, period: quarter, rate: 2%, gate: {quota: sales, at_least: 90%}}\n"
    shares = np.array([0.45, 0.9, 1.5])
    effort = total(decide(at_attainment(shares, weeks_left=3), (plan(gated), "known"), weeks_left=3))
    usual = total(decide(at_attainment(shares, weeks_left=3), (plan(FLAT), "known"), weeks_left=3))
    assert effort[0] < 0.75 * usual[0]
    assert effort[1] > 1.1 * usual[1]
    assert effort[2] == pytest.approx(usual[2], rel=0.02)


def test_an_accelerator_makes_effort_rise_with_attainment() -> None:
    tiers = "tiers: [{from: 0%, rate: 1%}, {from: 100%, rate: 4%}]"
    accelerator = f"  pay: {{kind: commission, period: quarter, attainment: {{quota: sales}}, {tiers}}}\n"
    shares = np.array([0.5, 0.9, 1.1, 1.5])
    effort = total(decide(at_attainment(shares, weeks_left=3), (plan(accelerator), "known"), weeks_left=3))
    assert (np.diff(effort) > 0.0).all()


def test_a_bonus_pulls_harder_as_the_period_runs_out() -> None:
    """At 100 % of quota whatever happens: less uncertainty is left, so that an hour decides more."""
    bonus = "  bonus: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 800}\n"
    effort = [
        total(decide(at_attainment(np.ones(1), weeks_left=weeks), (plan(bonus), "known"), weeks_left=weeks))[
            0
        ]
        for weeks in (QUARTER, 6, 2)
    ]
    assert effort[0] < effort[1] < effort[2]


def test_an_award_on_new_customers_moves_effort_to_hunting() -> None:
    award = FLAT + "  prize: {kind: award, credit: {customer: new}, measure: orders, pay: 20}\n"
    flat = decide(reps_like(), (plan(FLAT), "known"))
    hunting = decide(reps_like(), (plan(award), "known"))
    new_share = hunting[:, IS_NEW].sum() / hunting.sum()
    assert new_share > flat[:, IS_NEW].sum() / flat.sum() + 0.1


def test_pay_on_units_moves_effort_to_cheap_products_and_pay_on_margin_to_rich_ones() -> None:
    """Each pays 200 in a normal week: for 10,000 of revenue, 4.5 units or 1,600 of margin."""
    units = "  pay: {kind: commission, measure: units, pay_per_unit: 44.44}\n"
    margin = "  pay: {kind: commission, measure: margin, rate: 12.5%}\n"
    by_revenue = premium_share(decide(reps_like(), (plan(FLAT), "known")))
    assert premium_share(decide(reps_like(), (plan(units), "known"))) < by_revenue - 0.02
    assert premium_share(decide(reps_like(), (plan(margin), "known"))) > by_revenue + 0.1


def test_without_understanding_reps_follow_habit_and_with_it_the_new_plan() -> None:
    new, habit = plan(TILT), plan(FLAT)
    on_habit = decide(reps_like(), (habit, "known"))
    on_new = decide(reps_like(), (new, "known"))
    reps = reps_like(3)
    reps.understanding[:] = [0.0, 0.5, 1.0]
    effort = decide(reps, (new, "new"), (habit, "habit"))
    assert effort[0] == pytest.approx(on_habit[0], rel=1e-12)
    assert effort[2] == pytest.approx(on_new[0], rel=1e-12)
    shares = premium_share(effort)
    assert shares[0] < shares[1] < shares[2]


def test_training_days_take_effort_away() -> None:
    reps = reps_like(2)
    reps.time_available[:] = [1.0, 0.4]
    effort = total(decide(reps, (plan(FLAT), "known")))
    assert effort[1] == pytest.approx(0.4 * effort[0])


def test_reps_decide_alike_alone_or_in_company() -> None:
    reps = reps_like(7)
    reps.understanding[:] = np.linspace(0.0, 1.0, 7)
    reps.ability[:] = np.linspace(0.5, 2.0, 7)
    together = decide(reps, (plan(TILT), "new"), (plan(FLAT), "habit"))
    for number in range(7):
        alone = reps_like()
        alone.understanding[:], alone.ability[:] = reps.understanding[number], reps.ability[number]
        effort = decide(alone, (plan(TILT), "new"), (plan(FLAT), "habit"))
        assert np.array_equal(effort[0], together[number])
