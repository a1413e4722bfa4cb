"""Trust in pay."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.behaviors.trust import TrustTraits, after_payday, believed_value, checking_time_share
from simulator.parameters import load_register

TRAITS = TrustTraits.from_parameters({name: np.array([one.value]) for name, one in load_register().items()})
ONE = np.ones(1)


def trust_after(trust: float = 1.0, weeks: float = 4.0, **happened: float) -> float:
    given = {name: happened.get(name, 0.0) * ONE for name in ("errors", "weeks_late", "weeks_open")}
    return float(after_payday(trust * ONE, TRAITS, weeks_since=weeks, **given)[0])


def test_right_pay_on_time_keeps_full_trust() -> None:
    assert trust_after() == 1.0


@pytest.mark.parametrize("name", ["errors", "weeks_late", "weeks_open"])
def test_each_fault_costs_trust_and_two_cost_more(name: str) -> None:
    assert trust_after(**{name: 2.0}) < trust_after(**{name: 1.0}) < 1.0


def test_trust_comes_back_by_half_in_a_half_life_however_often_paid() -> None:
    half_life = float(TRAITS.recovery_half_life_weeks[0])
    assert trust_after(0.4, half_life) == pytest.approx(0.7)
    twice = trust_after(trust_after(0.4, half_life / 2), half_life / 2)
    assert twice == pytest.approx(0.7)


def test_trust_never_leaves_its_bounds() -> None:
    assert 0.0 <= trust_after(0.0, errors=50.0, weeks_late=99.0) <= trust_after(1.0, weeks=1e6) == 1.0


def test_who_trusts_fully_checks_nothing_and_believes_the_plan() -> None:
    value = np.array([[0.02, 0.03]])
    assert checking_time_share(ONE, TRAITS.most_checking)[0] == 0.0
    assert np.array_equal(believed_value(value, ONE), value)
    assert believed_value(value[:, :, None], 0.5 * ONE).shape == (1, 2, 1)
