"""Quarter-end pressure: a firm that is behind its target cuts prices before its quarter ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from simulator.catalog import register
from simulator.errors import InputError
from simulator.strategies.answers import check_delay, check_share, floored, move_to, others_prices
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView

Floats = NDArray[np.float64]
_WEEKS_PER_YEAR = 52


@register("firm-strategy", "quarter-end-pressure")
@dataclass(frozen=True)
class QuarterEndPressure:
    """Cut prices in the last weeks of a fiscal quarter by the share by which revenue is behind its target.

    Firms that are pressed for results promote about twice as often at the end of their fiscal quarter, and
    competitors cut too [ChapmanSteenburgh2011]_. The target is growth over the same weeks a year ago, or a
    quarter ago in the first year. At all other times the firm keeps its opening distance to what the others
    ask on average: whether the level comes back after a cut is therefore up to the others, and no number
    says so here.

    Parameters
    ----------
    target_growth
        Growth of revenue that is asked for [share]; -1 asks for nothing.
    last_weeks
        Weeks at the end of a quarter in which the pressure works.
    deepest_cut_share
        The firm cuts no deeper.
    quarter_weeks
        Weeks in a fiscal quarter, the first of which begins with the run.
    delay_weeks
        Weeks between the others' prices and the answer to them.
    floor_margin
        Least price over unit cost.

    Raises
    ------
    InputError
        If a length is shorter than a week, or a share is none.
    """

    sees: ClassVar[frozenset[str]] = frozenset(
        {"own_sales_history", "price_history", "own_opening_prices", "own_prices", "own_unit_costs"}
    )

    target_growth: float = 0.05
    last_weeks: float = 3.0
    deepest_cut_share: float = 0.15
    quarter_weeks: float = 13.0
    delay_weeks: float = 1.0
    floor_margin: float = 1.05

    def __post_init__(self) -> None:
        check_delay(self.delay_weeks)
        check_share("deepest_cut_share", self.deepest_cut_share, most=0.99)
        if not 1.0 <= self.last_weeks < self.quarter_weeks:
            raise InputError(f"last_weeks must be 1 or more and less than a quarter, got {self.last_weeks:g}")

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Keep the distance to the others, less a cut if the quarter ends and the target is far."""
        del rng
        others = others_prices(view, self.delay_weeks)
        if others is None:
            return NO_MOVE
        assert view.price_history is not None and view.own_opening_prices is not None
        at_start = np.delete(view.price_history[0], view.firm, axis=0)
        usual = view.own_opening_prices * (others / at_start).mean(axis=0)
        cut = 0.0
        if view.week % int(self.quarter_weeks) >= int(self.quarter_weeks) - int(self.last_weeks):
            cut = min(self.deepest_cut_share, self._behind(view))
        return move_to(floored(usual * (1.0 - cut), view, self.floor_margin), view)

    def _behind(self, view: FirmView) -> float:
        """Give the share of the target that is missing, 0 if nothing is or there is none yet."""
        assert view.own_sales_history is not None and view.price_history is not None
        revenue = (view.own_sales_history * view.price_history[:, view.firm]).sum(axis=(1, 2))
        quarter = int(self.quarter_weeks)
        start = view.week - view.week % quarter
        back = _WEEKS_PER_YEAR if start >= _WEEKS_PER_YEAR else quarter
        if start < back:
            return 0.0
        target = (1.0 + self.target_growth) * revenue[start - back : view.week - back].sum()
        return max(0.0, 1.0 - float(revenue[start:].sum() / target)) if target > 0.0 else 0.0
