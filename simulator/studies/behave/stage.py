"""The stage: three reps, what they sell, and the position on which they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import EffortTraits, row_sum
from simulator.behaviors.effort_models import ConcaveEffort
from simulator.behaviors.expectations import WEEKS_PER_MONTH
from simulator.behaviors.situation import RepBehavior, Situation
from simulator.calendar import FiscalCalendar
from simulator.compensation import compile_plan
from simulator.compensation.plan import Plan
from simulator.errors import OptionError
from simulator.parameters import load_register
from simulator.studies.exploit.desk import target_incentive
from simulator.studies.exploit.honest import ORDERS_PER_MONTH, Market
from simulator.world.pay_terms import PERIODS, CompiledPlan, CreditKind

Floats = NDArray[np.float64]

WEEKS = {"month": 4, "quarter": 13, "year": 52}
REPS = ("low", "middle", "high")
QUANTILES = (0.2, 0.5, 0.8)
_STANDARD_NORMAL = (-0.8416212335729143, 0.0, 0.8416212335729143)


@dataclass(frozen=True)
class Stage:
    """Three reps on one plan.

    Parameters
    ----------
    plan
        The plan, and the same as numbers.
    market
        What is sold; the rep of middle ability at normal effort reaches the quota on average.
    behavior
        How the reps decide.
    period
        The period that is shown.
    parameters
        Behavioral numbers by name.
    reference_pay
        Variable pay in a usual week, by which effort is priced [currency].
    """

    plan: Plan
    compiled: CompiledPlan
    market: Market
    behavior: RepBehavior
    period: str
    parameters: Mapping[str, float]
    reference_pay: float

    @property
    def weeks(self) -> int:
        """Length of the period shown [weeks]."""
        return WEEKS[self.period]

    @property
    def abilities(self) -> Floats:
        """Results of the three reps over those of the middle one, ``(3,)``."""
        return np.exp(self.parameters["ability_log_sd"] * np.array(_STANDARD_NORMAL))

    @property
    def usual_week(self) -> Floats:
        """Revenue of the middle rep in a usual week by kind [currency], ``(n_kinds,)``."""
        return np.asarray(self.market.revenue / 52.0 * self.market.weights)

    @property
    def flat_rate(self) -> float:
        """Rate of the flat commission that costs as much at target [pay per currency unit of revenue]."""
        return target_incentive(self.plan, self.market) / self.market.revenue

    @property
    def main(self) -> int:
        """The running total whose attainment is shown: of this period, with a quota if any has."""
        totals = self.compiled.accumulators
        here = [number for number, total in enumerate(totals) if total.period == self.period]
        if not here:
            allowed = sorted({total.period for total in totals}, key=PERIODS.index)
            raise OptionError(f"the plan settles nothing by the {self.period}", allowed=allowed)
        needs = self.compiled.depends_on_quota
        return max(here, key=lambda number: (needs[number], float(totals[number].weights.sum()), -number))

    def quotas(self) -> Floats:
        """Quota of each running total for its period, or what target brings, ``(n_accumulators,)``."""
        amounts = []
        for total in self.compiled.accumulators:
            usual = float(row_sum((self.usual_week * total.weights)[None, :])[0]) * 52.0
            year = self.market.quotas.get(total.quota, usual)
            amounts.append(max(year * WEEKS[total.period] / 52.0, 1e-9))
        return np.array(amounts)

    def situation(self, week: int, credit: Floats, ability: Floats) -> Situation:
        """Describe where some reps stand.

        Parameters
        ----------
        week
            Week of the year, from 0.
        credit
            Running totals so far [accumulator units], ``(n, n_accumulators)``.
        ability
            Results relative to the middle rep's, ``(n,)``.
        """
        n, k = len(ability), len(self.market.kinds)
        totals, calendar = self.compiled.accumulators, FiscalCalendar()
        usual = ability[:, None] * self.usual_week
        number = {name: np.full(n, value) for name, value in self.parameters.items()}
        common = np.square(number["monthly_sales_cv"][:, None] * usual) * WEEKS_PER_MONTH
        orders = self.market.per_revenue.get(
            "orders", np.full(k, 12.0 * ORDERS_PER_MONTH / self.market.revenue)
        )
        return Situation(
            plan=self.compiled,
            credit=credit,
            quota=np.repeat(self.quotas()[None, :], n, axis=0),
            weeks_left=np.array([float(calendar.weeks_left(total.period, week)) for total in totals]),
            period_weeks=np.array([float(calendar.period_weeks(total.period, week)) for total in totals]),
            opportunity=usual,
            season_now=np.ones((n, k)),
            season_left=np.ones((len(totals), n, k)),
            variance_per_week=common + usual / orders,
            normal_split=np.repeat(self.market.weights[None, :], n, axis=0),
            traits=self.traits(n),
            unpaid_value=number["unpaid_value_share"] * self.reference_pay / float(self.usual_week.sum()),
            last_effort=np.ones((n, k)),
            horizons=2,
        )

    def traits(self, n: int) -> EffortTraits:
        """Response and cost of effort of ``n`` reps."""
        given = self.parameters
        marginal_cost = given["effort_cost_share"] * self.reference_pay
        values = (
            given["effort_elasticity"], given["effort_floor"], marginal_cost,
            given["effort_supply_elasticity"], given["supervised_effort"], given["effort_limit"],
        )  # fmt: skip
        return EffortTraits(*(np.full(n, value) for value in values))

    def decided(self, situation: Situation) -> tuple[Floats, Floats, Floats]:
        """Ask for effort by kind, and the value of credit now and in the period after, ``(n, n_kinds)``."""
        decision = self.behavior.decide(situation)
        value = decision.value
        later = value[:, :, 1] if value.shape[2] > 1 else value[:, :, 0]
        effort = decision.effort
        if effort is None:
            weighed = np.maximum(value[:, :, 0] + situation.worth_beyond_pay, 0.0)
            model = ConcaveEffort(situation.traits, situation.normal_split)
            effort = model.choose(weighed, situation.opportunity)
        return effort, value[:, :, 0], later


def credit_kinds(market: Market) -> tuple[CreditKind, ...]:
    """Write the kinds of sale of a market as kinds of credit, ``all`` where nothing is told apart."""
    return tuple(
        CreditKind(kind.get("line", "all"), kind.get("tier", "all"), kind.get("customer", "all"))
        for kind in market.kinds
    )


def stage(
    plan: Plan,
    market: Market,
    behavior: RepBehavior,
    *,
    period: str | None = None,
    parameters: Mapping[str, float] | None = None,
    reference_pay: float | None = None,
) -> Stage:
    """Set the stage for a plan.

    Parameters
    ----------
    plan, market, behavior
        The plan, what is sold, and how people decide.
    period
        The period to show; the longest one in which pay is not straight when left out.
    parameters
        Behavioral numbers; the register's when left out.
    reference_pay
        Variable pay of a usual week; the plan's at target when left out [currency].

    Raises
    ------
    OptionError
        The plan pays nothing beyond salary, or does not know the period.
    PlanError
        The plan selects sales by something that people cannot be asked about.
    """
    measures = dict(market.per_revenue)
    measures.setdefault("orders", np.full(len(market.kinds), 12.0 * ORDERS_PER_MONTH / market.revenue))
    compiled = compile_plan(plan, credit_kinds(market), measures)
    if not compiled.terms:
        raise OptionError("the plan pays nothing beyond salary, so nobody has anything to decide by it")
    if period is not None and period not in PERIODS:
        raise OptionError(f"there is no period called {period}", allowed=PERIODS)
    target = target_incentive(plan, market)
    return Stage(
        plan,
        compiled,
        market,
        behavior,
        period or _shown(compiled),
        parameters or {name: each.default for name, each in load_register().items()},
        max(target, 1e-9) / 52.0 if reference_pay is None else reference_pay,
    )


def _shown(compiled: CompiledPlan) -> str:
    """Choose the longest period in which pay is not straight, else the longest one."""
    bent = {
        compiled.accumulators[term.accumulator].period
        for term in compiled.terms
        if len(term.breakpoints) > 1 or np.isfinite(term.cap) or np.isfinite(term.floor)
    }
    bent |= {compiled.accumulators[gate.accumulator].period for gate in compiled.gates}
    among = bent or {total.period for total in compiled.accumulators}
    return max(among, key=PERIODS.index)
