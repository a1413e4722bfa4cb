"""Two alternatives side by side: how far apart in the same simulated markets, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan, sqrt

import numpy as np

from simulator.plots.evidence import Evidence, Numbers, names_of

ENOUGH = 10
LIKELY = 0.80


@dataclass(frozen=True)
class Contest:
    """The paired difference between two alternatives on one outcome.

    ``probability`` is that of the first being better, from the mean paired difference; ``sureness`` is
    ``clear``, ``likely``, ``open``, ``same`` (equal in every market) or ``unknown`` (a single market).
    """

    difference: float
    low: float
    high: float
    probability: float
    sureness: str


def worlds(evidence: Evidence, name: str, key: str) -> Numbers:
    """Take one outcome of one alternative, a value for each simulated market in order of replication."""
    rows = np.asarray(evidence.outcomes["alternative"]) == name
    order = np.argsort(np.asarray(evidence.outcomes["replication"])[rows], kind="stable")
    values: Numbers = np.asarray(evidence.outcomes[key], dtype=np.float64)[rows][order]
    return values


def means_of(evidence: Evidence, key: str) -> dict[str, float]:
    """Average an outcome over markets by alternative, leaving out those for which it is undefined."""
    means = {}
    for name in names_of(evidence):
        values = worlds(evidence, name, key)
        known = values[np.isfinite(values)]
        if known.size:
            means[name] = float(np.mean(known))
    return means


def direction(evidence: Evidence, key: str) -> float:
    """Give +1 where more of an outcome is better, and -1 where less is."""
    return -1.0 if evidence.record["outcomes"][key].get("better") == "lower" else 1.0


def contest(evidence: Evidence, first: str, second: str, key: str) -> Contest:
    """Compare two alternatives on one outcome, market by market.

    The interval is the 95 % t interval of the mean paired difference. With fewer than ten markets nothing is
    ever called clear.
    """
    gap = worlds(evidence, first, key) - worlds(evidence, second, key)
    return judged(gap[np.isfinite(gap)], direction(evidence, key))


def judged(gap: Sequence[float] | Numbers, better: float = 1.0) -> Contest:
    """Judge paired differences: their mean, its interval, and how sure its sign is.

    Examples
    --------
    >>> judged([1.0, 1.2, 0.9, 1.1, 1.0, 0.8, 1.2, 1.1, 0.9, 1.0]).sureness
    'clear'
    >>> judged([1.0, -1.2, 0.9, -0.5]).sureness
    'open'
    >>> judged([2.0]).sureness
    'unknown'
    """
    from scipy.special import stdtr, stdtrit

    count = len(gap)
    mean = float(np.mean(gap)) if count else nan
    if count < 2:
        return Contest(mean, nan, nan, nan, "unknown")
    error = float(np.std(gap, ddof=1)) / sqrt(count)
    if error <= 1e-12 * max(1.0, abs(mean)):
        sureness = "same" if abs(mean) <= 1e-12 else "clear" if count >= ENOUGH else "likely"
        return Contest(mean, mean, mean, float(better * mean > 0) if mean else 0.5, sureness)
    half = float(stdtrit(count - 1, 0.975)) * error
    probability = float(stdtr(count - 1, better * mean / error if error else inf))
    return Contest(mean, mean - half, mean + half, probability, _sureness(probability, count))


def _sureness(probability: float, count: int) -> str:
    """Call a sign clear when the 95 % interval leaves out zero, likely from a probability of 80 %."""
    sure = max(probability, 1 - probability)
    if sure >= 0.975 and count >= ENOUGH:
        return "clear"
    return "likely" if sure >= LIKELY else "open"
