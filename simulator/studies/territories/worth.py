"""What other territories, another number of reps and better calls would be worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.allocation import RULES, brought
from simulator.behaviors.effort import EffortTraits, choose_effort, response

Floats = NDArray[np.float64]

SIZES = np.round(np.arange(0.4, 2.5001, 0.05), 2)
"""Numbers of reps that are looked at, over today's."""


@dataclass(frozen=True)
class Response:
    """How sales follow from reps, territories and hours.

    Parameters
    ----------
    elasticity, floor
        Response to effort for each customer.
    rate
        What credit is worth to a rep [pay per currency unit of revenue].
    marginal_cost
        Cost to the rep of one more unit of effort at a normal week [currency].
    supply_elasticity, least, most
        As in :class:`simulator.behaviors.effort.EffortTraits`.
    share
        Our share of what a territory could buy at normal effort.
    covered
        Potential that a normal week of work covers [currency per year].
    margin
        Margin share of revenue, pay by results taken off.
    cost_per_rep
        Fixed cost of a rep [currency per year].

    Notes
    -----
    A territory of potential ``T`` takes ``w = T / covered`` normal weeks of work a week. At effort ``E`` its
    customers get ``z = E / w`` of the usual attention and it sells ``T share response(z)``; the rep chooses
    ``E`` for own pay less the cost of effort.

    Examples
    --------
    Twice the potential for one rep sells more, but not twice as much:

    >>> one = Response(0.31, 0.1, 0.02, 930.0, 0.5, 0.6, 1.5, 0.1, 1e7, 0.2, 1e5)
    >>> sales = one.sales(np.array([1e7, 2e7]))
    >>> bool(1.5 < sales[1] / sales[0] < 1.8)
    True
    """

    elasticity: float
    floor: float
    rate: float
    marginal_cost: float
    supply_elasticity: float
    least: float
    most: float
    share: float
    covered: float
    margin: float
    cost_per_rep: float

    def effort(self, potential: Floats) -> Floats:
        """Give the effort that reps choose in territories of these potentials, ``(n,)``."""
        work = potential / self.covered
        return np.asarray(self._attention(potential) * work)

    def sales(self, potential: Floats) -> Floats:
        """Give what territories sell in a year [currency], ``(n,)``."""
        seen = self._attention(potential)
        power = (np.array(self.elasticity), np.array(self.floor))
        return np.asarray(potential * self.share * response(seen, *power))

    def profit(self, potential: Floats, reps: float) -> float:
        """Give margin less the cost of so many reps in a year [currency]."""
        return float(self.sales(potential).sum() * self.margin - reps * self.cost_per_rep)

    def _attention(self, potential: Floats) -> Floats:
        """Give the attention that customers get, over the usual."""
        n = len(potential)
        numbers = (
            self.elasticity, self.floor, self.marginal_cost, self.supply_elasticity, self.least, self.most,
        )  # fmt: skip
        traits = EffortTraits(*(np.full(n, number) for number in numbers))
        work = np.maximum(potential / self.covered, 1e-9)[:, None]
        weekly = (potential * self.share / 52.0)[:, None]
        return np.asarray(choose_effort(np.full((n, 1), self.rate), weekly, work, traits)[:, 0])


@dataclass(frozen=True)
class Realignment:
    """Revenue with other territories and the same reps, over revenue today.

    Parameters
    ----------
    today
        Revenue of a year [currency].
    within
        Gain when the territories of each region are made equal [share].
    across
        Gain when all territories are made equal, reps moved between regions [share].
    """

    today: float
    within: float
    across: float


def realigned(potential: Floats, region: NDArray[np.int64], how: Response) -> Realignment:
    """Work out what even territories would sell.

    Parameters
    ----------
    potential, region
        Territories as they are: potential [currency per year] and number of the region, ``(n,)``.
    how
        How sales follow.

    Examples
    --------
    Even territories cannot be made better:

    >>> one = Response(0.31, 0.1, 0.02, 930.0, 0.5, 0.6, 1.5, 0.1, 1e7, 0.2, 1e5)
    >>> found = realigned(np.full(4, 1e7), np.array([0, 0, 1, 1]), one)
    >>> round(found.within, 9), round(found.across, 9)
    (0.0, 0.0)
    """
    today = float(how.sales(potential).sum())
    count = np.maximum(np.bincount(region), 1)
    even = (np.bincount(region, potential) / count)[region]
    same = np.full_like(potential, potential.mean())
    within, across = (float(how.sales(each).sum()) / today - 1.0 for each in (even, same))
    return Realignment(today, within, across)


@dataclass(frozen=True)
class Sizing:
    """Revenue and profit against the number of reps, the shape of territories kept.

    Parameters
    ----------
    reps
        Number of reps, ``(n_sizes,)``.
    sales, profit
        [currency per year], ``(n_sizes,)``.
    today, best
        Places of today's size and of the best one.
    """

    reps: Floats
    sales: Floats
    profit: Floats
    today: int
    best: int

    def around_best(self, factor: float) -> float:
        """Profit with the best number of reps times a factor, over the best, less one."""
        wanted = float(self.reps[self.best]) * factor
        reached = float(np.interp(wanted, self.reps, self.profit))
        return reached / float(self.profit[self.best]) - 1.0

    def from_today(self, factor: float) -> tuple[float, float]:
        """Change of sales and of profit when today's number of reps is multiplied by a factor [share]."""
        wanted = float(self.reps[self.today]) * factor
        return tuple(
            float(np.interp(wanted, self.reps, each)) / float(each[self.today]) - 1.0
            for each in (self.sales, self.profit)
        )  # type: ignore[return-value]

    @property
    def best_is_inside(self) -> bool:
        """Whether the best size lies within those that were looked at."""
        return 0 < self.best < len(self.reps) - 1


def sized(potential: Floats, how: Response) -> Sizing:
    """Work out sales and profit for other numbers of reps.

    Parameters
    ----------
    potential
        Territories as they are [currency per year], ``(n,)``.
    how
        How sales follow.

    Notes
    -----
    With ``f`` times as many reps every territory is ``1/f`` as large and there are ``f`` as many of each: the
    imbalance stays what it is.
    """
    n = len(potential)
    sales = np.array([float(how.sales(potential / size).sum()) * size for size in SIZES])
    profit = sales * how.margin - SIZES * n * how.cost_per_rep
    today = int(np.argmin(np.abs(SIZES - 1.0)))
    return Sizing(SIZES * n, sales, profit, today, int(np.argmax(profit)))


def call_gains(worth: Floats, territory: NDArray[np.int64], how: Response) -> dict[str, float]:
    """Give what the best division of hours among accounts brings beyond each rule of thumb [share].

    Parameters
    ----------
    worth
        What each account could buy in a year [currency], ``(n_accounts,)``.
    territory
        Territory of each account, ``(n_accounts,)``.
    how
        Response to effort.

    Notes
    -----
    Every rep has the same hours for an account on average; accounts are divided within territories. Revenue
    of all territories together under the best rule, over that under the other one.
    """
    totals = dict.fromkeys(RULES, 0.0)
    order = np.argsort(territory, kind="stable")
    edges = np.flatnonzero(np.diff(territory[order])) + 1
    for rows in np.split(order, edges):
        for name, rule in RULES.items():
            hours = rule(worth[rows], how.elasticity, how.floor)
            totals[name] += brought(worth[rows], hours, how.elasticity, how.floor)
    best = totals["equal-marginal"]
    return {name: best / total - 1.0 for name, total in totals.items() if name != "equal-marginal"}
