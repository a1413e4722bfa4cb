"""Build the opening state of a batch of worlds from its specification."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator import catalog
from simulator.agents.customers import Customers, assemble_customers
from simulator.agents.deals import Deals
from simulator.agents.firms import Firms, FirmStrategy
from simulator.agents.population import MarketSpec, Population, draw_population
from simulator.agents.reps import PlanOfReps, Reps
from simulator.agents.shopping import MarketSettings, Talk, keys_of_shopping
from simulator.agents.territories import Territories, rep_ids, share_out
from simulator.behaviors.effort import EffortTraits
from simulator.compensation import compile_plan
from simulator.engine.ledger import Ledger
from simulator.engine.payroll import Payroll
from simulator.engine.spec import AlternativeSpec, WorldsSpec
from simulator.engine.state import Levers, State
from simulator.pipeline.approval import ApprovalQueue
from simulator.randomness import Streams
from simulator.world.pay_terms import CompiledPlan
from simulator.world.records import Axes
from simulator.world.specs import CUSTOMER_KINDS, OUR_FIRM, TIERS

__all__ = ["build_state"]

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_NEVER = 1e9


def build_state(spec: WorldsSpec) -> State:
    """Draw populations and territories, and open every table as it stands before the first week.

    Parameters
    ----------
    spec
        The batch: worlds, alternatives, seed, weeks.
    """
    streams = Streams(spec.seed)
    axes = spec.axes()
    parameters = {name: spec.world_parameter(name) for name in spec.first.parameters}
    of_world = [spec.alternatives[key.alternative] for key in spec.keys]
    populations, population_of_world = _populations(spec, streams)
    neutral = parameters["satisfaction_neutral"]
    customers = assemble_customers(populations, population_of_world, neutral, streams, spec.weeks)
    territories = _territories(spec, populations, population_of_world, streams)
    reps = _reps(spec, axes, territories, parameters, streams)
    firms = _firms(of_world)
    firms.start_history(spec.weeks)
    lines = [np.array([line.season for line in alt.lines.values()]) for alt in of_world]
    season = np.array(lines)
    return State(
        spec=spec,
        streams=streams,
        ledger=Ledger(axes),
        week=0,
        customers=customers,
        firms=firms,
        reps=reps,
        deals=Deals(ApprovalQueue(*_approval(of_world))),
        talk=_talk(spec, axes, populations, population_of_world, parameters),
        levers=_levers(of_world, spec),
        market=_market(of_world, axes, customers, territories, population_of_world, parameters),
        shopping_keys=keys_of_shopping(streams, customers.replication, axes.channels, axes.firms),
        plans=_plans(spec, axes),
        payroll=Payroll(spec, axes.world_alternative[axes.rep_world], axes.rep_world),
        season=season,
        quota_base=_quota_base(of_world, reps),
        channel_cost_per_week=np.array([[c.fixed_cost_per_week for c in alt.channels.values()] for alt in of_world]),
        channel_fee_share=np.array([[c.fee_share for c in alt.channels.values()] for alt in of_world]),
        needs_approval=np.array([[c.needs_approval for c in alt.channels.values()] for alt in of_world]),
        replication=axes.world_replication,
        parameters=parameters,
        segment=_segment_columns(of_world),
        last_served_leads=np.full(
            len(of_world), 1e-9
        ),  # nobody has been served before the first week: specialists join every lead
    )


def _populations(spec: WorldsSpec, streams: Streams) -> tuple[list[Population], Whole]:
    """Draw each population once; alternatives with the same market share it."""
    seen: dict[str, int] = {}
    populations: list[Population] = []
    index = []
    for key in spec.keys:
        market = spec.alternatives[key.alternative].market
        identity = f"{key.replication} {_identity(market)}"
        if identity not in seen:
            seen[identity] = len(populations)
            populations.append(
                draw_population(market, replication=key.replication, streams=streams, weeks=spec.weeks)
            )
        index.append(seen[identity])
    return populations, np.array(index)


def _identity(market: MarketSpec) -> str:
    """Write down what a population is drawn from: staffing, prices and strategies do not matter."""
    lines = [line.needs_share for line in market.lines.values()]
    segments = [s.model_dump() for s in market.segments.values()]
    regions = [(r.population_share, r.income_index, r.premium_taste) for r in market.regions.values()]
    firms = [f.starting_share for f in market.firms.values()]
    return repr((market.demand, lines, segments, regions, firms))


def _territories(
    spec: WorldsSpec, populations: list[Population], population_of_world: Whole, streams: Streams
) -> list[Territories]:
    """Share out customers once for each population and staffing; one entry for each world."""
    seen: dict[tuple[int, tuple[int, ...]], Territories] = {}
    found = []
    for key, population in zip(spec.keys, population_of_world, strict=True):
        alternative = spec.alternatives[key.alternative]
        identity = (int(population), alternative.staffing)
        if identity not in seen:
            seen[identity] = share_out(alternative.market, alternative.staffing, populations[population], streams)
        found.append(seen[identity])
    return found


def _firms(of_world: list[AlternativeSpec]) -> Firms:
    ours = np.array([[[m.list_price for m in (line.standard, line.premium)] for line in a.lines.values()] for a in of_world])
    cost = np.array([[[m.unit_cost for m in (line.standard, line.premium)] for line in a.lines.values()] for a in of_world])
    index = np.array([[firm.price_index for firm in a.firms.values()] for a in of_world])
    prices = ours[:, None] * index[:, :, None, None]
    n_firms, n_lines = index.shape[1], ours.shape[1]
    features = np.array([[firm.feature_level for firm in a.firms.values()] for a in of_world])
    return Firms(
        list_price=prices,
        opening_price=prices.copy(),
        unit_cost=np.repeat(cost[:, None], n_firms, axis=1),
        reference_price=np.ascontiguousarray(ours[:, :, TIERS.index("standard")]),
        feature_level=np.repeat(features[:, :, None], n_lines, axis=2),
        brand=np.array([[firm.brand for firm in a.firms.values()] for a in of_world]),
        presence=np.array([_presence(a) for a in of_world]),
        demonstration=np.array([[[c.demonstration for c in a.channels.values()]] * n_firms for a in of_world]),
        discount=np.zeros((len(of_world), len(TIERS))),
        strategies=[[_strategy(a, name) for name in a.firms] for a in of_world],
    )


def _presence(alternative: AlternativeSpec) -> Floats:
    return np.array(
        [[c.presence.get(firm, 0.0) for c in alternative.channels.values()] for firm in alternative.firms]
    )


def _strategy(alternative: AlternativeSpec, firm: str) -> FirmStrategy:
    """Make a firm's strategy object; ours is given the alternative's actions as its script."""
    spec = alternative.firms[firm]
    made = catalog.get("firm-strategy", spec.strategy)
    is_ours = firm == next(iter(alternative.firms))
    if is_ours and spec.strategy == "scripted":
        return made(script=tuple(alternative.actions.values()))  # type: ignore[operator, no-any-return]
    return made(**spec.settings)  # type: ignore[operator, no-any-return]


def _levers(of_world: list[AlternativeSpec], spec: WorldsSpec) -> Levers:
    presence = np.array([_presence(a)[OUR_FIRM] for a in of_world])
    n_worlds, n_actions = len(of_world), max(1, len(spec.action_names))
    approval = [a.approval for a in of_world]
    return Levers(
        ramp_from=presence,
        ramp_to=presence.copy(),
        ramp_start=np.full_like(presence, -1.0),
        ramp_weeks=np.ones_like(presence),
        layers=np.array([a.layers for a in approval]),
        approvers=np.array([a.approvers for a in approval]),
        handling_days=np.array([a.handling_days for a in approval]),
        response_hours=spec.world_parameter("response_hours"),
        service_cost_per_order=np.zeros(n_worlds),
        specialist_leads=np.zeros(n_worlds),
        cost_per_week=np.zeros((n_worlds, n_actions)),
        cost_until=np.full((n_worlds, n_actions), _NEVER),
    )


def _approval(of_world: list[AlternativeSpec]) -> tuple[Whole, Whole]:
    layers = np.array([a.approval.layers for a in of_world])
    approvers = np.array([a.approval.approvers for a in of_world])
    return layers, np.repeat(approvers[:, None], max(1, int(layers.max())), axis=1)


def _talk(
    spec: WorldsSpec,
    axes: Axes,
    populations: list[Population],
    population_of_world: Whole,
    parameters: dict[str, Floats],
) -> Talk:
    n_regions = len(axes.regions)
    people = np.array([np.bincount(populations[p].region, minlength=n_regions) for p in population_of_world])
    shape = (len(spec.keys), n_regions, len(axes.firms))
    reference = parameters["word_of_mouth_reference_buyers"][:, None] * people / 1000.0
    return Talk(np.zeros(shape), np.zeros(shape), np.maximum(reference, 1e-6))


def _market(
    of_world: list[AlternativeSpec],
    axes: Axes,
    customers: Customers,
    territories: list[Territories],
    population_of_world: Whole,
    parameters: dict[str, Floats],
) -> MarketSettings:
    distinct = {id(t): t for t in territories}
    places = dict(zip(distinct, np.cumsum([0, *(len(t.seat) for t in distinct.values())]), strict=False))
    n_regions = len(axes.regions)
    counts = np.array([a.staffing for a in of_world]).reshape(len(of_world), n_regions)
    flat = np.concatenate([[0], np.cumsum(counts.reshape(-1))[:-1]]).reshape(counts.shape)
    visit = [[[c.visit_share.get(s, 0.0) for c in a.channels.values()] for s in a.segments] for a in of_world]
    columns = _segment_columns(of_world)
    return MarketSettings(
        visit_share=np.array(visit),
        convenience=np.array([[c.convenience for c in a.channels.values()] for a in of_world]),
        is_served=np.array([[c.served_by_reps for c in a.channels.values()] for a in of_world]),
        first_rep=flat,
        seat=np.concatenate([t.seat for t in distinct.values()]),
        seat_offset=np.array([places[id(t)] for t in territories]),
        segment_price_sensitivity=columns["price_sensitivity"],
        segment_habit=columns["habit"],
        parameters={name: parameters[name] for name in _CHOICE_PARAMETERS},
    )


_CHOICE_PARAMETERS = (
    "price_sensitivity",
    "price_sensitivity_income_exponent",
    "premium_feature_value",
    "habit_strength",
    "satisfaction_weight",
    "satisfaction_half_life_weeks",
    "satisfaction_neutral",
    "word_of_mouth_weight",
    "no_purchase_utility",
    "rival_explanation_share",
    "specialist_knowledge",
    "effort_elasticity",
    "effort_floor",
    "reference_win_share",
)

_SEGMENT_FIELDS = (
    "price_sensitivity",
    "habit",
    "customers_per_agent",
    "units_per_need",
    "units_log_sd",
    "payment_terms_days",
    "payment_delay_days",
    "patience_days",
)


def _segment_columns(of_world: list[AlternativeSpec]) -> dict[str, Floats]:
    return {
        field: np.array([[getattr(s, field) for s in a.segments.values()] for a in of_world], dtype=np.float64)
        for field in _SEGMENT_FIELDS
    }


def _reps(
    spec: WorldsSpec, axes: Axes, territories: list[Territories], parameters: dict[str, Floats], streams: Streams
) -> Reps:
    of_world = [spec.alternatives[key.alternative] for key in spec.keys]
    world = axes.rep_world
    ids = [rep_ids(region, n) for a in of_world for region, n in zip(a.regions, a.staffing, strict=True)]
    rep_id = np.concatenate(ids) if ids else np.zeros(0, np.uint64)
    rep = {name: parameters[name][world] for name in _REP_PARAMETERS}
    luck = streams.stream("rep.ability").normal(axes.world_replication[world], rep_id)
    prices = np.array([[line.standard.list_price for line in a.lines.values()] for a in of_world])
    units = np.concatenate([t.needs_per_week for t in territories])
    potential = np.repeat(units * prices[world], len(TIERS) * len(CUSTOMER_KINDS), axis=1)
    conversion = np.array([_starting_conversion(a) for a in of_world])
    split = conversion[world] * potential
    total = split[:, 0].copy()
    for kind in range(1, split.shape[1]):
        total += split[:, kind]
    people = [a.people for a in of_world]
    reference_pay = np.array([p.reference_variable_pay_per_week for p in people])[world]
    mean_credit = np.bincount(world, total, len(of_world)) / np.maximum(np.bincount(world, minlength=len(of_world)), 1)
    return Reps(
        world=world,
        region=axes.rep_region,
        number=axes.rep_number,
        rep_id=rep_id,
        ability=np.exp(rep["ability_log_sd"] * luck),
        potential=potential,
        normal_split=split / np.where(total > 0.0, total, 1.0)[:, None],
        conversion=np.repeat(conversion[:, None, :], len(axes.regions), axis=1),
        understanding=np.array([float(p.plan == p.habit_plan) for p in people])[world],
        knowledge=np.array([p.starting_knowledge for p in people])[world],
        everyday_knowledge=np.array([p.starting_knowledge for p in people])[world],
        effort=np.ones_like(potential),
        time_available=np.ones(len(world)),
        credit=np.zeros((3, *potential.shape)),
        quota=np.zeros(len(world)),
        traits=EffortTraits(
            elasticity=rep["effort_elasticity"],
            floor=rep["effort_floor"],
            marginal_cost=rep["effort_cost_share"] * reference_pay,
            supply_elasticity=rep["effort_supply_elasticity"],
            least=rep["supervised_effort"],
            most=rep["effort_limit"],
        ),
        monthly_cv=rep["monthly_sales_cv"],
        experience_half_life_weeks=rep["experience_half_life_weeks"],
        unpaid_value=rep["unpaid_value_share"] * reference_pay / np.maximum(mean_credit, 1e-9)[world],
    )


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
    """What the field believes at the start: our share of the potential, by tier and kind of customer."""
    people = alternative.people
    share = next(iter(alternative.firms.values())).starting_share
    tier = np.array([1.0 - people.starting_premium_share, people.starting_premium_share])
    customer = np.array([1.0 - people.starting_repeat_share, people.starting_repeat_share])
    return np.tile((share * tier[:, None] * customer).reshape(-1), len(alternative.lines))


def _plans(spec: WorldsSpec, axes: Axes) -> tuple[PlanOfReps, ...]:
    """Compile the plan in force and the habit plan of every alternative, with the reps concerned."""
    found = []
    for number, name in enumerate(spec.names):
        alternative = spec.alternatives[name]
        reps = np.flatnonzero(axes.world_alternative[axes.rep_world] == number)
        if not len(reps):
            continue
        people = alternative.people
        in_force = _compiled(spec, alternative, people.plan)
        if people.habit_plan == people.plan:
            found.append(PlanOfReps(in_force, reps, "known"))
            continue
        found.append(PlanOfReps(in_force, reps, "new"))
        found.append(PlanOfReps(_compiled(spec, alternative, people.habit_plan), reps, "habit"))
    return tuple(found)


def _compiled(spec: WorldsSpec, alternative: AlternativeSpec, plan: str) -> CompiledPlan:
    return compile_plan(
        alternative.plans[plan], spec.kinds, measures_per_revenue(alternative), people=sum(alternative.staffing)
    )


def measures_per_revenue(alternative: AlternativeSpec) -> dict[str, Floats]:
    """What one currency unit of revenue brings in other measures, by kind of credit, at list prices.

    Channel fees are taken at their mean over the channels that reps serve, orders at the mean size of a
    segment's order weighted by needs.
    """
    models = [model for line in alternative.lines.values() for model in (line.standard, line.premium)]
    price = np.repeat([m.list_price for m in models], len(CUSTOMER_KINDS))
    cost = np.repeat([m.unit_cost for m in models], len(CUSTOMER_KINDS))
    fees = [c.fee_share for c in alternative.channels.values() if c.served_by_reps]
    segments = list(alternative.segments.values())
    needs = [s.population_share * s.needs_per_year for s in segments]
    size = float(np.average([s.customers_per_agent * s.units_per_need for s in segments], weights=needs))
    return {
        "margin": (price - cost) / price - (sum(fees) / len(fees) if fees else 0.0),
        "units": 1.0 / price,
        "orders": 1.0 / (price * size),
    }


def _quota_base(of_world: list[AlternativeSpec], reps: Reps) -> Floats:
    """Potential times the quota's share of it, at mean season [currency per week], ``(n_reps, n_lines)``."""
    share = np.array([a.quota.share_of_potential for a in of_world])[reps.world]
    step = len(TIERS) * len(CUSTOMER_KINDS)
    return np.ascontiguousarray(reps.potential[:, ::step]) * share[:, None]
