"""What three reps do under a plan: effort, what it amounts to, and timing, by attainment and week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.language import text
from simulator.plots.style import (
    HUES,
    INK,
    PALE,
    PRODUCT_HUES,
    SIZES,
    drawn,
    families,
    halo,
    quiet,
    sheet,
    tint,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]

ZONE_COLORS = (PALE, "#9aa5b1", tint(HUES[4], 0.75), tint(HUES[1], 0.85))
LESS, MIDDLE, MORE = "#2f5d8a", "#f4f1ea", "#c2531c"


@dataclass(frozen=True)
class BehaviorMaps:
    """What the picture needs, ready to be drawn.

    Parameters
    ----------
    reps
        Heading of each column.
    attainment
        ``(n_steps,)``.
    effort, advantage
        ``(3, n_weeks, n_steps)``.
    zone
        Number of the zone, same shape.
    reachable
        Whether a rep can stand there, same shape; the rest stays empty.
    path
        Expected attainment, ``(3, n_weeks + 1)``.
    zones
        Name of each zone.
    """

    reps: Sequence[str]
    attainment: Floats
    effort: Floats
    advantage: Floats
    zone: NDArray[np.int8]
    reachable: NDArray[np.bool_]
    path: Floats
    zones: Sequence[str]


@drawn
def behavior_picture(
    maps: BehaviorMaps, title: str, period: str, *, language: str = "en", size: str = "paper"
) -> Figure:
    """Draw heat maps of effort, of what the effort amounts to, and of timing, a column for each rep.

    Parameters
    ----------
    maps
        What reps do.
    title, period
        Name of the plan, and of the period that is shown.
    language, size
        As for every picture.

    Notes
    -----
    Time runs to the right, attainment upwards; the line is the path that each rep expects. Where nobody can
    stand, the picture stays empty.
    """
    figure = sheet(
        text("behave.picture.title", language),
        text("behave.picture.subtitle", language, plan=title, period=period),
        7.6,
        size,
    )
    rows = figure.subplots(3, 3, sharex=True, sharey=True)
    seen = maps.effort[maps.reachable]
    effort = _diverging(float(seen.min()), 1.0, float(seen.max()))
    limit = max(float(np.abs(maps.advantage[maps.reachable]).max()), 0.05)
    timing = _diverging(-limit, 0.0, limit)
    points = SIZES[size].points
    for column in range(3):
        heat = _map(rows[0][column], maps, column, maps.effort, effort)
        codes = _zones(rows[1][column], maps, column)
        late = _map(rows[2][column], maps, column, maps.advantage, timing)
        for row in range(3):
            _path(rows[row][column], maps, column)
        rows[0][column].set_title(maps.reps[column])
        rows[2][column].set_xlabel(text("behave.picture.week", language))
    for row, (mappable, name) in enumerate(((heat, "effort"), (codes, "zone"), (late, "timing"))):
        bar = figure.colorbar(mappable, ax=list(rows[row]), fraction=0.05, pad=0.02)
        bar.set_label(text(f"behave.picture.{name}", language), size=points)
        bar.outline.set_visible(False)
        if name == "zone":
            bar.set_ticks(list(range(len(maps.zones))), labels=list(maps.zones))
            bar.minorticks_off()
        else:
            bar.ax.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        bar.ax.tick_params(labelfontfamily=list(families()), length=0)
        rows[row][0].set_ylabel(text("behave.picture.attainment", language))
    return figure


def _diverging(low: float, middle: float, high: float) -> tuple[Any, Any]:
    """Make a scale of two colors that meet at the middle, both as strong as they are far from it."""
    from matplotlib.colors import LinearSegmentedColormap, Normalize

    span = max(high - middle, middle - low, 0.05)
    colors = LinearSegmentedColormap.from_list("behavior", [LESS, MIDDLE, MORE])
    return colors, Normalize(middle - span, middle + span)


def _map(axes: Axes, maps: BehaviorMaps, column: int, values: Floats, scale: tuple[Any, Any]) -> Any:
    colors, norm = scale
    return _mesh(axes, maps, column, values[column], cmap=colors, norm=norm)


def _zones(axes: Axes, maps: BehaviorMaps, column: int) -> Any:
    from matplotlib.colors import BoundaryNorm, ListedColormap

    n = len(maps.zones)
    colors = ListedColormap(list(ZONE_COLORS[:n]))
    norm = BoundaryNorm(np.arange(n + 1) - 0.5, n)
    return _mesh(axes, maps, column, maps.zone[column].astype(np.float64), cmap=colors, norm=norm)


def _mesh(axes: Axes, maps: BehaviorMaps, column: int, values: Floats, **look: Any) -> Any:
    values = np.where(maps.reachable[column], values, np.nan)
    weeks = np.arange(values.shape[0] + 1)
    step = maps.attainment[1] - maps.attainment[0]
    edges = np.concatenate([maps.attainment - step / 2, [maps.attainment[-1] + step / 2]])
    found = axes.pcolormesh(weeks, edges, values.T, rasterized=True, linewidth=0, **look)
    axes.set_ylim(0.0, float(maps.attainment[-1]))
    axes.set_xlim(0, values.shape[0])
    axes.axhline(1.0, color=INK, linewidth=0.7, linestyle=(0, (3, 2)))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    quiet(axes, "")
    return found


def _path(axes: Axes, maps: BehaviorMaps, column: int) -> None:
    path = maps.path[column]
    axes.plot(
        np.arange(len(path)),
        np.minimum(path, maps.attainment[-1]),
        color=INK,
        linewidth=1.4,
        path_effects=halo(),
    )


@drawn
def mix_picture(
    reps: Sequence[str], names: Sequence[str], shares: Floats, title: str, *, language: str = "en",
    size: str = "paper",
) -> Figure:  # fmt: skip
    """Draw where effort goes over the period on the path that each rep expects.

    Parameters
    ----------
    reps
        Heading of each panel.
    names
        Goods that the plan tells apart.
    shares
        Share of effort, ``(3, n_weeks, n_groups)``.
    title
        Name of the plan.
    language, size
        As for every picture.
    """
    from matplotlib.ticker import MaxNLocator

    figure = sheet(
        text("behave.picture.mix_title", language),
        text("behave.picture.mix", language, plan=title),
        3.2,
        size,
    )
    panels = figure.subplots(1, 3, sharex=True, sharey=True)
    weeks = np.arange(shares.shape[1]) + 1
    for column, axes in enumerate(panels):
        tops = np.cumsum(shares[column], axis=1)
        for group, name in enumerate(names):
            dark, light = PRODUCT_HUES[group // 2 % len(PRODUCT_HUES)]
            low = tops[:, group] - shares[column][:, group]
            color = light if group % 2 else dark
            axes.fill_between(
                weeks, low, tops[:, group], facecolor=color, edgecolor="white", linewidth=0.6, label=name
            )
        axes.set_title(reps[column])
        axes.set_xlabel(text("behave.picture.week", language))
        axes.set_ylim(0, 1)
        axes.set_xlim(1, max(int(weeks[-1]), 2))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        quiet(axes, "")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="outside right upper", frameon=False, prop={"family": list(families())}
    )
    return figure
