"""Sets of agents that exist once somebody looks: twenty thousand customers cost nothing until asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

import mesa
from mesa.agent import AgentSet

from simulator.engine.mesa_model.agents import ColumnAgent
from simulator.engine.mesa_model.columns import ReadOnlyColumn, plain

__all__ = ["LazyAgentSet"]


class LazyAgentSet(AgentSet):  # type: ignore[misc]
    """An `AgentSet` that knows how many agents it has, and makes them when they are touched.

    Reading a column with `get` or `agg` makes no agents at all. Everything else (`select`, `do`,
    `shuffle_do`, `groupby`, iteration) is Mesa's own. Copies and selections are plain agent sets' equals.
    """

    _make: Callable[[], Sequence[mesa.Agent]] | None = None
    _n_agents = 0
    _columns: tuple[type[ColumnAgent], Any] | None = None

    @classmethod
    def of(
        cls,
        make: Callable[[], Sequence[mesa.Agent]],
        n_agents: int,
        random: Random,
        columns: tuple[type[ColumnAgent], Any] | None = None,
    ) -> LazyAgentSet:
        """Promise a set of agents.

        Parameters
        ----------
        make
            Gives the agents, in order; called at most once. Whoever makes them keeps them: the set, as any
            in Mesa, holds them weakly.
        n_agents
            How many there will be.
        random
            The model's random numbers.
        columns
            The kind of agent whose columns `get` may read at once, and the model; None for a mixed set.
        """
        promised = cls.__new__(cls)
        promised.__dict__.update(random=random, _make=make, _n_agents=n_agents, _columns=columns)
        return promised

    @property
    def _agents(self) -> Any:
        if self._make is not None:
            make, self._make = self._make, None
            self._update(make())
        return self.__dict__["_members"]

    @_agents.setter
    def _agents(self, members: Any) -> None:
        self.__dict__["_members"] = members

    def __len__(self) -> int:
        return self._n_agents if self._make is not None else len(self._agents)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.to_list())

    def __getitem__(self, place: int | slice) -> Any:
        return self.to_list()[place]

    def to_list(self) -> list[Any]:
        """Give the agents in order."""
        return list(self._agents.keys())

    def get(self, attr_names: Any, handle_missing: str = "error", default_value: Any = None) -> list[Any]:
        """Read an attribute of all agents, or several; a column is read without making the agents."""
        column = self._column(attr_names) if isinstance(attr_names, str) else None
        if column is not None:
            return [plain(value) for value in column.whole(self._columns[1])]  # type: ignore[index]
        found: list[Any] = super().get(attr_names, handle_missing, default_value)
        return found

    def _column(self, name: str) -> ReadOnlyColumn | None:
        if self._make is None or self._columns is None:
            return None
        column = getattr(self._columns[0], name, None)
        return column if isinstance(column, ReadOnlyColumn) else None

    def __getstate__(self) -> dict[str, Any]:
        return {"agents": self.to_list(), "random": self.random}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.random = state["random"]
        self._update(state["agents"])
