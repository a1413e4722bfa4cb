"""Caps: the most that one sale counts, that attainment counts, or that a component pays."""

from __future__ import annotations

import numpy as np
from pydantic import model_validator

from simulator.compensation.desk import Balance, Desk, Due
from simulator.compensation.money import MILLION, IntArray
from simulator.compensation.values import LevelText, Money
from simulator.documents import Spec


class Cap(Spec):
    """The most that counts, or the most that is paid, in one period.

    Parameters
    ----------
    pay
        The most this component pays one person in a period [currency]; where pay is settled to date, in the
        year so far and not in each of its periods.
    carry
        Whether pay above the cap is kept and paid in later periods that have room.
    attainment
        The most that counts: a share of quota, or an amount of the measure.
    deal
        The most that one sale counts (a windfall clause), as an amount of the measure; what lies above is
        shown on the statement for review.
    """

    pay: Money | None = None
    carry: bool = False
    attainment: LevelText | None = None
    deal: LevelText | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Cap:
        if self.pay is None and self.attainment is None and self.deal is None:
            raise ValueError("a cap needs pay, attainment or deal")
        if self.carry and self.pay is None:
            raise ValueError("carry needs pay: only pay above a cap can be carried")
        if self.deal is not None and self.deal.is_share:
            raise ValueError("deal must be an amount, not a percentage")
        return self

    def limit(self, earned: IntArray, desk: Desk, frequency: str) -> list[Due]:
        """Take away what lies above the cap on pay, and pay what was carried as far as there is room."""
        assert self.pay is not None
        most = desk.frame.minor(self.pay)
        if not self.carry:
            excess = np.maximum(earned - most, 0)
            return [taken_away("cap", frequency, excess)] if excess.any() else []
        account = f"{desk.component}/carried"
        carried = desk.opened(account, desk.people.person)
        change = np.zeros_like(earned)
        open_periods = desk.unpaid(desk.periods.last_days[frequency])
        for period in np.flatnonzero(open_periods):
            available = earned[:, period] + carried
            paid = np.minimum(available, np.maximum(most, 0))
            change[:, period] = paid - earned[:, period]
            carried = available - paid
        desk.closing[account] = Balance(desk.people.person, carried)
        size = np.abs(change)
        return [Due("cap-carried", frequency, size, np.sign(change) * MILLION, change, entry="carry")]


def taken_away(rule: str, frequency: str, amount: IntArray) -> Due:
    """Line that takes an amount of earned pay away."""
    return Due(rule, frequency, amount, np.array(-MILLION), -amount, entry="reduction")
