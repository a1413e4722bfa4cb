"""What the answer is measured against: results that were reported, and assumptions that were moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.language import text
from simulator.parameters import Parameter, load_register
from simulator.plots.assumptions import parameter_label, rows_of, swings, tested_outcome
from simulator.plots.evidence import Evidence, goal_of, in_language, measured, title_of
from simulator.plots.measures import ABSENT, Scale, plain
from simulator.report.contest import means_of, worlds

MOST_ROWS = 12


@dataclass(frozen=True)
class Reported:
    """One reported result beside the simulated one, and in words how far apart they are."""

    outcome: str
    alternative: str
    reported: str
    simulated: str
    apart: str
    source: str
    verdict: str
    spread: str


def reported(evidence: Evidence, language: str) -> list[Reported]:
    """Set every result that the case reports beside the simulated markets.

    The reported value agrees when it lies within the middle 95 % of the simulated markets: history is one
    run, so the interval of the mean would be the wrong yardstick.
    """
    rows: list[Reported] = []
    for key, entry in (evidence.scenario.get("reported") or {}).items():
        means = means_of(evidence, key) if key in evidence.record["outcomes"] else {}
        if not means or entry.get("value") is None:
            continue
        stated = entry.get("alternative")
        chosen = [name for name in means if stated in (None, name)]
        rows.extend(_reported(evidence, key, entry, name, language) for name in chosen)
    return rows


def too_short(evidence: Evidence) -> int | None:
    """Give the week in which the reported result was reached when the run ends before it.

    That is the week in which the goal is due, or else the length of the run that the case plans.
    """
    goal = goal_of(evidence.scenario)
    planned = evidence.scenario.get("planned_weeks")
    due = goal[2] if goal and goal[2] is not None else planned
    return int(due) if due is not None and int(due) > int(evidence.record["weeks"]) else None


def _reported(evidence: Evidence, key: str, entry: Mapping[str, Any], name: str, language: str) -> Reported:
    values = worlds(evidence, name, key)
    mean, value = float(np.mean(values)), float(entry["value"])
    low, high = (float(end) for end in np.quantile(values, (0.025, 0.975)))
    scale = measured(evidence, key).scale([mean, value], language)
    form = "agrees" if low <= value <= high and values.size > 1 else "above" if mean > value else "below"
    words = {} if form == "agrees" else {"amount": scale.difference(abs(mean - value), signed=False)}
    spread = ""
    if values.size > 1:
        spread = text("report.reported.single", language, low=scale.value(low), high=scale.value(high))
    return Reported(
        measured(evidence, key).label(language), title_of(evidence.scenario, name, language),
        scale.value(value), scale.value(mean), scale.difference(mean - value),
        in_language(entry.get("source"), language), text(f"report.reported.{form}", language, **words),
        spread,
    )  # fmt: skip


@dataclass(frozen=True)
class Assumption:
    """One assumption that was moved: its range, its source, the lead at both ends, and whether it flips."""

    label: str
    value: str
    range: str
    source: str
    lead: str
    flips: str
    fragile: bool


def lead_scale(evidence: Evidence, language: str) -> Scale:
    """Choose the scale on which the leads under changed assumptions are written."""
    measure = measured(evidence, tested_outcome(evidence))
    table = evidence.sensitivity
    return measure.scale([float(table["difference"][row]) for row in rows_of(table)], language)


def assumption_rows(evidence: Evidence, language: str) -> list[Assumption]:
    """Make a row for each assumption that changes the choice or might, and for those that move it most."""
    register = load_register()
    scale = lead_scale(evidence, language)
    rows: list[Assumption] = []
    for name, ends in swings(evidence.sensitivity).items():
        if len(rows) >= MOST_ROWS and not any(end.flips or end.could_flip for end in ends):
            break
        entry = register.get(name)
        ordered = sorted(ends, key=lambda end: end.value)
        lead = " / ".join(scale.number(end.difference, signed=True) for end in ordered)
        doubts = [
            text("report.rests.could_flip", language, value=plain(end.value))
            for end in ordered if end.could_flip and not end.flips
        ]  # fmt: skip
        flips = [
            text("report.rests.flips_to", language, value=plain(end.value),
                 leader=title_of(evidence.scenario, end.leader, language))
            for end in ordered if end.flips
        ]  # fmt: skip
        limits = {"low": plain(entry.low if entry else ordered[0].value),
                  "high": plain(entry.high if entry else ordered[-1].value)}  # fmt: skip
        stated = (evidence.scenario.get("parameters") or {}).get(name)
        value = stated if isinstance(stated, int | float) else entry.default if entry else None
        rows.append(Assumption(
            parameter_label(name, language), ABSENT if value is None else plain(float(value)),
            text("units.interval", language, **limits), _source(entry, language),
            lead,
            "; ".join(flips or doubts) or text("report.rests.holds", language), bool(flips),
        ))  # fmt: skip
    return rows


def _source(entry: Parameter | None, language: str) -> str:
    if entry is None:
        return ABSENT
    return text("parameters.assumption", language) if entry.is_assumption else entry.source_in(language)
