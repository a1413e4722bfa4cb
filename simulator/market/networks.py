"""Who talks to whom: networks of customers as flat arrays, built in time linear in customers.

Small worlds (neighbors in a ring, some ties rewired far away) and scale-free networks (newcomers tie to
those who are well connected). Every tie is keyed by replication and its own number, never by order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.randomness import Stream

__all__ = ["Network", "from_ties", "leaders", "scale_free", "small_world"]

Whole = NDArray[np.int64]
Places = NDArray[np.int32]


@dataclass(frozen=True)
class Network:
    """Ties between customers: those of each customer lie side by side.

    Parameters
    ----------
    first
        Place of each customer's first tie in ``neighbors``, and the end, shape ``(n_customers + 1,)``.
    neighbors
        The customer at the other end of each tie, shape ``(n_ends,)``; every tie stands at both ends.
    """

    first: Whole
    neighbors: Places

    def __len__(self) -> int:
        return len(self.first) - 1

    @property
    def degrees(self) -> Whole:
        """Number of ties of each customer, shape ``(n_customers,)``."""
        return np.diff(self.first)

    def ends(self, customers: Whole) -> tuple[Whole, Places]:
        """Give all ties of some customers.

        Parameters
        ----------
        customers
            Indices, shape ``(n,)``.

        Returns
        -------
        Position in ``customers`` of each tie's owner, and who is at its other end, shape ``(n_ends,)`` each.

        Examples
        --------
        >>> network = from_ties(3, np.array([0, 0]), np.array([1, 2]))
        >>> [part.tolist() for part in network.ends(np.array([0, 2]))]
        [[0, 0, 1], [1, 2, 0]]
        """
        counts = self.first[customers + 1] - self.first[customers]
        owner = np.repeat(np.arange(len(customers)), counts)
        begins = np.cumsum(counts) - counts
        place = np.arange(len(owner)) - np.repeat(begins - self.first[customers], counts)
        return owner, self.neighbors[place]


def from_ties(n_customers: int, one: NDArray[np.integer], other: NDArray[np.integer]) -> Network:
    """Lay out a network from a list of ties; double ties count once, ties to oneself not at all.

    Parameters
    ----------
    n_customers
        Number of customers.
    one, other
        Both ends of each tie [index], shape ``(n_ties,)``.

    Notes
    -----
    Sorting is by counting (linear), then within each customer.

    Examples
    --------
    >>> from_ties(3, np.array([0, 1, 2, 1]), np.array([1, 0, 2, 2])).degrees
    array([1, 2, 1])
    """
    from scipy.sparse import coo_array

    keep = one != other
    one, other = (part[keep].astype(np.int32, copy=False) for part in (one, other))
    ends = np.concatenate([one, other]), np.concatenate([other, one])
    marks = np.ones(len(ends[0]), np.int8)
    rows = coo_array((marks, ends), shape=(n_customers, n_customers)).tocsr()
    rows.sum_duplicates()
    return Network(rows.indptr.astype(np.int64), rows.indices.astype(np.int32, copy=False))


def small_world(
    n_customers: int, *, ties: int, rewired_share: float, replication: int, luck: Stream
) -> Network:
    """Tie each customer to the nearest in a ring, and let some of these ties lead anywhere.

    Parameters
    ----------
    n_customers
        Number of customers, more than ``ties``.
    ties
        Mean number of ties of a customer, even.
    rewired_share
        Share of ties that lead to anybody [0 to 1].
    replication
        Replication whose network is drawn.
    luck
        Stream of the ties; ordinal 0 says which are rewired, 1 where to.

    Raises
    ------
    ValueError
        If ``ties`` is odd, not positive, or not below the number of customers.

    Notes
    -----
    Time and memory are linear in ``n_customers x ties``. A rewired tie that meets one that is there is
    dropped: about ``ties / n_customers`` of them.

    Examples
    --------
    >>> from simulator.randomness import Streams
    >>> luck = Streams(1).stream("customer.knows")
    >>> ring = small_world(6, ties=2, rewired_share=0.0, replication=0, luck=luck)
    >>> ring.neighbors.reshape(6, 2)[:3].tolist()
    [[1, 5], [0, 2], [1, 3]]

    References
    ----------
    WattsStrogatz1998
    """
    if ties < 2 or ties % 2 or ties >= n_customers:
        raise ValueError(f"ties must be even, at least 2 and fewer than customers, got {ties}")
    customers = np.arange(n_customers, dtype=np.int32)
    one = np.tile(customers, ties // 2)
    steps = np.repeat(np.arange(1, ties // 2 + 1, dtype=np.int32), n_customers)
    other = (one + steps) % np.int32(n_customers)
    # A tie is known by its owner and its place among the owner's, not by its row.
    tie_ids = one.astype(np.int64) * 4_096 + steps
    moved = np.flatnonzero(luck.uniform(replication, tie_ids) < rewired_share)
    anywhere = luck.uniform(replication, tie_ids[moved], ordinal=1) * (n_customers - 1)
    other[moved] = (one[moved] + 1 + anywhere.astype(np.int64)) % n_customers  # anybody but oneself
    return from_ties(n_customers, one, other)


def scale_free(n_customers: int, *, ties_of_newcomer: int, replication: int, luck: Stream) -> Network:
    """Let customers come one by one and tie themselves to those who already have many ties.

    Parameters
    ----------
    n_customers
        Number of customers.
    ties_of_newcomer
        Ties that each customer brings [count]; the mean number of ties is twice that.
    replication, luck
        Replication and stream of the ties.

    Raises
    ------
    ValueError
        If a newcomer brings no tie.

    Notes
    -----
    Drawing an end of an earlier tie evenly is drawing a customer by number of ties (BatageljBrandes2005).
    All draws are made at once; an end that is itself still a draw is followed back, half of them at each
    step, so time is linear. The ties of the first customers do not depend on how many come later. Of those
    with many ties, ``2 m (m + 1) / (k (k + 1) (k + 2))`` have ``k``.

    Examples
    --------
    >>> from simulator.randomness import Streams
    >>> luck = Streams(1).stream("customer.knows")
    >>> degrees = scale_free(20_000, ties_of_newcomer=3, replication=0, luck=luck).degrees
    >>> round(float(degrees.mean()), 1), bool(degrees.max() > 200)
    (6.0, True)

    References
    ----------
    BarabasiAlbert1999, BatageljBrandes2005
    """
    if ties_of_newcomer < 1:
        raise ValueError(f"a newcomer brings at least one tie, got {ties_of_newcomer}")
    numbers = np.arange(n_customers * ties_of_newcomer, dtype=np.int64)
    # Ends are numbered 2 e (the newcomer of tie e) and 2 e + 1 (whom he ties to, an earlier end).
    earlier = (luck.uniform(replication, numbers) * (2 * numbers + 1)).astype(np.int64)
    open_ones = np.flatnonzero(earlier % 2)
    drawn = earlier.copy()
    while len(open_ones):
        drawn[open_ones] = earlier[drawn[open_ones] // 2]
        open_ones = open_ones[drawn[open_ones] % 2 == 1]
    return from_ties(n_customers, numbers // ties_of_newcomer, drawn // 2 // ties_of_newcomer)


def leaders(network: Network, share: float) -> Whole:
    """Find the opinion leaders: the given share of customers with the most ties.

    Parameters
    ----------
    network
        Who talks to whom.
    share
        Share of customers who count as leaders [0 to 1].

    Returns
    -------
    Indices, those with most ties first, of equal ones the first customer; shape ``(n_leaders,)``.

    Examples
    --------
    >>> leaders(from_ties(4, np.array([1, 1, 1]), np.array([0, 2, 3])), 0.25)
    array([1])
    """
    order = np.argsort(-network.degrees, kind="stable")
    return np.asarray(order[: round(share * len(network))], np.int64)
