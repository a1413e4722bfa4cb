"""Which customers who may not pay a rep takes, by what pay makes of booking, cash and keeping them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

__all__ = ["CreditStake", "ScreeningTraits", "believed_default", "firm_worth", "riskiest_taken", "takes"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ScreeningTraits:
    """What reps see of customers' credit, and what chasing money takes; arrays that fit ``(n_deals,)``.

    Parameters
    ----------
    insight
        Share of the variance between customers that reps see through [0 to 1].
    chasing_share
        What running after an unpaid invoice costs the rep in selling time [share of the deal's price].
    """

    insight: Floats
    chasing_share: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats]) -> ScreeningTraits:
        """Take the traits from the register of parameters."""
        return cls(parameters["credit_insight"], parameters["chasing_time_share"])


@dataclass(frozen=True)
class CreditStake:
    """What a customer brings a rep, by what pay rests on; each per unit of price, ``(n_deals,)``.

    Parameters
    ----------
    booking
        Marginal value of a booking.
    cash
        Marginal value of cash received.
    keeping
        What keeping the customer is worth, if the customer pays.
    clawback
        What is taken back if the customer does not pay.
    chasing
        What running after the money costs the rep.
    effort
        What winning the customer costs the rep.
    """

    booking: Floats
    cash: Floats
    keeping: Floats
    clawback: Floats
    chasing: Floats
    effort: Floats


def believed_default(
    default: Floats, *, typical: Floats, spread: Floats, insight: Floats, noise: Floats
) -> Floats:
    """Give the default probability that a rep believes in.

    Parameters
    ----------
    default
        True probability that the customer does not pay, inside 0 to 1, ``(n_deals,)``.
    typical
        That of a middling customer, which everybody knows.
    spread
        Standard deviation of log odds between customers.
    insight
        Share of its variance that the rep sees through [0 to 1]; after a change of job it is none.
    noise
        Standard normal draw for each deal, ``(n_deals,)``.

    Notes
    -----
    In log odds: ``typical + insight (true - typical) + sqrt(insight (1 - insight)) spread noise``.

    Examples
    --------
    >>> blind_and_wise = np.array([0.0, 1.0])
    >>> believed_default(np.full(2, 0.3), typical=0.1, spread=1.0, insight=blind_and_wise, noise=0.0)
    array([0.1, 0.3])
    """
    middle = logit(typical)
    seen = middle + insight * (logit(default) - middle)
    return np.asarray(expit(seen + np.sqrt(insight * (1.0 - insight)) * spread * noise))


def riskiest_taken(stake: CreditStake) -> Floats:
    """Give the highest default probability at which a customer is still worth taking to the rep.

    Returns
    -------
    Probability, ``(n_deals,)``; 0 where no customer is worth it, 1 where all are.

    Notes
    -----
    A customer with default probability ``q`` brings
    ``booking + (1 - q)(cash + keeping) - q (clawback + chasing) - effort``; it is zero at
    ``q = (booking + cash + keeping - effort) / (cash + keeping + clawback + chasing)``.

    Examples
    --------
    Paid on booking alone, on cash, and on cash with a heavy penalty:

    >>> def stake(booking, cash, clawback):
    ...     return CreditStake(*(np.array([v]) for v in (booking, cash, 0.0, clawback, 0.0, 0.004)))
    >>> [riskiest_taken(stake(*rates))[0].round(3) for rates in
    ...     ((0.02, 0.0, 0.0), (0.0, 0.02, 0.0), (0.0, 0.02, 0.1))]
    [np.float64(1.0), np.float64(0.8), np.float64(0.133)]
    """
    sure = stake.booking + stake.cash + stake.keeping - stake.effort
    at_risk = stake.cash + stake.keeping + stake.clawback + stake.chasing
    harmed = at_risk > 0.0
    cut = np.clip(sure / np.where(harmed, at_risk, 1.0), 0.0, 1.0)
    return np.asarray(np.where(harmed, cut, np.where(sure >= 0.0, 1.0, 0.0)))


def takes(believed: Floats, stake: CreditStake) -> NDArray[np.bool_]:
    """Tell which customers the rep takes.

    Parameters
    ----------
    believed
        Believed default probability, ``(n_deals,)``.
    stake
        What the customer brings the rep.

    Examples
    --------
    >>> stake = CreditStake(*(np.full(2, v) for v in (0.0, 0.02, 0.0, 0.0, 0.0, 0.01)))
    >>> takes(np.array([0.2, 0.7]), stake)
    array([ True, False])
    """
    gain = (
        stake.booking
        + (1.0 - believed) * (stake.cash + stake.keeping)
        - believed * (stake.clawback + stake.chasing)
        - stake.effort
    )
    return np.asarray(gain >= 0.0)


def firm_worth(default: Floats, *, margin: Floats, loss: Floats, keeping: Floats) -> Floats:
    """Give what a customer is worth to the firm, per unit of price and before sales pay.

    Parameters
    ----------
    default
        True default probability, ``(n_deals,)``.
    margin
        Margin on the first order, if paid for [share of price].
    loss
        What is lost if it is not [share of price].
    keeping
        Margin on later orders of a customer who pays [share of the first price].

    Examples
    --------
    >>> firm_worth(np.array([0.0, 0.5]), margin=0.3, loss=0.7, keeping=0.2)
    array([ 0.5, -0.1])
    """
    return np.asarray((1.0 - default) * (margin + keeping) - default * loss)
