"""Measures of an experiment, on tables small enough to check by eye."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest
from pydantic import TypeAdapter

from simulator.studies.validation.effects import effect_values, estimate
from simulator.studies.validation.measures import measured
from simulator.studies.validation.measures_spec import MeasureSpec
from simulator.studies.validation.specs import Effect
from simulator.studies.validation.tables import Tables

WEEKS = 13
ABILITY = np.array([[1.0, 3.0, 2.0, 4.0], [4.0, 3.0, 2.0, 1.0]])


class Known(Tables):
    """Tables of one quarter with four reps whose ability is told."""

    @property
    def ability(self) -> Any:  # type: ignore[override]
        return ABILITY

    @property
    def group_of_rep(self) -> Any:  # type: ignore[override]
        return np.array(["north", "north", "south", "south"], dtype=object)


def tables(revenue: dict[str, list[list[float]]], weekly: dict[str, np.ndarray] | None = None) -> Tables:
    """Make tables from revenue by arm, replication and rep; every quota is 100."""
    arms = list(revenue)
    rows: dict[str, list[Any]] = {key: [] for key in ("alternative", "replication", "rep", "quarter")}
    attained, outcomes = [], []
    for arm in arms:
        for replication, reps in enumerate(revenue[arm]):
            outcomes.append(sum(reps))
            for rep, amount in enumerate(reps):
                for key, value in zip(rows, (arm, replication, rep, 0), strict=True):
                    rows[key].append(value)
                attained.append(amount / 100.0)
    n = len(revenue[arms[0]])
    worlds = {
        "alternative": np.repeat(np.array(arms, dtype=object), n),
        "replication": np.tile(np.arange(n), len(arms)),
    }
    series = weekly or {arm: np.ones((n, WEEKS)) for arm in arms}
    attainment = {key: np.array(values, dtype=object if key == "alternative" else int) for key, values in
                  rows.items()}  # fmt: skip
    attainment |= {
        "attainment": np.array(attained),
        "quota": np.full(len(attained), 100.0),
        "pay": np.array(attained) * 10.0,
    }
    return Known(
        scenario=cast(Any, None),
        seed=1,
        weeks=WEEKS,
        outcomes=worlds | {"revenue": np.array(outcomes)},
        weekly={
            "alternative": np.repeat(worlds["alternative"], WEEKS),
            "revenue": np.concatenate([series[arm].ravel() for arm in arms]),
            "effort": np.full(len(arms) * n * WEEKS, 1.1),
        },
        attainment=attainment,
    )


PLAIN = tables({"a": [[50.0, 97.0, 101.0, 104.0], [98.0, 100.0, 102.0, 200.0]]})


def measure(of: Tables, arm: str = "a", **spec: Any) -> np.ndarray:
    return measured(TypeAdapter(MeasureSpec).validate_python(spec), of, arm)


def test_excess_mass_is_the_ratio_of_all_replications_together() -> None:
    # Above: 101, 104 and 100, 102; below: 97 and 98.
    assert measure(PLAIN, kind="excess-mass").mean() == pytest.approx(2.0)


def test_share_of_rep_quarters_in_a_range() -> None:
    assert measure(PLAIN, kind="attainment-share", low=1.0).mean() == pytest.approx(5 / 8)
    assert measure(PLAIN, kind="attainment-share", high=0.6).mean() == pytest.approx(1 / 8)


def test_risk_of_pay_is_about_the_mean_of_the_arm() -> None:
    found = measure(PLAIN, kind="pay-variance")
    pay = np.array([50.0, 97.0, 101.0, 104.0, 98.0, 100.0, 102.0, 200.0]) / 10.0
    assert found.mean() == pytest.approx(pay.var())


def test_groups_go_by_the_ability_of_each_world() -> None:
    lowest = measure(PLAIN, kind="rep-revenue", group={"by": "ability", "parts": 2, "part": 1})
    # Least able half: reps 0 and 2 of the first world, reps 2 and 3 of the second.
    assert lowest.tolist() == pytest.approx([75.5, 151.0])
    everybody = measure(PLAIN, kind="rep-pay")
    assert everybody.tolist() == pytest.approx([8.8, 12.5])
    south = measure(PLAIN, kind="rep-revenue", group={"by": "group", "name": "south"})
    assert south.tolist() == pytest.approx([102.5, 151.0])


def test_fifths_are_at_least_one_rep() -> None:
    assert measure(PLAIN, kind="fifths-ratio").tolist() == pytest.approx([104 / 50, 200 / 98])


def test_who_sold_nothing_is_left_out_of_the_fit() -> None:
    some = tables({"a": [[0.0, 1.0, 10.0, 100.0], [1.0, 2.0, 4.0, 8.0]]})
    assert (measure(some, kind="lognormal-fit") > 0.0).all()


def test_the_last_week_of_a_quarter() -> None:
    late = np.ones((2, WEEKS))
    late[:, -1] = 13.0
    of = tables({"a": [[1.0] * 4] * 2}, {"a": late})
    assert measure(of, kind="end-share").mean() == pytest.approx(13 / 25)
    assert measure(of, kind="end-share", index=True).mean() == pytest.approx(13 * 13 / 25)
    assert measure(of, kind="end-share", end="first", weeks=2).mean() == pytest.approx(2 / 25)
    assert measure(of, kind="mean-effort").tolist() == pytest.approx([1.1, 1.1])
    assert np.isnan(measure(of, kind="year-revenue", year=1)).all()
    last_weeks = measure(of, kind="weeks-revenue", first=WEEKS - 1, last=WEEKS)
    assert last_weeks.tolist() == pytest.approx([14.0] * 2)
    assert np.isnan(measure(of, kind="weeks-revenue", first=1, last=WEEKS + 1)).all()


def test_effects_are_paired() -> None:
    of = tables({"a": [[10.0] * 4, [20.0] * 4, [30.0] * 4], "b": [[11.0] * 4, [22.0] * 4, [33.0] * 4]})
    percent = estimate(effect_values(Effect(outcome="revenue", arm="b", against="a"), {"": of}))
    assert percent.mean == pytest.approx(10.0)
    assert percent.low == pytest.approx(10.0)
    ratio = effect_values(Effect(outcome="revenue", arm="b", against="a", change="ratio"), {"": of})
    assert ratio.mean() == pytest.approx(1.1)
    difference = Effect(outcome="revenue", arm="b", against="a", change="difference")
    assert effect_values(difference, {"": of}).tolist() == pytest.approx([4.0, 8.0, 12.0])
    half = Effect(outcome="revenue", arm="b", against="a", change="difference",
                  over=Effect(outcome="revenue", arm="a"))  # fmt: skip
    assert effect_values(half, {"": of}).mean() == pytest.approx(0.1)


def test_an_interval_of_a_ratio_covers_as_often_as_it_says() -> None:
    """Ratio of means 2; of 300 intervals (40 replications each) 4 to 28 miss it (false alarm 1e-3)."""
    rng = np.random.Generator(np.random.PCG64(7))
    missed = 0
    for _ in range(300):
        base = rng.gamma(4.0, 1.0, 40)
        more = 2.0 * base + rng.normal(0.0, 1.0, 40)
        of = tables({"a": [[each] * 4 for each in base], "b": [[each] * 4 for each in more]})
        found = estimate(
            effect_values(Effect(outcome="revenue", arm="b", against="a", change="ratio"), {"": of})
        )
        assert found.low is not None
        assert found.high is not None
        missed += not found.low <= 2.0 <= found.high
    assert 4 <= missed <= 28
