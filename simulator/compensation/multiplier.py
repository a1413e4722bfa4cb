"""Multipliers: what one measure does to the pay for another."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from simulator.catalog import register
from simulator.compensation.commission import attainment
from simulator.compensation.curves import Curve
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault, Path
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray
from simulator.compensation.sale_pay import BySale, as_paid_then, in_steps, matching_sales
from simulator.compensation.shared import among_members
from simulator.compensation.values import Rate
from simulator.compensation.variable_pay import VariablePay

STEPS_PER_SEGMENT = 8


@register("pay-component", "multiplier")
class Multiplier(VariablePay):
    """Multiply the pay of other components by a factor that depends on attainment.

    Parameters
    ----------
    of
        The components whose pay is multiplied, settled by the same period or a shorter one.
    score
        Instead of a measure: a score (an appraisal) that decides the factor.
    expected
        The score that people expect when they decide what to work on.
    factors
        Factors by level, as a curve whose points pay shares of what was earned: ``pays: 120%`` adds a fifth.
        Left of the first point nothing remains.
    """

    can_be_shared: ClassVar[bool] = True

    kind: Literal["multiplier"] = "multiplier"
    of: tuple[str, ...]
    score: str | None = None
    expected: Rate = MILLION
    factors: Curve

    @property
    def relative(self) -> bool:
        """Whether levels are shares."""
        return self.score is not None or super().relative

    def references(self) -> tuple[tuple[Path, str], ...]:
        """List the components that it multiplies, and those its gates look at."""
        return (*((("of", number), name) for number, name in enumerate(self.of)), *super().references())

    def check(self, frame: Frame) -> None:
        """Raise an error when the factors cannot be applied.

        Raises
        ------
        Fault
            Factors out of order, a percentage without a quota.
        """
        super().check(frame)
        self.factors.levels(frame, self.measure, self.relative, ("factors",))
        if self.score is not None and self.attainment is not None:
            raise Fault("a factor follows a score or an attainment, not both", ("score",))
        if self.is_to_date:
            raise Fault("a multiplier looks at one period at a time", ("attainment", "accumulate"))

    def earned(self, desk: Desk) -> list[Due]:
        """Add what the factor adds to the pay of the other components, or take away what it takes."""
        if self.score is None:
            total, quota = self.counted(desk)
        else:
            total = np.maximum(desk.score(self.score, self.period), 0)
            quota = np.full_like(total, MILLION)
        base = desk.results_of(self.of, self.period, without="clawback")
        levels = self.factors.levels(desk.frame, self.measure, self.relative, ("factors",))
        frame = desk.frame
        multiplied = self.factors.pay(base, total, quota, levels, frame.rounding_rule, frame.rounding_unit)
        share = self.factors.pay(np.full(total.shape, MILLION), total, quota, levels, "half-up", 1)
        change = multiplied - base
        return [Due("multiplier", self.period, base, share - MILLION, change, attainment(total, quota))]

    def due(self, desk: Desk) -> list[Due]:
        """List what the factor adds or takes, then what returns take back of that, as the sale had it."""
        lines = super().due(desk)
        return lines + [
            self._taken_back(name, line, lines, desk)
            for name in self.of
            for line in desk.results[name]
            if line.entry == "clawback" and line.rows is not None and isinstance(desk.others[name], BySale)
        ]

    def _taken_back(self, name: str, line: Due, lines: list[Due], desk: Desk) -> Due:
        """Take back of what the factor added the same part as is taken back of the pay that it multiplied."""
        rows = line.rows
        assert rows is not None
        sales = matching_sales(desk, rows)
        added = as_paid_then(self._added(name, lines, desk), f"{desk.component}/{name}", self.period, desk)
        part = -np.broadcast_to(line.amount, len(rows))
        paid = np.maximum(_paid_by_sale(name, desk)[sales], 1)
        taken = in_steps(added[sales], part, paid, sales, rows, desk)
        return Due("clawback", self.period, taken, np.array(-MILLION), -taken, entry="clawback", rows=rows)

    def _added(self, name: str, lines: list[Due], desk: Desk) -> IntArray:
        """Split what the factor added over the sales of one of the other components, ``(n_events,)``."""
        base = desk.results_of(self.of, self.period, without="clawback").ravel()
        added = self.sum_of([line for line in lines if line.entry != "clawback"], desk).ravel()
        paid, cells = _paid_by_sale(name, desk), desk.cells(self.period)
        rows = np.flatnonzero((paid != 0) & (cells >= 0))
        rows = rows[base[cells[rows]] > 0]
        of, whole = base[cells[rows]], added[cells[rows]]
        result = np.zeros(len(paid), dtype=np.int64)
        result[rows] = in_steps(whole, paid[rows], of, cells[rows], rows, desk, within=False)
        return result

    def by_sales(self, name: str, desk: Desk) -> dict[str, IntArray]:
        """List what the factor added to the pay of each sale, by component, for the next version."""
        lines = desk.results[name]
        parts = [each for each in self.of if isinstance(desk.others[each], BySale)]
        return {
            f"{name}/{each}": as_paid_then(
                self._added(each, lines, desk), f"{name}/{each}", self.period, desk
            )
            for each in parts
        }

    def by_sale(self, name: str, desk: Desk) -> IntArray:
        """Give what the factor added to the pay of each sale, shape ``(n_events,)``."""
        nothing = np.zeros(len(desk.events), dtype=np.int64)
        return np.asarray(sum(self.by_sales(name, desk).values(), start=nothing))

    def compile(self, draft: Draft) -> None:
        """Multiply the terms of the other components, a gate for each step of the factor.

        A factor that changes in straight lines is cut into small steps.
        """
        if self.score is not None:
            self._expected_in_draft(draft)
            return
        total = self.in_draft(draft)
        terms: list[int] = []
        last = np.inf
        scale = MILLION if self.relative else draft.frame.scale(self.measure)
        levels = self.factors.levels(draft.frame, self.measure, self.relative, ("factors",))
        members = self.members_in(draft)
        factors = self.factors.pieces(levels, scale)
        factors = (
            among_members(factors, members, relative=True)
            if self.relative
            else factors.stretched(1.0 / members)
        )
        stairs = factors.in_steps(STEPS_PER_SEGMENT)
        if self.cap is not None and self.cap.attainment is not None:
            last = draft.frame.level(self.cap.attainment, self.measure, self.relative) / scale
        stairs = [(at, factor) for at, factor in stairs if at <= last]
        for term in draft.terms_of(self.of):
            previous = 1.0
            for at, factor in stairs:
                if factor != previous:
                    added = draft.copied(term, factor - previous)
                    terms.append(added)
                    if at > 0.0:
                        draft.gate(added, total, at, self.relative)
                previous = factor
        self.stages_in_draft(draft, terms)

    def _expected_in_draft(self, draft: Draft) -> None:
        """Multiply by the factor of the score that is expected."""
        levels = self.factors.levels(draft.frame, self.measure, self.relative, ("factors",))
        factor = self.factors.pieces(levels, MILLION).at(self.expected / MILLION)
        terms = (
            [draft.copied(term, factor - 1.0) for term in draft.terms_of(self.of)] if factor != 1.0 else []
        )
        self.stages_in_draft(draft, terms)


def _paid_by_sale(name: str, desk: Desk) -> IntArray:
    component = desk.others[name]
    assert isinstance(component, BySale)
    return component.by_sale(name, desk)
