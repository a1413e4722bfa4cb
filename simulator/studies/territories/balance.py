"""Balance: what each territory could buy, and which ones are too large or too small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.agents.population import draw_population
from simulator.agents.territories import share_out, units_per_week
from simulator.engine.spec import AlternativeSpec
from simulator.errors import ScenarioError
from simulator.randomness import Streams

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WEEKS_PER_YEAR = 52
TOLERANCE = 0.2
"""A territory is too large or too small when it differs by more than a fifth from the mean of its region."""


@dataclass(frozen=True)
class Balance:
    """The territories of one market.

    Parameters
    ----------
    regions
        Names of the regions.
    region, seat
        Region and seat of each territory, ``(n,)``.
    potential
        What each could buy in a year at reference prices [currency], ``(n,)``.
    customers
        How many customers each has, ``(n,)``.
    accounts
        What each served customer could buy in a year [currency], and the territory it is in.
    """

    regions: tuple[str, ...]
    region: Ints
    seat: Ints
    potential: Floats
    customers: NDArray[np.integer]
    accounts: tuple[Floats, Ints]

    @property
    def relative(self) -> Floats:
        """Potential over the mean of the region, ``(n,)``."""
        return np.asarray(self.potential / self.mean_of_region[self.region])

    @property
    def mean_of_region(self) -> Floats:
        """Mean potential of a region's territories [currency per year], ``(n_regions,)``; 0 without reps."""
        n = len(self.regions)
        count = np.bincount(self.region, minlength=n)
        return np.asarray(np.bincount(self.region, self.potential, n) / np.maximum(count, 1))

    @property
    def spread(self) -> float:
        """Coefficient of variation of potential over all territories."""
        return float(self.potential.std() / self.potential.mean())

    @property
    def spread_within(self) -> float:
        """Coefficient of variation within regions: of potential over the region's mean."""
        return float(self.relative.std())

    def share_off(self, tolerance: float = TOLERANCE) -> float:
        """Share of territories that are too large or too small within their region."""
        return float((np.abs(self.relative - 1.0) > tolerance).mean())

    @property
    def verdict(self) -> Ints:
        """Say of each territory whether it is too small (-1), right (0) or too large (1)."""
        off = np.abs(self.relative - 1.0) > TOLERANCE
        return np.asarray(np.sign(self.relative - 1.0) * off, dtype=np.int64)


def balance_of(spec: AlternativeSpec, *, replication: int = 0, seed: int = 1) -> Balance:
    """Draw the customers of a market and share them out as the scenario says.

    Parameters
    ----------
    spec
        The alternative.
    replication, seed
        Which market is drawn.

    Raises
    ------
    ScenarioError
        There are no customers, or nobody to serve them.
    """
    if spec.reduced_form is not None or not sum(spec.staffing):
        raise ScenarioError(
            "there are no territories to look at", hint="The scenario needs customers, and regions with reps"
        )
    streams = Streams(seed)
    population = draw_population(spec.market, replication=replication, streams=streams, weeks=1)
    division = share_out(spec.market, spec.staffing, population, streams, spec.people.territories)
    prices = np.array([line.standard.list_price for line in spec.prices_of_market.values()])
    shares = np.array([line.needs_share for line in spec.lines.values()])
    per_unit = float((prices * shares).sum())
    first = np.concatenate([[0], np.cumsum(spec.staffing)])
    served = division.seat >= 0
    territory = (first[population.region] + division.seat)[served]
    worth = units_per_week(spec.market)[population.segment[served]] * per_unit * WEEKS_PER_YEAR
    n = int(first[-1])
    return Balance(
        tuple(spec.regions),
        np.repeat(np.arange(len(spec.staffing)), spec.staffing),
        np.concatenate([np.arange(count) for count in spec.staffing]),
        np.asarray(np.bincount(territory, worth, n), dtype=np.float64),
        np.bincount(territory, minlength=n),
        (worth, territory.astype(np.int64)),
    )
