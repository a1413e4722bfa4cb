"""What a pay plan comes down to for someone deciding where to put the next hour.

For behavior only four things matter: which credit adds to which running total (`Accumulator`),
what each total pays when its period closes (`PayTerm`), which totals must be reached before others
pay at all (`PayGate`), and the salary that comes anyway.
`simulator.compensation` compiles a plan into these numbers, `simulator.behaviors` solves on them,
and neither knows the other.

The smallest complete plan, 3 % of everything sold in a month:

>>> import numpy as np
>>> plan = CompiledPlan(
...     kinds=(CreditKind("washer", "standard", "new"),),
...     accumulators=(Accumulator("all revenue", "month", np.ones(1)),),
...     terms=(PayTerm("commission", 0, False, np.zeros(1), np.zeros(1), np.array([0.03])),),
...     salary_per_week=1_000.0)
>>> plan.pay(np.array([[200_000.0]]), np.ones((1, 1)))
array([6000.])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulator.errors import PlanError
from simulator.world.pay_caps import limited
from simulator.world.pay_ranks import RankTerm, vector

FloatArray = NDArray[np.float64]

PERIODS: Final = ("month", "quarter", "year")


@dataclass(frozen=True, order=True)
class CreditKind:
    """One kind of sale that a plan may treat differently: line, tier, and new or existing customer."""

    line: str
    tier: str
    customer: str

    def __str__(self) -> str:
        """Show the kind as ``line/tier/customer``, or as the line alone where the rest is not told."""
        return "/".join(part for part in (self.line, self.tier, self.customer) if part)


@dataclass(frozen=True)
class Accumulator:
    """A running total that the plan watches, emptied when its period ends.

    Parameters
    ----------
    name
        What is added up, in words.
    period
        ``month``, ``quarter`` or ``year``.
    weights
        What one currency unit of credited revenue of each kind adds [accumulator units per currency
        unit], shape ``(n_kinds,)``.
    quota
        Name of the quota that this total is held against; empty when no quota matters.
    """

    name: str
    period: str
    weights: FloatArray
    quota: str = ""

    def __post_init__(self) -> None:
        if self.period not in PERIODS:
            raise PlanError(f"{self.name}: there is no period called {self.period!r}", allowed=PERIODS)
        object.__setattr__(self, "weights", vector(self.weights, f"{self.name}, weights"))


@dataclass(frozen=True)
class PayTerm:
    """What one running total pays when its period closes: straight pieces, with jumps at bonuses.

    Parameters
    ----------
    name
        The plan component that pays it.
    accumulator
        Index of the running total.
    relative_to_quota
        Whether breakpoints are multiples of the person's quota rather than amounts.
    breakpoints
        Where the pieces begin [accumulator units, or multiples of quota], ascending, first 0, shape ``(k,)``.
    values
        Pay at each breakpoint, the jump there included [currency], shape ``(k,)``.
    slopes
        Pay for one more accumulator unit right of each breakpoint [currency per accumulator unit],
        shape ``(k,)``.
    values_per_quota
        Part of the pay at each breakpoint that grows with the quota [currency per accumulator unit of
        quota], shape ``(k,)``; zeros when not relative.
    slopes_over_quota
        Slope of pay curves drawn against attainment [currency per multiple of quota], shape ``(k,)``;
        zeros when not relative.
    cap
        The most that the term pays [currency]; needed apart only where the point at which a cap bites depends
        on the quota.
    floor
        The least that it pays [currency], cap applied.
    scale
        Multiplies the result; negative where a term takes away what another one paid.

    Notes
    -----
    With quota ``Q`` (taken as 1 when not relative), total ``x`` and ``i`` the last breakpoint with
    ``b_i Q <= x`` (the first one for ``x < 0``)::

        pay(x) = values_i + values_per_quota_i Q + (slopes_i + slopes_over_quota_i / Q) (x - b_i Q)

    and of that ``scale max(floor, min(cap, pay))``.

    Examples
    --------
    3 % up to quota, 5 % above it, and 2,000 for reaching it:

    >>> term = PayTerm("accelerator", 0, True, np.array([0.0, 1.0]), np.array([0.0, 2_000.0]),
    ...                np.array([0.03, 0.05]), values_per_quota=np.array([0.0, 0.03]))
    >>> term.pay(np.array([90_000.0, 100_000.0, 120_000.0]), np.full(3, 100_000.0)).round(2)
    array([2700., 5000., 6000.])
    """

    name: str
    accumulator: int
    relative_to_quota: bool
    breakpoints: FloatArray
    values: FloatArray
    slopes: FloatArray
    values_per_quota: FloatArray = field(default_factory=lambda: np.zeros(0))
    slopes_over_quota: FloatArray = field(default_factory=lambda: np.zeros(0))
    cap: float = np.inf
    floor: float = -np.inf
    scale: float = 1.0

    def __post_init__(self) -> None:
        n = len(self.breakpoints)
        for name in ("breakpoints", "values", "slopes", "values_per_quota", "slopes_over_quota"):
            given = getattr(self, name)
            if len(given) == 0 and name.endswith("_quota"):
                given = np.zeros(n)
            array = vector(given, f"{self.name}, {name}")
            if len(array) != n:
                raise PlanError(f"{self.name}: {len(array)} {name} for {n} breakpoints")
            object.__setattr__(self, name, array)
        if n == 0 or self.breakpoints[0] != 0.0 or np.any(np.diff(self.breakpoints) <= 0.0):
            given = self.breakpoints.tolist()
            raise PlanError(f"{self.name}: breakpoints must begin at 0 and rise, not {given}")
        if not self.relative_to_quota and (self.values_per_quota.any() or self.slopes_over_quota.any()):
            raise PlanError(f"{self.name}: parts that depend on quota need breakpoints relative to quota")
        if not (self.cap >= max(self.floor, 0.0) and np.isfinite(self.scale)):
            raise PlanError(f"{self.name}: a cap cannot be {self.cap}, below a floor, or a scale no number")

    def at_quota(self, quota: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Write the term in plain amounts for people with these quotas.

        Parameters
        ----------
        quota
            Quota of each person in accumulator units, shape ``(n,)``; ignored when the term is not relative.

        Returns
        -------
        Edges [accumulator units], pay at the edges [currency] and slopes [currency per accumulator
        unit], each ``(n, k)``; twice the columns for a cap and for a floor, which part each piece where
        it meets them.

        Raises
        ------
        PlanError
            When a relative term meets a quota that is zero, negative or not a number.
        """
        quotas = self._quota(np.asarray(quota, dtype=np.float64))[:, None]
        edges = self.breakpoints[None, :] * quotas
        values = self.values[None, :] + self.values_per_quota[None, :] * quotas
        slopes = self.slopes[None, :] + self.slopes_over_quota[None, :] / quotas
        edges, values, slopes = limited(edges, values, slopes, self.cap, self.floor)
        return (
            (edges, values, slopes)
            if self.scale == 1.0
            else (edges, values * self.scale, slopes * self.scale)
        )

    def pay(self, credit: FloatArray, quota: FloatArray) -> FloatArray:
        """Pay when a period closes with this much credit.

        Parameters
        ----------
        credit
            The running total at the close [accumulator units], shape ``(n,)``.
        quota
            Quota of each person in accumulator units, shape ``(n,)``.

        Returns
        -------
        Pay [currency], shape ``(n,)``.
        """
        quotas = self._quota(np.asarray(quota, dtype=np.float64))
        reached = np.searchsorted(self.breakpoints, np.asarray(credit) / quotas, side="right")
        piece = np.maximum(reached - 1, 0)
        beyond = credit - self.breakpoints[piece] * quotas
        slope = self.slopes[piece] + self.slopes_over_quota[piece] / quotas
        pay = self.values[piece] + self.values_per_quota[piece] * quotas + slope * beyond
        return np.asarray(np.maximum(np.minimum(pay, self.cap), self.floor) * self.scale)

    def _quota(self, quota: FloatArray) -> FloatArray:
        if not self.relative_to_quota:
            return np.ones_like(quota)
        if not np.all(quota > 0.0):
            raise PlanError(f"{self.name}: pay depends on quota, and a quota is zero or missing")
        return quota


@dataclass(frozen=True)
class PayGate:
    """Some terms pay only when a running total reaches a level by the end of the period.

    Parameters
    ----------
    name
        The plan component that states the gate.
    terms
        Indices of the terms that stay shut below the level.
    accumulator
        Index of the running total that opens them.
    level
        What must be reached [multiples of quota, or accumulator units].
    relative_to_quota
        Whether the level is a multiple of the person's quota.
    """

    name: str
    terms: tuple[int, ...]
    accumulator: int
    level: float
    relative_to_quota: bool = True

    def is_open(self, credit: FloatArray, quota: FloatArray) -> NDArray[np.bool_]:
        """Whether the gate is passed with this much credit, shape ``(n,)``."""
        needed = self.level * quota if self.relative_to_quota else np.full_like(credit, self.level)
        return np.asarray(credit >= needed)


@dataclass(frozen=True)
class CompiledPlan:
    """All that a plan pays, as numbers a person can be thought to weigh.

    Parameters
    ----------
    kinds
        The kinds of credit, in the order of every ``weights`` array.
    accumulators
        The running totals.
    terms
        What the totals pay; pay is their sum.
    salary_per_week
        Pay that comes whatever is sold [currency per week].
    gates
        Levels below which some terms pay nothing.
    contests
        Prizes by rank that are weighed against what is believed of colleagues; they are not in the terms.
    shared
        Components whose pay grows by a colleague's sale as much as by one's own.
    """

    kinds: tuple[CreditKind, ...]
    accumulators: tuple[Accumulator, ...]
    terms: tuple[PayTerm, ...]
    salary_per_week: float
    gates: tuple[PayGate, ...] = ()
    contests: tuple[RankTerm, ...] = ()
    shared: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for accumulator in self.accumulators:
            if len(accumulator.weights) != len(self.kinds):
                raise PlanError(f"{accumulator.name}: needs one weight for each of {len(self.kinds)} kinds")
        for part in self._parts:
            if not 0 <= part.accumulator < len(self.accumulators):
                raise PlanError(f"{part.name}: there is no running total number {part.accumulator}")
        for gate in self.gates:
            if any(not 0 <= term < len(self.terms) for term in gate.terms):
                raise PlanError(f"{gate.name}: the gate shuts a term that does not exist")

    @property
    def _parts(self) -> tuple[PayTerm | PayGate | RankTerm, ...]:
        return (*self.terms, *self.gates, *self.contests)

    def gates_of(self, terms: Sequence[int]) -> tuple[PayGate, ...]:
        """Gates before some of the terms, with the terms numbered by their place in the list given."""
        place = {term: number for number, term in enumerate(terms)}
        kept = ((gate, tuple(place[term] for term in gate.terms if term in place)) for gate in self.gates)
        return tuple(replace(gate, terms=shut) for gate, shut in kept if shut)

    @property
    def depends_on_quota(self) -> NDArray[np.bool_]:
        """Which running totals are held against a quota, shape ``(n_accumulators,)``."""
        needed = np.zeros(len(self.accumulators), dtype=np.bool_)
        for part in self._parts:
            needed[part.accumulator] |= part.relative_to_quota
        return needed

    def pay(self, credit: FloatArray, quota: FloatArray) -> FloatArray:
        """Variable pay when every period closes with these totals.

        Parameters
        ----------
        credit
            Running totals [accumulator units], shape ``(n, n_accumulators)``.
        quota
            Quotas in the same units, shape ``(n, n_accumulators)``; any positive number where no quota
            matters.

        Returns
        -------
        Pay besides salary [currency], shape ``(n,)``.

        Examples
        --------
        A bonus of 500 for 80 units that is paid only to those who also reached their revenue quota:

        >>> plan = CompiledPlan(
        ...     kinds=(CreditKind("washer", "standard", "new"),),
        ...     accumulators=(Accumulator("revenue", "quarter", np.ones(1), "sales"),
        ...                   Accumulator("units", "quarter", np.full(1, 1e-3))),
        ...     terms=(PayTerm("unit bonus", 1, False, np.array([0.0, 80.0]), np.array([0.0, 500.0]),
        ...                    np.zeros(2)),),
        ...     salary_per_week=0.0, gates=(PayGate("revenue first", (0,), 0, 1.0),))
        >>> plan.pay(np.array([[90e3, 90.0], [100e3, 90.0], [100e3, 70.0]]), np.full((3, 2), 100e3))
        array([  0., 500.,   0.])
        """
        total = np.zeros(len(credit))
        for index, term in enumerate(self.terms):
            pay = term.pay(credit[:, term.accumulator], quota[:, term.accumulator])
            for gate in self.gates:
                if index in gate.terms:
                    pay = pay * gate.is_open(credit[:, gate.accumulator], quota[:, gate.accumulator])
            total = total + pay
        return total
