"""Best response: learn how own sales answer own prices, and move towards the best price."""

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
_TURNS = 8
_LEAST_PULL = 1e-12  # keeps the equations solvable where nothing is left over, or nobody moved


@register("firm-strategy", "best-response")
@dataclass(frozen=True)
class BestResponse:
    """Ask what pays best against the others' prices, as far as own sales have shown, in small steps.

    With elasticity ``e`` one percent on the price ``p`` adds ``1 - e (p - cost) / p`` percent of revenue to
    profit, and the best price is ``cost e / (e - 1)``, the rule that every price equilibrium of
    differentiated products obeys [AndersonDePalmaThisse1992]_. The firm moves by ``pace`` times that gain,
    up or down, which is safe also where ``e`` is small and the best price far. It does not know ``e``. It
    tries prices a little higher and lower, by lot and product by product, and compares each period with the
    one before: the change of log sales on the change of its own and each rival's log price, all products
    together, drawn to a first belief the more, the noisier sales are. It never goes far in one step, and
    stays within bounds around its opening price.

    Experience is old by half the memory when it counts, so a firm that moves fast on a long memory swings:
    keep ``memory_periods`` times ``pace`` under 1. We assume one elasticity for all its products, and that
    fees of channels are no cost of its own.

    Parameters
    ----------
    first_elasticity
        Belief before any experience, as a positive number [Bijmolt2005]_.
    belief_sd
        How far the firm holds it possible that the truth lies from its first belief (standard deviation).
    period_weeks
        Weeks between decisions.
    memory_periods
        Periods that are looked back on.
    trial_share
        Share by which prices are moved up or down to learn.
    pace
        Change of log price in a period for a gain of all revenue (damping).
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
    belief_sd: float = 1.0
    period_weeks: float = 4.0
    memory_periods: float = 13.0
    trial_share: float = 0.02
    pace: float = 0.05
    largest_step_share: float = 0.03
    lowest_share: float = 0.7
    highest_share: float = 1.3
    floor_margin: float = 1.05

    def __post_init__(self) -> None:
        if self.first_elasticity <= 1.0:
            raise InputError(f"first_elasticity must be above 1, got {self.first_elasticity:g}")
        if self.belief_sd <= 0.0:
            raise InputError(f"belief_sd must be positive, got {self.belief_sd:g}")
        for name in ("period_weeks", "memory_periods"):
            if getattr(self, name) < 1.0:
                raise InputError(f"{name} must be 1 or more, got {getattr(self, name):g}")
        for name in ("trial_share", "pace", "largest_step_share", "lowest_share"):
            check_share(name, getattr(self, name))
        if self.highest_share < 1.0:
            raise InputError(f"highest_share must be 1 or more, got {self.highest_share:g}")

    def decide(self, view: FirmView, rng: np.random.Generator) -> Move:
        """At the end of a period, move towards what now looks best, and try a little."""
        if view.week == 0 or view.week % int(self.period_weeks):
            return NO_MOVE
        assert view.own_prices is not None and view.own_opening_prices is not None
        assert view.own_unit_costs is not None
        low, high = view.own_opening_prices * self.lowest_share, view.own_opening_prices * self.highest_share
        elasticity = self.learned_elasticity(view)
        gain = 1.0 - elasticity * (view.own_prices - view.own_unit_costs) / view.own_prices
        most = np.log1p(self.largest_step_share)
        trial = self.trial_share * rng.choice([-1.0, 1.0], view.own_prices.shape)
        prices = view.own_prices * np.exp(np.clip(self.pace * gain, -most, most) + trial)
        return Move(list_prices=floored(np.clip(prices, low, high), view, self.floor_margin))

    def learned_elasticity(self, view: FirmView) -> float:
        """Give the own-price elasticity that experience and first belief suggest, as a positive number."""
        assert view.own_sales_history is not None and view.price_history is not None
        weeks = int(self.period_weeks)
        n_periods = view.week // weeks
        since = weeks * max(0, n_periods - int(self.memory_periods) - 1)
        end = weeks * n_periods
        sales = _by_period(view.own_sales_history[since:end], weeks).sum(axis=1)
        prices = np.log(_by_period(view.price_history[since:end], weeks)).mean(axis=1)
        order = [view.firm, *(firm for firm in range(prices.shape[1]) if firm != view.firm)]
        moved = np.diff(prices[:, order].reshape(len(prices), len(order), -1), axis=0)
        change, weight = _changes(sales.reshape(len(sales), -1))
        if not weight.any():
            return self.first_elasticity
        return -_slope(moved, change, weight, -self.first_elasticity, self.belief_sd)


def _changes(sales: Floats) -> tuple[Floats, Floats]:
    """Give changes of log sales and how much each counts (the noise of a log of counts falls with them)."""
    before, after = sales[:-1], sales[1:]
    seen = (before > 0.0) & (after > 0.0)
    before, after = np.where(seen, before, 1.0), np.where(seen, after, 1.0)
    weight = np.where(seen, before * after / (before + after), 0.0)
    mean = weight.sum() / max(int(seen.sum()), 1)
    return np.log(after / before), weight / mean if mean > 0.0 else weight


def _slope(moved: Floats, change: Floats, weight: Floats, belief: float, sd: float) -> float:
    """Regress changes of sales on price moves ``(n, n_firms, n_products)``; give the own price's slope.

    The mean of the posterior under a normal belief (rivals' prices: 0 on average, the same spread), with
    the noise estimated from what the fit leaves over, in turns.
    """
    together = np.einsum("tip,tjp,tp->ij", moved, moved, weight)
    with_sales = np.einsum("tip,tp,tp->i", moved, change, weight)
    least = _LEAST_PULL * (1.0 + float(np.trace(together)))
    slopes = np.zeros(len(with_sales))
    slopes[0] = belief
    for _ in range(_TURNS):
        left = change - np.einsum("tip,i->tp", moved, slopes)
        pull = max(float((weight * left * left).sum() / weight.sum()) / (sd * sd), least)
        pulled = with_sales.copy()
        pulled[0] += pull * belief
        slopes = np.linalg.solve(together + pull * np.eye(len(pulled)), pulled)
    return float(slopes[0])


def _by_period(history: Floats, weeks: int) -> Floats:
    """Fold weeks into periods, ``(n_periods, weeks, ...)``."""
    return np.asarray(history.reshape(-1, weeks, *history.shape[1:]))
