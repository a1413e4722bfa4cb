"""Each strategy against a leader, week by week: a reader checks them by eye."""

from __future__ import annotations

from simulator.strategies.copy_features import CopyFeatures
from simulator.strategies.hold import Hold
from simulator.strategies.match_price_cut import MatchPriceCut
from tests.transcripts.played import launched, played


def test_hold_never_moves_whatever_the_leader_does() -> None:
    assert played(Hold(), leader=[100, 50, 150, 20]) == [[100, 100, 100, 100]]
    assert launched(Hold(), leader=[1, 2, 3, 4]) == [[1, 1, 1, 1]]


def test_a_price_cut_is_answered_after_the_delay_and_forgiven() -> None:
    [answer] = played(MatchPriceCut(delay_weeks=2), leader=[100, 100, 80, 80, 90, 100, 100, 100])
    # ------------------------------- leader:                100, 100, 80, 80, 90, 100, 100, 100
    assert answer == [100, 100, 100, 100, 80, 80, 90, 100]


def test_a_promotion_of_one_week_is_answered_for_one_week() -> None:
    [answer] = played(MatchPriceCut(delay_weeks=3), leader=[100, 92, 100, 100, 100, 100])
    assert answer == [100, 100, 100, 100, 92, 100]


def test_a_price_rise_is_not_followed() -> None:
    assert played(MatchPriceCut(delay_weeks=1), leader=[100, 130, 130]) == [[100, 100, 100]]


def test_coming_down_from_a_raised_price_is_answered_as_a_cut() -> None:
    """The regular price is the highest asked so far: the assumption that the strategy states."""
    [answer] = played(MatchPriceCut(delay_weeks=1), leader=[100, 125, 100, 100])
    assert answer == [100, 100, 100, 80]


def test_the_answer_stops_at_a_margin_over_cost() -> None:
    [answer] = played(MatchPriceCut(delay_weeks=1, floor_margin=1.1), leader=[100, 40, 40], cost=60)
    assert answer == [100, 100, 66]


def test_whoever_sells_below_the_floor_already_does_not_raise_its_price_in_answer() -> None:
    [answer] = played(MatchPriceCut(delay_weeks=1, floor_margin=1.1), leader=[100, 80, 100], cost=99)
    assert answer == [100, 100, 100]


def test_the_deepest_of_several_cuts_is_matched() -> None:
    first, second = played(
        MatchPriceCut(delay_weeks=1), MatchPriceCut(delay_weeks=2), leader=[100, 80, 100, 100]
    )
    assert first[:3] == [100, 100, 80]
    assert second[:4] == [100, 100, 100, 80]


def test_a_copier_copies_a_year_later() -> None:
    weeks = 110
    leader = [1.0 if week < 27 else 1.25 if week < 40 else 1.5 for week in range(weeks)]
    [level] = launched(CopyFeatures(delay_weeks=52), leader=leader)
    assert [level[week] for week in (0, 52, 78, 79, 91, 92, 109)] == [1, 1, 1, 1.25, 1.25, 1.5, 1.5]


def test_a_copier_never_gives_a_feature_up() -> None:
    [level] = launched(CopyFeatures(delay_weeks=1), leader=[1, 1.5, 1, 1, 1])
    assert level == [1, 1, 1.5, 1.5, 1.5]


def test_a_copier_who_leads_waits() -> None:
    [level] = launched(CopyFeatures(delay_weeks=1), leader=[0.5, 0.7, 0.9], opening=1.0)
    assert level == [1, 1, 1]
