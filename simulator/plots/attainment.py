"""Attainment and pay: how many reach quota under each alternative, and what each level of attainment pays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.language import text
from simulator.plots.evidence import Columns, Evidence, Numbers, measured, names_of, panel_title
from simulator.plots.measures import Scale, written
from simulator.plots.style import (
    INK,
    QUIET,
    SIZES,
    drawn,
    families,
    halo,
    looks,
    panel_columns,
    panels,
    quiet,
    sheet,
    tint,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LIMIT = 2.0
BIN = 0.05


def distribution(attainment: Numbers, limit: float = LIMIT) -> tuple[Numbers, Numbers]:
    """Count quota attainment in bins of 5 % of quota, with everything beyond the limit in the last bin.

    Bins end just below their upper edge, so that a rep exactly on quota counts as having reached it.

    Examples
    --------
    >>> edges, shares = distribution(np.array([0.5, 1.0, 3.0, 0.99]))
    >>> float(shares[edges[:-1] >= 0.999].sum()), len(shares)
    (0.5, 40)
    """
    edges = np.arange(round(limit / BIN) + 1) * BIN
    place = np.clip(np.floor(attainment / BIN + 1e-9).astype(np.int64), 0, edges.size - 2)
    counts = np.bincount(place, minlength=edges.size - 1)
    return edges.astype(np.float64), counts / max(1, attainment.size)


@drawn
def attainment_and_pay_curve(evidence: Evidence, *, language: str = "en", size: str = "paper") -> Figure:
    """Show the distribution of quarterly quota attainment with the pay curve over it, by alternative.

    Bars past quota are darker; the share of rep-quarters that reached quota stands beside the quota line.
    The line is the quarterly variable pay of a typical rep, on the scale at the right.
    """
    names, scenario = names_of(evidence), evidence.scenario
    columns = panel_columns(len(names))
    rows = -(-len(names) // columns)
    largest = max((float(np.max(curve["pay"])) for curve in evidence.pay_curves.values()), default=0.0)
    scale = measured(evidence, "pay").scale([largest], language)
    subtitle = text("plots.attainment.subtitle", language, unit=scale.axis())
    figure = sheet(text("plots.attainment.title", language), subtitle, 0.95 + 1.8 * rows, size)
    look = looks(names, str(evidence.record["baseline"]))
    found = {name: distribution(_of(evidence.attainment, name)) for name in names}
    highest = max(float(shares.max()) for _, shares in found.values())
    for number, axes in enumerate(panels(figure, len(names), columns, sharex=True, sharey=True)):
        name = names[number]
        reached = _bars(axes, *found[name], look[name].color)
        _quota(axes, text("plots.attainment.reached", language, share=written(100 * reached, 0) + "%"),
               highest, SIZES[size].points)  # fmt: skip
        axes.set_title(panel_title(scenario, name, language, columns), color=look[name].color)
        if number >= len(names) - columns:
            axes.set_xlabel(text("plots.attainment.attainment", language))
        axes.set_ylim(0, 132 * highest)
        quiet(axes)
        curve = evidence.pay_curves.get(name)
        if curve is not None:
            _pay(axes, curve, scale, largest, (number + 1) % columns == 0 or number == len(names) - 1)
    percent_axis(figure.axes[0], 1.0)
    return figure


def _of(attainment: Columns, name: str) -> Numbers:
    rows = np.asarray(attainment["alternative"]) == name
    found: Numbers = np.asarray(attainment["attainment"], dtype=np.float64)[rows]
    return found[np.isfinite(found)]


def _bars(axes: Axes, edges: Numbers, shares: Numbers, color: str) -> float:
    """Draw the bars, darker from quota on, and return the share of rep-quarters that reached quota."""
    reached = edges[:-1] >= 1 - 1e-9
    for chosen, strength in ((~reached, 0.38), (reached, 0.85)):
        axes.bar(edges[:-1][chosen], 100 * shares[chosen], width=BIN * 0.88, align="edge", linewidth=0,
                 color=tint(color, strength))  # fmt: skip
    axes.set_xlim(0, edges[-1])
    axes.set_xticks([0, 0.5, 1, 1.5, 2], ["0", "50%", "100%", "150%", "≥200%"])
    return float(shares[reached].sum())


def _quota(axes: Axes, words: str, highest: float, points: float) -> None:
    axes.axvline(1, color=INK, linewidth=0.8, linestyle=(0, (3, 2)))
    axes.annotate(words, (1.03, 0.97), xycoords=("data", "axes fraction"), va="top", color=INK,
                  size=points * 0.98, path_effects=halo(), zorder=6)  # fmt: skip
    axes.set_ylim(0, 100 * highest)


def _pay(axes: Axes, curve: Mapping[str, Any], scale: Scale, largest: float, labelled: bool) -> None:
    """Draw the pay curve on a scale of its own; a jump is drawn as a vertical line."""
    other = axes.twinx()
    other.plot(curve["attainment"], np.asarray(curve["pay"]) / scale.divisor, color=INK, linewidth=1.6,
               path_effects=halo())  # fmt: skip
    other.set_ylim(0, 1.32 * (largest / scale.divisor or 1.0))
    for side in ("left", "top", "right"):
        other.spines[side].set_visible(False)
    other.tick_params(length=0, labelright=labelled, labelcolor=QUIET, labelfontfamily=list(families()))
    other.locator_params(axis="y", nbins=5)


def percent_axis(axes: Axes, factor: float) -> None:
    """Write the ticks of a y axis as percent."""
    from matplotlib.ticker import FuncFormatter

    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{written(value * factor, 0)}%"))
