"""How an outcome says what it measures: formula, window, aggregation, unit, and which way is better."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulator import language
from simulator.errors import RuleError
from simulator.world.records import Axes

Columns = dict[str, np.ndarray]
"""A table in memory: equally long arrays by column name."""

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

UNITS = ("money", "share", "ratio", "count", "score")
"""What an outcome is counted in; ``money`` is written as the scenario's currency."""

DIRECTIONS = ("higher", "lower", "none")
"""Which way an outcome is better; ``none`` where more is neither good nor bad."""


class Records(Protocol):
    """What an outcome may read: the names behind the codes, and the ledger's tables."""

    @property
    def axes(self) -> Axes:
        """The names behind the codes of this batch of worlds."""

    def table(self, name: str) -> Columns:
        """All rows of one table, in birth order."""


Measure = Callable[[Records, Axes], FloatArray]
"""A function from the records of a batch to one number for each world, shape ``(n_worlds,)``."""


@dataclass(frozen=True)
class Outcome:
    """What a number about a world means, so that nobody has to guess.

    Parameters
    ----------
    key
        Name of the outcome in files and options.
    formula
        How it follows from ledger columns, in words.
    window
        Which weeks count.
    aggregation
        How rows become one number.
    unit
        One of `UNITS`.
    better
        One of `DIRECTIONS`.
    names
        The outcome's name by language; empty for built-in outcomes, whose names stand in the catalogue
        of words.
    market
        ``customers`` or ``reduced_form`` for outcomes that mean something in such a market only.

    Examples
    --------
    >>> Outcome("luck", "none", "whole run", "sum", "weight", "higher")
    Traceback (most recent call last):
    simulator.errors.RuleError: outcome 'luck': its unit must be one of money, share, ratio, count, score.
    The value was 'weight'.
    """

    key: str
    formula: str
    window: str
    aggregation: str
    unit: str
    better: str
    names: Mapping[str, str] = field(default_factory=dict)
    market: str = ""

    def __post_init__(self) -> None:
        rule = f"outcome {self.key!r}"
        if self.unit not in UNITS:
            raise RuleError(f"its unit must be one of {', '.join(UNITS)}", rule=rule, value=self.unit)
        if self.better not in DIRECTIONS:
            raise RuleError(f"'better' must be one of {', '.join(DIRECTIONS)}", rule=rule, value=self.better)

    def label(self) -> dict[str, str]:
        """Name the outcome in every language, falling back on its key.

        Examples
        --------
        >>> Outcome("luck", "", "", "", "count", "none", {"en": "Luck", "zh": "运气"}).label()
        {'en': 'Luck', 'zh': '运气'}
        """
        if not self.names and language.has_text(f"outcomes.{self.key}"):
            return language.label(f"outcomes.{self.key}")
        return {name: self.names.get(name, self.key) for name in language.languages()}

    def is_measured(self, axes: Axes) -> bool:
        """Tell whether the outcome means something in worlds like these."""
        return self.market in ("", "customers" if axes.has_customers else "reduced_form")

    def unit_in(self, currency: str) -> str:
        """Write the unit as result files carry it: money becomes the currency."""
        return currency if self.unit == "money" else self.unit


def declares(outcome: Outcome) -> Callable[[Measure], Measure]:
    """Attach to a measuring function the declaration of what it measures.

    Parameters
    ----------
    outcome
        The declaration; `declaration_of` finds it again.
    """

    def attach(measure: Measure) -> Measure:
        measure.__dict__["declaration"] = outcome
        return measure

    return attach


def declaration_of(measure: object, key: str) -> Outcome:
    """Find what a measuring function declares.

    Raises
    ------
    RuleError
        The function declares nothing, or an outcome of another name.
    """
    outcome = getattr(measure, "declaration", None)
    if not callable(measure) or not isinstance(outcome, Outcome):
        raise RuleError("declares nothing; put @declares(Outcome(...)) above it", rule=f"outcome {key!r}")
    if outcome.key != key:
        raise RuleError("is registered under another name", rule=f"outcome {key!r}", value=outcome.key)
    return outcome
