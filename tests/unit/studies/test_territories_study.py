"""Territories of a scenario: potential, balance, and what other ones would be worth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from simulator.cli.territories import territories as command
from simulator.errors import UnknownName
from simulator.scenario import load_scenario
from simulator.studies.territories.study import TerritoryStudy, study_territories

SMALL = ("demand.customers=4000",)


def study(*settings: str, **options: float) -> TerritoryStudy:
    return study_territories(load_scenario("home-appliances", settings=[*SMALL, *settings]), **options)  # type: ignore[arg-type]


def test_potential_of_territories_adds_up_to_what_customers_could_buy() -> None:
    balance = study().balance
    worth, territory = balance.accounts
    assert balance.potential.sum() == pytest.approx(worth.sum())
    assert np.array_equal(np.bincount(territory, minlength=len(balance.potential)), balance.customers)


def test_grown_territories_are_off_balance_and_worth_realigning_and_balanced_ones_are_not() -> None:
    grown, even = (study(f"people.territories.alignment={name}") for name in ("historic", "balanced"))
    assert grown.share_off > 0.5
    assert even.share_off < 0.05
    assert grown.realignment.within > 0.01
    assert even.realignment.within < 0.002
    assert grown.realignment.across >= grown.realignment.within - 1e-9


def test_a_dearer_rep_means_fewer_reps() -> None:
    cheap, dear = (study(cost_per_rep=cost).sizing for cost in (10_000.0, 20_000.0))
    assert cheap.reps[cheap.best] > dear.reps[dear.best]


def test_the_command_writes_words_tables_and_pictures(tmp_path: Path) -> None:
    given = ["home-appliances", "--set", SMALL[0], "--out", str(tmp_path), "--language", "zh"]
    result = CliRunner().invoke(command, given, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    written = sorted(path.name for path in tmp_path.iterdir())
    assert written == [
        "balance.png", "balance.svg", "calls.csv", "regions.csv", "sizing.csv", "sizing.png", "sizing.svg",
        "territories.csv", "territories.md",
    ]  # fmt: skip
    rows = (tmp_path / "territories.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + 120


def test_an_alternative_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownName, match="tilt-onli"):
        study_territories(load_scenario("home-appliances"), "tilt-onli")
