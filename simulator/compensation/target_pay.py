"""Pay of a share of a target amount: how much is paid at target, in a period or a year."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from simulator.compensation.desk import Desk
from simulator.compensation.draft import Draft
from simulator.compensation.installments import installments
from simulator.compensation.money import MILLION, IntArray, share_of
from simulator.compensation.periods import PERIODS_PER_YEAR
from simulator.compensation.values import Money, Rate
from simulator.compensation.variable_pay import VariablePay


class TargetPay(VariablePay):
    """A component that pays a share of a target amount.

    Parameters
    ----------
    target
        Money paid for one period at target [currency].
    weight
        Instead of it, the share of each person's target incentive, spread evenly over the year.
    """

    target: Money | None = None
    weight: Rate | None = Field(default=None)

    def targets(self, desk: Desk) -> IntArray:
        """Money at target for every person and period [minor units]; the year so far where pay is to date."""
        if self.is_toward_year:
            return self._of_year(desk)
        if self.target is not None:
            amount = np.full(desk.shape(self.period), desk.frame.minor(self.target), dtype=np.int64)
        else:
            yearly = share_of(desk.target_incentive(), self.weight or 0, MILLION)
            amount = installments(yearly, desk.periods, self.period)
        if self.proration is not None and self.proration.applies_to("target"):
            amount = self.proration.reduced(amount, desk, self.period)
        return desk.to_date(amount, self.period) if self.is_to_date else amount

    def _of_year(self, desk: Desk) -> IntArray:
        """Money at target of the whole year."""
        if self.target is None:
            yearly = share_of(desk.target_incentive(), self.weight or 0, MILLION)
        else:
            each = desk.frame.minor(self.target) * PERIODS_PER_YEAR[self.period]
            yearly = np.full(len(desk.people), each, dtype=np.int64)
        return np.broadcast_to(yearly[:, None], desk.shape(self.period))

    def target_in_draft(self, draft: Draft) -> float:
        """Money at target of the period at whose end a compiled term pays [currency]."""
        periods = PERIODS_PER_YEAR[self.period] if self.is_to_date else 1
        if self.target is not None:
            return float(self.target) * periods
        return (
            draft.incentive_per_year * (self.weight or 0) / MILLION / PERIODS_PER_YEAR[self.period] * periods
        )
