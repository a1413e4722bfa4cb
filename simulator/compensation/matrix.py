"""Matrices: two measures together decide the share of a target that is paid."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from simulator.catalog import register
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault, Path
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray, level_of
from simulator.compensation.pieces import steps
from simulator.compensation.selection import Selection, SelectionText
from simulator.compensation.shared import OWN, Of, goal_of, members_in, together
from simulator.compensation.target_pay import TargetPay
from simulator.compensation.values import AnyRate, LevelText
from simulator.documents import Spec


class Axis(Spec):
    """One of the two measures of a matrix.

    Parameters
    ----------
    levels
        Where each row or column begins, ascending.
    measure, credit, quota
        What is measured, on which sales, and the quota that shares refer to.
    of
        Whose total counts: one's ``own``, or that of the ``team`` or the ``company``.
    """

    levels: tuple[LevelText, ...] = Field(min_length=1)
    measure: str = "revenue"
    credit: SelectionText = Selection()
    quota: str | None = None
    of: Of = OWN

    def edges(self, frame: Frame, path: Path = ()) -> list[int]:
        """Levels in millionths of quota or in the smallest parts of the measure.

        Raises
        ------
        Fault
            Levels out of order.
        """
        relative = self.quota is not None
        edges = [
            frame.level(each, self.measure, relative, (*path, "levels", n))
            for n, each in enumerate(self.levels)
        ]
        for number in range(1, len(edges)):
            if edges[number] <= edges[number - 1]:
                what = f"the level {self.levels[number]} does not lie above the one before it"
                raise Fault(what, (*path, "levels", number))
        return edges

    def others(self, draft: Draft) -> int:
        """How many people who sell alike bring the total; 1 where its levels are shares of quota."""
        return 1 if self.quota is not None else members_in(draft, self.of, None)

    def place(self, desk: Desk, frequency: str) -> NDArray[np.intp]:
        """Count the levels reached by each person in each period."""
        total = together(desk.totals(self.credit, self.measure, frequency), self.of, desk)
        quota = goal_of(self.quota, frequency, self.of, desk) if self.quota else None
        place = np.zeros(total.shape, dtype=np.intp)
        for edge in self.edges(desk.frame):
            place += total >= (edge if quota is None else level_of(quota, edge))
        return place


@register("pay-component", "matrix")
class Matrix(TargetPay):
    """Pay the share of a target that stands where a row and a column meet.

    Parameters
    ----------
    rows, columns
        The two measures; nothing is paid below the first level of either.
    shares
        A list for each row with a share of target for each column.
    """

    kind: Literal["matrix"] = "matrix"
    rows: Axis
    columns: Axis
    shares: tuple[tuple[AnyRate, ...], ...]

    def selections(self) -> tuple[tuple[Path, Selection], ...]:
        """List every selection of sales, with its place."""
        own = ((("rows", "credit"), self.rows.credit), (("columns", "credit"), self.columns.credit))
        return (*super().selections(), *own)

    def held_against(self) -> tuple[tuple[str, str, Of], ...]:
        """Name the quotas that it needs, what is held against each, and whose."""
        return super().held_against() + tuple(
            (axis.quota, axis.measure, axis.of) for axis in (self.rows, self.columns) if axis.quota
        )

    def check(self, frame: Frame) -> None:
        """Raise an error when the table cannot be applied.

        Raises
        ------
        Fault
            Levels out of order, or a table of another size.
        """
        super().check(frame)
        if (self.target is None) == (self.weight is None):
            raise Fault("a matrix needs exactly one of target and weight")
        self.rows.edges(frame, ("rows",))
        self.columns.edges(frame, ("columns",))
        size = f"{len(self.rows.levels)} rows of {len(self.columns.levels)} shares"
        if len(self.shares) != len(self.rows.levels):
            raise Fault(f"needs {size}, got {len(self.shares)} rows", ("shares",))
        for number, row in enumerate(self.shares):
            if len(row) != len(self.columns.levels):
                raise Fault(f"needs {size}, got {len(row)} shares", ("shares", number))

    def earned(self, desk: Desk) -> list[Due]:
        """Look the share up and pay it."""
        table = np.zeros((len(self.shares) + 1, len(self.shares[0]) + 1), dtype=np.int64)
        table[1:, 1:] = np.array(self.shares, dtype=np.int64)
        share: IntArray = table[self.rows.place(desk, self.period), self.columns.place(desk, self.period)]
        target = self.targets(desk)
        return [Due("matrix", self.period, target, share, desk.pay(target, share))]

    def compile(self, draft: Draft) -> None:
        """Add the table to the terms that behavior weighs: terms of the rows, each behind a column."""
        target = self.target_in_draft(draft)
        frame = draft.frame
        row_total = draft.total(self.rows.credit, self.rows.measure, self.period, self.rows.quota or "")
        column_total = draft.total(
            self.columns.credit, self.columns.measure, self.period, self.columns.quota or ""
        )
        row_scale = MILLION if self.rows.quota else frame.scale(self.rows.measure)
        column_scale = MILLION if self.columns.quota else frame.scale(self.columns.measure)
        starts = [edge / row_scale / self.rows.others(draft) for edge in self.rows.edges(frame)]
        before = [0.0] * len(starts)
        terms: list[int] = []
        for number, edge in enumerate(self.columns.edges(frame)):
            column = [row[number] / MILLION * target for row in self.shares]
            added = steps(starts, [now - then for now, then in zip(column, before, strict=True)])
            term = (draft.money_on_quota if self.rows.quota else draft.absolute)(row_total, added)
            if edge > 0:
                level = edge / column_scale / self.columns.others(draft)
                draft.gate(term, column_total, level, self.columns.quota is not None)
            terms.append(term)
            before = column
        self.stages_in_draft(draft, terms)
