"""Colleagues who work side by side help each other and take customers from each other, as pay has it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.agents.reps import Reps
from simulator.behaviors.effort_models import QuadraticEffort
from simulator.behaviors.teams import PeerTraits, PeerWork, team_sales, work_with_peers
from simulator.engine.reduced_form.state import ReducedFormState

__all__ = ["sales_through_peers"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def sales_through_peers(state: ReducedFormState, ability: Floats) -> Floats:
    """Give what colleagues add to each other's expected sales this week, and take.

    Parameters
    ----------
    state
        The batch; ``reps.value`` and ``reps.peer_value`` tell what own and colleagues' credit is worth.
    ability
        What a unit of effort brings this week [currency], ``(n_reps, n_kinds)``.

    Returns
    -------
    Currency, ``(n_reps, n_kinds)``: what is poached and kept, and what colleagues give less what they take.

    Notes
    -----
    Help and poaching cost as in :func:`simulator.behaviors.teams.work_with_peers`, by product, and each is at
    most the most effort that a rep can give. They come on top of the effort on own sales (we assume). Reps
    of worlds without ``demand.peers: team`` do nothing of the kind.
    """
    reps = state.reps
    if reps.peer_value is None:
        return np.zeros_like(ability)
    result = np.zeros_like(ability)
    cost = _cost_of_effort(state)
    for members in _teams(state):
        parameters = {name: values[reps.world[members]] for name, values in state.parameters.items()}
        most = reps.traits.most[members]
        for kind in np.flatnonzero(state.is_credited):
            able = ability[:, kind][members]
            traits = PeerTraits.from_parameters(parameters, cost[:, kind][members])
            values = reps.value[:, kind][members], reps.peer_value[:, kind][members]
            work = work_with_peers(able, *values, traits)
            helping, poaching = (np.minimum(each, most) for each in (work.helping, work.poaching))
            result[members, kind] = team_sales(able, PeerWork(0.0 * able, helping, poaching), traits)
    return result


def _teams(state: ReducedFormState) -> list[Whole]:
    """Give the reps of each team in worlds where peers matter, teams of equal size at once, ``(m, n)``."""
    reps: Reps = state.reps
    alternatives = [state.spec.alternatives[key.alternative] for key in state.spec.keys]
    matter = [a.reduced_form is not None and a.reduced_form.rules.peers == "team" for a in alternatives]
    there = np.arange(len(reps.world)) if state.seats is None else state.seats.present
    rows = there[np.array(matter)[reps.world[there]]]
    cell = reps.world[rows] * (int(reps.team.max(initial=0)) + 1) + reps.team[rows]
    _, size = np.unique(cell, return_counts=True)
    order = rows[np.argsort(cell, kind="stable")]
    start = np.cumsum(size) - size
    return [order[start[size == n][:, None] + np.arange(n)] for n in np.unique(size)]


def _cost_of_effort(state: ReducedFormState) -> Floats:
    """Give the cost of a unit of effort, ``c e**2 / 2`` [currency per week], ``(n_reps, n_kinds)``.

    In the concave model it is such that normal effort would be best where normal effort is now.
    """
    reps = state.reps
    if isinstance(reps.effort_model, QuadraticEffort):
        kinds = np.arange(reps.potential.shape[1])
        return np.asarray(reps.effort_model.cost_matrix[:, kinds, kinds])
    normal = reps.traits.marginal_cost / reps.traits.elasticity
    return np.maximum(normal[:, None] * reps.normal_split, 1e-9)
