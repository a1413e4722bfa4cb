"""Calculations about the base of commission: what it does to discounts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.discounting import PriceStake, choose_discount, win_probability
from simulator.studies.validation.calculations import Case, Point

__all__ = ["pay_base"]

Floats = NDArray[np.float64]
_MOST = 0.95
_GRID = np.linspace(0.0, _MOST, 200_001)
_SHARES = np.linspace(0.0, 1.0, 11)


def pay_base(case: Case) -> list[Point]:
    """Hold the discount that a rep gives a customer against the best one, and tell how the base moves it.

    Settings: ``best``, each ``{odds, pull, cost, on_revenue}``: the discount against the best one of a fine
    grid for a payer who bears that share of the goods' ``cost`` that does not rest on revenue; 0 is the firm.
    ``rising``, each ``{odds, pull, cost}``: from pay on margin to pay on revenue discounts rise and what the
    firm earns falls at each step (1).
    """
    points = []
    for each in case.settings.get("best", []):
        odds, pull, cost, share = (float(each[key]) for key in ("odds", "pull", "cost", "on_revenue"))
        found = float(_discounts(odds, pull, cost, np.array([share]))[0])
        borne = cost * (1.0 - share)
        worth = win_probability(np.array(odds), np.array(pull), _GRID) * (1.0 - borne - _GRID)
        best = float(_GRID[int(np.argmax(worth))])
        points.append(Point(f"odds={odds:g} pull={pull:g} cost={cost:g}", 1.0 + found, 1.0 + best))
    for each in case.settings.get("rising", []):
        odds, pull, cost = (float(each[key]) for key in ("odds", "pull", "cost"))
        given = _discounts(odds, pull, cost, _SHARES)
        earned = win_probability(np.array(odds), np.array(pull), given) * (1.0 - cost - given)
        holds = bool((np.diff(given) > 0.0).all() and (np.diff(earned) < 0.0).all())
        points.append(Point(f"odds={odds:g} pull={pull:g} cost={cost:g}", float(holds), 1.0))
    return points


def _discounts(odds: float, pull: float, cost: float, on_revenue: Floats) -> Floats:
    one = np.ones(len(on_revenue))
    stake = PriceStake(on_revenue, 1.0 - on_revenue, cost * one, 0.0 * one)
    return choose_discount(odds * one, pull * one, stake, _MOST * one)
