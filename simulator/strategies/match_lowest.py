"""Match the lowest: never be undersold, some weeks later, never below a floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simulator.catalog import register
from simulator.strategies.answers import check_delay, floored, move_to, others_prices
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView


@register("firm-strategy", "match-lowest")
@dataclass(frozen=True)
class MatchLowest:
    """Ask the own opening price, or the lowest price of any other firm where that is lower.

    A promise never to be undersold [Salop1986]_: what it takes from rivals is the reason to cut. Each
    product is matched with the same product of the others, whatever the brand. We assume that the firm
    never raises its price above the opening one and keeps a margin over unit cost.

    Parameters
    ----------
    delay_weeks
        Weeks between a rival's price and the answer to it.
    floor_margin
        Least price over unit cost.

    Raises
    ------
    InputError
        If the answer would come before what it answers.
    """

    sees: ClassVar[frozenset[str]] = frozenset(
        {"price_history", "own_opening_prices", "own_prices", "own_unit_costs"}
    )

    delay_weeks: float = 2.0
    floor_margin: float = 1.05

    def __post_init__(self) -> None:
        check_delay(self.delay_weeks)

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Set prices to the lowest that was seen ``delay_weeks`` ago."""
        del rng
        others = others_prices(view, self.delay_weeks)
        if others is None:
            return NO_MOVE
        assert view.own_opening_prices is not None
        lowest = np.minimum(others.min(axis=0), view.own_opening_prices)
        return move_to(floored(lowest, view, self.floor_margin), view)
