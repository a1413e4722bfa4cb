"""The rows of the report's tables, every number already written as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np

from simulator.language import has_text, text
from simulator.parameters import load_register
from simulator.plots.assumptions import parameter_label, swings
from simulator.plots.evidence import Evidence, goal_of, in_language, measured, names_of, title_of
from simulator.plots.measures import ABSENT, plain, written
from simulator.report.contest import worlds


@dataclass(frozen=True)
class Cell:
    """One cell: the number that counts, and quieter lines under it."""

    main: str
    below: tuple[str, ...] = ()
    mood: str = ""


@dataclass(frozen=True)
class Row:
    """One row: what it is about, its unit, a remark, and its cells."""

    head: str
    unit: str
    remark: str
    cells: list[Cell] = field(default_factory=list)


def levels(evidence: Evidence, language: str) -> list[Row]:
    """Make a row for each outcome with the mean of every alternative and its 95 % interval."""
    record = evidence.record
    goal = goal_of(evidence.scenario)
    rows = []
    for key in record["outcomes"]:
        found = [entry["outcomes"][key] for entry in record["alternatives"]]
        measure = measured(evidence, key)
        scale = measure.scale(
            [float(entry["mean"]) for entry in found if entry["mean"] is not None], language
        )
        cells = []
        for entry in found:
            below = () if int(record["replications"]) < 2 else (_ends(scale, entry),)
            cells.append(Cell(_number(scale, entry["mean"]), below))
        remark = text(f"report.table.{measure.better}", language) if measure.better in (
            "higher", "lower") else ""  # fmt: skip
        if goal and goal[0] == key:
            remark = f"{text('report.table.goal', language)} {scale.value(goal[1], decimals=0)}"
        rows.append(Row(measure.label(language), scale.axis(), remark, cells))
    return rows


def differences(evidence: Evidence, language: str) -> list[Row]:
    """Make a row for each outcome with the paired difference of every alternative from the baseline."""
    record = evidence.record
    compared = [entry["versus_baseline"] for entry in record["alternatives"] if entry.get("versus_baseline")]
    rows = []
    for key in record["outcomes"] if compared else ():
        found = [entry[key] for entry in compared]
        measure = measured(evidence, key)
        largest = [float(entry["difference"]) for entry in found if entry["difference"] is not None]
        scale = measure.scale(largest, language)
        judged = measure.better in ("higher", "lower")
        cells = [_difference(scale, entry, judged, int(record["replications"]), language) for entry in found]
        rows.append(Row(measure.label(language), scale.axis(difference=True), "", cells))
    return rows


def _difference(scale: Any, entry: Mapping[str, Any], judged: bool, count: int, language: str) -> Cell:
    main = _number(scale, entry["difference"], signed=True)
    if count < 2:
        return Cell(main)
    below = [_ends(scale, entry, signed=True)]
    mood = "open"
    if judged and entry.get("probability_better") is not None:
        chance = float(entry["probability_better"])
        below.append(text("report.table.better", language, probability=chance_words(chance, language)))
        sure = entry["low"] is not None and not entry["low"] <= 0 <= entry["high"]
        mood = ("better" if chance > 0.5 else "worse") if sure else "open"
    return Cell(main, tuple(below), mood)


def chance_words(chance: float, language: str) -> str:
    """Write a probability in whole percent, never as certainty.

    Examples
    --------
    >>> chance_words(0.999, "en"), chance_words(0.42, "en")
    ('>99%', '42%')
    """
    if chance > 0.99:
        return text("report.table.surely", language)
    return text("report.table.hardly", language) if chance < 0.01 else written(100 * chance, 0) + "%"


def _number(scale: Any, value: float | None, *, signed: bool = False) -> str:
    return ABSENT if value is None or not isfinite(value) else str(scale.number(float(value), signed=signed))


def _ends(scale: Any, entry: Mapping[str, Any], *, signed: bool = False) -> str:
    if entry.get("low") is None or entry.get("high") is None:
        return ABSENT
    return str(scale.interval(float(entry["low"]), float(entry["high"]), signed=signed))


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
    rows = []
    for key, entry in (evidence.scenario.get("reported") or {}).items():
        if key not in evidence.record["outcomes"] or entry.get("value") is None:
            continue
        stated = entry.get("alternative")
        names = names_of(evidence)
        chosen = [str(stated)] if stated in names else names
        rows.extend(_reported(evidence, key, entry, name, language) for name in chosen)
    return rows


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


def assumption_rows(evidence: Evidence, language: str) -> list[Assumption]:
    """Make a row for each assumption in the sensitivity table, those that change the choice first."""
    goal = goal_of(evidence.scenario)
    measure = measured(evidence, goal[0] if goal else "contribution")
    register = load_register()
    rows = []
    for name, ends in swings(evidence.sensitivity).items():
        entry = register.get(name)
        ordered = sorted(ends, key=lambda end: end.value)
        scale = measure.scale([end.difference for end in ends], language)
        lead = " / ".join(scale.difference(end.difference) for end in ordered)
        flips = [
            text("report.rests.flips_to", language, value=plain(end.value),
                 leader=title_of(evidence.scenario, end.leader, language))
            for end in ordered if end.flips
        ]  # fmt: skip
        limits = {"low": plain(ordered[0].value), "high": plain(ordered[-1].value)}
        stated = (evidence.scenario.get("parameters") or {}).get(name)
        value = stated if isinstance(stated, int | float) else entry.default if entry else None
        rows.append(Assumption(
            parameter_label(name, language), ABSENT if value is None else plain(float(value)),
            text("units.interval", language, **limits), _source(entry.source if entry else "", language),
            lead,
            "; ".join(flips) or text("report.rests.holds", language), bool(flips),
        ))  # fmt: skip
    return rows


def _source(source: str, language: str) -> str:
    if source == "assumption":
        return text("parameters.assumption", language)
    return source or ABSENT


def definitions(evidence: Evidence, language: str) -> list[tuple[str, str]]:
    """Pair every outcome's name with the sentence that defines it, where the catalogue has one."""
    return [
        (measured(evidence, key).label(language), text(f"definitions.{key}", language))
        for key in evidence.record["outcomes"]
        if has_text(f"definitions.{key}")
    ]
