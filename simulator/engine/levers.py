"""What our firm's actions do: each kind of action moves one lever of the model.

Moves name actions by number; worlds of an alternative that move alike are treated in one step.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulator.engine.state import CustomerState
from simulator.organization.messages import fidelity, understood
from simulator.organization.training import after_training
from simulator.randomness import hash_id, name_id
from simulator.world.actions import (
    ActionSpec,
    Briefing,
    ChangeApproval,
    LaunchFeature,
    OpenChannel,
    Promotion,
    Service,
    SpecialTeam,
    Training,
)
from simulator.world.moves import Move
from simulator.world.specs import OUR_FIRM, TIERS

__all__ = ["apply_actions"]

Whole = NDArray[np.int64]
WORKING_DAYS_PER_WEEK = 5.0
MINOR = 100


def apply_actions(state: CustomerState, moves: dict[tuple[int, int], Move]) -> None:
    """Let this week's actions of our firm act, and book what they cost.

    Parameters
    ----------
    state
        The batch.
    moves
        Moves by (world, firm); only our firm's actions are read.
    """
    worlds_of: dict[tuple[str, int], list[int]] = defaultdict(list)
    for (world, firm), move in moves.items():
        if firm == OUR_FIRM:
            for number in move.actions:
                worlds_of[state.spec.keys[world].alternative, number].append(world)
    for (alternative, number), listed in worlds_of.items():
        actions = state.spec.alternatives[alternative].actions
        name, action = list(actions.items())[number]
        worlds = np.array(listed)
        _EFFECTS[type(action)](state, worlds, action, name)
        _book(state, worlds, action, name)


def _book(state: CustomerState, worlds: Whole, action: ActionSpec, name: str) -> None:
    number = state.spec.action_names.index(name)
    if action.cost:
        spend(state, worlds, np.full(len(worlds), action.cost), "action", number)
    running = action.cost_per_week
    if isinstance(action, SpecialTeam):
        running += action.people * action.cost_per_person_per_week
    if running:
        state.levers.cost_per_week[worlds, number] = running
        passes = isinstance(action, Briefing | Training | Promotion)  # costs only while it acts
        state.levers.cost_until[worlds, number] = state.week + 1 if passes else action.until_week or np.inf


def spend(
    state: CustomerState,
    worlds: Whole,
    amounts: NDArray[np.floating],
    kind: str,
    item: int,
    purpose: str = "once",
) -> None:
    """Write money spent to the ledger, one row for each world with an amount [currency].

    ``purpose`` tells apart what is spent on one item on one day; ids go by names, never by codes of a batch.
    """
    from simulator.world.records import SPEND_KINDS

    code = SPEND_KINDS.index(kind)
    names = {"action": state.spec.action_names, "channel": tuple(state.spec.first.channels)}.get(kind)
    what = name_id(f"{kind} {names[item] if names else item} {purpose}")
    state.ledger.append(
        "spend",
        world=worlds,
        day=state.day,
        event_id=hash_id("spend", what, np.full(len(worlds), state.day)),
        cause_id=0,
        kind=code,
        item=item,
        amount_minor=np.rint(amounts * MINOR).astype(np.int64),
    )


def _reps_in(state: CustomerState, worlds: Whole) -> Whole:
    member = np.zeros(state.n_worlds, np.bool_)
    member[worlds] = True
    return np.flatnonzero(member[state.reps.world])


def _brief(state: CustomerState, worlds: Whole, action: ActionSpec, name: str) -> None:
    assert isinstance(action, Briefing)
    clarity = {"e-mail": "clarity_e_mail", "meeting": "clarity_meeting", "workshop": "clarity_workshop"}
    _tell(state, worlds, name, clarity[action.medium])


def _tell(state: CustomerState, worlds: Whole, name: str, clarity: str) -> None:
    """Send a message through the layers; each rep takes in what arrives."""
    rows = _reps_in(state, worlds)
    reps = state.reps
    world = reps.world[rows]
    spread = state.streams.stream("message.passes_layers").uniform(
        state.replication[world], reps.rep_id[rows], week=state.week
    )
    layers = np.array([a.organization.layers for a in state.spec.alternatives.values()], dtype=np.float64)
    number = {alternative: n for n, alternative in enumerate(state.spec.alternatives)}
    of_world = np.array([number[key.alternative] for key in state.spec.keys])
    arriving = fidelity(
        state.parameters[clarity][world],
        state.parameters["message_kept_per_layer"][world],
        layers[of_world[world]],
        spread,
    )
    reps.understanding[rows] = understood(reps.understanding[rows], arriving)
    reached = np.bincount(world, minlength=state.n_worlds)[worlds]
    mean = np.bincount(world, arriving, state.n_worlds)[worlds] / np.maximum(reached, 1)
    state.ledger.append(
        "message",
        world=worlds,
        day=state.day,
        event_id=hash_id("message", name_id(name), np.full(len(worlds), state.week)),
        cause_id=0,
        action=state.spec.action_names.index(name),
        reps_reached=reached,
        fidelity=mean,
    )


def _train(state: CustomerState, worlds: Whole, action: ActionSpec, name: str) -> None:
    assert isinstance(action, Training)
    rows = _reps_in(state, worlds)
    reps = state.reps
    gain = state.parameters["knowledge_gain_per_training_day"][reps.world[rows]]
    reps.knowledge[rows] = after_training(reps.knowledge[rows], action.days, gain)
    reps.time_available[rows] *= max(0.0, 1.0 - action.days / WORKING_DAYS_PER_WEEK)
    _tell(state, worlds, name, "clarity_meeting")
    if action.cost_per_rep:
        people = np.bincount(reps.world[rows], minlength=state.n_worlds)[worlds]
        number = state.spec.action_names.index(name)
        spend(state, worlds, people * action.cost_per_rep, "action", number, "for each rep")


def _form_team(state: CustomerState, worlds: Whole, action: ActionSpec, name: str) -> None:
    del name
    assert isinstance(action, SpecialTeam)
    state.levers.specialist_leads[worlds] += action.people * action.leads_per_person_per_week


def _open_channel(state: CustomerState, worlds: Whole, action: ActionSpec, name: str) -> None:
    del name
    assert isinstance(action, OpenChannel)
    channel = list(state.spec.first.channels).index(action.channel)
    levers = state.levers
    levers.ramp_from[worlds, channel] = levers.presence(state.week)[worlds, channel]
    levers.ramp_to[worlds, channel] = action.presence
    levers.ramp_start[worlds, channel] = state.week
    levers.ramp_weeks[worlds, channel] = action.ramp_weeks
    if action.demonstration is not None:
        state.firms.demonstration[worlds, OUR_FIRM, channel] = action.demonstration


def _promote(state: CustomerState, worlds: Whole, action: ActionSpec, name: str) -> None:
    del name
    assert isinstance(action, Promotion)
    tier = TIERS.index(action.tier)
    kept = (1.0 - state.firms.discount[worlds, tier]) * (1.0 - action.discount_share)
    state.firms.discount[worlds, tier] = 1.0 - kept


def _change_approval(state: CustomerState, worlds: Whole, action: ActionSpec, name: str) -> None:
    del name
    assert isinstance(action, ChangeApproval)
    levers = state.levers
    for field in ("layers", "approvers", "handling_days"):
        value = getattr(action, field)
        if value is not None:
            getattr(levers, field)[worlds] = value
    depth = max(1, int(levers.layers.max()))
    people = np.repeat(levers.approvers[worlds][:, None], depth, axis=1)
    state.deals.approval.set_capacity(worlds, levers.layers[worlds], people)


def _promise_service(state: CustomerState, worlds: Whole, action: ActionSpec, name: str) -> None:
    del name
    assert isinstance(action, Service)
    state.levers.response_hours[worlds] = action.response_hours
    state.levers.service_cost_per_order[worlds] = action.cost_per_order


def _launch(state: CustomerState, worlds: Whole, action: ActionSpec, name: str) -> None:
    del name
    assert isinstance(action, LaunchFeature)
    features = state.firms.feature_level
    features[worlds, OUR_FIRM] = np.maximum(features[worlds, OUR_FIRM], action.feature_level)


_EFFECTS: dict[type[ActionSpec], Callable[[CustomerState, Whole, ActionSpec, str], None]] = {
    Briefing: _brief,
    Training: _train,
    SpecialTeam: _form_team,
    OpenChannel: _open_channel,
    Promotion: _promote,
    ChangeApproval: _change_approval,
    Service: _promise_service,
    LaunchFeature: _launch,
}
