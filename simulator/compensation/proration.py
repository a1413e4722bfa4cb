"""Proration: what people are paid who were on the plan for part of a period only."""

from __future__ import annotations

from typing import Literal

import numpy as np

from simulator.compensation.desk import Desk
from simulator.compensation.money import IntArray, share_of
from simulator.documents import Spec

Part = Literal["pay", "quota", "target"]


class Proration(Spec):
    """Which amounts shrink with the days on the plan.

    Parameters
    ----------
    of
        ``pay``: what was earned. ``quota``: what must be reached. ``target``: the money paid at target.
        One or several.
    """

    of: Part | tuple[Part, ...] = "pay"

    def applies_to(self, part: Part) -> bool:
        """Whether a part shrinks."""
        return part == self.of or (isinstance(self.of, tuple) and part in self.of)

    def reduced(self, amounts: IntArray, desk: Desk, frequency: str) -> IntArray:
        """Take the days on the plan over the days in the period, exactly.

        Parameters
        ----------
        amounts
            Full amounts, shape ``(n_people, n_periods)``.
        desk
            Knows the days.
        frequency
            The kind of period.

        Notes
        -----
        ``round(amount × days on the plan / days in the period)``: 75,000 for 214 of 365 days is 43,972.60.
        """
        active = desk.people.days_active(desk.periods, frequency)
        whole = np.broadcast_to(desk.periods.lengths(frequency), active.shape)
        frame = desk.frame
        return share_of(amounts, active, whole, frame.rounding_rule, frame.rounding_unit)
