"""Undercut: stay a step below the cheapest of the others, down to a floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simulator.catalog import register
from simulator.strategies.answers import check_delay, check_share, floored, move_to, others_prices
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView


@register("firm-strategy", "undercut")
@dataclass(frozen=True)
class Undercut:
    """Ask a share less than the cheapest of the others, never less than cost plus a margin.

    Two who undercut each other reach the floor, as in Bertrand's price war, at the speed that their delays
    allow [MaskinTirole1988]_. We leave out the return to high prices that follows in that paper: a firm
    that undercuts here stays at its floor as long as somebody stands beside it, and goes up only when the
    others do.

    Parameters
    ----------
    step_share
        Share below the cheapest other firm.
    delay_weeks
        Weeks between a rival's price and the answer to it.
    floor_margin
        Least price over unit cost.

    Raises
    ------
    InputError
        If the answer would come before what it answers, or the step is not a share.
    """

    sees: ClassVar[frozenset[str]] = frozenset(
        {"price_history", "own_opening_prices", "own_prices", "own_unit_costs"}
    )

    step_share: float = 0.02
    delay_weeks: float = 1.0
    floor_margin: float = 1.05

    def __post_init__(self) -> None:
        check_delay(self.delay_weeks)
        check_share("step_share", self.step_share)

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Set prices a step below the cheapest of ``delay_weeks`` ago."""
        del rng
        others = others_prices(view, self.delay_weeks)
        if others is None:
            return NO_MOVE
        below = others.min(axis=0) * (1.0 - self.step_share)
        return move_to(floored(below, view, self.floor_margin), view)
