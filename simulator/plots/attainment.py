"""Attainment and pay: how many reach quota under each alternative, and what each level of attainment pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

USUAL_LIMIT = 2.0
LARGEST_LIMIT = 4.0
MANY = 1 / 3
"""From this share of rep-quarters over twice the quota on, quotas are said not to follow results."""


def limit_of(attainment: Numbers) -> float:
    """Choose where the axis ends: at twice the quota, or further when many reps get further.

    Examples
    --------
    >>> limit_of(np.array([0.5, 1.0, 1.2])), limit_of(np.array([0.5, 2.7, 9.0]))
    (2.0, 4.0)
    """
    if not attainment.size:
        return USUAL_LIMIT
    reach = float(np.ceil(np.quantile(attainment, 0.96) * 2) / 2)
    return min(max(USUAL_LIMIT, reach), LARGEST_LIMIT)


def distribution(attainment: Numbers, limit: float = USUAL_LIMIT) -> tuple[Numbers, Numbers]:
    """Count quota attainment in bins of 5 or 10 % of quota, with everything beyond it in the last one.

    Bins end just below their upper edge, so that a rep exactly on quota counts as having reached it.

    Examples
    --------
    >>> edges, shares = distribution(np.array([0.5, 1.0, 3.0, 0.99]))
    >>> float(shares[edges[:-1] >= 0.999].sum()), len(shares)
    (0.5, 40)
    """
    width = 0.05 if limit <= USUAL_LIMIT else 0.1
    edges = np.arange(round(limit / width) + 1) * width
    place = np.clip(np.floor(attainment / width + 1e-9).astype(np.int64), 0, edges.size - 2)
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
    rows_of = {name: _of(evidence.attainment, name) for name in names}
    limit = max(limit_of(values) for values in rows_of.values())
    curves = {name: _up_to(curve, limit) for name, curve in evidence.pay_curves.items()}
    largest = max((float(np.max(curve["pay"])) for curve in curves.values()), default=0.0)
    scale = measured(evidence, "pay").scale([largest], language)
    subtitle = text("plots.attainment.subtitle", language, unit=scale.axis())
    figure = sheet(text("plots.attainment.title", language), subtitle, 0.95 + 1.8 * rows, size)
    look = looks(names, str(evidence.record["baseline"]))
    found = {name: distribution(values, limit) for name, values in rows_of.items()}
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
        curve = curves.get(name)
        if curve is not None:
            _pay(axes, curve, scale, largest, (number + 1) % columns == 0 or number == len(names) - 1)
    percent_axis(figure.axes[0], 1.0)
    return figure


def _of(attainment: Columns, name: str) -> Numbers:
    rows = np.asarray(attainment["alternative"]) == name
    found: Numbers = np.asarray(attainment["attainment"], dtype=np.float64)[rows]
    return found[np.isfinite(found)]


def _up_to(curve: Mapping[str, Any], limit: float) -> dict[str, Numbers]:
    """Cut a pay curve where the axis ends."""
    shown = np.asarray(curve["attainment"]) <= limit + 1e-9
    return {key: np.asarray(curve[key], dtype=np.float64)[shown] for key in ("attainment", "pay")}


def far_beyond_quota(attainment: Columns, names: Sequence[str]) -> dict[str, float]:
    """Give the share of rep-quarters over twice the quota, for the alternatives where it is a third or more.

    Examples
    --------
    >>> rows = {"alternative": np.array(["a", "a", "b"]), "attainment": np.array([2.5, 0.9, 1.1])}
    >>> far_beyond_quota(rows, ["a", "b"])
    {'a': 0.5}
    """
    if not len(attainment.get("attainment", ())):
        return {}
    found = {name: _of(attainment, name) for name in names}
    shares = {name: float(np.mean(values > USUAL_LIMIT)) for name, values in found.items() if values.size}
    return {name: share for name, share in shares.items() if share >= MANY}


def _bars(axes: Axes, edges: Numbers, shares: Numbers, color: str) -> float:
    """Draw the bars, darker from quota on, and return the share of rep-quarters that reached quota."""
    reached = edges[:-1] >= 1 - 1e-9
    for chosen, strength in ((~reached, 0.38), (reached, 0.85)):
        axes.bar(edges[:-1][chosen], 100 * shares[chosen], width=0.88 * float(edges[1]), align="edge",
                 linewidth=0, color=tint(color, strength))  # fmt: skip
    axes.set_xlim(0, edges[-1])
    step = edges[-1] / 4 if edges[-1] in (2.0, 4.0) else 1.0
    ticks = np.arange(0, edges[-1] + 0.01, step)
    names = [f"{tick:.0%}" for tick in ticks]
    names[-1] = f"≥{names[-1]}" if ticks[-1] == edges[-1] else names[-1]
    axes.set_xticks(ticks, names)
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
    """Write the ticks of a y axis as percent; 2.5 % is not rounded to 2 %."""
    from matplotlib.ticker import FuncFormatter

    def words(value: float, _: float | None) -> str:
        shown = round(value * factor, 6)
        return f"{written(shown, 0 if shown == round(shown) else 1)}%"

    axes.yaxis.set_major_formatter(FuncFormatter(words))
