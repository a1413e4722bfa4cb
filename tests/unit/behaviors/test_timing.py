"""When a ready deal is closed; the option to wait is tested against simulation elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.behaviors.period_close import close_states, gain_at_close
from simulator.behaviors.timing import accepted_discount, choose_week, pull_in
from simulator.world.pay_terms import PayTerm

ONE = np.ones(1)


def test_worth_nothing_now_no_discount_is_given() -> None:
    assert accepted_discount(np.zeros(1), 0.06 * ONE)[0] == 0.0


def test_worth_more_next_time_no_discount_is_given() -> None:
    assert accepted_discount(0.06 * ONE, 0.12 * ONE)[0] == 0.0


def test_worth_nothing_next_time_any_discount_is_given() -> None:
    assert accepted_discount(0.06 * ONE, 0.0 * ONE)[0] == 1.0


def test_who_may_not_give_discounts_pulls_nothing_in() -> None:
    assert not pull_in(0.12 * ONE, 0.06 * ONE, 0.1 * ONE, limit=0.0 * ONE, patience=ONE)[0]


def test_a_customer_who_asks_for_nothing_is_pulled_in_only_where_the_rep_gains() -> None:
    free = {"limit": 0.0 * ONE, "patience": ONE}
    assert pull_in(0.12 * ONE, 0.06 * ONE, 0.0 * ONE, **free)[0]
    assert not pull_in(0.06 * ONE, 0.06 * ONE, 0.0 * ONE, **free)[0]


def test_states_have_the_mean_and_nearly_the_spread_of_the_belief() -> None:
    states = close_states(np.array([50.0]), np.array([4.0]), 200)
    assert states.mean() == pytest.approx(50.0)
    assert states.std() == pytest.approx(4.0, rel=0.01)


def test_a_deal_that_crosses_a_threshold_gains_both_rates() -> None:
    accelerator = PayTerm(
        "accelerator", 0, False, np.array([0.0, 100.0]), np.array([0.0, 6.0]), np.array([0.06, 0.12])
    )
    gain = gain_at_close(accelerator, np.array([[0.0, 95.0, 100.0]]), np.array([10.0]), ONE)
    assert gain[0] == pytest.approx([0.6, 0.9, 1.2])


def test_risk_of_losing_the_deal_ends_waiting() -> None:
    gain, next_time = np.array([[8.0, 0.0]]), 5.0 * ONE
    waits = [bool(choose_week(gain, next_time, loss_risk=r * ONE, patience=ONE).is_closed_now[0]) for r in
             (0.0, 0.3, 0.4)]  # fmt: skip
    assert waits == [False, False, True]


def test_nobody_at_a_cap_closes_what_counts_next_time() -> None:
    choice = choose_week(np.zeros((1, 4)), 5.0 * ONE, loss_risk=0.2 * ONE, patience=0.98 * ONE)
    assert not choice.is_closed_now[0]
    assert choice.waiting[0] == pytest.approx(0.8 * 0.98 * 5.0)


def test_choices_do_not_depend_on_how_many_are_made_at_once() -> None:
    gain = np.random.default_rng(3).normal(size=(40, 64)) * 10.0 ** np.arange(-3, 5).repeat(8)
    given = {"loss_risk": np.full(40, 0.1), "patience": np.full(40, 0.9)}
    together = choose_week(gain, np.ones(40), **given).waiting
    alone = [
        choose_week(gain[i : i + 1], ONE, loss_risk=0.1 * ONE, patience=0.9 * ONE).waiting for i in range(40)
    ]
    assert np.array_equal(together, np.concatenate(alone))
