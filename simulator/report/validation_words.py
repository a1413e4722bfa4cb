"""What a check expected and what was found, in words; records of the ladder in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.language import text

__all__ = [
    "found_words",
    "heading",
    "interval_words",
    "robust_words",
    "row_of",
    "summary_words",
    "target_words",
    "verdict_words",
]

Record = Mapping[str, Any]

SMALLEST_SHOWN = 0.001
"""Errors below this [percent] are not told apart."""


def number_words(value: float | None, unit: str, language: str) -> str:
    """Write a number with its unit: three digits, or four where it stands for itself.

    Examples
    --------
    >>> number_words(3.0012, "percent", "en"), number_words(0.00042, "error", "en")
    ('3 %', '0.042 %')
    """
    if value is None:
        return "–"
    if unit == "error":
        value, unit = 100.0 * value, "percent"
        if 0.0 < value < SMALLEST_SHOWN:
            return text("validation.less", language, number=f"{SMALLEST_SHOWN:g}")
    value = value + 0.0 if abs(value) >= 1e-12 else 0.0
    digits = 3 if unit == "percent" else 4
    short = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.{digits}g}"
    short = short.replace("-", "−")
    return text("validation.percent", language, number=short) if unit == "percent" else short


def target_words(check: Record, language: str) -> str:
    """Say what a check expected."""
    target, unit = check["target"], check["unit"]

    def shown(key: str) -> str:
        return number_words(target[key], unit, language)

    match check["kind"]:
        case "sign":
            return text(f"validation.{target['expect']}", language, than=shown("than"))
        case "equivalence":
            return text("validation.within", language, low=shown("low"), high=shown("high"))
        case "band":
            return text("validation.between", language, low=shown("low"), high=shown("high"))
        case "match":
            tolerance = number_words(100.0 * target["tolerance"], "percent", language)
            return text("validation.near", language, number=shown("number"), tolerance=tolerance)
        case "rank":
            ends = "_ends" if target["ends_only"] else ""
            return text(f"validation.{target['expect']}{ends}", language)
    tolerance = number_words(target["tolerance"], "error", language)
    return text("validation.points", language, points=target["points"], tolerance=tolerance)


def found_words(check: Record, language: str) -> str:
    """Say what was found."""
    unit = check["unit"]
    if check["kind"] == "rank":
        return ", ".join(number_words(each["mean"], unit, language) for each in check["details"])
    found = number_words(check["found"], unit, language)
    return text("validation.worst", language, error=found) if unit == "error" else found


def interval_words(check: Record, language: str) -> str:
    """Write the interval of a single effect; a ranking has those of its effects."""
    unit = check["unit"]
    pairs = check["details"] if check["kind"] == "rank" else [check]
    if unit == "error" or any(pair["low"] is None for pair in pairs):
        return ""
    return ", ".join(
        f"[{number_words(pair['low'], unit, language)}; {number_words(pair['high'], unit, language)}]"
        for pair in pairs
    )


def verdict_words(check: Record, language: str) -> str:
    """Say the verdict."""
    return text(f"validation.verdict.{check['verdict']}", language)


def title_words(check: Record, language: str) -> str:
    """Give the title of a check; one that falsifies says so."""
    title = str(check["title"][language])
    return text("validation.falsified", language, check=title) if check["falsifies"] else title


def heading(language: str) -> tuple[str, ...]:
    """Name the columns of the table."""
    keys = ("id", "check", "target", "found", "interval", "verdict", "time")
    return tuple(text(f"validation.head.{key}", language) for key in keys)


def row_of(record: Record, check: Record, language: str) -> tuple[str, ...]:
    """Write a check as a row of the table; the time is that of its experiment, on the first row."""
    first = check is record["checks"][0]
    seconds = text("validation.seconds", language, seconds=f"{record['seconds']:.1f}") if first else ""
    return (
        str(record["id"]),
        title_words(check, language),
        target_words(check, language),
        found_words(check, language),
        interval_words(check, language),
        verdict_words(check, language),
        seconds,
    )


def robust_words(check: Record, language: str) -> str:
    """Say how widely a sign held, and where it failed; empty where it was not tried."""
    tried = check["robustness"]
    if not tried:
        return ""
    ask = number_words(100.0 * tried["ask"], "percent", language)
    said = text(
        "validation.robust",
        language,
        check=check["title"][language],
        held=tried["held"],
        points=tried["points"],
        against=tried["against"],
        ask=ask,
    )
    corner = tried["corner"]
    if not corner:
        return said
    sides = [
        text(
            f"validation.side_{one['side']}",
            language,
            parameter=one["parameter"],
            border=f"{one['border']:g}",
        )
        for one in corner["where"]
    ]
    where = text("validation.and", language).join(sides) or text("validation.everywhere", language)
    where_failed = text(
        "validation.corner", language, where=where, failed=corner["failed"], points=corner["points"]
    )
    return f"{said} {where_failed}" if language == "en" else said + where_failed


def summary_words(records: Sequence[Record], language: str) -> str:
    """Count what held."""
    checks = [check for record in records for check in record["checks"]]
    exact = [check for check in checks if check["tier"] == "A"]
    return text(
        "validation.summary",
        language,
        count=len(checks),
        held=sum(check["verdict"] == "held" for check in checks),
        a_count=len(exact),
        a_held=sum(check["verdict"] == "held" for check in exact),
    )
