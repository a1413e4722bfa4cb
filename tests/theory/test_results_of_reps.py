"""Measured in full runs: what effort brings, and how far apart the best and the worst reps are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.engine.ledger import Ledger
from simulator.engine.simulation import simulate
from simulator.scenario.build import worlds
from simulator.scenario.load import load_scenario
from simulator.world.specs import WorldKey

Floats = NDArray[np.float64]

ELASTICITY_REPLICATIONS, ELASTICITY_WEEKS = 4, 26
SPREAD_REPLICATIONS = 3


def ran(replications: int, weeks: int) -> Ledger:
    scenario = load_scenario("home-appliances")
    keys = [WorldKey(scenario.baseline, replication) for replication in range(replications)]
    [batch] = worlds(scenario, keys, seed=1, weeks=weeks)
    return simulate(batch)


def served_sales(monkeypatch: pytest.MonkeyPatch, effort: float) -> tuple[Floats, Floats]:
    """Run with everybody's effort forced; give sales that reps made, and those that nobody "
    "served, by world."""
    from simulator.engine import decisions

    original = decisions.decide_effort

    def forced(reps: Any, *arguments: Any) -> Floats:
        value = original(reps, *arguments)
        reps.effort = np.full_like(reps.effort, effort)
        return value

    with monkeypatch.context() as patch:
        patch.setattr(decisions, "decide_effort", forced)
        ledger = ran(ELASTICITY_REPLICATIONS, ELASTICITY_WEEKS)
    order = ledger.table("order")
    ours = order["firm"] == 0
    n = ledger.axes.n_worlds
    return (
        np.bincount(order["world"][ours & (order["rep"] >= 0)], minlength=n).astype(float),
        np.bincount(order["world"][ours & (order["rep"] < 0)], minlength=n).astype(float),
    )


def test_sales_respond_to_effort_with_the_elasticity_of_the_meta_analysis(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Effort 10 % up and down under the same luck: elasticity near 0.31, in the band 0.2 to 0.45.

    The worlds' estimates differ by luck; their mean must lie in the band by five standard errors, and
    the standard error must be below 0.02, so that elasticities of 0 or 0.6 could never pass.
    """
    more, more_unserved = served_sales(monkeypatch, 1.1)
    less, less_unserved = served_sales(monkeypatch, 0.9)
    by_world = np.log(more / less) / np.log(1.1 / 0.9)
    error = float(by_world.std(ddof=1)) / ELASTICITY_REPLICATIONS**0.5
    assert error < 0.02
    assert abs(float(by_world.mean()) - 0.31) < 0.06 + 2.0 * error
    assert 0.2 < float(by_world.mean()) < 0.45
    unserved = np.log(more_unserved.sum() / less_unserved.sum()) / np.log(1.1 / 0.9)
    assert abs(unserved) < 0.05  # where no rep serves, effort does nothing but through talk and habit


def test_the_best_fifth_of_reps_sells_about_four_times_as_much_as_the_worst() -> None:
    """The source material states 4 : 1; the band 2.5 to 5.5 allows for territories and for luck in a year."""
    ledger = ran(SPREAD_REPLICATIONS, 52)
    credit, axes = ledger.table("credit"), ledger.axes
    revenue = np.bincount(credit["rep"], credit["revenue_minor"] / 100.0, len(axes.rep_world))
    ratios = []
    for world in range(axes.n_worlds):
        ranked = np.sort(revenue[axes.rep_world == world])
        fifth = len(ranked) // 5
        ratios.append(ranked[-fifth:].mean() / ranked[:fifth].mean())
    assert 2.5 < np.mean(ratios) < 5.5
    assert np.std(ratios, ddof=1) / SPREAD_REPLICATIONS**0.5 < 0.5


def test_a_lognormal_ability_with_the_default_spread_has_the_ratio_that_its_source_states() -> None:
    """Mean of the top fifth over the bottom fifth: Phi(s - z) / Phi(-z - s), z the 80 % point."""
    from scipy.special import ndtr, ndtri

    def ratio(log_sd: float) -> float:
        z = ndtri(0.8)
        return float(ndtr(log_sd - z) / ndtr(-z - log_sd))

    assert ratio(0.493) == pytest.approx(4.0, abs=0.01)
    from simulator.parameters import load_register

    assert 2.5 < ratio(load_register()["ability_log_sd"].default) < 4.0
