"""Attributes of agents that are places in columns: reading reads the column, writing writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.engine.mesa_model.one_world import OneWorld

__all__ = ["Column", "ReadOnlyColumn", "plain"]

Whole = Callable[[OneWorld], NDArray[Any]]


class HasPlace(Protocol):
    """An agent that has a place in the columns of a world."""

    model: OneWorld
    number: int


def plain(value: Any) -> Any:
    """Turn a NumPy number into a Python number; leave arrays as they are."""
    return value.item() if isinstance(value, np.generic) else value


class ReadOnlyColumn:
    """An attribute that is read off a column, one value for each agent of a kind.

    Parameters
    ----------
    whole
        Gives the column of all agents of the kind, first axis agents.
    meaning
        What the attribute says, for the reader of ``help()``.
    """

    def __init__(self, whole: Whole, meaning: str) -> None:
        self.whole = whole
        self.__doc__ = meaning
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, agent: HasPlace | None, owner: type | None = None) -> Any:
        if agent is None:
            return self
        return plain(self.whole(agent.model)[agent.number])

    def __set__(self, agent: HasPlace, value: Any) -> None:
        raise AttributeError(f"{self.name} of a {type(agent).__name__.lower()} can be read but not set")


class Column(ReadOnlyColumn):
    """An attribute that is a place in a column of the engine: setting it changes the world."""

    def __set__(self, agent: HasPlace, value: Any) -> None:
        self.whole(agent.model)[agent.number] = value
