"""Help, poaching and effort inside a team; signs against findings are tested elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.behaviors.teams import PeerTraits, PeerWork, shared_values, team_sales, work_with_peers
from simulator.parameters import load_register

ABLE = np.array([[100.0, 150.0, 80.0]])
TRAITS = PeerTraits.from_parameters(
    {name: np.array(one.value) for name, one in load_register().items()}, np.array(10.0)
)


def test_who_is_alone_neither_helps_nor_poaches() -> None:
    work = work_with_peers(ABLE[:, :1], np.full((1, 1), 0.1), np.full((1, 1), 0.05), TRAITS)
    assert work.helping[0, 0] == work.poaching[0, 0] == 0.0
    assert team_sales(ABLE[:, :1], work, TRAITS)[0, 0] == pytest.approx(100.0 * work.selling[0, 0])


def test_who_loses_by_a_colleagues_sale_takes_more_than_who_does_not_care() -> None:
    careless = work_with_peers(ABLE, np.full_like(ABLE, 0.1), np.zeros_like(ABLE), TRAITS)
    rival = work_with_peers(ABLE, np.full_like(ABLE, 0.1), np.full_like(ABLE, -0.05), TRAITS)
    assert np.all(rival.poaching > careless.poaching)
    assert np.all(rival.helping == 0.0)


def test_nothing_is_given_or_taken_twice() -> None:
    """What helpers give arrives; of what is taken the kept part stays in the team."""
    work = PeerWork(np.ones_like(ABLE), np.full_like(ABLE, 0.5), np.full_like(ABLE, 0.3))
    total = team_sales(ABLE, work, TRAITS).sum()
    given = (ABLE * 0.5 * TRAITS.help_effect).sum()
    lost = (ABLE * 0.3 * TRAITS.poach_effect * (1.0 - TRAITS.poach_kept)).sum()
    assert total == pytest.approx(ABLE.sum() + given - lost)


def test_effort_ends_at_its_most() -> None:
    work = work_with_peers(ABLE, np.full_like(ABLE, 9.0), np.full_like(ABLE, 9.0), TRAITS, most=1.5)
    assert work.selling.max() == work.helping.max() == 1.5


def test_half_of_each_pay_adds_up() -> None:
    own, peer = shared_values(np.array([0.06]), np.array([0.05]), np.array([5.0]))
    assert (own[0], peer[0]) == pytest.approx((0.07, 0.01))
