"""The sweep of assumptions: every range has two ends, and a flip is claimed only when it is certain."""

from __future__ import annotations

import contextlib
from functools import cache

import numpy as np
import pytest

from simulator.experiment.executors import InProcess
from simulator.experiment.job import BatchJob, BatchResult
from simulator.experiment.running import Silent
from simulator.studies import assumptions
from simulator.studies.assumptions import Point, leading_two, points_of, sweep
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
    parameters = small().scenario.parameters
    assert {point.parameter for point in points} == {n for n, p in parameters.items() if p.low < p.high}
    for point in points:
        assert point.value == getattr(parameters[point.parameter], point.end)
        assert point.value != parameters[point.parameter].value


def test_the_leaders_are_best_in_the_direction_that_is_better() -> None:
    rows = {"alternative": np.array(["a", "a", "b", "c"]), "pay_cost": np.array([5.0, 7.0, 4.0, 9.0])}
    assert leading_two(rows, ("a", "b", "c"), "pay_cost") == ("b", "a")


def main_results() -> dict[str, np.ndarray]:
    """Tilt-only leads as-before by 0.1 in premium share; the third is far behind."""
    share = {"as-before": 0.2, "tilt-only": 0.3, "tilt-unexplained": 0.1}
    return {
        "alternative": np.repeat(np.array(list(share), dtype=object), 6),
        "replication": np.tile(np.arange(6), 3),
        "premium_share": np.repeat(list(share.values()), 6),
        "contribution": np.repeat([3.0, 2.0, 1.0], 6),
    }


LEAD = {"harmless": 0.1, "fatal": -0.1, "unclear": 0.0}


def pretended(job: BatchJob, advance: object) -> BatchResult:
    """The lead of tilt-only at each point: certain, lost, or lost in noise."""
    rows = []
    for key in job.keys:
        [(parameter, _)] = key.overrides
        noise = 0.01 * np.sin(7.0 * key.replication + (3 if key.alternative == "tilt-only" else 0))
        share = 0.2 + (LEAD[parameter] if key.alternative == "tilt-only" else 0.0) + noise
        rows.append((key.alternative, key.replication, job.points.index(key.overrides), share, 1.0 + noise))
    names = ("alternative", "replication", "point", "premium_share", "contribution")
    columns = {name: np.array(values) for name, values in zip(names, zip(*rows, strict=True), strict=True)}
    return BatchResult(job, columns, {}, {}, 0.1)


@pytest.fixture
def swept(monkeypatch: pytest.MonkeyPatch) -> assumptions.Sensitivity:
    points = tuple(Point(name, end, value) for name in LEAD for end, value in (("low", 0.0), ("high", 1.0)))
    monkeypatch.setattr(assumptions, "points_of", lambda _: points)
    with contextlib.closing(InProcess(pretended)) as executor:
        return sweep(small(), main_results(), executor, 1.0, Silent())


def test_a_flip_is_claimed_only_when_the_interval_lies_on_the_other_side(
    swept: assumptions.Sensitivity,
) -> None:
    table = swept.table
    assert table["parameter"].tolist() == ["harmless"] * 2 + ["fatal"] * 2 + ["unclear"] * 2
    assert table["end"].tolist() == ["low", "high"] * 3
    assert table["flips"].tolist() == [False, False, True, True, False, False]
    assert table["could_flip"].tolist() == [False, False, False, False, True, True]
    assert table["leader"][0] == "tilt-only"
    assert table["leader"][2] == "as-before"
    assert set(table["outcome"]) == {"premium_share"}
    assert ((table["low"] < table["difference"]) & (table["difference"] < table["high"])).all()


def test_the_goal_decides_who_leads_and_contribution_is_told_beside_it(
    swept: assumptions.Sensitivity,
) -> None:
    assert set(swept.table["first"]) == {"tilt-only"}
    assert set(swept.further["contribution"]["first"]) == {"as-before"}
    assert set(swept.further["contribution"]["second"]) == {"tilt-only"}


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
    rows, table = found.outcomes, found.sensitivity
    first, second = table["first"][1], table["second"][1]
    lead = [rows["premium_share"][rows["alternative"] == name][:4] for name in (first, second)]
    assert table["difference"][1] == np.mean(lead[0] - lead[1])
    assert table["parameter"].tolist() == ["effort_elasticity"] * 2
