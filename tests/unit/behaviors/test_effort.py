"""How much effort, and where; that it is the best there is, is tested against theory elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.effort import EffortTraits, choose_effort, response, row_sum

Floats = NDArray[np.float64]

HALVES = np.array([[0.5, 0.5]])


def traits(n: int = 1, **changed: float) -> EffortTraits:
    given = {
        "elasticity": 0.31,
        "floor": 0.1,
        "marginal_cost": 28.0,
        "supply_elasticity": 0.5,
        "least": 0.6,
        "most": 1.5,
    }
    return EffortTraits(**{name: np.full(n, value) for name, value in {**given, **changed}.items()})


def effort(value: list[float], split: Floats = HALVES, **changed: float) -> Floats:
    given = np.array([value])
    return choose_effort(given, 5_000.0 * np.where(split > 0.0, 0.5, 0.0), split, traits(**changed))


def total(efforts: Floats, split: Floats = HALVES) -> float:
    return float((efforts * split).sum())


def test_supervision_secures_a_least_effort_and_nobody_can_give_more_than_the_most() -> None:
    assert total(effort([1e-6, 1e-6])) == pytest.approx(0.6)
    assert total(effort([10.0, 10.0])) == pytest.approx(1.5)


def test_a_kind_that_pays_nothing_gets_nothing_when_another_pays() -> None:
    assert effort([0.02, 0.0])[0, 1] == 0.0


def test_a_kind_that_is_not_in_the_territory_gets_nothing() -> None:
    found = effort([0.02, 0.5], split=np.array([[1.0, 0.0]]))
    assert found[0, 1] == 0.0
    assert found[0, 0] > 0.6


def test_a_rep_with_an_empty_territory_does_nothing_and_disturbs_nobody() -> None:
    value, opportunity = np.full((2, 2), 0.02), np.array([[0.0, 0.0], [2_500.0, 2_500.0]])
    split = np.array([[0.0, 0.0], [0.5, 0.5]])
    found = choose_effort(value, opportunity, split, traits(2))
    assert found[0].tolist() == [0.0, 0.0]
    assert np.array_equal(found[1], effort([0.02, 0.02])[0])


def test_dearer_effort_is_given_less_of() -> None:
    assert total(effort([0.02, 0.02], marginal_cost=35.0)) < total(effort([0.02, 0.02], marginal_cost=28.0))


@pytest.mark.parametrize("floor", [0.0, 0.03, 0.3])
@pytest.mark.parametrize("least", [0.0, 0.05, 0.6])
def test_effort_costs_what_it_brings_at_the_margin(floor: float, least: float) -> None:
    """Inside the limits: value x opportunity x response' = cost'(total), for every kind worked."""
    found = effort([0.015, 0.02], floor=floor, least=least)[0]
    hours = total(found[None])
    power = 0.31 * (1.0 + floor)
    brings = np.array([0.015, 0.02]) * 2_500.0 * power / (1.0 + floor) ** power
    brings = brings * (found + floor) ** (power - 1.0) / 0.5
    assert brings == pytest.approx(28.0 * hours**2.0, rel=1e-9)


def test_response_is_one_at_normal_effort_and_concave() -> None:
    z = np.array([0.5, 1.0, 1.5])
    result = response(z, np.full(3, 0.31), np.full(3, 0.1))
    assert result[1] == 1.0
    assert result[2] - result[1] < result[1] - result[0]


def test_rows_are_added_in_the_same_order_however_many_there_are() -> None:
    table = np.random.default_rng(1).normal(size=(50, 13)) * 10.0 ** np.arange(13)
    alone = np.concatenate([row_sum(table[row : row + 1]) for row in range(50)])
    assert np.array_equal(row_sum(table), alone)
