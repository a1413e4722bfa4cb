"""Hold: keep prices and products as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simulator.catalog import register
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView


@register("firm-strategy", "hold")
@dataclass(frozen=True)
class Hold:
    """Keep prices and products as they are, whatever the others do.

    The yardstick of every other strategy: a rival who does not answer.
    """

    sees: ClassVar[frozenset[str]] = frozenset()

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Change nothing."""
        del view, rng
        return NO_MOVE
