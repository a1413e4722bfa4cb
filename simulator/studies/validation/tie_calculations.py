"""Calculations about ties in contests: what the rule for them pays, and what it does to effort."""

from __future__ import annotations

import numpy as np

from simulator.behaviors.contests import Contest, equilibrium
from simulator.calendar import FiscalCalendar
from simulator.compensation import CreditEvents, People, fiscal_periods, load_plan, statements
from simulator.documents import parse
from simulator.studies.validation.calculations import Case, Point
from simulator.studies.validation.closed_forms import closed_form

__all__ = ["contest_ties"]

MINOR = 100


def contest_ties(case: Case) -> list[Point]:
    """Hold contests with ties against arithmetic and against theory.

    Settings: ``paid``, each ``{ties, results, prizes, expect}``: what the pay engine gives those with these
    results (revenue of a month); ``effort``, each ``{prize, cost, luck, margin}``: effort of two equals who
    must be ahead by more than a margin, ``prize / (2 sqrt(pi) cost luck) exp(-margin^2 / (4 luck^2))``, the
    same whether a tie pays nobody (a positive margin) or both (a negative one).
    """
    points = []
    for each in case.settings.get("paid", []):
        won = _prizes_paid(str(each["ties"]), list(each["results"]), list(each["prizes"]))
        label = f"{each['ties']}: " + ", ".join(f"{result:g}" for result in each["results"])
        points += [
            Point(f"{label} (number {place + 1})", found, float(expected))
            for place, (found, expected) in enumerate(zip(won, each["expect"], strict=True))
        ]
    for each in case.settings.get("effort", []):
        prize, cost, luck, margin = (float(each[key]) for key in ("prize", "cost", "luck", "margin"))
        one = np.ones((1, 2))
        contest = Contest(np.array([prize]), tie_margin=margin)
        found = equilibrium(contest, 0.0 * one, luck * one, cost * one)
        effort = float(found.effort.mean()) if found.is_found[0] else float("nan")
        alone = prize / (cost * luck) * closed_form("contest-incentive", {"n": 2.0})
        theory = alone * float(np.exp(-(margin**2) / (4.0 * luck**2)))
        points.append(Point(f"luck={luck:g} margin={margin:g}", effort, theory))
    return points


def _prizes_paid(ties: str, results: list[float], prizes: list[float]) -> list[float]:
    """Give the prize of each person of one company for a month with these results [currency]."""
    listed = ", ".join(f"{prize:g}" for prize in prizes)
    plan = load_plan(
        parse(
            "{plan: cup, components: {cup: {kind: contest, period: month, measure: revenue, "
            f"prizes: [{listed}], ties: {ties}}}}}}}"
        )
    )
    people = np.arange(len(results))
    amounts = np.array([round(result * MINOR) for result in results], np.int64)
    none = np.zeros(len(results), np.int64)
    events = CreditEvents(
        people.astype(np.uint64),
        people,
        none.astype(np.int32),
        {"revenue": amounts, "margin": none, "units": none},
        {},
    )
    calendar = FiscalCalendar()
    lines = statements(plan, events, People(people), {}, fiscal_periods(calendar, 0, 3))
    won = np.bincount(lines["person"], lines["amount"], len(results)) / MINOR
    return [float(each) for each in won]
