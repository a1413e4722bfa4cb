"""A message passes layers, is understood in part, and fades."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.organization.messages import fidelity, forgotten, understood


def test_without_layers_what_is_said_arrives() -> None:
    arriving = fidelity(np.array([0.6]), np.array([0.8]), np.zeros(1), np.array([0.3]))
    assert arriving.tolist() == [0.6]


def test_more_layers_let_less_through() -> None:
    layers = np.arange(6.0)
    arriving = fidelity(np.full(6, 0.9), np.full(6, 0.85), layers, np.full(6, 0.5))
    assert (np.diff(arriving) < 0.0).all()
    assert arriving == pytest.approx(0.9 * 0.85**layers)


def test_teams_differ_by_how_well_their_manager_passes_it_on() -> None:
    arriving = fidelity(np.full(3, 0.9), np.full(3, 0.85), np.full(3, 3.0), np.array([0.0, 0.5, 1.0]))
    assert arriving == pytest.approx([0.9, 0.9 * 0.85**3, 0.9 * 0.85**6])


def test_a_second_briefing_fills_its_part_of_the_gap_that_is_left() -> None:
    once = understood(np.zeros(1), np.array([0.4]))
    twice = understood(once, np.array([0.4]))
    assert twice == pytest.approx([0.64])
    assert understood(np.ones(1), np.array([0.4])).tolist() == [1.0]


def test_half_is_forgotten_in_a_half_life() -> None:
    left = np.ones(1)
    for _ in range(20):
        left = forgotten(left, np.array([20.0]))
    assert left == pytest.approx([0.5])
