"""Contests among colleagues: each expects of the others what they do, and does what is best against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.agents.reps import PlanOfReps, Reps
from simulator.behaviors.contests import Contest, prize_slope
from simulator.behaviors.effort import row_sum
from simulator.behaviors.expectations import expected_remainder
from simulator.behaviors.preferences import RiskAttitude
from simulator.world.pay_ranks import RankTerm
from simulator.world.pay_terms import PERIODS

__all__ = ["harm_of_rivals", "has_contests", "worth_of_contests"]

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

_MOST_ROUNDS = 60
_NEAR_ENOUGH = 1e-5


def has_contests(plans: Sequence[PlanOfReps]) -> bool:
    """Tell whether any plan holds a contest that people weigh against what they know of their rivals."""
    return any(plan.compiled.contests for plan in plans)


def worth_of_contests(
    reps: Reps,
    plans: Sequence[PlanOfReps],
    coming: Mapping[str, tuple[Floats, Floats]],
    weeks_left: Sequence[int],
    value: Floats,
    opportunity: Floats,
) -> Floats:
    """Give what one more unit of credit is worth through contests, when each answers what the others do.

    Parameters
    ----------
    reps, plans
        The reps and their plans. ``reps.contest_worth`` is where the search begins.
    coming
        What each period's weeks to come bring at normal effort, and its luck, see
        :func:`simulator.agents.deciding.expected_weeks`.
    weeks_left
        Weeks until month, quarter and year end.
    value
        What credit is worth beside contests [currency per currency unit], ``(n_reps, n_kinds)``.
    opportunity
        What this week brings at normal effort [currency], same shape.

    Returns
    -------
    Currency per currency unit of revenue, ``(n_reps, n_kinds)``.

    Notes
    -----
    Everybody is believed to go on until the period closes with the effort that is best now. In rounds each
    effort answers the slope of the expected prize (:func:`simulator.behaviors.contests.prize_slope`) at what
    the others do, and slopes move half-way, until none moves by more than a hundred-thousandth of the largest
    of its world: an equilibrium [LazearRosen1981]_. Luck that hits all alike moves no rank and is left out.
    Where results hang so little on luck that there is no such point the last round stands.
    """
    worth = reps.contest_worth.copy()
    active = np.ones(len(reps.risk), np.bool_)
    contests = _contests_of(plans)
    for _ in range(_MOST_ROUNDS):
        effort = reps.effort_rules.choose(np.maximum(value + worth, 0.0), opportunity)
        pace = reps.effort_rules.output(effort)
        found = np.zeros_like(worth)
        for contest in contests:
            _add_slopes(found, contest, reps, coming, weeks_left, pace, active)
        moves = active[reps.world]
        change = np.abs(found - worth).max(axis=1, initial=0.0)
        worth[moves] += 0.5 * (found - worth)[moves]
        most = np.zeros(len(active))
        np.maximum.at(most, reps.world[moves], np.abs(found[moves]).max(axis=1, initial=0.0))
        active = np.zeros(len(active), np.bool_)
        active[reps.world[moves & (change > _NEAR_ENOUGH * most[reps.world])]] = True
        if not active.any():
            break
    return worth


def harm_of_rivals(reps: Reps, plans: Sequence[PlanOfReps]) -> Floats:
    """Give what a colleague's sale takes from a rep through contests [currency per currency unit].

    Notes
    -----
    What lifts a rep over a rival by as much is worth ``contest_worth``; a rival's rise does that harm shared
    out over all rivals, exactly so among equals. Of several contests the largest one counts.

    Returns
    -------
    By kind of credit, ``(n_reps, n_kinds)``.
    """
    rivals = np.zeros(len(reps.world))
    for contest in _contests_of(plans):
        for members in _groups(contest, reps, np.ones(len(reps.risk), np.bool_)):
            rivals[members] = np.maximum(rivals[members], members.shape[1] - 1.0)
    return np.asarray(reps.contest_worth / np.maximum(rivals, 1.0)[:, None])


_Contest = list[tuple[PlanOfReps, RankTerm]]
"""One contest as each plan has it whose reps take part: they may differ in what else they weigh."""


def _contests_of(plans: Sequence[PlanOfReps]) -> list[_Contest]:
    """Bring together the contests that pay the same prizes, whatever else their reps weigh."""
    found: dict[tuple[object, ...], _Contest] = {}
    for plan in plans:
        for term in plan.compiled.contests:
            key = (plan.role, term.name, term.among, term.relative_to_quota, term.prizes.tobytes())
            found.setdefault(key, []).append((plan, term))
    return list(found.values())


def _add_slopes(
    found: Floats,
    contest: _Contest,
    reps: Reps,
    coming: Mapping[str, tuple[Floats, Floats]],
    weeks_left: Sequence[int],
    pace: Floats,
    active: NDArray[np.bool_],
) -> None:
    """Add the slope of the expected prize [currency per currency unit of revenue], ``(n_reps, n_kinds)``."""
    mean, spread, slope = (np.zeros(len(reps.world)) for _ in range(3))
    unit = np.ones(len(reps.world))
    for plan, term in contest:
        total = plan.compiled.accumulators[term.accumulator]
        rows, period = plan.reps, PERIODS.index(total.period)
        revenue, luck = coming[total.period]
        rate = row_sum((revenue * pace)[rows] * total.weights)
        own_luck = np.broadcast_to(luck - reps.common_variance, luck.shape)[rows]
        still, spread[rows] = expected_remainder(
            rate,
            np.array(float(weeks_left[period])),
            monthly_cv=reps.monthly_cv[rows],
            order_variance_per_week=np.maximum(row_sum(own_luck * np.square(total.weights)), 0.0),
            smallest_sd=1e-3 * rate + 1e-9,
        )
        mean[rows] = row_sum(reps.credit[period][rows] * total.weights) + still
        if term.relative_to_quota:
            unit[rows] = reps.quota[period][rows]
    mean, spread = mean / unit, spread / unit
    for members in _groups(contest, reps, active):
        prizes = Contest(contest[0][1].prizes, risk=reps.risk[int(reps.world[members[0, 0]])])
        slope[members] = prize_slope(prizes, mean[members], mean[members], spread[members])
    slope /= unit
    for plan, term in contest:
        share = plan.weight(reps.understanding) * slope[plan.reps]
        found[plan.reps] += share[:, None] * plan.compiled.accumulators[term.accumulator].weights


def _groups(contest: _Contest, reps: Reps, active: NDArray[np.bool_]) -> Iterator[Rows]:
    """Give the reps of each contest, those of equal size and attitude to risk at once, ``(m, n)``."""
    rows = np.sort(np.concatenate([plan.reps for plan, _ in contest]))
    rows = rows[active[reps.world[rows]]]
    n_teams = int(reps.team.max(initial=0)) + 1
    cell = reps.world[rows] * n_teams + (reps.team[rows] if contest[0][1].among == "team" else 0)
    names, size = np.unique(cell, return_counts=True)
    order = rows[np.argsort(cell, kind="stable")]
    start = np.cumsum(size) - size
    alike: dict[tuple[int, RiskAttitude], list[int]] = {}
    for number, name in enumerate(names):
        alike.setdefault((int(size[number]), reps.risk[int(name) // n_teams]), []).append(number)
    for (n, _), numbers in alike.items():
        yield order[start[numbers][:, None] + np.arange(n)]
