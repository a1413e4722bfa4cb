"""The outcomes by name, and measuring them for a batch of worlds.

Built-in outcomes and those of plug-ins come through the same door, the catalogue's kind ``outcome``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from simulator import catalog
from simulator.analysis.declaration import Columns, FloatArray, Measure, Outcome, Records, declaration_of
from simulator.analysis.market_outcomes import (
    market_share,
    new_customers,
    orders,
    premium_market_share,
    premium_share,
    satisfaction,
    win_rate,
)
from simulator.analysis.money_outcomes import (
    cash_collected,
    contribution,
    gross_margin,
    pay_cost,
    pay_cost_share,
    revenue,
)
from simulator.analysis.people_outcomes import pay_spread, quota_attained_share
from simulator.errors import RuleError

BUILT_IN = (
    "revenue",
    "gross_margin",
    "pay_cost",
    "contribution",
    "pay_cost_share",
    "premium_share",
    "premium_market_share",
    "market_share",
    "orders",
    "new_customers",
    "win_rate",
    "quota_attained_share",
    "pay_spread",
    "satisfaction",
    "cash_collected",
    "effort",
    "unpaid_task_effort",
    "unpaid_task_value",
    "late_quarter_share",
    "last_week_share",
    "discount_share",
    "bad_debt_share",
    "turnover_per_year",
    "vacancy_share",
    "mean_ability",
    "revenue_per_person",
    "own_adjustment_share",
)
"""Outcomes that a comparison reports where they mean something, in the order of its tables."""

__all__ = [
    "BUILT_IN",
    "cash_collected",
    "contribution",
    "declared",
    "gross_margin",
    "market_share",
    "measure",
    "measure_all",
    "new_customers",
    "orders",
    "outcome_names",
    "pay_cost",
    "pay_cost_share",
    "pay_spread",
    "premium_market_share",
    "premium_share",
    "quota_attained_share",
    "revenue",
    "satisfaction",
    "win_rate",
]


def outcome_names() -> tuple[str, ...]:
    """Name every outcome there is: the built-in ones first, then those of plug-ins."""
    return (*BUILT_IN, *(name for name in catalog.names("outcome") if name not in BUILT_IN))


def declared(names: Sequence[str] | None = None) -> dict[str, Outcome]:
    """Give the declarations of outcomes by name.

    Raises
    ------
    UnknownName
        There is no such outcome.

    Examples
    --------
    >>> declared(["premium_share"])["premium_share"].window
    'final 52 weeks'
    """
    chosen = outcome_names() if names is None else names
    return {name: declaration_of(catalog.get("outcome", name), name) for name in chosen}


def measure(name: str, ledger: Records) -> FloatArray:
    """Measure one outcome for every world of a batch.

    Parameters
    ----------
    name
        An outcome of the catalogue.
    ledger
        The facts of the batch.

    Returns
    -------
    One number for each world, ``(n_worlds,)``; NaN where the outcome is undefined in a world.

    Raises
    ------
    RuleError
        The outcome gives something else than one number for each world, or an infinite one.
    """
    function = catalog.get("outcome", name)
    declaration_of(function, name)
    values = np.asarray(cast(Measure, function)(ledger, ledger.axes))
    expected = (ledger.axes.n_worlds,)
    if values.shape != expected or values.dtype != np.float64:
        found = f"{values.dtype} {values.shape}"
        raise RuleError(f"must give float64 of shape {expected}", rule=f"outcome {name!r}", value=found)
    if np.isinf(values).any():
        raise RuleError("gives an infinite number", rule=f"outcome {name!r}")
    return values


def measure_all(ledger: Records, names: Sequence[str] | None = None) -> Columns:
    """Measure outcomes for every world of a batch: one row a world, one column an outcome.

    Unless outcomes are named, all that mean something in the batch's market.
    """
    axes = ledger.axes
    rows: Columns = {
        "alternative": np.asarray(axes.alternatives, dtype=object)[axes.world_alternative],
        "replication": np.asarray(axes.world_replication),
    }
    if names is None:
        names = [name for name, outcome in declared().items() if outcome.is_measured(axes)]
    for name in names:
        rows[name] = measure(name, ledger)
    return rows
