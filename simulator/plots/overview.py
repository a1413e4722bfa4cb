"""One page on one run: six weekly series that show at a glance what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.language import text
from simulator.plots.attainment import percent_axis
from simulator.plots.effort import product_columns, shares_over_time, stack
from simulator.plots.evidence import (
    Columns,
    Numbers,
    by_world,
    goal_of,
    in_language,
    largest,
    title_of,
    trailing_mean,
    word,
)  # fmt: skip
from simulator.plots.fan import week_axis
from simulator.plots.measures import measure_of
from simulator.plots.style import INK, QUIET, SIZES, apart, drawn, halo, looks, panels, quiet, sheet, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WINDOW = 4
OURS = ("us", "ours", "our-firm", "our_firm")
COLOR = "#0072b2"


@drawn
def weekly_overview(
    weekly: Columns, scenario: Mapping[str, Any], *, alternative: str = "", language: str = "en",
    size: str = "paper",
) -> Figure:  # fmt: skip
    """Show one run on one page: revenue, premium share, prices, effort, understanding and approval waits.

    Parameters
    ----------
    weekly
        The weekly series of one world; a panel whose columns are absent is left out. Prices stand in
        ``price_<firm>`` [currency], effort in ``effort_<line>_<tier>``,
        waits in ``approval_wait_days`` [days].
    scenario
        The case, for its goal, currency and names.
    alternative
        Name of the alternative that was run.
    language, size
        ``en`` or ``zh``; ``paper`` or ``slides``.
    """
    points = SIZES[size].points
    drawing: dict[str, Callable[[Axes], None]] = {}
    if "revenue" in weekly:
        drawing["revenue"] = partial(_revenue, weekly, scenario, language, points)
    if "premium_share" in weekly:
        drawing["premium_share"] = partial(_share, weekly, "premium_share", scenario, language, points)
    if any(name.startswith("price_") for name in weekly):
        drawing["prices"] = partial(_prices, weekly, scenario, language, points)
    if product_columns(weekly):
        drawing["effort"] = partial(_effort, weekly, scenario, language, points)
    if "understanding" in weekly:
        drawing["understanding"] = partial(_share, weekly, "understanding", scenario, language, points)
    if "approval_wait_days" in weekly:
        drawing["approval"] = partial(_approval, weekly, language)
    rows = -(-len(drawing) // 2)
    subtitle = text("plots.overview.subtitle", language, window=WINDOW,
                    alternative=title_of(scenario, alternative, language))  # fmt: skip
    figure = sheet(text("plots.overview.title", language), subtitle, 0.8 + 1.75 * rows, size)
    weeks = np.unique(np.asarray(weekly["week"])).astype(np.float64)
    for number, axes in enumerate(panels(figure, len(drawing), 2)):
        topic = list(drawing)[number]
        axes.set_title(text(f"plots.overview.{topic}", language))
        quiet(axes)
        drawing[topic](axes)
        week_axis(axes, weeks, language, number >= len(drawing) - 2)
    return figure


def _line(axes: Axes, weekly: Columns, column: str, divisor: float = 1.0) -> Numbers:
    """Draw one series, thin as it is and thick as its trailing average; return the average."""
    weeks, values = by_world(weekly, None, column)
    smooth: Numbers = trailing_mean(values, WINDOW)[0] / divisor
    axes.plot(weeks + 1, values[0] / divisor, color=COLOR, linewidth=0.6, alpha=0.40)
    axes.plot(weeks + 1, smooth, color=COLOR, linewidth=1.6)
    return smooth


def _unit(axes: Axes, words: str) -> None:
    """Write the unit of a panel after its title."""
    axes.set_title(f"{axes.get_title(loc='left')}  ({words})" if words.isascii() else
                   f"{axes.get_title(loc='left')}（{words}）")  # fmt: skip


def _revenue(weekly: Columns, scenario: Mapping[str, Any], language: str, points: float, axes: Axes) -> None:
    del points
    measure = measure_of({}, "revenue", str(scenario.get("currency", "CNY")))
    scale = measure.scale(weekly["revenue"], language)
    _line(axes, weekly, "revenue", scale.divisor)
    axes.set_ylim(bottom=0)
    _unit(axes, scale.axis())


def _share(
    weekly: Columns, column: str, scenario: Mapping[str, Any], language: str, points: float, axes: Axes
) -> None:
    smooth = _line(axes, weekly, column, 0.01)
    goal = goal_of(scenario)
    top = max(largest(weekly[column]) * 100, largest(smooth))
    if goal and goal[0] == column:
        level = goal[1] * 100
        axes.axhline(level, color=INK, linewidth=0.9, linestyle=(0, (4, 2)))
        axes.annotate(text("plots.goal", language, level=f"{level:.0f}%"), (0.01, level), (0, 3), va="bottom",
                      xycoords=("axes fraction", "data"), textcoords="offset points",
                      size=points * 0.95, path_effects=halo(), zorder=5)  # fmt: skip
        top = max(top, level * 1.15)
    axes.set_ylim(0, top * 1.08 if top < 70 else 100)
    percent_axis(axes, 1)


def _prices(weekly: Columns, scenario: Mapping[str, Any], language: str, points: float, axes: Axes) -> None:
    """Draw one line for each firm, ours in blue and thick, each named where it ends."""
    columns = [name for name in weekly if name.startswith("price_")]
    firms = [column.removeprefix("price_") for column in columns]
    scale = measure_of({}, "price", str(scenario.get("currency", "CNY"))).scale(
        [largest(weekly[column]) for column in columns], language
    )
    order = sorted(range(len(firms)), key=lambda each: firms[each] not in OURS)
    look = looks([firms[each] for each in order])
    ends = []
    for number in order:
        weeks, values = by_world(weekly, None, columns[number])
        own, line = firms[number] in OURS, values[0] / scale.divisor
        axes.plot(weeks + 1, line, color=look[firms[number]].color, linestyle=look[firms[number]].line,
                  linewidth=2.0 if own else 1.2, zorder=3 if own else 2)  # fmt: skip
        ends.append(float(line[-1]))
    low, high = axes.get_ylim()
    names = {number: wrapped(_firm(scenario, firms[number], language), 14) for number in order}
    lines = max(name.count("\n") + 1 for name in names.values())
    places = apart(ends, 0.006 * points * (1.6 + lines) * (high - low))
    for place, number in zip(places, order, strict=True):
        axes.annotate(names[number], (1, place), (5, 0), va="center",
                      xycoords=("axes fraction", "data"), textcoords="offset points", annotation_clip=False,
                      color=look[firms[number]].color, size=points * 0.9, path_effects=halo())  # fmt: skip
    _unit(axes, scale.axis())


def _firm(scenario: Mapping[str, Any], firm: str, language: str) -> str:
    stated = (scenario.get("firms") or {}).get(firm) or {}
    title = in_language(stated.get("title") if isinstance(stated, Mapping) else stated, language)
    return title or word("firm", firm, language)


def _effort(weekly: Columns, scenario: Mapping[str, Any], language: str, points: float, axes: Axes) -> None:
    weeks, shares = shares_over_time(weekly, None, WINDOW)
    stack(axes, weeks, shares, product_columns(weekly), scenario, language, points, labelled=True)


def _approval(weekly: Columns, language: str, axes: Axes) -> None:
    _line(axes, weekly, "approval_wait_days")
    axes.set_ylim(bottom=0)
    axes.tick_params(axis="y", labelcolor=QUIET)
    _unit(axes, text("units.axis_days", language))
