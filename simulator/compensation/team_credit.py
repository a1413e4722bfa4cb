"""Who else is credited with a sale where only its seller and the seller's team are known, as in a simulation.

A plan names columns of a file of sales (AR, SR, FR); a simulated sale stands under its seller. The first
column is the seller, the others are in turn the colleagues that follow in the same team: everybody leads
some sales and helps with others. The first member of a team is its manager.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from simulator.compensation.crediting import NOBODY, Crediting, Hierarchy, credited
from simulator.compensation.events import CreditEvents
from simulator.compensation.money import MILLION, IntArray
from simulator.compensation.people import ALWAYS


class Way(NamedTuple):
    """What one way of crediting brings, for each unit that somebody sells and each colleague sells too.

    Parameters
    ----------
    own
        Credit that the seller has from it.
    together
        Credit that everybody has from own sales and those of colleagues.
    """

    own: float
    together: float


def ways_of(crediting: Crediting) -> Mapping[str, Way]:
    """Say what each way of crediting brings somebody, colleagues selling as much.

    Examples
    --------
    >>> rule = Crediting(split={"ar": 4, "sr": 3, "fr": 3}, overlay={"pre": "20%"})
    >>> for name, way in ways_of(rule).items():
    ...     print(name, way.own, way.together)
    direct 0.0 0.0
    split 0.4 1.0
    overlay 0.0 0.2
    roll-up 0.0 0.0
    """
    weights = list(crediting.split.values())
    whole = sum(weights)
    overlay = sum(crediting.overlay.values()) / MILLION
    nothing = Way(0.0, 0.0)
    return {
        "direct": nothing if whole else Way(1.0, 1.0),
        "split": Way(weights[0] / whole, 1.0) if whole else nothing,
        "overlay": Way(0.0, overlay),
        "roll-up": nothing,
    }


def credited_in_teams(
    events: CreditEvents, crediting: Crediting, people: IntArray, team: IntArray
) -> CreditEvents:
    """Add the rows of credit that a plan gives beyond the seller.

    Parameters
    ----------
    events
        Sales, each under its seller.
    crediting
        The plan's rules.
    people, team
        Everybody who may be credited, and the team each is in, ``(n,)``; members of a team follow one another
        in the order given.

    Returns
    -------
    As `credited`. A team that is too small for all columns leaves the last ones empty, and what they would
    have goes to those who are named.

    Examples
    --------
    >>> revenue = {"revenue": np.array([1000])}
    >>> sale = CreditEvents(np.array([1], np.uint64), np.array([7]), np.array([0], np.int32), revenue)
    >>> rule = Crediting(split={"ar": 7, "sr": 3}, roll_up={"share": "10%"})
    >>> rows = credited_in_teams(sale, rule, np.array([5, 6, 7]), np.zeros(3, np.int64))
    >>> rows.person.tolist(), rows.measures["revenue"].tolist()
    ([7, 5, 5], [700, 300, 70])
    """
    order = np.lexsort((np.arange(len(people)), team))
    members, teams = people[order], team[order]
    start = np.searchsorted(teams, teams, side="left")
    size = np.searchsorted(teams, teams, side="right") - start
    by_id = np.argsort(members, kind="stable")
    place = by_id[np.searchsorted(members[by_id], events.person)]
    named: dict[str, IntArray] = {}
    for group in (crediting.split, crediting.overlay):
        first = 0 if group is crediting.split else max(len(crediting.split), 1)
        for step, column in enumerate(group, start=first):
            follower = members[start[place] + (place - start[place] + step) % size[place]]
            named[column] = np.where(step < size[place], follower, NOBODY)
    is_led = start != np.arange(len(members))
    days = (np.full(int(is_led.sum()), end, dtype=np.int64) for end in ALWAYS)
    managers = Hierarchy(members[is_led], members[start][is_led], *days)
    return credited(events, crediting, named, managers)
