"""What a firm can do in a week: typed moves, the same for scripts, machines and people.

A strategy returns a :class:`Move`, a bundle of such parts. The engine applies it; a part that a firm
may not use (a rival cannot brief our reps) is a :class:`~simulator.errors.RuleError`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Move:
    """What one firm does this week; empty means it changes nothing.

    Parameters
    ----------
    list_prices
        New list prices [currency], shape ``(n_lines, n_tiers)``, or None to keep them.
    feature_level
        New premium feature level by line, shape ``(n_lines,)``, or None to keep it.
    presence
        New share of each channel's outlets that carry the firm's products, shape ``(n_channels,)``, or
        None to keep it (rivals only: our firm opens channels by actions).
    actions
        Numbers of the scenario's actions that act this week (our firm only).

    Examples
    --------
    >>> Move().is_empty
    True
    """

    list_prices: np.ndarray | None = None
    feature_level: np.ndarray | None = None
    actions: tuple[int, ...] = field(default=())
    presence: np.ndarray | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether the move changes nothing."""
        changes = (self.list_prices, self.feature_level, self.presence)
        return all(change is None for change in changes) and not self.actions


NO_MOVE = Move()
"""The move that changes nothing."""
