"""Territories in pictures: how even they are, and what the number of reps does to profit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.language import text
from simulator.plots.style import (
    BASELINE,
    HUES,
    INK,
    PALE,
    SIZES,
    WARNING,
    drawn,
    halo,
    panel_columns,
    panels,
    quiet,
    sheet,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]


@drawn
def balance_picture(
    names: Sequence[str], relative: Sequence[Floats], tolerance: float, title: str, *, language: str = "en",
    size: str = "paper",
) -> Figure:  # fmt: skip
    """Draw the potential of every territory over the mean of its region, a panel for each region.

    Parameters
    ----------
    names
        Names of the regions.
    relative
        For each region: potential of its territories over their mean.
    tolerance
        Distance from the mean beyond which a territory is too large or too small.
    title
        Name of the scenario.
    language, size
        As for every picture.
    """
    columns = panel_columns(len(names))
    rows = -(-len(names) // columns)
    subtitle = text("territories.picture.balance", language, scenario=title, tolerance=f"{tolerance:.0%}")
    figure = sheet(text("territories.picture.balance_title", language), subtitle, 1.0 + 2.4 * rows, size)
    highest = max(1.0 + 1.5 * tolerance, *(float(each.max(initial=0.0)) * 1.08 for each in relative))
    for number, axes in enumerate(panels(figure, len(names), columns, sharey=True)):
        ordered = np.sort(relative[number])[::-1]
        off = np.abs(ordered - 1.0) > tolerance
        axes.axhspan(1.0 - tolerance, 1.0 + tolerance, color=PALE, zorder=0)
        places = np.arange(len(ordered))
        axes.bar(places, ordered, width=0.85, color=[WARNING if each else HUES[0] for each in off])
        axes.axhline(1.0, color=INK, linewidth=0.8, linestyle=(0, (3, 2)))
        share = f"{off.mean():.0%}" if len(off) else "0%"
        axes.set_title(text("territories.picture.region", language, region=names[number], share=share))
        axes.set_ylim(0.0, highest)
        axes.set_xticks([])
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
        quiet(axes)
    return figure


@drawn
def sizing_picture(
    reps: Floats, sales: Floats, profit: Floats, places: tuple[int, int], title: str, currency: str, *,
    language: str = "en", size: str = "paper",
) -> Figure:  # fmt: skip
    """Draw sales and profit against the number of reps, with today's size and the best one.

    Parameters
    ----------
    reps, sales, profit
        Number of reps, and sales and profit of a year with it [currency].
    places
        Places of today's size and of the best one.
    title
        Name of the scenario.
    currency
        Code of the currency.
    language, size
        As for every picture.
    """
    today, best = places
    subtitle = text("territories.picture.sizing", language, scenario=title)
    figure = sheet(text("territories.picture.sizing_title", language), subtitle, 3.6, size)
    left, right = figure.subplots(1, 2)
    for axes, values, name in ((left, sales, "sales"), (right, profit, "profit")):
        axes.plot(reps, values / 1e6, color=HUES[0], linewidth=2)
        unit = f"{text('territories.picture.million', language)} {currency}"
        axes.set_title(f"{text(f'territories.picture.{name}', language)} [{unit}]")
        axes.set_xlabel(text("territories.picture.reps", language))
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        quiet(axes)
        _mark(
            axes,
            float(reps[today]),
            float(values[today]) / 1e6,
            BASELINE,
            text("territories.picture.today", language),
            size,
            -1,
        )
        if name == "profit":
            best_reps = float(reps[best])
            axes.axvspan(0.8 * best_reps, 1.2 * best_reps, color=PALE, zorder=0)
            _mark(
                axes,
                best_reps,
                float(values[best]) / 1e6,
                WARNING,
                text("territories.picture.best", language),
                size,
                1,
            )
    low, high = float(profit.min()) / 1e6, float(profit.max()) / 1e6
    right.set_ylim(min(0.0, low * 1.1), high * 1.2 if high > 0 else high * 0.8)
    left.set_ylim(0.0, float(sales.max()) / 1e6 * 1.15)
    return figure


def _mark(axes: Axes, x: float, y: float, color: str, words: str, size: str, side: int) -> None:
    """Put a point and a word on a curve."""
    axes.plot([x], [y], marker="o", color=color, markersize=6, linestyle="none")
    axes.annotate(
        words, (x, y), (0, 9 * side), textcoords="offset points", ha="center", color=color,
        va="bottom" if side > 0 else "top", size=SIZES[size].points, path_effects=halo(),
    )  # fmt: skip
