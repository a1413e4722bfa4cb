"""Follow the leader: keep the opening distance to one firm's price, some weeks later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simulator.catalog import register
from simulator.errors import InputError
from simulator.strategies.answers import check_delay, floored, move_to
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView


@register("firm-strategy", "follower")
@dataclass(frozen=True)
class Follower:
    """Move prices up and down with a leader's, in the same proportion, some weeks later.

    Price leadership: the follower leaves it to the leader where the level lies [Markham1951]_. Unlike
    ``match-price-cut`` it follows rises too, and looks at one firm only. We assume that the distance at the
    start is the one that it wants to keep.

    Parameters
    ----------
    leader
        Number of the firm that is followed, in the scenario's order; 0 is ours.
    delay_weeks
        Weeks between the leader's price and the answer to it.
    floor_margin
        Least price over unit cost.

    Raises
    ------
    InputError
        If the answer would come before what it answers, or the leader is no firm's number.
    """

    sees: ClassVar[frozenset[str]] = frozenset(
        {"price_history", "own_opening_prices", "own_prices", "own_unit_costs"}
    )

    leader: float = 0.0
    delay_weeks: float = 4.0
    floor_margin: float = 1.05

    def __post_init__(self) -> None:
        check_delay(self.delay_weeks)
        if self.leader < 0.0 or self.leader != int(self.leader):
            raise InputError(f"leader must be the number of a firm, 0, 1, 2 and so on, got {self.leader:g}")

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Set prices in proportion to the leader's of ``delay_weeks`` ago."""
        del rng
        assert view.price_history is not None and view.own_opening_prices is not None
        leader, seen = int(self.leader), view.week - int(self.delay_weeks)
        if seen < 0 or leader == view.firm or leader >= view.price_history.shape[1]:
            return NO_MOVE
        led = view.price_history[seen, leader] / view.price_history[0, leader]
        return move_to(floored(view.own_opening_prices * led, view, self.floor_margin), view)
