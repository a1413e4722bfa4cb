"""What the conclusion rests on: the lead of the best alternative when one assumption moves to its limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.language import text
from simulator.parameters import load_register
from simulator.plots.evidence import Columns, Evidence, goal_of, in_language, measured, title_of
from simulator.plots.measures import Scale, plain
from simulator.plots.style import INK, QUIET, SIZES, WARNING, drawn, halo, quiet, sheet, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STEADY = "#0072b2"


@dataclass(frozen=True)
class End:
    """One assumption at one end of its range, and what then becomes of the lead."""

    end: str
    value: float
    leader: str
    difference: float
    low: float
    high: float
    flips: bool
    could_flip: bool


def swings(sensitivity: Columns, outcome: str = "") -> dict[str, list[End]]:
    """Group the rows of a sensitivity table on one outcome by assumption: that of the goal unless named.

    Those that flip the choice come first, then those that could (the interval of the lead includes zero),
    then the others by how far they move the lead.
    """
    found: dict[str, list[End]] = {}
    for row in rows_of(sensitivity, outcome):
        cells = {name: column[row] for name, column in sensitivity.items()}
        low, high = float(cells["low"]), float(cells["high"])
        open_sign = bool(cells.get("could_flip", low <= 0 <= high))
        end = End(str(cells["end"]), float(cells["value"]), str(cells["leader"]), float(cells["difference"]),
                  low, high, bool(cells["flips"]), open_sign)  # fmt: skip
        found.setdefault(str(cells["parameter"]), []).append(end)

    usual = float(np.median([end.difference for ends in found.values() for end in ends])) if found else 0.0

    def importance(parameter: str) -> tuple[bool, bool, float]:
        ends = found[parameter]
        moved = max(abs(end.difference - usual) for end in ends)
        return (not any(end.flips for end in ends), not any(end.could_flip for end in ends), -moved)

    return {parameter: found[parameter] for parameter in sorted(found, key=importance)}


def rows_of(sensitivity: Columns, outcome: str = "") -> list[int]:
    """Give the rows of a sensitivity table that belong to one outcome: to the first unless named."""
    count = len(sensitivity.get("parameter", ()))
    if "outcome" not in sensitivity or not count:
        return list(range(count))
    wanted = outcome or str(sensitivity["outcome"][0])
    return [row for row in range(count) if str(sensitivity["outcome"][row]) == wanted]


def parameter_label(parameter: str, language: str) -> str:
    """Name an assumption in one language, from the register where it stands there.

    Examples
    --------
    >>> parameter_label("effort_elasticity_of_martians", "en")
    'effort elasticity of martians'
    """
    entry = load_register().get(parameter)
    return in_language(entry.label, language) if entry else parameter.replace("_", " ").replace(".", ": ")


@drawn
def assumptions(evidence: Evidence, *, most: int = 12, language: str = "en", size: str = "paper") -> Figure:
    """Show, for each assumption, the lead of the best alternative at both ends of the plausible range.

    Ends at which another alternative becomes best are drawn in another color with a cross, and named; a
    hollow mark means that the interval of the lead includes zero.

    Parameters
    ----------
    evidence
        A comparison whose sensitivity table is not empty.
    most
        The largest number of assumptions to show; those that flip the conclusion come first.
    language, size
        ``en`` or ``zh``; ``paper`` or ``slides``.
    """
    rows = dict(list(swings(evidence.sensitivity).items())[:most])
    measure = measured(evidence, tested_outcome(evidence))
    ends = [value for row in rows.values() for end in row for value in (end.low, end.high, end.difference)]
    reach = [value for value in ends if np.isfinite(value)]
    scale = measure.scale(reach, language)
    figure = sheet(
        text("plots.assumptions.title", language),
        _subtitle(evidence, scale, language),
        1.25 + 0.44 * len(rows),
        size,
    )
    axes = figure.subplots()
    axes.axvline(0, color=INK, linewidth=0.8)
    for place, row in enumerate(rows.values()):
        _row(axes, place, row, scale, evidence, language, SIZES[size].points)
    axes.set_yticks(range(len(rows)), [wrapped(parameter_label(name, language), 22) for name in rows])
    axes.tick_params(axis="y", labelcolor=INK)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    span = (max(0.0, *reach) - min(0.0, *reach)) / scale.divisor or 1.0
    axes.set_xlim(
        min(0.0, *reach) / scale.divisor - 0.16 * span, max(0.0, *reach) / scale.divisor + 0.12 * span
    )
    quiet(axes, "x")
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(scale.axis(difference=True))
    return figure


def tested_outcome(evidence: Evidence) -> str:
    """Name the outcome whose lead was tested: as the table says, or else the goal's."""
    stated = list(evidence.sensitivity.get("outcome", ()))
    goal = goal_of(evidence.scenario)
    return str(stated[0]) if stated else goal[0] if goal else "contribution"


def _subtitle(evidence: Evidence, scale: Scale, language: str) -> str:
    values = {"measure": scale.measure.label(language), "unit": scale.axis(difference=True)}
    table = evidence.sensitivity
    first, rivals = compared(table)
    if not rivals:
        return text("plots.assumptions.subtitle", language, **values)
    values["first"] = title_of(evidence.scenario, first, language)
    if len(rivals) > 1:
        return text("plots.assumptions.subtitle_closest", language, **values)
    second = title_of(evidence.scenario, rivals[0], language)
    return text("plots.assumptions.subtitle_named", language, **values, second=second)


def compared(sensitivity: Columns, outcome: str = "") -> tuple[str, list[str]]:
    """Name the alternative whose lead was tested on an outcome, and those that it was held against."""
    rows = rows_of(sensitivity, outcome)
    if not rows or "first" not in sensitivity or "second" not in sensitivity:
        return "", []
    listed = sensitivity.get("rivals", sensitivity["second"])
    rivals = [name for row in rows for name in str(listed[row]).split(",")]
    return str(sensitivity["first"][rows[0]]), list(dict.fromkeys(rivals))


def _row(
    axes: Axes, place: int, ends: list[End], scale: Scale, evidence: Evidence, language: str, points: float
) -> None:
    """Draw one assumption: a pale bar between the ends, and each end with its interval and value."""
    reach = np.array([end.difference for end in ends]) / scale.divisor
    axes.plot([reach.min(), reach.max()], [place, place], color="#d7e3ee", linewidth=points * 0.95,
              solid_capstyle="butt", zorder=1)  # fmt: skip
    left = min(range(len(ends)), key=lambda each: ends[each].difference)
    spots = [spot for end in ends for spot in (end.low, end.high, end.difference) if np.isfinite(spot)]
    for number, end in enumerate(ends):
        color, marker = (WARNING, "X") if end.flips else (STEADY, "o")
        hollow = end.could_flip and not end.flips
        axes.plot([end.low / scale.divisor, end.high / scale.divisor], [place, place], color=color,
                  linewidth=1.6, zorder=2)  # fmt: skip
        axes.plot(reach[number], place, marker, color=color, markersize=points * 0.75, zorder=3,
                  markerfacecolor="white" if hollow else color,
                  markeredgecolor=color if hollow else "white",
                  markeredgewidth=1.2 if hollow else 0.6)  # fmt: skip
        edge, side = (min(spots), "right") if number == left else (max(spots), "left")
        axes.annotate(plain(end.value), (edge / scale.divisor, place), (-4 if side == "right" else 4, 0),
                      textcoords="offset points", ha=side, va="center", color=QUIET, size=points * 0.9,
                      path_effects=halo())  # fmt: skip
        if end.flips:
            words = text("plots.assumptions.flips", language,
                         leader=title_of(evidence.scenario, end.leader, language))  # fmt: skip
            axes.annotate(words, (reach[number], place), (0, -points * 0.7), textcoords="offset points",
                          ha="center", va="top", color=color, size=points * 0.9,
                          path_effects=halo())  # fmt: skip
