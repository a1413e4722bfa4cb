"""A payroll: a plan, files of events, people and quotas, checked and ready to be settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np

from simulator.compensation.crediting import credited, day_of_sale
from simulator.compensation.csv_tables import read_csv
from simulator.compensation.currencies import Rates
from simulator.compensation.desk import Balance
from simulator.compensation.event_files import check_days, read_events, read_rates
from simulator.compensation.event_names import EventNames
from simulator.compensation.events import CreditEvents
from simulator.compensation.faults import CircleOfManagersError, UnmatchedReturnError
from simulator.compensation.headings import (
    AMOUNT_COLUMNS,
    EVENT_COLUMNS,
    MANAGER_COLUMNS,
    PEOPLE_COLUMNS,
)
from simulator.compensation.money import IntArray
from simulator.compensation.people import People, Quota
from simulator.compensation.people_files import labels_of, read_amounts, read_hierarchy, read_people
from simulator.compensation.periods import PERIODS, Periods, gregorian_periods
from simulator.compensation.plan import Plan
from simulator.compensation.remark import Remark
from simulator.compensation.sale_pay import paid_by_sale
from simulator.compensation.seats import Seats
from simulator.compensation.settlement import Statement, statements
from simulator.compensation.versions import Version, with_old_returns
from simulator.errors import EventsError, OptionError


@dataclass(frozen=True)
class Payroll:
    """All that one settlement needs, as read from files.

    Parameters
    ----------
    plan
        The plan.
    events
        Credit, after splits, overlays and roll-up.
    people, quotas, scores, periods
        As `statements` takes them.
    event_names
        What the file calls each event, by id.
    pay_currency
        Currency in which each person is paid, by row.
    pay_rates
        Exchange rates at which people are paid.
    labels
        What the files call each person, by number.
    remarks
        What a careful reader should know: the encoding that was found, rows that were left aside.
    knows_managers
        Whether a file said who reports to whom.
    """

    plan: Plan
    events: CreditEvents
    people: People
    quotas: Mapping[str, Quota]
    scores: Mapping[str, Quota]
    periods: Periods
    event_names: EventNames
    pay_currency: tuple[str, ...]
    pay_rates: Rates
    labels: Mapping[int, str]
    remarks: tuple[Remark, ...] = field(default=())
    knows_managers: bool = False

    def settle(self, versions: Sequence[Version] = ()) -> tuple[Statement, ...]:
        """Pay everybody for every complete period, from the first event on.

        Parameters
        ----------
        versions
            Versions of the plan in order of time. A period is settled by the version in force on its last
            day, and balances go on from one version to the next. Returns and receipts follow the version that
            paid their sale.

        Returns
        -------
        A statement for each version.
        """
        settled: list[Statement] = []
        opening: Mapping[str, Balance] = {}
        by_sale: Mapping[str, IntArray] | None = None
        for version in versions or (Version(self.plan, None, None),):
            through = None if version.first is None else version.first.toordinal() - 1
            until = None if version.last is None else version.last.toordinal()
            plan = version.plan if not settled else with_old_returns(version.plan, settled[-1].plan)
            try:
                statement = statements(
                    plan, self.events, self.people, self.quotas, self.periods,
                    paid_through=through, opening=opening, scores=self.scores, until=until,
                    paid_by_sale=by_sale,
                )  # fmt: skip
            except UnmatchedReturnError as found:
                event, sale = (repr(self.event_names[int(each)]) for each in (found.event, found.sale))
                raise UnmatchedReturnError(event, sale) from None
            opening = statement.closing
            if len(versions) > 1:
                by_sale = paid_by_sale(statement.desk)
            settled.append(statement)
        return tuple(settled)

    def label(self, person: int) -> str:
        """Say what the files call a person."""
        return self.labels[person]

    @property
    def numbers(self) -> dict[str, tuple[int, ...]]:
        """Numbers by which each person is paid, by label: one for each seat held, in order of time."""
        found: dict[str, tuple[int, ...]] = {}
        for number in self.people.person.tolist():
            label = self.labels[number]
            found[label] = (*found.get(label, ()), number)
        return found

    @property
    def last_seats(self) -> dict[int, int]:
        """Number under which what concerns a whole person is kept, by each number of the person."""
        return {number: held[-1] for held in self.numbers.values() for number in held}


@dataclass(frozen=True)
class Files:
    """Where the tables of a payroll are.

    Parameters
    ----------
    events
        Credited sales: ``id, person, day``, measures, and what is known of each sale.
    people
        ``person`` and what is known of each: ``name, first_day, last_day, team, role, target_pay, currency``.
    quotas, scores
        ``person, period, amount`` and, where there are several, ``quota`` (or ``score``).
    managers
        ``person, manager, first_day, last_day``.
    rates
        ``currency, rate``: what one unit is worth in the plan's currency; ``use`` where sales count at other
        rates (``plan``) than those at which people are paid (``pay``).
    """

    events: Path
    people: Path | None = None
    quotas: Path | None = None
    scores: Path | None = None
    managers: Path | None = None
    rates: Path | None = None


def read_payroll(
    plan: Plan, files: Files, period: str | None = None, first_month_of_year: int = 1
) -> Payroll:
    """Read the files of a payroll and check them against one another.

    Parameters
    ----------
    plan
        The plan.
    files
        The tables.
    period
        Last period settled, such as ``2026-01``, ``2026-Q1`` or ``2026``; up to the last event when left
        out.
    first_month_of_year
        Month in which the fiscal year begins.

    Raises
    ------
    EventsError
        With file, line and column of what cannot be used.
    """
    of_sales, of_people = _words(plan)
    table = read_csv(files.events, (*EVENT_COLUMNS, *of_sales))
    who = None if files.people is None else read_csv(files.people, (*PEOPLE_COLUMNS, *of_people))
    lines = None if files.managers is None else read_csv(files.managers, MANAGER_COLUMNS)
    targets, marks = (
        None if path is None else read_csv(path, AMOUNT_COLUMNS) for path in (files.quotas, files.scores)
    )
    rates, pay_rates = read_rates(plan, files.rates)
    labels = labels_of(table, who, lines, (targets, marks), plan)
    events, names, named = read_events(table, labels, plan, rates)
    check_days(events, plan, table)
    periods = _periods(plan, events, period, first_month_of_year)
    people, currencies, seats = read_people(who, labels, plan)
    remarks = [
        Remark("encoding", {"file": each.file, "encoding": each.encoding.upper()})
        for each in (table, who, targets, marks, lines)
        if each and each.encoding != "utf-8"
    ]
    hierarchy = read_hierarchy(lines, labels, who, plan)
    people_names = {number: label for label, number in labels.items()}
    try:
        events = credited(events, plan.crediting, named, hierarchy)
    except CircleOfManagersError as circle:
        raise CircleOfManagersError(circle.person, people_names[circle.person]) from None
    if seats is not None:
        events = replace(events, person=seats.of(events.person, day_of_sale(events)))
        people_names |= {
            seat: people_names[holder]
            for seat, holder in zip(seats.seat.tolist(), seats.person.tolist(), strict=True)
        }
        remarks += _parted(seats, people, people_names)
    remarks += _unfinished(plan, periods)
    here = np.isin(events.person, people.person)
    if not here.all():
        remarks.append(Remark("other_plans", {"rows": int((~here).sum())}))
        events = events.take(here)
    quotas = read_amounts(targets, "quota", people, labels, periods, plan, seats)
    scores = read_amounts(marks, "score", people, labels, periods, plan, seats)
    return Payroll(
        plan,
        events,
        people,
        quotas,
        scores,
        periods,
        names,
        currencies,
        pay_rates,
        people_names,
        tuple(remarks),
        hierarchy is not None,
    )


def _words(plan: Plan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns of sales and of people that the plan asks for by a name of its own."""
    parts = plan.components.values()
    selections = [selection for part in parts for _, selection in part.selections()]
    of_sales = [name for each in selections for name, _ in (*each.only, *each.without)]
    of_people = [name for part in parts for name, _ in (*part.audience.only, *part.audience.without)]
    named = (*plan.frame.measures, *plan.crediting.columns, *of_sales)
    return tuple(dict.fromkeys(named)), tuple(dict.fromkeys(of_people))


def _parted(seats: Seats, people: People, names: Mapping[int, str]) -> list[Remark]:
    """Say who is paid stretch by stretch."""
    here = set(people.person.tolist())
    parted = (holder for holder in seats.parted() if len(here.intersection(seats.held_by(holder))) > 1)
    who = tuple(names[holder] for holder in parted)
    return [Remark("stretches", {"people": who})] if who else []


def _periods(plan: Plan, events: CreditEvents, period: str | None, first_month: int) -> Periods:
    if len(events) == 0 and period is None and plan.first_date is None:
        raise EventsError(
            "there are no events, so give the period to be paid", hint="For instance --period 2026-Q1"
        )
    days = events.day if len(events) else np.array([date.today().toordinal()])  # noqa: DTZ011 - replaced below
    first = date.fromordinal(int(days.min()))
    last = date.fromordinal(int(days.max()))
    if period is not None:
        begin, end = bounds_of(period, first_month)
        if len(events) == 0:
            first = begin
        first, last = min(first, begin), end
    elif len(events) == 0:
        assert plan.first_date is not None
        first = last = plan.first_date
    year = first.year if first.month >= first_month else first.year - 1
    last = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return gregorian_periods(date(year, first_month, 1), date.fromordinal(last.toordinal() - 1), first_month)


def _unfinished(plan: Plan, periods: Periods) -> list[Remark]:
    """Say which periods are not over by the last event, so that nothing is paid for them yet."""
    last_day = int(periods.last_days["month"][-1])
    names = [
        frequency
        for frequency in plan.periods
        if periods.n(frequency) == 0 or int(periods.last_days[frequency][-1]) < last_day
    ]
    return [Remark(f"unfinished_{name}") for name in names]


def bounds_of(period: str, first_month_of_year: int = 1) -> tuple[date, date]:
    """First and last date of a period called ``2026-01``, ``2026-Q1`` or ``2026``.

    Raises
    ------
    OptionError
        Nothing is called that.

    Examples
    --------
    >>> [day.isoformat() for day in bounds_of("2026-Q1")]
    ['2026-01-01', '2026-03-31']
    """
    try:
        year = int(period[:4])
        all_periods = gregorian_periods(date(year - 1, 1, 1), date(year + 2, 12, 31), first_month_of_year)
        for frequency in PERIODS:
            if period in all_periods.ids[frequency]:
                number = all_periods.ids[frequency].index(period)
                first = int(all_periods.first_days[frequency][number])
                return date.fromordinal(first), date.fromordinal(
                    int(all_periods.last_days[frequency][number])
                )
    except ValueError:
        pass
    raise OptionError(f"there is no period called {period!r}", allowed=("2026-01", "2026-Q1", "2026"))
