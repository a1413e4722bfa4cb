"""Effort split: which products the sales force works on, over time, under each alternative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.language import text
from simulator.plots.attainment import percent_axis
from simulator.plots.evidence import (
    Columns,
    Evidence,
    Numbers,
    by_world,
    in_language,
    names_of,
    panel_title,
    trailing_mean,
    word,
)  # fmt: skip
from simulator.plots.fan import week_axis
from simulator.plots.measures import written
from simulator.plots.style import (
    INK,
    PRODUCT_HUES,
    SIZES,
    apart,
    drawn,
    looks,
    panel_columns,
    panels,
    quiet,
    sheet,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NOT_PRODUCTS = frozenset({"effort_premium_share", "effort_per_week", "effort_share"})


def product_columns(weekly: Columns) -> list[tuple[str, str, str]]:
    """Find the effort columns of a weekly table as (column, line, tier), premium products first.

    Examples
    --------
    >>> product_columns({"effort": [], "effort_washer_standard": [], "effort_washer_premium": []})
    [('effort_washer_premium', 'washer', 'premium'), ('effort_washer_standard', 'washer', 'standard')]
    """
    found = []
    for column in weekly:
        parts = column.removeprefix("effort_").rsplit("_", 1)
        if column.startswith("effort_") and column not in NOT_PRODUCTS and len(parts) == 2:
            found.append((column, parts[0], parts[1]))
    lines = list(dict.fromkeys(line for _, line, _ in found))
    return sorted(found, key=lambda each: (each[2] != "premium", each[2], lines.index(each[1])))


def shares_over_time(weekly: Columns, name: str | None, window: int) -> tuple[Numbers, Numbers]:
    """Average over worlds the share of effort that each product gets.

    Returns
    -------
    The weeks, shape ``(n_weeks,)``, and the shares in the order of `product_columns`, shape
    ``(n_products, n_weeks)``, each week adding up to one.
    """
    layers = []
    weeks = np.zeros(0)
    for column, _, _ in product_columns(weekly):
        found, values = by_world(weekly, name, column)
        weeks = found.astype(np.float64)
        smooth = trailing_mean(values, window)
        known = np.isfinite(smooth)
        total = np.add.reduce(np.where(known, smooth, 0.0), axis=0)
        layers.append(total / np.maximum(np.add.reduce(known, axis=0), 1))
    table = np.stack(layers)
    total = np.add.reduce(table, axis=0)
    return weeks, table / np.where(total > 0, total, 1.0)


@drawn
def effort_split(
    evidence: Evidence, *, window: int = 13, language: str = "en", size: str = "paper"
) -> Figure:
    """Show as stacked areas how selling effort is split over products, a panel for each alternative.

    Premium products lie at the bottom in dark colors: their upper edge is the premium share of effort, and
    its last value is written on it.
    """
    names, scenario = names_of(evidence), evidence.scenario
    columns = panel_columns(len(names))
    rows = -(-len(names) // columns)
    values = {"replications": evidence.record["replications"], "window": window}
    figure = sheet(text("plots.effort.title", language), text("plots.effort.subtitle", language, **values),
                   0.9 + 1.85 * rows, size)  # fmt: skip
    look = looks(names, str(evidence.record["baseline"]))
    products = product_columns(evidence.weekly)
    for number, axes in enumerate(panels(figure, len(names), columns, sharex=True, sharey=True)):
        name = names[number]
        weeks, shares = shares_over_time(evidence.weekly, name, window)
        last = (number + 1) % columns == 0 or number == len(names) - 1
        stack(axes, weeks, shares, products, scenario, language, SIZES[size].points, labelled=last)
        axes.set_title(panel_title(scenario, name, language, columns), color=look[name].color)
        week_axis(axes, weeks, language, number >= len(names) - columns)
    return figure


def stack(
    axes: Axes, weeks: Numbers, shares: Numbers, products: Sequence[tuple[str, str, str]],
    scenario: Mapping[str, Any], language: str, points: float, *, labelled: bool,
) -> None:  # fmt: skip
    """Draw one alternative's areas, with the names of the products at the right where asked."""
    lines = list(dict.fromkeys(line for _, line, _ in products))
    tops = np.cumsum(shares, axis=0)
    bottoms = tops - shares
    middles = (tops[:, -1] + bottoms[:, -1]) / 2
    places = apart([float(middle) for middle in middles], 0.012 * points)
    for row, (_, line, tier) in enumerate(products):
        premium = tier == "premium"
        dark, light = PRODUCT_HUES[lines.index(line) % len(PRODUCT_HUES)]
        axes.fill_between(weeks + 1, bottoms[row], tops[row], facecolor=dark if premium else light,
                          edgecolor="white", linewidth=0.6)  # fmt: skip
        if labelled:
            axes.annotate(product_name(scenario, line, tier, language), (1, places[row]), (4, 0), va="center",
                          xycoords=("axes fraction", "data"), textcoords="offset points", color=dark,
                          size=points * 0.88, annotation_clip=False)  # fmt: skip
    axes.set_ylim(0, 1)
    quiet(axes, "")
    axes.spines["left"].set_visible(False)
    percent_axis(axes, 100)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    _premium(axes, weeks, shares, products, language, points)


def _premium(
    axes: Axes, weeks: Numbers, shares: Numbers, products: Sequence[tuple[str, str, str]], language: str,
    points: float,
) -> None:  # fmt: skip
    """Mark the upper edge of the premium products and write its last value."""
    count = sum(1 for _, _, tier in products if tier == "premium")
    if not 0 < count < len(products):
        return
    edge = np.add.reduce(shares[:count], axis=0)
    axes.plot(weeks + 1, edge, color=INK, linewidth=1.4)
    words = text("plots.effort.premium_now", language, share=written(100 * float(edge[-1]), 0) + "%")
    axes.annotate(words, (weeks[-1] + 1, min(float(edge[-1]), 0.9)), (-4, 4), ha="right", va="bottom",
                  textcoords="offset points", color=INK, size=points * 0.98)  # fmt: skip


def product_name(scenario: Mapping[str, Any], line: str, tier: str, language: str) -> str:
    """Name a product by its line and tier, in the scenario's words where it has any."""
    stated = (scenario.get("lines") or {}).get(line) or {}
    title = in_language(stated.get("title") if isinstance(stated, Mapping) else stated, language)
    if not scenario.get("has_customers", True):
        return title or word("line", line, language)
    names = {"line": title or word("line", line, language), "tier": word("tier", tier, language)}
    return text("words.line_and_tier", language, **names)
