"""The value of one more sale: closed form against Monte Carlo of what the compiled plan then pays.

Each case draws how the period ends, pays with and without a little more credit under the same luck,
and takes the difference. The tolerance is five standard errors of that difference: a false alarm of
6e-7 for each number compared. Each case first shows that the tolerance is small enough to refute a
formula that leaves out jumps, caps or gates.
"""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.marginal_value import expected_pay, expected_slope, marginal_value
from simulator.randomness import Streams
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, PayGate, PayTerm

Floats = NDArray[np.float64]

N_DRAWS = 200_000
Z = 5.0
QUOTA, SD = 100.0, 15.0
POSITIONS = np.array([70.0, 85.0, 100.0, 115.0, 130.0])

KINDS = (CreditKind("washer", "standard", "new"), CreditKind("washer", "premium", "new"))
REVENUE = Accumulator("revenue", "quarter", np.ones(2), "sales")
PREMIUM = Accumulator("premium", "quarter", np.array([0.0, 1.0]))


def row(*numbers: float) -> Floats:
    return np.array(numbers, dtype=np.float64)


COMMISSION = PayTerm("commission", 0, False, row(0), row(0), row(0.03))
BONUS = PayTerm("bonus", 0, True, row(0, 1), row(0, 20), row(0, 0))
ACCELERATOR = PayTerm(
    "accelerator", 0, True, row(0, 0.8, 1, 1.3), row(0, 0, 5, 5), row(0, 0.2, 0.5, 0.1), row(0, 0, 0.04, 0.19)
)
CAPPED = PayTerm("capped", 0, False, row(0), row(0), row(0.3), cap=30.0)
CURVE = PayTerm("curve", 0, True, row(0, 1), row(0, 10), row(0, 0), slopes_over_quota=row(10, 40))

SINGLE = {
    "a commission": (COMMISSION,),
    "a bonus at quota": (BONUS,),
    "an accelerator with a threshold and a jump": (ACCELERATOR,),
    "a cap": (CAPPED,),
    "a pay curve": (CURVE,),
    "all of these together": (COMMISSION, BONUS, ACCELERATOR, CAPPED, CURVE),
}


def luck(name: str) -> Floats:
    return Streams(11).stream(name).normal(0, np.arange(N_DRAWS))


def simulated_slope(plan: CompiledPlan, ends: Floats, total: int, step: float) -> tuple[float, float]:
    """Pay a little more minus pay a little less, over the difference; mean and standard error."""
    more, less = ends.copy(), ends.copy()
    more[:, total] += 0.5 * step
    less[:, total] -= 0.5 * step
    quota = np.full_like(ends, QUOTA)
    gained = (plan.pay(more, quota) - plan.pay(less, quota)) / step
    return float(gained.mean()), float(gained.std(ddof=1) / N_DRAWS**0.5)


@pytest.mark.parametrize("name", SINGLE)
def test_the_expected_slope_is_that_of_simulated_pay(name: str) -> None:
    plan = CompiledPlan(KINDS, (REVENUE,), SINGLE[name], 0.0)
    noise = luck("end of period")
    n = len(POSITIONS)
    quota, sd = np.full((n, 1), QUOTA), np.full((n, 1), SD)
    value = marginal_value(
        plan, credit=np.zeros((n, 1)), quota=quota, expected=POSITIONS[:, None], noise_sd=sd
    )[:, 0, 0]
    errors = []
    for position, expected in zip(POSITIONS, value, strict=True):
        mean, error = simulated_slope(plan, position + SD * noise[:, None], 0, step=0.05 * SD)
        assert abs(mean - expected) <= Z * error + 1e-3 * abs(expected)
        errors.append(error)
    assert Z * max(errors) < 0.1 * value.max()  # a slope wrong by a tenth would be found


@pytest.mark.parametrize("name", SINGLE)
def test_expected_pay_is_the_mean_of_simulated_pay(name: str) -> None:
    plan = CompiledPlan(KINDS, (REVENUE,), SINGLE[name], 0.0)
    n = len(POSITIONS)
    expected = sum(expected_pay(term, POSITIONS, np.full(n, SD), np.full(n, QUOTA)) for term in plan.terms)
    noise = luck("end of period")
    for position, pay in zip(POSITIONS, np.asarray(expected), strict=True):
        paid = plan.pay(position + SD * noise[:, None], np.full((N_DRAWS, 1), QUOTA))
        assert abs(paid.mean() - pay) <= Z * paid.std(ddof=1) / N_DRAWS**0.5 + 1e-9


@pytest.mark.parametrize("term", [COMMISSION, BONUS, ACCELERATOR, CAPPED, CURVE], ids=lambda term: term.name)
def test_the_slope_is_the_derivative_of_expected_pay(term: PayTerm) -> None:
    """By central differences: exact but for rounding, at every position at once."""
    mean = np.linspace(0.0, 250.0, 101)
    sd, quota, step = np.full(101, SD), np.full(101, QUOTA), 1e-3
    rise = expected_pay(term, mean + step, sd, quota) - expected_pay(term, mean - step, sd, quota)
    assert expected_slope(term, mean, sd, quota) == pytest.approx(rise / (2.0 * step), abs=1e-7)


GATE_HERE = PayGate("quota first", (0,), 0, 0.9)
GATED = {
    "a commission gated by its own total": ((COMMISSION,), (GATE_HERE,)),
    "an accelerator gated by its own total": ((ACCELERATOR,), (PayGate("quota first", (0,), 0, 1.1),)),
    "a commission gated by another total": (
        (PayTerm("premium", 1, False, row(0), row(0), row(0.1)),),
        (PayGate("revenue first", (0,), 0, 1.0),),
    ),
    "a bonus gated by two other totals": (
        (PayTerm("premium", 1, False, row(0, 20), row(0, 30), row(0, 0)),),
        (PayGate("revenue first", (0,), 0, 1.0), PayGate("third first", (0,), 2, 0.3, False)),
    ),
    "two terms of which one is gated": ((COMMISSION, BONUS), (GATE_HERE,)),
}


@pytest.mark.parametrize("name", GATED)
def test_gates_are_worth_what_they_open(name: str) -> None:
    """Totals are independent here; where the same sales feed two totals the formula is an approximation."""
    third = Accumulator("third", "quarter", np.array([1.0, 0.0]))
    totals = (REVENUE, PREMIUM, third)
    terms, gates = GATED[name]
    plan = CompiledPlan(KINDS, totals, terms, 0.0, gates)
    noise = np.stack([luck(f"end of {total.name}") for total in totals], axis=1)
    scale = row(SD, 6.0, 0.2)
    for position in POSITIONS:
        mean = row(position, 22.0, 0.4)
        arrays = {"credit": np.zeros((1, 3)), "quota": np.full((1, 3), QUOTA), "expected": mean[None]}
        value = marginal_value(plan, **arrays, noise_sd=scale[None])[0, :, 0]
        by_total = [simulated_slope(plan, mean + scale * noise, t, 0.05 * scale[t]) for t in range(3)]
        for kind, expected in enumerate(value):
            used = [(by_total[t], totals[t].weights[kind]) for t in range(3)]
            mean_value = sum(slope * weight for (slope, _), weight in used)
            error = sum((se * weight) ** 2 for (_, se), weight in used) ** 0.5
            assert abs(mean_value - expected) <= Z * error + 2e-3 * abs(expected)
