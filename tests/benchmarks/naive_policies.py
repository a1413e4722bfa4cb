"""Looking ahead the straightforward way: one rep at a time, every effort, every outcome of luck.

Written from the definition and sharing nothing with the product's solver but the model of effort: no classes,
no certainty equivalents by convolution, no refinement. Slow, and what the solver is held against.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import response
from simulator.world.pay_terms import CompiledPlan

Floats = NDArray[np.float64]

_LUCK = 61
_LAST_LUCK = 601


@dataclass(frozen=True)
class NaiveRep:
    """One rep who sells one kind of product, with totals that close after ``inner`` and ``outer`` weeks."""

    plan: CompiledPlan
    quotas: tuple[float, ...]
    credit_per_week: float
    sd_per_week: float
    inner: int
    outer: int
    elasticity: float = 0.31
    floor: float = 0.1
    marginal_cost: float = 9.3
    supply: float = 0.5
    least: float = 0.6
    most: float = 1.5
    n_efforts: int = 41
    points_per_week: float = 2.0
    carried_per_week: float = 2.0
    luck_power: float = 0.0
    """Luck grows as this power of results: 0 not at all, 0.5 as numbers of orders do, 1 in proportion."""
    seasons: tuple[float, ...] = ()
    """Credit of a normal week relative to the mean, for each week of the inner period."""

    def efforts(self) -> tuple[Floats, Floats]:
        """Give credit and cost of a week at each effort that is tried."""
        effort = np.linspace(self.least, self.most, self.n_efforts)
        brought = response(effort, np.array(self.elasticity), np.array(self.floor)) * self.credit_per_week
        power = 1.0 + 1.0 / self.supply
        return brought, self.marginal_cost * effort**power / power

    def grid(self, weeks: int, per_week: float) -> Floats:
        """Give totals that may be reached after some weeks."""
        spread = 5.0 * self.sd_per_week * max(weeks, 1) ** 0.5
        top = 1.3 * weeks * self.credit_per_week + spread
        return np.linspace(-spread, top, int(per_week * top / self.credit_per_week) * 4 + 9)

    def pay(self, inner: Floats, outer: Floats, periods: set[str]) -> Floats:
        """Give what totals pay that close now."""
        chosen = [
            n
            for n, t in enumerate(self.plan.terms)
            if self.plan.accumulators[t.accumulator].period in periods
        ]
        part = CompiledPlan(
            self.plan.kinds, self.plan.accumulators, tuple(self.plan.terms[n] for n in chosen), 0.0,
            self.plan.gates_of(chosen),
        )  # fmt: skip
        first = self.plan.accumulators[0].period
        columns = [inner if total.period == first else outer for total in self.plan.accumulators]
        flat = np.stack([np.broadcast_to(c, outer.shape).reshape(-1) for c in columns], axis=1)
        return part.pay(flat, np.tile(self.quotas, (len(flat), 1))).reshape(outer.shape)

    def solve(self) -> dict[int, tuple[Floats, Floats, Floats]]:
        """Give, by weeks left to the outer close: carried in, inner totals, and credit chosen ``(c, x)``."""
        periods = {total.period for total in self.plan.accumulators}
        first = {self.plan.accumulators[0].period}
        policy: dict[int, tuple[Floats, Floats, Floats]] = {}
        start: tuple[Floats, Floats] | None = None
        x = self.grid(self.inner, self.points_per_week)
        for left in range(self.outer, 0, -self.inner):
            closing = self.outer - left  # weeks after this inner close
            carried = (
                self.grid(left - self.inner, self.carried_per_week) if left > self.inner else np.zeros(1)
            )
            value: Floats | None = None
            for week in range(1, self.inner + 1):
                season = self.seasons[self.inner - week] if self.seasons else 1.0
                due = periods if start is None else first
                value, chosen = self._week(x, carried, value, start, due, season)
                policy[closing + week] = (carried, x, chosen)
            assert value is not None
            start = (carried, np.array([np.interp(0.0, x, row) for row in value]))
        return policy

    def _week(
        self,
        x: Floats,
        carried: Floats,
        value: Floats | None,
        start: tuple[Floats, Floats] | None,
        periods: set[str],
        season: float,
    ) -> tuple[Floats, Floats]:
        """Try every effort at every total, and keep the best."""
        n_luck = _LAST_LUCK if value is None else _LUCK
        edges = np.linspace(-5.0, 5.0, n_luck + 1)
        luck = 0.5 * (edges[1:] + edges[:-1])
        weight = np.exp(-0.5 * luck**2)
        weight /= weight.sum()
        brought, cost = self.efforts()
        best = np.full((len(carried), len(x)), -np.inf)
        chosen = np.zeros_like(best)
        for credit, price in zip(brought, cost, strict=True):
            sd = self.sd_per_week * (credit / self.credit_per_week) ** self.luck_power
            reached = x[:, None] + credit * season + sd * luck
            for row, into in enumerate(carried):
                if value is not None:
                    after = np.interp(reached, x, value[row])
                else:
                    after = self.pay(reached, reached + into, periods)
                    if start is not None:
                        after = after + np.interp(reached + into, *start)
                gain = (after * weight).sum(axis=1) - price
                better = gain > best[row]
                best[row][better], chosen[row][better] = gain[better], credit
        return best, chosen
