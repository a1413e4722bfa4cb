"""Comparing for real, on a small market: the contract of the record, and no influence of how it was run."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from simulator.analysis.intervals import mean_interval, paired_difference
from simulator.analysis.outcomes import BUILT_IN, declared
from simulator.errors import Interrupted, RunError
from simulator.experiment import batches
from simulator.studies.compare import Comparison, compare, run_design
from simulator.studies.design import design_of

SMALL: dict[str, Any] = {
    "alternatives": ["as-before", "tilt-only"],
    "replications": 4,
    "weeks": 14,
    "settings": ["demand.customers=2000"],
    "sensitivity": False,
}

MEASURED = [name for name, outcome in declared(BUILT_IN).items() if outcome.market in ("", "customers")]


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare("home-appliances", **SMALL)


def test_the_record_keeps_its_contract(found: Comparison) -> None:
    record = found.record
    assert list(record) == [
        "scenario", "seed", "replications", "weeks", "baseline", "complete", "outcomes", "alternatives"
    ]  # fmt: skip
    assert (record["scenario"], record["replications"], record["weeks"]) == ("home-appliances", 4, 14)
    assert list(record["outcomes"]) == MEASURED
    assert record["outcomes"]["revenue"]["unit"] == "CNY"
    assert set(record["outcomes"]["revenue"]) == {"unit", "better", "label"}
    before, tilt = record["alternatives"]
    assert (before["name"], before["versus_baseline"]) == ("as-before", None)
    assert list(tilt["outcomes"]) == list(tilt["versus_baseline"]) == MEASURED
    assert set(tilt["outcomes"]["revenue"]) == {"mean", "sd", "low", "high"}
    assert set(tilt["versus_baseline"]["revenue"]) == {
        "difference", "low", "high", "probability_better", "variance_ratio"
    }  # fmt: skip
    json.dumps(record, allow_nan=False)


def test_the_record_follows_from_the_rows(found: Comparison) -> None:
    rows = found.outcomes
    assert rows["alternative"].tolist() == ["as-before"] * 4 + ["tilt-only"] * 4
    assert rows["replication"].tolist() == [0, 1, 2, 3] * 2
    before, tilt = rows["pay_cost"][:4], rows["pay_cost"][4:]
    told = found.record["alternatives"][1]
    assert told["outcomes"]["pay_cost"] == mean_interval(tilt).record()
    assert told["versus_baseline"]["pay_cost"] == paired_difference(tilt, before, "lower").record()


def test_the_tables_hold_every_week_and_rep_quarter(found: Comparison) -> None:
    assert len(found.weekly["week"]) == 2 * 4 * 14
    revenue = found.weekly["revenue"].reshape(8, 14)
    np.testing.assert_allclose(revenue.sum(axis=1), found.outcomes["revenue"], rtol=1e-12)
    assert set(found.attainment["quarter"].tolist()) == {0}
    assert len(found.attainment["rep"]) == 2 * 4 * 120


def test_the_pay_curve_rises_from_nothing(found: Comparison) -> None:
    for curve in found.pay_curves.values():
        assert curve["pay"][0] == 0.0
        assert (np.diff(curve["pay"]) >= 0).all()
        assert curve["pay"][100] > 0
    assert found.pay_curves["tilt-only"]["pay"][100] > found.pay_curves["as-before"]["pay"][100]


@pytest.mark.parametrize(("jobs", "worlds"), [(1, 2), (1, 6), (2, 2)])
def test_no_number_depends_on_how_it_was_run(
    found: Comparison, jobs: int, worlds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "FIRST_WORLDS", worlds)
    again = compare("home-appliances", **SMALL, jobs=jobs)
    assert again.record == found.record
    for name in ("outcomes", "weekly", "attainment"):
        ours, theirs = getattr(found, name), getattr(again, name)
        assert list(ours) == list(theirs)
        for column in ours:
            np.testing.assert_array_equal(ours[column], theirs[column], err_msg=f"{name}.{column}")


def test_more_replications_leave_the_first_ones_as_they_were(found: Comparison) -> None:
    fewer = compare("home-appliances", **SMALL | {"replications": 2})
    rows = np.isin(found.outcomes["replication"], [0, 1])
    for name, values in fewer.outcomes.items():
        np.testing.assert_array_equal(found.outcomes[name][rows], values, err_msg=name)


def test_a_comparison_until_it_is_sure_says_how_it_ended() -> None:
    rule = {"until": "revenue 50%", "replications": 12, "alternatives": ["as-before", "what-they-did"]}
    ended = compare("home-appliances", **SMALL | rule)
    assert ended.record["until"] == {"rule": "revenue 50%", "reached": True, "maximum": 12}
    assert ended.record["replications"] == 12


class Stop:
    """Presses Ctrl-C once so many world-weeks are done."""

    def __init__(self, after: float) -> None:
        self.after = after

    def begin(self, stage: str, world_weeks: float) -> None:
        self.whole = world_weeks

    def advance(self, world_weeks: float) -> None:
        if world_weeks > self.after:
            raise KeyboardInterrupt


def test_an_interrupt_keeps_what_is_finished(monkeypatch: pytest.MonkeyPatch, found: Comparison) -> None:
    monkeypatch.setattr(batches, "FIRST_WORLDS", 2)
    monkeypatch.setattr(batches, "TARGET_SECONDS", 0.0)
    kept = compare("home-appliances", **SMALL, progress=Stop(after=2.5 * 2 * 14))
    assert (kept.record["complete"], kept.record["replications"]) == (False, 2)
    assert kept.manifest["interrupted"] is True
    rows = np.isin(found.outcomes["replication"], [0, 1])
    np.testing.assert_array_equal(kept.outcomes["revenue"], found.outcomes["revenue"][rows])


def test_an_interrupt_before_anything_is_finished_says_so() -> None:
    with pytest.raises(Interrupted, match="before a single replication was complete"):
        compare("home-appliances", **SMALL, progress=Stop(after=0))


def test_one_replication_of_one_alternative_has_no_interval() -> None:
    alone = compare(
        "home-appliances", **SMALL | {"alternatives": ["tilt-only"], "replications": 1, "weeks": 2}
    )
    [told] = alone.record["alternatives"]
    assert told["versus_baseline"] is None
    assert told["outcomes"]["revenue"]["low"] is None
    assert told["outcomes"]["quota_attained_share"]["mean"] is None  # no complete quarter in two weeks


def test_an_edited_scenario_is_not_mixed_with_the_one_that_was_read() -> None:
    from dataclasses import replace

    from simulator.experiment.job import run_batch

    job = replace(design_of("home-appliances", **SMALL).job, fingerprint="another", replications=(0,))
    with pytest.raises(RunError, match="was changed while it was being run"):
        run_batch(job)


def test_a_design_can_be_run_by_itself(found: Comparison) -> None:
    assert run_design(design_of("home-appliances", **SMALL)).record == found.record
