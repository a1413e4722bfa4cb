"""Alternatives side by side: how far apart in the same simulated markets, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan

import numpy as np

from simulator.analysis.intervals import CONFIDENCE, Difference, paired_difference
from simulator.analysis.ranking import Ranking, ranked
from simulator.plots.evidence import Evidence, Numbers, names_of

ENOUGH = 10
LIKELY = 0.80


@dataclass(frozen=True)
class Contest:
    """The paired difference between two alternatives on one outcome.

    ``probability`` is that of the first being better, from the mean paired difference; ``sureness`` is
    ``clear``, ``likely``, ``open``, ``same`` (equal in every market) or ``unknown`` (a single market, or an
    outcome that is undefined in some market).
    """

    difference: float
    low: float
    high: float
    probability: float
    sureness: str


@dataclass(frozen=True)
class Lead:
    """The lead of the best alternative over all others.

    Parameters
    ----------
    leader, rival
        The alternative with the best mean, and the one that is hardest to rule out as better.
    contest
        The leader against that rival, with an interval that is adjusted for the number of rivals;
        ``probability`` is at least that of the leader being better than *all* others (Boole's bound), and
        ``sureness`` is that of this whole claim.
    rivals
        Number of alternatives that the leader was held against.
    """

    leader: str
    rival: str
    contest: Contest
    rivals: int


def worlds(evidence: Evidence, name: str, key: str) -> Numbers:
    """Take one outcome of one alternative, a value for each simulated market in order of replication."""
    rows = np.asarray(evidence.outcomes["alternative"]) == name
    order = np.argsort(np.asarray(evidence.outcomes["replication"])[rows], kind="stable")
    values: Numbers = np.asarray(evidence.outcomes[key], dtype=np.float64)[rows][order]
    return values


def means_of(evidence: Evidence, key: str) -> dict[str, float]:
    """Average an outcome by alternative, leaving out those for which it is undefined in any market.

    A mean over the markets in which it happens to be defined would be compared with means over others.
    """
    means = {}
    for name in names_of(evidence):
        values = worlds(evidence, name, key)
        if values.size and np.isfinite(values).all():
            means[name] = float(np.mean(values))
    return means


def direction(evidence: Evidence, key: str) -> float:
    """Give +1 where more of an outcome is better, and -1 where less is."""
    return -1.0 if evidence.record["outcomes"][key].get("better") == "lower" else 1.0


def ranking_of(evidence: Evidence, key: str) -> Ranking:
    """Rank the alternatives on one outcome; those for which it is undefined in a market are left out."""
    better = "lower" if direction(evidence, key) < 0 else "higher"
    return ranked({name: worlds(evidence, name, key) for name in names_of(evidence)}, better)


def lead_of(evidence: Evidence, key: str) -> Lead | None:
    """Hold the alternative with the best mean against every other; None where there is no other.

    The lead is only as sure as its weakest contest, and the more rivals there are the surer each contest
    must be (Bonferroni): *clear* needs every interval at the level 1 - 0.05 / rivals to leave out zero,
    *likely* that the chances of the rivals to be better add up to at most 20 %.
    """
    found = ranking_of(evidence, key)
    if not found.rivals:
        return None
    count = len(worlds(evidence, found.leader, key))
    contests = [_judgment(one, count, len(found.rivals)) for one in found.contests]
    hardest = contests[0]
    if hardest.sureness not in ("same", "unknown"):
        whole = max(0.0, 1.0 - sum(1.0 - each.probability for each in contests))
        clear = all(each.sureness == "clear" for each in contests)
        sureness = "clear" if clear else "likely" if whole >= LIKELY else "open"
        hardest = replace(hardest, probability=whole, sureness=sureness)
    return Lead(found.leader, found.rivals[0], hardest, len(found.rivals))


def contest(evidence: Evidence, first: str, second: str, key: str, contests: int = 1) -> Contest:
    """Compare two alternatives on one outcome, market by market.

    The interval is the 95 % t interval of the mean paired difference, widened where it is one of several
    ``contests`` on which a statement rests. With fewer than ten markets nothing is ever called clear.
    """
    values = [worlds(evidence, name, key) for name in (first, second)]
    return judged(values[0], values[1], direction(evidence, key), contests)


def judged(
    first: Sequence[float] | Numbers,
    second: Sequence[float] | Numbers | None = None,
    better: float = 1.0,
    contests: int = 1,
) -> Contest:
    """Judge paired values: their mean difference, its interval, and how sure its sign is.

    Examples
    --------
    >>> judged([1.0, 1.2, 0.9, 1.1, 1.0, 0.8, 1.2, 1.1, 0.9, 1.0]).sureness
    'clear'
    >>> judged([1.0, -1.2, 0.9, -0.5]).sureness
    'open'
    >>> judged([2.0]).sureness
    'unknown'
    """
    values = np.asarray(first, dtype=np.float64)
    other = np.zeros(len(values)) if second is None else np.asarray(second, dtype=np.float64)
    found = paired_difference(values, other, "lower" if better < 0 else "higher", contests)
    return _judgment(found, len(values), contests)


def _judgment(found: Difference, count: int, contests: int) -> Contest:
    difference = nan if found.difference is None else found.difference
    if found.low is None or found.high is None or found.probability_better is None:
        return Contest(difference, nan, nan, nan, "unknown")
    same = found.low == found.high == 0.0
    sureness = "same" if same else _sureness(found.probability_better, count, contests)
    return Contest(difference, found.low, found.high, found.probability_better, sureness)


def _sureness(probability: float, count: int, contests: int) -> str:
    """Call a sign clear when the (adjusted) interval leaves out zero, likely from a probability of 80 %."""
    sure = max(probability, 1 - probability)
    if sure >= 1 - (1 - CONFIDENCE) / (2 * contests) and count >= ENOUGH:
        return "clear"
    return "likely" if sure >= LIKELY else "open"
