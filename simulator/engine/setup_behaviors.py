"""Who decides in which way: behaviors with their numbers and preferences, dealt out to reps by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from inspect import signature
from typing import Any

import numpy as np

from simulator import catalog
from simulator.agents.deciding import DECISION_PERIODS
from simulator.behaviors.preferences import (
    ConstantRisk,
    HyperbolicRisk,
    Neutral,
    Preferences,
    RiskAttitude,
    Valuation,
)
from simulator.behaviors.situation import RepBehavior
from simulator.engine.spec import WorldsSpec
from simulator.randomness import Streams
from simulator.world.records import Axes
from simulator.world.specs import PeopleSpec

__all__ = ["behavior_with", "chosen_behaviors", "preferences_of"]

WEEKS_PER_YEAR = 52


def chosen_behaviors(spec: WorldsSpec, axes: Axes, rep_id: np.ndarray, streams: Streams) -> dict[str, Any]:
    """Give every rep a way of deciding, and say how often it decides.

    A mixture is dealt out by each rep's key: the same rep gets the same behavior in every alternative with
    the same mixture, and with similar ones most reps do.

    Returns
    -------
    The fields ``behaviors``, ``behavior``, ``decides_every`` and ``risk`` of
    :class:`simulator.agents.reps.Reps`.
    """
    made: dict[tuple[Any, ...], int] = {}
    behaviors: list[RepBehavior] = []
    world = axes.rep_world
    number = np.zeros(len(world), np.int64)
    every = np.zeros(len(world), np.int64)
    draw = streams.stream("rep.behavior").uniform(axes.world_replication[world], rep_id)
    first = np.searchsorted(world, np.arange(len(spec.keys) + 1))
    for place, key in enumerate(spec.keys):
        alternative = spec.alternatives[key.alternative]
        values = {**alternative.parameters, **dict(key.overrides)}
        people, rows = alternative.people, slice(first[place], first[place + 1])
        codes = []
        for name in people.mixture:
            identity = (name, people.preferences, people.reference_variable_pay_per_week, *values.values())
            if identity not in made:
                made[identity] = len(behaviors)
                behaviors.append(behavior_with(name, values, people))
            codes.append(made[identity])
        bounds = np.cumsum(list(people.mixture.values()))[:-1]
        number[rows] = np.array(codes)[np.searchsorted(bounds, draw[rows], side="right")]
        every[rows] = DECISION_PERIODS.index(people.decides_every)
    risk = tuple(
        preferences_of(
            {**spec.alternatives[key.alternative].parameters, **dict(key.overrides)},
            spec.alternatives[key.alternative].people,
        ).risk
        for key in spec.keys
    )
    return {"behaviors": tuple(behaviors), "behavior": number, "decides_every": every, "risk": risk}


def behavior_with(name: str, values: Mapping[str, float], people: PeopleSpec) -> RepBehavior:
    """Make a behavior of the catalog with a world's numbers.

    A field of a behavior that is a behavioral number names it in its metadata, as in
    ``field(default=0.3, metadata={"parameter": "goal_gradient"})``; one that takes ``preferences`` is given
    what people want.

    Parameters
    ----------
    name
        Name in the catalog's kind ``rep-behavior``.
    values
        Behavioral numbers.
    people
        The sales force, for preferences.
    """
    made: Any = catalog.get("rep-behavior", name)
    given: dict[str, Any] = {}
    for field in fields(made) if is_dataclass(made) else ():
        if "parameter" in field.metadata:
            given[field.name] = values[field.metadata["parameter"]]
    if "preferences" in signature(made).parameters:
        given["preferences"] = preferences_of(values, people)
    behavior: RepBehavior = made(**given)
    return behavior


def preferences_of(values: Mapping[str, float], people: PeopleSpec) -> Preferences:
    """Put preferences together from behavioral numbers and the scenario's choice of their form.

    Risk aversion is stated against a year's reference variable pay ``W``: constant absolute risk aversion is
    ``risk_aversion / W``; relative risk aversion is ``risk_aversion`` at wealth ``W``.
    """
    aversion = values["risk_aversion"]
    pay = people.reference_variable_pay_per_week
    year = pay * WEEKS_PER_YEAR
    risk: RiskAttitude = Neutral()
    if aversion > 0.0:
        relative = people.preferences.risk == "relative"
        risk = HyperbolicRisk(aversion, year) if relative else ConstantRisk(aversion / year)
    return Preferences(
        risk=risk,  # type: ignore[arg-type]
        discount_per_week=values["discount_per_year"] ** (1.0 / WEEKS_PER_YEAR),
        present_bias=values["present_bias"],
        sophisticated=people.preferences.sophisticated,
        valuation=Valuation(pay, values["loss_aversion"], values["inequity_aversion"]),
        years_ahead=values["planning_horizon_years"],
    )
