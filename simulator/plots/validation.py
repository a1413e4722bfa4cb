"""The picture of the validation ladder: every effect with its interval, against what was expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulator.language import text
from simulator.plots.style import (
    HUES,
    INK,
    PALE,
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

MOST_ROWS = 48
ROW_INCHES = 0.27
PANEL_INCHES = 0.62
LABEL_WIDTH = 30.0
PLOT_END, FOUND_AT, EXPECTED_AT = 1.0, 1.03, 1.22
"""Where the forest ends and the two columns of numbers stand, in widths of the forest."""

SMALLEST_ERROR = 1e-6
ERROR_TICKS = (1e-6, 1e-4, 1e-2, 1.0)


@drawn
def ladder_picture(
    records: Sequence[Mapping[str, Any]], *, language: str = "en", size: str = "paper"
) -> Figure:
    """Draw the checks of a ladder: effects as a forest, exact results by their errors.

    Effects are counted in different units, so that every row has a scale of its own: what was expected is
    shaded, and the numbers stand beside it. Of many checks only some are drawn: the first of each
    experiment, all bands, and whatever did not hold.

    Parameters
    ----------
    records
        Records of experiments, as ``validation.json`` has them.
    language, size
        As for every picture.
    """
    rows, is_brief = _rows(records, language)
    effects = [row for row in rows if row[1]["unit"] != "error"]
    errors = [row for row in rows if row[1]["unit"] == "error"]
    shown = [(key, part) for key, part in (("effects", effects), ("error", errors)) if part]
    heights = [PANEL_INCHES + ROW_INCHES * len(part) for _, part in shown] or [PANEL_INCHES]
    title = text("validation.plot.title", language)
    subtitle = text("validation.plot.subtitle", language)
    if is_brief:
        subtitle = f"{text('validation.plot.brief', language)} {subtitle}"
    figure = sheet(title, subtitle, 0.9 + sum(heights), size)
    grid = figure.subplots(len(heights), 1, squeeze=False, gridspec_kw={"height_ratios": heights})
    for (key, part), (axes,) in zip(shown, grid, strict=False):
        axes.set_yticks(range(len(part)), [wrapped(name, LABEL_WIDTH) for name, _ in part])
        axes.tick_params(axis="y", labelcolor=INK, labelsize=SIZES[size].points * 0.82)
        axes.set_ylim(len(part) - 0.4, -0.8)
        axes.set_title(text(f"validation.plot.{key}", language))
        quiet(axes, "x" if key == "error" else "")
        axes.spines["left"].set_visible(False)
        if key == "error":
            _errors(axes, part)
        else:
            _effects(axes, part, size, language)
    if not shown:
        grid[0][0].set_axis_off()
    return figure


def _rows(records: Sequence[Mapping[str, Any]], language: str) -> tuple[list[Row], bool]:
    """List the checks to draw, with their names, and tell whether some are left out."""
    found = [[check for check in record["checks"] if check["found"] is not None] for record in records]
    is_brief = sum(len(checks) for checks in found) > MOST_ROWS
    rows = [
        (f"{record['id']}  {check['title'][language]}", check)
        for record, checks in zip(records, found, strict=True)
        for number, check in enumerate(checks)
        if not is_brief or number == 0 or check["tier"] == "C" or check["verdict"] != "held"
    ]
    return rows, is_brief


def _effects(axes: Axes, rows: Sequence[Row], size: str, language: str) -> None:
    """Draw effects, each on a scale of its own: a mark and its interval, over what was expected."""
    points = SIZES[size].points
    axes.set_xlim(0.0, 1.42)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    for at, key in ((FOUND_AT, "found"), (EXPECTED_AT, "target")):
        axes.text(at, -0.75, text(f"validation.head.{key}", language), color=QUIET, size=points * 0.82)
    for row, (_, check) in enumerate(rows):
        ends = _expected(check)
        reach = [
            float(value)
            for value in (check["found"], check["low"], check["high"], *ends)
            if value is not None
        ]
        width = (max(reach) - min(reach)) or abs(reach[0]) or 1.0
        first, whole = min(reach) - 0.15 * width, 1.3 * width

        def place(value: float, first: float = first, whole: float = whole) -> float:
            return PLOT_END * (value - first) / whole

        left = 0.0 if ends[0] is None else place(ends[0])
        right = PLOT_END if ends[1] is None else place(ends[1])
        axes.barh(row, PLOT_END, height=0.68, color=PALE, zorder=0)
        axes.barh(row, right - left, left=left, height=0.68, color=tint(HUES[0], 0.25), zorder=1)
        held = check["verdict"] == "held"
        color = INK if held else WARNING
        if check["low"] is not None and check["high"] is not None:
            axes.plot(
                [place(check["low"]), place(check["high"])], [row, row], color=color, linewidth=1.8, zorder=2
            )
        axes.plot(place(check["found"]), row, "o", color=color, markerfacecolor=color if held else "white",
                  markersize=points * 0.55, markeredgewidth=1.2, zorder=3)  # fmt: skip
        percent = check["unit"] == "percent"
        for at, words in ((FOUND_AT, _number(check["found"], percent)), (EXPECTED_AT, _range(ends, percent))):
            axes.text(
                at, row, words, va="center", color=color if at == FOUND_AT else QUIET, size=points * 0.82
            )


def _number(value: float, percent: bool) -> str:
    digits = 3 if percent else 4
    short = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.{digits}g}"
    return short.replace("-", "−") + (" %" if percent else "")


def _range(ends: tuple[float | None, float | None], percent: bool) -> str:
    """Write what was expected: above, below or between."""
    low, high = (None if end is None else _number(end, percent) for end in ends)
    if low is not None and high is not None:
        return f"{low.removesuffix(' %')} … {high}"
    return f"> {low}" if low is not None else f"< {high}"


def _expected(check: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Give the ends of what was expected; None where it is open."""
    target = check["target"]
    match check["kind"]:
        case "sign":
            return (target["than"], None) if target["expect"] == "above" else (None, target["than"])
        case "rank":
            return (0.0, None) if target["expect"] == "rising" else (None, 0.0)
        case "match":
            reach = abs(target["number"] or 1.0) * target["tolerance"]
            return target["number"] - reach, target["number"] + reach
    return target["low"], target["high"]


def _errors(axes: Axes, rows: Sequence[Row]) -> None:
    """Draw the worst error of each calculation as a bar, and what was allowed as a line across it."""
    from matplotlib.ticker import FuncFormatter, NullLocator

    axes.set_xscale("log")
    for row, (_, check) in enumerate(rows):
        color = INK if check["verdict"] == "held" else WARNING
        found = max(float(check["found"]), SMALLEST_ERROR)
        axes.barh(row, found - SMALLEST_ERROR / 2, left=SMALLEST_ERROR / 2, height=0.5, color=color)
        allowed = float(check["target"]["tolerance"])
        axes.plot([allowed, allowed], [row - 0.4, row + 0.4], color=HUES[0], linewidth=2.0)
    axes.set_xlim(SMALLEST_ERROR / 2, 2.0)
    axes.set_xticks(ERROR_TICKS)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g} %"))
