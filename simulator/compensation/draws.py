"""Draws and guarantees: the least that is paid, and whether it must be earned back."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from simulator.catalog import register
from simulator.compensation.component import Component, Frequency, Running
from simulator.compensation.desk import Balance, Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Path
from simulator.compensation.money import MILLION, IntArray, share_of
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
        Part of what exceeds the minimum that may be taken back.
    most_owed
        Nothing more is advanced once this much is owed [currency].
    dates, weeks
        When the minimum is paid; debts are taken back later too.
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
    forgive_after: bool = False

    def references(self) -> tuple[tuple[Path, str], ...]:
        """List the components whose pay counts as earned."""
        return tuple((("of", number), name) for number, name in enumerate(self.of))

    def due(self, desk: Desk) -> list[Due]:
        """Pay advances and take them back, period by period.

        Notes
        -----
        With ``earned`` of the period, debt ``owed`` and minimum ``m``: an advance of ``m - earned`` where
        that is positive; else ``min(owed, share × (earned - m))`` is taken back. Deferred recovery pays ``m``
        and keeps the rest, which may be negative, until the quarter or year ends.
        """
        earned = desk.results_of(self.of, self.period)
        last_days = desk.periods.last_days[self.period]
        is_on = self.running(last_days, desk)
        active = desk.people.days_active(desk.periods, self.period) > 0
        account = f"{desk.component}/owed"
        owed = desk.opened(account, desk.people.person)
        advance, recovery = np.zeros_like(earned), np.zeros_like(earned)
        for period in np.flatnonzero(desk.unpaid(last_days)):
            now = earned[:, period]
            minimum = np.where(active[:, period] & is_on[period], desk.frame.minor(self.minimum), 0)
            if self.recovery in ("immediate", "never"):
                change = self._at_once(now, minimum, owed, desk)
            else:
                change = self._deferred(now, minimum, owed, self._settles(desk, period))
            advance[:, period], recovery[:, period] = np.maximum(change, 0), np.maximum(-change, 0)
            if self.recovery != "never":
                owed = owed + change
            if self.forgive_after and not is_on[period]:
                owed = np.minimum(owed, 0)
        desk.closing[account] = Balance(desk.people.person, owed)
        lines = [Due("draw-advance", self.period, advance, np.array(MILLION), advance, entry="draw-advance")]
        lines.append(
            Due("draw-recovery", self.period, recovery, np.array(-MILLION), -recovery, entry="draw-recovery")
        )
        return lines

    def _at_once(self, earned: IntArray, minimum: IntArray, owed: IntArray, desk: Desk) -> IntArray:
        short = np.maximum(minimum - earned, 0)
        short = np.where(minimum > 0, short, 0)
        if self.most_owed is not None:
            short = np.minimum(short, np.maximum(desk.frame.minor(self.most_owed) - owed, 0))
        room = share_of(np.maximum(earned - minimum, 0), self.recovery_share, MILLION, "down")
        return np.asarray(short - np.minimum(np.maximum(owed, 0), room))

    def _deferred(self, earned: IntArray, minimum: IntArray, owed: IntArray, settles: bool) -> IntArray:
        available = earned - owed
        paid = np.maximum(minimum, available) if settles else minimum
        return np.asarray(paid - earned)

    def _settles(self, desk: Desk, period: np.intp) -> bool:
        """Tell whether the quarter or year ends with this period."""
        longer = "quarter" if self.recovery == "at-quarter-end" else "year"
        return bool(np.isin(desk.periods.last_days[self.period][period], desk.periods.last_days[longer]))

    def compile(self, draft: Draft) -> None:
        """Leave behavior's terms as they are.

        A recoverable minimum moves pay in time and not in sum; a guarantee takes away what small results
        would bring, which is entered where all its components watch one total.
        """
        if self.recovery != "never" or not self.runs_on(draft.day):
            return
        terms = draft.terms_of(self.of)
        totals = {draft.terms[term].accumulator for term in terms}
        gated = {term for gate in draft.gates for term in gate.terms}
        if len(totals) == 1 and not gated.intersection(terms):
            draft.guarantee(terms, float(self.minimum))
