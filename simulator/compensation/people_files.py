"""Files of people, their managers, their quotas and their scores."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.coding import coded
from simulator.compensation.crediting import Hierarchy
from simulator.compensation.csv_tables import Table
from simulator.compensation.event_files import numbers_of
from simulator.compensation.events import Coded
from simulator.compensation.leave import absences, rows_of_leave, stretches
from simulator.compensation.money import MILLION
from simulator.compensation.people import OF_YEAR, People, Quota
from simulator.compensation.periods import Periods
from simulator.compensation.plan import Plan
from simulator.compensation.seats import Seats, seats_of
from simulator.compensation.year_quota import quotas_of_year
from simulator.errors import EventsError, PlanError

_OWN_COLUMNS = frozenset(
    (
        "person",
        "name",
        "first_day",
        "last_day",
        "away_from",
        "away_to",
        "team",
        "company",
        "target_pay",
        "pool_weight",
        "currency",
        "plan",
        "manager",
    )
)
MOST_DIGITS = 18
EVERYBODY = ("*", "all", "")
LARGEST_SCORE = 10
"""A score above it that is written without % was meant as a percentage."""


def labels_of(
    events: Table, people: Table | None, managers: Table | None, quotas: Sequence[Table | None], plan: Plan
) -> dict[str, int]:
    """Give everybody who is named anywhere a number; numbers stay numbers where all are.

    Raises
    ------
    EventsError
        A row names nobody.
    """
    found: set[str] = set()
    if people is not None:
        found.update(people.filled("person", "every row needs a person").to_pylist())
        if plan.crediting.roll_up is not None and "manager" in people.columns:
            found.update(people.arrow("manager").unique().to_pylist())
    for table in quotas:  # without a list of people, whoever has a quota or a score is on the plan
        if table is not None and people is None and "person" in table.columns:
            found.update(set(table.columns["person"].tolist()) - set(EVERYBODY))
    if managers is not None:
        for name in ("person", "manager"):
            found.update(managers.filled(name, "every row needs a person and a manager").to_pylist())
    if not plan.crediting.split:
        events.filled("person", "no one is credited with this event")
    for column in ("person", *plan.crediting.columns):
        if column in events.columns:
            found.update(events.arrow(column).unique().to_pylist())
    found.discard("")
    numbers = {int(label) for label in found if label.isdigit() and len(label) < MOST_DIGITS}
    if len(numbers) == len(found):
        return {label: int(label) for label in found}
    return {label: number for number, label in enumerate(sorted(found))}


def read_people(
    table: Table | None, labels: Mapping[str, int], plan: Plan
) -> tuple[People, tuple[str, ...], Seats | None]:
    """Read who is on the plan, in which currency each is paid, and who holds which seat.

    Without a list, everybody who is credited is on the plan. A column ``plan`` leaves others out. Times away
    stand in ``away_from`` and ``away_to``; who is away more than once has a row for each time. Whose role,
    team or plan changes has a row for each stretch of time.

    Raises
    ------
    EventsError
        Rows of somebody overlap or leave days out, or somebody is credited and not in the list.
    """
    if table is None:
        everybody = sorted((number, label) for label, number in labels.items())
        ids = np.array([number for number, _ in everybody], dtype=np.int64)
        own = People(ids, names=tuple(label for _, label in everybody))
        return own, (plan.frame.currency,) * len(ids), None
    person = numbers_of(table.filled("person", "every row needs a person"), labels)
    first, last = stretches(table)
    again = rows_of_leave(table, person)
    seats = seats_of(table, person, first, last, again, plan)
    strangers = sorted(set(labels.values()) - set(person.tolist()))
    if strangers:
        name = next(label for label, number in labels.items() if number == strangers[0])
        raise EventsError(f"{name!r} is named and does not stand in {table.file}", hint="Add the person")
    on_plan = _on_this_plan(table, plan)
    chosen = on_plan[seats.row]
    here = seats.row[chosen]
    people = People(
        seats.seat[chosen],
        _codes(table, "company")[here],
        seats.first_day[chosen],
        seats.last_day[chosen],
        tuple(_called(table, row) for row in here.tolist()),
        {
            name: Coded(*_coded_rows(values, here))
            for name, values in table.columns.items()
            if name not in _OWN_COLUMNS
        },
        _codes(table, "team")[here] if "team" in table.columns else np.zeros(0, dtype=np.int64),
        _numbers(table, "target_pay", plan.frame.decimals, -1)[here],
        _numbers(table, "pool_weight", 0, 1)[here],
        tuple(
            (seat, away_from, away_to)
            for holder, away_from, away_to in absences(table, person, on_plan)
            for seat in seats.held_by(holder)
            if seat in seats.seat[chosen]
        ),
    )
    currency = table.columns.get("currency", np.full(len(table), "", dtype=object))
    return people, tuple(str(currency[row]) or plan.frame.currency for row in here.tolist()), seats


def _numbers(table: Table, name: str, decimals: int, otherwise: int) -> NDArray[np.int64]:
    if name not in table.columns:
        return np.full(len(table), otherwise, dtype=np.int64)
    return np.where(table.columns[name] == "", otherwise, table.numbers(name, decimals))


def _codes(table: Table, name: str) -> NDArray[np.int64]:
    return coded(table.columns[name])[0] if name in table.columns else np.zeros(len(table), dtype=np.int64)


def _coded_rows(
    values: NDArray[np.object_], rows: NDArray[np.intp]
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    codes, words = coded(values)
    return codes[rows], words


def _called(table: Table, row: int) -> str:
    names = table.columns.get("name")
    return str(names[row]) if names is not None and names[row] else str(table.columns["person"][row])


def _on_this_plan(table: Table, plan: Plan) -> NDArray[np.bool_]:
    if "plan" not in table.columns:
        return np.ones(len(table), dtype=np.bool_)
    names = table.columns["plan"]
    here = np.asarray((names == plan.name) | (names == ""), dtype=np.bool_)
    if not here.any():
        raise EventsError(
            f"nobody is on the plan {plan.name!r}",
            place=table.place(0, "plan"),
            allowed=sorted(set(names.tolist())),
        )
    return here


def read_hierarchy(
    table: Table | None, labels: Mapping[str, int], people: Table | None, plan: Plan
) -> Hierarchy | None:
    """Read who reports to whom, from which day to which day: from a file of its own or the list of people.

    Raises
    ------
    EventsError
        Both say it, or somebody has two managers at once.
    """
    in_list = people is not None and "manager" in people.columns
    if table is None:
        credits_managers = people is not None and in_list and plan.crediting.roll_up is not None
        return _managers_in_list(people, labels) if people is not None and credits_managers else None
    if people is not None and in_list:
        what = f"managers stand in {people.file} and in {table.file}"
        raise EventsError(what, place=people.place(-1, "manager"), hint="Give them in one of the two")
    person, manager = (numbers_of(table.columns[name], labels) for name in ("person", "manager"))
    first, last = stretches(table)
    order = np.lexsort((first, person))
    for before, after in pairwise(order.tolist()):
        if person[before] == person[after] and first[after] <= last[before]:
            label = table.columns["person"][after]
            both = " and ".join(str(table.columns["manager"][row]) for row in (before, after))
            what = f"{label!r} has two managers at once, {both}"
            hint = "Give first_day and last_day of each"
            raise EventsError(what, place=table.place(after, "manager"), hint=hint)
    return Hierarchy(person, manager, first, last)


def _managers_in_list(people: Table, labels: Mapping[str, int]) -> Hierarchy:
    """Read managers in the list of people; rows without one, and rows that only add leave, say nothing."""
    person = numbers_of(people.columns["person"], labels)
    first, last = stretches(people)
    rows = np.flatnonzero(np.asarray(people.columns["manager"] != "", bool) & ~rows_of_leave(people, person))
    manager = numbers_of(people.columns["manager"], labels)
    return Hierarchy(person[rows], manager[rows], first[rows], last[rows])


def read_amounts(
    table: Table | None, kind: str, people: People, labels: Mapping[str, int], periods: Periods, plan: Plan,
    seats: Seats | None = None,
) -> dict[str, Quota]:  # fmt: skip
    """Read quotas or scores: ``person, period, amount`` and the name of the quota or score.

    A row for ``*`` holds for everybody who has none of their own.

    Raises
    ------
    EventsError
        A row cannot be read, two rows say the same thing, or rows of one name are given for different kinds
        of period.
    """
    if table is None:
        return {}
    table.require("person", "period", "amount")
    names = (
        table.columns[kind] if kind in table.columns else np.full(len(table), _only(plan, kind), dtype=object)
    )
    row_of = {seat: row for row, seat in enumerate(people.person.tolist())}
    found: dict[str, Quota] = {}
    for name in sorted(set(names.tolist())):
        decimals = 6 if kind == "score" else _decimals_of_quota(plan, str(name))
        rows = np.flatnonzero(names == name)
        amounts = table.numbers("amount", decimals) if kind == "quota" else _shares(table, rows)
        frequency = _frequency(table, rows, periods)
        _check_amounts_once(table, rows)
        of_year = frequency == "year" and kind == "quota" and name in quotas_of_year(plan)
        frequency = OF_YEAR if of_year else frequency
        ids = [str(year) for year in periods.year_of("month")] if of_year else periods.ids[frequency]
        grid = np.full((len(people), len(ids)), -1, dtype=np.int64)
        for row in rows.tolist():
            label, when = str(table.columns["person"][row]), str(table.columns["period"][row])
            if label not in labels and label not in EVERYBODY:
                raise EventsError(f"{label!r} is not on the list of people", place=table.place(row, "person"))
            held: tuple[int, ...] = () if label not in labels else (labels[label],)
            if held and seats is not None:
                held = tuple(seats.held_by(held[0]))
            whose = [row_of[seat] for seat in held if seat in row_of]
            for column in (number for number, each in enumerate(ids) if each == when):
                grid[whose if held else grid[:, column] == -1, column] = amounts[row]
        found[str(name)] = Quota(frequency, grid)
    return found


def _check_amounts_once(table: Table, rows: NDArray[np.intp]) -> None:
    """Refuse a second amount for the same person and period."""
    seen: dict[tuple[str, str], int] = {}
    for row in rows.tolist():
        label, when = str(table.columns["person"][row]), str(table.columns["period"][row])
        before = seen.setdefault(("*" if label in EVERYBODY else label, when), row)
        if before != row:
            what = f"{label!r} has an amount for {when} on line {before + 2} already"
            raise EventsError(what, place=table.place(row, "person"), hint="Take one of the two out")


def _only(plan: Plan, kind: str) -> str:
    if kind == "quota" and len(plan.quotas) == 1:
        return plan.quotas[0]
    raise EventsError(
        f"the column {kind!r} is missing, which says which {kind} is meant", allowed=plan.quotas
    )


def _shares(table: Table, rows: NDArray[np.intp]) -> NDArray[np.int64]:
    """Read scores: 85%, 0.85."""
    result = np.zeros(len(table), dtype=np.int64)
    for row in rows.tolist():
        word = str(table.columns["amount"][row])
        place = table.place(row, "amount")
        if re.fullmatch(r"\d{1,6}(\.\d{1,9})?%?", word) is None:
            raise EventsError(f"{word!r} is no score", place=place, hint="Write scores as 85% or 0.85")
        exact = Fraction(word.rstrip("%")) / (100 if word.endswith("%") else 1)
        if exact > LARGEST_SCORE:
            raise EventsError(
                f"a score of {word} is {float(exact):,.0%}", place=place, hint=f"Is it {word}%?"
            )
        result[row] = int(exact * MILLION)
    return result


def _frequency(table: Table, rows: NDArray[np.intp], periods: Periods) -> str:
    """Kind of period that the rows are given for."""
    kinds = {_kind_of(str(table.columns["period"][row])): row for row in rows.tolist()}
    if len(kinds) > 1 or None in kinds:
        row = kinds.get(None, rows[0])
        raise EventsError(
            "amounts of one name must all be by the month, by the quarter or by the year",
            place=table.place(int(row), "period"),
            allowed=("2026-01", "2026-Q1", "2026"),
        )
    kind = next(iter(kinds))
    assert kind in periods.ids
    return str(kind)


def _kind_of(period: str) -> str | None:
    if period.isdigit() and len(period) == 4:
        return "year"
    year, _, rest = period.partition("-")
    if not (year.isdigit() and len(year) == 4):
        return None
    if rest in ("Q1", "Q2", "Q3", "Q4"):
        return "quarter"
    return "month" if rest.isdigit() and len(rest) == 2 and 1 <= int(rest) <= 12 else None


def _decimals_of_quota(plan: Plan, name: str) -> int:
    """Decimal places of a quota: those of the measure that it is held against."""
    measure = plan.measure_of_quota(name)
    if measure is None:
        raise PlanError(f"the plan knows no quota called {name!r}", allowed=plan.quotas)
    found = plan.frame.measure(measure)
    return plan.frame.decimals if found.is_money else found.decimals
