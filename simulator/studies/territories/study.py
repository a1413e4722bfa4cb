"""The study of a scenario's territories, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.compensation import compile_plan
from simulator.engine.setup_reps import measures_per_revenue
from simulator.engine.spec import AlternativeSpec, WorldsSpec
from simulator.errors import UnknownName
from simulator.studies.exploit.markets import market_of, revenue_mix
from simulator.studies.territories.balance import Balance, balance_of
from simulator.studies.territories.worth import Realignment, Response, Sizing, call_gains, realigned, sized
from simulator.world.specs import WorldKey

if TYPE_CHECKING:
    from simulator.scenario import Scenario

MARKETS = 5
"""Markets that are drawn: what lots of customers do by chance differs between them."""


@dataclass(frozen=True)
class TerritoryStudy:
    """What was found.

    Parameters
    ----------
    scenario, alternative
        Names.
    currency
        Of all amounts.
    balances
        The territories of each market drawn; the first is the one that is shown.
    response
        How sales follow.
    realignments
        For each market drawn.
    sizing
        In the market that is shown.
    calls
        Gain of the best division of hours over each rule of thumb.
    """

    scenario: str
    alternative: str
    currency: str
    balances: tuple[Balance, ...]
    response: Response
    realignments: tuple[Realignment, ...]
    sizing: Sizing
    calls: dict[str, float]

    @property
    def balance(self) -> Balance:
        """The territories that are shown."""
        return self.balances[0]

    @property
    def share_off(self) -> float:
        """Share of territories too large or too small, over the markets drawn."""
        return float(np.mean([each.share_off() for each in self.balances]))

    @property
    def realignment(self) -> Realignment:
        """Means over the markets drawn."""
        return Realignment(
            *(float(np.mean([getattr(each, name) for each in self.realignments]))
              for name in ("today", "within", "across"))
        )  # fmt: skip


def study_territories(
    scenario: Scenario, alternative: str | None = None, cost_per_rep: float | None = None
) -> TerritoryStudy:
    """Look at the territories of a scenario.

    Parameters
    ----------
    scenario
        The scenario.
    alternative
        Which of its alternatives; the baseline when left out.
    cost_per_rep
        Fixed cost of a rep in a year [currency]; the plan's salary when left out.

    Raises
    ------
    UnknownName
        There is no such alternative.
    ScenarioError
        There are no customers, or no reps.

    Examples
    --------
    >>> from simulator.scenario import load_scenario
    >>> found = study_territories(load_scenario("home-appliances"))
    >>> len(found.balance.potential), found.realignment.within >= 0.0
    (120, True)
    """
    name = scenario.baseline if alternative is None else alternative
    if name not in scenario.resolved:
        raise UnknownName("alternative", name, scenario.alternatives)
    spec = scenario.resolved[name]
    balances = tuple(balance_of(spec, replication=number, seed=scenario.seed) for number in range(MARKETS))
    how = response_of(scenario, spec, balances[0], cost_per_rep)
    worth, territory = balances[0].accounts
    return TerritoryStudy(
        scenario.name,
        name,
        scenario.currency,
        balances,
        how,
        tuple(realigned(each.potential, each.region, how) for each in balances),
        sized(balances[0].potential, how),
        call_gains(worth, territory, how),
    )


def response_of(
    scenario: Scenario, spec: AlternativeSpec, balance: Balance, cost_per_rep: float | None = None
) -> Response:
    """Take the response of sales to reps from a scenario.

    Notes
    -----
    Credit is worth to a rep what the usual variable pay is over usual sales, and what a sale is worth beyond
    pay. What a normal week covers is the scenario's ``covered_per_week``, else the mean territory of today.
    """
    market = market_of(scenario, spec.name)
    given = spec.parameters
    mean = float(balance.potential.mean())
    used_to = spec.people.starting_yield_share
    share = market.revenue / mean if used_to is None else used_to
    pay = spec.people.reference_variable_pay_per_week
    rate = pay * (1.0 + given["unpaid_value_share"]) * 52.0 / (mean * share)
    covered = spec.people.territories.covered_per_week
    margin = float((market.weights * market.margin).sum())
    return Response(
        elasticity=given["effort_elasticity"],
        floor=given["effort_floor"],
        rate=rate,
        marginal_cost=given["effort_cost_share"] * pay,
        supply_elasticity=given["effort_supply_elasticity"],
        least=given["supervised_effort"],
        most=given["effort_limit"],
        share=share,
        covered=mean if covered is None else covered * 52.0,
        margin=margin - pay * 52.0 / (mean * share),
        cost_per_rep=_salary(spec) if cost_per_rep is None else cost_per_rep,
    )


def _salary(spec: AlternativeSpec) -> float:
    """Give the salary of a year under the plan in force [currency]."""
    kinds = WorldsSpec((WorldKey(spec.name, 0),), {spec.name: spec}, 0, 1).kinds
    plan = compile_plan(
        spec.plans[spec.people.plan], kinds, measures_per_revenue(spec), people=sum(spec.staffing)
    )
    assert len(revenue_mix(spec)) == len(kinds)
    return plan.salary_per_week * 52.0
