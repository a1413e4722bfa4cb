"""Each strategy against a leader, week by week: a reader checks them by eye."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.strategies.copy_features import CopyFeatures
from simulator.strategies.entrant import Entrant
from simulator.strategies.follower import Follower
from simulator.strategies.generous_tit_for_tat import GenerousTitForTat
from simulator.strategies.hold import Hold
from simulator.strategies.match_lowest import MatchLowest
from simulator.strategies.match_price_cut import MatchPriceCut
from simulator.strategies.premium import Premium
from simulator.strategies.price_war_trigger import PriceWarTrigger
from simulator.strategies.quarter_end_pressure import QuarterEndPressure
from simulator.strategies.undercut import Undercut
from simulator.world.views import FirmView
from tests.transcripts.played import launched, played, sold


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


def test_never_undersold() -> None:
    [answer] = played(MatchLowest(delay_weeks=1, floor_margin=1.1), leader=[100, 90, 50, 120, 100])
    # ------------------------------------------------------- leader: 100,  90, 50, 120, 100
    assert answer == [100, 100, 90, pytest.approx(66.0), 100]


def test_two_who_undercut_each_other_walk_down_to_the_floor() -> None:
    rule = Undercut(step_share=0.1, delay_weeks=1, floor_margin=1.1)
    first, second = played(rule, rule, leader=[100] * 8)
    assert [round(price, 2) for price in first] == [100, 90, 81, 72.9, 66, 66, 66, 66]
    assert second == first


def test_a_follower_goes_down_and_up_with_its_leader_and_no_further_than_its_floor() -> None:
    [answer] = played(Follower(delay_weeks=2, floor_margin=1.1), leader=[100, 80, 120, 50, 100, 100])
    # --------------------------------------------------------- leader: 100,  80, 120, 50, 100, 100
    assert answer == [100, 100, 100, 80, 120, pytest.approx(66.0)]


def test_a_premium_firm_stays_above_the_mean_of_the_others() -> None:
    first, second = played(Premium(above_share=0.2, delay_weeks=1), Hold(), leader=[100, 80, 140])
    assert first == pytest.approx([100, 120, 108])
    assert second == [100, 100, 100]


def test_a_generous_firm_answers_most_rounds_and_lets_some_pass() -> None:
    leader = [100, *[80] * 400]
    [answer] = played(GenerousTitForTat(round_weeks=1, forgiven_share=0.25), leader=leader)
    assert set(answer) == {100.0, 80.0}
    assert np.mean(np.array(answer[2:]) == 100.0) == pytest.approx(0.25, abs=4.0 * (0.25 * 0.75 / 400) ** 0.5)
    [always] = played(GenerousTitForTat(round_weeks=1, forgiven_share=0.0), leader=leader)
    assert always == played(MatchPriceCut(delay_weeks=1), leader=leader)[0]


def test_between_rounds_a_generous_firm_keeps_its_answer() -> None:
    rule = GenerousTitForTat(round_weeks=3, forgiven_share=0.0)
    [answer] = played(rule, leader=[100, 80, 100, 100, 100, 70, 100, 100])
    # ----------------------- leader: 100, 80, 100, 100, 100, 70, 100, 100
    assert answer == [100, 100, 100, 100, 100, 100, 70, 70]


def test_a_fall_in_sales_starts_a_war_of_its_length_and_nothing_else_does() -> None:
    rule = PriceWarTrigger(trigger_share=0.8, watch_weeks=1, war_weeks=3, war_margin=1.1)
    prices = sold(rule, sales=[10, 10, 9, 7, 10, 10, 10, 10, 10, 7, 10])
    # ---------------- sales:  10, 10,  9,  7, 10, 10, 10, 10, 10, 7, 10
    war = pytest.approx(66.0)
    assert prices == [100, 100, 100, 100, war, war, war, 100, 100, 100, war]


def test_a_firm_that_makes_its_target_does_not_cut_and_one_that_misses_it_cuts_at_the_end() -> None:
    rule = QuarterEndPressure(target_growth=0.0, quarter_weeks=4, last_weeks=1, deepest_cut_share=0.15)
    # --------------- quarters:  | first      | made        | missed by a tenth | missed by half
    prices = sold(rule, sales=[10, 10, 10, 10, 10, 10, 10, 10, 9, 9, 9, 9, 4, 4, 4, 4])
    assert prices[:11] == [100] * 11
    assert prices[11] == pytest.approx(90.0)
    assert prices[12:15] == [100] * 3
    assert prices[15] == pytest.approx(85.0)


def test_an_entrant_stays_away_grows_and_ends_its_introductory_price() -> None:
    rule = Entrant(enters_in_week=3, ramp_weeks=2, introductory_share=0.1)
    full, now, told = np.array([0.8, 0.4]), np.array([0.8, 0.4]), []
    for week in range(6):
        view = FirmView(
            week=week,
            firm=1,
            own_presence=now,
            own_opening_presence=full,
            own_opening_prices=np.full((1, 1), 100.0),
        )
        move = rule.decide(view, np.random.default_rng(1))
        now = now if move.presence is None else move.presence
        told.append((now.tolist(), None if move.list_prices is None else float(move.list_prices[0, 0])))
    assert told == [
        ([0.0, 0.0], 90.0),  # week 1: not there
        ([0.0, 0.0], None),
        ([0.4, 0.2], 90.0),  # week 3: enters
        ([0.8, 0.4], 100.0),  # week 4: all there
        ([0.8, 0.4], None),
        ([0.8, 0.4], None),
    ]
