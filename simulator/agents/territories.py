"""Which customers belong to which rep, and what a territory could buy.

Customers are shared out among the reps of their region by rendezvous hashing: one more rep in a region
moves only that rep's fair share of the customers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.agents.population import WEEKS_PER_YEAR, MarketSpec, Population
from simulator.randomness import Streams, hash_id, name_id

__all__ = ["Territories", "rep_ids", "share_out"]


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
    market: MarketSpec, staffing: tuple[int, ...], population: Population, streams: Streams
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
    """
    stream = streams.stream("customer.rep")
    seat = np.full(population.n_customers, -1, np.int16)
    for code, region in enumerate(market.regions):
        customers = np.flatnonzero(population.region == code)
        if staffing[code] and len(customers):
            options = rep_ids(region, staffing[code])
            seat[customers] = stream.rendezvous(population.replication, customers, options)
    first_rep = np.concatenate([[0], np.cumsum(staffing)])
    rep = np.where(seat >= 0, first_rep[population.region] + seat, -1)
    units = np.array(
        [s.needs_per_year * s.customers_per_agent * s.units_per_need for s in market.segments.values()]
    )
    served = rep >= 0
    weights = (units / WEEKS_PER_YEAR)[population.segment[served]]
    per_rep = np.bincount(rep[served], weights=weights, minlength=int(first_rep[-1]))
    line_share = np.array([line.needs_share for line in market.lines.values()])
    return Territories(seat, per_rep[:, None] * line_share)
