"""Published results on territories, sizing and call planning, from the response function alone.

Lodish (1971) and Fudge and Lodish (1977): calls divided by marginal response instead of by habit bring +2 to
+15 %. Sinha and Zoltners (2001): profit is flat over a wide range of sizes, and
realigning uneven territories brings +2 to +7 % of revenue. Albers, Mantrala and Sridhar (2010): elasticity.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator.behaviors.allocation import RULES, brought
from simulator.parameters import load_register
from simulator.studies.territories.worth import Response, call_gains, realigned, sized
from simulator.studies.validation.calculations import Case, calculate
from simulator.studies.validation.library import load_experiment
from simulator.studies.validation.specs import Calculation

ROOT = Path(__file__).parents[2]

REGISTER = load_register()
MEAN = 1e7
RESPONSE = Response(
    elasticity=REGISTER["effort_elasticity"].default,
    floor=REGISTER["effort_floor"].default,
    rate=0.02,
    marginal_cost=REGISTER["effort_cost_share"].default * 0.02 * 0.1 * MEAN / 52.0,
    supply_elasticity=REGISTER["effort_supply_elasticity"].default,
    least=REGISTER["supervised_effort"].default,
    most=REGISTER["effort_limit"].default,
    share=0.1,
    covered=MEAN,
    margin=0.2,
    cost_per_rep=0.31 * 0.2 * 0.1 * MEAN,
)
FIXED_HOURS = replace(RESPONSE, least=1.0, most=1.0)
CV = 0.5


def lognormal(cv: float, n: int = 4_000) -> np.ndarray:
    """Evenly spaced quantiles of a lognormal with mean 1: no sampling error."""
    from scipy.special import ndtri

    log_sd = np.sqrt(np.log1p(cv * cv))
    values = np.exp(log_sd * ndtri((np.arange(n) + 0.5) / n))
    return np.asarray(values / values.mean())


def uneven(cv: float) -> tuple[np.ndarray, np.ndarray]:
    return MEAN * lognormal(cv), np.zeros(4_000, dtype=np.int64)


def test_albers_ten_percent_more_attention_brings_three_percent_more_sales() -> None:
    one, more = (
        replace(FIXED_HOURS, covered=MEAN * hours).sales(np.array([MEAN]))[0] for hours in (1.0, 1.1)
    )
    assert more / one - 1.0 == pytest.approx(0.030, abs=0.001)


def test_realignment_of_uneven_territories_is_in_the_published_band_at_fixed_hours() -> None:
    found = realigned(*uneven(CV), FIXED_HOURS)
    assert 0.02 < found.within < 0.07
    # E[T^(1-e)] of a lognormal, with the floor of the response left out: 2.4 %.
    power = 1.0 - RESPONSE.elasticity
    closed_form = np.exp(0.5 * (power - power * power) * np.log1p(CV * CV)) - 1.0
    assert found.within == pytest.approx(closed_form, abs=0.005)


def test_reps_who_work_more_in_large_territories_leave_less_to_gain() -> None:
    chosen, fixed = realigned(*uneven(CV), RESPONSE), realigned(*uneven(CV), FIXED_HOURS)
    assert 0.0 < chosen.within < fixed.within


@pytest.mark.parametrize("elasticity", [0.2, 0.31, 0.45])
@pytest.mark.parametrize("supply", [0.2, 0.5, 1.0])
def test_realignment_never_loses_whatever_the_response(elasticity: float, supply: float) -> None:
    how = replace(RESPONSE, elasticity=elasticity, supply_elasticity=supply)
    gains = [realigned(*uneven(cv), how).within for cv in (0.0, 0.25, 0.5)]
    assert gains[0] == pytest.approx(0.0, abs=1e-9)
    assert gains[0] < gains[1] < gains[2]


def test_a_linear_response_makes_balance_worthless() -> None:
    nearly_linear = replace(FIXED_HOURS, elasticity=1e-6)
    assert realigned(*uneven(CV), nearly_linear).within == pytest.approx(0.0, abs=1e-4)


@pytest.mark.parametrize("how", [RESPONSE, FIXED_HOURS], ids=["chosen effort", "fixed hours"])
def test_profit_is_flat_around_the_best_size(how: Response) -> None:
    sizing = sized(np.full(50, MEAN), how)
    assert sizing.best_is_inside
    assert -0.03 < sizing.around_best(0.8) < 0.0
    assert -0.03 < sizing.around_best(1.2) < 0.0
    assert sizing.around_best(0.5) < sizing.around_best(0.8)


def test_more_reps_sell_more_and_ever_less_so() -> None:
    sales = sized(np.full(50, MEAN), RESPONSE).sales
    assert (np.diff(sales) > 0.0).all()
    assert (np.diff(sales, 2) < 0.0).all()


@pytest.mark.parametrize("log_sd", [0.5, 0.8, 1.0])
def test_calling_on_the_largest_loses_what_was_published(log_sd: float) -> None:
    worth = lognormal(np.sqrt(np.expm1(log_sd**2)), 100)
    gains = call_gains(worth, np.zeros(100, dtype=np.int64), RESPONSE)
    assert 0.02 < gains["largest-first"] < 0.15


def test_no_division_of_hours_beats_equal_marginal_response() -> None:
    rng = np.random.default_rng(5)
    worth = rng.lognormal(0.0, 1.0, 40)
    elasticity, floor = RESPONSE.elasticity, RESPONSE.floor
    best = RULES["equal-marginal"](worth, elasticity, floor)
    assert best.mean() == pytest.approx(1.0)
    most = brought(worth, best, elasticity, floor)
    for _ in range(200):
        hours = rng.dirichlet(np.full(40, 2.0)) * 40.0
        assert brought(worth, hours, elasticity, floor) <= most * (1.0 + 1e-9)


@pytest.mark.parametrize("name", ["what_are_even_territories_worth", "do_reps_call_on_the_right_accounts"])
def test_the_experiments_state_what_is_found_here(name: str) -> None:
    experiment = load_experiment(ROOT / "experiments" / name)
    missed = set()
    for check_name, check in experiment.spec.checks.items():
        assert isinstance(check, Calculation)
        case = Case(experiment.settings_for(check), scenario=lambda _: pytest.fail("no scenario is needed"))
        points = calculate(check.calculation, case)
        if max(point.error for point in points) > check.tolerance:
            missed.add(check_name)
    assert missed <= {"realignment-chosen"}
