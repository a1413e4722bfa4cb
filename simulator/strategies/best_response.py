"""Best response: learn how own sales answer own prices, and move part of the way to the best price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from simulator.catalog import register
from simulator.errors import InputError
from simulator.strategies.answers import check_share, floored
from simulator.world.moves import NO_MOVE, Move
from simulator.world.views import FirmView

Floats = NDArray[np.float64]


@register("firm-strategy", "best-response")
@dataclass(frozen=True)
class BestResponse:
    """Ask what pays best against the others' prices, as far as own sales have shown, in small steps.

    With elasticity ``e`` the best price is ``cost e / (e - 1)``, the rule that every price equilibrium of
    differentiated products obeys [AndersonDePalmaThisse1992]_. The firm does not know ``e``. It tries prices
    a little higher and lower, by lot and product by product, and compares each period with the one before:
    the change of log sales on the change of its own and each rival's log price, all products together, by
    ridge regression towards a first belief. It goes a share of the way, never far in one step, and stays
    within bounds around its opening price. We assume one elasticity for all its products, and that fees of
    channels are no cost of its own.

    Parameters
    ----------
    first_elasticity
        Belief before any experience, as a positive number [Bijmolt2005]_.
    belief_weight
        Sum of squared changes of log price after which experience counts as much as the first belief.
    period_weeks
        Weeks between decisions.
    memory_periods
        Periods that are looked back on.
    trial_share
        Share by which prices are moved up or down to learn.
    way_share
        Share of the way to the best price that is gone in a period (damping).
    largest_step_share
        Largest step in a period, trial not included.
    lowest_share, highest_share
        Bounds, as shares of the opening price.
    floor_margin
        Least price over unit cost.

    Raises
    ------
    InputError
        If a number is out of bounds.
    """

    sees: ClassVar[frozenset[str]] = frozenset(
        {"own_sales_history", "price_history", "own_opening_prices", "own_prices", "own_unit_costs"}
    )

    first_elasticity: float = 2.62
    belief_weight: float = 0.25
    period_weeks: float = 4.0
    memory_periods: float = 26.0
    trial_share: float = 0.02
    way_share: float = 0.25
    largest_step_share: float = 0.03
    lowest_share: float = 0.7
    highest_share: float = 1.3
    floor_margin: float = 1.05

    def __post_init__(self) -> None:
        if self.first_elasticity <= 1.0:
            raise InputError(f"first_elasticity must be above 1, got {self.first_elasticity:g}")
        if self.belief_weight <= 0.0:
            raise InputError(f"belief_weight must be positive, got {self.belief_weight:g}")
        for name in ("period_weeks", "memory_periods"):
            if getattr(self, name) < 1.0:
                raise InputError(f"{name} must be 1 or more, got {getattr(self, name):g}")
        for name in ("trial_share", "way_share", "largest_step_share", "lowest_share"):
            check_share(name, getattr(self, name))
        if self.highest_share < 1.0:
            raise InputError(f"highest_share must be 1 or more, got {self.highest_share:g}")

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """At the end of a period, go part of the way to what now looks best, and try a little."""
        if view.week == 0 or view.week % int(self.period_weeks):
            return NO_MOVE
        assert view.own_prices is not None and view.own_opening_prices is not None
        assert view.own_unit_costs is not None
        low, high = view.own_opening_prices * self.lowest_share, view.own_opening_prices * self.highest_share
        elasticity = self.learned_elasticity(view)
        best = view.own_unit_costs * elasticity / (elasticity - 1.0) if elasticity > 1.0 else high
        way = self.way_share * np.log(np.clip(best, low, high) / view.own_prices)
        most = np.log1p(self.largest_step_share)
        trial = self.trial_share * rng.choice([-1.0, 1.0], view.own_prices.shape)
        prices = view.own_prices * np.exp(np.clip(way, -most, most) + trial)
        return Move(list_prices=floored(np.clip(prices, low, high), view, self.floor_margin))

    def learned_elasticity(self, view: FirmView) -> float:
        """Give the own-price elasticity that experience and first belief suggest, as a positive number."""
        assert view.own_sales_history is not None and view.price_history is not None
        weeks = int(self.period_weeks)
        n_periods = view.week // weeks
        first = max(0, n_periods - int(self.memory_periods) - 1)
        since = view.week - weeks * (n_periods - first)
        sales = _by_period(view.own_sales_history[since:], weeks).sum(axis=1)
        prices = np.log(_by_period(view.price_history[since:], weeks)).mean(axis=1)
        own = prices[:, view.firm].reshape(len(prices), -1)
        others = np.delete(prices, view.firm, axis=1).reshape(len(prices), prices.shape[1] - 1, -1)
        sales = sales.reshape(len(sales), -1)
        causes = np.concatenate([own[:, None], others], axis=1)
        before, after = sales[:-1], sales[1:]
        both = np.maximum(before + after, 1e-12)
        weight = before * after / both  # the noise of a log of counts falls with the counts
        weight = weight / max(float(weight.mean()), 1e-12) if weight.size else weight
        seen = (before > 0.0) & (after > 0.0)
        change = np.log(np.where(seen, after, 1.0) / np.where(seen, before, 1.0))
        moved = np.diff(causes, axis=0)
        together = np.einsum("tip,tjp,tp->ij", moved, moved, weight)
        with_sales = np.einsum("tip,tp,tp->i", moved, change, weight)
        together[np.diag_indices_from(together)] += self.belief_weight
        with_sales[0] -= self.belief_weight * self.first_elasticity
        return -float(np.linalg.solve(together, with_sales)[0])


def _by_period(history: Floats, weeks: int) -> Floats:
    """Fold weeks into periods, ``(n_periods, weeks, ...)``."""
    return np.asarray(history.reshape(-1, weeks, *history.shape[1:]))
