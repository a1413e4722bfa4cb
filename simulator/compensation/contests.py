"""Contests: prizes for the best, with a stated rule for ties."""

from __future__ import annotations

from typing import ClassVar, Final, Literal

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
from simulator.compensation.shared import Of, among_members, goal_of, groups, members_in, together
from simulator.compensation.splits import divided
from simulator.compensation.values import LevelText, Money, Rate
from simulator.compensation.variable_pay import VariablePay
from simulator.world.pay_ranks import RankTerm

POINTS_OF_BELIEF = 33
TEAM: Final[Of] = "team"


@register("pay-component", "contest")
class Contest(VariablePay, Running):
    """Pay prizes by rank, among all people of a company or within each team, or to whole teams.

    Only those whom the component is for take part.

    Parameters
    ----------
    prizes
        First prize, second prize and so on [currency].
    among
        ``company`` or ``team``: people compete with one another there. ``teams``: the teams of a company
        compete, by what their members reach together, and the members divide a prize equally.
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
        How many people or teams they believe take part.
    members_expected
        How many members of their team people count on where teams compete; all of it when left out.
    """

    is_missed_by_sellers: ClassVar[bool] = False

    kind: Literal["contest"] = "contest"
    prizes: tuple[Money, ...] = Field(min_length=1)
    among: Literal["company", "team", "teams"] = "company"
    ties: Literal["share", "all-higher", "none"] = "share"
    at_least: LevelText | None = None
    rivals_expected: LevelText | None = None
    rivals_spread: Rate = 300_000
    field: int = Field(default=10, ge=1)
    members_expected: int | None = Field(default=None, ge=1)

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
        if self.among == "teams":
            return self._between_teams(total, desk)
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

    def held_against(self) -> tuple[tuple[str, str, Of], ...]:
        """Name the quotas that it needs, what is held against each, and whose."""
        known = super().held_against()
        if self.among != "teams":
            return known
        own = tuple((quota, measure, TEAM) for quota, measure, _ in known[: self.relative])
        return (*own, *known[self.relative :])

    def goal(self, desk: Desk) -> IntArray | None:
        """Give the quota of each person, or of each person's team; None where there is none."""
        if self.among != "teams" or self.attainment is None or self.attainment.quota is None:
            return super().goal(desk)
        included = self.includes(desk)
        return goal_of(
            self.attainment.quota, self.period, TEAM, desk, included=included, proration=self.proration,
            only_theirs=True,
        )  # fmt: skip

    def _between_teams(self, own: IntArray, desk: Desk) -> list[Due]:
        """Rank teams by what their members reach together, and divide each prize equally among them."""
        included = self.includes(desk)
        total = together(np.where(included[:, None], own, 0), TEAM, desk)
        reached = attainment(total, self.goal(desk))
        result = total if reached is None else reached
        active = (desk.people.days_active(desk.periods, self.period) > 0) & included[:, None]
        n_teams, team = groups(TEAM, desk)
        won = np.zeros(total.shape, dtype=np.int64)
        prizes = [desk.frame.minor(prize) for prize in self.prizes]
        least = 1
        if self.at_least is not None:
            least = desk.frame.level(self.at_least, self.measure, self.relative)
        for company in np.unique(desk.people.company):
            members = np.flatnonzero(desk.people.company == company)
            for period in range(total.shape[1]):
                there = members[active[members, period] & (total[members, period] > 0)]
                there = there[result[there, period] >= least]
                teams, first = np.unique(team[there], return_index=True)
                of_team = self._prizes(result[there[first], period], prizes)
                whole = of_team[np.searchsorted(teams, team[there])]
                alike = np.ones(len(there), dtype=np.int64)
                won[there, period] = divided(whole, alike, team[there], n_teams)
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
        better ones among ``field - 1`` is binomial. Ties are neglected. Where people know their rivals the
        prizes are handed over as they are, but for contests of whole teams and those with a least result.
        """
        from scipy.special import comb, ndtr  # slow to load, and of no use to those who only pay

        if not self.runs_on(draft.day):
            return
        if draft.knows_rivals and self.among != "teams" and self.at_least is None:
            prizes = np.array([float(prize) for prize in self.prizes])
            total = self.in_draft(draft)
            draft.contests.append(RankTerm(draft.component, total, self.relative, prizes, self.among))
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
        if self.among == "teams":
            members = members_in(draft, TEAM, self.members_expected)
            curve = (
                among_members(curve, members, relative=True)
                if self.relative
                else curve.stretched(1.0 / members)
            ).times(1.0 / members)
        total = self.in_draft(draft)
        term = (draft.money_on_quota if self.relative else draft.absolute)(total, curve)
        self.stages_in_draft(draft, [term])
