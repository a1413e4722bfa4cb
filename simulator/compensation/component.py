"""What every pay component has in common: the stages of a line of pay, in the order in which they run.

Order of one component: credit → measure → attainment → rate → gate → cap → proration → rounding.
A component is one class: its fields are the keys of the plan document, `due` says what it pays,
`compile` says the same to people who decide what to work on.

The smallest complete component, one that pays everybody 100 a month::

    class Meal(Component):
        kind: Literal["meal"]

        def due(self, desk):
            n_people, n_months = desk.shape("month")
            amount = np.full((n_people, n_months), 10_000)
            return [Due("meal", "month", amount, np.array(MILLION), amount)]

        def compile(self, draft): ...
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from simulator.compensation.caps import Cap
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Path
from simulator.compensation.frame import Frame
from simulator.compensation.gates import Gate
from simulator.compensation.money import MILLION, IntArray, level_of
from simulator.compensation.selection import Selection, SelectionText
from simulator.documents import LocalizedText, NonNegativeInt, Spec

Frequency = Literal["month", "quarter", "year"]


class Component(Spec, ABC):
    """Anything that a plan pays: the name is the plan's, the class says how.

    Parameters
    ----------
    title
        What people call it; the component's name when left out.
    note
        Anything a reader should know.
    source
        Where the terms come from.
    """

    title: LocalizedText | None = None
    note: str = ""
    source: str = ""

    def selections(self) -> tuple[tuple[Path, Selection], ...]:
        """List every selection of sales, with its place, to be checked against the words in use."""
        return ()

    def check(self, frame: Frame) -> None:
        """Raise an error when the component cannot be applied."""

    @abstractmethod
    def due(self, desk: Desk) -> list[Due]:
        """Say what the component pays everybody in every period."""

    @abstractmethod
    def compile(self, draft: Draft) -> None:
        """Add what the component pays to the terms that behavior weighs."""


class Attainment(Spec):
    """What a total is held against.

    Parameters
    ----------
    quota
        Name of the quota.
    """

    quota: str


class Weeks(Spec):
    """Weeks of a simulation, both included, counted from 0."""

    first: NonNegativeInt
    last: NonNegativeInt


class Dates(Spec):
    """Dates, both included."""

    first: date
    last: date

    @model_validator(mode="after")
    def _in_order(self) -> Dates:
        if self.last < self.first:
            raise ValueError(f"the last day {self.last} lies before the first {self.first}")
        return self


class VariablePay(Component):
    """A component that pays for credit, with the stages that all of these share.

    Parameters
    ----------
    credit
        Which sales count.
    measure
        What is counted on them.
    period
        When it is settled.
    attainment
        The quota that levels refer to, if they do.
    gate
        Levels that must be reached too; all of them.
    cap
        The most that counts or is paid.
    """

    credit: SelectionText = Selection()
    measure: str = "revenue"
    period: Frequency = "month"
    attainment: Attainment | None = None
    gate: Gate | tuple[Gate, ...] = ()
    cap: Cap | None = None

    @property
    def gates(self) -> tuple[tuple[Path, Gate], ...]:
        """Gates with their places, whether one was written or a list."""
        if isinstance(self.gate, Gate):
            return ((("gate",), self.gate),)
        return tuple((("gate", number), gate) for number, gate in enumerate(self.gate))

    @property
    def relative(self) -> bool:
        """Whether levels are shares of a quota."""
        return self.attainment is not None

    def selections(self) -> tuple[tuple[Path, Selection], ...]:
        """List every selection of sales, with its place."""
        gates = (((*path, "credit"), gate.credit) for path, gate in self.gates)
        return ((("credit",), self.credit), *gates)

    def check(self, frame: Frame) -> None:
        """Raise an error when a stage cannot be applied.

        Raises
        ------
        Fault
            A level without a quota, an unknown measure.
        """
        frame.measure(self.measure)
        for path, gate in self.gates:
            gate.check(frame, path)
        if self.cap and self.cap.attainment:
            frame.level(self.cap.attainment, self.measure, self.relative, ("cap", "attainment"))

    @abstractmethod
    def earned(self, desk: Desk) -> list[Due]:
        """Say what is earned before gates and caps."""

    def due(self, desk: Desk) -> list[Due]:
        """List what is earned, then what gates and caps take away, each a line of its own."""
        lines = self.earned(desk)
        for number, (_, gate) in enumerate(self.gates, start=1):
            shut = ~gate.is_open(desk, self.period)
            lines += self._taken(f"gate-{number}" if len(self.gates) > 1 else "gate", lines, desk, shut)
        if self.cap is not None and self.cap.pay is not None:
            lines += self._above(lines, desk, desk.frame.minor(self.cap.pay))
        return lines

    def _sum(self, lines: list[Due], desk: Desk) -> IntArray:
        total = np.zeros(desk.shape(self.period), dtype=np.int64)
        for line in lines:
            total = total + line.amount
        return total

    def _taken(self, rule: str, lines: list[Due], desk: Desk, where: NDArray[np.bool_]) -> list[Due]:
        if not where.any():
            return []
        taken = np.where(where, self._sum(lines, desk), 0)
        return [Due(rule, self.period, taken, np.array(-MILLION), -taken)]

    def _above(self, lines: list[Due], desk: Desk, most: int) -> list[Due]:
        excess = np.maximum(self._sum(lines, desk) - most, 0)
        if not excess.any():
            return []
        return [Due("cap", self.period, excess, np.array(-MILLION), -excess)]

    def counted(self, desk: Desk) -> tuple[IntArray, IntArray | None]:
        """Give the credit that counts and the quota it is held against, each ``(n_people, n_periods)``."""
        total = desk.totals(self.credit, self.measure, self.period)
        quota = desk.quota(self.attainment.quota, self.period) if self.attainment else None
        if self.cap is not None and self.cap.attainment is not None:
            level = desk.frame.level(self.cap.attainment, self.measure, self.relative)
            total = np.minimum(total, level if quota is None else level_of(quota, level))
        return total, quota

    def in_draft(self, draft: Draft) -> int:
        """Find the running total of the component in a compiled plan."""
        quota = self.attainment.quota if self.attainment else ""
        return draft.total(self.credit, self.measure, self.period, quota)

    def gates_in_draft(self, draft: Draft, term: int) -> None:
        """Put the component's gates before a compiled term."""
        for _, gate in self.gates:
            total = draft.total(gate.credit, gate.measure, self.period, gate.quota or "")
            level = draft.frame.level(gate.at_least, gate.measure, gate.quota is not None)
            draft.gate(
                term,
                total,
                level / (MILLION if gate.quota else draft.frame.scale(gate.measure)),
                bool(gate.quota),
            )
