"""Compensation: what a plan says, what it pays line by line, and what it makes worth doing.

A plan is a page of YAML: named components, each read in one order (credit → measure → attainment → rate →
gate → cap → proration → rounding). `load_plan` reads and checks it, `statements` pays everybody from
credited events with exact money, and `compile_plan` turns it into the numbers that behavior weighs.
Nothing here knows of simulation: the same lines pay a rep in a simulated quarter and a rep in a CSV export.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.compensation.compiled import compile_plan, pay_curve
    from simulator.compensation.crediting import Crediting, Hierarchy, credited
    from simulator.compensation.desk import Balance
    from simulator.compensation.document import load_plan
    from simulator.compensation.events import Coded, CreditEvents
    from simulator.compensation.marginal import Sale, marginal_value
    from simulator.compensation.people import People, Quota, same_quota_every_period
    from simulator.compensation.periods import Periods, fiscal_periods, gregorian_periods
    from simulator.compensation.plan import Plan
    from simulator.compensation.settlement import Statement, statements

_HOME = {
    "Balance": "desk",
    "Coded": "events",
    "CreditEvents": "events",
    "Crediting": "crediting",
    "Hierarchy": "crediting",
    "People": "people",
    "Periods": "periods",
    "Plan": "plan",
    "Quota": "people",
    "Sale": "marginal",
    "Statement": "settlement",
    "compile_plan": "compiled",
    "credited": "crediting",
    "fiscal_periods": "periods",
    "gregorian_periods": "periods",
    "load_plan": "document",
    "marginal_value": "marginal",
    "pay_curve": "compiled",
    "same_quota_every_period": "people",
    "statements": "settlement",
}

__all__ = [
    "Balance",
    "Coded",
    "CreditEvents",
    "Crediting",
    "Hierarchy",
    "People",
    "Periods",
    "Plan",
    "Quota",
    "Sale",
    "Statement",
    "compile_plan",
    "credited",
    "fiscal_periods",
    "gregorian_periods",
    "load_plan",
    "marginal_value",
    "pay_curve",
    "same_quota_every_period",
    "statements",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
