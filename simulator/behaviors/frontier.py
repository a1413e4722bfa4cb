"""What the results of a week cost at least: effort models seen from the side of results."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import row_sum
from simulator.behaviors.effort_models import EffortModel

__all__ = ["Frontier", "frontier", "range_of_results"]

Floats = NDArray[np.float64]

_PRICES = 129
_ANY_PRICE = 1e9
_BOUNDED = 1e3
_QUANTUM = 4.0
"""Ranges that pay alone limits are widened to a multiple of this part of an octave."""


@dataclass(frozen=True)
class Frontier:
    """Least cost of a week's results, at results that are the same for all classes.

    Parameters
    ----------
    results
        Results of a week, relative to normal, ascending and even, ``(n_results,)``.
    cost
        Cost of effort less what is gained beside the total [currency per week], ``(n, n_results)``; infinite
        where these results are out of reach.
    """

    results: Floats
    cost: Floats


def _at_price(
    model: EffortModel, price: Floats, weights: Floats, opportunity: Floats, unpaid: Floats
) -> tuple[Floats, Floats]:
    """Give results and net cost of a week when credit pays ``price`` [pay per accumulator unit], ``(n,)``."""
    effort = model.choose(price[:, None] * weights + unpaid, opportunity)
    revenue = model.output(effort) * opportunity
    normal = row_sum(weights * opportunity)
    net = model.cost(effort) - row_sum(unpaid * revenue)
    return row_sum(weights * revenue) / normal, net


def _worthless(weights: Floats, unpaid: Floats) -> Floats:
    """Give the price at which no credit is worth anything, what comes beside pay included, ``(n,)``."""
    counted = weights > 0.0
    per_unit = np.where(counted, unpaid / np.where(counted, weights, 1.0), 0.0)
    return np.asarray(-np.maximum(per_unit.max(axis=1), 0.0))


def range_of_results(
    model: EffortModel, dearest: Floats, weights: Floats, opportunity: Floats, unpaid: Floats
) -> tuple[Floats, Floats]:
    """Give the least and the most that a class may want to bring in a week [1 = normal], each ``(n,)``.

    Parameters
    ----------
    model
        Effort model of the classes.
    dearest
        The most that credit can be worth [pay per accumulator unit], ``(n,)``.
    weights, opportunity
        What revenue of each kind counts, and revenue per week at effort 1, ``(n, n_kinds)``.
    unpaid
        Worth of revenue of each kind beside the pay that the total brings [currency per currency unit],
        ``(n, n_kinds)``.

    Notes
    -----
    Where effort itself is bounded, these are its bounds; else the most is what the dearest credit calls
    forth, widened to a fixed ladder so that neighbors share a range.
    """
    least, _ = _at_price(model, _worthless(weights, unpaid), weights, opportunity, unpaid)
    most, _ = _at_price(model, np.full_like(dearest, _ANY_PRICE), weights, opportunity, unpaid)
    wanted, _ = _at_price(model, dearest, weights, opportunity, unpaid)
    ladder = 2.0 ** (np.ceil(np.log2(np.maximum(1.02 * wanted, 1e-3)) * _QUANTUM) / _QUANTUM)
    bounded = most < _BOUNDED
    low = np.where(bounded, least, 0.0)
    high = np.where(bounded, most, ladder)
    return low, np.maximum(high, low + 1e-3)


def frontier(
    model: EffortModel,
    results: Floats,
    dearest: Floats,
    weights: Floats,
    opportunity: Floats,
    unpaid: Floats,
) -> Frontier:
    """Find the least cost of each result by offering every price of credit.

    Parameters
    ----------
    model, dearest, weights, opportunity, unpaid
        As for :func:`range_of_results`.
    results
        Results wanted, relative to normal, ascending, ``(n_results,)``.

    Notes
    -----
    Effort that is best at a price is the cheapest way to its result. Between prices the marginal cost is
    straight, so that costs are exact for quadratic models and of third order otherwise.

    Examples
    --------
    Results in proportion to effort, at a cost of half their square:

    >>> from simulator.behaviors.effort_models import QuadraticEffort
    >>> one = np.ones((1, 1))
    >>> frontier(QuadraticEffort.of([1.0]), np.array([0.0, 1.0, 2.0]), np.full(1, 3.0), one, one,
    ...          0 * one).cost.round(6)
    array([[0. , 0.5, 2. ]])
    """
    n = len(dearest)
    normal = row_sum(weights * opportunity)
    highest = np.maximum(dearest, 1e-12)
    while True:  # effort that is bounded may need more than the dearest price to reach its bound
        reached, _ = _at_price(model, highest, weights, opportunity, unpaid)
        short = (reached < results[-1] * (1.0 - 1e-6)) & (highest < _ANY_PRICE)
        if not short.any():
            break
        highest = np.where(short, 2.0 * highest, highest)
    lowest = _worthless(weights, unpaid)[:, None]
    prices = (lowest + (highest[:, None] - lowest) * np.square(np.linspace(0.0, 1.0, _PRICES))).reshape(-1)
    each = np.repeat(np.arange(n), _PRICES)
    brought, cost = _at_price(model.rows(each), prices, weights[each], opportunity[each], unpaid[each])
    table = [column.reshape(n, _PRICES) for column in (brought, cost, prices)]
    found = np.empty((n, len(results)))
    for row in range(n):
        found[row] = _least_cost(results, table[0][row], table[1][row], table[2][row], float(normal[row]))
    return Frontier(results, found)


def _least_cost(results: Floats, brought: Floats, cost: Floats, price: Floats, normal: float) -> Floats:
    """Read the cost of results off what prices call forth."""
    rising = np.maximum.accumulate(brought)
    below = np.clip(np.searchsorted(rising, results, side="right") - 1, 0, len(rising) - 2)
    width = rising[below + 1] - rising[below]
    share = np.clip((results - rising[below]) / np.where(width > 0.0, width, 1.0), 0.0, 1.0)
    marginal = price[below] + share * (price[below + 1] - price[below])
    total = cost[below] + normal * (results - rising[below]) * 0.5 * (price[below] + marginal)
    reachable = (results >= rising[0] * (1.0 - 1e-6)) & (results <= rising[-1] * (1.0 + 1e-6))
    return np.where(reachable, total, np.inf)
