"""A world without customers as a Mesa model: reps only, and reps of the user's own among them."""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np
import pytest

from simulator.errors import RunError
from simulator.scenario.mesa import SalesModel
from tests.unit.engine.reduced_form.small_market import market, run, weekly_revenue

NOISE = "noise: {kind: normal, sd_per_week: 300}"


class Idler(mesa.Agent):  # type: ignore[misc]
    def decide(self, view: Any) -> list[float]:
        assert view.kinds == ("thing",)
        return [0.25]


def test_the_model_is_the_world_of_the_ensemble() -> None:
    scenario = market()
    model = SalesModel(scenario, "flat")
    for _ in range(13):
        model.step()
    assert not model.running
    expected = weekly_revenue(run(scenario, "flat"))
    assert np.array_equal(weekly_revenue(model.ledger), expected)
    collected = model.datacollector.get_model_vars_dataframe()
    assert list(collected) == ["week", "revenue", "effort", "understanding", "pay_cost"]
    assert collected["revenue"].to_numpy() == pytest.approx(expected.sum(axis=0))


def test_there_are_reps_and_nobody_else() -> None:
    model = SalesModel(market())
    assert (len(model.reps), len(model.customers), len(model.firms), len(model.agents)) == (4, 0, 0, 4)
    with pytest.raises(RunError, match="no customers and no firms"):
        _ = model.with_customers


def test_an_own_rep_works_beside_the_others() -> None:
    model = SalesModel(market((NOISE, "margin_share: 1")), custom_reps={2: Idler})
    model.step()
    assert weekly_revenue(model.ledger)[:, 0] == pytest.approx([800.0, 800.0, 250.0, 800.0])
