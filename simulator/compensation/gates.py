"""Gates: a component pays only if something else was reached too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.desk import Desk
from simulator.compensation.faults import Path
from simulator.compensation.frame import Frame
from simulator.compensation.money import level_of
from simulator.compensation.selection import Selection, SelectionText
from simulator.compensation.values import LevelText
from simulator.documents import Spec


class Gate(Spec):
    """A level that must be reached in the component's period, or the component pays nothing.

    Parameters
    ----------
    at_least
        A share of quota, or an amount of the measure.
    measure
        What is measured.
    credit
        Which sales count for it.
    quota
        The quota that shares refer to.
    """

    at_least: LevelText
    measure: str = "revenue"
    credit: SelectionText = Selection()
    quota: str | None = None

    def check(self, frame: Frame, path: Path) -> None:
        """Raise an error when the level cannot be read.

        Raises
        ------
        Fault
            A percentage without a quota, and the like.
        """
        frame.level(self.at_least, self.measure, self.quota is not None, (*path, "at_least"))

    def is_open(self, desk: Desk, frequency: str) -> NDArray[np.bool_]:
        """Say whether each person passed in each period, shape ``(n_people, n_periods)``."""
        reached = desk.totals(self.credit, self.measure, frequency)
        level = desk.frame.level(self.at_least, self.measure, self.quota is not None)
        if self.quota is None:
            return reached >= level
        return reached >= level_of(desk.quota(self.quota, frequency), level)
