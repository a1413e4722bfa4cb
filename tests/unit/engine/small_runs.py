"""Runs of the small case of the scenario tests: quick enough to make one for a test."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from simulator.engine.setup import open_customer_market
from simulator.engine.spec import WorldsSpec
from simulator.engine.state import CustomerState
from simulator.engine.week import advance_week
from simulator.scenario.build import worlds
from simulator.scenario.load import Scenario, load_scenario
from simulator.world.specs import WorldKey
from tests.unit.scenario.small_case import SCENARIO, write_case

TILT = "    people: {plan: tilt}\n"
ACTIONS = SCENARIO[SCENARIO.index("    actions:\n") :]


def small_scenario(
    *edits: tuple[str, str], plan: tuple[str, str, str] | None = None, settings: Sequence[str] = ()
) -> Scenario:
    """Load the small case with some texts replaced."""
    with tempfile.TemporaryDirectory() as folder:
        return load_scenario(write_case(Path(folder) / "case", *edits, plan=plan), settings=settings)


def batch(
    scenario: Scenario, names: Sequence[str] = ("flat", "tilted"), *, replications: int = 1, weeks: int = 26
) -> WorldsSpec:
    """Put some alternatives of a scenario into one batch."""
    keys = [WorldKey(name, replication) for replication in range(replications) for name in names]
    [spec] = worlds(scenario, keys, seed=1, weeks=weeks)
    return spec


def state_after(spec: WorldsSpec, weeks: int) -> CustomerState:
    """Give the state of a batch after some weeks."""
    with np.errstate(divide="raise", over="raise", invalid="raise"):
        state = open_customer_market(spec)
        for _ in range(weeks):
            advance_week(state)
    return state


def with_action(action: str) -> tuple[str, str]:
    """Replace the actions of the second alternative by one, written as a YAML flow mapping."""
    return (ACTIONS, f"    actions:\n      it: {action}\n")
