"""Objectives (MBO): scored goals share a target amount by their weights."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from simulator.catalog import register
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, share_of
from simulator.compensation.target_pay import TargetPay
from simulator.compensation.values import Rate


@register("pay-component", "objectives")
class Objectives(TargetPay):
    """Pay a target amount by the scores of goals.

    Parameters
    ----------
    goals
        Weight of each goal; its score comes with the people, under the same name.
    most
        The highest score that counts.
    expected
        The score that people expect when they decide what to work on.
    """

    kind: Literal["objectives"] = "objectives"
    goals: dict[str, Rate] = Field(min_length=1)
    most: Rate = MILLION
    expected: Rate = MILLION

    def check(self, frame: Frame) -> None:
        """Raise an error when there is no target.

        Raises
        ------
        Fault
            Neither target nor weight is given, or both are.
        """
        super().check(frame)
        if (self.target is None) == (self.weight is None):
            raise Fault("objectives need exactly one of target and weight")

    def earned(self, desk: Desk) -> list[Due]:
        """Pay each goal its part of the target."""
        target = self.targets(desk)
        lines: list[Due] = []
        for goal, weight in self.goals.items():
            part = share_of(target, weight, MILLION)
            score = np.clip(desk.score(goal, self.period), 0, self.most)
            lines.append(Due(goal, self.period, part, score, desk.pay(part, score)))
        return lines

    def compile(self, draft: Draft) -> None:
        """Count on the expected score: no sale changes it, but a gate may."""
        score = min(self.expected, self.most) / MILLION
        amount = self.target_in_draft(draft) * sum(self.goals.values()) / MILLION * score
        self.stages_in_draft(draft, self.constant_in_draft(draft, amount))
