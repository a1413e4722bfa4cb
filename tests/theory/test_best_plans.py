"""Best plans, searched against reps who answer them, are those of theory [HolmstromMilgrom1987]_.

Nothing is sampled: luck is integrated, and no false alarm is possible. The longer forms are the experiments
A1, A2, A4 and A5.
"""

from __future__ import annotations

import pytest

from simulator.scenario import load_scenario
from simulator.studies.optimal_plan import Best, PlanFamily, best_plan
from simulator.studies.rep_answers import job_of
from simulator.studies.validation.closed_forms import closed_form
from tests.architecture.project import ROOT

UNIT = 1000.0
WEEKS = 4
RATE = "components.commission.rate"


def best(folder: str, *settings: str) -> Best:
    scenario = load_scenario(ROOT / "experiments" / folder, settings=settings)
    return best_plan(job_of(scenario, "linear"), PlanFamily.of(scenario, "linear", {RATE: (0.0, 1.0)}))


@pytest.mark.parametrize(
    ("r", "c", "s2", "rate", "effort", "profit", "salary"),
    [(2, 1, 0.5, 0.5, 0.5, 0.25, 0.0), (0.5, 2, 4, 0.2, 0.1, 0.05, 0.03), (0, 1, 1, 1.0, 1.0, 0.5, -0.5)],
)
def test_the_linear_plan_of_theory(
    r: float, c: float, s2: float, rate: float, effort: float, profit: float, salary: float
) -> None:
    found = best(
        "how_steep_should_commission_be",
        f"parameters.risk_aversion={52 * r}",
        f"products.sales.effort_cost={UNIT * c}",
        f"products.sales.noise.sd_per_week={UNIT * s2**0.5}",
    )
    assert found.numbers[RATE] == pytest.approx(rate, rel=1e-3)
    assert found.answer.effort[0, 0] == pytest.approx(effort, rel=1e-3)
    assert found.answer.profit[0] / (UNIT * WEEKS) == pytest.approx(profit, rel=1e-3)
    assert found.answer.salary[0] / (UNIT * WEEKS) == pytest.approx(salary, abs=1e-3)


@pytest.mark.parametrize("d", [-0.5, 0.0, 0.6])
def test_the_rate_of_the_paid_task(d: float) -> None:
    found = best("what_happens_to_the_unpaid_task", f"parameters.effort_substitution={d}")
    target = closed_form("multitask-commission", {"d": d, "r": 0.5, "s2": 1.0, "p1": 0.5, "p2": 0.5})
    assert found.numbers[RATE] == pytest.approx(target, rel=2e-3)
