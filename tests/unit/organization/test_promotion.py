"""Promotion: whose score counts, and what a leader does."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.organization.promotion import (
    LeadershipTraits,
    chosen,
    leadership_of,
    promotion_score,
    team_factor,
)
from simulator.parameters import load_register


def test_the_weight_decides_who_is_promoted() -> None:
    sales, collaboration = np.array([[2.0, -1.0]]), np.array([[-1.0, 1.5]])
    picked = [
        int(chosen(promotion_score(sales, collaboration, weight))[0]) for weight in (0.0, 0.3, 0.7, 1.0)
    ]
    assert picked == [1, 1, 0, 0]


@pytest.mark.parametrize("kinship", [-0.5, 0.0, 0.8])
def test_skills_go_together_as_said(kinship: float) -> None:
    rng = np.random.default_rng(4)
    selling, own = rng.normal(size=(2, 200_000))
    leading = leadership_of(selling, own, np.full(200_000, kinship))
    assert leading.std() == pytest.approx(1.0, abs=0.01)
    assert np.corrcoef(selling, leading)[0, 1] == pytest.approx(kinship, abs=0.01)


def test_a_leader_without_leverage_changes_nothing() -> None:
    assert team_factor(np.array([-2.0, 2.0]), np.zeros(2)).tolist() == [1.0, 1.0]


def test_the_register_gives_the_defaults() -> None:
    traits = LeadershipTraits.from_parameters(
        {name: np.array([one.value]) for name, one in load_register().items()}
    )
    assert -1.0 < traits.kinship[0] < 1.0
    assert traits.leverage[0] > 0.0
