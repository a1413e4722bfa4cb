"""Open the sales force of a batch: reps, what they believe, the plans they weigh, and their quotas."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simulator.agents.reps import PlanOfReps, Reps, Role
from simulator.agents.territories import Territories, rep_ids
from simulator.behaviors.effort import EffortTraits, row_sum
from simulator.calendar import DAYS_PER_WEEK
from simulator.compensation.compiled import compile_by_group
from simulator.compensation.framing import as_prepaid
from simulator.engine.plan_changes import arriving, foreseen
from simulator.engine.setup_behaviors import chosen_behaviors
from simulator.engine.spec import AlternativeSpec, ReducedFormMarket, WorldsSpec
from simulator.errors import ScenarioError
from simulator.randomness import Streams
from simulator.world.pay_terms import CompiledPlan
from simulator.world.records import Axes
from simulator.world.specs import CUSTOMER_KINDS, TIERS

__all__ = [
    "effort_traits",
    "measures_per_revenue",
    "open_reps",
    "plans_of_reps",
    "quota_base",
    "quota_season",
]

Floats = NDArray[np.float64]
WEEKS_PER_QUARTER = 13


def open_reps(
    spec: WorldsSpec,
    axes: Axes,
    territories: list[Territories],
    parameters: dict[str, Floats],
    streams: Streams,
) -> Reps:
    """Open the columns of all reps: ability, territory, starting beliefs, cost and response of effort."""
    of_world = [spec.alternatives[key.alternative] for key in spec.keys]
    world = axes.rep_world
    ids = [rep_ids(region, n) for a in of_world for region, n in zip(a.regions, a.staffing, strict=True)]
    rep_id = np.concatenate(ids) if ids else np.zeros(0, np.uint64)
    rep = {name: parameters[name][world] for name in _REP_PARAMETERS}
    luck = streams.stream("rep.ability").normal(axes.world_replication[world], rep_id)
    prices = np.array([[x.standard.list_price for x in a.prices_of_market.values()] for a in of_world])
    units = np.concatenate([t.needs_per_week for t in territories])
    potential = np.repeat(units * prices[world], len(TIERS) * len(CUSTOMER_KINDS), axis=1)
    conversion = np.array([_starting_conversion(a) for a in of_world])
    split = conversion[world] * potential
    total = row_sum(split)
    people = [a.people for a in of_world]
    reference_pay = np.array([p.reference_variable_pay_per_week for p in people])[world]
    team = world * len(axes.regions) + axes.rep_region
    n_teams = len(of_world) * len(axes.regions)
    of_team = np.bincount(team, total, n_teams) / np.maximum(np.bincount(team, minlength=n_teams), 1)
    return Reps(
        world=world,
        region=axes.rep_region,
        number=axes.rep_number,
        rep_id=rep_id,
        ability=np.exp(rep["ability_log_sd"] * luck),
        potential=potential,
        order_value=np.array([_order_values(a) for a in of_world])[world],
        normal_split=split
        / np.where(total > 0.0, total, 1.0)[:, None]
        * _workload(of_world, world, potential),
        conversion=np.repeat(conversion[:, None, :], len(axes.regions), axis=1),
        understanding=np.array([float(p.plan == p.habit_plan) for p in people])[world],
        knowledge=np.array([p.starting_knowledge for p in people])[world],
        everyday_knowledge=np.array([p.starting_knowledge for p in people])[world],
        effort=np.ones_like(potential),
        time_available=np.ones(len(world)),
        credit=np.zeros((3, *potential.shape)),
        quota=np.zeros((3, len(world))),
        quota_level=np.ones(len(world)),
        traits=effort_traits(rep, reference_pay),
        monthly_cv=rep["monthly_sales_cv"],
        experience_half_life_weeks=rep["experience_half_life_weeks"],
        unpaid_value=rep["unpaid_value_share"] * reference_pay / np.maximum(of_team, 1e-9)[team],
        **chosen_behaviors(spec, axes, rep_id, streams),
    )


def effort_traits(rep: Mapping[str, Floats], reference_pay: Floats) -> EffortTraits:
    """Gather response and cost of effort from behavioral numbers by rep, ``(n_reps,)`` each.

    Parameters
    ----------
    rep
        Behavioral numbers by name.
    reference_pay
        Variable pay of a normal week as reps know it [currency].
    """
    return EffortTraits(
        elasticity=rep["effort_elasticity"],
        floor=rep["effort_floor"],
        marginal_cost=rep["effort_cost_share"] * reference_pay,
        supply_elasticity=rep["effort_supply_elasticity"],
        least=rep["supervised_effort"],
        most=rep["effort_limit"],
    )


def _workload(of_world: list[AlternativeSpec], world: NDArray[np.int64], potential: Floats) -> Floats:
    """Give the normal weeks of work that it takes to cover each territory as usual, ``(n_reps, 1)``."""
    covered = np.array([a.people.territories.covered_per_week or 0.0 for a in of_world])[world]
    of_lines = row_sum(potential[:, :: len(TIERS) * len(CUSTOMER_KINDS)])
    return np.where(covered > 0.0, of_lines / np.where(covered > 0.0, covered, 1.0), 1.0)[:, None]


_REP_PARAMETERS = (
    "ability_log_sd",
    "effort_elasticity",
    "effort_floor",
    "effort_cost_share",
    "effort_supply_elasticity",
    "supervised_effort",
    "effort_limit",
    "monthly_sales_cv",
    "experience_half_life_weeks",
    "unpaid_value_share",
)


def _starting_conversion(alternative: AlternativeSpec) -> Floats:
    """Give what the field believes at the start: our share of the potential, by tier and kind of customer."""
    people = alternative.people
    used_to = people.starting_yield_share
    share = alternative.quota.share_of_potential if used_to is None else used_to
    if share is None:  # refused where the scenario is read
        raise ScenarioError("people.starting_yield_share is needed where quotas are amounts")
    tier = np.array([1.0 - people.starting_premium_share, people.starting_premium_share])
    customer = np.array([1.0 - people.starting_repeat_share, people.starting_repeat_share])
    return np.tile((share * tier[:, None] * customer).reshape(-1), len(alternative.lines))


def plans_of_reps(spec: WorldsSpec, axes: Axes, day: int) -> tuple[PlanOfReps, ...]:
    """Compile the plan in force and the habit plan of every alternative, with the reps concerned.

    What does not run on the given day (an award that has ended) is left out. Where a plan pays later or pays
    teams, reps of worlds with other patience, and of regions with another number of reps, weigh it by their
    own. Where a change of plans has been announced, the parts that it touches stand apart, and with them what
    is known of the new plan.
    """
    week = day // DAYS_PER_WEEK
    found = []
    patience, aversion = (spec.world_parameter(name) for name in ("discount_per_year", "loss_aversion"))
    for number, name in enumerate(spec.names):
        alternative = spec.alternatives[name]
        reps = np.flatnonzero(axes.world_alternative[axes.rep_world] == number)
        if not len(reps):
            continue
        people = alternative.people
        size = np.bincount(alternative.team_of_region, alternative.staffing)
        world, region = axes.rep_world[reps], axes.rep_region[reps]
        starts = np.flatnonzero((np.diff(world, prepend=-1) != 0) | (np.diff(region, prepend=-1) != 0))
        first_world, team = world[starts], size[alternative.team_of_region][region[starts]]
        groups, of_start = np.unique(
            np.column_stack([patience[first_world], team, aversion[first_world]]), axis=0, return_inverse=True
        )  # reps lie world by world and region by region: one row for each stretch is enough
        of_rep = np.repeat(of_start.ravel(), np.diff(starts, append=len(reps)))
        rule = alternative.quota
        follows = (rule.weights, rule.follows_results_every)
        in_force, of_old = people.plans_at(week)
        change = people.change_known_at(week)
        is_known = of_old == in_force
        for plan in dict.fromkeys((in_force, of_old)):
            role: Role = "known" if is_known else "new" if plan == in_force else "habit"
            compiled = _compiled(spec, alternative, plan, day, groups)
            if change is not None:
                coming = _compiled(
                    spec, alternative, change.plan, DAYS_PER_WEEK * (change.from_week - 1), groups
                )
                for group, pair in enumerate(zip(compiled, coming, strict=True)):
                    old = PlanOfReps(pair[0], reps[of_rep == group], role, *follows)
                    known = (old, pair[1], change, spec.calendar, week)
                    found.extend([*foreseen(*known), *arriving(*known)])
                continue
            for each in {id(one): one for one in compiled}.values():
                theirs = np.array([one is each for one in compiled])[of_rep]
                found.append(PlanOfReps(each, reps[theirs], role, *follows))
    return tuple(found)


def _compiled(
    spec: WorldsSpec, alternative: AlternativeSpec, plan: str, day: int, groups: Floats
) -> list[CompiledPlan]:
    compiled = compile_by_group(
        alternative.plans[plan],
        spec.kinds,
        measures_per_revenue(alternative),
        [(float(later), int(team)) for later, team, _ in groups],
        people=sum(alternative.staffing),
        day=day,
        knows_rivals=alternative.people.rivals == "colleagues",
    )
    if not alternative.people.prepaid:
        return compiled
    pairs = zip(compiled, groups[:, 2], strict=True)
    return [as_prepaid(each, alternative.people.prepaid, float(aversion)) for each, aversion in pairs]


def measures_per_revenue(alternative: AlternativeSpec) -> dict[str, Floats]:
    """Give what one currency unit of revenue brings in other measures, by kind of credit, at list prices.

    In a reduced-form market tasks that are not credited bring nothing in any measure, revenue included.
    Every sale is expected to be paid in the end. Channel fees are taken at their mean over the channels
    that reps serve, orders at the mean size of a segment's order weighted by needs.
    """
    if alternative.reduced_form is not None:
        return _measures_of_products(alternative.reduced_form)
    models = [model for line in alternative.lines.values() for model in (line.standard, line.premium)]
    price = np.repeat([m.list_price for m in models], len(CUSTOMER_KINDS))
    cost = np.repeat([m.unit_cost for m in models], len(CUSTOMER_KINDS))
    size = _units_per_order(alternative)
    fees = [c.fee_share for c in alternative.channels.values() if c.served_by_reps]
    return {
        "margin": (price - cost) / price - (sum(fees) / len(fees) if fees else 0.0),
        "units": 1.0 / price,
        "orders": 1.0 / (price * size),
        "cash": np.ones(len(price)),
    }


def _measures_of_products(market: ReducedFormMarket) -> dict[str, Floats]:
    products = market.products.values()
    credited = np.array([float(product.credited) for product in products])
    measures = {"revenue": credited, "margin": credited * [product.margin_share for product in products]}
    if all(product.noise.order_value for product in products if product.credited):
        sizes = np.array([product.noise.order_value or 1.0 for product in products])
        measures["units"] = credited / sizes
    return measures


def _units_per_order(alternative: AlternativeSpec) -> float:
    """Give the mean number of units in an order, over the needs of all segments."""
    segments = list(alternative.segments.values())
    needs = [s.population_share * s.needs_per_year for s in segments]
    return float(np.average([s.customers_per_agent * s.units_per_need for s in segments], weights=needs))


def _order_values(alternative: AlternativeSpec) -> Floats:
    """Give the mean value of an order of each kind at list prices [currency], ``(n_kinds,)``."""
    models = [model for line in alternative.lines.values() for model in (line.standard, line.premium)]
    return np.repeat([m.list_price for m in models], len(CUSTOMER_KINDS)) * _units_per_order(alternative)


def quota_base(of_world: list[AlternativeSpec], reps: Reps, n_lines: int) -> Floats:
    """Give what quotas ask for at level 1 and mean season [currency per week], ``(n_reps, n_lines)``.

    Potential times the quota's share of it; an amount for everybody stands with the first line.
    """
    share = np.array([a.quota.share_of_potential or 0.0 for a in of_world])[reps.world]
    amount = np.array([a.quota.amount_per_quarter or 0.0 for a in of_world])[reps.world]
    base = np.asarray(reps.potential[:, :: reps.potential.shape[1] // n_lines] * share[:, None])
    base[:, 0] += amount / WEEKS_PER_QUARTER
    return base


def quota_season(of_world: list[AlternativeSpec], season: Floats) -> Floats:
    """Give how quotas are spread over the months: with the season, or evenly where they are amounts."""
    even = np.array([a.quota.amount_per_quarter is not None for a in of_world])
    return np.where(even[:, None, None], 1.0, season)
