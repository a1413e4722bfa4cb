"""The rows of the tables of outcomes, every number already written as people read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

from simulator.analysis.totals import FINAL_WEEKS
from simulator.language import has_text, text
from simulator.plots.evidence import Evidence, goal_of, judged_direction, measured
from simulator.plots.measures import ABSENT, Scale, plain, written

FINAL, WHOLE = "final 52 weeks", "whole run"
COUNTED = ("orders", "new_customers")
"""Outcomes that count simulated customers' orders, not those of all the customers they stand for."""


@dataclass(frozen=True)
class Cell:
    """One cell: the number that counts, and quieter lines under it."""

    main: str
    below: tuple[str, ...] = ()
    mood: str = ""


@dataclass(frozen=True)
class Row:
    """One row: what it is about, its unit, a remark, its cells, and quieter notes on what was counted."""

    head: str
    unit: str
    remark: str
    cells: list[Cell] = field(default_factory=list)
    notes: tuple[str, ...] = ()


def _told(evidence: Evidence) -> list[str]:
    """List the outcomes worth a row: none for what was never at play, as turnover where nobody leaves."""
    goal = goal_of(evidence.scenario)
    return [
        key
        for key in evidence.record["outcomes"]
        if (goal and goal[0] == key)
        or any(
            entry["outcomes"][key]["mean"] or entry["outcomes"][key]["high"]
            for entry in evidence.record["alternatives"]
        )
    ]


def levels(evidence: Evidence, language: str) -> list[Row]:
    """Make a row for each outcome with the mean of every alternative and its 95 % interval."""
    record = evidence.record
    goal = goal_of(evidence.scenario)
    rows = []
    for key in _told(evidence):
        found = [entry["outcomes"][key] for entry in record["alternatives"]]
        measure = measured(evidence, key)
        known = [float(entry["mean"]) for entry in found if entry["mean"] is not None]
        scale = measure.scale(known, language)
        widest = max((_half_width(entry) for entry in found), default=0.0)
        if widest:
            sharp = scale.sharpened(max(map(abs, known), default=0.0), widest)
            finest = min(sharp.decimals, scale.decimals + 1)
            scale = replace(scale, decimals=max(scale.decimals, finest))
        cells = []
        for entry in found:
            below = () if int(record["replications"]) < 2 else (_ends(scale, entry),)
            cells.append(Cell(_number(scale, entry["mean"]), below))
        way = judged_direction(evidence, key)
        remark = "" if way == "none" else text(f"report.table.{way}", language)
        if goal and goal[0] == key:
            remark = f"{text('report.table.goal', language)} {scale.value(goal[1], decimals=0)}"
        notes = tuple(_notes(evidence, key, language))
        rows.append(Row(measure.label(language), scale.axis(), remark, cells, notes))
    return rows


def differences(evidence: Evidence, language: str) -> list[Row]:
    """Make a row for each outcome with the paired difference of every alternative from the baseline.

    Every cell keeps the digits that its own interval leaves it. Where the amounts of a row are of different
    orders, each cell names its own: one billion beside four million.
    """
    record = evidence.record
    compared = [entry["versus_baseline"] for entry in record["alternatives"] if entry.get("versus_baseline")]
    rows = []
    for key in _told(evidence) if compared else ():
        measure = measured(evidence, key)
        judged = judged_direction(evidence, key) in ("higher", "lower")
        found = [entry[key] for entry in compared]
        whole = measure.scale([float(entry["difference"] or 0.0) for entry in found], language)
        scales = [whole.fitting(float(entry["difference"] or 0.0), _half_width(entry)) for entry in found]
        steps = {scale.step for scale in scales}
        cells = [
            _difference(scale, entry, judged, int(record["replications"]), mixed=len(steps) > 1)
            for scale, entry in zip(scales, found, strict=True)
        ]
        unit = whole if len(steps) == 1 else replace(whole, step="")
        notes = tuple(_notes(evidence, key, language))
        rows.append(Row(measure.label(language), unit.axis(difference=True), "", cells, notes))
    return rows


def _notes(evidence: Evidence, key: str, language: str) -> Iterator[str]:
    """Say which weeks an outcome covers, and whether what it counts are simulated customers."""
    from simulator.analysis.outcomes import declared, outcome_names

    if key in outcome_names():
        window = declared([key])[key].window
        if window == FINAL and int(evidence.record["weeks"]) <= FINAL_WEEKS:
            window = WHOLE
        name = f"report.window.{window.replace(' ', '_')}"
        yield text(name, language) if has_text(name) else window
    weights = [float(weight) for weight in evidence.scenario.get("customers_per_agent") or ()]
    if key in COUNTED and any(weight != 1.0 for weight in weights):
        low, high = plain(min(weights)), plain(max(weights))
        form = "one" if low == high else "several"
        yield text(f"report.table.stands_for_{form}", language, low=low, high=high)


def _half_width(entry: Mapping[str, Any]) -> float:
    """Take half the width of an interval; zero where there is none."""
    if entry.get("low") is None or entry.get("high") is None:
        return 0.0
    return (float(entry["high"]) - float(entry["low"])) / 2


def _difference(scale: Scale, entry: Mapping[str, Any], judged: bool, count: int, *, mixed: bool) -> Cell:
    language = scale.language
    main = _number(scale, entry["difference"], signed=True)
    if mixed and entry["difference"]:
        main = scale.stepped(main)
    if count < 2 or entry["difference"] is None:
        return Cell(main)
    low, high = entry["low"], entry["high"]
    if low is not None and low == high:
        same = "same" if low == 0 else "certain"
        below = [text(f"report.table.{same}", language)]
    else:
        ends = _ends(scale, entry, signed=True)
        below = [scale.stepped(ends) if mixed else ends]
    mood = "open"
    if judged and entry.get("probability_better") is not None and not low == high == 0:
        chance = float(entry["probability_better"])
        below.append(text("report.table.better", language, probability=chance_words(chance, language)))
        sure = low is not None and not low <= 0 <= high
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


def _number(scale: Scale, value: float | None, *, signed: bool = False) -> str:
    return ABSENT if value is None or not isfinite(value) else scale.number(float(value), signed=signed)


def _ends(scale: Scale, entry: Mapping[str, Any], *, signed: bool = False) -> str:
    if entry.get("low") is None or entry.get("high") is None:
        return ABSENT
    return scale.interval(float(entry["low"]), float(entry["high"]), signed=signed)


def definitions(evidence: Evidence, language: str) -> list[tuple[str, str]]:
    """Pair every outcome's name with the sentence that defines it, where the catalogue has one."""
    plain = not evidence.scenario.get("has_customers", True)
    found = []
    for key in _told(evidence):
        without = f"definitions.{key}_without_customers"
        said = without if plain and has_text(without) else f"definitions.{key}"
        if has_text(said):
            found.append((measured(evidence, key).label(language), text(said, language)))
    return found
