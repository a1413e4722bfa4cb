"""A compiled plan in the making: components add running totals, terms and gates to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from simulator.compensation.frame import Frame
from simulator.compensation.pieces import Pieces
from simulator.compensation.selection import Selection
from simulator.errors import PlanError
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, FloatArray, PayGate, PayTerm


@dataclass
class Draft:
    """Collects what a plan pays in the form that behavior solves on.

    Parameters
    ----------
    kinds
        The kinds of credit.
    measures_per_revenue
        What one currency unit of revenue of each kind brings in every measure [measure units per currency
        unit], each ``(n_kinds,)``.
    frame
        Currency, measures and rounding of the plan.
    people
        How many people share a budget.
    day
        The day for which dated components are compiled; None for all.
    component
        Name of the component at work.
    """

    kinds: tuple[CreditKind, ...]
    measures_per_revenue: Mapping[str, FloatArray]
    frame: Frame
    people: int = 1
    day: int | None = None
    salary_per_week: float = 0.0
    totals: list[Accumulator] = field(default_factory=list)
    terms: list[PayTerm] = field(default_factory=list)
    gates: list[PayGate] = field(default_factory=list)
    component: str = ""

    def total(self, selection: Selection, measure: str, frequency: str, quota: str = "") -> int:
        """Find the running total of some sales, or make it, and give its number."""
        per_revenue = self.measures_per_revenue.get(measure)
        if per_revenue is None and measure == "revenue":
            per_revenue = np.ones(len(self.kinds))
        if per_revenue is None:
            raise PlanError(
                f"the plan pays on {measure!r}, and what a sale brings of it is not known",
                allowed=sorted({*self.measures_per_revenue, "revenue"}),
            )
        counts = [
            selection.counts({"line": k.line, "tier": k.tier, "customer": k.customer}) for k in self.kinds
        ]
        name = f"{measure} of {selection}"
        weights = np.where(counts, per_revenue, 0.0)
        for number, known in enumerate(self.totals):
            same = known.period == frequency and known.quota == quota
            if same and np.array_equal(known.weights, weights):
                return number
        self.totals.append(Accumulator(name, frequency, weights, quota))
        return len(self.totals) - 1

    def absolute(self, total: int, pieces: Pieces) -> int:
        """Add pay that depends on the amount of a total; returns the term's number."""
        self.terms.append(
            PayTerm(
                self.component,
                total,
                False,
                np.array(pieces.breakpoints),
                np.array(pieces.values),
                np.array(pieces.slopes),
            )
        )
        return len(self.terms) - 1

    def commission_on_quota(self, total: int, pieces: Pieces, cap: float = np.inf) -> int:
        """Add pay per unit at rates that change at multiples of quota; values are per unit of quota."""
        breakpoints, zeros = np.array(pieces.breakpoints), np.zeros(len(pieces.breakpoints))
        self.terms.append(
            PayTerm(
                self.component,
                total,
                True,
                breakpoints,
                zeros,
                np.array(pieces.slopes),
                np.array(pieces.values),
                zeros,
                cap,
            )
        )
        return len(self.terms) - 1

    def money_on_quota(self, total: int, pieces: Pieces) -> int:
        """Add money that depends on attainment alone; slopes are per multiple of quota."""
        breakpoints, zeros = np.array(pieces.breakpoints), np.zeros(len(pieces.breakpoints))
        self.terms.append(
            PayTerm(
                self.component,
                total,
                True,
                breakpoints,
                np.array(pieces.values),
                zeros,
                zeros,
                np.array(pieces.slopes),
            )
        )
        return len(self.terms) - 1

    def gate(self, term: int, total: int, level: float, relative: bool) -> None:
        """Shut a term until a total reaches a level."""
        self.gates.append(PayGate(f"{self.component}: gate", (term,), total, level, relative))

    def finished(self) -> CompiledPlan:
        """Freeze the draft."""
        return CompiledPlan(
            self.kinds, tuple(self.totals), tuple(self.terms), self.salary_per_week, tuple(self.gates)
        )
