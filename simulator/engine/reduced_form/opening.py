"""Open worlds with a reduced-form market: groups of reps, territories, the model of effort, quotas."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.agents.reps import Reps
from simulator.agents.territories import rep_ids
from simulator.behaviors.effort import EffortTraits
from simulator.behaviors.effort_models import EffortModel, QuadraticEffort
from simulator.engine.ledger import Ledger
from simulator.engine.payroll import Payroll
from simulator.engine.reduced_form.accounts import open_accounts
from simulator.engine.reduced_form.deal_timing import open_dates
from simulator.engine.reduced_form.large_deals import LargeDeals
from simulator.engine.reduced_form.luck import Luck
from simulator.engine.reduced_form.state import Dates, ReducedFormState
from simulator.engine.setup_behaviors import chosen_behaviors
from simulator.engine.setup_people import open_seats
from simulator.engine.setup_reps import effort_traits, plans_of_reps, quota_base, quota_season
from simulator.engine.spec import ReducedFormMarket, WorldsSpec
from simulator.randomness import Streams, hash_id, name_id
from simulator.world.records import Axes
from simulator.world.reduced_form import NoiseSpec

__all__ = ["open_reduced_form"]

Floats = NDArray[np.float64]


def open_reduced_form(spec: WorldsSpec) -> ReducedFormState:
    """Open every table of such a batch as it stands before the first week."""
    streams, axes = Streams(spec.seed), spec.axes()
    parameters = {name: spec.world_parameter(name) for name in spec.first.parameters}
    of_world = [spec.alternatives[key.alternative] for key in spec.keys]
    markets = [each.reduced_form for each in of_world if each.reduced_form is not None]
    credited = np.array([product.credited for product in markets[0].products.values()])
    rep_id = _rep_ids(markets)
    noise = _luck(markets, axes, rep_id, streams)
    reps = _reps(spec, markets, axes, rep_id, noise, parameters, streams)
    season = np.array([[p.season for p in market.products.values()] for market in markets])
    base = quota_base(of_world, reps, len(axes.lines))
    base[:, ~credited] = 0.0
    plans = plans_of_reps(spec, axes, day=0)
    return ReducedFormState(
        spec=spec,
        streams=streams,
        ledger=Ledger(axes),
        reps=reps,
        plans=plans,
        seats=open_seats(spec, reps, plans, _of_groups(markets, "ability", axes), parameters, streams),
        payroll=Payroll(spec, axes.world_alternative[axes.rep_world], axes.rep_world, axes.rep_region),
        season=season,
        quota_base=base,
        quota_season=quota_season(of_world, season),
        replication=axes.world_replication,
        parameters=parameters,
        noise=noise,
        margin_share=_of_products(markets, "margin_share"),
        is_credited=credited,
        dates=_dates(markets, reps),
        accounts=open_accounts(markets, parameters, len(rep_id)),
        large_deals=_large_deals(markets, axes.rep_world, noise),
    )


def _dates(markets: list[ReducedFormMarket], reps: Reps) -> Dates | None:
    """Open the books of deals whose dates can be moved, if there are any."""
    products = [list(market.products.values()) for market in markets]
    weeks = np.array([[each.flexible_weeks for each in row] for row in products], np.int64)[reps.world]
    keep = np.array([[each.longest_keep for each in row] for row in products], np.int64)[reps.world]
    return open_dates(weeks, keep, reps.opportunity) if weeks.any() or keep.any() else None


def _rep_ids(markets: list[ReducedFormMarket]) -> NDArray[np.uint64]:
    ids = [rep_ids(name, group.reps) for market in markets for name, group in market.groups.items()]
    return np.concatenate(ids) if ids else np.zeros(0, np.uint64)


def _of_products(markets: list[ReducedFormMarket], field: str) -> Floats:
    """Give a field of all products by world, ``(n_worlds, n_kinds)``."""
    table = [[float(getattr(p, field)) for p in market.products.values()] for market in markets]
    return np.array(table, np.float64)


def _of_groups(markets: list[ReducedFormMarket], field: str, axes: Axes) -> Floats:
    """Give a field of each rep's group, ``(n_reps,)``."""
    table = np.array([[getattr(g, field) for g in market.groups.values()] for market in markets])
    return np.asarray(table[axes.rep_world, axes.rep_region], np.float64)


def _of_teams(spec: WorldsSpec, axes: Axes) -> NDArray[np.int64]:
    """Give the team of each rep within its world, ``(n_reps,)``."""
    table = np.array([spec.alternatives[key.alternative].team_of_region for key in spec.keys])
    return np.asarray(table[axes.rep_world, axes.rep_region], np.int64)


def _luck(markets: list[ReducedFormMarket], axes: Axes, rep_id: NDArray[np.uint64], streams: Streams) -> Luck:
    world = axes.rep_world
    noise = [[product.noise for product in market.products.values()] for market in markets]
    products = np.array([name_id(name) for name in axes.lines], np.uint64)
    return Luck(
        added_sd=_of_noise(noise, "sd_per_week")[world],
        multiplied_cv=_of_noise(noise, "cv")[world],
        order_value=_of_noise(noise, "order_value")[world],
        common_sd=_of_products(markets, "common_shock_sd_per_week")[world],
        ids=hash_id("rep and product", rep_id[:, None], products[None, :]),
        product_ids=products,
        world=world,
        replication=axes.world_replication,
        streams=streams,
    )


def _of_noise(noise: list[list[NoiseSpec]], field: str) -> Floats:
    """Give a field of all products' noise by world, ``(n_worlds, n_kinds)``."""
    return np.array([[float(getattr(each, field)) for each in row] for row in noise])


def _large_deals(
    markets: list[ReducedFormMarket], world: NDArray[np.int64], small: Luck
) -> LargeDeals | None:
    """Open the choice between large and small deals, where any product offers it."""
    products = [list(market.products.values()) for market in markets]
    is_open = np.array([[each.large_deals is not None for each in row] for row in products])
    if not is_open.any():
        return None
    noise = [[each.large_deals or each.noise for each in row] for row in products]
    sd, cv, size = (_of_noise(noise, name)[world] for name in ("sd_per_week", "cv", "order_value"))
    return LargeDeals(small, sd, cv, size, is_open[world])


def _reps(
    spec: WorldsSpec,
    markets: list[ReducedFormMarket],
    axes: Axes,
    rep_id: NDArray[np.uint64],
    noise: Luck,
    parameters: dict[str, Floats],
    streams: Streams,
) -> Reps:
    world = axes.rep_world
    replication = axes.world_replication[world]
    rep = {name: values[world] for name, values in parameters.items()}
    people = [spec.alternatives[key.alternative].people for key in spec.keys]
    luck = streams.stream("rep.ability").normal(replication, rep_id)
    ability = _of_groups(markets, "ability", axes) * np.exp(rep["ability_log_sd"] * luck)
    spread = np.array([market.rules.potential_log_sd for market in markets])[world]
    luck = streams.stream("territory.potential").normal(replication, rep_id)
    size = _of_groups(markets, "potential", axes) * np.exp(spread * luck - 0.5 * np.square(spread))
    revenue = _of_products(markets, "revenue_per_week")
    potential = size[:, None] * revenue[world]
    split = _split(markets)[world]
    reference_pay = np.array([p.reference_variable_pay_per_week for p in people])
    traits = effort_traits(rep, reference_pay[world])
    added, relative = noise.variance()
    model = _effort_model(markets, split, reference_pay[world], rep["effort_substitution"], world)
    shape = potential.shape
    return Reps(
        world=world,
        region=axes.rep_region,
        number=axes.rep_number,
        rep_id=rep_id,
        ability=ability,
        potential=potential,
        order_value=noise.order_value,
        normal_split=split,
        conversion=np.ones((len(markets), len(axes.regions), shape[1])),
        understanding=np.array([float(p.plan == p.habit_plan) for p in people])[world],
        knowledge=np.array([p.starting_knowledge for p in people])[world],
        everyday_knowledge=np.array([p.starting_knowledge for p in people])[world],
        effort=np.ones(shape),
        time_available=np.ones(len(world)),
        credit=np.zeros((3, *shape)),
        quota=np.zeros((3, len(world))),
        quota_level=_of_groups(markets, "quota_level", axes),
        traits=traits,
        monthly_cv=np.zeros(len(world)),
        experience_half_life_weeks=rep["experience_half_life_weeks"],
        unpaid_value=rep["unpaid_value_share"] * (reference_pay / revenue.sum(axis=1))[world],
        added_variance=added,
        relative_variance=relative,
        common_variance=np.square(noise.common_sd),
        team=_of_teams(spec, axes),
        peer_value=np.zeros(shape) if any(market.rules.peers == "team" for market in markets) else None,
        effort_model=model,
        task_value=_task_value(markets, traits, split, revenue[world], rep, reference_pay[world], model),
        **chosen_behaviors(spec, axes, rep_id, streams),
    )


def _split(markets: list[ReducedFormMarket]) -> Floats:
    """Give how a normal week is split over products: as stated, or in proportion to revenue."""
    rows = []
    for market in markets:
        products = list(market.products.values())
        stated = [product.effort_share for product in products]
        weights = [product.revenue_per_week for product in products] if None in stated else stated
        rows.append(np.array(weights, np.float64) / np.sum(np.array(weights, np.float64)))
    return np.array(rows)


def _effort_model(
    markets: list[ReducedFormMarket],
    split: Floats,
    reference_pay: Floats,
    substitution: Floats,
    world: NDArray[np.int64],
) -> EffortModel | None:
    """Make the model of effort that the scenario names; None for the concave one of the reps' traits.

    In the quadratic model the own cost of a product is as stated, or such that normal effort is best when it
    pays its share of the reference pay; substitution is a share of the geometric mean of two own costs.
    """
    if markets[0].rules.effort_model == "concave":
        return None
    stated = np.array([[p.effort_cost or 0.0 for p in market.products.values()] for market in markets])[world]
    own = np.where(stated > 0.0, stated, np.maximum(reference_pay[:, None] * split, 1e-9))
    root = np.sqrt(own)
    matrix = substitution[:, None, None] * root[:, :, None] * root[:, None, :]
    kinds = np.arange(own.shape[1])
    matrix[:, kinds, kinds] = own
    return QuadraticEffort(matrix)


def _task_value(
    markets: list[ReducedFormMarket],
    traits: EffortTraits,
    split: Floats,
    revenue: Floats,
    rep: dict[str, Floats],
    reference_pay: Floats,
    model: EffortModel | None,
) -> Floats | None:
    """Give what results on tasks that are not credited are worth to a rep, ``(n_reps, n_kinds)``.

    ``unpaid_task_pull`` times what would make normal effort on the task worth its cost in a normal week.
    """
    tasks = ~np.array([product.credited for product in markets[0].products.values()])
    if not tasks.any():
        return None
    if isinstance(model, QuadraticEffort):
        kinds = np.arange(split.shape[1])
        normal = model.cost_matrix[:, kinds, kinds] / revenue
    else:
        cost = (rep["effort_cost_share"] * reference_pay / traits.elasticity)[:, None]
        normal = cost * split / revenue
    return np.asarray(np.where(tasks, rep["unpaid_task_pull"][:, None] * normal, 0.0))
