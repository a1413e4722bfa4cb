"""Scripted: do what the scenario's dated actions say, in the weeks in which they act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simulator.catalog import register
from simulator.world.actions import ActionSpec, Promotion
from simulator.world.moves import Move
from simulator.world.views import FirmView

__all__ = ["Scripted", "is_due"]


@register("firm-strategy", "scripted")
@dataclass(frozen=True)
class Scripted:
    """Our firm by script: each action in its weeks, as the scenario states them.

    Parameters
    ----------
    script
        The scenario's actions in order; moves name them by number.
    """

    sees: ClassVar[frozenset[str]] = frozenset()

    script: tuple[ActionSpec, ...] = ()

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Name the actions that act this week."""
        del rng
        return Move(actions=due_actions(self.script, view.week))


def due_actions(script: Sequence[ActionSpec], week: int) -> tuple[int, ...]:
    """Give the numbers of the actions that act in a week (week counted from 0)."""
    return tuple(number for number, action in enumerate(script) if is_due(action, week))


def is_due(action: ActionSpec, week: int) -> bool:
    """Tell whether an action acts in a week (counted from 0; actions count from 1).

    One-off actions act in their first week. Actions with ``every_weeks`` act again and again until
    ``until_week``; a promotion acts in each of the weeks that it lasts.

    Examples
    --------
    >>> from simulator.world.actions import Briefing
    >>> briefing = Briefing(kind="briefing", title={"en": "a", "zh": "b"}, medium="meeting",
    ...                     from_week=2, every_weeks=4)
    >>> [week for week in range(12) if is_due(briefing, week)]
    [1, 5, 9]
    """
    since = week + 1 - action.from_week
    if since < 0 or (action.until_week is not None and week + 1 > action.until_week):
        return False
    lasts = action.lasts_weeks if isinstance(action, Promotion) else 1
    return (since % action.every_weeks if action.every_weeks else since) < lasts
