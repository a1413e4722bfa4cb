"""Free riding, and what stars do to their peers: signs follow from pay alone [ChanLiPierce2014]_.

All results are computed for given people, not sampled: no false alarm is possible.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.contests import Contest, expected_prize, prize_slope
from simulator.behaviors.teams import PeerTraits, shared_values, team_sales, work_with_peers

Floats = NDArray[np.float64]

SETTINGS = [(h, p, k) for h in (0.1, 0.5) for p in (0.05, 0.3) for k in (0.3, 0.9)]


def traits(help_effect: float = 0.3, poach_effect: float = 0.15, kept: float = 0.6) -> PeerTraits:
    return PeerTraits(*(np.array(one) for one in (1_000.0, help_effect, poach_effect, kept)))


def sales(ability: Floats, pay: str, reach: PeerTraits) -> Floats:
    one, n = np.ones_like(ability), np.array(float(ability.shape[1]))
    own, peer = (
        shared_values(0.1 * one, 0.0 * one, n) if pay == "alone" else shared_values(0.0 * one, 0.1 * one, n)
    )
    return team_sales(ability, work_with_peers(ability, own, peer, reach), reach)


@pytest.mark.parametrize("n", [1, 2, 5, 20])
def test_team_pay_leaves_one_part_in_n_of_the_reason_to_sell(n: int) -> None:
    able = np.full((1, n), 100.0)
    alone = work_with_peers(able, *shared_values(0.1 + 0 * able, 0 * able, np.array(float(n))), traits())
    together = work_with_peers(able, *shared_values(0 * able, 0.1 + 0 * able, np.array(float(n))), traits())
    assert together.selling == pytest.approx(alone.selling / n)


@pytest.mark.parametrize(("help_effect", "poach_effect", "kept"), SETTINGS)
def test_a_better_star_hurts_peers_who_are_paid_alone_and_helps_those_who_share(
    help_effect: float, poach_effect: float, kept: float
) -> None:
    reach = traits(help_effect, poach_effect, kept)
    usual, star = np.full((1, 4), 100.0), np.array([[100.0, 100.0, 100.0, 160.0]])
    change = {pay: (sales(star, pay, reach) - sales(usual, pay, reach))[0, :3] for pay in ("alone", "team")}
    assert np.all(change["alone"] < 0.0)
    assert np.all(change["team"] > 0.0)


def test_without_reach_into_each_others_sales_stars_change_nothing() -> None:
    reach = traits(0.0, 0.0, 0.5)
    usual, star = np.full((1, 4), 100.0), np.array([[100.0, 100.0, 100.0, 160.0]])
    for pay in ("alone", "team"):
        assert np.array_equal(sales(star, pay, reach)[0, :3], sales(usual, pay, reach)[0, :3])


@pytest.mark.parametrize(("help_effect", "poach_effect", "kept"), SETTINGS)
def test_unlike_people_are_worth_more_to_each_other_in_a_team_and_less_when_paid_alone(
    help_effect: float, poach_effect: float, kept: float
) -> None:
    """The part of sales that comes of colleagues, same mean ability, wider spread."""
    reach, none = traits(help_effect, poach_effect, kept), traits(0.0, 0.0, kept)
    like, unlike = np.full((1, 4), 100.0), np.array([[60.0, 80.0, 120.0, 140.0]])
    change = {}
    for pay in ("alone", "team"):
        of_peers = [sales(able, pay, reach).sum() - sales(able, pay, none).sum() for able in (like, unlike)]
        change[pay] = of_peers[1] - of_peers[0]
    assert change["alone"] < 0.0 < change["team"]


def test_a_contest_makes_a_colleagues_sale_a_loss_and_so_invites_poaching() -> None:
    """What the contest adds to an own sale of one of four, the three rivals lose in equal parts."""
    alike = np.zeros((1, 4))
    contest = Contest(np.array([100.0]))
    step = np.array([[0.0, 1e-4, 0.0, 0.0]])
    harm = (expected_prize(contest, alike, alike + step, alike + 1.0)[0, 0] - 25.0) / 1e-4
    assert harm == pytest.approx(-prize_slope(contest, alike, alike, alike + 1.0)[0, 0] / 3.0, rel=1e-3)
    able, own = np.full((1, 4), 100.0), np.full((1, 4), 0.1)
    calm = work_with_peers(able, own, 0.0 * own, traits())
    fierce = work_with_peers(able, own, 0.0 * own + 0.001 * harm, traits())
    assert np.all(fierce.poaching > calm.poaching)
