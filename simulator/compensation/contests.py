"""Contests: prizes for the best, with a stated rule for ties."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from simulator.catalog import register
from simulator.compensation.commission import attainment
from simulator.compensation.component import Running
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray, share_of
from simulator.compensation.pieces import joined
from simulator.compensation.values import LevelText, Money, Rate
from simulator.compensation.variable_pay import VariablePay

POINTS_OF_BELIEF = 33


@register("pay-component", "contest")
class Contest(VariablePay, Running):
    """Pay prizes by rank, among all people of a company or within each team.

    Only those whom the component is for take part.

    Parameters
    ----------
    prizes
        First prize, second prize and so on [currency].
    among
        ``company`` or ``team``.
    ties
        ``share``: those who tie split the prizes of the places they hold. ``all-higher``: each receives the
        prize of the best of these places. ``none``: places that are tied pay nothing.
    at_least
        What must be reached to take part.
    dates, weeks
        When sales count, both ends included; always when left out.
    rivals_expected, rivals_spread
        What people believe the others will reach, as a share of quota or an amount, and its coefficient of
        variation: they decide what the contest is worth to them.
    field
        How many people they believe take part.
    """

    is_missed_by_sellers: ClassVar[bool] = False

    kind: Literal["contest"] = "contest"
    prizes: tuple[Money, ...] = Field(min_length=1)
    among: Literal["company", "team"] = "company"
    ties: Literal["share", "all-higher", "none"] = "share"
    at_least: LevelText | None = None
    rivals_expected: LevelText | None = None
    rivals_spread: Rate = 300_000
    field: int = Field(default=10, ge=1)

    def check(self, frame: Frame) -> None:
        """Raise an error when the contest cannot be held.

        Raises
        ------
        Fault
            A level without a quota, nothing known about rivals, prizes that rise with rank.
        """
        super().check(frame)
        for name, level in (("at_least", self.at_least), ("rivals_expected", self.rivals_expected)):
            if level is not None:
                frame.level(level, self.measure, self.relative, (name,))
        for number in range(1, len(self.prizes)):
            if self.prizes[number] > self.prizes[number - 1]:
                raise Fault("a lower place cannot win a higher prize", ("prizes", number))
        if self.is_to_date:
            raise Fault("a contest looks at one period at a time", ("attainment", "accumulate"))

    def earned(self, desk: Desk) -> list[Due]:
        """Rank people by attainment where there is a quota, else by the total, and pay the prizes."""
        total, quota = self.counted(desk)
        chosen = desk.chosen(self.credit) & self.running(desk.events.day, desk)
        total = desk.summed(desk.events.measure(self.measure), chosen, self.period)
        reached = attainment(total, quota)
        result = total if reached is None else reached
        takes_part = (total > 0) & self.includes(desk)[:, None]
        if self.at_least is not None:
            takes_part &= result >= desk.frame.level(self.at_least, self.measure, self.relative)
        groups = desk.people.company if self.among == "company" else desk.people.team
        won = np.zeros(total.shape, dtype=np.int64)
        prizes = [desk.frame.minor(prize) for prize in self.prizes]
        for group in np.unique(groups):
            members = np.flatnonzero(groups == group)
            for period in range(total.shape[1]):
                there = members[takes_part[members, period]]
                won[there, period] = self._prizes(result[there, period], prizes)
        return [Due("prize", self.period, won, np.array(MILLION), desk.pay(won, MILLION), reached)]

    def _prizes(self, results: IntArray, prizes: list[int]) -> IntArray:
        """Prize of each contestant."""
        ladder = np.concatenate(([0], np.cumsum(prizes, dtype=np.int64)))
        descending = np.sort(-results)
        better = np.searchsorted(descending, -results, side="left")
        tied = np.searchsorted(descending, -results, side="right") - better
        first, last = (np.minimum(each, len(prizes)) for each in (better, better + tied))
        if self.ties == "share":
            return share_of(ladder[last] - ladder[first], 1, tied)
        single = np.array([*prizes, 0], dtype=np.int64)[first]
        return single if self.ties == "all-higher" else np.where(tied == 1, single, 0)

    def compile(self, draft: Draft) -> None:
        """Add the expected prize, given what people believe of the others, to the terms that behavior weighs.

        Notes
        -----
        With a result ``x`` a rival is better with probability ``1 - Phi((x / m - 1) / v)``; the number of
        better ones among ``field - 1`` is binomial. Ties are neglected.
        """
        from scipy.special import comb, ndtr  # slow to load, and of no use to those who only pay

        if not self.runs_on(draft.day):
            return
        scale = MILLION if self.relative else draft.frame.scale(self.measure)
        if self.rivals_expected is not None:
            expected = draft.frame.level(self.rivals_expected, self.measure, self.relative) / scale
        elif self.relative:
            expected = 1.0
        else:
            raise Fault("say what the others are believed to reach", ("rivals_expected",))
        spread = max(self.rivals_spread / MILLION, 1e-3)
        grid = np.linspace(0.0, 1.0 + 4.0 * spread, POINTS_OF_BELIEF)
        worse = ndtr((grid - 1.0) / spread)
        value = np.zeros(len(grid))
        others = self.field - 1
        for place, prize in enumerate(self.prizes[: others + 1]):
            chance = comb(others, place) * (1.0 - worse) ** place * worse ** (others - place)
            value += float(prize) * chance
        points = list(zip((grid * expected).tolist(), value.tolist(), strict=True))
        curve = joined(points, continues=False)
        if self.at_least is not None:
            level = draft.frame.level(self.at_least, self.measure, self.relative) / scale
            curve = curve.from_threshold(level, above_only=False)
        total = self.in_draft(draft)
        term = (draft.money_on_quota if self.relative else draft.absolute)(total, curve)
        self.stages_in_draft(draft, [term])
