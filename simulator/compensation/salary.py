"""Salary: pay that comes whatever is sold."""

from __future__ import annotations

from typing import Literal

import numpy as np

from simulator.catalog import register
from simulator.compensation.component import Component
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.installments import installments
from simulator.compensation.money import MILLION, share_of
from simulator.compensation.values import Money

WEEKS_PER_YEAR = 52
MONTHS_PER_YEAR = 12


@register("pay-component", "salary")
class Salary(Component):
    """Pay a fixed amount every month, less for months only partly on the plan.

    Parameters
    ----------
    pay_per_month
        [currency per month]; when left out, the fixed part of each person's pay at target, in installments
        that add up to it exactly over the year.
    """

    kind: Literal["salary"] = "salary"
    pay_per_month: Money | None = None

    def due(self, desk: Desk) -> list[Due]:
        """Pay the month's salary, by days on the plan."""
        active = desk.people.days_active(desk.periods, "month")
        whole = np.broadcast_to(desk.periods.lengths("month"), active.shape)
        if self.pay_per_month is not None:
            full = np.full(active.shape, desk.frame.minor(self.pay_per_month))
        else:
            yearly = desk.target_pay_of_people() - desk.target_incentive()
            full = installments(yearly, desk.periods, "month", desk.frame.rounding_unit)
        amount = share_of(full, active, whole, desk.frame.rounding_rule, desk.frame.rounding_unit)
        rate = share_of(np.array(MILLION), active, whole)
        return [Due("salary", "month", full, rate, amount)]

    def compile(self, draft: Draft) -> None:
        """Add the salary to what comes anyway."""
        if self.pay_per_month is not None:
            per_year = float(self.pay_per_month) * MONTHS_PER_YEAR
        else:
            per_year = draft.target_pay_per_year - draft.incentive_per_year
        draft.salary_per_week += per_year / WEEKS_PER_YEAR
