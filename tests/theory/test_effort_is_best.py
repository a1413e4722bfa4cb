"""Chosen effort is the best there is: no small change of it makes a rep better off."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from simulator.behaviors.effort import EffortTraits, choose_effort, response

Floats = NDArray[np.float64]

KINDS = st.integers(1, 8)


@st.composite
def problems(draw: st.DrawFn) -> tuple[Floats, Floats, Floats, EffortTraits]:
    """Values, opportunities, normal split and traits of one rep, far beyond plausible ranges."""
    n = draw(KINDS)

    def numbers(low: float, high: float) -> Floats:
        return np.array([draw(st.floats(low, high)) for _ in range(n)])

    worked = np.array([True, *(draw(st.booleans()) for _ in range(n - 1))])
    split = np.where(worked, numbers(0.01, 1.0), 0.0)
    value = 10.0 ** numbers(-4.0, -0.5) * np.array([True, *(draw(st.booleans()) for _ in range(n - 1))])
    least = draw(st.floats(0.05, 0.9))
    traits = (
        draw(st.floats(0.05, 0.7)),
        draw(st.floats(0.0, 0.4)),
        10.0 ** draw(st.floats(0.0, 4.0)),
        draw(st.floats(0.05, 2.0)),
        least,
        draw(st.floats(1.0, 2.0)),
    )
    return value, 10.0 ** numbers(2.0, 5.0), split / split.sum(), EffortTraits(*map(np.atleast_1d, traits))


def utility(effort: Floats, value: Floats, opportunity: Floats, split: Floats, traits: EffortTraits) -> float:
    """Pay for results less the cost of the hours."""
    total = float((effort * split).sum())
    exponent = 1.0 + 1.0 / traits.supply_elasticity[0]
    cost = traits.marginal_cost[0] * total**exponent / exponent
    return float((value * opportunity * response(effort, traits.elasticity, traits.floor)).sum() - cost)


@given(problems())
def test_no_small_change_makes_a_rep_better_off(
    problem: tuple[Floats, Floats, Floats, EffortTraits],
) -> None:
    value, opportunity, split, traits = problem
    effort = choose_effort(value[None], opportunity[None], split[None], traits)[0]
    total = float((effort * split).sum())
    assert traits.least[0] - 1e-9 <= total <= traits.most[0] + 1e-9
    best = utility(effort, value, opportunity, split, traits)
    scale = abs(best) + float((value * opportunity).sum())
    step = 1e-4
    worked = np.flatnonzero(split)
    for one in worked:  # more or less of one kind, where the limits allow
        for sign in (1.0, -1.0):
            changed = effort.copy()
            changed[one] += sign * step
            inside = traits.least[0] <= (changed * split).sum() <= traits.most[0]
            if changed[one] >= 0.0 and inside:
                assert utility(changed, value, opportunity, split, traits) <= best + 1e-9 * scale
    for one in worked:  # the same hours on something else
        for other in worked:
            moved = step / split[one]
            if one != other and effort[one] >= moved:
                changed = effort.copy()
                changed[one] -= moved
                changed[other] += step / split[other]
                assert utility(changed, value, opportunity, split, traits) <= best + 1e-9 * scale


@given(problems())
def test_what_pays_more_gets_more(problem: tuple[Floats, Floats, Floats, EffortTraits]) -> None:
    value, opportunity, split, traits = problem
    before = choose_effort(value[None], opportunity[None], split[None], traits)[0]
    raised = value.copy()
    raised[0] = 1.5 * raised[0]
    after = choose_effort(raised[None], opportunity[None], split[None], traits)[0]
    assert after[0] >= before[0] * (1.0 - 1e-9)
    assert (after[1:] <= before[1:] * (1.0 + 1e-9) + 1e-12).all()
    assert float((after * split).sum()) >= float((before * split).sum()) * (1.0 - 1e-9)


def test_ten_percent_more_effort_bring_as_much_as_the_meta_analysis_says() -> None:
    """Albers, Mantrala and Sridhar 2010: +10 % effort, about +3 % sales; local elasticity 0.2 to 0.45."""
    from simulator.parameters import load_register

    register = load_register()
    elasticity, floor = (np.array([register[name].default]) for name in ("effort_elasticity", "effort_floor"))
    more = float(response(np.array([1.1]), elasticity, floor)[0])
    assert more == pytest.approx(1.03, abs=0.005)
    assert 0.2 < np.log(more) / np.log(1.1) < 0.45
