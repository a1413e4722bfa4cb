"""Promoting the best seller gives teams middling leaders and costs the best seller [BensonLiShue2019]_.

30,000 teams of eight candidates; limits are five standard errors (false alarm 6e-7 each).
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.organization.promotion import chosen, leadership_of, promotion_score, team_factor

Floats = NDArray[np.float64]

N_TEAMS, N = 30_000, 8
GREATEST_OF_EIGHT = 1.42360  # expected greatest of eight standard normals
Z = 5.0
RNG = np.random.default_rng(15)
SELLING, OWN = RNG.normal(size=(2, N_TEAMS, N))


def promoted(kinship: float, weight: float) -> tuple[Floats, Floats]:
    """Skill in leading, and in selling, of those promoted."""
    leading = leadership_of(SELLING, OWN, np.array(kinship))
    picked = chosen(promotion_score(SELLING, leading, weight))
    rows = np.arange(N_TEAMS)
    return leading[rows, picked], SELLING[rows, picked]


@pytest.mark.parametrize("kinship", [-0.3, 0.0, 0.5])
def test_the_best_seller_leads_as_well_as_skills_go_together(kinship: float) -> None:
    """Expected skill in leading: kinship times the greatest of eight; by leadership it is the greatest."""
    by_sales, by_leading = promoted(kinship, 1.0)[0], promoted(kinship, 0.0)[0]
    for skill, expected in ((by_sales, kinship * GREATEST_OF_EIGHT), (by_leading, GREATEST_OF_EIGHT)):
        assert abs(skill.mean() - expected) < Z * skill.std() / N_TEAMS**0.5


def test_teams_led_by_the_best_seller_do_worse_and_lose_the_best_seller() -> None:
    (by_sales, lost), (by_leading, kept) = promoted(0.0, 1.0), promoted(0.0, 0.0)
    results = [team_factor(skill, np.array(0.1)) for skill in (by_sales, by_leading)]
    error = np.hypot(*(one.std() for one in results)) / N_TEAMS**0.5
    assert results[1].mean() - results[0].mean() > Z * error
    assert lost.mean() > kept.mean()


def test_where_the_two_skills_are_one_the_rule_does_not_matter() -> None:
    assert np.array_equal(promoted(1.0, 1.0)[0], promoted(1.0, 0.0)[0])


def test_more_weight_on_sales_promotes_better_sellers() -> None:
    """Odds of being promoted for the better half of sellers rise with the weight."""
    better = [promoted(0.0, weight)[1].mean() for weight in (0.0, 0.5, 1.0)]
    assert better == sorted(better)
    assert abs(better[0]) < Z / N_TEAMS**0.5
