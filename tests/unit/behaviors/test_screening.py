"""Taking and refusing customers who may not pay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.behaviors.screening import (
    CreditStake,
    ScreeningTraits,
    believed_default,
    riskiest_taken,
    takes,
)
from simulator.parameters import load_register

RATE = st.floats(0.0, 0.2)


def stake(**given: float) -> CreditStake:
    names = ("booking", "cash", "keeping", "clawback", "chasing", "effort")
    return CreditStake(*(np.array([given.get(name, 0.0)]) for name in names))


@given(RATE, RATE, RATE, RATE, RATE, RATE, st.floats(0.0, 1.0))
def test_customers_are_taken_up_to_the_riskiest_and_none_beyond(
    booking: float,
    cash: float,
    keeping: float,
    clawback: float,
    chasing: float,
    effort: float,
    default: float,
) -> None:
    paid = CreditStake(*(np.array([v]) for v in (booking, cash, keeping, clawback, chasing, effort)))
    cut = riskiest_taken(paid)[0]
    if default < cut - 1e-6:
        assert takes(np.array([default]), paid)[0]
    if default > cut + 1e-6:
        assert not takes(np.array([default]), paid)[0]


def test_paid_on_booking_everybody_is_taken() -> None:
    assert riskiest_taken(stake(booking=0.02, effort=0.005))[0] == 1.0


def test_nobody_is_taken_where_effort_is_not_paid_for() -> None:
    assert riskiest_taken(stake(booking=0.02, effort=0.03))[0] == 0.0


@pytest.mark.parametrize("name", ["clawback", "chasing"])
def test_what_follows_an_unpaid_invoice_makes_reps_careful(name: str) -> None:
    plain = riskiest_taken(stake(booking=0.02, cash=0.02, effort=0.005))[0]
    assert riskiest_taken(stake(booking=0.02, cash=0.02, effort=0.005, **{name: 0.05}))[0] < plain


def test_a_rep_who_sees_nothing_takes_all_customers_for_middling() -> None:
    seen = believed_default(
        np.array([0.01, 0.6]), typical=0.1, spread=1.0, insight=np.zeros(2), noise=np.ones(2)
    )
    assert seen == pytest.approx([0.1, 0.1])


def test_the_register_gives_the_defaults() -> None:
    traits = ScreeningTraits.from_parameters(
        {name: np.array([one.value]) for name, one in load_register().items()}
    )
    assert 0.0 < traits.insight[0] < 1.0
    assert traits.chasing_share[0] > 0.0
