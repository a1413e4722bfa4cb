"""Entrant: stay out of the market until a week, then appear in its channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simulator.catalog import register
from simulator.errors import InputError
from simulator.strategies.answers import check_share
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView


@register("firm-strategy", "entrant")
@dataclass(frozen=True)
class Entrant:
    """Be in no channel until a week, then grow into the presence that the scenario states, at a low price.

    Entry as a dated fact with its usual weapons, reach and an introductory price [Bain1956]_; whether
    entry pays is not asked. Prices are announced from the start, so that rivals who look at prices only see
    them before the firm sells; give the firm a ``starting_share`` of 0.

    Parameters
    ----------
    enters_in_week
        Week of entry, counted from 1 as in a scenario.
    ramp_weeks
        Weeks until presence is complete.
    introductory_share
        Share below the opening price while presence grows.

    Raises
    ------
    InputError
        If a week is before the first, or the share is not one.
    """

    sees: ClassVar[frozenset[str]] = frozenset({"own_opening_presence", "own_presence", "own_opening_prices"})

    enters_in_week: float = 53.0
    ramp_weeks: float = 26.0
    introductory_share: float = 0.0

    def __post_init__(self) -> None:
        check_share("introductory_share", self.introductory_share, most=0.99)
        for name in ("enters_in_week", "ramp_weeks"):
            if getattr(self, name) < 1.0:
                raise InputError(f"{name} must be 1 or more, got {getattr(self, name):g}")

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Stay away, enter step by step, and end the introductory price when the entry is complete."""
        del rng
        assert view.own_opening_presence is not None and view.own_presence is not None
        assert view.own_opening_prices is not None
        grown = np.clip((view.week + 2 - int(self.enters_in_week)) / int(self.ramp_weeks), 0.0, 1.0)
        presence = view.own_opening_presence * grown
        if np.array_equal(presence, view.own_presence):
            return NO_MOVE
        discount = self.introductory_share if grown < 1.0 else 0.0
        return Move(presence=presence, list_prices=view.own_opening_prices * (1.0 - discount))
