"""What holds for the choices of people at any strength of their motives, far beyond plausible ranges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from simulator.behaviors.contests import Contest, expected_prize, prize_slope
from simulator.behaviors.discounting import PriceStake, choose_discount
from simulator.behaviors.quitting import QuitTraits, quit_probability
from simulator.behaviors.reporting import ReportStake, choose_report
from simulator.behaviors.teams import PeerTraits, shared_values, team_sales, work_with_peers
from simulator.behaviors.timing import accepted_discount, choose_week
from simulator.organization.quota_setting import QuotaRule, next_quota
from simulator.organization.staffing import productive_capacity

Floats = NDArray[np.float64]

SHARE = st.floats(0.0, 1.0)
RATE = st.floats(1e-4, 1.0)
POSITIVE = st.floats(0.01, 100.0)


def one(value: float) -> Floats:
    return np.array([value])


@given(RATE, RATE, SHARE)
def test_no_more_is_given_away_than_the_other_period_takes_back(
    now: float, later: float, patience: float
) -> None:
    discount = accepted_discount(one(now), one(later), patience)[0]
    assert 0.0 <= discount <= 1.0
    assert now * (1.0 - discount) >= patience * later - 1e-12 or discount == 0.0
    assert discount <= accepted_discount(one(now), one(0.5 * later), patience)[0]


@given(st.lists(st.floats(0.0, 100.0), min_size=1, max_size=8), POSITIVE, SHARE, SHARE)
def test_waiting_never_pays_less_than_going_through_with_it_unless_the_deal_can_be_lost(
    gains: list[float], later: float, risk: float, patience: float
) -> None:
    choice = choose_week(np.array([gains]), one(later), loss_risk=one(risk), patience=one(patience))
    safe = choose_week(np.array([gains]), one(later), loss_risk=one(0.0), patience=one(patience))
    assert safe.waiting[0] >= safe.now[0] - 1e-9
    assert choice.waiting[0] <= safe.waiting[0] + 1e-9
    if len(set(gains)) == 1 and gains[0] >= patience * later:
        assert choice.is_closed_now[0]


@given(st.floats(-6.0, 6.0), st.floats(0.5, 30.0), RATE, RATE, SHARE, SHARE)
def test_pay_on_revenue_never_gives_smaller_discounts_than_pay_on_margin(
    odds: float, pull: float, revenue: float, margin: float, cost: float, limit: float
) -> None:
    zero = one(0.0)
    on_revenue = choose_discount(
        one(odds), one(pull), PriceStake(one(revenue), zero, one(cost), zero), one(limit)
    )
    on_margin = choose_discount(
        one(odds), one(pull), PriceStake(zero, one(margin), one(cost), zero), one(limit)
    )
    assert 0.0 <= on_margin[0] <= on_revenue[0] + 1e-9
    assert on_revenue[0] <= limit


@st.composite
def contests(draw: st.DrawFn) -> tuple[Contest, Floats, Floats]:
    n = draw(st.integers(2, 6))
    falling = sorted((draw(st.floats(0.0, 10.0)) for _ in range(n)), reverse=True)
    strength = np.array([[draw(st.floats(-3.0, 3.0)) for _ in range(n)]])
    return Contest(np.array(falling)), strength, np.array([[draw(st.floats(0.3, 2.0)) for _ in range(n)]])


@given(contests())
def test_all_prizes_are_expected_by_somebody_and_more_result_never_loses_one(
    given: tuple[Contest, Floats, Floats],
) -> None:
    contest, strength, luck = given
    expected = expected_prize(contest, strength, strength, luck)
    assert expected.sum() == pytest.approx(contest.prizes.sum(), abs=1e-6)
    assert np.all(prize_slope(contest, strength, strength, luck) >= -1e-9)


@given(st.lists(st.floats(50.0, 200.0), min_size=3, max_size=6), RATE, RATE, RATE, st.floats(0.01, 0.99))
def test_stars_hurt_peers_paid_alone_and_help_those_who_share_whatever_the_strengths(
    abilities: list[float], rate: float, help_effect: float, poach_effect: float, kept: float
) -> None:
    traits = PeerTraits(*(np.array(v) for v in (1_000.0, help_effect, poach_effect, kept)))
    usual = np.array([abilities])
    star = usual.copy()
    star[0, -1] *= 1.5
    n, full = np.array(float(len(abilities))), np.full_like(usual, rate)

    def peers(able: Floats, values: tuple[Floats, Floats]) -> Floats:
        return team_sales(able, work_with_peers(able, *values, traits), traits)[0, :-1]

    alone, together = shared_values(full, 0.0 * full, n), shared_values(0.0 * full, full, n)
    assert np.all(peers(star, alone) < peers(usual, alone))
    assert np.all(peers(star, together) > peers(usual, together))


@given(POSITIVE, POSITIVE, SHARE, st.floats(-1.0, 1.0), SHARE, SHARE)
def test_better_pay_never_drives_anybody_out(
    pay: float, outside: float, missed: float, standing: float, trust: float, lost: float
) -> None:
    traits = QuitTraits(*(one(v) for v in (0.22, 2.0, 0.6, 0.3, 1.0, 2.0)))
    chances = [
        quit_probability(traits, pay=one(pay * more), outside=one(outside), missed_share=one(missed),
                         standing=one(standing), trust=one(trust), lost_share=one(lost))[0]
        for more in (1.0, 1.1)
    ]  # fmt: skip
    assert 0.0 <= chances[1] <= chances[0] <= 1.0


@given(st.floats(0.02, 1.5), st.floats(0.0, 1.5), st.floats(0.02, 2.0))
def test_turnover_vacancy_and_ramp_each_take_capacity(quits: float, vacant: float, ramp: float) -> None:
    here = productive_capacity(one(quits), one(vacant), one(ramp))[0]
    assert 0.0 < here < 1.0
    assert productive_capacity(one(1.1 * quits), one(vacant), one(ramp))[0] < here
    assert productive_capacity(one(quits), one(vacant + 0.1), one(ramp))[0] < here
    assert productive_capacity(one(quits), one(vacant), one(1.1 * ramp))[0] < here


@given(POSITIVE, st.floats(0.0, 200.0), SHARE, SHARE)
def test_the_next_quota_lies_between_the_last_one_and_the_last_result(
    quota: float, sales: float, up: float, down: float
) -> None:
    found = next_quota(one(quota), one(sales), QuotaRule(one(up), one(down), one(0.0)))[0]
    assert min(quota, sales) - 1e-9 <= found <= max(quota, sales) + 1e-9


@given(
    st.floats(-0.2, 0.2), st.floats(-0.2, 0.2), st.floats(0.0, 0.1), st.floats(0.0, 0.1), POSITIVE, POSITIVE
)
def test_a_report_that_earns_more_is_never_lower(
    first: float, second: float, beyond: float, more: float, sd: float, candor: float
) -> None:
    low, high = sorted((first, second))
    reports = [
        choose_report(
            one(500.0), one(sd), ReportStake(one(rate), one(beyond), one(beyond + more)), one(candor)
        )[0]
        for rate in (low, high)
    ]
    assert reports[0] <= reports[1] + 1e-9 * sd
