"""Coefficients of repeat buying from customers' histories, by maximum likelihood.

The search is over logarithms, so that coefficients stay above 0, and counts equal histories once.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulator.market.repeat_buying import drop_out, lifetimes, spending
from simulator.market.repeat_buying.drop_out import DropOut
from simulator.market.repeat_buying.histories import Histories
from simulator.market.repeat_buying.lifetimes import Lifetimes
from simulator.market.repeat_buying.spending import Spending

__all__ = ["fit_drop_out", "fit_lifetimes", "fit_spending"]

Floats = NDArray[np.float64]


def _most_likely(log_likelihood: Callable[[Floats], float], start: list[float]) -> Floats:
    """Coefficients of highest likelihood: quasi-Newton on logs, polished by a simplex."""
    from scipy.optimize import minimize

    def loss(logs: Floats) -> float:
        value = log_likelihood(np.exp(np.clip(logs, -12.0, 12.0)))
        return -value if np.isfinite(value) else 1e12

    first = minimize(loss, np.log(start), method="L-BFGS-B", bounds=[(-8.0, 10.0)] * len(start))
    last = minimize(
        loss, first.x, method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-10, "maxiter": 2_000}
    )
    return np.asarray(np.exp(last.x))


def _check(histories: Histories) -> None:
    if not len(histories) or not histories.repeats.any():
        raise ValueError("nobody bought again: nothing can be said about repeat buying")
    if (histories.last > histories.known).any() or (histories.repeats < 0.0).any():
        raise ValueError("a last purchase lies after the end of observation, or a count is below 0")


def fit_drop_out(histories: Histories, *, leaves_at_once: bool = False) -> DropOut:
    """Find how customers differ who may leave after each purchase (BG/NBD or MBG/NBD).

    Parameters
    ----------
    histories
        What is known of each customer.
    leaves_at_once
        Whether a customer may leave right after the first purchase.

    Raises
    ------
    ValueError
        If nobody bought again, or a history contradicts itself.

    Examples
    --------
    >>> from simulator.market.repeat_buying.histories import draw_drop_out
    >>> from simulator.randomness import Streams
    >>> shop = DropOut(purchases=1.0, weeks=10.0, leaving=1.0, staying=4.0)
    >>> seen = draw_drop_out(shop, np.arange(3_000), np.full(3_000, 78.0), replication=0,
    ...                      luck=Streams(1).stream("customer.buys_again"))
    >>> found = fit_drop_out(seen)
    >>> bool(abs(found.purchases / found.weeks / 0.1 - 1) < 0.1)
    True
    """
    _check(histories)
    seen, counts = histories.counted()

    def total(values: Floats) -> float:
        r, alpha, a, b = (float(one) for one in values)
        traits = DropOut(r, alpha, a, b, leaves_at_once)
        each = drop_out.log_likelihood(traits, seen.repeats, seen.last, seen.known)
        return float((counts * each).sum() / counts.sum())

    start = [0.5, 0.25 * float(histories.known.mean()), 0.8, 2.5]
    shape, weeks, leaving, staying = (float(one) for one in _most_likely(total, start))
    return DropOut(shape, weeks, leaving, staying, leaves_at_once)


def fit_lifetimes(histories: Histories) -> Lifetimes:
    """Find how customers differ who may leave at any time (Pareto/NBD).

    Parameters
    ----------
    histories
        What is known of each customer.

    Raises
    ------
    ValueError
        As in `fit_drop_out`.

    Examples
    --------
    >>> from simulator.market.repeat_buying.histories import draw_lifetimes
    >>> from simulator.randomness import Streams
    >>> shop = Lifetimes(purchases=1.0, weeks=8.0, leaving=1.0, leaving_weeks=30.0)
    >>> seen = draw_lifetimes(shop, np.arange(1_000), np.full(1_000, 52.0), replication=0,
    ...                       luck=Streams(1).stream("customer.buys_again"))
    >>> found = fit_lifetimes(seen)
    >>> bool(abs(found.purchases / found.weeks / 0.125 - 1) < 0.2)
    True
    """
    _check(histories)
    seen, counts = histories.counted()

    def total(values: Floats) -> float:
        traits = Lifetimes(*(float(one) for one in values))
        each = lifetimes.log_likelihood(traits, seen.repeats, seen.last, seen.known)
        return float((counts * each).sum() / counts.sum())

    week = 0.25 * float(histories.known.mean())
    r, alpha, s, beta = (float(one) for one in _most_likely(total, [0.5, week, 0.6, 1.2 * week]))
    return Lifetimes(r, alpha, s, beta)


def fit_spending(purchases: Floats, mean_amount: Floats) -> Spending:
    """Find how much customers differ in what they spend on a purchase (gamma-gamma).

    Parameters
    ----------
    purchases
        Purchases of each customer [count], at least 1.
    mean_amount
        Their mean amount [money], above 0.

    Raises
    ------
    ValueError
        If there is no customer, or an amount or count is not above 0.

    Examples
    --------
    >>> amounts = np.tile([20.0, 40.0, 60.0], 10)
    >>> found = fit_spending(np.full(30, 3.0), amounts)
    >>> found.scale > 0
    True
    """
    if not len(purchases) or (purchases < 1.0).any() or (mean_amount <= 0.0).any():
        raise ValueError("spending needs customers with at least one purchase and amounts above 0")

    def total(values: Floats) -> float:
        traits = Spending(*(float(one) for one in values))
        return float(spending.log_likelihood(traits, purchases, mean_amount).mean())

    p, q, v = (float(one) for one in _most_likely(total, [4.0, 3.0, float(np.median(mean_amount)) / 2.0]))
    return Spending(p, q, v)
