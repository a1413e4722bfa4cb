"""Seats of a sales force: who sits there, since when, what they can do, and what others would pay them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.preferences import RiskAttitude
from simulator.calendar import FiscalCalendar
from simulator.randomness import hash_id
from simulator.world.staff import TurnoverSpec

__all__ = ["FOUNDING", "QUARTERS_REMEMBERED", "Seats", "person_ids"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Truths = NDArray[np.bool_]

FOUNDING = -5200
"""Week since which those who are there at the start count as being in their seats."""

QUARTERS_REMEMBERED = 4
"""Quarters whose results count when people think of leaving: those of a year."""


@dataclass
class Seats:
    """Columns of all seats, in the order of the reps.

    Parameters
    ----------
    moves
        Whether people come and go in the seat's world, ``(n_reps,)``.
    person
        Number of the person in the seat, or of the last one, counted from 0, ``(n_reps,)``.
    own_ability
        What the person can do at full strength, relative to the median rep, ``(n_reps,)``.
    outside
        What others would pay the person [currency per year], ``(n_reps,)``.
    group_ability
        Ability of the median person of the seat's group, ``(n_reps,)``.
    median_outside
        What others would pay a median rep [currency per year], by world, ``(n_worlds,)``.
    rules
        What the scenario says about turnover, by world; None where nobody comes or goes.
    team_factor
        What the leaders of groups make of results, relative to a middling leader, ``(n_worlds, n_regions)``.
    risks, risk_of
        Attitudes to risk, and the number of each seat's, ``(n_reps,)``.
    since
        Week in which the person came, ``(n_reps,)``.
    is_empty, empty_until
        Whether nobody is in the seat, and the week in which somebody comes, ``(n_reps,)``.
    attainment, is_known
        Results over quota of the last quarters, and which of them are known, ``(4, n_reps)``.
    standing
        Rank among colleagues, from -1 for the last to 1 for the first, ``(n_reps,)``.
    worth, lost_share
        What the plan in force is worth to the person [currency per year], and the share of pay that the last
        change of plan took, ``(n_reps,)``.
    year_quota
        The seat's quota of the running year [currency], ``(n_reps,)``.
    warnings
        How often running the person was rated last, ``(n_reps,)``.
    """

    moves: Truths
    person: Whole
    own_ability: Floats
    outside: Floats
    group_ability: Floats
    median_outside: Floats
    rules: tuple[TurnoverSpec | None, ...]
    team_factor: Floats
    risks: tuple[RiskAttitude, ...]
    risk_of: Whole
    since: Whole = field(init=False)
    is_empty: Truths = field(init=False)
    empty_until: Whole = field(init=False)
    attainment: Floats = field(init=False)
    is_known: Truths = field(init=False)
    standing: Floats = field(init=False)
    worth: Floats = field(init=False)
    lost_share: Floats = field(init=False)
    year_quota: Floats = field(init=False)
    warnings: Whole = field(init=False)

    def __post_init__(self) -> None:
        n = len(self.person)
        self.since = np.full(n, FOUNDING, np.int64)
        self.is_empty = np.zeros(n, np.bool_)
        self.empty_until = np.zeros(n, np.int64)
        self.attainment = np.zeros((QUARTERS_REMEMBERED, n))
        self.is_known = np.zeros((QUARTERS_REMEMBERED, n), np.bool_)
        self.standing = np.zeros(n)
        self.worth = self.outside.copy()
        self.lost_share = np.zeros(n)
        self.year_quota = np.ones(n)
        self.warnings = np.zeros(n, np.int64)

    @property
    def present(self) -> Whole:
        """Numbers of the seats with somebody in them."""
        return np.flatnonzero(~self.is_empty)

    def there_all_year(self, calendar: FiscalCalendar, week: int) -> Truths:
        """Tell who was in the seat for all of the fiscal year that ended before this week, ``(n_reps,)``."""
        began = week - int(calendar.period_weeks("year", week - 1))
        return np.asarray(~self.is_empty & (self.since <= began))

    def missed_share(self) -> Floats:
        """Give the share of the known quarters in which the quota was missed; 0 where none is known."""
        known = np.add.reduce(self.is_known.astype(np.int64), axis=0)
        missed = np.add.reduce((self.is_known & (self.attainment < 1.0)).astype(np.int64), axis=0)
        return np.asarray(missed / np.maximum(known, 1))

    def note(self, attainment: Floats, known: Truths, world: Whole) -> None:
        """Remember a quarter's results over quota, and rank those who are known within their world."""
        self.attainment = np.concatenate([self.attainment[1:], attainment[None]])
        self.is_known = np.concatenate([self.is_known[1:], known[None]])
        ranked = np.asarray(self.is_known.any(axis=0))
        self.standing = np.where(ranked, _ranks(self.mean_attainment(), ranked, world), 0.0)

    def mean_attainment(self) -> Floats:
        """Give mean results over quota of the known quarters; 0 where none is known, ``(n_reps,)``."""
        total, quarters = np.zeros(len(self.person)), np.zeros(len(self.person))
        for result, counts in zip(self.attainment, self.is_known, strict=True):
            total += np.where(counts, result, 0.0)
            quarters += counts
        return np.asarray(total / np.maximum(quarters, 1.0))

    def forget(self, rows: Whole) -> None:
        """Let new people begin without a past."""
        self.is_known[:, rows] = False
        self.attainment[:, rows] = 0.0
        self.standing[rows] = 0.0
        self.lost_share[rows] = 0.0
        self.warnings[rows] = 0


def person_ids(rep_id: NDArray[np.uint64], person: Whole) -> NDArray[np.uint64]:
    """Give the keyed id of the person with a number in each seat; person 0 carries the seat's own id.

    Examples
    --------
    >>> ids = person_ids(np.array([7, 7], np.uint64), np.array([0, 1]))
    >>> int(ids[0]), bool(ids[0] != ids[1])
    (7, True)
    """
    return np.where(person == 0, rep_id, hash_id("person", rep_id, person))


def _ranks(value: Floats, counts: NDArray[np.bool_], world: Whole) -> Floats:
    """Rank within each world from -1 to 1; those alike get ranks in the order of their seats."""
    rows = np.flatnonzero(counts)
    order = rows[np.lexsort((rows, value[rows], world[rows]))]
    n_worlds = int(world.max(initial=-1)) + 1
    number = np.bincount(world[rows], minlength=n_worlds)
    first = np.cumsum(number) - number
    place = np.arange(len(order)) - first[world[order]]
    ranks = np.zeros(len(value))
    ranks[order] = np.where(
        number[world[order]] > 1, 2.0 * place / np.maximum(number[world[order]] - 1, 1) - 1.0, 0.0
    )
    return ranks
