"""The stopping rule: read clearly, looked at on a fixed grid, guarded where variance or mean is zero."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest

from simulator.errors import InputError, OptionError, UnknownName
from simulator.experiment.batches import Dealer
from simulator.experiment.executors import InProcess
from simulator.experiment.job import BatchJob
from simulator.experiment.running import Finish, replicate
from simulator.experiment.stopping import Until, parse_until
from tests.unit.experiment import pretend_runs

OUTCOMES = ("revenue", "premium_share")
RULE = Until("revenue", 0.01)


@pytest.mark.parametrize(
    ("text", "share"), [("revenue 1%", 0.01), ("  revenue   0.5 % ", 0.005), ("premium_share 100%", 1.0)]
)
def test_a_rule_is_an_outcome_and_a_percentage(text: str, share: float) -> None:
    assert parse_until(text, OUTCOMES).share == pytest.approx(share)
    assert parse_until(text, OUTCOMES).maximum == 400


@pytest.mark.parametrize(
    "text", ["", "revenue", "1%", "revenue 1", "revenue -1%", "revenue 1% 2%", "revenue nan%"]
)
def test_what_is_no_rule_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(OptionError, match="for example 'revenue 1%'"):
        parse_until(text, OUTCOMES)


@pytest.mark.parametrize("text", ["revenue 0%", "revenue 101%"])
def test_a_share_must_be_possible(text: str) -> None:
    with pytest.raises(OptionError, match="above 0% and up to 100%"):
        parse_until(text, OUTCOMES)


def test_other_input_is_refused_too() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'revenue'"):
        parse_until("revenu 1%", OUTCOMES)
    with pytest.raises(InputError, match="at least two"):
        parse_until("revenue 1%", OUTCOMES, maximum=1)


def test_every_alternative_must_be_known_well_enough() -> None:
    rng = np.random.default_rng(1)
    base = rng.normal(100.0, 10.0, 20)
    close, wide = base + rng.normal(3.0, 0.5, 20), rng.normal(100.0, 10.0, 20)
    assert RULE.is_reached({"a": base, "b": close}, "a")
    assert not RULE.is_reached({"a": base, "b": close, "c": wide}, "a")


def test_twenty_replications_are_the_least() -> None:
    base = np.linspace(99.0, 101.0, 20)
    close = base + base * 1e-9
    assert not RULE.is_reached({"a": base[:19], "b": close[:19]}, "a")
    assert RULE.is_reached({"a": base, "b": close}, "a")
    assert Until("revenue", 0.01, maximum=12).is_reached({"a": base[:12], "b": close[:12]}, "a")


def test_a_difference_that_never_varied_is_known_only_after_thirty() -> None:
    base = np.linspace(99.0, 101.0, 30)
    assert not RULE.is_reached({"a": base[:29], "b": base[:29]}, "a")
    assert RULE.is_reached({"a": base, "b": base}, "a")


@pytest.mark.parametrize("base", [np.zeros(40), np.tile([-1.0, 1.0], 20), np.full(40, np.nan)])
def test_no_share_of_nothing_can_be_reached(base: np.ndarray) -> None:
    assert not RULE.is_reached({"a": base, "b": base + np.arange(40) * 1e-6}, "a")


@pytest.mark.parametrize("slots", [1, 3])
def test_replication_stops_on_the_grid_whatever_the_batches(slots: int) -> None:
    asked: list[int] = []

    def enough(found: Finish) -> bool:
        asked.append(len(found.replications()))
        return len(found.replications()) >= 30

    dealer = Dealer(BatchJob("pretend", alternatives=("a", "b"), weeks=1), limit=0, slots=slots)
    with contextlib.closing(InProcess(pretend_runs.quick)) as executor:
        found = replicate(dealer, executor, looks=Until("revenue", 0.01, 45).looks(), enough=enough)
    assert asked == [20, 30]
    assert found.replications() == tuple(range(30))
