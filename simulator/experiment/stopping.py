"""When to stop replicating: ``--until 'revenue 1%'``.

Replications are added until, for every alternative, the 95 % interval of the paired difference from
the baseline is narrow enough. The results are looked at after twenty replications and then
after every tenth, so that neither the speed of the machine nor the size of a batch decides when it stops.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.analysis.declaration import FloatArray
from simulator.analysis.intervals import paired_difference
from simulator.errors import OptionError, Place, UnknownName

MINIMUM_REPLICATIONS = 20
LOOK_EVERY = 10
DEFAULT_MAXIMUM = 400
SETTLED_AFTER = 30
"""A difference that did not vary at all in so many replications counts as known."""

_RULE = re.compile(r"(?P<outcome>[A-Za-z_][\w-]*)\s+(?P<number>\d+(\.\d*)?|\.\d+)\s*%")


@dataclass(frozen=True)
class Until:
    """Stop when the half-width of every paired difference is below a share of the baseline's mean.

    Parameters
    ----------
    outcome
        The outcome that is watched.
    share
        The half-width allowed, as a share of the absolute value of the baseline's mean.
    maximum
        Replications after which it stops in any case.
    """

    outcome: str
    share: float
    maximum: int = DEFAULT_MAXIMUM

    def __str__(self) -> str:
        return f"{self.outcome} {self.share * 100:g}%"

    def looks(self) -> tuple[int, ...]:
        """Numbers of replications at which the results are looked at.

        Examples
        --------
        >>> Until("revenue", 0.01, maximum=25).looks()
        (20, 25)
        """
        steps = range(MINIMUM_REPLICATIONS, self.maximum, LOOK_EVERY)
        return (*steps, self.maximum)

    def is_reached(self, values: Mapping[str, FloatArray], baseline: str) -> bool:
        """Tell whether the differences are known well enough.

        Parameters
        ----------
        values
            The outcome in each replication, ``(n,)``, by alternative.
        baseline
            Name of the alternative that the others are compared with.

        Notes
        -----
        Two guards. Where the baseline's mean is zero or undefined, no share of it can be reached, and
        replication goes on to the maximum. A difference that has not varied yet may still do so;
        it counts as known after 30 replications without any variance.

        Examples
        --------
        >>> before = np.linspace(90.0, 110.0, 20)
        >>> rule = Until("revenue", 0.01)
        >>> rule.is_reached({"a": before, "b": before + np.linspace(4.0, 5.0, 20)}, "a")
        True
        >>> rule.is_reached({"a": before, "b": before[::-1]}, "a")
        False
        """
        base = values[baseline]
        if len(base) < min(MINIMUM_REPLICATIONS, self.maximum) or not np.isfinite(base).all():
            return False
        allowed = self.share * abs(float(np.mean(base)))
        if allowed == 0.0:
            return False
        return all(self._is_known(values[name], base, allowed) for name in values if name != baseline)

    def _is_known(self, values: FloatArray, base: FloatArray, allowed: float) -> bool:
        found = paired_difference(values, base)
        if found.difference is None:
            return False
        if found.low is None or found.high is None or found.low == found.high:
            return len(base) >= SETTLED_AFTER
        return (found.high - found.low) / 2 < allowed


def parse_until(text: str, outcomes: tuple[str, ...], maximum: int | None = None) -> Until:
    """Read a stopping rule such as ``revenue 1%``.

    Parameters
    ----------
    text
        Name of an outcome, a space, a percentage.
    outcomes
        The outcomes that there are.
    maximum
        Replications after which it stops in any case; 400 unless stated.

    Raises
    ------
    OptionError
        The text is no such rule, the share is zero or above 100 %, or the maximum is below two.
    UnknownName
        There is no such outcome.

    Examples
    --------
    >>> parse_until("revenue 1%", ("revenue",))
    Until(outcome='revenue', share=0.01, maximum=400)
    >>> parse_until("revenue", ("revenue",))
    Traceback (most recent call last):
    simulator.errors.OptionError: --until: cannot be read: 'revenue'.
    Write an outcome and a percentage, for example 'revenue 1%'.
    """
    place = Place("--until")
    match = _RULE.fullmatch(text.strip())
    if match is None:
        hint = "Write an outcome and a percentage, for example 'revenue 1%'"
        raise OptionError(f"cannot be read: {text!r}", place=place, hint=hint)
    outcome, share = match["outcome"], float(match["number"]) / 100
    if outcome not in outcomes:
        raise UnknownName("outcome", outcome, outcomes, place)
    if not 0.0 < share <= 1.0:
        raise OptionError(f"the share must lie above 0% and up to 100%, not {share:.4g}", place=place)
    if maximum is not None and maximum < 2:
        raise OptionError("needs at least two replications", place=place, hint="Raise --replications")
    return Until(outcome, share, DEFAULT_MAXIMUM if maximum is None else maximum)
