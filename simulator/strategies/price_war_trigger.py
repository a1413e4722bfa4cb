"""Price-war trigger: when sales fall too far, take it for a secret cut and fight for a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simulator.catalog import register
from simulator.errors import InputError
from simulator.strategies.answers import check_share, floored, move_to
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView


@register("firm-strategy", "price-war-trigger")
@dataclass(frozen=True)
class PriceWarTrigger:
    """Keep the high price until own sales fall below a share of what is usual, then fight for some weeks.

    Firms that see their sales and not the reason for them must punish bad luck too, or secret cuts would
    pay: wars break out on the path, the oftener the noisier demand is [GreenPorter1984]_. The firm reads
    its own sales and no rival's price. Usual is the mean of those past weeks in which it asked its opening
    prices; a sharp season is taken for a cut, because the firm looks at no calendar.

    Parameters
    ----------
    trigger_share
        Share of usual sales under which a war begins.
    watch_weeks
        Weeks of sales at opening prices that are judged together, and that must pass after a war.
    war_weeks
        How long a war lasts.
    war_margin
        Price over unit cost in a war.

    Raises
    ------
    InputError
        If a length is shorter than a week or the trigger is not a share.
    """

    sees: ClassVar[frozenset[str]] = frozenset(
        {"own_sales_history", "price_history", "own_opening_prices", "own_prices", "own_unit_costs"}
    )

    trigger_share: float = 0.8
    watch_weeks: float = 4.0
    war_weeks: float = 8.0
    war_margin: float = 1.05

    def __post_init__(self) -> None:
        check_share("trigger_share", self.trigger_share)
        for name in ("watch_weeks", "war_weeks"):
            if getattr(self, name) < 1.0:
                raise InputError(f"{name} must be 1 or more, got {getattr(self, name):g}")

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """Go to war, stay in it, or go back to the opening prices."""
        del rng
        assert view.own_sales_history is not None and view.price_history is not None
        assert view.own_opening_prices is not None and view.own_unit_costs is not None
        if view.week == 0:
            return NO_MOVE
        asked = view.price_history[:, view.firm]
        at_peace = np.asarray((asked >= view.own_opening_prices).all(axis=(1, 2)))
        run = _length_of_last_run(at_peace)
        war = np.minimum(
            floored(view.own_unit_costs * self.war_margin, view, self.war_margin), view.own_opening_prices
        )
        if not at_peace[-1]:
            return NO_MOVE if run < int(self.war_weeks) else move_to(view.own_opening_prices, view)
        watch = int(self.watch_weeks)
        sales = view.own_sales_history.sum(axis=(1, 2))[at_peace]
        if run < watch or len(sales) <= watch:
            return NO_MOVE
        usual, recent = sales[:-watch].mean(), sales[-watch:].mean()
        return move_to(war, view) if recent < self.trigger_share * usual else NO_MOVE


def _length_of_last_run(flags: np.ndarray) -> int:
    """Count how many last weeks were alike.

    Examples
    --------
    >>> _length_of_last_run(np.array([True, False, False])), _length_of_last_run(np.zeros(0, bool))
    (2, 0)
    """
    if not len(flags):
        return 0
    changes = np.flatnonzero(flags[1:] != flags[:-1])
    return int(len(flags) - (changes[-1] + 1 if len(changes) else 0))
