"""Talk between buyers, the agenda of coming events, and what customers remember."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.agents.deals import Agenda, joined, rows_of
from simulator.agents.shopping import Talk
from simulator.engine.setup import build_state
from tests.unit.engine.small_runs import batch, small_scenario


def test_voices_are_added_where_they_belong_and_fade() -> None:
    talk = Talk(np.zeros((2, 1, 2)), np.zeros((2, 1, 2)), np.ones((2, 1)))
    talk.add(np.array([0, 0, 1]), np.zeros(3, int), np.array([1, 1, 0]), np.array([0.1, 0.2, -0.3]))
    assert talk.voices[:, 0].tolist() == [[0.0, 2.0], [1.0, 0.0]]
    assert talk.balance[:, 0] == pytest.approx(np.array([[0.0, 0.3], [-0.3, 0.0]]))
    talk.fade(np.array([1.0, 2.0]))
    assert talk.voices[:, 0] == pytest.approx(np.array([[0.0, 1.0], [0.5**0.5, 0.0]]))


def test_an_agenda_hands_out_each_row_once_in_its_week() -> None:
    agenda = Agenda()
    assert agenda.due(7.0) is None
    agenda.enter({"day": np.array([9, 3]), "name": np.array([1, 2])})
    agenda.enter({"day": np.array([6]), "name": np.array([3])})
    first, second = agenda.due(7.0), agenda.due(14.0)
    assert first is not None
    assert second is not None
    assert (first["name"].tolist(), second["name"].tolist()) == ([2, 3], [1])
    assert len(rows_of(joined([first, second]), np.array([0, 2]))["name"]) == 2


def test_customers_remember_the_last_purchase_and_forget_slowly() -> None:
    state = build_state(batch(small_scenario(), weeks=4))
    slot, neutral, half_life = np.array([5]), np.array([0.65]), np.array([10.0])
    state.customers.remember(slot, np.array([1]), np.array([0.25]), week=2)
    assert state.customers.last_firm[5] == 1
    assert state.customers.remembered(slot, 2, neutral, half_life) == pytest.approx([0.25])
    assert state.customers.remembered(slot, 12, neutral, half_life) == pytest.approx([0.45])
    untouched = state.customers.remembered(np.array([6]), 30, neutral, half_life)
    assert untouched == pytest.approx([0.65], abs=1e-6)
