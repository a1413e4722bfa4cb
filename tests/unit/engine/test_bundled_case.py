"""The bundled home-appliance case, end to end: the sign of what a tilt and its explanation do."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engine.ledger import Ledger
from simulator.engine.simulation import simulate
from simulator.scenario.build import worlds
from simulator.scenario.load import load_scenario
from simulator.world.specs import WorldKey

WEEKS, REPLICATIONS = 39, 2


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    scenario = load_scenario("home-appliances")
    names = ("as-before", "tilt-only", "tilt-unexplained")
    keys = [WorldKey(name, replication) for replication in range(REPLICATIONS) for name in names]
    [batch] = worlds(scenario, keys, seed=1, weeks=WEEKS)
    return simulate(batch)


def premium_effort(ledger: Ledger, first_week: int, last_week: int) -> dict[str, float]:
    """Share of effort on premium products by alternative, between two weeks counted from 1."""
    activity, axes = ledger.table("activity"), ledger.axes
    premium = np.array(["/premium/" in kind for kind in axes.kinds])
    inside = (activity["day"] // 7 + 1 >= first_week) & (activity["day"] // 7 + 1 <= last_week)
    found = {}
    for number, name in enumerate(axes.alternatives):
        rows = inside & (axes.world_alternative[activity["world"]] == number)
        effort = activity["effort_by_kind"][rows].sum(axis=0)
        found[name] = float(effort[premium].sum() / effort.sum())
    return found


def test_a_tilt_moves_effort_to_premium_products(ledger: Ledger) -> None:
    share = premium_effort(ledger, 1, WEEKS)
    assert share["tilt-only"] > share["as-before"] + 0.02


def test_a_tilt_that_nobody_explained_moves_less_effort(ledger: Ledger) -> None:
    share = premium_effort(ledger, 1, 13)
    assert share["as-before"] < share["tilt-unexplained"] < share["tilt-only"]


def test_more_effort_on_premium_sells_more_premium(ledger: Ledger) -> None:
    order, axes = ledger.table("order"), ledger.axes
    ours = (order["firm"] == 0) & (order["tier"] == 1)
    sold = np.bincount(order["world"][ours], minlength=axes.n_worlds)
    by_name = {
        name: int(sold[axes.world_alternative == number].sum())
        for number, name in enumerate(axes.alternatives)
    }
    assert by_name["as-before"] < by_name["tilt-only"]


def test_without_any_tilt_nothing_has_to_be_understood(ledger: Ledger) -> None:
    belief, axes = ledger.table("belief"), ledger.axes
    baseline = axes.world_alternative[belief["world"]] == axes.alternatives.index("as-before")
    assert (belief["understanding"][baseline & (belief["day"] == 0)] == 1.0).all()
