"""Each action of our firm moves the lever that it says, from its week on, and costs what it says."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engine.state import CustomerState
from tests.unit.engine.small_runs import batch, small_scenario, state_after, with_action

FLAT, TILTED = 0, 1


def after(action: str, weeks: int, settings: tuple[str, ...] = ()) -> CustomerState:
    scenario = small_scenario(with_action(action), settings=settings)
    return state_after(batch(scenario, weeks=weeks), weeks)


def spent(state: CustomerState, kind: int = 0) -> dict[int, float]:
    """Money spent on actions in the second world by week."""
    table = state.ledger.table("spend")
    mine = (table["world"] == TILTED) & (table["kind"] == kind)
    weeks = table["day"][mine] // 7 + 1
    return {int(week): float(table["amount_minor"][mine][weeks == week].sum()) / 100.0 for week in set(weeks)}


def of_world(state: CustomerState, values: np.ndarray, world: int) -> np.ndarray:
    return np.asarray(values[state.reps.world == world])


def test_a_briefing_is_understood_in_part_and_costs_once() -> None:
    state = after("{kind: briefing, title: T, medium: meeting, from_week: 2, cost: 500}", 2)
    understanding = of_world(state, state.reps.understanding, TILTED)
    assert (understanding > 0.0).all()
    assert (understanding <= 0.6).all()
    assert len(np.unique(understanding)) == 6  # managers differ
    assert spent(state) == {2: 500.0}
    message = state.ledger.table("message")
    assert message["reps_reached"].tolist() == [6]
    assert 0.0 < float(message["fidelity"][0]) <= 0.6


@pytest.mark.parametrize(("worse", "better"), [("e-mail", "meeting"), ("meeting", "workshop")])
def test_a_clearer_medium_gets_more_across_to_every_rep(worse: str, better: str) -> None:
    heard = [
        of_world(state, state.reps.understanding, TILTED)
        for state in (after(f"{{kind: briefing, title: T, medium: {m}}}", 1) for m in (worse, better))
    ]
    assert (heard[1] > heard[0]).all()


def test_training_teaches_takes_days_and_costs_for_each_rep() -> None:
    state = after("{kind: training, title: T, days: 2, from_week: 2, cost: 100, cost_per_rep: 10}", 2)
    knowledge = of_world(state, state.reps.knowledge, TILTED)
    assert (knowledge > of_world(state, state.reps.knowledge, FLAT)).all()
    assert of_world(state, state.reps.time_available, TILTED) == pytest.approx(0.6)
    assert spent(state) == {2: 160.0}
    effort = state.ledger.table("activity")
    trained = (effort["world"] == TILTED) & (effort["day"] == 7)
    assert effort["effort"][trained].max() <= 0.6 * 1.5 + 1e-6


def test_a_special_team_joins_leads_and_costs_every_week() -> None:
    team = "{kind: special-team, title: T, people: 2, leads_per_person_per_week: 3, from_week: 2,"
    state = after(team + " cost_per_person_per_week: 50}", 4)
    assert state.levers.specialist_leads.tolist() == [0.0, 6.0]
    assert spent(state) == {2: 100.0, 3: 100.0, 4: 100.0}


def test_a_channel_opens_step_by_step_and_its_costs_grow_with_it() -> None:
    state = after("{kind: channel, title: T, channel: web, presence: 1.0, ramp_weeks: 4, from_week: 2}", 6)
    assert [round(float(state.levers.presence(week)[TILTED, 1]), 3) for week in range(6)] == [
        0.8,
        0.85,
        0.9,
        0.95,
        1.0,
        1.0,
    ]
    assert state.levers.presence(5)[FLAT, 1] == 0.8
    assert spent(state, kind=1) == pytest.approx({1: 800, 2: 850, 3: 900, 4: 950, 5: 1000, 6: 1000})


def test_a_promotion_lasts_its_weeks_and_only_them() -> None:
    sale = "{kind: promotion, title: T, tier: premium, discount_share: 0.1, from_week: 2, lasts_weeks: 2}"
    discounts = [after(sale, weeks).firms.discount[TILTED].tolist() for weeks in (1, 2, 3, 4)]
    assert discounts == [[0.0, 0.0], [0.0, pytest.approx(0.1)], [0.0, pytest.approx(0.1)], [0.0, 0.0]]


def test_rivals_see_a_promotion() -> None:
    sale = "{kind: promotion, title: T, tier: premium, discount_share: 0.1, from_week: 2}"
    state = after(sale, 4)
    moves = state.ledger.table("price_move")
    answer = (moves["world"] == TILTED) & (moves["firm"] == 1) & (moves["day"] > 0)
    assert moves["day"][answer].tolist() == [21]  # two weeks after week 2
    assert moves["price_minor"][answer].tolist() == [360_000]
    assert not ((moves["world"] == FLAT) & (moves["day"] > 0)).any()


def test_faster_approval_is_faster() -> None:
    state = after("{kind: approval, title: T, layers: 1, handling_days: 0.1, from_week: 2}", 26)
    assert state.levers.layers.tolist() == [2, 1]
    change = state.ledger.table("stage_change")
    submitted = {}
    waits: dict[int, list[int]] = {FLAT: [], TILTED: []}
    for world, deal, day, to in zip(
        change["world"], change["deal_id"], change["day"], change["to_stage"], strict=True
    ):
        if to == 1:
            submitted[int(world), int(deal)] = int(day)
        elif to == 2 and (int(world), int(deal)) in submitted:
            waits[int(world)].append(int(day) - submitted[int(world), int(deal)])
    assert np.mean(waits[TILTED]) < np.mean(waits[FLAT])
    assert min(waits[FLAT]) >= 0


def test_without_layers_nothing_waits() -> None:
    state = after("{kind: approval, title: T, layers: 0}", 8)
    change = state.ledger.table("stage_change")
    assert not ((change["world"] == TILTED) & (change["to_stage"] == 1)).any()
    assert ((change["world"] == FLAT) & (change["to_stage"] == 1)).any()


def test_a_service_promise_pleases_and_costs_for_each_order() -> None:
    state = after("{kind: service, title: T, response_hours: 24, cost_per_order: 30}", 26)
    assert state.levers.response_hours.tolist() == [72.0, 24.0]
    delivery = state.ledger.table("delivery")
    mean = [float(delivery["satisfaction"][delivery["world"] == world].mean()) for world in (FLAT, TILTED)]
    assert mean[1] - mean[0] == pytest.approx(0.06, abs=0.02)  # two days at 0.03


def test_a_launch_raises_our_premium_features_only() -> None:
    state = after("{kind: launch, title: T, feature_level: 1.5, from_week: 3, cost: 900}", 3)
    assert state.firms.feature_level[:, :, 0].tolist() == [[1.0, 1.0], [1.5, 1.0]]
    assert spent(state) == {3: 900.0}
    launches = state.ledger.table("launch")
    assert launches["feature_level"][launches["day"] > 0].tolist() == [1.5]
