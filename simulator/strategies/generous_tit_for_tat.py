"""Generous tit for tat: answer a price cut in kind, but let some pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simulator.catalog import register
from simulator.errors import InputError
from simulator.strategies.answers import check_share, move_to
from simulator.strategies.match_price_cut import MatchPriceCut
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView


@register("firm-strategy", "generous-tit-for-tat")
@dataclass(frozen=True)
class GenerousTitForTat:
    """Answer a rival's cut as ``match-price-cut`` does, but forgive one cut in three, by lot.

    Two who answer each cut never come out of an exchange of blows; who forgives now and then does
    [NowakSigmund1992]_. A round lasts some weeks; at each round the firm either answers what it sees or
    lets it pass and asks its opening price. The default share is the best one for the usual payoffs 5, 3, 1
    and 0 of the prisoner's dilemma, ``min(1 - (T - R) / (R - S), (R - P) / (T - P)) = 1/3``; that these
    payoffs are those of a market is an assumption.

    Parameters
    ----------
    forgiven_share
        Probability with which a round's cut is let pass.
    round_weeks
        Weeks between decisions.
    delay_weeks
        Weeks between a rival's price and the answer to it.
    floor_margin
        Least price over unit cost.

    Raises
    ------
    InputError
        If the answer would come before what it answers, or the share is not one.
    """

    sees: ClassVar[frozenset[str]] = MatchPriceCut.sees

    forgiven_share: float = 1.0 / 3.0
    round_weeks: float = 4.0
    delay_weeks: float = 1.0
    floor_margin: float = 1.05

    def __post_init__(self) -> None:
        check_share("forgiven_share", self.forgiven_share)
        if self.round_weeks < 1.0:
            raise InputError(f"round_weeks must be 1 or more, got {self.round_weeks:g}")
        MatchPriceCut(self.delay_weeks, self.floor_margin)

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """At the start of a round, answer the cuts that were seen or let them pass."""
        if view.week % int(self.round_weeks) or view.week < self.delay_weeks:
            return NO_MOVE
        if rng.random() < self.forgiven_share:
            assert view.own_opening_prices is not None
            return move_to(view.own_opening_prices, view)
        return MatchPriceCut(self.delay_weeks, self.floor_margin).decide(view, rng)
