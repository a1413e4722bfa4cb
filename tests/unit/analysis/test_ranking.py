"""The leader is held against every other alternative, not only against the runner-up by mean."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import bdtr

from simulator.analysis.ranking import ranked

LUCK = np.array([-2.0, -1.0, 1.0, 2.0, -1.5, 1.5, -0.5, 0.5, 0.0, 0.0])
BEST = 10.0 + LUCK


def test_the_hardest_rival_need_not_be_the_runner_up() -> None:
    runner_up = BEST - 1.0 + 0.01 * LUCK[::-1]  # close in the mean, and surely behind in every market
    erratic = 8.0 + 4.0 * LUCK[::-1]
    found = ranked({"runner-up": runner_up, "best": BEST, "erratic": erratic})
    assert (found.leader, found.rivals) == ("best", ("erratic", "runner-up"))
    assert found.contests[0].low < 0 < found.contests[1].low
    assert found.contenders() == ("best", "erratic")


def test_less_may_be_better_and_equals_keep_their_order() -> None:
    found = ranked({"a": BEST, "b": BEST - 1.0, "c": BEST + 5.0}, "lower")
    assert (found.leader, found.rivals) == ("b", ("a", "c"))
    assert [one.probability_better for one in found.contests] == [1.0, 1.0]
    assert [one.difference for one in found.contests] == [-1.0, -6.0]


def test_an_outcome_undefined_in_one_market_is_not_ranked_on_the_others() -> None:
    patchy = BEST + 100.0
    patchy[3] = np.nan
    found = ranked({"patchy": patchy, "best": BEST, "next": BEST - LUCK})
    assert (found.leader, found.undefined) == ("best", ("patchy",))
    assert found.rivals == ("next",)
    assert ranked({"patchy": patchy}).leader == ""


def test_in_a_single_market_everybody_is_a_contender() -> None:
    found = ranked({name: np.array([value]) for name, value in {"a": 1.0, "b": 3.0, "c": 2.0}.items()})
    assert found.contenders() == ("b", "c", "a")
    assert found.contenders(most=2) == ("b", "c")


@pytest.mark.parametrize("n_behind", [0, 3])
def test_between_equals_a_clear_leader_is_found_in_at_most_one_of_twenty(n_behind: int) -> None:
    """Two equals, and others far behind: a correct rule fails this test once in 100,000 seeds."""
    rng = np.random.default_rng(5)
    claimed = 0
    for _ in range(2_000):
        cases = rng.normal(size=(2 + n_behind, 12))
        cases[2:] -= 10.0
        found = ranked({str(name): values for name, values in enumerate(cases)})
        claimed += all(one.low > 0 for one in found.contests)
    assert bdtr(claimed, 2_000, 0.05) < 1.0 - 1e-5
    assert claimed > 0
