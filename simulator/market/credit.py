"""How well customers can pay and how they do: credit scores, lateness, defaults, early payment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["days_late", "default_probability", "expected_loss", "takes_early_discount"]

Floats = NDArray[np.float64]


def default_probability(score: Floats, *, even_score: float, points_to_double: float) -> Floats:
    """Give the chance that a customer never pays, from his credit score.

    Parameters
    ----------
    score
        Credit score [points]; higher is better.
    even_score
        Score at which paying and not paying are equally likely [points].
    points_to_double
        Points that double the odds to pay.

    Returns
    -------
    ``1 / (1 + 2 ** ((score - even) / points))`` [0 to 1].

    Examples
    --------
    >>> default_probability(np.array([300.0, 400.0, 500.0]), even_score=300.0, points_to_double=20.0).round(5)
    array([0.5    , 0.0303 , 0.00098])
    """
    return np.asarray(1.0 / (1.0 + np.exp2((np.asarray(score) - even_score) / points_to_double)))


def days_late(punctual_share: Floats, mean_days: Floats, luck: Floats) -> Floats:
    """Give how many days after the due date a customer pays, by his habit.

    Parameters
    ----------
    punctual_share
        Share of invoices that he pays when due [0 to 1].
    mean_days
        Mean lateness of the others [days].
    luck
        Keyed uniform of the invoice; one draw decides both.

    Returns
    -------
    0 where punctual, else exponential with the mean [days]; the mean over invoices is
    ``(1 - punctual) x mean``.

    Examples
    --------
    >>> days_late(np.full(2, 0.6), np.full(2, 20.0), np.array([0.5, 0.8])).round(2)
    array([ 0.  , 13.86])
    """
    late = luck >= punctual_share
    left = np.where(late, (1.0 - luck) / np.where(late, 1.0 - punctual_share, 1.0), 1.0)
    return np.asarray(np.where(late, -mean_days * np.log(left), 0.0))


def expected_loss(default: Floats, exposure: Floats, recovered_share: Floats) -> Floats:
    """Give what open invoices will cost by defaults on average.

    Parameters
    ----------
    default
        Chance of default [0 to 1].
    exposure
        Open invoices [money].
    recovered_share
        Share recovered after a default [0 to 1].

    Examples
    --------
    >>> expected_loss(np.array([0.02]), np.array([10_000.0]), np.array([0.4])).round(2)
    array([120.])
    """
    return np.asarray(default * exposure * (1.0 - recovered_share))


def takes_early_discount(
    discount: Floats, days_earlier: Floats, cost_of_money_per_year: Floats
) -> NDArray[np.bool_]:
    """Tell which customers pay early for a discount: those whose money costs them less than it yields.

    Parameters
    ----------
    discount
        Discount for paying early [0 to 1].
    days_earlier
        How many days earlier the money is due for it [days].
    cost_of_money_per_year
        What a year of credit costs the customer [per year].

    Returns
    -------
    Where ``discount / (1 - discount) x 365 / days`` exceeds the cost. 2 % for 20 days yields 37 %.

    Examples
    --------
    >>> takes_early_discount(np.full(2, 0.02), np.full(2, 20.0), np.array([0.36, 0.38]))
    array([ True, False])
    """
    yields = discount / (1.0 - discount) * 365.0 / days_earlier
    return np.asarray(yields > cost_of_money_per_year)
