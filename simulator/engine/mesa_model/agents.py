"""Reps, customers and firms as Mesa agents: a number and a model; everything else is a column."""

from __future__ import annotations

from functools import cache
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import row_sum
from simulator.engine.mesa_model.columns import Column, ReadOnlyColumn
from simulator.engine.mesa_model.one_world import OneWorld
from simulator.engine.mesa_model.own_reps import Hours, put_to_work
from simulator.errors import RunError, did_you_mean
from simulator.world.pay_terms import PERIODS

__all__ = ["ColumnAgent", "Customer", "Firm", "Rep"]

Floats = NDArray[np.float64]

_OF_MESA = ("model", "number", "unique_id", "pos")
"""What the agent itself carries; everything else is a place in a column."""

_QUARTER = PERIODS.index("quarter")


class ColumnAgent(mesa.Agent):  # type: ignore[misc]
    """An agent whose attributes are places in the engine's columns.

    Attributes that a user adds are kept on the agent itself; one whose name nearly is that of a column is
    refused, since setting it would change nothing in the world.

    Parameters
    ----------
    model
        The model.
    number
        The agent's place in the columns.
    unique_id
        Mesa's number of the agent within the model.
    """

    model: OneWorld

    def __init__(self, model: OneWorld, number: int, unique_id: int) -> None:
        # Mesa's own constructor would register the agent; the engine knows it already.
        self.model = model
        self.number = number
        self.unique_id = unique_id
        self.pos = None

    def __setattr__(self, name: str, value: Any) -> None:
        of_its_kind: Any = type(self)
        near = None if name in _OF_MESA else _misspelt(of_its_kind, name)
        if near is not None:
            kind = type(self).__name__.lower()
            raise AttributeError(
                f"a {kind} has no attribute {name!r} that the world knows. Did you mean {near!r}?"
                " (For a note of your own, take another name.)"
            )
        super().__setattr__(name, value)

    def step(self) -> None:
        """Refuse: the people and firms of a world act together, when the model steps."""
        kind = type(self).__name__.lower()
        raise RunError(
            f"a {kind} of the scenario does not step alone: the whole world steps with model.step()",
            hint="To act for one, see SalesModel.replace_rep" if kind == "rep" else "",
        )

    def remove(self) -> None:
        """Refuse: the people and firms of a world are set by its scenario."""
        raise AttributeError(
            f"a {type(self).__name__.lower()} of the scenario cannot be removed from its world"
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.number}>"


@cache
def _misspelt(kind: type[Any], name: str) -> str | None:
    """Find the attribute that a name which is none was most likely meant to be."""
    if name.startswith("_") or hasattr(kind, name):
        return None
    return did_you_mean(name, [key for key, place in vars(kind).items() if hasattr(place, "__set__")])


class Rep(ColumnAgent):
    """A sales rep of ours, or the seat of one who is an agent of the user's own."""

    ability = Column(
        lambda m: m.state.reps.ability, "Results relative to the median rep at equal effort [1]."
    )
    understanding = Column(lambda m: m.state.reps.understanding, "Understanding of the plan [0 to 1].")
    knowledge = Column(lambda m: m.state.reps.knowledge, "Knowledge of premium products [0 to 1].")
    quota = Column(lambda m: m.state.reps.quota[_QUARTER], "Quota of the running quarter [currency].")
    effort = ReadOnlyColumn(lambda m: m.state.reps.total_effort, "Effort this week [weeks of normal effort].")
    credit = ReadOnlyColumn(
        lambda m: row_sum(m.state.reps.credit[_QUARTER]),
        "Revenue credited in the running quarter so far [currency].",
    )
    attainment = ReadOnlyColumn(
        lambda m: (
            row_sum(m.state.reps.credit[PERIODS.index("quarter")])
            / np.maximum(m.state.reps.quota[_QUARTER], 1.0)
        ),
        "Credit of the running quarter over its quota [1].",
    )

    @property
    def region(self) -> str:
        """Name of the rep's region."""
        return self.model.axes.regions[int(self.model.state.reps.region[self.number])]

    @property
    def hours(self) -> Floats:
        """Effort of the week by kind of sale [weeks of normal effort], in the order of `SalesModel.kinds`."""
        reps = self.model.state.reps
        return np.asarray(reps.effort[self.number] * reps.normal_split[self.number])

    @hours.setter
    def hours(self, hours: Hours) -> None:
        put_to_work(self.model, self.number, hours)

    def credit_by_kind(self, period: str = "quarter") -> Floats:
        """Give the revenue credited in the running period so far by kind of sale [currency], ``(n_kinds,)``.

        Parameters
        ----------
        period
            ``"month"``, ``"quarter"`` or ``"year"``.
        """
        return np.array(self.model.state.reps.credit[PERIODS.index(period), self.number])


class Firm(ColumnAgent):
    """A firm in the market; number 0 is ours.

    Prices that are set here hold from this week's shopping on but leave no row in the ledger: a firm that
    moves for the record has a strategy.
    """

    brand = Column(lambda m: m.with_customers.firms.brand[0], "Utility of the brand [1].")
    list_price = Column(
        lambda m: m.with_customers.firms.list_price[0], "List prices [currency], ``(n_lines, n_tiers)``."
    )
    feature_level = Column(
        lambda m: m.with_customers.firms.feature_level[0], "Premium features by line, ``(n_lines,)``."
    )
    presence = Column(
        lambda m: m.with_customers.firms.presence[0], "Share of outlets by channel, ``(n_channels,)``."
    )

    @property
    def name(self) -> str:
        """The firm's name in the scenario."""
        return self.model.axes.firms[self.number]

    @property
    def strategy(self) -> Any:
        """The strategy object that moves the firm."""
        return self.model.with_customers.firms.strategies[0][self.number]


class Customer(ColumnAgent):
    """A customer: who he is, and what he remembers of his last purchase."""

    segment_code = ReadOnlyColumn(lambda m: m.population.segment, "Code of the segment.")
    region_code = ReadOnlyColumn(lambda m: m.population.region, "Code of the region.")
    income = ReadOnlyColumn(lambda m: m.population.income, "Income over the mean [1].")
    premium_taste = ReadOnlyColumn(
        lambda m: m.population.premium_taste, "Utility of a premium model before its features are explained."
    )

    @property
    def segment(self) -> str:
        """Name of the customer's segment."""
        return self.model.axes.segments[int(self.segment_code)]

    @property
    def region(self) -> str:
        """Name of the customer's region."""
        return self.model.axes.regions[int(self.region_code)]

    @property
    def last_firm(self) -> int:
        """Number of the firm that the customer last bought from."""
        slot = self.model.memory_slot(self.number)
        if slot is None:
            return int(self.model.population.first_firm[self.number])
        return int(self.model.with_customers.customers.last_firm[slot])

    @last_firm.setter
    def last_firm(self, firm: int) -> None:
        slot = self.model.memory_slot(self.number)
        if slot is None:
            raise AttributeError(
                f"customer {self.number} needs nothing in this run, so nothing follows from his memory"
            )
        self.model.with_customers.customers.last_firm[slot] = firm

    @property
    def experience(self) -> float | None:
        """Satisfaction with the last purchase [0 to 1]; None for who needs nothing in this run."""
        slot = self.model.memory_slot(self.number)
        return None if slot is None else float(self.model.with_customers.customers.experience[slot])
