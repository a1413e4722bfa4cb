"""Fan chart: how a weekly measure spreads over the simulated markets, a panel for each alternative."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from simulator.language import text
from simulator.plots.evidence import (
    Columns,
    Evidence,
    Numbers,
    by_world,
    goal_of,
    largest,
    measured,
    names_of,
    panel_title,
    quantiles,
    trailing_mean,
)  # fmt: skip
from simulator.plots.style import (
    FAINT,
    INK,
    QUIET,
    SIZES,
    Look,
    drawn,
    halo,
    looks,
    panel_columns,
    panels,
    quiet,
    sheet,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.plots.measures import Scale

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def spread(
    weekly: Columns, name: str, measure: str, window: int, weight: str = ""
) -> tuple[Numbers, Numbers]:
    """Take the median and the 50 % and 90 % bands over worlds of one alternative's smoothed series.

    Returns
    -------
    The weeks, shape ``(n_weeks,)``, and the quantiles 5, 25, 50, 75 and 95 %, shape ``(5, n_weeks)``.
    """
    weeks, values = by_world(weekly, name, measure)
    weights = by_world(weekly, name, weight)[1] if weight and weight in weekly else None
    smooth = trailing_mean(values, window, weights)
    return weeks.astype(np.float64), quantiles(smooth, QUANTILES)


@drawn
def fan(
    evidence: Evidence, measure: str, *, window: int = 13, language: str = "en", size: str = "paper"
) -> Figure:
    """Show the median and the 50 % and 90 % bands of a weekly measure, a panel for each alternative.

    The medians of the other alternatives stand behind in grey. The goal line is drawn where the scenario sets
    a goal for this measure. Shares are averaged with the week's revenue as weight.

    Parameters
    ----------
    evidence
        A comparison with weekly series.
    measure
        A column of ``evidence.weekly``.
    window
        Weeks of the trailing average [weeks]; 1 for none.
    language, size
        ``en`` or ``zh``; ``paper`` or ``slides``.
    """
    names, scenario = names_of(evidence), evidence.scenario
    known = measured(evidence, measure)
    weight = "revenue" if known.kind == "share" else ""
    worlds = int(evidence.record["replications"])
    form = "subtitle_single" if worlds < 2 else "subtitle_smoothed" if window > 1 else "subtitle"
    values = {"window": window, "replications": worlds}
    subtitle = text(f"plots.fan.{form}", language, **values)
    found = {name: spread(evidence.weekly, name, measure, window, weight) for name in names}
    columns = panel_columns(len(names))
    rows = -(-len(names) // columns)
    scale = known.scale([largest(bands) for _, bands in found.values()], language)
    title = text("plots.fan.title", language, measure=known.label(language))
    subtitle = text("plots.in_unit", language, unit=_unit(scale), rest=subtitle)
    figure = sheet(title, subtitle, 0.85 + 1.75 * rows, size)
    look = looks(names, str(evidence.record["baseline"]))
    goal = goal_of(scenario)
    level = goal[1] if goal and goal[0] == measure else None
    for number, axes in enumerate(panels(figure, len(names), columns, sharex=True, sharey=True)):
        name = names[number]
        _others(axes, [found[other] for other in names if other != name], scale)
        _bands(axes, *found[name], look[name], scale, SIZES[size].points)
        if level is not None:
            _goal(axes, scale.value(level, decimals=0), level / scale.divisor, language, number == 0)
        axes.set_title(panel_title(scenario, name, language, columns), color=look[name].color)
        quiet(axes)
        week_axis(axes, found[name][0], language, number >= len(names) - columns)
    figure.axes[0].set_ylim(bottom=_floor(found.values(), scale.divisor))
    return figure


def _unit(scale: Scale) -> str:
    """Name the unit of a weekly measure; amounts and numbers are per week."""
    if scale.measure.kind in ("money", "count"):
        return text("plots.fan.per_week", scale.language, unit=scale.axis())
    return scale.axis()


def _others(axes: Axes, found: Sequence[tuple[Numbers, Numbers]], scale: Scale) -> None:
    for weeks, bands in found:
        axes.plot(weeks + 1, bands[2] / scale.divisor, color="#b9c1c9", linewidth=0.9, zorder=1)


def _bands(axes: Axes, weeks: Numbers, bands: Numbers, look: Look, scale: Scale, points: float) -> None:
    """Draw one alternative's bands and median, and write where the median ends."""
    low, inner_low, middle, inner_high, high = bands / scale.divisor
    axes.fill_between(weeks + 1, low, high, color=look.color, alpha=0.16, linewidth=0, zorder=2)
    axes.fill_between(weeks + 1, inner_low, inner_high, color=look.color, alpha=0.30, linewidth=0, zorder=3)
    axes.plot(weeks + 1, middle, color=look.color, linewidth=1.7, zorder=4)
    axes.plot(weeks[-1] + 1, middle[-1], look.marker, color=look.color, markersize=points * 0.5, zorder=5,
              clip_on=False)  # fmt: skip
    axes.annotate(scale.number(float(bands[2, -1])), (weeks[-1] + 1, middle[-1]), (5, 0), va="center",
                  textcoords="offset points", color=look.color, annotation_clip=False, weight="bold",
                  path_effects=halo())  # fmt: skip


def _goal(axes: Axes, words: str, level: float, language: str, labelled: bool) -> None:
    axes.axhline(level, color=INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=1.5)
    if labelled:
        axes.annotate(text("plots.goal", language, level=words), (0.01, level), (0, 3), va="bottom",
                      color=INK, xycoords=("axes fraction", "data"), textcoords="offset points")  # fmt: skip


def _floor(found: Iterable[tuple[Numbers, Numbers]], divisor: float) -> float:
    """Start the axis at zero unless the data lie so far above it that nothing could be seen."""
    bands = [band for _, band in found]
    lowest = -max(largest(-band) for band in bands) / divisor
    highest = max(largest(band) for band in bands) / divisor
    return 0.0 if lowest >= 0 and lowest < 0.7 * highest else lowest - 0.08 * (highest - lowest)


def week_axis(axes: Axes, weeks: Numbers, language: str, labelled: bool) -> None:
    """Mark years of 52 weeks on a long axis and let a short one mark itself."""
    last = float(weeks[-1]) + 1
    if last >= 78:
        axes.set_xticks(np.arange(0, last + 1, 52))
        axes.set_xlim(0, last)
    else:
        axes.set_xlim(min(1.0, last - 0.5), max(last, 1.5))
        axes.locator_params(axis="x", nbins=5, integer=True)
    axes.tick_params(axis="x", color=FAINT)
    if labelled:
        axes.set_xlabel(text("plots.fan.week", language), color=QUIET)
