"""Premium: stay dearer than the others by a share, whatever they ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simulator.catalog import register
from simulator.strategies.answers import check_delay, check_share, floored, move_to, others_prices
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView


@register("firm-strategy", "premium")
@dataclass(frozen=True)
class Premium:
    """Ask a share more than the others do on average: a price that says what the brand is.

    Differentiation as a doctrine of its own [Porter1980]_: the price is a distance to the others, so that
    the firm moves with the market but never joins a race to the bottom from below.

    Parameters
    ----------
    above_share
        Share above the mean price of the others.
    delay_weeks
        Weeks between the others' prices and the answer to them.
    floor_margin
        Least price over unit cost.

    Raises
    ------
    InputError
        If the answer would come before what it answers, or the share is negative or above 10.
    """

    sees: ClassVar[frozenset[str]] = frozenset(
        {"price_history", "own_opening_prices", "own_prices", "own_unit_costs"}
    )

    above_share: float = 0.15
    delay_weeks: float = 4.0
    floor_margin: float = 1.05

    def __post_init__(self) -> None:
        check_delay(self.delay_weeks)
        check_share("above_share", self.above_share, most=10.0)

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Set prices above the mean of the others of ``delay_weeks`` ago."""
        del rng
        others = others_prices(view, self.delay_weeks)
        if others is None:
            return NO_MOVE
        above = others.sum(axis=0) / len(others) * (1.0 + self.above_share)
        return move_to(floored(above, view, self.floor_margin), view)
