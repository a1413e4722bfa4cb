"""Order approval for many worlds at once: the array executor.

The process is defined in `simulator.pipeline.approval_simpy`; start times here are equal to it, number
by number.  In every world, layer l serves deals in the order (arrival, deal id), and

    start = max(arrival, time at which fewer than `approvers` deals are in hand, last reorganization)

so it is enough to keep, for each layer, the latest finishing times.  The executor takes the k-th waiting
deal of *every* world in one step.  Measured at 60 worlds x 60 deals a week x 3 layers, that is nearly three
times as fast as a heap of approvers for each world, and some seventy times as fast as SimPy; in a single
world a heap would win, by a millisecond a week (`tests/benchmarks/bench_approval.py`).

Nothing is decided before its time: `advance(until_day)` starts only what starts before `until_day`, so
that cutting the time into weeks changes nothing and people may be added between two weeks.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulator.pipeline.deals import Columns, PendingDeals, order_within_worlds

__all__ = ["ApprovalQueue"]

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]


class ApprovalQueue:
    """Deals under approval in many worlds, each with its own layers and approvers.

    Parameters
    ----------
    layers
        Approval layers of each world, shape (n_worlds,); 0 means that orders need no approval.
    approvers
        People in each layer, shape (n_worlds, n_layers) or one that broadcasts to it; at least 1 in
        every layer that exists, ignored beyond.

    Examples
    --------
    One approver, who needs three days for each of two deals that arrive together:

    >>> queue = ApprovalQueue(layers=[1], approvers=[[1]])
    >>> queue.submit(world=[0, 0], deal_id=[8, 7], time_days=[1.0, 1.0], handling_days=[[3.0], [3.0]])
    >>> queue.advance(until_day=7.0)["deal_id"].tolist()
    [7]
    >>> queue.advance(until_day=14.0)["approved_day"].tolist()
    [7.0]
    """

    def __init__(self, layers: ArrayLike, approvers: ArrayLike) -> None:
        self._layers = np.array(layers, dtype=np.int64).reshape(-1)
        self._day = -np.inf
        n_worlds = self._layers.size
        self._changed_day = np.full(n_worlds, -np.inf)
        self._approvers = np.zeros((n_worlds, 0), dtype=np.int64)
        self._busy_until = np.zeros((0, 0, n_worlds))  # layers x approvers, ascending x worlds
        self._deals = PendingDeals.arriving([], [], [], np.empty((0, 0)))
        self.set_capacity(np.arange(n_worlds), self._layers, approvers)

    @property
    def day(self) -> float:
        """The day up to which everything is decided [day]; minus infinity at first."""
        return float(self._day)

    @property
    def pending_deals(self) -> Whole:
        """Deals of each world that are not yet approved, shape (n_worlds,)."""
        return np.bincount(self._deals.world, minlength=self._layers.size)

    def set_capacity(self, worlds: ArrayLike, layers: ArrayLike, approvers: ArrayLike) -> None:
        """Reorganize the approval of some worlds from the current day on.

        New approvers start at once; those who leave finish what they have in hand.  Deals that wait at
        a layer that is abolished pass at once; deals in hand there are finished.

        Parameters
        ----------
        worlds
            The worlds that change, shape (n,), each once.
        layers
            Their approval layers from now on, shape (n,).
        approvers
            People in each of their layers, shape (n, n_layers) or one that broadcasts to it.

        Raises
        ------
        ValueError
            If a number of layers is negative or a layer has nobody.
        """
        chosen = np.asarray(worlds, dtype=np.int64).reshape(-1)
        depth = np.broadcast_to(np.asarray(layers, dtype=np.int64), chosen.shape)
        people = np.asarray(approvers, dtype=np.int64)
        n_layers = int(depth.max(initial=0))
        if people.ndim < 2 or people.shape[1] < n_layers:
            people = np.broadcast_to(people, (chosen.size, n_layers))
        people = np.broadcast_to(people[:, :n_layers], (chosen.size, n_layers))
        exists = np.arange(n_layers) < depth[:, None]
        if (depth < 0).any() or (people[exists] < 1).any():
            raise ValueError("an approval layer needs at least one approver, and layers are not negative")
        self._make_room(n_layers, int(people[exists].max(initial=0)))
        self._layers[chosen] = depth
        self._approvers[chosen, :n_layers] = np.where(exists, people, 1)
        self._changed_day[chosen] = self._day
        deals = self._deals
        passes = (deals.layer >= self._layers[deals.world]) & (deals.time_days < self._day)
        deals.time_days[passes] = self._day

    def submit(
        self, world: ArrayLike, deal_id: ArrayLike, time_days: ArrayLike, handling_days: ArrayLike
    ) -> None:
        """Hand in deals for approval.

        Parameters
        ----------
        world
            World of each deal, shape (n,).
        deal_id
            Id of each deal, unsigned 64-bit, shape (n,); no id twice in a world while it is pending.
        time_days
            When each deal reaches the first layer [day], shape (n,); not before the current day.
        handling_days
            How long an approver of each layer needs [days], shape (n, n_layers); a column for every
            layer that may exist before the deal is approved.

        Raises
        ------
        ValueError
            If a deal comes from the past, a handling time is negative, missing or not finite, or an id
            is already pending in its world.
        """
        added = PendingDeals.arriving(world, deal_id, time_days, handling_days)
        if added.world.size == 0:
            return
        if not np.isfinite(added.time_days).all() or added.time_days.min() < self._day:
            raise ValueError(f"deals are submitted on or after day {self._day}, when the last week ended")
        if added.handling_days.shape[0] < self._layers[added.world].max():
            raise ValueError("handling_days needs a column for every approval layer")
        self._deals = self._deals.joined_by(added)

    def advance(self, until_day: float) -> Columns:
        """Let time pass, and give the deals that were approved before `until_day`.

        Returns
        -------
        dict of ndarray
            Columns `world`, `deal_id`, `submitted_day`, `approved_day`, and `start_day_1`,
            `start_day_2` ... [day], NaN where no approver of that layer handled the deal; rows by
            (world, approved day, deal id).

        Raises
        ------
        ValueError
            If `until_day` lies in the past.
        """
        if not until_day >= self._day:
            raise ValueError(f"time does not run backwards: day {until_day} after day {self._day}")
        deals = self._deals
        for layer in range(int(self._layers.max(initial=0))):
            here = (deals.layer == layer) & (deals.time_days < until_day)
            rows = np.flatnonzero(here & (self._layers[deals.world] > layer))
            if rows.size:
                self._serve(layer, rows, until_day)
        self._day = until_day
        done = (deals.layer >= self._layers[deals.world]) & (deals.time_days < until_day)
        self._deals = deals.take(np.flatnonzero(~done))
        rows = np.flatnonzero(done)
        rows = rows[order_within_worlds(deals.world[rows], deals.time_days[rows])]
        return deals.take(rows).as_columns()

    def _serve(self, layer: int, rows: Whole, until_day: float) -> None:
        """Start, in one layer, what starts before `until_day`; `rows` are by (world, deal id)."""
        deals = self._deals
        if layer >= deals.handling_days.shape[0] or np.isnan(deals.handling_days[layer, rows]).any():
            raise ValueError(f"handling_days has no column for approval layer {layer + 1}")
        worlds, deal_rows = _side_by_side_worlds(deals.world[rows], rows, deals.time_days[rows])
        arrivals = np.where(deal_rows < 0, np.inf, deals.time_days[deal_rows])
        handling = deals.handling_days[layer][deal_rows]

        people = self._approvers[worlds, layer]
        slot = np.arange(int(people.max()))[:, None]
        place = self._busy_until.shape[1] - people + slot  # the `people` latest finishing times
        exists = slot < people
        busy_until = self._busy_until[layer][np.where(exists, place, 0), worlds]
        busy_until = np.maximum(busy_until, self._changed_day[worlds])
        busy_until[~exists] = np.inf  # a post that nobody holds is never free

        starts, latest = _take_turns(arrivals, handling, busy_until, until_day)
        started = starts < until_day
        who, which = np.nonzero(exists)
        self._busy_until[layer, place[who, which], worlds[which]] = latest[who, which]

        begun, start = deal_rows[started], starts[started]
        deals.start_days[layer, begun] = start
        deals.time_days[begun] = start + handling[started]
        deals.layer[begun] = layer + 1

    def _make_room(self, n_layers: int, n_approvers: int) -> None:
        """Widen the state to more layers and more approvers; new posts have never been busy."""
        layers, width, n_worlds = self._busy_until.shape
        if n_layers <= layers and n_approvers <= width:
            return
        wider = np.full((max(layers, n_layers), max(width, n_approvers), n_worlds), -np.inf)
        wider[:layers, wider.shape[1] - width :] = self._busy_until
        self._busy_until = wider
        people = np.ones((n_worlds, wider.shape[0]), dtype=np.int64)
        people[:, : self._approvers.shape[1]] = self._approvers
        self._approvers = people


def _side_by_side_worlds(world: Whole, rows: Whole, time_days: Floats) -> tuple[Whole, Whole]:
    """Line up the deals of each world by arrival: which worlds, and the row of each world's k-th deal.

    Rows come by (world, deal id), and equal arrivals stay in that order.  The second array has shape
    (n_turns, n_worlds), with -1 below a world's last deal.
    """
    counts_of_all = np.bincount(world)
    worlds = np.flatnonzero(counts_of_all)
    counts = counts_of_all[worlds]
    column = np.repeat(np.arange(worlds.size), counts)
    turn = np.arange(rows.size) - np.repeat(np.cumsum(counts) - counts, counts)
    arrivals = np.full((worlds.size, int(counts.max())), np.inf)
    arrivals[column, turn] = time_days
    deal_rows = np.full(arrivals.shape, -1, dtype=np.int64)
    deal_rows[column, turn] = rows
    order = np.argsort(arrivals, axis=1, kind="stable")
    return worlds, np.ascontiguousarray(np.take_along_axis(deal_rows, order, axis=1).T)


def _take_turns(
    arrivals: Floats, handling: Floats, busy_until: Floats, until_day: float
) -> tuple[Floats, Floats]:
    """Serve the k-th deal of every world in step k: when each starts, and when people are free after it.

    `arrivals` and `handling` are (n_turns, n_worlds), `busy_until` is (n_approvers, n_worlds), and what
    is given back has the same shapes; people are in ascending order of the time at which they are free.
    Deals that would start on `until_day` or later start at infinity and occupy nobody.
    """
    everybody = np.arange(arrivals.shape[1])
    starts = np.full(arrivals.shape, np.inf)
    busy = busy_until.copy()
    for turn in range(len(arrivals)):
        first_free = busy.argmin(axis=0)
        start = np.maximum(arrivals[turn], busy[first_free, everybody])
        begins = np.flatnonzero(start < until_day)
        if begins.size == 0:
            break
        starts[turn, begins] = start[begins]
        busy[first_free[begins], begins] = start[begins] + handling[turn, begins]
    return starts, np.sort(busy, axis=0)
