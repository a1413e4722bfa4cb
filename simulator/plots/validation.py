"""The picture of the validation ladder: every effect with its interval, against what was expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulator.language import text
from simulator.plots.style import (
    FAINT,
    HUES,
    INK,
    QUIET,
    SIZES,
    WARNING,
    drawn,
    quiet,
    sheet,
    tint,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Row = tuple[str, Mapping[str, Any]]

ROW_INCHES = 0.30
PANEL_INCHES = 0.62
LABEL_WIDTH = 30.0
LARGEST_NUMBER = 100.0
"""Levels beyond this (money, heads) have no common axis with the others and are left to the table."""

SMALLEST_ERROR = 1e-6


@drawn
def ladder_picture(
    records: Sequence[Mapping[str, Any]], *, language: str = "en", size: str = "paper"
) -> Figure:
    """Draw the checks of a ladder as forests, one panel for each unit.

    Parameters
    ----------
    records
        Records of experiments, as ``validation.json`` has them.
    language, size
        As for every picture.
    """
    rows = [
        (f"{record['id']}  {check['title'][language]}", check)
        for record in records
        for check in record["checks"]
        if check["found"] is not None
    ]
    percent = [row for row in rows if row[1]["unit"] == "percent"]
    number = [row for row in rows if row[1]["unit"] in ("number", "ratio") and _fits(row[1])]
    error = [row for row in rows if row[1]["unit"] == "error"]
    shown = [
        (key, part) for key, part in (("percent", percent), ("number", number), ("error", error)) if part
    ]
    heights = [PANEL_INCHES + ROW_INCHES * len(part) for _, part in shown] or [PANEL_INCHES]
    title = text("validation.plot.title", language)
    figure = sheet(title, text("validation.plot.subtitle", language), 0.9 + sum(heights), size)
    grid = figure.subplots(len(heights), 1, squeeze=False, gridspec_kw={"height_ratios": heights})
    for (key, part), (axes,) in zip(shown, grid, strict=False):
        _labels(axes, part, size)
        (_errors if key == "error" else _effects)(axes, part, size)
        axes.set_title(text(f"validation.plot.{key}", language))
        quiet(axes, "x")
        axes.spines["left"].set_visible(False)
    if not shown:
        grid[0][0].set_axis_off()
    return figure


def _fits(check: Mapping[str, Any]) -> bool:
    return (
        max(abs(check[key]) for key in ("found", "low", "high") if check[key] is not None) <= LARGEST_NUMBER
    )


def _labels(axes: Axes, rows: Sequence[Row], size: str) -> None:
    axes.set_yticks(range(len(rows)), [wrapped(name, LABEL_WIDTH) for name, _ in rows])
    axes.tick_params(axis="y", labelcolor=INK, labelsize=SIZES[size].points * 0.86)
    axes.set_ylim(len(rows) - 0.4, -0.6)


def _effects(axes: Axes, rows: Sequence[Row], size: str) -> None:
    """Draw effects: a mark and its interval, over the part of the axis that was expected."""
    reach = [
        float(value)
        for _, check in rows
        for value in (check["found"], check["low"], check["high"], *_finite(_expected(check)))
        if value is not None
    ]
    low, high = min([0.0, *reach]), max([0.0, *reach])
    room = 0.06 * ((high - low) or 1.0)
    axes.set_xlim(low - room, high + room)
    axes.axvline(0, color=QUIET, linewidth=0.7, zorder=1)
    points = SIZES[size].points
    for row, (_, check) in enumerate(rows):
        start, end = _expected(check)
        left = low - room if start is None else start
        right = high + room if end is None else end
        if (start, end) != (None, None):
            axes.barh(row, right - left, left=left, height=0.62, color=tint(HUES[0], 0.14), zorder=0)
        color = INK if check["verdict"] == "held" else WARNING
        if check["low"] is not None and check["high"] is not None:
            axes.plot([check["low"], check["high"]], [row, row], color=color, linewidth=1.8, zorder=2)
        face = color if check["verdict"] == "held" else "white"
        axes.plot(check["found"], row, "o", color=color, markerfacecolor=face,
                  markersize=points * 0.58, markeredgewidth=1.2, zorder=3)  # fmt: skip


def _finite(ends: tuple[float | None, float | None]) -> list[float]:
    return [end for end in ends if end is not None]


def _expected(check: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Give the ends of what was expected; None where it is open, both None where a shade says nothing."""
    target = check["target"]
    match check["kind"]:
        case "sign":
            return (target["than"], None) if target["expect"] == "above" else (None, target["than"])
        case "rank":
            return (0.0, None) if target["expect"] == "rising" else (None, 0.0)
        case "equivalence" | "band":
            return target["low"], target["high"]
        case "match":
            reach = abs(target["number"] or 1.0) * target["tolerance"]
            return target["number"] - reach, target["number"] + reach
    return None, None


def _errors(axes: Axes, rows: Sequence[Row], size: str) -> None:
    """Draw the worst error of each calculation as a bar, and what was allowed as a line across it."""
    del size
    axes.set_xscale("log")
    for row, (_, check) in enumerate(rows):
        color = INK if check["verdict"] == "held" else WARNING
        found = max(float(check["found"]), SMALLEST_ERROR)
        axes.barh(row, found - SMALLEST_ERROR / 2, left=SMALLEST_ERROR / 2, height=0.5, color=color)
        allowed = float(check["target"]["tolerance"])
        axes.plot([allowed, allowed], [row - 0.4, row + 0.4], color=HUES[0], linewidth=2.0)
    axes.set_xlim(SMALLEST_ERROR / 2, 1.0)
    axes.axvspan(SMALLEST_ERROR / 2, SMALLEST_ERROR, color=FAINT, alpha=0.5, linewidth=0)
