"""Match price cuts: answer a rival's cut by as much, some weeks later, never below a floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simulator.catalog import register
from simulator.strategies.answers import check_delay, floored, move_to, others_prices
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView


@register("firm-strategy", "match-price-cut")
@dataclass(frozen=True)
class MatchPriceCut:
    """Cut each price by the largest share by which a rival stands below its own regular price.

    The simplest retaliation [Axelrod1984]_: a cut or a promotion is answered after a delay and forgiven
    as soon as the rival goes back. We assume that a rival's regular price is the highest it has asked so
    far, and that the firm keeps a margin over unit cost.

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

    delay_weeks: float = 4.0
    floor_margin: float = 1.05

    def __post_init__(self) -> None:
        check_delay(self.delay_weeks)

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Set prices that answer what was seen ``delay_weeks`` ago."""
        del rng
        others = others_prices(view, self.delay_weeks)
        if others is None:
            return NO_MOVE
        assert view.price_history is not None and view.own_opening_prices is not None
        seen = view.week - int(self.delay_weeks)
        regular = np.delete(view.price_history[: seen + 1].max(axis=0), view.firm, axis=0)
        answer = view.own_opening_prices * np.minimum((others / regular).min(axis=0), 1.0)
        return move_to(floored(answer, view, self.floor_margin), view)
