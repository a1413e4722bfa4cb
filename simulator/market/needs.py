"""When customers need something: a bounded-rate candidate process, thinned to the actual rate.

A customer who needs nothing this week costs nothing this week. Candidates come at the largest rate
that can occur; each is kept with the probability actual rate / largest rate, by a keyed uniform. The
candidates of a customer are therefore the same in every alternative, and what a promotion adds is
only the needs that it adds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.randomness import Stream, hash_id

__all__ = ["Candidates", "candidate_needs", "is_kept"]


@dataclass(frozen=True)
class Candidates:
    """Candidate needs of one population in order of time.

    Parameters
    ----------
    day
        When the need would arise [days from the start, with fraction], shape ``(n,)``, ascending.
    customer
        Which customer [index in the population], shape ``(n,)``.
    event_id
        Keyed id of the need: (customer, ordinal), shape ``(n,)``.
    """

    day: NDArray[np.float64]
    customer: NDArray[np.int64]
    event_id: NDArray[np.uint64]


def candidate_needs(
    rates_per_week: NDArray[np.float64], *, weeks: int, replication: int, arrivals: Stream
) -> Candidates:
    """List every need that could arise within the run, for customers with the given largest rates.

    Gaps between a customer's candidates are exponential (a Poisson process); the n-th gap of a customer
    is keyed by (customer, n), so a longer run or more customers leave the first candidates as they are.

    Parameters
    ----------
    rates_per_week
        Largest rate of each customer [needs per week], shape ``(n_customers,)``.
    weeks
        Length of the run [weeks].
    replication
        The replication whose luck is drawn.
    arrivals
        The stream of the gaps.

    Notes
    -----
    Time is O(customers) once per population plus O(candidates log candidates) for the ordering.

    Examples
    --------
    >>> from simulator.randomness import Streams
    >>> found = candidate_needs(np.full(2_000, 0.1), weeks=100, replication=0,
    ...                         arrivals=Streams(1).stream("need.arrives"))
    >>> bool(abs(len(found.day) / 20_000 - 1) < 0.03)          # 2,000 customers x 10 needs each
    True
    """
    customers = np.flatnonzero(rates_per_week > 0.0)
    days = np.zeros(len(customers))
    found: list[tuple[NDArray[np.float64], NDArray[np.int64], int]] = []
    ordinal = 0
    while len(customers):
        gaps = arrivals.exponential(replication, customers, ordinal=ordinal)
        days = days + 7.0 * gaps / rates_per_week[customers]
        inside = days < 7.0 * weeks
        customers, days = customers[inside], days[inside]
        found.append((days, customers, ordinal))
        ordinal += 1
    return _in_order_of_time(found)


def _in_order_of_time(found: list[tuple[NDArray[np.float64], NDArray[np.int64], int]]) -> Candidates:
    if not found:
        return Candidates(np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.uint64))
    day = np.concatenate([days for days, _, _ in found])
    customer = np.concatenate([customers for _, customers, _ in found])
    ordinal = np.concatenate([np.full(len(days), n) for days, _, n in found])
    order = np.lexsort((customer, day))
    return Candidates(day[order], customer[order], hash_id("need", customer[order], ordinal[order]))


def is_kept(
    rate_factor: NDArray[np.float64], rate_bound: NDArray[np.float64], luck: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Tell which candidates become needs: those whose luck is below actual rate / largest rate.

    Parameters
    ----------
    rate_factor
        Actual rate over mean rate: season times promotion pull [1], shape ``(n,)``.
    rate_bound
        Largest such factor [1], shape ``(n,)`` or scalar.
    luck
        Keyed uniform of each candidate, shape ``(n,)``.

    Examples
    --------
    >>> is_kept(np.array([0.5, 2.0]), np.array([2.0, 2.0]), np.array([0.3, 0.3]))
    array([False,  True])
    """
    return np.asarray(luck * rate_bound < rate_factor)
