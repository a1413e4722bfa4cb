"""Clawback: a return takes back what the sale earned, at the rate at which it was earned."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from simulator.compensation.desk import Desk, Due
from simulator.compensation.events import CreditEvents
from simulator.compensation.money import MILLION, IntArray, sum_by
from simulator.compensation.sale_pay import Earning, in_steps, matching_sales, settled_by_sale
from simulator.compensation.values import Rate
from simulator.documents import NonNegativeInt, Spec
from simulator.errors import EventsError


class Step(Spec):
    """What is taken back for a time after the sale.

    Parameters
    ----------
    within_days
        Returns no later than this after the sale.
    share
        Part of the commission that is taken back.
    """

    within_days: NonNegativeInt
    share: Rate


class Clawback(Spec):
    """What happens to commission when a sale is returned or canceled.

    Parameters
    ----------
    within_days
        Returns later than this after the sale take nothing back; always when left out.
    share
        Part of the commission that is taken back.
    steps
        Instead of these, shares that fall with time: the first step whose days have not passed holds, and
        after the last nothing is taken back.
    """

    within_days: NonNegativeInt | None = None
    share: Rate = MILLION
    steps: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Clawback:
        if self.steps and (self.within_days is not None or self.share != MILLION):
            raise ValueError("give steps, or within_days and share, not both")
        if any(late.within_days <= early.within_days for early, late in pairwise(self.steps)):
            raise ValueError("list steps from few days to many")
        return self

    def shares(self, days: NDArray[np.int64]) -> IntArray:
        """Give the part that is taken back so many days after the sale [millionths]."""
        if not self.steps:
            late = np.zeros(len(days), dtype=np.bool_)
            if self.within_days is not None:
                late = days > self.within_days
            return np.where(late, 0, self.share)
        ends = np.array([step.within_days for step in self.steps])
        shares = np.array([*(step.share for step in self.steps), 0], dtype=np.int64)
        return np.asarray(shares[np.searchsorted(ends, days, side="left")])

    def lines(self, component: Earning, earned: list[Due], desk: Desk) -> list[Due]:
        """List what each return takes back, a line for each.

        Parameters
        ----------
        component
            The commission.
        earned
            What it pays, gates, caps and proration included.
        desk
            Where pay is worked out.

        Notes
        -----
        ``share × pay of the sale × amount returned / amount sold``, in the period of the return. The pay of
        the sale is what its own tier brought when it was made, after the gate, the cap and the proration of
        that period and by the version of the plan that paid it; minimums paid beside it do not count.

        Raises
        ------
        EventsError
            A return is larger than the sale, or the sale is not among the events.
        """
        events = desk.events
        returns = np.flatnonzero(
            desk.chosen(component.credit)
            & is_return(events, component.measure)
            & (desk.cells(component.period) >= 0)
        )
        if len(returns) == 0:
            return []
        sales = matching_sales(desk, returns)
        measure = events.measure(component.measure)
        returned, sold = -measure[returns], measure[sales]
        _check_no_more_than_sold(sales, returned, events, measure)
        paid = settled_by_sale(component, desk.component, earned, desk)[sales]
        rate = self.shares((events.day[returns] - events.day[sales]).astype(np.int64))
        basis = in_steps(paid, returned, np.maximum(sold, 1), sales, returns, desk)
        amount = -desk.pay(basis, rate)
        return [Due("clawback", component.period, basis, -rate, amount, entry="clawback", rows=returns)]


def _check_no_more_than_sold(
    sales: NDArray[np.intp], returned: IntArray, events: CreditEvents, measure: IntArray
) -> None:
    """Refuse returns beyond the sale; each return may be a minor unit off where a sale was divided."""
    n = len(events)
    rounding = np.bincount(sales, minlength=n) - 1
    excess = (sum_by(sales, returned, n) > measure + rounding)[sales]
    if excess.any():
        which = int(events.event_id[sales][excess][0])
        raise EventsError(
            f"more of sale {which} is returned than was sold", hint="Check the returns against it"
        )


def is_return(events: CreditEvents, measure: str) -> NDArray[np.bool_]:
    """Which rows take an earlier sale back."""
    if events.refers_to is None:
        return np.zeros(len(events), dtype=np.bool_)
    return np.asarray((events.refers_to != 0) & (events.measure(measure) < 0))
