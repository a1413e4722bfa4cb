"""`SalesModel`: one world of Sandtable as a Mesa model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import mesa
import numpy as np
from mesa.datacollection import DataCollector

from simulator.engine.mesa_model.agent_sets import LazyAgentSet
from simulator.engine.mesa_model.agents import Customer, Firm, Rep
from simulator.engine.mesa_model.one_world import OneWorld
from simulator.engine.mesa_model.own_reps import OwnReps
from simulator.engine.setup import build_state
from simulator.engine.spec import AlternativeSpec, WorldsSpec
from simulator.engine.week import advance_week
from simulator.errors import InputError, RunError
from simulator.world.specs import WorldKey

__all__ = ["SalesModel"]

MakeRep = Callable[["SalesModel"], mesa.Agent]
_NOBODY = 2**64 - 1


class SalesModel(OneWorld, mesa.Model):  # type: ignore[misc]
    """One world, week by week, for whoever knows Mesa.

    Reps, customers and firms are array-backed agents in `reps`, `customers` and `firms`, and all of them
    in `agents`. The world is bit for bit the one that an ensemble runs under the same alternative,
    replication and seed.

    Parameters
    ----------
    world
        An alternative, ready to run, or a batch that holds one world (which then says all the rest).
    replication
        Number of the replication: which luck.
    seed
        Seed of all luck.
    weeks
        Length of the run [weeks]; then `running` turns False.
    custom_reps
        Reps to replace from the first week on: seat number to Mesa agent class, see `replace_rep`.

    Attributes
    ----------
    datacollector
        Collects once a week; assign one of your own to choose what.
    steps
        Weeks done.

    Notes
    -----
    `rng` and `random` are keyed: they start anew each week, and for each own rep in each week. What one
    agent draws changes nothing for another.
    """

    def __init__(
        self,
        world: AlternativeSpec | WorldsSpec,
        *,
        replication: int = 0,
        seed: int = 1,
        weeks: int = 52,
        custom_reps: Mapping[int, MakeRep] | None = None,
    ) -> None:
        spec = _one_world(world, replication, seed, weeks)
        super().__init__(rng=0)  # drawn anew below, and each week, from keys
        self.spec = spec
        self._own_agents = 0
        with np.errstate(divide="raise", over="raise", invalid="raise"):
            self.state = build_state(spec)
        self.own_reps = OwnReps(self, self.draw_luck_of)
        self.state.custom_decisions = self.own_reps.decide
        self._forget_sets()
        self.draw_luck_of("model.week")
        self.datacollector = DataCollector(model_reporters={name: name for name in self.figures})
        for number, make in (custom_reps or {}).items():
            self.replace_rep(number, make)

    def step(self) -> None:
        """Advance the world by one week, and collect data.

        Raises
        ------
        RunError
            If the run is over.
        RuleError
            If an own rep or a strategy does what it cannot.
        """
        if self.week >= self.spec.weeks:
            raise RunError(
                f"the run of {self.spec.weeks} weeks is over; ask for more weeks when making the model"
            )
        self.draw_luck_of("model.week")
        with np.errstate(divide="raise", over="raise", invalid="raise"):
            advance_week(self.state)
        self.running = self.week < self.spec.weeks
        self.datacollector.collect(self)

    def draw_luck_of(self, decision: str, entity: int = _NOBODY) -> None:
        """Start `rng` and `random` anew from the key (seed, replication, decision, week, entity)."""
        key = (self.replication, self.week, entity)
        fresh = self.state.streams.generator(decision, *key)
        self.random.seed(int(fresh.integers(2**63)))
        self.rng = fresh

    # Agents.

    def replace_rep(self, number: int, make: MakeRep) -> Any:
        """Put an agent of your own on a rep's seat, from the coming week on.

        Parameters
        ----------
        number
            Number of the seat, as in `reps`.
        make
            An ordinary `mesa.Agent` subclass (or a function of the model that makes an agent) with
            ``decide(view)`` or ``step()``, see :mod:`simulator.engine.mesa_model.own_reps`.

        Returns
        -------
        The agent; its ``seat`` is the array-backed rep whose columns it works with.

        Raises
        ------
        InputError
            If there is no such seat.
        """
        n_reps = len(self.state.reps.world)
        if not 0 <= number < n_reps:
            raise InputError(f"there is no rep {number}", hint=f"Reps are numbered from 0 to {n_reps - 1}")
        agent = make(self)
        agent.seat = self.seats[number]
        previous = self.own_reps.by_seat.pop(number, None)
        if previous is not None:
            previous.remove()
        self.own_reps.by_seat[number] = agent
        self._forget_sets()
        return agent

    def register_agent(self, agent: mesa.Agent) -> None:
        """Take in an agent that is not a row of a column; Mesa calls this."""
        super().register_agent(agent)
        # Mesa 3.3 numbers agents in a table of the class that keeps every model alive; ours is a plain count.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        self._own_agents += 1
        agent.unique_id = self._n_rows + self._own_agents
        self._forget_sets()

    def deregister_agent(self, agent: mesa.Agent) -> None:
        """Let go of such an agent; its seat, if it has one, is worked by the vectorized rep again."""
        super().deregister_agent(agent)
        own = self.own_reps.by_seat
        for seat in [seat for seat, one in own.items() if one is agent]:
            del own[seat]
        self._forget_sets()

    @cached_property
    def seats(self) -> list[Rep]:
        """Every rep's row as an agent, replaced or not."""
        return self._rows(Rep, len(self.state.reps.world), self._n_firms)

    @cached_property
    def _firms(self) -> list[Firm]:
        return self._rows(Firm, self._n_firms, 0)

    @cached_property
    def _customers(self) -> list[Customer]:
        return self._rows(Customer, self._n_customers, self._n_firms + len(self.state.reps.world))

    def _rows(self, kind: type[Any], n_agents: int, first: int) -> list[Any]:
        return [kind(self, number, first + number + 1) for number in range(n_agents)]

    @property
    def _n_customers(self) -> int:
        return self.spec.first.demand.customers if self.axes.has_customers else 0

    @property
    def _n_firms(self) -> int:
        return len(self.axes.firms) if self.axes.has_customers else 0

    @property
    def _n_rows(self) -> int:
        return self._n_firms + len(self.state.reps.world) + self._n_customers

    def _forget_sets(self) -> None:
        for name in ("reps", "customers", "firms", "agents_by_type", "_everybody"):
            self.__dict__.pop(name, None)

    @cached_property
    def firms(self) -> LazyAgentSet:
        """All firms; number 0 is ours. None in a market without customers."""
        return LazyAgentSet.of(lambda: self._firms, self._n_firms, self.random, (Firm, self))

    @cached_property
    def customers(self) -> LazyAgentSet:
        """All customers."""
        return LazyAgentSet.of(lambda: self._customers, self._n_customers, self.random, (Customer, self))

    @cached_property
    def reps(self) -> LazyAgentSet:
        """All our reps by seat; an own rep stands in its seat's place."""
        own = self.own_reps.by_seat
        columns = None if own else (Rep, self)
        n_reps = len(self.state.reps.world)
        return LazyAgentSet.of(
            lambda: [own.get(seat.number, seat) for seat in self.seats], n_reps, self.random, columns
        )

    @cached_property
    def _everybody(self) -> LazyAgentSet:
        own = self.own_reps.by_seat

        def make() -> list[mesa.Agent]:
            rows = [seat for seat in self.seats if seat.number not in own]
            return [*self._firms, *rows, *self._customers, *super(SalesModel, self).agents]

        n_agents = self._n_rows - len(own) + len(super().agents)
        return LazyAgentSet.of(make, n_agents, self.random)

    @property
    def agents(self) -> LazyAgentSet:
        """Firms, reps, customers, and agents of the user's own."""
        return self._everybody

    @cached_property
    def agents_by_type(self) -> dict[type[mesa.Agent], Any]:
        """Agents by class; replaced reps stand under their own class, not under `Rep`."""
        own = self.own_reps.by_seat
        n_rows = len(self.state.reps.world) - len(own)
        rows = LazyAgentSet.of(
            lambda: [seat for seat in self.seats if seat.number not in own],
            n_rows,
            self.random,
            None if own else (Rep, self),
        )
        return {Firm: self.firms, Rep: rows, Customer: self.customers, **super().agents_by_type}

    @property
    def agent_types(self) -> list[type[mesa.Agent]]:
        """Classes of the agents."""
        return list(self.agents_by_type)


def _one_world(world: AlternativeSpec | WorldsSpec, replication: int, seed: int, weeks: int) -> WorldsSpec:
    if isinstance(world, WorldsSpec):
        if len(world.keys) != 1:
            raise InputError(f"a SalesModel is one world, and the batch holds {len(world.keys)}")
        return world
    return WorldsSpec((WorldKey(world.name, replication),), {world.name: world}, seed, weeks)
