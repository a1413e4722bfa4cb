"""Draws and guarantees: the least that is paid, and whether it must be earned back."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import Field

from simulator.catalog import register
from simulator.compensation import limits
from simulator.compensation.component import Component, Frequency, Running
from simulator.compensation.desk import Balance, Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Path
from simulator.compensation.money import MILLION, IntArray, share_of
from simulator.compensation.periods import PERIODS_PER_YEAR
from simulator.compensation.salary import WEEKS_PER_YEAR
from simulator.compensation.values import Money, Rate


@register("pay-component", "draw")
class Draw(Component, Running):
    """Pay at least a minimum, as an advance on later pay or as a gift.

    Parameters
    ----------
    of
        The components whose pay counts as earned.
    period
        How often the minimum applies.
    minimum
        The least that is paid in a period [currency].
    recovery
        ``immediate``: what was advanced is taken back as soon as earnings exceed the minimum.
        ``at-quarter-end`` and ``at-year-end``: only the minimum is paid until then, and the balance is
        settled there. ``never``: nothing is taken back (a guarantee).
    recovery_share
        Part of what exceeds the minimum that may be taken back, whenever recovery is due.
    most_owed
        Nothing more is advanced once this much is owed [currency].
    dates, weeks
        When the minimum is paid: in every period of which a day lies between. Debts are taken back later too.
    prorated
        Whether the minimum shrinks with the days on the plan, and with those between the dates. Without it, a
        single day brings all of it.
    forgive_after
        Whether what is still owed when it stops running is forgiven.
    """

    kind: Literal["draw"] = "draw"
    of: tuple[str, ...] = Field(min_length=1)
    period: Frequency = "month"
    minimum: Money
    recovery: Literal["immediate", "at-quarter-end", "at-year-end", "never"] = "immediate"
    recovery_share: Rate = MILLION
    most_owed: Money | None = None
    prorated: bool = False
    forgive_after: bool = False

    def references(self) -> tuple[tuple[Path, str], ...]:
        """List the components whose pay counts as earned."""
        return tuple((("of", number), name) for number, name in enumerate(self.of))

    def due(self, desk: Desk) -> list[Due]:
        """Pay advances and take them back, period by period.

        Notes
        -----
        With ``earned`` of the period, debt ``owed`` and minimum ``m``: an advance of ``m - earned`` where
        that is positive, as far as ``most_owed`` allows; else ``min(owed, share x (earned - m))`` is taken
        back. Deferred recovery pays no more than ``m`` and keeps the rest until the quarter or year ends;
        what was kept then counts as earned.
        """
        earned = desk.results_of(self.of, self.period)
        minimum = self._minimum(desk)
        first, last = self.bounds(desk)
        starts, ends = desk.periods.first_days[self.period], desk.periods.last_days[self.period]
        is_on = (starts <= last) & (ends >= first)
        accounts = [f"{desk.component}/{name}" for name in ("owed", "kept")]
        owed, kept = (desk.opened(account, desk.people.person) for account in accounts)
        advance, recovery = np.zeros_like(earned), np.zeros_like(earned)
        settled_now = self.recovery in ("immediate", "never")
        for period in np.flatnonzero(desk.unpaid(desk.periods.last_days[self.period])):
            now = earned[:, period]
            if settled_now or self._settles(desk, period):
                lent = self._settled(now + kept, minimum[:, period], owed, desk)
                change, kept = lent + kept, np.zeros_like(kept)
            else:
                change, lent = self._deferred(now, minimum[:, period], owed, kept, desk)
                kept = kept + lent - change
            advance[:, period], recovery[:, period] = np.maximum(change, 0), np.maximum(-change, 0)
            if self.recovery != "never":
                owed = owed + lent
            if self.forgive_after and not is_on[period]:
                owed = np.minimum(owed, 0)
        for account, balance in zip(accounts, (owed, kept), strict=True):
            desk.closing[account] = Balance(desk.people.person, balance)
        lines = [Due("draw-advance", self.period, advance, np.array(MILLION), advance, entry="draw-advance")]
        lines.append(
            Due("draw-recovery", self.period, recovery, np.array(-MILLION), -recovery, entry="draw-recovery")
        )
        return lines

    def _minimum(self, desk: Desk) -> IntArray:
        """Give everybody's minimum in every period: where person and draw are on for a day, or by days."""
        first, last = self.bounds(desk)
        starts, ends = desk.periods.first_days[self.period], desk.periods.last_days[self.period]
        within = replace(
            desk.people,
            first_day=np.maximum(desk.people.first_day, first),
            last_day=np.minimum(desk.people.last_day, last),
        )
        days = within.days_active(desk.periods, self.period)
        full = np.where(days > 0, desk.frame.minor(self.minimum), 0)
        if not self.prorated:
            return full
        return share_of(full, days, np.broadcast_to(ends - starts + 1, days.shape).astype(np.int64))

    def _lent(self, short: IntArray, minimum: IntArray, owed: IntArray, desk: Desk) -> IntArray:
        """Advance what is missing, as far as debts may grow."""
        short = np.where(minimum > 0, np.maximum(short, 0), 0)
        if self.most_owed is None:
            return short
        return np.minimum(short, np.maximum(desk.frame.minor(self.most_owed) - owed, 0))

    def _settled(self, earned: IntArray, minimum: IntArray, owed: IntArray, desk: Desk) -> IntArray:
        room = share_of(np.maximum(earned - minimum, 0), self.recovery_share, MILLION, "down")
        lent = self._lent(minimum - earned, minimum, owed, desk)
        return np.asarray(lent - np.minimum(np.maximum(owed, 0), room))

    def _deferred(
        self, earned: IntArray, minimum: IntArray, owed: IntArray, kept: IntArray, desk: Desk
    ) -> tuple[IntArray, IntArray]:
        """Pay the minimum from what was kept and then as an advance; give the change of pay and the debt."""
        missing = np.maximum(minimum - earned, 0)
        from_kept = np.minimum(kept, missing)
        lent = self._lent(missing - from_kept, minimum, owed, desk)
        return from_kept + lent - np.maximum(earned - minimum, 0), lent

    def _settles(self, desk: Desk, period: np.intp) -> bool:
        """Tell whether the quarter or year ends with this period."""
        longer = "quarter" if self.recovery == "at-quarter-end" else "year"
        return bool(np.isin(desk.periods.last_days[self.period][period], desk.periods.last_days[longer]))

    def compile(self, draft: Draft) -> None:
        """Enter what the minimum changes about the worth of a sale.

        A guarantee comes anyway and takes away what small results would bring. A recoverable minimum moves
        pay in time: below it, one more sale only saves a debt, which is worth what is paid back later. What
        is forgiven is not foreseen.
        """
        if not self.runs_on(draft.day):
            return
        per_year = PERIODS_PER_YEAR[self.period]
        minimum, terms = float(self.minimum), draft.terms_of(self.of)
        if self.recovery == "never":
            if limits.guarantee(draft, terms, minimum, per_year):
                draft.salary_per_week += minimum * per_year / WEEKS_PER_YEAR
            return
        worth = draft.worth_after(self._years_to_recovery())
        if worth == 1.0:
            return
        most = minimum if self.most_owed is None else min(float(self.most_owed), minimum)
        loan = limits.Loan(minimum, most, per_year, worth, keeps_more=self._settles_in > 0.0)
        if limits.advance(draft, terms, loan):
            draft.salary_per_week += (1.0 - worth) * most * per_year / WEEKS_PER_YEAR

    @property
    def _settles_in(self) -> float:
        """Mean time from the end of a period to the end of the quarter or year that settles it [years]."""
        own = 1.0 / PERIODS_PER_YEAR[self.period]
        longer = {"at-quarter-end": "quarter", "at-year-end": "year"}.get(self.recovery, self.period)
        return max((1.0 / PERIODS_PER_YEAR[longer] - own) / 2.0, 0.0)

    def _years_to_recovery(self) -> float:
        """Mean time until an advance is taken back, longer where only a share may be taken [years]."""
        share = max(self.recovery_share / MILLION, 0.01)
        return (self._settles_in or 1.0 / PERIODS_PER_YEAR[self.period]) / share
