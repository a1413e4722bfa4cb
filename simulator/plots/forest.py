"""Forest plot: what each alternative changes against the baseline, with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from simulator.language import text
from simulator.plots.evidence import (
    Evidence,
    goal_of,
    in_language,
    judged_direction,
    measured,
    names_of,
    title_of,
)
from simulator.plots.measures import Measure, Scale
from simulator.plots.style import (
    INK,
    QUIET,
    SIZES,
    Look,
    Size,
    drawn,
    halo,
    looks,
    panels,
    quiet,
    sheet,
    width_of,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

USUAL = ("revenue", "gross_margin", "pay_cost", "contribution", "market_share", "satisfaction")
DWARFS = 10.0
"""How many times as large a difference must be to stand beyond a break of the axis."""


def usual_outcomes(evidence: Evidence) -> list[str]:
    """Name the six outcomes a director asks for first: the goal's own, then money, market and customers."""
    goal = goal_of(evidence.scenario)
    wanted = ([goal[0]] if goal else ["premium_share"]) + list(USUAL)
    known = evidence.record["outcomes"]
    return [key for key in dict.fromkeys(wanted) if key in known][:6]


@drawn
def forest(
    evidence: Evidence, outcomes: Sequence[str] = (), *, language: str = "en", size: str = "paper"
) -> Figure:
    """Show the paired difference of every alternative from the baseline, a panel for each outcome.

    A hollow mark means that the 95 % interval includes no difference at all, or that there is no interval
    because a single market was simulated. Where one difference is ten times as large as the next, it stands
    beyond a break of the axis with its number, so that the small ones can be read.

    Parameters
    ----------
    evidence
        A comparison of at least two alternatives.
    outcomes
        Keys of the outcomes to show; the six usual ones when empty.
    language, size
        ``en`` or ``zh``; ``paper`` or ``slides``.
    """
    record, scenario = evidence.record, evidence.scenario
    base = str(record["baseline"])
    chosen = list(outcomes) or usual_outcomes(evidence)
    compared = [entry for entry in record["alternatives"] if entry.get("versus_baseline")]
    subtitle = text("plots.forest.subtitle", language, baseline=title_of(scenario, base, language),
                    replications=record["replications"])  # fmt: skip
    if any(_beyond([entry["versus_baseline"][key] for entry in compared]) for key in chosen):
        subtitle = text("plots.forest.broken", language, subtitle=subtitle)
    columns = min(2, len(chosen))
    rows = -(-len(chosen) // columns)
    height = 0.9 + rows * (0.68 + 0.30 * max(1, len(compared)))
    figure = sheet(text("plots.forest.title", language), subtitle, height, size)
    look = looks(names_of(evidence), base)
    names = [wrapped(title_of(scenario, str(entry["name"]), language), 13) for entry in compared]
    for number, axes in enumerate(panels(figure, len(chosen), columns, sharey=True)):
        key = chosen[number]
        measure = measured(evidence, key)
        found = [(look[str(entry["name"])], entry["versus_baseline"][key]) for entry in compared]
        _panel(axes, measure, found, SIZES[size], judged_direction(evidence, key), language)
        axes.set_yticks(range(len(names)), names)
        axes.tick_params(axis="y", labelcolor=INK, labelleft=number % columns == 0)
        axes.set_ylim(len(names) - 0.45, -0.75)
        axes.set_title(in_language(measure.labels, language))
    return figure


def _reach(entry: Any) -> float:
    """Take how far a difference or its interval lies from zero."""
    ends = (entry["low"], entry["high"], entry["difference"])
    return max((abs(float(end)) for end in ends if end is not None), default=0.0)


def _beyond(entries: Sequence[Any]) -> set[int]:
    """Find the differences that dwarf the others: ten times as far from zero as the next."""
    order = sorted(range(len(entries)), key=lambda each: -_reach(entries[each]))
    for place, (large, small) in enumerate(pairwise(order)):
        if abs(float(entries[large]["difference"] or 0.0)) > DWARFS * _reach(entries[small]) > 0:
            return set(order[: place + 1])
    return set()


def _panel(
    axes: Axes, measure: Measure, found: list[tuple[Look, Any]], form: Size, better: str, language: str
) -> None:
    """Draw one outcome: a mark and a bar for each alternative, the difference written beside it.

    A difference without an interval gets no bar, and an undefined one nothing at all.
    """
    beyond = _beyond([entry for _, entry in found])
    near = [entry for row, (_, entry) in enumerate(found) if row not in beyond]
    reach = [entry[end] for entry in near for end in ("low", "high", "difference")]
    ends = [float(value) for value in reach if value is not None]
    scale = measure.scale(ends, language)
    words = {
        row: _words(scale, entry)
        for row, (_, entry) in enumerate(found) if entry["difference"] is not None
    }  # fmt: skip
    axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
    room = [_room(words, found, sign, form) for sign in (-1, 1)]
    lowest, highest = min([0.0, *ends]) / scale.divisor, max([0.0, *ends]) / scale.divisor
    whole = ((highest - lowest) or 1.0) / (1.0 - sum(room))
    axes.set_xlim(lowest - room[0] * whole, highest + room[1] * whole)
    for row, number in words.items():
        if row in beyond:
            _far_mark(axes, row, *found[row], number, form.points)
        else:
            _mark(axes, row, *found[row], scale, number, form.points)
    axes.locator_params(axis="x", nbins=4)
    quiet(axes, "x")
    axes.spines["left"].set_visible(False)
    unit = scale.axis(difference=True)
    if better in ("higher", "lower"):
        side = "right" if better == "higher" else "left"
        unit = f"{unit}   {text(f'plots.forest.better_{side}', language)}"
    axes.set_xlabel(unit, color=QUIET, size=form.points * 0.92)


def _room(words: Mapping[int, str], found: list[tuple[Look, Any]], sign: int, form: Size) -> float:
    """Take the share of a panel's width that the numbers need beside the marks on one side of zero."""
    wide = [width_of(number) for row, number in words.items() if sign * found[row][1]["difference"] >= 0]
    return min(0.4, 0.03 + (max(wide) + 1.2) * form.points / 72 / (0.30 * form.width)) if wide else 0.03


def _words(scale: Scale, entry: Any) -> str:
    """Write a difference with the digits that its interval leaves it, and its own step where it needs one."""
    value = float(entry["difference"])
    known = entry["low"] is not None and entry["high"] is not None
    half_width = (float(entry["high"]) - float(entry["low"])) / 2 if known else 0.0
    own = scale.fitting(value, half_width)
    if scale.measure.kind == "money" and abs(value) >= 1e3 * scale.divisor:
        own = scale.measure.own_scale(value, half_width, scale.language)
    number = own.number(value, signed=True)
    return number if own.step == scale.step else own.stepped(number)


def _mark(axes: Axes, row: int, look: Look, entry: Any, scale: Scale, words: str, points: float) -> None:
    """Draw one difference: filled where its interval leaves out zero, hollow where its sign is not sure."""
    low, high, middle = entry["low"], entry["high"], float(entry["difference"]) / scale.divisor
    known = low is not None and high is not None
    sure = known and not low <= 0 <= high
    spots = [middle]
    if known:
        spots += [float(low) / scale.divisor, float(high) / scale.divisor]
        axes.plot(spots[1:], [row, row], color=look.color, linewidth=2.0, solid_capstyle="butt", zorder=2)
    axes.plot(middle, row, look.marker, color=look.color, markersize=points * 0.66, zorder=3,
              markerfacecolor=look.color if sure else "white", markeredgewidth=1.3)  # fmt: skip
    edge, side, away = (max(spots), "left", 1) if middle >= 0 else (min(spots), "right", -1)
    axes.annotate(words, (edge, row), (away * points * 0.65, 0), textcoords="offset points", ha=side,
                  va="center", color=look.color, size=points * 0.94, path_effects=halo(),
                  zorder=4)  # fmt: skip


def _far_mark(axes: Axes, row: int, look: Look, entry: Any, words: str, points: float) -> None:
    """Put a difference that dwarfs the others at the edge, beyond two slanted lines, with its number."""
    gain = float(entry["difference"]) >= 0
    known = entry["low"] is not None and entry["high"] is not None
    sure = known and not entry["low"] <= 0 <= entry["high"]
    edge, inward = (1.0, -1) if gain else (0.0, 1)
    place = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "annotation_clip": False}
    axes.plot(edge, row, look.marker, color=look.color, markersize=points * 0.66, zorder=3, clip_on=False,
              transform=axes.get_yaxis_transform(), markeredgewidth=1.3,
              markerfacecolor=look.color if sure else "white")  # fmt: skip
    axes.annotate("//", (edge, row), (inward * points * 1.0, 0), ha="center", va="center", color=QUIET,
                  size=points * 0.94, **place)  # type: ignore[arg-type]  # fmt: skip
    axes.annotate(words, (edge, row), (inward * points * 1.7, 0), ha="right" if gain else "left",
                  va="center", color=look.color, size=points * 0.94, path_effects=halo(), zorder=4,
                  **place)  # type: ignore[arg-type]  # fmt: skip
