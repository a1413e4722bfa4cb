"""A compiled plan in the making: components add running totals, terms and gates to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from simulator.compensation.crediting import Crediting
from simulator.compensation.frame import Frame
from simulator.compensation.periods import PERIODS_PER_YEAR
from simulator.compensation.pieces import Pieces
from simulator.compensation.selection import Selection
from simulator.compensation.team_credit import Way, ways_of
from simulator.errors import PlanError
from simulator.world.pay_ranks import RankTerm
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, FloatArray, PayGate, PayTerm

Condition = tuple[int, float, bool]
"""A total, the level that it must reach, and whether that is a multiple of quota."""
USUAL_ATTAINMENT: Final = np.array([0.5, 0.75, 1.0, 1.25, 1.5])
"""Multiples of a usual result over which expected pay is averaged."""


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
    target_pay_per_year, incentive_per_year
        Pay at target, and the variable part of it [currency].
    typical_total
        What a person brings in a period, about; formulas are looked at around it.
    day
        The day for which dated components are compiled; None for all.
    component
        Name of the component at work.
    later
        What one unit of pay in a year is worth today.
    ways
        What each way of crediting brings.
    team
        How many people are in a team; all when left out.
    asked
        Which of ``later`` and ``team`` the plan looked at.
    knows_rivals
        Whether contests are left to what people believe of their colleagues, see
        :class:`simulator.world.pay_ranks.RankTerm`; else they count on what the plan says of rivals.
    """

    kinds: tuple[CreditKind, ...]
    measures_per_revenue: Mapping[str, FloatArray]
    frame: Frame
    people: int = 1
    day: int | None = None
    typical_total: float = 100_000.0
    salary_per_week: float = 0.0
    target_pay_per_year: float = 0.0
    incentive_per_year: float = 0.0
    totals: list[Accumulator] = field(default_factory=list)
    terms: list[PayTerm] = field(default_factory=list)
    gates: list[PayGate] = field(default_factory=list)
    component: str = ""
    later: float = 1.0
    ways: Mapping[str, Way] = field(default_factory=lambda: ways_of(Crediting()))
    team: int | None = None
    own_parts: list[float] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    knows_rivals: bool = False
    contests: list[RankTerm] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)

    def members(self, of: str) -> int:
        """Say how many people somebody shares with: the team's or the company's."""
        if of == "team":
            self.asked.add("team")
        return max(self.team if of == "team" and self.team is not None else self.people, 1)

    def worth_after(self, years: float) -> float:
        """Worth today of one unit of pay that comes so much later."""
        self.asked.add("later")
        return 1.0 if years <= 0.0 else self.later**years

    def expected_pay(self, terms: Sequence[int]) -> float:
        """Pay of a year from some terms, about, for people who reach half to one and a half of what is usual.

        Gates are taken to be open; a quota to be what is usual.
        """
        whole = 0.0
        for number in terms:
            term = self.terms[number]
            total = self.totals[term.accumulator]
            usual = max(self.typical_total * float(np.mean(total.weights)), 1e-9)
            pay = term.pay(usual * USUAL_ATTAINMENT, np.full(len(USUAL_ATTAINMENT), usual))
            whole += float(pay.mean()) * PERIODS_PER_YEAR[total.period]
        return whole

    def total(
        self,
        selection: Selection,
        measure: str,
        frequency: str,
        quota: str = "",
        most_per_sale: float = np.inf,
        least_per_order: float = 0.0,
    ) -> int:
        """Find the running total of some sales, or make it, and give its number.

        Where one sale counts no more than an amount, an average order counts no more than that. Where orders
        below a revenue do not count, no kind counts whose average order lies below it.
        """
        per_revenue = self._per_revenue(measure)
        name = f"{measure} of {selection}"
        credit, own = self._credit(selection)
        weights = per_revenue * credit
        orders = self.measures_per_revenue.get("orders")
        if most_per_sale < np.inf and orders is not None:
            weights = np.minimum(weights, np.where(weights > 0.0, most_per_sale * orders, 0.0))
        if least_per_order > 0.0 and orders is not None:
            weights = np.where(orders * least_per_order <= 1.0, weights, 0.0)
        for number, known in enumerate(self.totals):
            same = known.period == frequency and known.quota == quota and self.own_parts[number] == own
            if same and np.array_equal(known.weights, weights):
                return number
        self.totals.append(Accumulator(name, frequency, weights, quota))
        self.own_parts.append(own)
        return len(self.totals) - 1

    def _credit(self, selection: Selection) -> tuple[FloatArray, float]:
        """Credit by kind for each unit that everybody sells, and the part of it from one's own sales."""
        credit, own = np.zeros(len(self.kinds)), np.zeros(len(self.kinds))
        for name, way in self.ways.items():
            counts = [
                selection.counts({"line": k.line, "tier": k.tier, "customer": k.customer, "crediting": name})
                for k in self.kinds
            ]
            credit += np.where(counts, way.together, 0.0)
            own += np.where(counts, way.own, 0.0)
        whole = float(credit.sum())
        return credit, float(own.sum()) / whole if whole > 0.0 else 1.0

    def _per_revenue(self, measure: str) -> FloatArray:
        """Give what one currency unit of revenue of each kind brings of a measure."""
        per_revenue = self.measures_per_revenue.get(measure)
        if per_revenue is None and measure == "revenue":
            return np.ones(len(self.kinds))
        if per_revenue is None:
            raise PlanError(
                f"the plan pays on {measure!r}, and what a sale brings of it is not known",
                allowed=sorted({*self.measures_per_revenue, "revenue"}),
            )
        return per_revenue

    def usual_ratio(self, part: Selection, measure: str, whole: Selection, other: str) -> float:
        """Say how much of one measure comes with another where every kind of sale brings as much revenue."""
        above, below = (
            float((self._credit(selection)[0] * self._per_revenue(name)).sum())
            for selection, name in ((part, measure), (whole, other))
        )
        return above / below if below > 0.0 else np.inf

    def order_size(self, total: int) -> float:
        """Average size of an order in a running total; one unit where orders are not known."""
        per_revenue = self.measures_per_revenue.get("orders")
        weights = self.totals[total].weights
        counted = weights > 0.0
        if per_revenue is None or not counted.any():
            return 1.0
        return float((weights[counted] / per_revenue[counted]).mean())

    def absolute(self, total: int, pieces: Pieces) -> int:
        """Add pay that depends on the amount of a total; returns the term's number."""
        self.terms.append(self._term(self.component, total, pieces))
        return len(self.terms) - 1

    def _term(self, name: str, total: int, pieces: Pieces) -> PayTerm:
        breakpoints, values, slopes = (
            np.array(each) for each in (pieces.breakpoints, pieces.values, pieces.slopes)
        )
        return PayTerm(name, total, False, breakpoints, values, slopes)

    def commission_on_quota(self, total: int, pieces: Pieces) -> int:
        """Add pay per unit at rates that change at multiples of quota; values are per unit of quota."""
        return self.on_quota(total, pieces.times(0.0), pieces)

    def money_on_quota(self, total: int, pieces: Pieces) -> int:
        """Add money that depends on attainment alone; slopes are per multiple of quota."""
        return self.on_quota(total, pieces, pieces.times(0.0))

    def on_quota(self, total: int, money: Pieces, per_quota: Pieces) -> int:
        """Add money by attainment, and money for each unit of quota; both with the same breakpoints."""
        points, values, slopes = (np.array(each) for each in (money.breakpoints, money.values, money.slopes))
        grown, rates = np.array(per_quota.values), np.array(per_quota.slopes)
        self.terms.append(PayTerm(self.component, total, True, points, values, rates, grown, slopes))
        return len(self.terms) - 1

    def gate(self, term: int, total: int, level: float, relative: bool) -> None:
        """Shut a term until a total reaches a level."""
        self.gates.append(PayGate(f"{self.component}: gate", (term,), total, level, relative))

    def gate_all(self, terms: list[int], conditions: Sequence[Condition], otherwise: float) -> None:
        """Shut terms, or all but a part of each, until all conditions hold; copies join the list."""
        for term in tuple(terms):
            if otherwise > 0.0:
                terms.append(self.copied(term, otherwise))
                self.terms[term] = scaled(self.terms[term], 1.0 - otherwise)
            for total, level, relative in conditions:
                self.gate(term, total, level, relative)

    def scale(self, terms: Sequence[int], factor: float) -> None:
        """Pay a multiple of some terms."""
        for term in terms:
            self.terms[term] = scaled(self.terms[term], factor)

    def copied(self, term: int, factor: float) -> int:
        """Pay a multiple of a term once more, behind the same gates; returns the new term's number."""
        self.terms.append(replace(scaled(self.terms[term], factor), name=self.component))
        number = len(self.terms) - 1
        self.gates += [replace(gate, terms=(number,)) for gate in self.gates if term in gate.terms]
        return number

    def terms_of(self, components: Sequence[str]) -> list[int]:
        """List the terms that some components added."""
        return [number for number, term in enumerate(self.terms) if term.name in components]

    def without(self, terms: Sequence[int]) -> None:
        """Take terms out, and the gates before them; those that stay keep their order."""
        stay = [number for number in range(len(self.terms)) if number not in set(terms)]
        place = {number: new for new, number in enumerate(stay)}
        self.terms = [self.terms[number] for number in stay]
        kept = (
            (gate, tuple(place[number] for number in gate.terms if number in place)) for gate in self.gates
        )
        self.gates = [replace(gate, terms=shut) for gate, shut in kept if shut]

    def on_cash(self, component: str, share: float) -> None:
        """Pay a share of the commission in a component on cash instead: it grows with what is collected.

        Each kind of sale counts in the total by the part of it that is expected to be collected.
        """
        cash = self.measures_per_revenue["cash"]
        for term in self.terms_of([component]):
            total = self.totals[self.terms[term].accumulator]
            weights = total.weights * (1.0 - share + share * cash)
            self.totals.append(replace(total, name=f"{total.name}, part on cash", weights=weights))
            self.own_parts.append(self.own_parts[self.terms[term].accumulator])
            self.terms[term] = replace(self.terms[term], accumulator=len(self.totals) - 1)

    def finished(self) -> CompiledPlan:
        """Freeze the draft; of what is credited to several, only the part from one's own sales is counted."""
        self.terms = [
            term
            if self.own_parts[term.accumulator] == 1.0
            else scaled(term, self.own_parts[term.accumulator])
            for term in self.terms
        ]
        return CompiledPlan(
            self.kinds,
            tuple(self.totals),
            tuple(self.terms),
            self.salary_per_week,
            tuple(self.gates),
            tuple(self.contests),
            tuple(self.shared),
        )


def scaled(term: PayTerm, factor: float) -> PayTerm:
    """Pay a multiple of what a term pays; a negative one keeps its limits and changes the sign."""
    whole = term.scale * factor
    is_limited = term.cap < np.inf or term.floor > -np.inf
    if is_limited and whole <= 0.0:
        return replace(term, scale=whole)
    return replace(
        term,
        values=term.values * whole,
        slopes=term.slopes * whole,
        values_per_quota=term.values_per_quota * whole,
        slopes_over_quota=term.slopes_over_quota * whole,
        cap=term.cap * whole if term.cap < np.inf else np.inf,
        floor=term.floor * whole if term.floor > -np.inf else -np.inf,
        scale=1.0,
    )
