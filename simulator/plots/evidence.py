"""What the pictures read: a comparison in memory, and how its tables are cut for drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.language import has_text, text
from simulator.plots.measures import Measure, measure_of
from simulator.plots.style import wrapped

Columns = Mapping[str, NDArray[Any]]
Numbers = NDArray[np.float64]


class Evidence(Protocol):
    """A finished comparison of alternatives, as the studies hand it over.

    ``record`` is the content of ``comparison.json``; the tables hold a row for each world (``outcomes``),
    each world and week (``weekly``), each rep and quarter (``attainment``) and each changed assumption
    (``sensitivity``, which may be empty).
    """

    @property
    def record(self) -> Mapping[str, Any]:
        """Content of ``comparison.json``."""

    @property
    def outcomes(self) -> Columns:
        """A row for each world."""

    @property
    def weekly(self) -> Columns:
        """A row for each world and week."""

    @property
    def attainment(self) -> Columns:
        """A row for each rep and quarter of each world."""

    @property
    def pay_curves(self) -> Mapping[str, Columns]:
        """Quarterly variable pay against attainment, by alternative."""

    @property
    def sensitivity(self) -> Columns:
        """A row for each end of each assumption that was changed."""

    @property
    def scenario(self) -> Mapping[str, Any]:
        """The case: question, goal, reported results and the names of the alternatives."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """How the numbers were made."""


def names_of(evidence: Evidence) -> list[str]:
    """Name the alternatives in the order of the record."""
    return [str(entry["name"]) for entry in evidence.record["alternatives"]]


def title_of(scenario: Mapping[str, Any], name: str, language: str) -> str:
    """Give the title of an alternative in one language, or its name made readable."""
    entry = scenario.get("alternatives", {}).get(name) or {}
    return in_language(entry.get("title"), language) or name.replace("-", " ")


def panel_title(scenario: Mapping[str, Any], name: str, language: str, columns: int) -> str:
    """Give the title of an alternative, broken into lines that fit over one of several panels."""
    return wrapped(title_of(scenario, name, language), 66 / max(1, columns) - 4)


def in_language(words: Any, language: str) -> str:
    """Pick one language from a text that may be given in several, or plainly."""
    if isinstance(words, Mapping):
        return str(words.get(language) or words.get("en") or next(iter(words.values()), ""))
    return "" if words is None else str(words)


def word(family: str, name: str, language: str) -> str:
    """Translate a name that a scenario may choose freely, such as a product line."""
    key = f"words.{family}.{name}"
    return text(key, language) if has_text(key) else name.replace("-", " ").replace("_", " ")


def measured(evidence: Evidence, key: str) -> Measure:
    """Find how an outcome of this comparison is written."""
    return measure_of(evidence.record, key, str(evidence.scenario.get("currency", "CNY")))


MEANS = "pay_cost"
"""Pay is a means: less of it is better only where nothing else changes."""


def judged_direction(evidence: Evidence, key: str) -> str:
    """Say which way an outcome is shown as better: ``higher``, ``lower``, ``none``, or ``means`` for pay.

    The cost of pay is judged only where the goal is about it; otherwise contribution says whether it paid.
    """
    goal = goal_of(evidence.scenario)
    if key == MEANS and (goal is None or goal[0] != MEANS):
        return "means"
    return measured(evidence, key).better


def goal_of(scenario: Mapping[str, Any]) -> tuple[str, float, int | None] | None:
    """Give the goal as outcome, level and week, or None when the scenario sets none."""
    goal = scenario.get("goal") or {}
    if not goal.get("outcome") or goal.get("level") is None:
        return None
    week = goal.get("by_week")
    return str(goal["outcome"]), float(goal["level"]), None if week is None else int(week)


def by_world(weekly: Columns, name: str | None, measure: str) -> tuple[NDArray[np.int64], Numbers]:
    """Cut one weekly measure of one alternative into a row per world.

    Returns
    -------
    The weeks, shape ``(n_weeks,)``, and the values, shape ``(n_worlds, n_weeks)``, absent ones as NaN.
    """
    every = np.asarray(weekly["week"])
    chosen = np.ones(every.size, bool) if name is None else np.asarray(weekly["alternative"]) == name
    weeks, column = np.unique(every[chosen], return_inverse=True)
    if "replication" in weekly:
        _, row = np.unique(np.asarray(weekly["replication"])[chosen], return_inverse=True)
    else:
        row = np.zeros(column.size, dtype=np.int64)
    table = np.full((int(row.max(initial=-1)) + 1, weeks.size), np.nan)
    table[row, column] = np.asarray(weekly[measure], dtype=np.float64)[chosen]
    return weeks.astype(np.int64), table


def quantiles(values: Numbers, levels: Sequence[float]) -> Numbers:
    """Take quantiles over worlds week by week; a week in which no world has a value stays absent.

    Returns
    -------
    Shape ``(n_levels, n_weeks)``.

    Examples
    --------
    >>> quantiles(np.array([[1.0, np.nan], [3.0, np.nan]]), [0.5])
    array([[ 2., nan]])
    """
    found = np.full((len(levels), values.shape[1]), np.nan)
    known = ~np.isnan(values).all(axis=0)
    if known.any():
        found[:, known] = np.nanquantile(values[:, known], levels, axis=0)
    return found


def largest(values: NDArray[Any]) -> float:
    """Give the largest number that is not absent, or zero where all are."""
    numbers = np.asarray(values, dtype=np.float64)
    finite = numbers[np.isfinite(numbers)]
    return float(finite.max()) if finite.size else 0.0


def trailing_mean(values: Numbers, window: int, weights: Numbers | None = None) -> Numbers:
    """Average each world's series over the weeks just past; early weeks average what there is.

    Parameters
    ----------
    values
        Shape ``(n_worlds, n_weeks)``; absent values are left out of the average.
    window
        Weeks to look back, the current one included.
    weights
        What each week counts, for averages of ratios, same shape.

    Examples
    --------
    >>> trailing_mean(np.array([[1.0, 3.0, 5.0]]), 2)
    array([[1., 2., 4.]])
    """
    weight = np.where(np.isnan(values), 0.0, 1.0 if weights is None else np.nan_to_num(weights))
    top = np.cumsum(np.nan_to_num(values) * weight, axis=1)
    bottom = np.cumsum(weight, axis=1)
    if window < values.shape[1]:
        top[:, window:] = top[:, window:] - top[:, :-window]
        bottom[:, window:] = bottom[:, window:] - bottom[:, :-window]
    means: Numbers = np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 1e-12)
    return means
