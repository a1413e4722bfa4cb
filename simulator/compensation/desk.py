"""The desk where pay is worked out: credit, quotas, people and periods at hand, totals kept once taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.events import CreditEvents
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray, apply_rate, share_of, sum_by
from simulator.compensation.people import OF_YEAR, People, Quotas
from simulator.compensation.periods import Periods
from simulator.compensation.selection import Selection
from simulator.errors import PlanError

NO_QUOTA = -1
ENTRIES: Final = (
    "earning",
    "reduction",
    "notice",
    "draw-advance",
    "draw-recovery",
    "clawback",
    "hold",
    "release",
    "carry",
    "adjustment",
    "recalculation",
)
"""Sorts of lines: pay earned; what gates, caps and proration take; what is only said; draws; and so on."""


@dataclass(frozen=True)
class Balance:
    """What stands in an account from one settlement to the next: budget spent, draw owed, pay held back.

    Parameters
    ----------
    holder
        Person ids, or company numbers for what a company shares, int64.
    minor
        Amount of each [minor units], int64.
    """

    holder: IntArray
    minor: IntArray

    def of(self, holders: IntArray) -> IntArray:
        """Amount of each holder asked for; 0 for those without an entry."""
        order = np.argsort(self.holder, kind="stable")
        ids = self.holder[order]
        if len(ids) == 0:
            return np.zeros(len(holders), dtype=np.int64)
        found = np.minimum(np.searchsorted(ids, holders), len(ids) - 1)
        return np.where(ids[found] == holders, self.minor[order][found], 0)


Balances = Mapping[str, Balance]
"""Accounts by name, ``component/account``."""


@dataclass(frozen=True)
class Due:
    """What one rule of a component pays everybody in every period.

    Parameters
    ----------
    rule
        Which rule: ``rate``, ``tier-2``, ``cap`` ...
    frequency
        The kind of period settled.
    basis, rate, amount
        ``amount = basis × rate`` rounded once; basis [minor or whole units], rate [millionths], amount [minor
        units], each broadcasting to ``(n_people, n_periods)``.
    attainment
        Share of quota reached [millionths], the same shape; None where no quota matters.
    entry
        What sort of line it is in the ledger of pay, one of `ENTRIES`.
    rows
        Row numbers of events, where each event has a line of its own; the arrays then have that length.
    """

    rule: str
    frequency: str
    basis: IntArray
    rate: IntArray
    amount: IntArray
    attainment: IntArray | None = None
    entry: str = "earning"
    rows: NDArray[np.intp] | None = None

    def dense(self, desk: Desk) -> IntArray:
        """Amounts by person and period, shape ``(n_people, n_periods)``."""
        shape = desk.shape(self.frequency)
        if self.rows is None:
            return np.broadcast_to(self.amount, shape)
        cell = desk.cells(self.frequency)[self.rows]
        return sum_by(cell, np.broadcast_to(self.amount, len(cell)), shape[0] * shape[1]).reshape(shape)


@dataclass
class Desk:
    """All that a component may look at.

    Parameters
    ----------
    events, people, quotas, periods
        As `statements` was given them.
    frame
        Currency, measures and rounding of the plan.
    paid_through
        Last day already settled; None when nothing is.
    opening
        Balances as of that day.
    closing
        Balances after this settlement, filled by the components.
    component
        Name of the component at work.
    until
        Last day to be settled now; None for no end.
    scores
        Scored goals by name, in millionths, arranged like quotas.
    target_pay, incentive_share
        The plan's pay in a year at target [minor units], and the variable part of it [millionths].
    results
        What the components before this one pay.
    others
        The plan's components, by name.
    included
        Whom the component at work is for, ``(n_people,)``; None for everybody. The others need no quota.
    wound_up
        Commissions of earlier versions of the plan that only take back.
    paid_by_sale
        What earlier versions of the plan paid for each sale, by component, each ``(n_events,)``; None where
        there were none.
    """

    events: CreditEvents
    people: People
    quotas: Quotas
    periods: Periods
    frame: Frame = field(default_factory=Frame)
    paid_through: int | None = None
    opening: Balances = field(default_factory=dict)
    closing: dict[str, Balance] = field(default_factory=dict)
    component: str = ""
    until: int | None = None
    scores: Quotas = field(default_factory=dict)
    target_pay: int = 0
    incentive_share: int = 0
    results: dict[str, list[Due]] = field(default_factory=dict)
    others: Mapping[str, object] = field(default_factory=dict)
    included: NDArray[np.bool_] | None = None
    paid_by_sale: Mapping[str, IntArray] | None = None
    wound_up: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.rows: NDArray[np.intp] = self.people.rows(self.events.person)
        self._cells: dict[str, NDArray[np.intp]] = {}
        self._chosen: dict[Selection, NDArray[np.bool_]] = {}
        self._totals: dict[tuple[Selection, str, str], IntArray] = {}

    def shape(self, frequency: str) -> tuple[int, int]:
        """Return (people, periods) of this frequency."""
        return len(self.people), self.periods.n(frequency)

    def cells(self, frequency: str) -> NDArray[np.intp]:
        """Give the number of the (person, period) cell of each event; -1 outside every period."""
        if frequency not in self._cells:
            period = self.periods.index(frequency, self.events.day)
            cell = self.rows * self.periods.n(frequency) + period
            self._cells[frequency] = np.where(period < 0, -1, cell)
        return self._cells[frequency]

    def chosen(self, selection: Selection) -> NDArray[np.bool_]:
        """Which events a selection counts."""
        if selection not in self._chosen:
            self._chosen[selection] = selection.rows(self.events.attributes, len(self.events))
        return self._chosen[selection]

    def totals(self, selection: Selection, measure: str, frequency: str) -> IntArray:
        """Credit of every person in every period, shape ``(n_people, n_periods)``."""
        key = (selection, measure, frequency)
        if key not in self._totals:
            self._totals[key] = self.summed(self.events.measure(measure), self.chosen(selection), frequency)
        return self._totals[key]

    def summed(self, values: IntArray, chosen: NDArray[np.bool_], frequency: str) -> IntArray:
        """Add up any numbers of the chosen events by person and period."""
        n_people, n_periods = self.shape(frequency)
        cell = self.cells(frequency)
        inside = chosen & (cell >= 0)
        if inside.all():
            total = sum_by(cell, values, n_people * n_periods)
        else:
            total = sum_by(cell[inside], values[inside], n_people * n_periods)
        return total.reshape(n_people, n_periods)

    def quota(self, name: str, frequency: str, included: NDArray[np.bool_] | None = None) -> IntArray:
        """Quota of every person in every period, shape ``(n_people, n_periods)``.

        A quota set for shorter periods is added up; one set for longer periods is not cut into pieces. Only
        those whom the component is for (``included``) need one.

        Raises
        ------
        PlanError
            There is no such quota, or somebody whom it concerns in a period has none or one of zero.
        """
        amounts = self.quota_amounts(name, frequency)
        missing = (amounts <= 0) & (self.people.days_active(self.periods, frequency) > 0)
        included = self.included if included is None else included
        missing = missing if included is None else missing & included[:, None]
        if missing.any():
            row, period = (int(each[0]) for each in np.nonzero(missing))
            who = self.people.called(row)
            what = "a quota of zero" if amounts[row, period] == 0 else "no quota"
            when = self.periods.ids[frequency][period]
            raise PlanError(
                f"{who} has {what} called {name!r} for {when}",
                hint="Pay depends on it: give one above zero, or take the person off the plan",
            )
        return np.maximum(amounts, 1)

    def quota_amounts(self, name: str, frequency: str) -> IntArray:
        """Give the quotas that were set, shape ``(n_people, n_periods)``; -1 where none was.

        Raises
        ------
        PlanError
            There is no such quota, or it is set for longer periods.
        """
        if name not in self.quotas:
            raise PlanError(
                f"the plan needs a quota called {name!r} and none was given", allowed=sorted(self.quotas)
            )
        quota = self.quotas[name]
        if quota.frequency == frequency:
            return quota.amounts
        if quota.frequency == OF_YEAR:
            if frequency == "year":
                return quota.amounts[:, self.periods.index("month", self.periods.last_days["year"])]
            what = f"the quota {name!r} is set by the year and needed by the {frequency}"
            raise PlanError(what, hint=f"Set another by the {frequency}")
        inner = self.periods.index(frequency, self.periods.first_days[quota.frequency])
        last = self.periods.index(frequency, self.periods.last_days[quota.frequency])
        if self.periods.n(quota.frequency) == 0 or np.any((inner != last) & (inner >= 0)):
            raise PlanError(
                f"the quota {name!r} is set by the {quota.frequency} and needed by the {frequency}",
                hint=f"Set it by the {frequency}, or settle the component by the {quota.frequency}",
            )
        amounts = np.zeros(self.shape(frequency), dtype=np.int64)
        for column, period in enumerate(inner.tolist()):
            if period >= 0:
                part = quota.amounts[:, column]
                complete = (part >= 0) & (amounts[:, period] >= 0)
                amounts[:, period] = np.where(complete, amounts[:, period] + part, NO_QUOTA)
        return amounts

    def pay(self, basis: IntArray, rate: IntArray | int) -> IntArray:
        """Multiply and round as the plan rounds."""
        return apply_rate(basis, rate, self.frame.rounding_rule, self.frame.rounding_unit)

    def results_of(self, names: Sequence[str], frequency: str, without: str = "") -> IntArray:
        """Pay of some components by person and period, shape ``(n_people, n_periods)``.

        Shorter periods are added up into the longer one in which they end. Lines of one sort may be left out.
        """
        total = np.zeros(self.shape(frequency), dtype=np.int64)
        for name in names:
            for due in (each for each in self.results[name] if each.entry != without):
                amounts = due.dense(self)
                into = self.periods.index(frequency, self.periods.last_days[due.frequency])
                for column, period in enumerate(into.tolist()):
                    if period >= 0:
                        total[:, period] += amounts[:, column]
        return total

    def component_named(self, name: str) -> object:
        """Find another component of the plan."""
        return self.others[name]

    def score(self, name: str, frequency: str) -> IntArray:
        """Score of every person in every period [millionths], shape ``(n_people, n_periods)``; -1 where none.

        Raises
        ------
        PlanError
            There is no such score, or it is given for other periods.
        """
        if name not in self.scores:
            raise PlanError(f"the plan needs a score called {name!r}, not given", allowed=sorted(self.scores))
        table = self.scores[name]
        if table.frequency != frequency:
            raise PlanError(
                f"the score {name!r} is given by the {table.frequency} and needed by the {frequency}"
            )
        return table.amounts

    def target_incentive(self) -> IntArray:
        """Variable pay of a year at target [minor units], shape ``(n_people,)``."""
        return share_of(self.target_pay_of_people(), self.incentive_share, MILLION)

    def target_pay_of_people(self) -> IntArray:
        """Pay of a year at target, salary included [minor units], shape ``(n_people,)``."""
        return np.where(self.people.target_pay >= 0, self.people.target_pay, self.target_pay)

    def to_date(self, values: IntArray, frequency: str) -> IntArray:
        """Add up from the start of the year to each period."""
        summed = np.cumsum(values, axis=1)
        first = first_of_year(self.periods.year_of(frequency))
        before = np.concatenate([np.zeros((len(values), 1), dtype=np.int64), summed], axis=1)[:, first]
        return np.asarray(summed - before)

    def opened(self, account: str, holders: IntArray) -> IntArray:
        """Look up the balance of an account when this settlement begins."""
        if account not in self.opening:
            return np.zeros(len(holders), dtype=np.int64)
        return self.opening[account].of(holders)

    def unpaid(self, days: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Tell which days are to be settled now."""
        due = np.ones(len(days), dtype=np.bool_) if self.paid_through is None else days > self.paid_through
        return due if self.until is None else due & (days <= self.until)


def first_of_year(years: NDArray[np.int32]) -> NDArray[np.intp]:
    """Find the first period of the year in which each period lies.

    Examples
    --------
    >>> first_of_year(np.array([2026, 2026, 2027, 2027], dtype=np.int32)).tolist()
    [0, 0, 2, 2]
    """
    return np.searchsorted(years, years, side="left")
