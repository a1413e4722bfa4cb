"""Build the opening state of a batch of worlds from its specification."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.agents.customers import assemble_customers
from simulator.agents.deals import Deals
from simulator.agents.population import MarketSpec, Population, draw_population
from simulator.agents.shopping_luck import keys_of_shopping
from simulator.agents.territories import Territories, share_out
from simulator.engine.ledger import Ledger
from simulator.engine.payroll import Payroll
from simulator.engine.reduced_form.opening import open_reduced_form
from simulator.engine.setup_market import (
    market_settings,
    open_firms,
    open_talk,
    our_presence,
    segment_columns,
)
from simulator.engine.setup_reps import open_reps, plans_of_reps, quota_base, quota_season
from simulator.engine.spec import AlternativeSpec, WorldsSpec
from simulator.engine.state import CustomerState, Levers, State
from simulator.pipeline.approval import ApprovalQueue
from simulator.randomness import Streams

__all__ = ["build_state", "open_customer_market"]

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
    return open_customer_market(spec) if spec.first.reduced_form is None else open_reduced_form(spec)


def open_customer_market(spec: WorldsSpec) -> CustomerState:
    """Open worlds with customers, rivals and channels, see :func:`build_state`."""
    streams = Streams(spec.seed)
    axes = spec.axes()
    parameters = {name: spec.world_parameter(name) for name in spec.first.parameters}
    of_world = [spec.alternatives[key.alternative] for key in spec.keys]
    populations, population_of_world = _populations(spec, streams)
    neutral = parameters["satisfaction_neutral"]
    customers = assemble_customers(populations, population_of_world, neutral, streams, spec.weeks)
    territories = _territories(spec, populations, population_of_world, streams)
    reps = open_reps(spec, axes, territories, parameters, streams)
    firms = open_firms(of_world)
    firms.start_history(spec.weeks)
    lines = [np.array([line.season for line in alt.lines.values()]) for alt in of_world]
    season = np.array(lines)
    return CustomerState(
        spec=spec,
        streams=streams,
        ledger=Ledger(axes),
        customers=customers,
        firms=firms,
        reps=reps,
        deals=Deals(ApprovalQueue(*_approval(of_world))),
        talk=open_talk(spec, axes, populations, population_of_world, parameters),
        levers=_levers(of_world, spec),
        market=market_settings(of_world, axes, territories, parameters),
        shopping_keys=keys_of_shopping(streams, customers.replication, axes.channels, axes.firms),
        plans=plans_of_reps(spec, axes, day=0),
        payroll=Payroll(spec, axes.world_alternative[axes.rep_world], axes.rep_world, axes.rep_region),
        season=season,
        quota_season=quota_season(of_world, season),
        quota_base=quota_base(of_world, reps, season.shape[1]),
        channel_cost_per_week=np.array(
            [[c.fixed_cost_per_week for c in alt.channels.values()] for alt in of_world]
        ),
        channel_fee_share=np.array([[c.fee_share for c in alt.channels.values()] for alt in of_world]),
        needs_approval=np.array([[c.needs_approval for c in alt.channels.values()] for alt in of_world]),
        replication=axes.world_replication,
        parameters=parameters,
        segment=segment_columns(of_world),
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
    seen: dict[tuple[int, tuple[int, ...], str], Territories] = {}
    found = []
    for key, population in zip(spec.keys, population_of_world, strict=True):
        alternative = spec.alternatives[key.alternative]
        division = alternative.people.territories
        identity = (int(population), alternative.staffing, division.model_dump_json())
        if identity not in seen:
            seen[identity] = share_out(
                alternative.market, alternative.staffing, populations[population], streams, division
            )
        found.append(seen[identity])
    return found


def _levers(of_world: list[AlternativeSpec], spec: WorldsSpec) -> Levers:
    presence = our_presence(of_world)
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
