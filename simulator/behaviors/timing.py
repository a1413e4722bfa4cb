"""When a rep closes a deal that is ready: now, at the close of the period, or in the next one.

Nothing here knows of quarter ends. A rep compares what credit is worth now with what the same credit is
worth after the period has closed; rushes into a period and empty weeks after it follow where pay is not
straight, and do not where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "TimingChoice",
    "TimingTraits",
    "accepted_discount",
    "choose_week",
    "pull_in",
    "signed_early",
]

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
_A_BILLIONTH = 1e-9


@dataclass(frozen=True)
class TimingTraits:
    """How customers take it when the date of a deal is moved; arrays of a common shape.

    Parameters
    ----------
    loss_risk_per_week
        Chance that a ready deal is lost in a week in which it is not closed.
    typical_discount
        Mean discount for which a customer signs one period early [share of price].
    """

    loss_risk_per_week: Floats
    typical_discount: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats]) -> TimingTraits:
        """Take the traits from the register of parameters."""
        return cls(parameters["deal_loss_risk_per_week"], parameters["discount_to_sign_early"])

    def loss_risk(self, weeks: Floats) -> Floats:
        """Give the chance that a deal kept waiting this many weeks is lost.

        Examples
        --------
        >>> TimingTraits(np.array([0.1]), np.array([0.1])).loss_risk(np.array([0.0, 2.0]))
        array([0.  , 0.19])
        """
        return np.asarray(1.0 - (1.0 - self.loss_risk_per_week) ** weeks)

    def discount_needed(self, spread: Floats) -> Floats:
        """Give the discount for which each customer signs early, from a keyed uniform of the customer.

        We assume an exponential distribution: most need little, a few very much.

        Examples
        --------
        >>> TimingTraits(np.array([0.1]), np.array([0.1])).discount_needed(np.array([0.0, 0.5])).round(3)
        array([0.   , 0.069])
        """
        return np.asarray(-self.typical_discount * np.log1p(-spread))


@dataclass(frozen=True)
class TimingChoice:
    """What reps make of deals that are ready; arrays ``(n_deals,)``.

    Parameters
    ----------
    is_closed_now
        Whether the deal is closed at once; else the rep waits.
    now, waiting
        What the deal is worth to the rep either way [currency of pay].
    """

    is_closed_now: Truths
    now: Floats
    waiting: Floats


def accepted_discount(value_now: Floats, value_next: Floats, patience: Floats | float = 1.0) -> Floats:
    """Give the deepest discount that a rep accepts to have a deal in this period rather than the next.

    Parameters
    ----------
    value_now
        Marginal value of credit in the running period [pay per currency unit of revenue], any shape.
    value_next
        The same in the next period, broadcastable.
    patience
        What a unit of pay one period later is worth today, times the chance that the deal is still there
        [0 to 1].

    Returns
    -------
    Share of the price, between 0 and 1.

    Notes
    -----
    Credit follows the price paid: ``value_now (1 - d) = patience x value_next``, so that
    ``d = 1 - patience x value_next / value_now`` [Larkin2014]_.

    Examples
    --------
    A rep at 12 % now and 6 % after the quarter gives up to half of the price away, of which the firm loses
    all and the rep little:

    >>> accepted_discount(np.array([0.12, 0.06]), np.array([0.06, 0.06]))
    array([0.5, 0. ])
    """
    worth_having = value_now > 0.0
    ratio = patience * value_next / np.where(worth_having, value_now, 1.0)
    return np.asarray(np.where(worth_having, np.clip(1.0 - ratio, 0.0, 1.0), 0.0))


def signed_early(accepted: Floats, typical: Floats) -> tuple[Floats, Floats]:
    """Give which share of customers sign early at what they ask for, and what those ask on average.

    Parameters
    ----------
    accepted
        Deepest discount that the rep gives [share of price], ``(n,)``.
    typical
        Mean discount for which a customer signs that much early [share of price], ``(n,)``.

    Returns
    -------
    Share of customers that sign and the mean discount that they get, ``(n,)`` each.

    Notes
    -----
    The discounts asked for are exponential, as in :meth:`TimingTraits.discount_needed`: a share
    ``1 - exp(-a / m)`` ask for at most ``a``, on average ``m - a exp(-a / m) / (1 - exp(-a / m))``.

    Examples
    --------
    >>> share, discount = signed_early(np.array([0.0, 0.1, 1.0]), np.full(3, 0.1))
    >>> share.round(3), discount.round(3)
    (array([0.   , 0.632, 1.   ]), array([0.   , 0.042, 0.1  ]))
    """
    reach = accepted / np.maximum(typical, _A_BILLIONTH)
    share = -np.expm1(-reach)
    some = share > 0.0
    discount = typical - accepted * np.exp(-reach) / np.where(some, share, 1.0)
    return share, np.where(some, np.maximum(discount, 0.0), 0.0)


def pull_in(
    value_now: Floats, value_next: Floats, discount_needed: Floats, *, limit: Floats, patience: Floats
) -> Truths:
    """Tell which deals a rep pulls in from the next period by paying customers with a discount.

    Parameters
    ----------
    value_now, value_next
        Marginal value of credit in this period and the next [pay per currency unit of revenue],
        ``(n_deals,)``.
    discount_needed
        Discount for which this customer signs before the own date [share of price]; differs between
        customers, ``(n_deals,)``.
    limit
        The largest discount within the rep's authority [share of price], ``(n_deals,)``.
    patience
        As in :func:`accepted_discount`, ``(n_deals,)``.

    Examples
    --------
    Of three customers, one asks for more than the rep would give and one for more than the rep may give:

    >>> three = np.ones(3)
    >>> pull_in(0.12 * three, 0.06 * three, np.array([0.2, 0.6, 0.4]), limit=0.3 * three, patience=three)
    array([ True, False, False])
    """
    accepted = accepted_discount(value_now, value_next, patience)
    return np.asarray((discount_needed < accepted) & (discount_needed <= limit))


def choose_week(gain: Floats, value_next: Floats, *, loss_risk: Floats, patience: Floats) -> TimingChoice:
    """Choose between closing a ready deal now and waiting to see how the period ends.

    Parameters
    ----------
    gain
        What the deal adds to pay in each of the equally likely states at the close [currency],
        ``(n_deals, n_states)``.
    value_next
        What the deal is worth in the next period [currency, at its close], ``(n_deals,)``.
    loss_risk
        Chance that a deal kept waiting until the close is lost, ``(n_deals,)``.
    patience
        What a unit of pay one period later is worth today [0 to 1], ``(n_deals,)``.

    Returns
    -------
    The choice and both values. Where they are equal to within a billionth the deal is closed.

    Notes
    -----
    Closed now, the deal counts in whatever state the period ends: ``E[gain]``. Kept, it goes where it is
    worth more once the state is known: ``(1 - loss_risk) E[max(gain, patience x value_next)]``. Waiting has
    an option value where gains differ between states, that is where pay is not straight; at the close there
    is one state left, and the rule is now against next.

    Examples
    --------
    On straight pay nobody waits. Where the gain is 8 or 0 with equal odds and 5 next time, waiting is worth
    (8 + 5) / 2, unless the customer may walk away:

    >>> one = np.ones(2)
    >>> choose_week(np.array([[5.0, 5.0], [8.0, 0.0]]), 5 * one, loss_risk=0.1 * one, patience=one)
    TimingChoice(is_closed_now=array([ True, False]), now=array([5., 4.]), waiting=array([4.5 , 5.85]))
    """
    n_states = gain.shape[1]
    later = np.maximum(gain, (patience * value_next)[:, None])
    now, waiting = gain[:, 0].copy(), later[:, 0].copy()
    for state in range(1, n_states):  # from left to right, the same for any number of rows
        now += gain[:, state]
        waiting += later[:, state]
    now, waiting = now / n_states, (1.0 - loss_risk) * waiting / n_states
    return TimingChoice(now >= waiting - _A_BILLIONTH * np.abs(waiting), now, waiting)
