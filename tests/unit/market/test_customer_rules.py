"""Small rules of the market at their edges: signs, limits, and what switches them off."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.market.brand import brand_utility, consideration_probability
from simulator.market.buying_center import attitude_after_contact, chain_passes, group_odds, group_utility
from simulator.market.complaints import (
    after_complaint,
    complaint_probability,
    disappointment,
    return_alert,
    return_probability,
)
from simulator.market.credit import expected_loss
from simulator.market.price_list import amount_to_pay, marginal_price
from simulator.market.relationship import relationship_after_departure, relationship_push, switching_utility
from simulator.market.retention import cross_sell_utility, referral_probability, win_back_probability
from simulator.market.stocks import Stock, saturating_gain
from simulator.market.subscription import renewal_probability
from simulator.market.surplus import no_decision_utility
from simulator.randomness import Streams

ONE, TWO = np.ones(1), np.ones(2)


def test_the_closer_the_best_two_offers_the_more_wait() -> None:
    offers = np.array([[1.0, 1.0], [1.0, 0.5], [1.0, -np.inf]])
    waiting = no_decision_utility(offers, -2.0, 1.0)
    assert waiting.tolist() == [-1.0, pytest.approx(-2.0 + np.exp(-0.5)), -2.0]
    assert no_decision_utility(offers, -2.0, 0.0).tolist() == [-2.0] * 3  # switched off


def test_consideration_lies_between_meeting_and_finding() -> None:
    reach, visits = np.array([[0.5, 1.0]] * 3), np.array([[0.4, 0.1]] * 3)
    chance = consideration_probability(np.array([0.0, 0.5, 1.0]), reach, visits)
    assert chance == pytest.approx([1 - 0.8 * 0.9, (1 - 0.72 + 1.0) / 2, 1.0])
    assert consideration_probability(ONE, np.zeros((1, 2)), np.ones((1, 2))).tolist() == [0.0]
    assert brand_utility(ONE, ONE, 0 * ONE, 0 * ONE).tolist() == [0.0]


def test_pushes_add_up_in_any_order_and_never_pass_one() -> None:
    one_way = saturating_gain(saturating_gain(0.2 * ONE, 0.3 * ONE), 0.5 * ONE)
    assert one_way == pytest.approx(saturating_gain(0.2 * ONE, 0.8 * ONE))
    assert saturating_gain(0.2 * ONE, 1e3 * ONE) == pytest.approx(ONE)


def test_a_stock_touches_only_those_who_are_named() -> None:
    stock = Stock(
        np.array([0.5, 0.5, 0.5]), np.zeros(3), np.array([1.0, 2.0, 4.0]), np.array([0.0, 0.0, 0.1])
    )
    stock.push(np.array([1]), 4.0, np.array([0.0]))
    assert stock.value.tolist() == [0.5, 0.125, 0.5]
    assert stock.week.tolist() == [0.0, 4.0, 0.0]
    assert stock.at(np.arange(3), 4.0).tolist() == [0.03125, 0.125, 0.30000000000000004]


def test_a_relationship_splits_and_nothing_is_made() -> None:
    before = np.array([0.8, 0.8, 0.0])
    stays, goes = relationship_after_departure(
        before, np.full(3, 0.6), np.full(3, 0.7), np.array([True, False, True])
    )
    assert (stays + goes <= before).all()
    assert stays == pytest.approx([0.32, 0.32, 0.0])
    assert goes == pytest.approx([0.336, 0.0, 0.0])
    owned_by_firm, _ = relationship_after_departure(before, np.zeros(3), np.ones(3), np.ones(3, bool))
    assert owned_by_firm.tolist() == before.tolist()
    assert relationship_push(np.array([0.0, 3.0]), np.full(2, 3.0)) == pytest.approx([0.0, np.log(2.0)])


def test_only_those_who_bought_before_pay_for_switching() -> None:
    last = np.array([[False, False], [True, False]])
    assert switching_utility(last, 0.5 * TWO, 0.2 * TWO).tolist() == [[0.0, 0.0], [0.5, -0.2]]


def test_complaints_and_returns_come_from_disappointment() -> None:
    gap = disappointment(np.array([0.9, 0.5]), np.array([0.6, 0.8]))
    assert gap == pytest.approx([0.3, 0.0])
    complains = complaint_probability(gap, 3.0 * TWO, TWO)
    assert complains[1] == 0.0 < complains[0]
    assert complaint_probability(gap, 3.0 * TWO, 2 * TWO)[0] > complains[0]
    assert return_probability(0.02 * TWO, gap, 1.0 * TWO, np.array([True, False])).tolist() == [
        pytest.approx(1 - 0.98 * np.exp(-0.3)),
        0.0,
    ]
    assert after_complaint(0.4 * TWO, np.array([0.0, 1.0]), 0.5 * TWO) == pytest.approx([0.4, 0.7])
    assert return_alert(np.array([5.0, 5.1]), np.full(2, 100.0), 0.05, 100.0).tolist() == [False, True]


def test_win_back_fades_and_referrals_follow_satisfaction() -> None:
    weeks = np.array([0.0, 10.0, 20.0])
    chance = win_back_probability(np.full(3, 0.3), weeks, np.full(3, 10.0), np.zeros(3), np.zeros(3))
    odds = chance / (1 - chance)
    assert odds[:-1] / odds[1:] == pytest.approx([2.0, 2.0])
    gaps = np.array([-0.3, 0.0, 0.3])
    told = referral_probability(np.full(3, 0.05), gaps, np.full(3, 4.0), np.zeros(3))
    assert (np.diff(told) > 0).all()
    assert told[1] == pytest.approx(0.05)


def test_a_bundle_is_worth_something_only_to_owners_of_what_goes_with_it() -> None:
    goes_with = np.array([[0.0, 0.8, -0.4], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    owned = np.array([[True, False, False], [False, True, False], [True, False, False]])
    gain = cross_sell_utility(owned, np.array([1, 1, 2]), goes_with, np.full(3, 0.1))
    assert gain.tolist() == [0.9, 0.0, -0.4]


def test_power_weighs_attitudes_and_a_veto_ends_it() -> None:
    power, weight = np.array([0.2, 0.3, 0.5]), 2.0 * TWO
    attitude = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    nobody = np.zeros(3, bool)
    utility = group_utility(attitude, power, weight, nobody, -0.5)
    assert utility == pytest.approx([0.4, 1.0])  # winning the user is worth less than winning who signs
    assert group_odds(utility, TWO) == pytest.approx(np.exp(utility))
    against = np.array([[1.0, -0.6, 1.0]])
    assert np.isfinite(group_utility(against, power, ONE, nobody, -0.5)).all()
    assert group_utility(against, power, ONE, np.array([False, True, False]), -0.5)[0] == -np.inf


def test_a_chain_is_as_likely_as_the_product_of_its_links() -> None:
    """100,000 chains of three, within 5 standard errors."""
    n = 100_000
    attitude, base = np.tile([0.5, 0.0, -0.5], (n, 1)), np.array([4.0, 2.0, 3.0])
    luck = Streams(3).stream("consents").uniform(0, np.arange(n)[:, None], ordinal=np.arange(3))
    passed = chain_passes(attitude, base, 1.5, luck)
    odds = base * np.exp(1.5 * np.array([0.5, 0.0, -0.5]))
    exact = float(np.prod(odds / (1.0 + odds)))
    assert (passed == 3).mean() == pytest.approx(exact, abs=5 * (exact * (1 - exact) / n) ** 0.5)


def test_contacts_bring_attitudes_to_the_message_and_no_further() -> None:
    before = np.array([-1.0, 1.0])
    assert attitude_after_contact(before, 0 * TWO, TWO, 0.5 * TWO).tolist() == before.tolist()
    assert attitude_after_contact(before, 99 * TWO, TWO, 0.5 * TWO) == pytest.approx([0.5, 0.5])


def test_volume_tiers_meet_at_no_step_for_all_units_and_at_each_for_further_ones() -> None:
    steps, discounts = np.array([10.0, 50.0]), np.array([0.1, 0.2])
    near = np.array([10.0 - 1e-9, 10.0, 50.0 - 1e-9, 50.0])
    further = amount_to_pay(near, 7.0, steps, discounts, all_units=False)
    assert further[1] == pytest.approx(further[0])
    assert further[3] == pytest.approx(further[2]) == pytest.approx(7.0 * (10 + 40 * 0.9))
    whole = amount_to_pay(near, 7.0, steps, discounts, all_units=True)
    assert whole[1] == pytest.approx(0.9 * whole[0])
    assert (whole <= further + 1e-6).all()
    assert marginal_price(np.array([49.0]), ONE, 7.0, steps, discounts)[0] < 0.0


def test_health_keeps_subscriptions_and_loss_is_bounded_by_exposure() -> None:
    kept = renewal_probability(np.full(3, 0.1), np.array([-0.5, 0.0, 0.5]), np.full(3, 2.0))
    assert (np.diff(kept) > 0).all()
    assert kept[1] == pytest.approx(0.9)
    assert expected_loss(ONE, 100.0 * ONE, 0.25 * ONE).tolist() == [75.0]
