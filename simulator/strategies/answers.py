"""What the rules that answer rivals' prices share: what was seen, the floor under a price, the move."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.errors import InputError
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView

__all__ = ["check_delay", "check_share", "floored", "move_to", "others_prices"]

Floats = NDArray[np.float64]


def check_delay(delay_weeks: float) -> None:
    """Refuse an answer that would come before what it answers.

    Raises
    ------
    InputError
        If the delay is shorter than a week.
    """
    if delay_weeks < 1.0:
        raise InputError(
            f"delay_weeks must be 1 or more, got {delay_weeks:g}: a firm answers what it saw before"
        )


def check_share(name: str, value: float, most: float = 1.0) -> None:
    """Refuse a share outside 0 to ``most``.

    Raises
    ------
    InputError
        If it is outside.
    """
    if not 0.0 <= value <= most:
        raise InputError(f"{name} must be from 0 to {most:g}, got {value:g}")


def others_prices(view: FirmView, delay_weeks: float) -> Floats | None:
    """Give what the other firms asked ``delay_weeks`` ago, ``(n_others, n_lines, n_tiers)``; None if unknown.

    Examples
    --------
    >>> history = np.array([[[[10.0]], [[12.0]]], [[[9.0]], [[12.0]]]])  # weeks x firms x lines x tiers
    >>> others_prices(FirmView(week=2, firm=1, price_history=history), 1.0)
    array([[[9.]]])
    """
    assert view.price_history is not None
    seen = view.week - int(delay_weeks)
    if seen < 0 or view.price_history.shape[1] < 2:
        return None
    return np.asarray(np.delete(view.price_history[seen], view.firm, axis=0))


def floored(prices: Floats, view: FirmView, floor_margin: float) -> Floats:
    """Keep prices at or above unit cost times a margin, or the opening price where that was lower already."""
    assert view.own_unit_costs is not None and view.own_opening_prices is not None
    return np.asarray(
        np.maximum(prices, np.minimum(view.own_unit_costs * floor_margin, view.own_opening_prices))
    )


def move_to(prices: Floats, view: FirmView) -> Move:
    """Give the move to these prices; none if the firm asks them already."""
    assert view.own_prices is not None
    return NO_MOVE if np.array_equal(prices, view.own_prices) else Move(list_prices=prices)
