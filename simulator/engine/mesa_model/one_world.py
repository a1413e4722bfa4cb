"""One world and what can be read off it: names, columns, and figures of the week just done."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from simulator.agents.population import Population, draw_population
from simulator.calendar import FiscalCalendar
from simulator.engine.ledger import Columns, Ledger
from simulator.engine.spec import WorldsSpec
from simulator.engine.state import CustomerState, State
from simulator.errors import RunError
from simulator.units import MINOR_UNITS_PER_UNIT
from simulator.world.records import Axes
from simulator.world.specs import OUR_FIRM, TIERS

__all__ = ["OneWorld"]


class OneWorld:
    """What a world is made of and what happened in the week that ended last.

    Attributes
    ----------
    spec
        What the world was built from.
    state
        Its columns, as the engine keeps them.
    """

    spec: WorldsSpec
    state: State

    FIGURES: ClassVar[tuple[str, ...]] = (
        "week",
        "revenue",
        "orders",
        "premium_share",
        "market_share",
        "effort",
        "understanding",
        "pay_cost",
    )
    """Names of the figures that are collected unless the user says otherwise."""

    OF_CUSTOMERS: ClassVar[tuple[str, ...]] = ("orders", "premium_share", "market_share")
    """Those of them that mean something only where there are customers."""

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures that mean something in this world."""
        left_out = () if self.axes.has_customers else self.OF_CUSTOMERS
        return tuple(name for name in self.FIGURES if name not in left_out)

    @property
    def with_customers(self) -> CustomerState:
        """The world's columns, customers and firms included.

        Raises
        ------
        RunError
            If the market is one without customers.
        """
        if not isinstance(self.state, CustomerState):
            raise RunError("this world has no customers and no firms: its market is a reduced form")
        return self.state

    @property
    def week(self) -> int:
        """The running week, counted from 0; between two steps, the week that comes next."""
        return self.state.week

    @property
    def replication(self) -> int:
        """Number of the replication."""
        return self.spec.keys[0].replication

    @property
    def alternative(self) -> str:
        """Name of the alternative."""
        return self.spec.keys[0].alternative

    @property
    def calendar(self) -> FiscalCalendar:
        """The fiscal calendar."""
        return self.spec.calendar

    @property
    def ledger(self) -> Ledger:
        """Everything that happened so far; outcomes and pay are computed from it alone."""
        return self.state.ledger

    @property
    def axes(self) -> Axes:
        """The names behind the codes in the ledger."""
        return self.state.ledger.axes

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Names of the kinds of sale, in the order of every column by kind."""
        return tuple(str(kind) for kind in self.spec.kinds)

    def table(self, name: str) -> Columns:
        """Give a table of the ledger so far, such as ``"order"``: an array for each column."""
        return self.ledger.table(name)

    @cached_property
    def population(self) -> Population:
        """Who the customers are, drawn again as the world was built (its state keeps only what changes)."""
        return draw_population(
            self.spec.first.market,
            replication=self.replication,
            streams=self.state.streams,
            weeks=self.spec.weeks,
        )

    def memory_slot(self, customer: int) -> int | None:
        """Give the place of a customer's memory in its columns; None for who needs nothing in this run."""
        active = self.population.active
        slot = int(np.searchsorted(active, customer))
        return slot if slot < len(active) and active[slot] == customer else None

    def _rows_of_week(self, table: str) -> Columns:
        rows = self.ledger.table(table)
        inside = rows["day"] // 7 == self.week - 1
        return {name: values[inside] for name, values in rows.items()}

    def _ours(self) -> tuple[Columns, NDArray[np.bool_]]:
        orders = self._rows_of_week("order")
        return orders, orders["firm"] == OUR_FIRM

    @property
    def revenue(self) -> float:
        """Our booked revenue of the week [currency]."""
        orders, ours = self._ours()
        return float(orders["amount_minor"][ours].sum()) / MINOR_UNITS_PER_UNIT

    @property
    def orders(self) -> int:
        """Our booked orders of the week."""
        return int(np.count_nonzero(self._ours()[1]))

    @property
    def premium_share(self) -> float | None:
        """Premium revenue over our revenue of the week [1]; None in a week without revenue."""
        orders, ours = self._ours()
        revenue = orders["amount_minor"][ours]
        premium = revenue[orders["tier"][ours] == TIERS.index("premium")]
        return float(premium.sum() / revenue.sum()) if revenue.any() else None

    @property
    def market_share(self) -> float | None:
        """Our units over all units booked in the week [1]; None in a week without orders."""
        orders, ours = self._ours()
        units = orders["units"]
        return float(units[ours].sum() / units.sum()) if units.any() else None

    @property
    def effort(self) -> float | None:
        """Mean effort of our reps in the week [weeks of normal effort]; None without reps."""
        return _mean(self._rows_of_week("activity")["effort"])

    @property
    def understanding(self) -> float | None:
        """Mean understanding of the plan among our reps in the week [0 to 1]; None without reps."""
        return _mean(self._rows_of_week("belief")["understanding"])

    @property
    def pay_cost(self) -> float:
        """Pay of our reps that fell due in the week [currency]."""
        return float(self._rows_of_week("payout")["amount_minor"].sum()) / MINOR_UNITS_PER_UNIT


def _mean(column: NDArray[np.floating]) -> float | None:
    return float(np.mean(column, dtype=np.float64)) if len(column) else None
