"""Who is hired: the best looking of those who apply, or the first one who takes the offer."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from simulator.engine.people.worth import worths
from simulator.engine.seats import Seats, person_ids
from simulator.engine.state import State
from simulator.organization.staffing import HiringTraits, accepts, hire_potential

__all__ = ["applicant", "draw_hires", "outside_pay"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Truths = NDArray[np.bool_]

MOST_ASKED = 25
"""Applicants who are asked before a search is given up and begun anew."""

_NUMBERS = (
    "ability_log_sd",
    "applicants_per_hire",
    "outside_pay_ability_elasticity",
    "outside_pay_log_sd",
    "ramp_weeks",
    "selection_validity",
    "weeks_to_fill_seat",
)
_GRID = (np.arange(4096) + 0.5) / 4096


def outside_pay(median: Floats, ability: Floats, elasticity: Floats, log_sd: Floats, luck: Floats) -> Floats:
    """Give what others would pay [currency per year]: ``median x ability**elasticity x exp(log_sd x luck)``.

    Parameters
    ----------
    median
        Pay elsewhere of a median rep [currency per year].
    ability
        Ability relative to the median rep.
    elasticity
        How far others pay for ability: 0 not at all, 1 in proportion.
    log_sd, luck
        Spread of offers among people alike, and a standard normal draw.

    Examples
    --------
    >>> ones = np.ones(2)
    >>> outside_pay(60e3 * ones, np.array([1.0, 1.44]), 0.5 * ones, 0.2 * ones, 0 * ones)
    array([60000., 72000.])
    """
    return np.asarray(median * ability**elasticity * np.exp(log_sd * luck))


def draw_hires(state: State, seats: Seats, rows: Whole) -> Truths:
    """Put new people into empty seats; give for which of them somebody was found, ``(n,)``.

    Parameters
    ----------
    state
        The batch.
    seats
        ``person``, ``own_ability`` and ``outside`` of the seats found are set.
    rows
        Empty seats whose search ends now, ``(n,)``.
    """
    picky = np.array([rule is not None and rule.applicants_choose for rule in seats.rules])
    number = seats.person[rows] + 1
    found = np.zeros(len(rows), np.bool_)
    for asked in range(MOST_ASKED):
        left = np.flatnonzero(~found)
        if not len(left):
            break
        here = rows[left]
        ability, outside = applicant(state, seats, here, number[left], asked)
        takes = ~picky[state.reps.world[here]]
        choosy = np.flatnonzero(~takes)
        if len(choosy):
            offer = worths(state, seats, here[choosy], ability[choosy])
            takes[choosy] = accepts(offer, outside[choosy])
        taken = here[takes]
        seats.person[taken] = number[left][takes]
        seats.own_ability[taken], seats.outside[taken] = ability[takes], outside[takes]
        found[left[takes]] = True
    return found


def applicant(state: State, seats: Seats, rows: Whole, person: Whole, asked: int) -> tuple[Floats, Floats]:
    """Draw the person who is asked next for each seat: ability at full strength, and pay elsewhere.

    Parameters
    ----------
    state, seats, rows
        The batch, and the seats to be filled, ``(n,)``.
    person
        Number that the person will have in the seat, ``(n,)``.
    asked
        How many were asked before for the same seat.
    """
    world = state.reps.world[rows]
    of = {name: values[world] for name, values in state.parameters.items() if name in _NUMBERS}
    traits = HiringTraits.from_parameters(of)
    ids = person_ids(state.reps.rep_id[rows], person)
    choice, own, elsewhere = (
        state.streams.stream(name).keys(state.replication, 0, asked).take(world)
        for name in ("hire.choice", "hire.ability", "person.outside")
    )
    level = hire_potential(choice.uniform(ids), own.normal(ids), traits.applicants, traits.validity)
    usual = np.array([_best_of(float(number)) for number in traits.applicants]) * traits.validity
    stated = np.array([np.nan if rule is None else rule.applicant_ability or np.nan for rule in seats.rules])
    known = ~np.isnan(stated[world])
    center = np.where(known, np.log(np.where(known, stated[world], 1.0)), -of["ability_log_sd"] * usual)
    ability = seats.group_ability[rows] * np.exp(center + of["ability_log_sd"] * level)
    outside = outside_pay(
        seats.median_outside[world],
        ability,
        of["outside_pay_ability_elasticity"],
        of["outside_pay_log_sd"],
        elsewhere.normal(ids),
    )
    return ability, outside


@lru_cache(maxsize=64)
def _best_of(number: float) -> float:
    """Give the mean of the greatest of so many standard normal draws."""
    return float(np.mean(ndtri(_GRID ** (1.0 / number))))
