"""Word of mouth in all worlds: what buyers say about each firm in each region, and how it fades."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Talk"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass
class Talk:
    """Word of mouth by world, region and firm: faded balance of opinions and number of voices."""

    balance: Floats
    voices: Floats
    reference_voices: Floats

    def fade(self, half_life_weeks: Floats) -> None:
        """Let one week pass."""
        kept = np.exp2(-1.0 / half_life_weeks)[:, None, None]
        self.balance *= kept
        self.voices *= kept

    def add(
        self, world: Whole, region: NDArray[np.integer], firm: NDArray[np.integer], opinion: Floats
    ) -> None:
        """Add the voices of buyers, one for each row."""
        shape = self.balance.shape
        cell = (world * shape[1] + region) * shape[2] + firm
        n_cells = self.balance.size
        self.balance += np.bincount(cell, opinion, n_cells).reshape(shape)
        self.voices += np.bincount(cell, minlength=n_cells).reshape(shape)
