"""The rows of the tables of outcomes, every number already written as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from simulator.language import has_text, text
from simulator.plots.evidence import Evidence, goal_of, measured
from simulator.plots.measures import ABSENT, written


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
    if entry["low"] is not None and entry["low"] == entry["high"] == 0:
        return Cell(main, (text("report.table.same", language),), mood)
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


def definitions(evidence: Evidence, language: str) -> list[tuple[str, str]]:
    """Pair every outcome's name with the sentence that defines it, where the catalogue has one."""
    return [
        (measured(evidence, key).label(language), text(f"definitions.{key}", language))
        for key in evidence.record["outcomes"]
        if has_text(f"definitions.{key}")
    ]
