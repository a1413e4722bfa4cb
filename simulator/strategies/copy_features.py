"""Copy features: bring premium features to market some time after the first firm had them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simulator.catalog import register
from simulator.errors import InputError
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView


@register("firm-strategy", "copy-features")
@dataclass(frozen=True)
class CopyFeatures:
    """Offer the best premium features that anybody had on sale a year ago.

    A follower's product strategy: it spends on no research and is late by its development time. We
    assume that a copy is complete and costs as much to build as the original.

    Parameters
    ----------
    delay_weeks
        Development time: weeks between a rival's launch and the copy.

    Raises
    ------
    InputError
        If the copy would come before the original.
    """

    sees: ClassVar[frozenset[str]] = frozenset({"feature_history", "own_feature_level"})

    delay_weeks: float = 52.0

    def __post_init__(self) -> None:
        if self.delay_weeks < 1.0:
            raise InputError(
                f"delay_weeks must be 1 or more, got {self.delay_weeks:g}: a copy follows its original"
            )

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Raise the own feature level to the best one of ``delay_weeks`` ago."""
        del rng
        assert view.feature_history is not None and view.own_feature_level is not None
        seen = view.week - int(self.delay_weeks)
        if seen < 0:
            return NO_MOVE
        best = view.feature_history[seen].max(axis=0)
        if not (best > view.own_feature_level).any():
            return NO_MOVE
        return Move(feature_level=np.maximum(best, view.own_feature_level))
