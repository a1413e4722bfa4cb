"""Deals move in time where pay is not straight, and stay where it is."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.period_close import close_states, gain_at_close
from simulator.behaviors.timing import accepted_discount, choose_week, pull_in
from simulator.world.pay_terms import PayTerm

Floats = NDArray[np.float64]
Z = 5.0  # two-sided false-alarm rate 6e-7
WEEKS = 13
QUOTA = 130.0

STRAIGHT = PayTerm("commission", 0, False, np.zeros(1), np.zeros(1), np.array([0.08]))
ACCELERATED = PayTerm(
    "accelerator", 0, False, np.array([0.0, QUOTA]), np.array([0.0, 0.06 * QUOTA]), np.array([0.06, 0.12])
)


@pytest.mark.parametrize(("now", "after"), [(0.12, 0.06), (0.10, 0.08), (0.2, 0.01)])
def test_the_deepest_discount_is_one_less_the_ratio_of_rates(now: float, after: float) -> None:
    """Exact: found by search over discounts, the last one that is still accepted."""
    tried = np.linspace(0.0, 1.0, 100_001)
    many = np.ones(len(tried))
    taken = tried[pull_in(now * many, after * many, tried, limit=many, patience=many)]
    assert taken.max() == pytest.approx(1.0 - after / now, abs=2e-5)
    assert accepted_discount(np.array([now]), np.array([after]))[0] == pytest.approx(1.0 - after / now)


def test_twelve_percent_now_and_six_later_are_worth_half_the_price() -> None:
    assert accepted_discount(np.array([0.12]), np.array([0.06]))[0] == 0.5


def test_waiting_is_worth_what_it_earns_on_average() -> None:
    """The rep's reckoning against 400,000 ends of the period; false alarm 6e-7 each."""
    term, mean, sd, size, later, risk = ACCELERATED, 125.0, 10.0, 8.0, 0.06 * 8.0, 0.05
    states = close_states(np.array([mean]), np.array([sd]), 4_000)
    gain = gain_at_close(term, states, np.array([size]), np.ones(1))
    found = choose_week(gain, np.array([later]), loss_risk=np.array([risk]), patience=np.ones(1))
    ends = np.random.default_rng(11).normal(mean, sd, 400_000)
    gains = gain_at_close(term, ends[:, None], np.full(len(ends), size), np.ones(len(ends)))[:, 0]
    kept = np.random.default_rng(12).random(len(ends)) >= risk
    for value, sample in ((found.now, gains), (found.waiting, kept * np.maximum(gains, later))):
        assert abs(sample.mean() - value[0]) < Z * sample.std() / len(ends) ** 0.5


def closing_weeks(term: PayTerm, n_reps: int, *, weekly_loss: float) -> Floats:
    """Let deals of size 10, one a week, become ready and be closed or kept; weeks of all closings.

    The next period is like this one: a deal in it is worth the mean rate. What is still open at the end goes
    where it pays more; deals carried over are counted in week 0.
    """
    rng = np.random.default_rng(7)
    total, waiting = np.zeros(n_reps), np.zeros(n_reps)
    size, later = np.full(n_reps, 10.0), np.full(n_reps, float(term.slopes.mean()) * 10.0)
    closed = np.zeros(WEEKS + 1)
    for week in range(1, WEEKS + 1):
        left = WEEKS - week
        waiting = waiting * (rng.random(n_reps) >= weekly_loss) + rng.poisson(0.85, n_reps)
        spread = np.full(n_reps, np.maximum(np.sqrt(0.85 * 100.0 * left), 1e-9))
        states = close_states(total + 10.0 * (np.maximum(waiting - 1.0, 0.0) + 0.85 * left), spread)
        gain = gain_at_close(term, states, size, np.ones(n_reps))
        risk = np.full(n_reps, 1.0 - (1.0 - weekly_loss) ** left)
        choice = choose_week(gain, later, loss_risk=risk, patience=np.ones(n_reps))
        closes = choice.is_closed_now & (waiting > 0.0)
        closed[week] += waiting[closes].sum()
        total = total + 10.0 * waiting * closes
        waiting = waiting * ~closes
    closed[0] = waiting.sum()
    return closed


def test_straight_pay_moves_no_deal() -> None:
    """Last of thirteen weeks: a thirteenth of the closings; false alarm 6e-7."""
    closed = closing_weeks(STRAIGHT, 4_000, weekly_loss=0.002)
    share, n = closed[WEEKS] / closed.sum(), closed.sum()
    assert closed[0] == 0.0
    assert abs(share - 1.0 / WEEKS) < Z * (1.0 / WEEKS / n) ** 0.5


def test_an_accelerator_crowds_the_last_week_unless_customers_walk_away() -> None:
    """The share in the last week lies far above a thirteenth and falls with the risk of losing deals."""
    shares = []
    for weekly_loss in (0.0005, 0.002, 0.05):
        closed = closing_weeks(ACCELERATED, 4_000, weekly_loss=weekly_loss)
        shares.append(closed[WEEKS] / closed.sum())
    n = 4_000 * WEEKS * 0.8
    assert shares[0] > 1.0 / WEEKS + Z * (1.0 / WEEKS / n) ** 0.5
    assert shares[0] >= shares[1] > shares[2]
