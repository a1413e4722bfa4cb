"""Salary: pay that comes whatever is sold."""

from __future__ import annotations

from typing import Literal

import numpy as np

from simulator.compensation.component import Component
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.money import MILLION, share_of
from simulator.compensation.values import Money

WEEKS_PER_YEAR = 52


class Salary(Component):
    """Pay a fixed amount every month, less for months only partly on the plan.

    Parameters
    ----------
    pay_per_month
        [currency per month].
    """

    kind: Literal["salary"] = "salary"
    pay_per_month: Money

    def due(self, desk: Desk) -> list[Due]:
        """Pay the month's salary, by days on the plan."""
        full = desk.frame.minor(self.pay_per_month)
        active = desk.people.days_active(desk.periods, "month")
        whole = np.broadcast_to(desk.periods.lengths("month"), active.shape)
        amount = share_of(np.array(full), active, whole, desk.frame.rounding_rule, desk.frame.rounding_unit)
        rate = share_of(np.array(MILLION), active, whole)
        return [Due("salary", "month", np.full(active.shape, full), rate, amount)]

    def compile(self, draft: Draft) -> None:
        """Add the salary to what comes anyway."""
        draft.salary_per_week += float(self.pay_per_month) * 12 / WEEKS_PER_YEAR
