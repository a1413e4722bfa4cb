"""The conformance kit: our own plug-ins pass it, and each way of breaking a contract is found out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest

from simulator import catalog
from simulator.analysis.declaration import Measure, Outcome, declares
from simulator.errors import RuleError
from simulator.testing import check_outcome, check_strategy
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView


@pytest.mark.parametrize("name", catalog.names("firm-strategy"))
def test_every_strategy_keeps_its_contract(name: str) -> None:
    made: Any = catalog.get("firm-strategy", name)
    assert check_strategy(made()) is None


@pytest.mark.parametrize("name", catalog.names("outcome"))
def test_every_outcome_keeps_its_contract(name: str) -> None:
    assert check_outcome(catalog.get("outcome", name)) is None


@dataclass(frozen=True)
class Peeks:
    """Follows the rivals' prices without having declared it."""

    sees: ClassVar[frozenset[str]] = frozenset({"own_prices"})

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        if view.price_history is None or not len(view.price_history):
            return NO_MOVE
        return Move(list_prices=view.price_history[-1].min(axis=0))


@dataclass
class Remembers:
    """Counts how often it was asked."""

    sees: ClassVar[frozenset[str]] = frozenset({"own_prices"})
    asked: int = 0

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        self.asked += 1
        assert view.own_prices is not None
        return Move(list_prices=view.own_prices * self.asked)


@dataclass(frozen=True)
class Gives:
    """Gives whatever it is told to give."""

    what: Any
    sees: ClassVar[Any] = frozenset()

    def decide(self, view: FirmView, rng: np.random.Generator) -> Any:
        return self.what


class SeesTooMuch(Gives):
    sees = frozenset({"their_secret_floor"})


class DeclaresNothing(Gives):
    sees = None


class NeedsMore(Gives):
    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        assert view.own_prices is not None
        return NO_MOVE


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (Peeks(), r"firm-strategy 'Peeks', week \d+: reads price_history, which is not declared in sees"),
        (Remembers(), "decides differently when asked again"),
        (Gives(None), "must give a Move"),
        (Gives(Move(list_prices=np.ones(2))), r"list_prices must have shape \(2, 2\)"),
        (Gives(Move(list_prices=-np.ones((2, 2)))), "list_prices must be finite and not negative"),
        (Gives(Move(feature_level=np.array([1.0, np.nan]))), "feature_level must be finite"),
        (Gives(Move(presence=np.ones(5))), r"presence must have shape \(2,\)"),
        (Gives(Move(presence=np.full(2, 1.5))), "presence must be a share from 0 to 1"),
        (SeesTooMuch(NO_MOVE), "declares what no view has"),
        (DeclaresNothing(NO_MOVE), "must declare 'sees'"),
        (NeedsMore(NO_MOVE), "cannot decide from what it declared to read"),
    ],
)
def test_a_strategy_that_breaks_its_contract_is_found_out(broken: Any, sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence):
        check_strategy(broken)


@dataclass(frozen=True)
class Gambles:
    """Uses its luck, which is given and therefore repeatable."""

    sees: ClassVar[frozenset[str]] = frozenset({"own_prices"})

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        assert view.own_prices is not None
        return Move(list_prices=view.own_prices * rng.uniform(0.9, 1.1))


def test_luck_that_is_given_may_be_used() -> None:
    assert check_strategy(Gambles()) is None


def outcome_giving(values: Callable[[int], Any], **names: str) -> Measure:
    label = names or {"en": "Made up", "zh": "虚构"}

    @declares(Outcome("made_up", "none", "whole run", "none", "count", "none", label))
    def made_up(ledger: Any, axes: Any) -> Any:
        return values(axes.n_worlds)

    return made_up


def test_an_outcome_that_declares_nothing_is_found_out() -> None:
    with pytest.raises(RuleError, match="declares nothing"):
        check_outcome(lambda ledger, axes: np.zeros(axes.n_worlds))


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (outcome_giving(np.zeros, en="Made up"), "has no name in: zh"),
        (outcome_giving(lambda n: np.zeros(1)), "must give float64 of shape"),
        (outcome_giving(lambda n: np.zeros(n, dtype=np.int64)), "must give float64"),
        (outcome_giving(lambda n: np.full(n, np.nan)), "must be finite"),
        (outcome_giving(lambda n: np.full(n, 1.0 / n)), "depends on what other worlds are in the batch"),
        (outcome_giving(np.random.default_rng(1).random), "when asked again"),
    ],
)
def test_an_outcome_that_breaks_its_contract_is_found_out(broken: Measure, sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence):
        check_outcome(broken)
