"""Plans that change during a run: which one counts when, as far as people know of the change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from simulator.agents.reps import PlanOfReps, Reps
from simulator.calendar import FiscalCalendar
from simulator.engine.spec import WorldsSpec
from simulator.world.pay_terms import PERIODS, CompiledPlan
from simulator.world.plan_changes import PlanChangeSpec
from simulator.world.records import Axes

__all__ = ["arriving", "foreseen", "has_news", "of_periods", "restart_understanding"]


def has_news(spec: WorldsSpec, week: int) -> bool:
    """Tell whether any plan begins, or is announced, in a week counted from 0."""
    return any(
        week + 1 in (change.from_week, change.announced_week)
        for name in spec.names
        for change in spec.alternatives[name].people.plan_changes
    )


def restart_understanding(spec: WorldsSpec, axes: Axes, reps: Reps, week: int) -> None:
    """Let understanding begin anew where a plan begins: at what its announcement got across.

    Parameters
    ----------
    spec, axes
        The batch.
    reps
        Their ``understanding`` is set.
    week
        The running week, counted from 0.
    """
    for number, name in enumerate(spec.names):
        for change in spec.alternatives[name].people.plan_changes:
            if change.from_week == week + 1:
                theirs = axes.world_alternative[axes.rep_world] == number
                known = change.understood_share if change.announced_week is not None else 0.0
                reps.understanding = np.where(theirs, known, reps.understanding)


def foreseen(
    old: PlanOfReps, coming: CompiledPlan, change: PlanChangeSpec, calendar: FiscalCalendar, week: int
) -> Iterator[PlanOfReps]:
    """Split a plan by the periods for which another one is announced.

    Parameters
    ----------
    old
        A plan that people weigh now.
    coming
        The announced plan, for the same people.
    change
        What was announced.
    calendar, week
        The running week, counted from 0.

    Yields
    ------
    The part of the old plan that no change touches, and for each period that the new plan will settle, now or
    next, the old plan's part with the new one as its successor.

    Notes
    -----
    A period is settled by the plan in force when it ends. The announcement gets ``understood_share`` across:
    so much the new plan counts, and the old one for the rest.
    """
    untouched, share = [], change.understood_share
    for period in PERIODS:
        end = week + int(calendar.weeks_left(period, week))
        next_end = end + int(calendar.period_weeks(period, end))
        begins = change.from_week - 1
        if next_end <= begins:
            untouched.append(period)
            continue
        counts = (1.0 - share if end > begins else 1.0, 1.0 - share)
        after = of_periods(coming, (period,), with_salary=False)
        yield replace(
            old,
            compiled=of_periods(old.compiled, (period,), with_salary=False),
            counts=counts,
            successor=after,
        )
    yield replace(old, compiled=of_periods(old.compiled, tuple(untouched), with_salary=True))


def arriving(
    old: PlanOfReps, coming: CompiledPlan, change: PlanChangeSpec, calendar: FiscalCalendar, week: int
) -> Iterator[PlanOfReps]:
    """Give what the announced plan counts, for each period that it will settle, see :func:`foreseen`."""
    for part in foreseen(old, coming, change, calendar, week):
        if part.successor is not None:
            counts = (1.0 - part.counts[0], 1.0 - part.counts[1])
            yield replace(part, compiled=part.successor, counts=counts, successor=None)


def of_periods(plan: CompiledPlan, periods: tuple[str, ...], *, with_salary: bool) -> CompiledPlan:
    """Keep what a plan pays at the end of some periods.

    Parameters
    ----------
    plan
        A compiled plan.
    periods
        Which periods.
    with_salary
        Whether salary is kept too.

    Examples
    --------
    >>> from simulator.behaviors.examples import one_rep_on_commission
    >>> plan = one_rep_on_commission(rate=0.03).plan
    >>> [len(of_periods(plan, (period,), with_salary=False).terms) for period in ("month", "year")]
    [1, 0]
    """
    totals = plan.accumulators
    terms = [n for n, term in enumerate(plan.terms) if totals[term.accumulator].period in periods]
    contests = [each for each in plan.contests if totals[each.accumulator].period in periods]
    gates = plan.gates_of(terms)
    parts = [plan.terms[n] for n in terms]
    used = sorted(
        {part.accumulator for part in parts}
        | {gate.accumulator for gate in gates}
        | {each.accumulator for each in contests}
    )
    place = {total: number for number, total in enumerate(used)}
    return CompiledPlan(
        plan.kinds,
        tuple(totals[total] for total in used),
        tuple(replace(term, accumulator=place[term.accumulator]) for term in parts),
        plan.salary_per_week if with_salary else 0.0,
        tuple(replace(gate, accumulator=place[gate.accumulator]) for gate in gates),
        tuple(replace(each, accumulator=place[each.accumulator]) for each in contests),
        plan.shared,
    )
