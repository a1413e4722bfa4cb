"""Run a batch of worlds from the first week to the last."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulator.engine.ledger import Ledger
from simulator.engine.setup import build_state
from simulator.engine.spec import WorldsSpec
from simulator.engine.watch import Watch
from simulator.engine.week import advance_week

__all__ = ["simulate"]


def simulate(
    spec: WorldsSpec, *, on_week: Callable[[int], None] | None = None, watch: Watch | None = None
) -> Ledger:
    """Run all worlds of a batch and give the ledger.

    Parameters
    ----------
    spec
        The batch: worlds, alternatives, seed, weeks.
    on_week
        Called with the number of weeks done after each week.
    watch
        Notes beside the run what the ledger does not hold; changes nothing.

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
            if watch is not None:
                watch.before(state)
            advance_week(state)
            if watch is not None:
                watch.after(state, week)
            if on_week is not None:
                on_week(week + 1)
    return state.ledger
