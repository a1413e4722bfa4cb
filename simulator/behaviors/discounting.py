"""What discount a rep gives to win a deal, within authority, given what pay makes of price and volume."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import wrightomega

__all__ = ["PriceStake", "Pricing", "believed_odds", "choose_discount", "win_probability"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pricing:
    """How customers answer to discounts, what reps know of it, and what they may do.

    Parameters
    ----------
    pull
        What a discount of the whole price would add to the log odds of winning.
    spread
        Standard deviation of log odds between customers.
    insight
        Share of the variance between customers that a rep sees through [0 to 1].
    limit
        The largest discount that a rep may give [share of list price].
    """

    pull: Floats
    spread: Floats
    insight: Floats
    limit: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats]) -> Pricing:
        """Take the numbers from the register of parameters."""
        names = ("discount_pull", "customer_odds_spread", "customer_insight", "discount_authority")
        return cls(*(parameters[name] for name in names))


@dataclass(frozen=True)
class PriceStake:
    """What a won deal brings a rep, as it depends on price; arrays ``(n_deals,)``.

    Parameters
    ----------
    revenue_value
        Marginal value of credited revenue [pay per currency unit].
    margin_value
        Marginal value of credited margin [pay per currency unit].
    cost_share
        Cost of the deal [share of list price].
    other_value
        What the win is worth whatever its price: units, points, pride, less what the deal would still be
        worth next period if it is not won now [pay per list price].
    """

    revenue_value: Floats
    margin_value: Floats
    cost_share: Floats
    other_value: Floats

    @property
    def worthless_at(self) -> Floats:
        """Discount at which a win brings nothing [share of list price]; infinite where price is no matter."""
        per_share = self.revenue_value + self.margin_value
        at_list = self.revenue_value + self.margin_value * (1.0 - self.cost_share) + self.other_value
        matters = per_share > 0.0
        return np.where(matters, at_list / np.where(matters, per_share, 1.0), np.inf)


def win_probability(odds: Floats, pull: Floats, discount: Floats) -> Floats:
    """Give the chance of winning at a discount: ``1 / (1 + exp(-(odds + pull x discount)))``.

    Parameters
    ----------
    odds
        Log odds at list price, any shape.
    pull
        What a discount of the whole price would add to them, broadcastable.
    discount
        Share of list price, broadcastable.

    Examples
    --------
    >>> win_probability(np.array([0.0]), np.array([10.0]), np.array([0.1])).round(3)
    array([0.731])
    """
    return np.asarray(1.0 / (1.0 + np.exp(-(odds + pull * discount))))


def believed_odds(odds: Floats, *, mean: Floats, spread: Floats, insight: Floats, noise: Floats) -> Floats:
    """Give what a rep believes of a customer's log odds, knowing customers as well as insight says.

    Parameters
    ----------
    odds
        True log odds at list price, ``(n_deals,)``.
    mean, spread
        Mean and standard deviation of log odds among customers, which everybody knows.
    insight
        Share of the variance that the rep sees through [0 to 1]: nothing at 0, all at 1.
    noise
        Standard normal draw for each deal, ``(n_deals,)``.

    Notes
    -----
    Best guess from a signal ``odds + spread sqrt(1 / insight - 1) noise``; it varies with standard deviation
    ``spread sqrt(insight)``. What stays unknown is ignored in the choice of price (certainty equivalence).

    Examples
    --------
    >>> believed_odds(np.array([2.0]), mean=0.0, spread=1.0, insight=np.array([0.0, 1.0]), noise=0.0)
    array([0., 2.])
    """
    return np.asarray(mean + insight * (odds - mean) + np.sqrt(insight * (1.0 - insight)) * spread * noise)


def choose_discount(odds: Floats, pull: Floats, stake: PriceStake, limit: Floats) -> Floats:
    """Choose the discount that brings the rep most, within the limit of authority.

    Parameters
    ----------
    odds, pull
        Believed log odds at list price, and what a discount of the whole price would add, ``(n_deals,)``.
    stake
        What the deal brings the rep.
    limit
        The largest discount that the rep may give [share of list price], ``(n_deals,)``.

    Returns
    -------
    Discount [share of list price], ``(n_deals,)``.

    Notes
    -----
    Maximizes ``win_probability(d) x (m - d)``, where ``m`` is the discount at which the win would be
    worthless: 1 when paid on revenue, the margin when paid on margin. The first-order condition
    ``pull (1 - P(d)) (m - d) = 1`` has the solution ``d = m - (1 + w(odds + pull m - 1)) / pull`` with
    Wright's omega function ``w``. Paid on margin the rep's best price is the firm's; paid on revenue the rep
    neglects cost and gives more. When authority pays therefore depends on both what pay rests on and what
    reps know [Frenzen2010]_.

    Examples
    --------
    The same customer, paid on revenue and paid on margin (cost 60 % of list):

    >>> one = np.ones(2)
    >>> stake = PriceStake(np.array([0.03, 0.0]), np.array([0.0, 0.1]), 0.6 * one, 0 * one)
    >>> choose_discount(-1.0 * one, 8.0 * one, stake, 0.5 * one).round(3)
    array([0.313, 0.137])
    """
    worthless = stake.worthless_at
    bounded = np.where(np.isfinite(worthless), worthless, 0.0)
    best = bounded - (1.0 + wrightomega(odds + pull * bounded - 1.0)) / pull
    return np.asarray(np.where(np.isfinite(worthless), np.clip(best, 0.0, limit), limit))
