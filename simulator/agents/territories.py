"""Which customers belong to which rep, and what a territory could buy.

By default customers are shared out among the reps of their region by rendezvous hashing: one more rep in a
region moves only that rep's fair share of the customers. Territories that grew unevenly are shared out in
the same way with unequal lots; balanced ones are dealt out, the largest customers first.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heapreplace

import numpy as np
from numpy.typing import NDArray

from simulator.agents.population import WEEKS_PER_YEAR, MarketSpec, Population
from simulator.randomness import Streams, hash_id, name_id
from simulator.world.specs import TerritoriesSpec

__all__ = ["Territories", "rep_ids", "share_out", "units_per_week"]


@dataclass(frozen=True)
class Territories:
    """The territories of one population under one staffing.

    Parameters
    ----------
    seat
        Seat of the customer's rep within the region, or -1 where nobody is, shape ``(n_customers,)``.
    needs_per_week
        Expected units needed per week in each territory at mean season [units per week],
        shape ``(n_reps, n_lines)``; reps region by region in seat order.
    """

    seat: NDArray[np.int16]
    needs_per_week: NDArray[np.float64]


def rep_ids(region: str, n_reps: int) -> NDArray[np.uint64]:
    """Give the ids of a region's seats; a seat has the same id in every alternative that has it."""
    return hash_id("rep", name_id(region), np.arange(n_reps))


def share_out(
    market: MarketSpec,
    staffing: tuple[int, ...],
    population: Population,
    streams: Streams,
    division: TerritoriesSpec | None = None,
) -> Territories:
    """Share out a population's customers among the reps of each region.

    Parameters
    ----------
    market
        Lines, segments and regions.
    staffing
        Number of reps in each region.
    population
        The customers.
    streams
        All luck of the experiment.
    division
        How they are divided; in fair lots when left out.
    """
    alignment = "lots" if division is None else division.alignment
    units = units_per_week(market)[population.segment]
    seat = np.full(population.n_customers, -1, np.int16)
    for code, region in enumerate(market.regions):
        customers = np.flatnonzero(population.region == code)
        if not staffing[code] or not len(customers):
            continue
        options = rep_ids(region, staffing[code])
        if alignment == "balanced":
            seat[customers] = _dealt_out(units[customers], staffing[code])
        elif alignment == "historic" and division is not None:
            size = _grown(division.potential_cv, population.replication, options, streams)
            seat[customers] = _unequal_lots(population.replication, customers, options, size, streams)
        else:
            stream = streams.stream("customer.rep")
            seat[customers] = stream.rendezvous(population.replication, customers, options)
    first_rep = np.concatenate([[0], np.cumsum(staffing)])
    rep = np.where(seat >= 0, first_rep[population.region] + seat, -1)
    served = rep >= 0
    per_rep = np.bincount(rep[served], weights=units[served], minlength=int(first_rep[-1]))
    line_share = np.array([line.needs_share for line in market.lines.values()])
    return Territories(seat, per_rep[:, None] * line_share)


def units_per_week(market: MarketSpec) -> NDArray[np.float64]:
    """Give the units that a customer of each segment is expected to need in a week, ``(n_segments,)``."""
    units = np.array(
        [s.needs_per_year * s.customers_per_agent * s.units_per_need for s in market.segments.values()]
    )
    return np.asarray(units / WEEKS_PER_YEAR)


def _grown(cv: float, replication: int, options: NDArray[np.uint64], streams: Streams) -> NDArray[np.float64]:
    """Draw how large each territory has grown: lognormal with this coefficient of variation."""
    log_sd = np.sqrt(np.log1p(cv * cv))
    return np.asarray(np.exp(log_sd * streams.stream("territory.size").normal(replication, options)))


def _unequal_lots(
    replication: int,
    customers: NDArray[np.intp],
    options: NDArray[np.uint64],
    size: NDArray[np.float64],
    streams: Streams,
) -> NDArray[np.int64]:
    """Share out by lots that fall to each rep in proportion to size: the shortest of exponential waits wins.

    Notes
    -----
    Weighted rendezvous: each rep has a keyed exponential wait for each customer, with rate ``size``; one more
    rep moves only the customers that the newcomer takes.
    """
    stream = streams.stream("customer.rep.historic")
    best = np.zeros(len(customers), dtype=np.int64)
    shortest = np.full(len(customers), np.inf)
    for place in np.argsort(options, kind="stable"):
        wait = stream.keys(replication, ordinal=options[place]).exponential(customers) / size[place]
        shorter = wait < shortest
        best[shorter], shortest[shorter] = place, wait[shorter]
    return best


def _dealt_out(units: NDArray[np.float64], n_reps: int) -> NDArray[np.int64]:
    """Deal out customers, the largest first, each to the rep who has least so far."""
    seat = np.zeros(len(units), dtype=np.int64)
    held = [(0.0, rep) for rep in range(n_reps)]
    heapify(held)
    for customer in np.argsort(-units, kind="stable").tolist():
        total, rep = held[0]
        seat[customer] = rep
        heapreplace(held, (total + float(units[customer]), rep))
    return seat
