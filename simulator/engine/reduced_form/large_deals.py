"""Luck of small and of large deals, mixed as reps choose between them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from simulator.engine.reduced_form.luck import Luck

__all__ = ["LargeDeals"]

Floats = NDArray[np.float64]


@dataclass
class LargeDeals:
    """Luck of small and of large deals, and the part of effort on large ones; ``(n_reps, n_kinds)`` each.

    Parameters
    ----------
    small
        Luck if all effort goes to small deals.
    added_sd, multiplied_cv, order_value
        The same for large deals, as in :class:`simulator.engine.reduced_form.luck.Luck`.
    is_open
        Whether there is a choice.
    share
        Part of effort on large deals [0 to 1].
    """

    small: Luck
    added_sd: Floats
    multiplied_cv: Floats
    order_value: Floats
    is_open: NDArray[np.bool_]
    share: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.share = np.zeros(self.is_open.shape)

    def luck(self) -> Luck:
        """Give the luck of results at the present shares: variances add up in proportion to effort."""
        part, small = self.share, self.small
        added, cv = (
            np.sqrt((1.0 - part) * np.square(low) + part * np.square(high))
            for low, high in ((small.added_sd, self.added_sd), (small.multiplied_cv, self.multiplied_cv))
        )
        size = (1.0 - part) * small.order_value + part * self.order_value
        return replace(small, added_sd=added, multiplied_cv=cv, order_value=size)

    def variances(self, expected: Floats) -> tuple[Floats, Floats]:
        """Give the variance of a week of small and of large deals that bring ``expected``, without shocks."""
        low, high = self.small, self
        return (
            np.square(low.added_sd) + np.square(low.multiplied_cv * expected) + low.order_value * expected,
            np.square(high.added_sd) + np.square(high.multiplied_cv * expected) + high.order_value * expected,
        )
