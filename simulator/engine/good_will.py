"""What people feel they owe the firm."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["GoodWill"]

Floats = NDArray[np.float64]


@dataclass
class GoodWill:
    """What people feel they owe the firm; arrays ``(n_reps,)``.

    Parameters
    ----------
    without
        What a sale is worth to a rep beyond pay without any gift [currency per currency unit].
    amount
        Good will [currency].
    expected
        Gift that is expected on the next occasion [currency].
    """

    without: Floats
    amount: Floats = field(init=False)
    expected: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.amount, self.expected = np.zeros_like(self.without), np.zeros_like(self.without)
