"""What a batch of worlds is made of: typed alternatives, keys of worlds, and the names they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from simulator.agents.population import MarketSpec
from simulator.calendar import FiscalCalendar
from simulator.compensation import Plan
from simulator.errors import InputError
from simulator.world.actions import ActionSpec, ChangeApproval
from simulator.world.pay_terms import CreditKind
from simulator.world.records import Axes
from simulator.world.reduced_form import GroupSpec, ReducedFormSpec, ResponseSpec
from simulator.world.specs import (
    CUSTOMER_KINDS,
    TIERS,
    ApprovalSpec,
    ChannelSpec,
    DemandSpec,
    FirmSpec,
    LineSpec,
    OrganizationSpec,
    PeopleSpec,
    QuotaSpec,
    RegionSpec,
    SegmentSpec,
    WorldKey,
)

__all__ = ["AlternativeSpec", "ReducedFormMarket", "WorldsSpec"]


@dataclass(frozen=True)
class ReducedFormMarket:
    """A market without customers: its rules, its products and tasks, and its groups of reps."""

    rules: ReducedFormSpec
    products: Mapping[str, ResponseSpec]
    groups: Mapping[str, GroupSpec]


@dataclass(frozen=True)
class AlternativeSpec:
    """One alternative, fully resolved: everything that a world of it is built from.

    ``parameters`` are the behavioral numbers; ``plans`` the pay plans by name, of which ``people.plan`` is
    in force. ``market_lines`` are the product lines at the baseline's prices: what rivals' prices,
    customers' reference prices and territories' potential are counted in, so that an alternative that
    changes our list prices changes ours alone. Left out, they are the alternative's own. A reduced-form
    market has none of the customers' sections; its groups of reps stand as ``regions``.
    """

    name: str
    regions: Mapping[str, RegionSpec]
    people: PeopleSpec
    quota: QuotaSpec
    plans: Mapping[str, Plan]
    parameters: Mapping[str, float]
    demand: DemandSpec = field(default_factory=lambda: DemandSpec(customers=1))
    lines: Mapping[str, LineSpec] = field(default_factory=dict)
    segments: Mapping[str, SegmentSpec] = field(default_factory=dict)
    channels: Mapping[str, ChannelSpec] = field(default_factory=dict)
    firms: Mapping[str, FirmSpec] = field(default_factory=dict)
    organization: OrganizationSpec = field(default_factory=OrganizationSpec)
    approval: ApprovalSpec = field(default_factory=ApprovalSpec)
    actions: Mapping[str, ActionSpec] = field(default_factory=dict)
    market_lines: Mapping[str, LineSpec] | None = None
    reduced_form: ReducedFormMarket | None = None

    @property
    def line_names(self) -> tuple[str, ...]:
        """Names of the product lines, or of the products and tasks of a reduced-form market."""
        return tuple(self.lines if self.reduced_form is None else self.reduced_form.products)

    @property
    def component_names(self) -> tuple[str, ...]:
        """Names of what is paid, over all plans in force at some time."""
        plans = (self.plans[name] for name in self.people.plans_in_force)
        return tuple(dict.fromkeys(name for plan in plans for name in plan.components))

    @property
    def people_move(self) -> bool:
        """Whether people come and go."""
        firm = self.organization
        return not (self.people.turnover is None and firm.forced_ranking is None and firm.promotion is None)

    @property
    def team_of_region(self) -> NDArray[np.int64]:
        """Number of the team that each region's reps are in: a region's own, unless groups share one."""
        own = np.arange(len(self.regions))
        if self.reduced_form is None:
            return own
        names = [group.team for group in self.reduced_form.groups.values()]
        return np.array([place if name is None else names.index(name) for place, name in enumerate(names)])

    @property
    def rep_attribute(self) -> str:
        """What plans may tell reps apart by: their region, or their group in a reduced-form market."""
        return "region" if self.reduced_form is None else "group"

    @property
    def kinds(self) -> tuple[CreditKind, ...]:
        """Kinds of credit: line x tier x new or existing customer, the last varying fastest.

        In a reduced-form market there is one for each product.
        """
        if self.reduced_form is not None:
            return tuple(CreditKind(line, "", "") for line in self.line_names)
        return tuple(
            CreditKind(line, tier, kind)
            for line in self.line_names
            for tier in TIERS
            for kind in CUSTOMER_KINDS
        )

    @property
    def prices_of_market(self) -> Mapping[str, LineSpec]:
        """Give the product lines at the prices that the market compares with."""
        return self.lines if self.market_lines is None else self.market_lines

    @property
    def market(self) -> MarketSpec:
        """The part from which customers are drawn."""
        return MarketSpec(self.demand, self.lines, self.segments, self.regions, self.firms)

    @property
    def staffing(self) -> tuple[int, ...]:
        """Number of reps in each region."""
        return tuple(region.reps for region in self.regions.values())

    @property
    def structure(self) -> tuple[tuple[str, ...], ...]:
        """Names of the axes; worlds of one batch must agree in them."""
        market = self.reduced_form
        rules = () if market is None else (market.rules.kind, f"effort_model {market.rules.effort_model}")
        credited = (
            ()
            if market is None
            else tuple(name for name in self.line_names if market.products[name].credited)
        )
        axes = (self.line_names, self.segments, self.regions, self.channels, self.firms, (*rules, *credited))
        return tuple(tuple(axis) for axis in axes)


@dataclass(frozen=True)
class WorldsSpec:
    """A batch of worlds that are advanced in one pass.

    Parameters
    ----------
    keys
        Which worlds, in order.
    alternatives
        The alternatives that the keys name.
    seed
        Seed of all luck.
    weeks
        Length of the run [weeks].
    calendar
        The fiscal calendar.

    Raises
    ------
    InputError
        If the alternatives do not share lines, segments, regions, channels and firms.
    """

    keys: tuple[WorldKey, ...]
    alternatives: Mapping[str, AlternativeSpec]
    seed: int
    weeks: int
    calendar: FiscalCalendar = field(default_factory=FiscalCalendar)

    def __post_init__(self) -> None:
        used = {key.alternative for key in self.keys}
        if len({self.alternatives[name].structure for name in used}) > 1:
            raise InputError("worlds of one batch need the same lines, segments, regions, channels and firms")

    @property
    def first(self) -> AlternativeSpec:
        """Any one of the alternatives, for what they share."""
        return self.alternatives[self.keys[0].alternative]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the alternatives in use, in the scenario's order."""
        used = {key.alternative for key in self.keys}
        return tuple(name for name in self.alternatives if name in used)

    @cached_property
    def plan_names(self) -> tuple[str, ...]:
        """Names of all plans in use, in order of first mention."""
        return tuple(dict.fromkeys(name for alt in self.names for name in self.alternatives[alt].plans))

    @cached_property
    def action_names(self) -> tuple[str, ...]:
        """Names of all actions in use, in order of first mention."""
        return tuple(dict.fromkeys(name for alt in self.names for name in self.alternatives[alt].actions))

    @cached_property
    def deepest_approval(self) -> int:
        """Most approval layers that an order can meet in any world of the batch, at least 1."""
        layers = [1]
        for name in self.names:
            alternative = self.alternatives[name]
            changes = (a.layers for a in alternative.actions.values() if isinstance(a, ChangeApproval))
            layers += [alternative.approval.layers, *(each for each in changes if each is not None)]
        return max(layers)

    @cached_property
    def kinds(self) -> tuple[CreditKind, ...]:
        """Kinds of credit, which all worlds of the batch share."""
        return self.first.kinds

    def world_parameter(self, name: str) -> NDArray[np.float64]:
        """Give a behavioural parameter for each world, overrides applied, shape ``(n_worlds,)``."""
        return np.array(
            [
                dict(key.overrides).get(name, self.alternatives[key.alternative].parameters[name])
                for key in self.keys
            ]
        )

    def axes(self) -> Axes:
        """Give the names behind the ledger's codes."""
        staffing = [self.alternatives[key.alternative].staffing for key in self.keys]
        n_reps = [sum(counts) for counts in staffing]
        regions = np.arange(len(self.first.regions))
        return Axes(
            lines=self.first.line_names,
            tiers=TIERS if self.first.reduced_form is None else TIERS[:1],
            segments=tuple(self.first.segments),
            regions=tuple(self.first.regions),
            channels=tuple(self.first.channels),
            firms=tuple(self.first.firms) or ("us",),
            kinds=tuple(str(kind) for kind in self.kinds),
            plans=self.plan_names,
            components=tuple(spec.component_names for spec in map(self.alternatives.__getitem__, self.names)),
            actions=self.action_names,
            alternatives=self.names,
            world_alternative=np.array([self.names.index(key.alternative) for key in self.keys]),
            world_replication=np.array([key.replication for key in self.keys]),
            rep_world=np.repeat(np.arange(len(self.keys)), n_reps),
            rep_number=np.concatenate([np.arange(n) for n in n_reps]),
            rep_region=np.concatenate([np.repeat(regions, counts) for counts in staffing]),
            weeks=self.weeks,
            calendar=self.calendar,
            has_customers=self.first.reduced_form is None,
        )
