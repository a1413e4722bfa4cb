"""What every pay component has in common: who it is for, what it refers to, what it says it pays.

A component is one class: its fields are the keys of the plan document, `due` says what it pays,
`compile` says the same to people who decide what to work on.

The smallest complete component, one that pays everybody 100 a month::

    @register("pay-component", "meal")
    class Meal(Component):
        kind: Literal["meal"]

        def due(self, desk):
            amount = np.full(desk.shape("month"), 10_000)
            return [Due("meal", "month", amount, np.array(MILLION), amount)]

        def compile(self, draft):
            draft.salary_per_week += 100 * 12 / 52
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Path
from simulator.compensation.frame import Frame
from simulator.compensation.people import ALWAYS
from simulator.compensation.selection import Selection, SelectionText
from simulator.documents import LocalizedText, NonNegativeInt, Spec

Frequency = Literal["month", "quarter", "year"]
DAYS_PER_WEEK = 7


class Component(Spec, ABC):
    """Anything that a plan pays: the name is the plan's, the class says how.

    Parameters
    ----------
    title
        What people call it; the component's name when left out.
    audience
        Written ``for``: who is paid, by what is known of people, such as ``{role: manager}``.
    hidden
        Whether those who are paid are not told beforehand (a hidden rebate, 暗返): it is paid and explained
        like any other, but the plan document leaves it out and nobody works for it.
    note
        Anything a reader should know.
    source
        Where the terms come from.
    """

    title: LocalizedText | None = None
    audience: SelectionText = Field(default=Selection(), alias="for")
    hidden: bool = False
    note: str = ""
    source: str = ""

    @property
    def frequency(self) -> str:
        """The kind of period by which it is settled."""
        return str(getattr(self, "period", "month"))

    def selections(self) -> tuple[tuple[Path, Selection], ...]:
        """List every selection of sales, with its place, to be checked against the words in use."""
        return ()

    def references(self) -> tuple[tuple[Path, str], ...]:
        """List the other components whose pay it looks at, with the place of each mention."""
        return ()

    def quotas(self) -> tuple[tuple[str, str], ...]:
        """Name the quotas that it needs, each with the measure that is held against it."""
        return ()

    def check(self, frame: Frame) -> None:
        """Raise an error when the component cannot be applied."""

    def check_references(self, others: Mapping[str, Component]) -> None:
        """Raise an error when the components that it looks at are not of the right sort."""

    def credited(self) -> Selection | None:
        """Tell which sales stand behind its lines; None when no single sale does."""
        return None

    def includes(self, desk: Desk) -> NDArray[np.bool_]:
        """Tell whom the component is for, shape ``(n_people,)``."""
        return self.audience.rows(desk.people.attributes, len(desk.people), "people")

    @abstractmethod
    def due(self, desk: Desk) -> list[Due]:
        """Say what the component pays everybody in every period."""

    @abstractmethod
    def compile(self, draft: Draft) -> None:
        """Add what the component pays to the terms that behavior weighs."""


class Weeks(Spec):
    """Weeks of a simulation, counted from 0.

    Parameters
    ----------
    first, last
        The first and the last week, both included.
    """

    first: NonNegativeInt
    last: NonNegativeInt

    @model_validator(mode="after")
    def _in_order(self) -> Weeks:
        if self.last < self.first:
            raise ValueError(f"the last week {self.last} lies before the first {self.first}")
        return self


class Dates(Spec):
    """Dates between which something runs.

    Parameters
    ----------
    first, last
        The first and the last day, both included.
    """

    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> Dates:
        if self.last < self.first:
            raise ValueError(f"the last day {self.last} lies before the first {self.first}")
        return self


class Running(Spec):
    """Between which days something runs.

    Parameters
    ----------
    dates, weeks
        Both ends included; always when left out.
    """

    dates: Dates | None = None
    weeks: Weeks | None = None

    @model_validator(mode="after")
    def _dated_once(self) -> Running:
        if self.dates is not None and self.weeks is not None:
            raise ValueError("give dates or weeks, not both")
        return self

    def running(self, days: NDArray[np.int32], desk: Desk) -> NDArray[np.bool_]:
        """Tell which days lie between the two."""
        first, last = self.bounds(desk)
        return np.asarray((days >= first) & (days <= last))

    def bounds(self, desk: Desk) -> tuple[int, int]:
        """First and last day, both included."""
        if self.dates is not None:
            return desk.periods.day_of(self.dates.first), desk.periods.day_of(self.dates.last)
        if self.weeks is not None:
            return self.weeks.first * DAYS_PER_WEEK, self.weeks.last * DAYS_PER_WEEK + DAYS_PER_WEEK - 1
        return ALWAYS

    def runs_on(self, day: int | None) -> bool:
        """Tell whether a day of a simulation lies between the two; yes where no day is given."""
        if day is None or self.weeks is None:
            return True
        return self.weeks.first <= day // DAYS_PER_WEEK <= self.weeks.last
