"""The customers of a replication: who they are and when they might need something.

A population is drawn once per replication and shared by all its alternatives. Every trait is keyed by
the customer's number, so that more customers leave the first ones as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.market.needs import Candidates, candidate_needs
from simulator.randomness import Streams
from simulator.world.specs import DemandSpec, FirmSpec, LineSpec, RegionSpec, SegmentSpec

__all__ = ["MarketSpec", "Population", "draw_population"]

DAYS_PER_WEEK = 7
WEEKS_PER_YEAR = 52


@dataclass(frozen=True)
class MarketSpec:
    """The part of a scenario that customers are drawn from."""

    demand: DemandSpec
    lines: Mapping[str, LineSpec]
    segments: Mapping[str, SegmentSpec]
    regions: Mapping[str, RegionSpec]
    firms: Mapping[str, FirmSpec]


@dataclass(frozen=True)
class Population:
    """Customers of one replication.

    Parameters
    ----------
    replication
        Number of the replication.
    segment, region
        Codes, shape ``(n_customers,)``.
    income
        Income over the mean [1], shape ``(n_customers,)``.
    premium_taste
        Utility of a premium model before its features are explained, shape ``(n_customers,)``.
    first_firm
        Firm that each customer last bought from before the run, shape ``(n_customers,)``.
    candidates
        Candidate needs in order of time.
    candidate_line
        Product line of each candidate, shape ``(n_candidates,)``.
    active
        Customers with at least one candidate, ascending, shape ``(n_active,)``; only they have state.
    candidate_slot
        Place of each candidate's customer in ``active``, shape ``(n_candidates,)``.
    """

    replication: int
    segment: NDArray[np.int8]
    region: NDArray[np.int8]
    income: NDArray[np.float32]
    premium_taste: NDArray[np.float32]
    first_firm: NDArray[np.int8]
    candidates: Candidates
    candidate_line: NDArray[np.int8]
    active: NDArray[np.int64]
    candidate_slot: NDArray[np.int64]

    @property
    def n_customers(self) -> int:
        """Number of customers."""
        return len(self.segment)


def draw_population(market: MarketSpec, *, replication: int, streams: Streams, weeks: int) -> Population:
    """Draw the customers of a replication and their candidate needs.

    Parameters
    ----------
    market
        Segments, regions, lines and demand of the scenario.
    replication
        Number of the replication.
    streams
        All luck of the experiment.
    weeks
        Length of the run [weeks].

    Notes
    -----
    Time and memory are linear in customers here, once; afterwards cost grows with needs only.
    """
    ids = np.arange(market.demand.customers)

    def uniform(decision: str) -> NDArray[np.float64]:
        return streams.stream(decision).uniform(replication, ids)

    def normal(decision: str) -> NDArray[np.float64]:
        return streams.stream(decision).normal(replication, ids)

    segment = _drawn(uniform("customer.segment"), [s.population_share for s in market.segments.values()])
    region = _drawn(uniform("customer.region"), [r.population_share for r in market.regions.values()])
    first_firm = _drawn(uniform("customer.first_firm"), [f.starting_share for f in market.firms.values()])
    of_segment = _Columns(list(market.segments.values()), segment)
    of_region = _Columns(list(market.regions.values()), region)
    spread = of_segment["income_log_sd"]
    income = (
        of_segment["income_index"]
        * of_region["income_index"]
        * np.exp(spread * normal("customer.income") - 0.5 * np.square(spread))
    )
    taste = (
        of_segment["premium_taste"]
        + of_region["premium_taste"]
        + of_segment["premium_taste_sd"] * normal("customer.premium_taste")
    )
    largest_rate = of_segment["needs_per_year"] * market.demand.rate_bound / WEEKS_PER_YEAR
    arrivals = streams.stream("need.arrives")
    candidates = candidate_needs(largest_rate, weeks=weeks, replication=replication, arrivals=arrivals)
    line_luck = streams.stream("need.line").uniform(replication, candidates.event_id)
    active, slot = np.unique(candidates.customer, return_inverse=True)
    return Population(
        replication=replication,
        segment=segment,
        region=region,
        income=income.astype(np.float32),
        premium_taste=taste.astype(np.float32),
        first_firm=first_firm,
        candidates=candidates,
        candidate_line=_drawn(line_luck, [line.needs_share for line in market.lines.values()]),
        active=active,
        candidate_slot=slot,
    )


class _Columns:
    """Read a field of a list of specs for each customer by code."""

    def __init__(self, specs: list[SegmentSpec] | list[RegionSpec], code: NDArray[np.int8]) -> None:
        self._specs, self._code = specs, code

    def __getitem__(self, field: str) -> NDArray[np.float64]:
        return np.array([getattr(spec, field) for spec in self._specs], dtype=np.float64)[self._code]


def _drawn(luck: NDArray[np.float64], shares: list[float]) -> NDArray[np.int8]:
    """Pick a code for each uniform by cumulative shares (shares sum to 1)."""
    edges = np.cumsum(shares)[:-1]
    return np.searchsorted(edges, luck, side="right").astype(np.int8)
