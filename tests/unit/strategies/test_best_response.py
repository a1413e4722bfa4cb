"""What the rival that learns makes of its sales."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.strategies.best_response import BestResponse
from simulator.world.views import FirmView

Floats = NDArray[np.float64]
RIVAL = BestResponse(period_weeks=1.0)


def seen(own: Floats, other: Floats, sales: Floats) -> FirmView:
    """A view of one product after these weeks."""
    return FirmView(
        week=len(own),
        firm=1,
        own_prices=own[-1:, None],
        own_opening_prices=np.full((1, 1), 10.0),
        own_unit_costs=np.full((1, 1), 6.0),
        price_history=np.stack([other, own], axis=1)[:, :, None, None],
        own_sales_history=sales[:, None, None],
    )


def prices(seed: int, weeks: int = 12) -> Floats:
    return np.asarray(10.0 * np.exp(0.05 * np.random.default_rng(seed).standard_normal(weeks)))


def test_constant_elasticities_are_found_without_noise_whatever_rivals_did() -> None:
    own, other = prices(1), prices(2)
    view = seen(own, other, 1e6 * own**-3.1 * other**0.8)
    assert RIVAL.learned_elasticity(view) == pytest.approx(3.1, rel=1e-3)


@pytest.mark.parametrize("sales", [np.zeros(12), np.full(12, 40.0)], ids=("nothing sold", "always the same"))
def test_where_nothing_moved_the_first_belief_stays(sales: Floats) -> None:
    still = np.full(12, 10.0)
    assert RIVAL.learned_elasticity(seen(still, still, sales)) == pytest.approx(2.62)


def test_one_who_never_looked_back_has_its_first_belief() -> None:
    assert RIVAL.learned_elasticity(seen(prices(1)[:1], prices(2)[:1], np.full(1, 9.0))) == 2.62


def test_a_rival_who_never_moves_and_sales_that_fit_exactly_are_no_obstacle() -> None:
    own, still = prices(3, weeks=3), np.full(3, 10.0)
    sure = BestResponse(period_weeks=1.0, belief_sd=100.0)
    assert sure.learned_elasticity(seen(own, still, 1e6 * own**-2.0)) == pytest.approx(2.0, rel=1e-3)


@pytest.mark.parametrize(("sales_noise", "closer"), [(0.01, True), (1.0, False)])
def test_noise_draws_towards_the_first_belief(sales_noise: float, closer: bool) -> None:
    own, other = prices(4), prices(5)
    noise = np.exp(sales_noise * np.random.default_rng(6).standard_normal(12))
    learned = RIVAL.learned_elasticity(seen(own, other, 1e6 * own**-5.0 * noise))
    assert (abs(learned - 5.0) < abs(learned - 2.62)) == closer


def test_weeks_without_sales_do_not_count() -> None:
    own, other = prices(7), prices(8)
    sales = 1e6 * own**-4.0
    sales[5] = 0.0
    assert RIVAL.learned_elasticity(seen(own, other, sales)) == pytest.approx(4.0, rel=1e-2)


def test_prices_stay_within_bounds_and_steps() -> None:
    for seed in range(20):
        own, other = prices(seed), prices(seed + 50)
        view = seen(own, other, np.random.default_rng(seed).poisson(5.0, 12).astype(float))
        moved = RIVAL.decide(view, np.random.default_rng(seed)).list_prices
        assert moved is not None
        assert 7.0 <= moved[0, 0] <= 13.0
        assert abs(np.log(moved[0, 0] / own[-1])) <= np.log(1.03) + 0.02 + 1e-12
