"""What a plan makes people do: signs that must follow from the plan, in maps and in words."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.behaviors.anticipating import Anticipating
from simulator.behaviors.forward_looking import ForwardLooking
from simulator.compensation import load_plan
from simulator.documents import parse
from simulator.errors import OptionError
from simulator.studies.behave.maps import COASTS, GIVES_UP, SPRINTS, Maps, behavior_maps
from simulator.studies.behave.stage import stage
from simulator.studies.behave.telling import in_words, mix_groups
from simulator.studies.exploit.honest import assumed_market

FLAT = "c: {kind: commission, rate: 3%}"
BONUS = "b: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 9000}"
TILT = "c: {kind: commission, rate: 2%}, p: {kind: commission, credit: {tier: premium}, rate: 2%}"


def maps_of(components: str, behavior: type = Anticipating, **options: str) -> Maps:
    plan = load_plan(parse(f"plan: case\ncomponents: {{{components}}}\n"))
    return behavior_maps(stage(plan, assumed_market(plan), behavior(), **options))  # type: ignore[arg-type]


@pytest.mark.parametrize("behavior", [Anticipating, ForwardLooking])
def test_under_a_flat_commission_position_and_date_change_nothing(behavior: type) -> None:
    maps = maps_of(FLAT, behavior)
    assert maps.is_flat
    [(heading, sentences)] = in_words(maps, "en")
    assert heading == "Everybody"
    assert len(sentences) == 1


@pytest.mark.parametrize("behavior", [Anticipating, ForwardLooking])
def test_near_the_close_of_a_bonus_they_give_up_far_below_sprint_before_and_coast_after(
    behavior: type,
) -> None:
    maps = maps_of(BONUS, behavior)
    last = maps.zone[1, -1]
    assert last[0] == GIVES_UP
    assert last[np.searchsorted(maps.attainment, 0.93)] == SPRINTS
    assert last[-1] == COASTS


def test_an_able_rep_is_sure_of_the_bonus_where_a_weak_one_gives_up() -> None:
    maps = maps_of(BONUS)
    half, place = 6, int(np.searchsorted(maps.attainment, 0.4))
    assert maps.path[2, -1] > maps.path[0, -1]
    assert maps.effort[2, half, place] > maps.effort[0, half, place]


def test_before_a_bonus_orders_are_pulled_in_and_after_it_held_back() -> None:
    advantage = maps_of(BONUS).advantage[1, -1]
    attainment = maps_of(BONUS).attainment
    assert advantage[np.searchsorted(attainment, 0.95)] > 0.3
    assert advantage[-1] < -0.3


def test_the_discount_is_bounded_by_the_two_rates() -> None:
    tiers = (
        "c: {kind: commission, period: quarter, attainment: {quota: sales},"
        " tiers: [{from: 0%, rate: 6%}, {from: 100%, rate: 12%}]}"
    )
    maps = maps_of(tiers)
    assert maps.advantage.max() <= 0.5 + 1e-9
    assert maps.value.min() >= 0.06 - 1e-9
    assert maps.value.max() <= 0.12 + 1e-9


def test_effort_goes_to_what_pays_more() -> None:
    maps = maps_of(TILT)
    names, shares = mix_groups(maps, "en")
    assert names[0] == "premium"
    assert (shares[:, :, 0] > 0.5).all()


def test_words_come_in_both_languages_with_the_same_number_of_sentences() -> None:
    maps = maps_of(BONUS)
    english, chinese = (in_words(maps, language) for language in ("en", "zh"))
    assert [len(sentences) for _, sentences in english] == [len(sentences) for _, sentences in chinese]
    assert "gives up" in " ".join(english[0][1])


def test_a_period_that_the_plan_does_not_settle_is_refused() -> None:
    with pytest.raises(OptionError, match="the plan settles nothing by the year"):
        maps_of(BONUS, period="year")


def test_a_plan_of_salary_alone_leaves_nothing_to_decide() -> None:
    with pytest.raises(OptionError, match="nothing beyond salary"):
        maps_of("base: {kind: salary, pay_per_month: 3000}")
