"""When the dated actions of a script act."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulator.strategies.scripted import Scripted, due_actions, is_due
from simulator.world.actions import Briefing, Promotion
from simulator.world.views import FirmView

TITLE = {"en": "a", "zh": "b"}


def briefing(**when: Any) -> Briefing:
    return Briefing(kind="briefing", title=TITLE, medium="meeting", **when)  # type: ignore[arg-type]


def promotion(**when: Any) -> Promotion:
    return Promotion(kind="promotion", title=TITLE, tier="premium", discount_share=0.1, **when)  # type: ignore[arg-type]


def weeks(action: Briefing | Promotion, until: int = 14) -> list[int]:
    """Weeks in which an action acts, counted from 1 as scenario files do."""
    return [week + 1 for week in range(until) if is_due(action, week)]


@pytest.mark.parametrize(
    ("action", "acts"),
    [
        (briefing(), [1]),
        (briefing(from_week=3), [3]),
        (briefing(from_week=2, every_weeks=4), [2, 6, 10, 14]),
        (briefing(from_week=2, every_weeks=4, until_week=9), [2, 6]),
        (promotion(from_week=3), [3]),
        (promotion(from_week=3, lasts_weeks=3), [3, 4, 5]),
        (promotion(from_week=3, every_weeks=5, lasts_weeks=2), [3, 4, 8, 9, 13, 14]),
        (promotion(from_week=3, every_weeks=5, lasts_weeks=2, until_week=8), [3, 4, 8]),
        (promotion(from_week=12, every_weeks=1), [12, 13, 14]),
    ],
)
def test_actions_act_in_their_weeks(action: Briefing | Promotion, acts: list[int]) -> None:
    assert weeks(action) == acts


def test_a_script_names_its_due_actions_by_number_in_order() -> None:
    script = (briefing(from_week=2), promotion(from_week=2, lasts_weeks=2), briefing(from_week=3))
    assert due_actions(script, 1) == (0, 1)
    assert due_actions(script, 2) == (1, 2)
    move = Scripted(script).decide(FirmView(week=2, firm=0), np.random.default_rng(1))
    assert move.actions == (1, 2)
    assert Scripted(script).decide(FirmView(week=9, firm=0), np.random.default_rng(1)).is_empty
