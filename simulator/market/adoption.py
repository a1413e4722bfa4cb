"""Person by person adoption of a new category, in a crowd where all meet all or among neighbors.

Each person has one keyed threshold, exponential with mean 1, and adopts when the hazard that has added up
reaches it. With better conditions everybody therefore adopts earlier or at the same time, never later.
Only people whose neighborhood changes are touched: work grows with adopters and their ties, not with
people x weeks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.market.networks import Network

__all__ = ["NetworkAdoption", "adopters_when_all_meet"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def adopters_when_all_meet(
    thresholds: Floats, innovation: float, imitation: float, efforts: Floats, period_years: float
) -> Whole:
    """Count new adopters period by period where everybody sees how many have adopted.

    Parameters
    ----------
    thresholds
        Keyed exponential draw of each person, shape ``(n_people,)``.
    innovation, imitation
        Bass's p and q [per year].
    efforts
        Marketing effort of each period, 1 = nothing changes, shape ``(n_periods,)``.
    period_years
        Length of a period [years].

    Returns
    -------
    New adopters of each period, shape ``(n_periods,)``; sorted once, then a search per period.

    Examples
    --------
    >>> from simulator.randomness import Streams
    >>> luck = Streams(1).stream("customer.adopts").exponential(0, np.arange(10_000))
    >>> new = adopters_when_all_meet(luck, 0.03, 0.38, np.ones(520), 1 / 52)
    >>> bool(0.80 < new.sum() / 10_000 < 0.825)                 # closed form: 0.8128
    True
    """
    ordered = np.sort(thresholds)
    new = np.zeros(len(efforts), np.int64)
    hazard, adopted = 0.0, 0
    for period, effort in enumerate(efforts):
        rate = innovation + imitation * adopted / len(ordered)
        hazard += max(rate * float(effort), 0.0) * period_years
        reached = int(np.searchsorted(ordered, hazard, side="right"))
        new[period], adopted = reached - adopted, reached
    return new


class NetworkAdoption:
    """Adoption among neighbors: what counts is the share of one's own ties that have adopted.

    Hazard ``(p + q x adopted share of neighbors) x effort``. FibichGibori2010

    Parameters
    ----------
    network
        Who sees whom; persons without ties adopt by themselves only.
    thresholds
        Keyed exponential draw of each person, shape ``(n_people,)``.
    innovation, imitation
        Bass's p and q [per year].
    period_years
        Length of a step [years].

    Examples
    --------
    >>> from simulator.market.networks import small_world
    >>> from simulator.randomness import Streams
    >>> streams = Streams(1)
    >>> ring = small_world(5_000, ties=4, rewired_share=0.1, replication=0, luck=streams.stream("ties"))
    >>> spread = NetworkAdoption(ring, streams.stream("adopts").exponential(0, np.arange(5_000)),
    ...                          innovation=0.03, imitation=0.38, period_years=1 / 52)
    >>> total = sum(len(spread.step(effort=1.0)) for _ in range(520))
    >>> bool(total == spread.adopted.sum()), 0.6 < total / 5_000 < 0.8128
    (True, True)
    """

    def __init__(
        self,
        network: Network,
        thresholds: Floats,
        *,
        innovation: float,
        imitation: float,
        period_years: float,
    ) -> None:
        n = len(network)
        self._network, self._width = network, period_years
        self._innovation = innovation
        self._per_neighbor = imitation / np.maximum(network.degrees, 1)
        self._left = thresholds.astype(float)  # hazard still to come, as of _as_of
        self._as_of = np.zeros(n)  # in effective years
        self._rate = np.full(n, innovation)
        self._clock = 0.0
        self._due: dict[int, list[Whole]] = {}
        self.adopted = np.zeros(n, np.bool_)
        self._next = 0
        self._file(np.arange(n))

    def step(self, effort: float) -> Whole:
        """Advance by one period and give those who adopt in it, in order of index.

        Parameters
        ----------
        effort
            Marketing effort of the period, 1 = nothing changes; below 0 counts as 0.
        """
        self._clock += max(effort, 0.0) * self._width
        waiting = [self._due.pop(place, []) for place in range(self._next, self._place(self._clock) + 1)]
        self._next = self._place(self._clock)
        listed = [part for parts in waiting for part in parts]
        people = np.unique(np.concatenate(listed)) if listed else np.zeros(0, np.int64)
        people = people[~self.adopted[people]]
        ready = self._adoption_time(people) <= self._clock
        new = people[ready]
        self.adopted[new] = True
        self._file(people[~ready])
        self._tell(new)
        return new

    def _tell(self, new: Whole) -> None:
        """Let the neighbors of new adopters know; only they are touched."""
        _, heard = self._network.ends(new)
        touched, times = np.unique(heard, return_counts=True)
        still = ~self.adopted[touched]
        touched, times = touched[still].astype(np.int64), times[still]
        self._left[touched] -= self._rate[touched] * (self._clock - self._as_of[touched])
        self._as_of[touched] = self._clock
        self._rate[touched] += self._per_neighbor[touched] * times
        self._file(touched)

    def _adoption_time(self, people: NDArray[np.integer]) -> Floats:
        rate = self._rate[people]
        wait = np.full(len(people), np.inf)
        np.divide(self._left[people], rate, out=wait, where=rate > 0.0)
        return np.asarray(self._as_of[people] + wait)

    def _place(self, time: float) -> int:
        return int(time / self._width)

    def _file(self, people: NDArray[np.integer]) -> None:
        """Put people into the calendar at the time when they would adopt if nothing more happened."""
        when = self._adoption_time(people)
        known = np.isfinite(when) & (when < 1e6 * self._width)
        people, when = people[known], when[known]
        places = np.maximum((when / self._width).astype(np.int64), self._next)
        order = np.argsort(places, kind="stable")
        people, places = people[order], places[order]
        found, starts = np.unique(places, return_index=True)
        for place, part in zip(found.tolist(), np.split(people, starts[1:]), strict=False):
            self._due.setdefault(place, []).append(part.astype(np.int64, copy=False))
