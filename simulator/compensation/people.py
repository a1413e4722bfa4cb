"""Who is paid, and the quotas that they are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.events import Coded
from simulator.compensation.periods import Periods
from simulator.errors import EventsError, InputError

IntArray = NDArray[np.int64]

OF_YEAR = "of-year"
"""Kind of quota that is set for whole years, also those that are not over."""
ALWAYS = (np.iinfo(np.int32).min, np.iinfo(np.int32).max)


@dataclass(frozen=True)
class People:
    """The people on a plan, one row each.

    Parameters
    ----------
    person
        Their ids, int64, all different, shape ``(n,)``.
    company
        Who shares budgets, contests and pools with whom: people with the same number do. In a simulation,
        the world. Zeros when left out.
    first_day, last_day
        Days between which each is on the plan, both included; always when left out.
    names
        What people are called, for statements; their ids when left out.
    attributes
        What else is known of them, such as ``role``, each a `Coded` column; plans pay by it.
    team
        Number of the team each is in, for pools and team contests; the company when left out.
    target_pay
        Pay in a year at target, salary included [minor units]; -1 for the plan's own figure.
    pool_weight
        Weight in pools that are divided by weight; 1 when left out.
    absences
        ``(person, first day, last day)`` of times away that proration counts, both ends included.

    Examples
    --------
    >>> team = People(np.array([7, 3]))
    >>> team.rows(np.array([3, 3, 7])).tolist()
    [1, 1, 0]
    """

    person: IntArray
    company: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    first_day: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    last_day: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    names: tuple[str, ...] = ()
    attributes: Mapping[str, Coded] = field(default_factory=dict)
    team: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    target_pay: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    pool_weight: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    absences: tuple[tuple[int, int, int], ...] = ()

    def __post_init__(self) -> None:
        n = len(self.person)
        fillers = {
            "company": 0,
            "first_day": ALWAYS[0],
            "last_day": ALWAYS[1],
            "target_pay": -1,
            "pool_weight": 1,
        }
        if len(self.team) == 0:
            object.__setattr__(
                self, "team", self.company if len(self.company) else np.zeros(n, dtype=np.int64)
            )
        for name, filler in fillers.items():
            if len(getattr(self, name)) == 0:
                object.__setattr__(self, name, np.full(n, filler, dtype=np.int64))
            if len(getattr(self, name)) != n:
                raise InputError(f"the people's column {name!r} has {len(getattr(self, name))} rows, not {n}")
        in_order = n < 2 or bool(np.all(self.person[1:] > self.person[:-1]))
        object.__setattr__(self, "_order", None if in_order else np.argsort(self.person, kind="stable"))
        if len(np.unique(self.person)) != n and not in_order:
            raise InputError("a person stands twice in the list of people")

    def __len__(self) -> int:
        """How many people there are."""
        return len(self.person)

    def rows(self, person: IntArray) -> NDArray[np.intp]:
        """Row of each person named.

        Raises
        ------
        EventsError
            Somebody is credited who is not in the list.
        """
        order: NDArray[np.intp] | None = getattr(self, "_order")  # noqa: B009
        ids = self.person if order is None else self.person[order]
        if len(ids) == 0 and len(person) == 0:
            return np.zeros(0, dtype=np.intp)
        if order is None and len(ids) and ids[0] == 0 and ids[-1] == len(ids) - 1:
            found, known = person.astype(np.intp), (person >= 0) & (person < len(ids))
        else:
            found = np.minimum(np.searchsorted(ids, person), max(len(ids) - 1, 0))
            known = ids[found] == person if len(ids) else np.zeros(len(person), dtype=np.bool_)
            found = found if order is None else order[found]
        if not known.all():
            stranger = int(person[~known][0])
            raise EventsError(
                f"person {stranger} is credited but not on the list of people",
                hint="Add the person, or leave the event out",
            )
        return np.asarray(found, dtype=np.intp)

    def days_active(self, periods: Periods, frequency: str) -> IntArray:
        """Days in each period on which each person is on the plan, shape ``(n_people, n_periods)``."""
        first = np.maximum(self.first_day[:, None], periods.first_days[frequency][None, :])
        last = np.minimum(self.last_day[:, None], periods.last_days[frequency][None, :])
        days: IntArray = np.maximum(last - first + 1, 0)
        for person, away_from, away_to in self.absences:
            row = int(self.rows(np.array([person]))[0])
            from_day, to_day = np.maximum(first[row], away_from), np.minimum(last[row], away_to)
            days[row] -= np.maximum(to_day - from_day + 1, 0)
        return days

    def called(self, row: int) -> str:
        """Name of the person in a row, or the id where there is none."""
        return self.names[row] if self.names else f"person {int(self.person[row])}"


@dataclass(frozen=True)
class Quota:
    """One kind of quota for everybody.

    Parameters
    ----------
    frequency
        The periods it is set for: ``month``, ``quarter`` or ``year``; ``of-year`` for quotas of whole years,
        written once for each month of theirs.
    amounts
        [minor units, or whole units], int64, shape ``(n_people, n_periods)`` in the order of people and of
        the complete periods; -1 where none is set.
    """

    frequency: str
    amounts: IntArray


Quotas = Mapping[str, Quota]
"""Quotas by name, as plans name them."""


def same_quota_every_period(
    amounts: Mapping[str, IntArray], frequency: str, periods: Periods
) -> dict[str, Quota]:
    """Give each person one quota for every period, as a simulation does when it settles one quarter.

    Examples
    --------
    >>> from datetime import date
    >>> from simulator.compensation.periods import gregorian_periods
    >>> quarter = gregorian_periods(date(2026, 1, 1), date(2026, 6, 30))
    >>> same_quota_every_period({"sales": np.array([5, 9])}, "quarter", quarter)["sales"].amounts.tolist()
    [[5, 5], [9, 9]]
    """
    n = periods.n(frequency)
    return {name: Quota(frequency, np.repeat(each[:, None], n, axis=1)) for name, each in amounts.items()}
