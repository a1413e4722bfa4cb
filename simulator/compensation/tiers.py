"""Tiers: rates that change with the level reached, and the threshold below which nothing is paid."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from pydantic import Field

from simulator.compensation.faults import Fault
from simulator.compensation.money import IntArray
from simulator.compensation.values import LevelText, Money, Rate
from simulator.documents import Spec

Method = Literal["marginal", "retroactive"]


class Tier(Spec):
    """A rate and the level from which it holds.

    Parameters
    ----------
    start
        Written ``from``: a share of quota where the component names one, else an amount of the measure.
    rate
        Share of the measure that is paid.
    pay_per_unit
        Money for each unit, where units are counted [currency].
    """

    start: LevelText = Field(alias="from")
    rate: Rate | None = None
    pay_per_unit: Money | None = None


class Threshold(Spec):
    """A level below which nothing is paid.

    Parameters
    ----------
    at
        The level.
    pays
        What is paid once it is reached: everything ``from-first-unit``, or only what lies
        ``above-threshold``.
    """

    at: LevelText
    pays: Literal["from-first-unit", "above-threshold"]


def check_order(levels: Sequence[int], tiers: Sequence[Tier]) -> None:
    """Raise an error when a tier does not begin above the one before it.

    Raises
    ------
    Fault
        Naming the tier.
    """
    for number, (earlier, later) in enumerate(pairwise(levels), start=1):
        if later <= earlier:
            what = f"the tier from {tiers[number].start} does not lie above the one before it"
            raise Fault(what, ("tiers", number, "from"), hint="List tiers from low to high")


def parts(
    total: IntArray, edges: Sequence[IntArray], floor: IntArray | None, method: Method
) -> list[IntArray]:
    """Divide totals into the part that each tier pays on.

    Parameters
    ----------
    total
        Credit, any shape; negative credit falls into a first tier that begins at zero.
    edges
        Where tiers begin, ascending, broadcast against the total.
    floor
        Level below which nothing counts; None where everything counts.
    method
        ``marginal`` or ``retroactive``.

    Examples
    --------
    >>> totals, edges = np.array([120, 40]), [np.array(0), np.array(100)]
    >>> [part.tolist() for part in parts(totals, edges, None, "marginal")]
    [[100, 40], [20, 0]]
    >>> [part.tolist() for part in parts(totals, edges, None, "retroactive")]
    [[0, 40], [120, 0]]
    """
    found: list[IntArray] = []
    for number, edge in enumerate(edges):
        upper = edges[number + 1] if number + 1 < len(edges) else None
        is_lowest = number == 0 and not edge.any()
        if method == "retroactive":
            inside = np.ones(total.shape, dtype=np.bool_) if is_lowest else total >= edge
            inside = inside if upper is None else inside & (total < upper)
            found.append(np.where(inside, total if floor is None else total - floor, 0))
        else:
            lower = edge if floor is None else np.maximum(edge, floor)
            top = total if upper is None else np.minimum(total, upper)
            part = np.maximum(top - lower, 0)
            found.append(part + np.minimum(total, 0) if is_lowest else part)
    return found
