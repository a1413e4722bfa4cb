"""Who leads on an outcome, and which of the others is hardest to rule out as better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.analysis.declaration import FloatArray
from simulator.analysis.intervals import Difference, paired_difference


@dataclass(frozen=True)
class Ranking:
    """The alternative with the best mean, held against every other.

    Parameters
    ----------
    leader
        The alternative with the best mean; empty when the outcome is undefined for all.
    rivals
        The others, the one that is hardest to rule out as better first.
    contests
        The leader less each of these rivals. The intervals hold for all of them at once with 95 %
        (Bonferroni); the probabilities are those of each contest by itself.
    undefined
        Alternatives left out because the outcome is undefined in at least one replication: a mean over
        the others would be compared with means over other markets.
    """

    leader: str
    rivals: tuple[str, ...]
    contests: tuple[Difference, ...]
    undefined: tuple[str, ...] = ()

    def contenders(self, most: int | None = None) -> tuple[str, ...]:
        """Name the leader, its hardest rival, and every other rival that is not clearly behind.

        Parameters
        ----------
        most
            The largest number of names; rivals that are easier to rule out are dropped first.
        """
        close = tuple(
            rival
            for place, (rival, found) in enumerate(zip(self.rivals, self.contests, strict=True))
            if place == 0 or found.low is None or found.high is None or found.low <= 0 <= found.high
        )
        return (self.leader, *close)[:most]


def ranked(values: Mapping[str, FloatArray], better: str = "higher") -> Ranking:
    """Rank alternatives on one outcome by how hard they are to rule out as the best.

    Parameters
    ----------
    values
        The outcome in each replication, ``(n,)``, by alternative; the same replications for all.
    better
        ``higher``, ``lower`` or ``none``; for ``none`` the highest mean leads.

    Returns
    -------
    Leader and rivals. Rivals whose chances differ by less than 0.0001 stand in the order of their means.

    Examples
    --------
    >>> steady, lucky = np.array([9.0, 9.1, 8.9, 9.0]), np.array([2.0, 16.0, 3.0, 13.0])
    >>> found = ranked({"best": np.array([10.0, 10.1, 9.8, 10.1]), "steady": steady, "lucky": lucky})
    >>> found.leader, found.rivals
    ('best', ('lucky', 'steady'))
    """
    known = {name: one for name, one in values.items() if len(one) and np.isfinite(one).all()}
    undefined = tuple(name for name in values if name not in known)
    sign = -1.0 if better == "lower" else 1.0
    order = sorted(known, key=lambda name: -sign * float(np.mean(known[name])))
    if not order:
        return Ranking("", (), (), undefined)
    leader, others = order[0], order[1:]
    found = {
        name: paired_difference(known[leader], known[name], better, contests=len(others)) for name in others
    }
    rivals = sorted(others, key=lambda name: round(found[name].probability_better or 0.0, 4))
    return Ranking(leader, tuple(rivals), tuple(found[name] for name in rivals), undefined)
