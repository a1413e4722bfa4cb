"""Bonus: money for reaching a level, in one lump, in steps, or along a pay curve."""

from __future__ import annotations

from itertools import pairwise
from typing import ClassVar, Literal

import numpy as np

from simulator.catalog import register
from simulator.compensation.commission import attainment
from simulator.compensation.curves import Curve
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray, level_of
from simulator.compensation.pieces import Pieces, steps
from simulator.compensation.shared import among_members
from simulator.compensation.target_pay import TargetPay
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


@register("pay-component", "bonus")
class Bonus(TargetPay):
    """Pay money for the level reached.

    Parameters
    ----------
    at, pay
        The level and the lump sum, when there is one.
    levels
        Several levels; only the highest one reached pays.
    curve
        Shares of target by level; needs ``target`` or ``weight``.
    """

    can_be_shared: ClassVar[bool] = True

    kind: Literal["bonus"] = "bonus"
    at: LevelText | None = None
    pay: Money | None = None
    levels: tuple[Reward, ...] = ()
    curve: Curve | None = None

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
            No level or two sorts of them, levels out of order, a percentage without a quota.
        """
        super().check(frame)
        forms = [self.at is not None and self.pay is not None, bool(self.levels), self.curve is not None]
        if sum(forms) != 1 or (self.at is None) != (self.pay is None):
            raise Fault("a bonus needs exactly one of: at and pay; levels; curve")
        if (self.curve is not None) != (self.target is not None or self.weight is not None):
            raise Fault("a curve needs target or weight, and only a curve does")
        if self.curve is not None:
            self.curve.levels(frame, self.measure, self.relative)
            return
        levels = self._levels(frame)
        for number, (earlier, later) in enumerate(pairwise(levels), start=1):
            if later <= earlier:
                what = f"the level {self.levels[number].at} does not lie above the one before it"
                raise Fault(what, ("levels", number, "at"), hint="List levels from low to high")

    def _levels(self, frame: Frame) -> list[int]:
        return [
            frame.level(
                reward.at, self.measure, self.relative, ("levels", number, "at") if self.levels else ("at",)
            )
            for number, reward in enumerate(self.rewards())
        ]

    def earned(self, desk: Desk) -> list[Due]:
        """Pay the lump sum of the highest level reached, or the share of target on the curve."""
        total, quota = self.counted(desk)
        reached = attainment(total, quota)
        if self.curve is not None:
            return [self._on_curve(self.curve, desk, total, quota, reached)]
        edges = [
            np.array(level) if quota is None else level_of(quota, level) for level in self._levels(desk.frame)
        ]
        lines: list[Due] = []
        for number, reward in enumerate(self.rewards()):
            earned = total >= edges[number]
            if number + 1 < len(edges):
                earned &= total < edges[number + 1]
            lump = np.where(earned, desk.frame.minor(reward.pay), 0)
            paid = desk.pay(lump, MILLION)
            lines.append(Due(f"level-{number + 1}", self.period, lump, np.array(MILLION), paid, reached))
        return lines

    def _on_curve(
        self, curve: Curve, desk: Desk, total: IntArray, quota: IntArray | None, reached: IntArray | None
    ) -> Due:
        target = self.targets(desk)
        levels = curve.levels(desk.frame, self.measure, self.relative)
        amount = curve.pay(target, total, quota, levels, desk.frame.rounding_rule, desk.frame.rounding_unit)
        share = curve.pay(np.full(total.shape, MILLION), total, quota, levels, "half-up", 1)
        return Due("curve", self.period, target, share, amount, reached)

    def pieces(self, draft: Draft) -> Pieces:
        """Pay as a function of the total, in units of the measure or in multiples of quota."""
        frame = draft.frame
        scale = MILLION if self.relative else frame.scale(self.measure)
        if self.curve is not None:
            levels = self.curve.levels(frame, self.measure, self.relative)
            curve = self.curve.pieces(levels, scale).times(self.target_in_draft(draft))
        else:
            curve = steps(
                [level / scale for level in self._levels(frame)], [float(each.pay) for each in self.rewards()]
            )
        if self.cap is not None and self.cap.attainment is not None:
            curve = curve.flat_beyond(frame.level(self.cap.attainment, self.measure, self.relative) / scale)
        return curve

    def compile(self, draft: Draft) -> None:
        """Add the bonus to the terms that behavior weighs."""
        total = self.in_draft(draft)
        curve = among_members(self.pieces(draft), self.members_in(draft), self.relative)
        term = (draft.money_on_quota if self.relative else draft.absolute)(total, curve)
        self.stages_in_draft(draft, [term])
