"""What worlds with a reduced-form market keep beside the sales force."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.engine.reduced_form.luck import Luck
from simulator.engine.state import State

__all__ = ["ReducedFormState"]

Floats = NDArray[np.float64]


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
    """

    noise: Luck
    margin_share: Floats
    is_credited: NDArray[np.bool_]
