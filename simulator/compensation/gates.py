"""Gates: a component pays only if something else was reached too."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from simulator.compensation.desk import Desk
from simulator.compensation.faults import Path
from simulator.compensation.frame import Frame
from simulator.compensation.money import level_of
from simulator.compensation.selection import Selection, SelectionText
from simulator.compensation.values import LevelText, Rate
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
    paid
        Instead of a level: another component that must have paid something.
    score
        Instead of a measure: a score that must be reached, with ``at_least`` as a share.
    otherwise
        Share of the component that is still paid when the gate is not passed.
    """

    at_least: LevelText | None = None
    measure: str = "revenue"
    credit: SelectionText = Selection()
    quota: str | None = None
    paid: str | None = None
    score: str | None = None
    otherwise: Rate = 0

    @model_validator(mode="after")
    def _one_condition(self) -> Gate:
        if (self.at_least is None) == (self.paid is None):
            raise ValueError("a gate needs either at_least or paid")
        if self.score is not None and (self.quota is not None or self.paid is not None):
            raise ValueError("a gate on a score takes no quota and no component")
        return self

    def level(self, frame: Frame, path: Path = ()) -> int:
        """Level in millionths of quota or in the smallest parts of the measure.

        Raises
        ------
        Fault
            A percentage without a quota, and the like.
        """
        assert self.at_least is not None
        relative = self.quota is not None or self.score is not None
        return frame.level(self.at_least, self.measure, relative, (*path, "at_least"))

    def check(self, frame: Frame, path: Path) -> None:
        """Raise an error when the level cannot be read."""
        if self.at_least is not None:
            frame.measure(self.measure)
            self.level(frame, path)

    def is_open(self, desk: Desk, frequency: str, to_date: bool = False) -> NDArray[np.bool_]:
        """Say whether each person passed in each period or the year so far, ``(n_people, n_periods)``."""
        if self.paid is not None:
            return np.asarray(desk.results_of([self.paid], frequency) > 0)
        level = self.level(desk.frame)
        if self.score is not None:
            return np.asarray(desk.score(self.score, frequency) >= level)
        reached = desk.totals(self.credit, self.measure, frequency)
        quota = None if self.quota is None else desk.quota(self.quota, frequency)
        if to_date:
            reached = desk.to_date(reached, frequency)
            quota = None if quota is None else desk.to_date(quota, frequency)
        return np.asarray(reached >= (level if quota is None else level_of(quota, level)))
