"""The sweep of assumptions: every range has two ends, and a flip is claimed only when it is certain."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import cache, partial

import numpy as np
import pytest

from simulator.experiment.executors import InProcess
from simulator.experiment.job import BatchJob, BatchResult
from simulator.experiment.running import Silent
from simulator.studies import assumptions
from simulator.studies.assumptions import Point, Sensitivity, points_of, sweep
from simulator.studies.compare import compare
from simulator.studies.design import Design, design_of

ALTERNATIVES = ["as-before", "tilt-only", "tilt-unexplained"]


@cache
def small() -> Design:
    return design_of(
        "home-appliances", alternatives=ALTERNATIVES, weeks=2, settings=["demand.customers=2000"]
    )


def test_every_parameter_is_moved_to_both_ends_of_its_range() -> None:
    points = points_of(small())
    parameters, acting = small().scenario.parameters, small().scenario.mechanisms
    movable = {name for name, p in parameters.items() if p.low < p.high and p.mechanism in acting}
    assert {point.parameter for point in points} == movable
    assert {"price_sensitivity", "effort_elasticity"} <= movable
    assert "habit_half_life_weeks" not in movable
    for point in points:
        assert point.value == getattr(parameters[point.parameter], point.end)
        assert point.value != parameters[point.parameter].value


def main_results(noise: float = 0.0) -> dict[str, np.ndarray]:
    """Tilt-only leads as-before by 0.1 in premium share, the third by 0.2, unless both are noisy."""
    share = {"as-before": 0.2, "tilt-only": 0.3, "tilt-unexplained": 0.1}
    erratic = np.repeat([noise, 0.0, noise], 6) * np.tile([-1.0, 1.0], 9)
    return {
        "alternative": np.repeat(np.array(list(share), dtype=object), 6),
        "replication": np.tile(np.arange(6), 3),
        "premium_share": np.repeat(list(share.values()), 6) + erratic,
        "contribution": np.repeat([3.0, 2.0, 1.0], 6),
    }


LEAD = {"harmless": 0.1, "fatal": -0.1, "unclear": 0.0}


def pretended(job: BatchJob, advance: object, loudness: float = 0.01) -> BatchResult:
    """The lead of tilt-only at each point: certain, lost, or lost in noise."""
    rows = []
    for key in job.keys:
        [(parameter, _)] = key.overrides
        noise = loudness * np.sin(7.0 * key.replication + (3 if key.alternative == "tilt-only" else 0))
        share = 0.2 + (LEAD[parameter] if key.alternative == "tilt-only" else 0.0) + noise
        rows.append((key.alternative, key.replication, job.points.index(key.overrides), share, 1.0 + noise))
    names = ("alternative", "replication", "point", "premium_share", "contribution")
    columns = {name: np.array(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}
    return BatchResult(job, columns, {}, {}, 0.1)


Run = Callable[[BatchJob, object], BatchResult]


def swept_with(results: dict[str, np.ndarray], run: Run, monkeypatch: pytest.MonkeyPatch) -> Sensitivity:
    points = tuple(Point(name, end, value) for name in LEAD for end, value in (("low", 0.0), ("high", 1.0)))
    monkeypatch.setattr(assumptions, "points_of", lambda _: points)
    with contextlib.closing(InProcess(run)) as executor:
        return sweep(small(), results, executor, 1.0, Silent())


@pytest.fixture
def swept(monkeypatch: pytest.MonkeyPatch) -> Sensitivity:
    return swept_with(main_results(), pretended, monkeypatch)


def on(table: dict[str, np.ndarray], outcome: str) -> dict[str, np.ndarray]:
    """The rows of one outcome."""
    return {name: column[table["outcome"] == outcome] for name, column in table.items()}


def test_a_flip_is_claimed_only_when_the_interval_lies_on_the_other_side(
    swept: Sensitivity,
) -> None:
    table = on(swept.table, "premium_share")
    assert table["parameter"].tolist() == ["harmless"] * 2 + ["fatal"] * 2 + ["unclear"] * 2
    assert table["end"].tolist() == ["low", "high"] * 3
    assert table["flips"].tolist() == [False, False, True, True, False, False]
    assert table["could_flip"].tolist() == [False, False, False, False, True, True]
    assert table["leader"][0] == "tilt-only"
    assert table["leader"][2] == "as-before"
    assert set(table["replications"]) == {4}
    assert ((table["low"] < table["difference"]) & (table["difference"] < table["high"])).all()


def test_the_goal_decides_who_leads_and_contribution_is_told_beside_it(
    swept: Sensitivity,
) -> None:
    assert swept.table["outcome"][0] == "premium_share"
    assert set(on(swept.table, "premium_share")["first"]) == {"tilt-only"}
    profit = on(swept.table, "contribution")
    assert (set(profit["first"]), set(profit["second"])) == ({"as-before"}, {"tilt-only"})


def test_without_noise_an_order_that_is_reversed_flips_and_a_tie_could(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = on(
        swept_with(main_results(), partial(pretended, loudness=0.0), monkeypatch).table, "premium_share"
    )
    assert (table["low"] == table["difference"]).all()
    assert (table["high"] == table["difference"]).all()
    assert table["flips"].tolist() == [False, False, True, True, False, False]
    assert table["could_flip"].tolist() == [False, False, False, False, True, True]


def test_one_market_settles_no_order(monkeypatch: pytest.MonkeyPatch) -> None:
    results = main_results()
    alone = {name: column[results["replication"] == 0] for name, column in results.items()}
    table = swept_with(alone, pretended, monkeypatch).table
    assert table["could_flip"].all()
    assert not table["flips"].any()
    assert np.isnan(table["low"]).all()


def test_every_rival_that_is_not_clearly_behind_is_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    clear, close = (
        on(swept_with(main_results(noise), pretended, monkeypatch).table, "premium_share")
        for noise in (0.0, 1.0)
    )
    assert set(clear["rivals"]) == {"as-before"}
    assert set(close["rivals"]) == {"as-before,tilt-unexplained"}
    # pretended runs give both rivals 0.2, with the same noise: at the fatal ends either is ahead
    assert set(close["leader"][close["flips"]]) <= {"as-before", "tilt-unexplained"}
    assert close["flips"].tolist() == clear["flips"].tolist()


def test_an_alternative_whose_outcome_is_undefined_is_not_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    results = main_results()
    results["premium_share"][2] = np.nan
    table = swept_with(results, pretended, monkeypatch).table
    assert set(on(table, "premium_share")["rivals"]) == {"tilt-unexplained"}


def test_the_sweep_of_a_real_comparison_shares_its_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    unmoved = small().scenario.parameters["effort_elasticity"]
    points = (
        Point("effort_elasticity", "low", unmoved.low),
        Point(
            "effort_elasticity", "high", unmoved.value
        ),  # as it stands: must give the comparison's own lead
    )
    monkeypatch.setattr(assumptions, "points_of", lambda _: points)
    found = compare(
        "home-appliances",
        alternatives=ALTERNATIVES[:2],
        replications=5,
        weeks=3,
        settings=["demand.customers=2000"],
    )
    rows, table = found.outcomes, on(found.sensitivity, "premium_share")
    assert set(found.sensitivity["outcome"]) == {"premium_share", "contribution"}
    first, second = table["first"][1], table["second"][1]
    lead = [rows["premium_share"][rows["alternative"] == name][:4] for name in (first, second)]
    assert table["difference"][1] == np.mean(lead[0] - lead[1])
    assert table["parameter"].tolist() == ["effort_elasticity"] * 2
