"""Speed of looking ahead, beside a plain solver of each rep.

Run it with ``python -m tests.benchmarks.bench_policies`` or ``make bench``. One process; processor time,
imports apart. The case: 120 reps in 60 worlds for twelve quarters, a commission, a quarterly bonus and an
annual bonus with an accelerator up to a cap, so that two totals interact; quotas change every year.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.behaviors.effort import EffortTraits
from simulator.behaviors.forward_looking import ForwardLooking, forget_policies
from simulator.behaviors.situation import Situation
from simulator.randomness import Streams
from simulator.world.pay_terms import Accumulator, CompiledPlan, CreditKind, PayTerm
from tests.benchmarks.naive_policies import NaiveRep

Floats = NDArray[np.float64]

MOST_SECONDS_SOLVING = 3.0
N_REPS, N_WORLDS, N_QUARTERS = 120, 60, 12
N_KINDS = 12
RATE, CV, ORDER = 60_000.0, 0.35, 3_000.0

KINDS = tuple(CreditKind(f"line {k // 4}", "standard", "new") for k in range(N_KINDS))
MONTH = Accumulator("month", "month", np.ones(N_KINDS))
QUARTER = Accumulator("quarter", "quarter", np.ones(N_KINDS), "sales")
YEAR = Accumulator("year", "year", np.ones(N_KINDS), "sales")


def row(*numbers: float) -> Floats:
    return np.array(numbers, dtype=np.float64)


COMMISSION = PayTerm("commission", 0, False, row(0), row(0), row(0.012))
QUARTERLY = PayTerm("quarterly bonus", 1, True, row(0, 1), row(0, 4_000), row(0, 0))
ANNUAL = PayTerm(
    "annual bonus",
    2,
    True,
    row(0, 1, 1.3),
    row(0, 12_000, 12_000),
    row(0, 0.02, 0),
    values_per_quota=row(0, 0, 0.006),
)
PLANS = {
    "one total": CompiledPlan(KINDS, (MONTH, QUARTER), (COMMISSION, QUARTERLY), 0.0),
    "two totals": CompiledPlan(KINDS, (MONTH, QUARTER, YEAR), (COMMISSION, QUARTERLY, ANNUAL), 0.0),
}


@dataclass
class Field:
    """All reps of all worlds, and their luck."""

    rate: Floats
    opportunity: Floats
    level: Floats

    @classmethod
    def drawn(cls) -> Field:
        """Draw abilities, mixes of sales and levels of quota."""
        n = N_REPS * N_WORLDS
        streams = Streams(1)
        rate = RATE * np.exp(0.45 * streams.stream("ability").normal(0, np.arange(n)))
        mix = np.exp(0.4 * streams.stream("mix").normal(0, np.arange(n * N_KINDS))).reshape(n, N_KINDS)
        level = np.exp(0.12 * streams.stream("quota").normal(0, np.arange(3 * n))).reshape(3, n)
        return cls(rate, rate[:, None] * mix / mix.sum(axis=1, keepdims=True), level)

    def situation(self, plan: CompiledPlan, week: int, credit: Floats) -> Situation:
        """Put everybody into a week."""
        n, totals = len(self.rate), len(plan.accumulators)
        length = np.array([4.0, 13.0, 52.0])[:totals]
        return Situation(
            plan=plan,
            credit=credit[:, :totals],
            quota=(self.level[week // 52] * self.rate)[:, None] * length,
            weeks_left=length - week % length,
            period_weeks=length,
            opportunity=self.opportunity,
            season_now=np.ones((n, N_KINDS)),
            season_left=np.ones((totals, n, N_KINDS)),
            variance_per_week=(CV * self.opportunity) ** 2 * (52.0 / 12.0) * 4.0 + self.opportunity * ORDER,
            normal_split=self.opportunity / self.rate[:, None],
            traits=EffortTraits(*(np.full(n, v) for v in (0.31, 0.1, 270.0, 0.5, 0.6, 1.5))),
            unpaid_value=np.full(n, 0.0018),
            last_effort=np.ones((n, N_KINDS)),
        )


def simulate(field: Field, plan: CompiledPlan, weeks: range) -> list[float]:
    """Decide week by week as credit comes in; give the processor seconds of each decision."""
    behavior, luck = ForwardLooking(), Streams(2).stream("luck")
    credit = np.zeros((len(field.rate), 3))
    seconds = []
    for week in weeks:
        case = field.situation(plan, week, credit)
        begin = time.process_time()
        behavior.decide(case)
        seconds.append(time.process_time() - begin)
        drawn = luck.normal(0, week * len(field.rate) + np.arange(len(field.rate)))
        credit += (field.rate * np.maximum(1.0 + 0.5 * drawn, 0.0))[:, None]
        credit *= np.array([(week + 1) % length != 0 for length in (4, 13, 52)])
    return seconds


def measured(name: str) -> tuple[float, float]:
    """Give processor seconds of solving for twelve quarters, and of reading once a week."""
    field, plan = Field.drawn(), PLANS[name]
    forget_policies()
    first = simulate(field, plan, range(13 * N_QUARTERS))
    again = simulate(field, plan, range(13 * N_QUARTERS))  # everything is known by now
    return sum(first) - sum(again), sum(again)


def seconds_of(work: Callable[[], object]) -> float:
    """Give the processor time of some work."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def naive_seconds(name: str) -> float:
    """Give what the plain solver takes for one rep and one change of quota."""
    plan = PLANS[name]
    chosen = tuple(n for n, total in enumerate(plan.accumulators) if total.period != "month")
    terms = tuple(
        PayTerm(
            t.name,
            t.accumulator - 1,
            t.relative_to_quota,
            t.breakpoints,
            t.values,
            t.slopes,
            t.values_per_quota,
        )
        for t in plan.terms
        if t.accumulator in chosen
    )
    alone = (CreditKind("all", "", ""),)
    totals = tuple(
        Accumulator(plan.accumulators[n].name, plan.accumulators[n].period, np.ones(1), "sales")
        for n in chosen
    )
    outer = 52 if len(chosen) > 1 else 13
    quotas = tuple(RATE * weeks for weeks in (13, 52)[: len(chosen)])
    rep = NaiveRep(
        CompiledPlan(alone, totals, terms, 0.0), quotas, RATE, 0.75 * RATE, 13, outer, marginal_cost=270.0,
        n_efforts=7, points_per_week=0.5, carried_per_week=0.1,
    )  # fmt: skip
    return seconds_of(rep.solve)


@pytest.mark.benchmark
@pytest.mark.parametrize("name", PLANS)
def test_policies_of_a_study_solve_in_seconds(name: str) -> None:
    solving, reading = measured(name)
    changes = N_QUARTERS if name == "one total" else N_QUARTERS // 4
    plain = naive_seconds(name) * N_REPS * N_WORLDS * changes
    print(
        f"\n{name}: {N_REPS} reps x {N_WORLDS} worlds x {N_QUARTERS} quarters: solving {solving:.2f} s, "
        f"reading {reading:.2f} s ({13 * N_QUARTERS} weekly decisions); rep by rep {plain:,.0f} s, "
        f"{plain / (solving + reading):,.0f} times as long"
    )
    assert solving < MOST_SECONDS_SOLVING


if __name__ == "__main__":
    for case in PLANS:
        test_policies_of_a_study_solve_in_seconds(case)
