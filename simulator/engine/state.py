"""The state of a batch of worlds: column tables of agents, levers of our firm, and running totals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.agents.customers import Customers
from simulator.agents.deals import Deals
from simulator.agents.firms import Firms
from simulator.agents.reps import PlanOfReps, Reps
from simulator.agents.shopping import MarketSettings
from simulator.agents.shopping_luck import ShoppingKeys
from simulator.agents.talk import Talk
from simulator.engine.good_will import GoodWill
from simulator.engine.ledger import Ledger
from simulator.engine.payroll import Payroll
from simulator.engine.seats import Seats
from simulator.engine.spec import WorldsSpec
from simulator.randomness import Keys, Streams

__all__ = ["CustomerState", "Levers", "State"]

Floats = NDArray[np.float64]


@dataclass
class Levers:
    """What our firm's actions have set, by world.

    Parameters
    ----------
    ramp_from, ramp_to, ramp_start, ramp_weeks
        Our presence in each channel on its way from one level to another, ``(n_worlds, n_channels)``.
    layers, approvers, handling_days
        Order approval, ``(n_worlds,)``.
    response_hours, service_cost_per_order
        Service promise [hours] and its cost [currency], ``(n_worlds,)``.
    specialist_leads
        Premium leads that specialists can join in a week, ``(n_worlds,)``.
    cost_per_week
        Running costs of actions begun so far [currency], by world and action, ``(n_worlds, n_actions)``.
    cost_until
        Week in which they end, same shape.
    """

    ramp_from: Floats
    ramp_to: Floats
    ramp_start: Floats
    ramp_weeks: Floats
    layers: NDArray[np.int64]
    approvers: NDArray[np.int64]
    handling_days: Floats
    response_hours: Floats
    service_cost_per_order: Floats
    specialist_leads: Floats
    cost_per_week: Floats
    cost_until: Floats

    def presence(self, week: int) -> Floats:
        """Give our presence in each channel this week, ``(n_worlds, n_channels)``."""
        progress = np.clip((week + 1 - self.ramp_start) / self.ramp_weeks, 0.0, 1.0)
        return self.ramp_from + (self.ramp_to - self.ramp_from) * progress


@dataclass(kw_only=True)
class State:
    """What every batch of worlds has, whatever its market: reps, their plans and quotas, pay, the ledger.

    Parameters
    ----------
    spec, streams, ledger, week
        What is run, its luck, what has happened, and the running week, counted from 0.
    reps, plans, payroll
        The sales force, the plans that it weighs, and what has been settled.
    season
        Demand index by world, line and fiscal month, ``(n_worlds, n_lines, 12)``.
    quota_base, quota_season
        What quotas ask for at level 1 [currency per week], ``(n_reps, n_lines)``, and the index by month
        that spreads them over the year, ``(n_worlds, n_lines, 12)``.
    announced
        Quotas announced so far by fiscal month [minor units], ``(n_reps,)`` each.
    replication, parameters
        Replication of each world, and the behavioral numbers by name, ``(n_worlds,)`` each.
    """

    spec: WorldsSpec
    streams: Streams
    ledger: Ledger
    week: int = 0
    reps: Reps
    plans: tuple[PlanOfReps, ...]
    payroll: Payroll
    season: Floats
    quota_base: Floats
    quota_season: Floats
    announced: dict[int, NDArray[np.int64]] = field(default_factory=dict)
    replication: NDArray[np.int64]
    parameters: Mapping[str, Floats]
    luck_keys: dict[str, Keys] = field(default_factory=dict)
    seats: Seats | None = None
    """Who sits where; None where nobody comes or goes in any world."""
    good_will: GoodWill | None = None
    """What people feel they owe for gifts; None where none are ever given."""
    custom_decisions: Callable[[Floats], None] | None = None
    """Called each week with the marginal values once reps have decided: may put other efforts in place."""

    def luck(self, decision: str, world: NDArray[np.integer]) -> Keys:
        """Give the keys of a decision for rows in these worlds, shape ``(n,)``, to be drawn from by id."""
        if decision not in self.luck_keys:
            self.luck_keys[decision] = self.streams.stream(decision).keys(self.replication)
        return self.luck_keys[decision].take(world)

    def lose_open_deals(self, reps: NDArray[np.int64]) -> None:
        """Drop what these reps had sold but not booked, where there is such a thing."""

    @property
    def n_worlds(self) -> int:
        """Number of worlds in the batch."""
        return len(self.spec.keys)

    @property
    def day(self) -> int:
        """First day of the running week."""
        return 7 * self.week


@dataclass(kw_only=True)
class CustomerState(State):
    """Worlds with customers who choose, rival firms, channels, deals and our firm's levers."""

    customers: Customers
    firms: Firms
    deals: Deals
    talk: Talk
    levers: Levers
    market: MarketSettings
    shopping_keys: ShoppingKeys
    channel_cost_per_week: Floats
    channel_fee_share: Floats
    needs_approval: NDArray[np.bool_]
    segment: Mapping[str, Floats]
    last_served_leads: Floats
