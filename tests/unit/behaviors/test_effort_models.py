"""Models of effort: what is chosen is best, results and effort go back and forth, merging keeps costs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.behaviors.effort import EffortTraits
from simulator.behaviors.effort_models import ConcaveEffort, EffortModel, QuadraticEffort

TRAITS = EffortTraits(*(np.full(1, v) for v in (0.31, 0.1, 30.0, 0.5, 0.6, 1.5)))


@given(
    st.floats(0.1, 3.0), st.floats(0.1, 3.0), st.floats(-0.9, 1.0), st.floats(-1.0, 2.0), st.floats(-1.0, 2.0)
)
def test_no_quadratic_effort_is_better_than_the_chosen_one(
    first: float, second: float, d: float, one: float, two: float
) -> None:
    model = QuadraticEffort.of([first, second], d * (first * second) ** 0.5)
    value = np.array([[one, two]])
    chosen = model.choose(value, np.ones((1, 2)))
    worth = float((value * chosen).sum() - model.cost(chosen)[0])
    for step in ([1e-3, 0.0], [-1e-3, 0.0], [0.0, 1e-3], [0.0, -1e-3], [1e-3, -1e-3], [-1e-3, 1e-3]):
        other = chosen + np.array([step])
        if (other >= 0.0).all():
            assert float((value * other).sum() - model.cost(other)[0]) <= worth + 1e-9


def test_perfect_substitutes_take_all_effort_to_the_better_paid_task() -> None:
    model = QuadraticEffort.of([1.0, 1.0], 1.0)
    assert model.choose(np.array([[0.5, 0.6]]), np.ones((1, 2))).tolist() == [[0.0, 0.6]]


def test_less_than_no_effort_and_more_than_can_be_given_cost_everything() -> None:
    assert QuadraticEffort.of([1.0]).cost(np.array([[-0.1]])).tolist() == [np.inf]
    concave = ConcaveEffort(TRAITS, np.ones((1, 1)))
    assert concave.cost(np.array([[1.6]])).tolist() == [np.inf]
    assert concave.cost(np.array([[0.5]])).tolist() == [np.inf]


@pytest.mark.parametrize(
    "model", [ConcaveEffort(TRAITS, np.array([[0.7, 0.3]])), QuadraticEffort.of([1.0, 2.0], 0.3)]
)
def test_results_tell_the_effort_behind_them(model: EffortModel) -> None:
    effort = np.array([[0.8, 1.3]])
    assert model.effort_for(model.output(effort)) == pytest.approx(effort)


@pytest.mark.parametrize(
    "model", [ConcaveEffort(TRAITS, np.array([[0.5, 0.2, 0.3]])), QuadraticEffort.of([1.0, 2.0, 1.5], 0.3)]
)
def test_kinds_worked_alike_cost_the_same_when_merged(model: EffortModel) -> None:
    effort = np.array([[1.1, 1.1, 0.9]])
    merged = model.merged([[0, 1], [2]])
    assert merged.cost(np.array([[1.1, 0.9]])) == pytest.approx(model.cost(effort))


def test_equal_reps_have_equal_signatures_whatever_their_split() -> None:
    one, other = (ConcaveEffort(TRAITS, np.array([split])) for split in ([1.0, 0.0], [0.4, 0.6]))
    assert np.array_equal(one.signature(), other.signature())
    assert other.typical(np.array([[1.0, 0.0]])).normal_split.tolist() == [[1.0, 0.0]]


def test_a_concave_rep_gives_the_least_effort_for_nothing() -> None:
    model = ConcaveEffort(TRAITS, np.ones((1, 1)))
    assert model.choose(np.array([[-1.0]]), np.ones((1, 1))) == pytest.approx(np.array([[0.6]]))
