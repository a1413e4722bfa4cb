"""Bonus: money for reaching a level, in one lump, in steps, or along a curve."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np
from pydantic import model_validator

from simulator.compensation.commission import attainment
from simulator.compensation.component import VariablePay
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray, level_of
from simulator.compensation.pieces import Pieces, steps
from simulator.compensation.values import LevelText, Money
from simulator.documents import Spec


class Reward(Spec):
    """A lump sum and the level that earns it.

    Parameters
    ----------
    at
        A share of quota where the component names one, else an amount of the measure.
    pay
        The lump sum [currency].
    """

    at: LevelText
    pay: Money


class Bonus(VariablePay):
    """Pay a lump sum for the highest level reached.

    Parameters
    ----------
    at, pay
        The level and the lump sum, when there is one.
    levels
        Several levels; only the highest one reached pays.
    """

    kind: Literal["bonus"] = "bonus"
    at: LevelText | None = None
    pay: Money | None = None
    levels: tuple[Reward, ...] = ()

    @model_validator(mode="after")
    def _one_form(self) -> Bonus:
        single = self.at is not None and self.pay is not None
        if single == bool(self.levels) or (self.at is None) != (self.pay is None):
            raise ValueError("a bonus needs either at and pay, or levels")
        return self

    def rewards(self) -> tuple[Reward, ...]:
        """List levels and lump sums, whichever way they were written."""
        if self.at is not None and self.pay is not None:
            return (Reward.model_construct(at=self.at, pay=self.pay),)
        return self.levels

    def check(self, frame: Frame) -> None:
        """Raise an error when the levels cannot be applied.

        Raises
        ------
        Fault
            Levels out of order or a percentage without a quota.
        """
        super().check(frame)
        levels = [
            frame.level(
                reward.at, self.measure, self.relative, ("levels", number, "at") if self.levels else ("at",)
            )
            for number, reward in enumerate(self.rewards())
        ]
        for number, (earlier, later) in enumerate(pairwise(levels), start=1):
            if later <= earlier:
                what = f"the level {self.levels[number].at} does not lie above the one before it"
                raise Fault(what, ("levels", number, "at"), hint="List levels from low to high")

    def earned(self, desk: Desk) -> list[Due]:
        """Pay the lump sum of the highest level reached."""
        total, quota = self.counted(desk)
        reached = attainment(total, quota)
        edges: list[IntArray] = []
        for reward in self.rewards():
            level = desk.frame.level(reward.at, self.measure, self.relative)
            edges.append(np.array(level) if quota is None else level_of(quota, level))
        lines: list[Due] = []
        for number, reward in enumerate(self.rewards()):
            earned = total >= edges[number]
            if number + 1 < len(edges):
                earned &= total < edges[number + 1]
            lump = np.where(earned, desk.frame.minor(reward.pay), 0)
            lines.append(
                Due(
                    f"level-{number + 1}",
                    self.period,
                    lump,
                    np.array(MILLION),
                    desk.pay(lump, MILLION),
                    reached,
                )
            )
        return lines

    def pieces(self, frame: Frame) -> Pieces:
        """Pay as a function of the total, in units of the measure or in multiples of quota."""
        scale = MILLION if self.relative else frame.scale(self.measure)
        levels = [frame.level(reward.at, self.measure, self.relative) / scale for reward in self.rewards()]
        curve = steps(levels, [float(reward.pay) for reward in self.rewards()])
        if self.cap is not None and self.cap.attainment is not None:
            curve = curve.flat_beyond(frame.level(self.cap.attainment, self.measure, self.relative) / scale)
        return curve if self.cap is None or self.cap.pay is None else curve.capped(float(self.cap.pay))

    def compile(self, draft: Draft) -> None:
        """Add the bonus to the terms that behavior weighs."""
        total = self.in_draft(draft)
        curve = self.pieces(draft.frame)
        term = (draft.money_on_quota if self.relative else draft.absolute)(total, curve)
        self.gates_in_draft(draft, term)
