"""Prizes by rank: pay that depends on what colleagues reach, and not on one's own result alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.errors import PlanError

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class RankTerm:
    """A contest on one running total, as people weigh it who know what their rivals are up to.

    Parameters
    ----------
    name
        The plan component that pays the prizes.
    accumulator
        Index of the running total by which people are ranked.
    relative_to_quota
        Whether they are ranked by the total over their quota.
    prizes
        Prize of each rank, best first [currency], ``(n_prizes,)``.
    among
        Who competes: all people of a ``company``, or those of each ``team``.

    Examples
    --------
    >>> RankTerm("cup", 0, False, np.array([3_000.0, 1_000.0])).prizes.sum()
    np.float64(4000.0)
    """

    name: str
    accumulator: int
    relative_to_quota: bool
    prizes: FloatArray
    among: Literal["company", "team"] = "company"

    def __post_init__(self) -> None:
        object.__setattr__(self, "prizes", vector(self.prizes, f"{self.name}, prizes"))


def vector(values: FloatArray, name: str) -> FloatArray:
    """Freeze a one-dimensional array of finite numbers.

    Raises
    ------
    PlanError
        It is something else.

    Examples
    --------
    >>> vector(np.array([1.0, 2.0]), "prizes")
    array([1., 2.])
    """
    array = np.array(values, dtype=np.float64)
    if array.ndim != 1 or not np.all(np.isfinite(array)):
        raise PlanError(f"{name}: must be a row of finite numbers")
    array.setflags(write=False)
    return array
