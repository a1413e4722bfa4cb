"""Run a batch of worlds from the first week to the last."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulator.engine.ledger import Ledger
from simulator.engine.setup import build_state
from simulator.engine.spec import WorldsSpec
from simulator.engine.week import advance_week

__all__ = ["simulate"]


def simulate(spec: WorldsSpec, *, on_week: Callable[[int], None] | None = None) -> Ledger:
    """Run all worlds of a batch and give the ledger.

    Parameters
    ----------
    spec
        The batch: worlds, alternatives, seed, weeks.
    on_week
        Called with the number of weeks done after each week.

    Returns
    -------
    The ledger of the whole run; results of a world do not depend on what else is in the batch.

    Raises
    ------
    RuleError
        If a plug-in breaks its contract.
    """
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        state = build_state(spec)
        for week in range(spec.weeks):
            advance_week(state)
            if on_week is not None:
                on_week(week + 1)
    return state.ledger
