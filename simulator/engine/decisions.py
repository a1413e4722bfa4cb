"""Reps forget, practice, and decide how much effort to give and where."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.agents.deciding import Outlook, decide_effort
from simulator.engine.plan_changes import has_news, restart_understanding
from simulator.engine.setup_reps import plans_of_reps
from simulator.engine.state import State
from simulator.organization.messages import forgotten
from simulator.organization.training import after_practice
from simulator.randomness import hash_id
from simulator.world.pay_terms import PERIODS
from simulator.world.specs import TIERS, tier_of_kinds

__all__ = ["decide", "fade_and_practice", "outlook_of", "season_of_kinds"]

Floats = NDArray[np.float64]


def fade_and_practice(state: State) -> None:
    """Let understanding of the plan fade, and knowledge fade and grow by practice."""
    reps, parameters = state.reps, state.parameters
    for plan in state.plans:
        if plan.role == "new":
            half_life = parameters["understanding_half_life_weeks"][reps.world[plan.reps]]
            reps.understanding[plan.reps] = forgotten(reps.understanding[plan.reps], half_life)
    if not state.ledger.axes.has_customers:
        return
    premium = np.zeros(len(reps.world))
    for kind in np.flatnonzero(tier_of_kinds(reps.effort.shape[1]) == TIERS.index("premium")):
        premium += reps.effort[:, kind] * reps.normal_split[:, kind]
    reps.knowledge = after_practice(
        reps.knowledge,
        reps.everyday_knowledge,
        premium,
        parameters["knowledge_gain_by_practice"][reps.world],
        parameters["knowledge_half_life_weeks"][reps.world],
    )


def season_of_kinds(state: State, weeks: range) -> Floats:
    """Give the mean demand index of some weeks by world and kind of credit, ``(n_worlds, n_kinds)``."""
    total = np.zeros((state.season.shape[0], state.season.shape[1]))
    for month in state.spec.calendar.month_of_week(np.arange(weeks.start, weeks.stop)):
        total += state.season[:, :, month % 12]
    kinds_per_line = state.reps.effort.shape[1] // total.shape[1]
    return np.repeat(total / len(weeks), kinds_per_line, axis=1)


def outlook_of(state: State) -> Outlook:
    """Give what everybody knows of the calendar this week."""
    calendar, week = state.spec.calendar, state.week
    weeks_left = [int(calendar.weeks_left(period, week)) for period in PERIODS]
    return Outlook(
        weeks_left=weeks_left,
        season_now=season_of_kinds(state, range(week, week + 1)),
        season_left=np.array([season_of_kinds(state, range(week, week + left)) for left in weeks_left]),
        period_weeks=[int(calendar.period_weeks(period, week)) for period in PERIODS],
        season_course=_season_course(state),
    )


def _season_course(state: State) -> list[tuple[tuple[int, Floats], ...]] | None:
    """List the months of the running month, quarter and year: weeks and season; None where all are alike."""
    calendar, week = state.spec.calendar, state.week
    if (state.season == state.season[:, :, :1]).all():
        return None
    courses = []
    for period in PERIODS:
        length = int(calendar.period_weeks(period, week))
        first = week - length + int(calendar.weeks_left(period, week))
        weeks = range(first, first + length)
        months = calendar.month_of_week(np.arange(weeks.start, weeks.stop)).tolist()
        courses.append(
            tuple(
                (months.count(month), season_of_kinds(state, weeks[place : place + 1]))
                for place, month in enumerate(months)
                if month not in months[:place]
            )
        )
    return courses


def decide(state: State) -> None:
    """Let every rep choose effort by kind from the marginal value of credit, and write it down."""
    week, reps = state.week, state.reps
    news = has_news(state.spec, week)
    if news:
        restart_understanding(state.spec, state.ledger.axes, reps, week)
    if news or (week and state.spec.calendar.ends_period("month", week - 1)):  # dated parts come and go
        state.plans = plans_of_reps(state.spec, state.ledger.axes, state.day)
    value = decide_effort(reps, state.plans, outlook_of(state))
    if state.custom_decisions is not None:
        state.custom_decisions(value)
    there = np.arange(len(reps.world)) if state.seats is None else state.seats.present
    common: dict[str, Any] = {
        "world": reps.world[there],
        "day": state.day,
        "event_id": hash_id("activity", reps.rep_id[there], week),
        "cause_id": 0,
        "rep": there,
    }
    state.ledger.append(
        "activity",
        **common,
        effort=reps.total_effort[there],
        effort_by_kind=(reps.effort * reps.normal_split)[there],
        marginal_value=value[there],
    )
    state.ledger.append(
        "belief", **common, understanding=reps.understanding[there], knowledge=reps.knowledge[there]
    )
