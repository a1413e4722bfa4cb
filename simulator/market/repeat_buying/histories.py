"""What is seen of customers who buy again, and drawing such histories with luck that belongs to each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.market.repeat_buying.drop_out import DropOut
from simulator.market.repeat_buying.lifetimes import Lifetimes
from simulator.randomness import Stream

__all__ = ["Histories", "draw_drop_out", "draw_lifetimes"]

Floats = NDArray[np.float64]
Ids = NDArray[np.integer]


@dataclass(frozen=True)
class Histories:
    """What is known of each customer at the end of an observation.

    Parameters
    ----------
    repeats
        Purchases after the first [count], shape ``(n_customers,)``.
    last
        Time from the first purchase to the last [weeks], 0 without repeats.
    known
        Time from the first purchase to the end of observation [weeks].
    """

    repeats: Floats
    last: Floats
    known: Floats

    def __len__(self) -> int:
        return len(self.repeats)

    def counted(self) -> tuple[Histories, Floats]:
        """Give each different history once, and how many customers have it.

        Examples
        --------
        >>> two = Histories(np.array([0.0, 0.0]), np.zeros(2), np.full(2, 39.0))
        >>> two.counted()[1].tolist()
        [2.0]
        """
        rows = np.stack([self.repeats, self.last, self.known], axis=1)
        found, counts = np.unique(rows, axis=0, return_counts=True)
        return Histories(found[:, 0], found[:, 1], found[:, 2]), counts.astype(float)


def draw_drop_out(
    traits: DropOut, customers: Ids, known: Floats, *, replication: int, luck: Stream
) -> Histories:
    """Draw what customers buy who may leave after each purchase.

    Parameters
    ----------
    traits
        How customers differ.
    customers
        Ids, shape ``(n_customers,)``.
    known
        Length of observation of each [weeks], same shape.
    replication, luck
        Replication and stream; a customer's traits and purchases are keyed by his id and their number.

    Examples
    --------
    >>> from simulator.randomness import Streams
    >>> shop = DropOut(purchases=0.243, weeks=4.414, leaving=0.793, staying=2.426)
    >>> drawn = draw_drop_out(shop, np.arange(40_000), np.full(40_000, 78.0), replication=0,
    ...                       luck=Streams(1).stream("customer.buys_again"))
    >>> bool(abs(drawn.repeats.mean() - 1.858) < 0.1)              # closed form: 1.8576
    True
    """
    rate = _gamma(luck.uniform(replication, customers, ordinal=0), traits.purchases) / traits.weeks
    leaves = _beta(luck.uniform(replication, customers, ordinal=1), traits.leaving, traits.staying)
    gone = np.zeros(len(customers), np.bool_)
    if traits.leaves_at_once:
        gone = luck.uniform(replication, customers, ordinal=2) < leaves
    return _purchases(rate, known, np.where(gone, 0.0, known), customers, replication, luck, leaves)


def draw_lifetimes(
    traits: Lifetimes, customers: Ids, known: Floats, *, replication: int, luck: Stream
) -> Histories:
    """Draw what customers buy who may leave at any time.

    Parameters
    ----------
    traits
        How customers differ.
    customers, known, replication, luck
        As in `draw_drop_out`.

    Examples
    --------
    >>> from simulator.randomness import Streams
    >>> shop = Lifetimes(purchases=0.553, weeks=10.578, leaving=0.606, leaving_weeks=11.669)
    >>> drawn = draw_lifetimes(shop, np.arange(40_000), np.full(40_000, 39.0), replication=0,
    ...                        luck=Streams(1).stream("customer.buys_again"))
    >>> bool(abs(drawn.repeats.mean() - 1.19) < 0.06)
    True
    """
    rate = _gamma(luck.uniform(replication, customers, ordinal=0), traits.purchases) / traits.weeks
    leaving = _gamma(luck.uniform(replication, customers, ordinal=1), traits.leaving) / traits.leaving_weeks
    with np.errstate(divide="ignore"):
        life = luck.exponential(replication, customers, ordinal=2) / leaving
    return _purchases(rate, known, np.minimum(life, known), customers, replication, luck, None)


def _purchases(
    rate: Floats,
    known: Floats,
    until: Floats,
    customers: Ids,
    replication: int,
    luck: Stream,
    leaves: Floats | None,
) -> Histories:
    """Draw purchases one after the other; a round touches only those who still buy."""
    repeats, last = np.zeros(len(customers)), np.zeros(len(customers))
    here = np.flatnonzero((rate > 0.0) & (until > 0.0))
    ordinal = 3
    while len(here):
        gap = luck.exponential(replication, customers[here], ordinal=ordinal) / rate[here]
        when = last[here] + gap
        here, when = here[when < until[here]], when[when < until[here]]
        repeats[here] += 1.0
        last[here] = when
        if leaves is not None:
            stays = luck.uniform(replication, customers[here], ordinal=ordinal + 1) >= leaves[here]
            here = here[stays]
        ordinal += 2
    return Histories(repeats, last, np.asarray(known, float))


def _gamma(luck: Floats, shape: float) -> Floats:
    from scipy.special import gammaincinv

    return np.asarray(gammaincinv(shape, luck))


def _beta(luck: Floats, one: float, other: float) -> Floats:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(one, other, luck))
