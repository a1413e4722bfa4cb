"""Forest plot: what each alternative changes against the baseline, with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simulator.language import text
from simulator.plots.evidence import Evidence, goal_of, in_language, measured, names_of, title_of
from simulator.plots.measures import Measure, Scale
from simulator.plots.style import INK, QUIET, SIZES, Look, drawn, halo, looks, panels, quiet, sheet, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

USUAL = ("revenue", "gross_margin", "pay_cost", "contribution", "market_share", "satisfaction")


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
    because a single market was simulated.

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
    columns = min(3, len(chosen))
    rows = -(-len(chosen) // columns)
    height = 0.9 + rows * (0.72 + 0.33 * max(1, len(compared)))
    figure = sheet(text("plots.forest.title", language), subtitle, height, size)
    look = looks(names_of(evidence), base)
    names = [wrapped(title_of(scenario, str(entry["name"]), language), 13) for entry in compared]
    for number, axes in enumerate(panels(figure, len(chosen), columns, sharey=True)):
        key = chosen[number]
        measure = measured(evidence, key)
        found = [(look[str(entry["name"])], entry["versus_baseline"][key]) for entry in compared]
        _panel(axes, measure, found, language, SIZES[size].points)
        axes.set_yticks(range(len(names)), names)
        axes.tick_params(axis="y", labelcolor=INK, labelleft=number % columns == 0)
        axes.set_ylim(len(names) - 0.45, -0.75)
        axes.set_title(in_language(measure.labels, language))
    return figure


def _panel(axes: Axes, measure: Measure, found: list[tuple[Look, Any]], language: str, points: float) -> None:
    """Draw one outcome: a mark and a bar for each alternative, the difference written above it.

    A difference without an interval gets no bar, and an undefined one nothing at all.
    """
    reach = [entry[end] for _, entry in found for end in ("low", "high", "difference")]
    ends = [float(value) for value in reach if value is not None]
    scale = measure.scale(ends, language)
    axes.axvline(0, color=INK, linewidth=0.8, zorder=1)
    for row, (look, entry) in enumerate(found):
        if entry["difference"] is not None:
            _mark(axes, row, look, entry, scale, points)
    lowest, highest = min([0.0, *ends]) / scale.divisor, max([0.0, *ends]) / scale.divisor
    span = (highest - lowest) or 1.0
    axes.set_xlim(lowest - 0.17 * span, highest + 0.17 * span)
    axes.locator_params(axis="x", nbins=4)
    quiet(axes, "x")
    axes.spines["left"].set_visible(False)
    words = scale.axis(difference=True)
    if measure.better in ("higher", "lower"):
        side = "right" if measure.better == "higher" else "left"
        words = f"{words}   {text(f'plots.forest.better_{side}', language)}"
    axes.set_xlabel(words, color=QUIET, size=points * 0.92)


def _mark(axes: Axes, row: int, look: Look, entry: Any, scale: Scale, points: float) -> None:
    """Draw one difference: filled where its interval leaves out zero, hollow where its sign is not sure."""
    low, high, middle = entry["low"], entry["high"], float(entry["difference"]) / scale.divisor
    known = low is not None and high is not None
    sure = known and not low <= 0 <= high
    if known:
        axes.plot([float(low) / scale.divisor, float(high) / scale.divisor], [row, row], color=look.color,
                  linewidth=2.0, solid_capstyle="butt", zorder=2)  # fmt: skip
    axes.plot(middle, row, look.marker, color=look.color, markersize=points * 0.66, zorder=3,
              markerfacecolor=look.color if sure else "white", markeredgewidth=1.3)  # fmt: skip
    axes.annotate(scale.number(float(entry["difference"]), signed=True), (middle, row),
                  (0, points * 0.55), textcoords="offset points", ha="center", va="bottom",
                  color=look.color, size=points * 0.94, path_effects=halo())  # fmt: skip
