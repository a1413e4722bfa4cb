"""Caps: the most that one sale counts, that attainment counts, or that a component pays."""

from __future__ import annotations

import numpy as np
from pydantic import model_validator

from simulator.compensation.desk import Balance, Desk, Due
from simulator.compensation.money import MILLION, IntArray, share_of
from simulator.compensation.values import LevelText, Money
from simulator.documents import Spec
from simulator.errors import PlanError


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
        The most that one sale counts (a windfall clause): an amount of the measure, or a share of the quota
        of the period in which it falls; what lies above is shown on the statement for review.
    deal_pay
        The most that a commission pays for one sale: an amount of money, or a share of the person's target
        incentive of a year. What a sale brings is what the total with it pays beyond the total without it.
    review
        Whether sales above ``deal`` or ``deal_pay`` are paid in full and only shown for review.
    """

    pay: Money | None = None
    carry: bool = False
    attainment: LevelText | None = None
    deal: LevelText | None = None
    deal_pay: LevelText | None = None
    review: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Cap:
        if all(each is None for each in (self.pay, self.attainment, self.deal, self.deal_pay)):
            raise ValueError("a cap needs pay, attainment, deal or deal_pay")
        if self.carry and self.pay is None:
            raise ValueError("carry needs pay: only pay above a cap can be carried")
        if self.review and self.deal is None and self.deal_pay is None:
            raise ValueError("review needs deal or deal_pay: only single sales are reviewed")
        return self

    @property
    def cuts_sales(self) -> bool:
        """Whether a large sale counts in part only."""
        return self.deal is not None and not self.review

    def pay_per_sale(self, desk: Desk) -> IntArray:
        """Give the most that one sale pays each person [minor units], shape ``(n_people,)``.

        Raises
        ------
        PlanError
            It is a share of the target incentive, and somebody has none.
        """
        assert self.deal_pay is not None
        if not self.deal_pay.is_share:
            return np.full(len(desk.people), desk.frame.minor(self.deal_pay.number), dtype=np.int64)
        incentive = desk.target_incentive()
        if (incentive <= 0).any():
            row = int(np.argmax(incentive <= 0))
            raise PlanError(
                f"{desk.people.called(row)} has no target incentive that deal_pay could be a share of",
                hint="Give target_pay_per_year and incentive_share, or an amount",
            )
        return share_of(incentive, round(self.deal_pay.number * MILLION), MILLION)

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
