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

    @property
    def is_empty(self) -> bool:
        """Tell whether the move changes nothing."""
        return self.list_prices is None and self.feature_level is None and not self.actions


NO_MOVE = Move()
"""The move that changes nothing."""
