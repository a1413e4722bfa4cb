"""What the terminal shows after a comparison: a small table, the answer, where the report is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli.tables import aligned
from simulator.language import text

if TYPE_CHECKING:
    from simulator.studies.compare import Comparison

SHOWN = ("revenue", "contribution", "pay_cost", "premium_share", "market_share")
"""Outcomes in the table, after that of the goal."""


def summary(comparison: Comparison, report: Path, language: str) -> str:
    """Write the table of alternatives with 95 % intervals, the answer, and the path of the report."""
    from simulator.report import answer

    said = answer(comparison, language)
    parts = [
        table(comparison, language),
        "",
        f"{text('cli.compare.answer', language)}{colon(language)}{said.headline}",
    ]
    parts.append(said.tradeoff)
    parts.extend(reported(comparison, language))
    until = comparison.record.get("until")
    if until:
        key = "until_met" if until["reached"] else "until_missed"
        count = comparison.record["replications"]
        parts.append(text(f"cli.compare.{key}", language, rule=until["rule"], count=count))
    parts += ["", text("cli.compare.written", language, path=report)]
    return "\n".join(part for number, part in enumerate(parts) if part or number in (1, len(parts) - 2))


def colon(language: str) -> str:
    """Write the colon of a language, with the space it needs.

    Examples
    --------
    >>> colon("en"), colon("zh")
    (': ', '：')
    """
    return "\N{FULLWIDTH COLON}" if language == "zh" else ": "


def shown_outcomes(comparison: Comparison) -> list[str]:
    """Name the outcomes of the table: that of the goal first."""
    goal = comparison.scenario.get("goal") or {}
    wanted = dict.fromkeys([goal.get("outcome"), *SHOWN])
    return [str(key) for key in wanted if key in comparison.record["outcomes"]]


def table(comparison: Comparison, language: str) -> str:
    """Write one row for each alternative: the mean of each main outcome, ± half its 95 % interval."""
    from simulator.plots.evidence import measured

    record = comparison.record
    head, rows = (
        [text("cli.compare.alternative", language)],
        [[str(a["name"])] for a in record["alternatives"]],
    )
    for key in shown_outcomes(comparison):
        measure = measured(comparison, key)
        found = [alternative["outcomes"][key] for alternative in record["alternatives"]]
        scale = measure.scale([one["mean"] for one in found if one["mean"] is not None], language)
        head.append(f"{measure.label(language)} [{scale.axis()}]")
        for row, one in zip(rows, found, strict=True):
            row.append(_cell(one, scale))
    return aligned([head, *rows], right=range(1, len(head)))


def _cell(found: dict[str, float | None], scale: Any) -> str:
    from simulator.plots.measures import ABSENT

    if found["mean"] is None:
        return ABSENT
    if found["low"] is None or found["high"] is None:
        return str(scale.number(found["mean"]))
    half_width = (found["high"] - found["low"]) / 2
    sharp = scale.sharpened(found["mean"], half_width)
    shown = sharp if half_width and sharp.decimals > scale.decimals else scale
    return f"{shown.number(found['mean'])} ±{shown.number(half_width)}"


def reported(comparison: Comparison, language: str) -> list[str]:
    """Put each result that the case reports beside the simulated one of the same alternative."""
    from simulator.plots.evidence import measured
    from simulator.report.grounds import too_short

    lines = []
    for key, told in (comparison.scenario.get("reported") or {}).items():
        for alternative in comparison.record["alternatives"]:
            mean = alternative["outcomes"].get(key, {}).get("mean")
            if alternative["name"] != told["alternative"] or mean is None:
                continue
            scale = measured(comparison, key).scale([told["value"], mean], language)
            values = {"reported": scale.value(told["value"]), "simulated": scale.value(mean)}
            said = text("cli.compare.reported", language, **values)
            lines.append(f"{alternative['name']}{colon(language)}{said}")
    due = too_short(comparison)
    if lines and due:
        lines.append(text("report.reported.short", language, weeks=comparison.record["weeks"], due=due))
    return lines
