"""The deals under approval, in columns: what is known of each, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Columns", "PendingDeals", "order_within_worlds"]

Columns: TypeAlias = dict[str, NDArray[np.generic]]
Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class PendingDeals:
    """Deals under approval in many worlds, one column entry each, by (world, deal id).

    Parameters
    ----------
    world, deal_id
        Which deal of which world, shape (n,).
    submitted_day
        When it reached the first layer [day], shape (n,).
    layer
        The layer at which it waits or arrives next, shape (n,).
    time_days
        When it arrived or arrives there [day], shape (n,).
    handling_days
        How long an approver of each layer needs [days], shape (n_layers, n); NaN where not given.
    start_days
        When each layer took it up [day], shape (n_layers, n); NaN where that has not happened.
    """

    world: Whole
    deal_id: NDArray[np.uint64]
    submitted_day: Floats
    layer: Whole
    time_days: Floats
    handling_days: Floats
    start_days: Floats

    @classmethod
    def arriving(
        cls, world: ArrayLike, deal_id: ArrayLike, time_days: ArrayLike, handling_days: ArrayLike
    ) -> PendingDeals:
        """Put deals that arrive at the first layer into columns; `handling_days` is (n, n_layers)."""
        worlds = np.asarray(world, dtype=np.int64)
        handling = np.array(np.asarray(handling_days, dtype=np.float64).T, order="C", ndmin=2)
        if not np.isfinite(handling).all() or (handling < 0).any():
            raise ValueError("handling days are finite and not negative")
        arrival = np.array(time_days, dtype=np.float64)
        return cls(
            world=worlds,
            deal_id=_as_ids(deal_id),
            submitted_day=arrival,
            layer=np.zeros(worlds.size, dtype=np.int64),
            time_days=arrival.copy(),
            handling_days=handling,
            start_days=np.full(handling.shape, np.nan),
        )

    def joined_by(self, others: PendingDeals) -> PendingDeals:
        """Add deals and keep the order (world, deal id); a deal can be pending only once."""
        n_layers = max(self.handling_days.shape[0], others.handling_days.shape[0])
        world = np.concatenate((self.world, others.world))
        deal_id = np.concatenate((self.deal_id, others.deal_id))
        order = order_within_worlds(world, deal_id)
        world, deal_id = world[order], deal_id[order]
        if ((world[1:] == world[:-1]) & (deal_id[1:] == deal_id[:-1])).any():
            raise ValueError("a deal is submitted twice: its id is already pending in its world")
        return PendingDeals(
            world=world,
            deal_id=deal_id,
            submitted_day=np.concatenate((self.submitted_day, others.submitted_day))[order],
            layer=np.concatenate((self.layer, others.layer))[order],
            time_days=np.concatenate((self.time_days, others.time_days))[order],
            handling_days=_side_by_side(self.handling_days, others.handling_days, n_layers)[:, order],
            start_days=_side_by_side(self.start_days, others.start_days, n_layers)[:, order],
        )

    def take(self, rows: Whole) -> PendingDeals:
        """Give some of the deals, in the order of `rows`."""
        return PendingDeals(
            world=self.world[rows],
            deal_id=self.deal_id[rows],
            submitted_day=self.submitted_day[rows],
            layer=self.layer[rows],
            time_days=self.time_days[rows],
            handling_days=self.handling_days[:, rows],
            start_days=self.start_days[:, rows],
        )

    def as_columns(self) -> Columns:
        """Give approved deals as a table; the time that each has reached is its day of approval."""
        columns: Columns = {
            "world": self.world,
            "deal_id": self.deal_id,
            "submitted_day": self.submitted_day,
            "approved_day": self.time_days,
        }
        for layer, start_days in enumerate(self.start_days, start=1):
            columns[f"start_day_{layer}"] = start_days
        return columns


def order_within_worlds(world: Whole, key: Floats | NDArray[np.uint64]) -> Whole:
    """Order rows by (world, key); rows that are equal in both keep their order."""
    order = np.argsort(key)  # not stable, but several times as fast
    few_bits = np.min_scalar_type(int(world.max(initial=0)))  # 16 bits are sorted by radix
    order = order[np.argsort(world[order].astype(few_bits), kind="stable")]
    in_order, of_world = key[order], world[order]
    if ((in_order[1:] == in_order[:-1]) & (of_world[1:] == of_world[:-1])).any():
        return np.lexsort((key, world))
    return order


def _as_ids(deal_id: ArrayLike) -> NDArray[np.uint64]:
    """Read ids as unsigned 64-bit words; the id -1 and the id 2**64 - 1 are the same."""
    given = np.asarray(deal_id)
    if given.size and given.dtype.kind not in "iu":
        raise TypeError(f"deal ids are integers, not {given.dtype}")
    return given.astype(np.uint64)


def _side_by_side(left: Floats, right: Floats, n_layers: int) -> Floats:
    """Join two tables of (layers, deals) to one of `n_layers` rows; NaN where a layer is unknown."""
    joined = np.full((n_layers, left.shape[1] + right.shape[1]), np.nan)
    joined[: left.shape[0], : left.shape[1]] = left
    joined[: right.shape[0], left.shape[1] :] = right
    return joined
