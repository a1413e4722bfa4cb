"""The same pay, put as something to win or as something to lose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from simulator.compensation.draft import scaled
from simulator.world.pay_terms import CompiledPlan

__all__ = ["as_prepaid"]


def as_prepaid(plan: CompiledPlan, components: Collection[str], loss_aversion: float) -> CompiledPlan:
    """Give a plan as people weigh it to whom some components are handed out in advance.

    Parameters
    ----------
    plan
        The compiled plan.
    components
        Components that are paid in advance at their full amount and taken back as far as they are not earned.
    loss_aversion
        How much more a unit of pay that is taken away counts than one that is won; 1 is none.

    Returns
    -------
    The plan with these components weighed as losses avoided; the same plan where losses count like gains.

    Notes
    -----
    Money in hand is the reference: whatever is not earned of it is a loss, so that each unit earned counts
    ``loss_aversion`` times. What is paid in the end does not change. Laboratories find loss aversion, field
    studies next to none [FerraroTracy2022]_.

    Examples
    --------
    >>> import numpy as np
    >>> from simulator.world.pay_terms import Accumulator, CreditKind, PayTerm
    >>> bonus = PayTerm("bonus", 0, False, np.array([0.0, 10.0]), np.array([0.0, 500.0]), np.zeros(2))
    >>> all_sales = Accumulator("all", "quarter", np.ones(1))
    >>> plan = CompiledPlan((CreditKind("a", "", ""),), (all_sales,), (bonus,), 0.0)
    >>> as_prepaid(plan, ["bonus"], 2.25).terms[0].values
    array([   0., 1125.])
    >>> as_prepaid(plan, ["bonus"], 1.0) is plan
    True
    """
    if loss_aversion == 1.0 or not any(term.name in components for term in plan.terms):
        return plan
    weighed = (scaled(term, loss_aversion) if term.name in components else term for term in plan.terms)
    return replace(plan, terms=tuple(weighed))
