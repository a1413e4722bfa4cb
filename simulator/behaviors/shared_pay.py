"""What a colleague's sale is worth to a rep: nothing, or as much as an own one where pay is shared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.marginal_value import value_by_clause
from simulator.behaviors.situation import Situation

__all__ = ["value_of_shared"]


def value_of_shared(situation: Situation) -> NDArray[np.float64]:
    """Give what one more unit of a colleague's credit adds to a rep's pay.

    Parameters
    ----------
    situation
        What the reps know; the plan names the components that pay by what a team reaches together.

    Returns
    -------
    Currency of pay per currency unit of a colleague's revenue, ``(n_reps, n_kinds)``.

    Notes
    -----
    The part of the marginal value of own credit that comes from those components
    (:func:`simulator.behaviors.marginal_value.value_by_clause`): there it does not matter who sells.

    Examples
    --------
    >>> from simulator.behaviors.examples import one_rep_on_commission
    >>> from dataclasses import replace
    >>> alone = one_rep_on_commission(rate=0.03)
    >>> value_of_shared(alone)
    array([[0.]])
    >>> pooled = replace(alone, plan=replace(alone.plan, shared=(alone.plan.terms[0].name,)))
    >>> value_of_shared(pooled)
    array([[0.03]])
    """
    total = np.zeros_like(situation.opportunity)
    if not situation.plan.shared:
        return total
    expected, noise_sd = situation.remainder()
    parts = value_by_clause(
        situation.plan,
        credit=situation.credit,
        quota=situation.quota,
        expected=expected,
        noise_sd=noise_sd,
    )
    for clause, value in parts.items():
        if clause.removesuffix(": gate") in situation.plan.shared:
            total += value
    return total
