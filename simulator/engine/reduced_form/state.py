"""What worlds with a reduced-form market keep beside the sales force."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.reduced_form.luck import Luck
from simulator.engine.state import State

__all__ = ["Dates", "ReducedFormState"]

Floats = NDArray[np.float64]


@dataclass
class Dates:
    """Deals that are sold but not yet booked, by the customer's own date [currency at list price].

    Parameters
    ----------
    weeks
        Weeks over which the own dates of a week's deals spread, ``(n_reps, n_kinds)``; 0 books at once.
    ahead
        Deals due now, in one week, in two, ..., ``(n_reps, n_kinds, most weeks + 1)``.
    waiting
        Deals whose own date has passed and that the rep keeps back, ``(n_reps, n_kinds)``.
    """

    weeks: NDArray[np.int64]
    ahead: Floats
    waiting: Floats


@dataclass(kw_only=True)
class ReducedFormState(State):
    """Worlds without customers: results are drawn from response functions.

    Parameters
    ----------
    noise
        Luck in the results of a week.
    margin_share
        What is left of revenue after product cost [1], ``(n_worlds, n_kinds)``.
    is_credited
        Whether a product is sold and credited, ``(n_kinds,)``; else it is a task worth something to the firm.
    dates
        Deals on their way to being booked; None where every product books at once.
    """

    noise: Luck
    margin_share: Floats
    is_credited: NDArray[np.bool_]
    dates: Dates | None = None
