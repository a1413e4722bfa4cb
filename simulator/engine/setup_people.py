"""Open the seats of a batch in which people come and go."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simulator.agents.reps import PlanOfReps, Reps
from simulator.behaviors.preferences import RiskAttitude
from simulator.engine.seats import Seats
from simulator.engine.setup_behaviors import preferences_of
from simulator.engine.spec import WorldsSpec
from simulator.randomness import Streams

__all__ = ["open_seats"]

Floats = NDArray[np.float64]
_WEEKS_PER_YEAR = 52


def open_seats(
    spec: WorldsSpec,
    reps: Reps,
    plans: tuple[PlanOfReps, ...],
    group_ability: Floats,
    parameters: Mapping[str, Floats],
    streams: Streams,
) -> Seats | None:
    """Open the seats with those who are there at the start; None where nobody comes or goes.

    Parameters
    ----------
    spec, reps, plans
        The batch, its sales force, and the plans that it weighs.
    group_ability
        Ability of the median person of each seat's group, ``(n_reps,)``.
    parameters
        Behavioral numbers by name, ``(n_worlds,)`` each.
    streams
        All luck of the experiment.
    """
    of_world = [spec.alternatives[key.alternative] for key in spec.keys]
    if not any(each.people_move for each in of_world):
        return None
    world = reps.world
    replication = np.array([key.replication for key in spec.keys])[world]
    median = _median_outside(spec, reps, plans)
    luck = streams.stream("person.outside").normal(replication, reps.rep_id)
    elasticity = parameters["outside_pay_ability_elasticity"][world]
    offered = np.exp(parameters["outside_pay_log_sd"][world] * luck)
    risks, risk_of_world = _risks(spec)
    return Seats(
        moves=np.array([each.people_move for each in of_world])[world],
        person=np.zeros(len(world), np.int64),
        own_ability=reps.ability.copy(),
        outside=median[world] * reps.ability**elasticity * offered,
        group_ability=group_ability,
        median_outside=median,
        rules=tuple(each.people.turnover for each in of_world),
        team_factor=np.ones((len(spec.keys), len(spec.first.regions))),
        risks=risks,
        risk_of=risk_of_world[world],
    )


def _median_outside(spec: WorldsSpec, reps: Reps, plans: tuple[PlanOfReps, ...]) -> Floats:
    """Give what others pay a median rep in each world: as stated, or like the pay that people know."""
    salary = np.zeros(len(spec.keys))
    for plan in plans:
        if plan.role != "new":
            salary[reps.world[plan.reps]] = plan.compiled.salary_per_week
    people = [spec.alternatives[key.alternative].people for key in spec.keys]
    usual = _WEEKS_PER_YEAR * (salary + [each.reference_variable_pay_per_week for each in people])
    stated = [each.turnover.outside_pay_per_year if each.turnover else None for each in people]
    return np.array([known if given is None else given for known, given in zip(usual, stated, strict=True)])


def _risks(spec: WorldsSpec) -> tuple[tuple[RiskAttitude, ...], NDArray[np.int64]]:
    """List the attitudes to risk in use, and the number of each world's."""
    found: list[RiskAttitude] = []
    number = []
    for key in spec.keys:
        alternative = spec.alternatives[key.alternative]
        values = {**alternative.parameters, **dict(key.overrides)}
        risk = preferences_of(values, alternative.people).risk
        if risk not in found:
            found.append(risk)
        number.append(found.index(risk))
    return tuple(found), np.array(number, np.int64)
