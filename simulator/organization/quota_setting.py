"""How the next quota follows from the last result, and when managers change it or keep poor performers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["QuotaRule", "adjusts", "next_quota", "retains"]

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class QuotaRule:
    """How much of a surprise goes into the next quota; arrays that fit ``(n_reps,)``.

    Parameters
    ----------
    up
        Share of sales beyond quota that is added to the next one [0 to 1].
    down
        Share of sales short of quota that is taken off the next one [0 to 1].
    growth
        What every quota rises by beside that [share per period].
    """

    up: Floats
    down: Floats
    growth: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats]) -> QuotaRule:
        """Take the rule from the register of parameters; growth is the scenario's to say."""
        up, down = parameters["quota_ratchet_up"], parameters["quota_ratchet_down"]
        return cls(up, down, np.zeros_like(up))


def next_quota(quota: Floats, sales: Floats, rule: QuotaRule) -> Floats:
    """Give the next quota: the last one, moved towards the last result, faster up than down.

    Parameters
    ----------
    quota, sales
        Quota and sales of the last period [accumulator units], ``(n_reps,)``.
    rule
        How much of a surprise counts.

    Notes
    -----
    ``(quota + up max(sales - quota, 0) - down max(quota - sales, 0)) (1 + growth)``. With ``up > down``
    quotas drift up although nothing grows, until they reach that expectile of sales in which gains weigh
    ``up`` and shortfalls ``down`` [Leone2004]_.

    Examples
    --------
    The same surprise up and down:

    >>> rule = QuotaRule(np.array([0.5]), np.array([0.25]), np.array([0.0]))
    >>> next_quota(np.full(2, 100.0), np.array([120.0, 80.0]), rule)
    array([110.,  95.])
    """
    beyond = sales - quota
    moved = quota + rule.up * np.maximum(beyond, 0.0) - rule.down * np.maximum(-beyond, 0.0)
    return np.asarray(moved * (1.0 + rule.growth))


def adjusts(merit: Floats, gain: Floats, value: Floats, cost: Floats) -> Truths:
    """Tell which quotas a manager lowers: those the firm would, and those that pay the manager.

    Parameters
    ----------
    merit
        What the adjustment is worth by the firm's own rules: an event outside the rep's power, an unfair
        start [currency], ``(n_reps,)``.
    gain
        What lowering this quota would add to the sales that count for the manager [currency], ``(n_reps,)``.
        It is large for a rep who gives up at the present quota and would not at a lower one.
    value
        Marginal value of the team's credit to the manager [pay per currency unit], ``(n_reps,)``: that of the
        manager's own plan, found as for a rep. Nothing for a manager on salary.
    cost
        What getting an adjustment through costs [currency], ``(n_reps,)``.

    Notes
    -----
    ``merit + value x gain > cost``. Adjustments that are made with the manager's own value and would not be
    without it are the manager's own [Benson2015]_.

    Examples
    --------
    A manager close to the own bonus and one on salary, over the same three reps:

    >>> merit, gain = np.array([900.0, 300.0, 0.0]), np.array([20e3, 20e3, 1e3])
    >>> adjusts(merit, gain, np.full(3, 0.02), np.full(3, 500.0))
    array([ True,  True, False])
    >>> adjusts(merit, gain, np.zeros(3), np.full(3, 500.0))
    array([ True, False, False])
    """
    return np.asarray(merit + value * gain > cost)


def retains(merit: Floats, sales: Floats, vacancy_sales: Floats, value: Floats, relief: Floats) -> Truths:
    """Tell which poor performers a manager keeps.

    Parameters
    ----------
    merit
        What replacing the rep is worth to the firm over the years, in what the manager answers for
        [currency], ``(n_reps,)``.
    sales
        What the rep would still sell before the manager's own period closes [currency], ``(n_reps,)``.
    vacancy_sales
        What the territory sells in that time without a rep [currency], ``(n_reps,)``.
    value
        Marginal value of the team's credit to the manager [pay per currency unit], ``(n_reps,)``.
    relief
        What parting costs the manager: talks, search, training [currency], ``(n_reps,)``.

    Notes
    -----
    Kept while ``value (sales - vacancy_sales) + relief >= merit``. Close to the own quota even little that a
    rep still sells is worth a lot to the manager; on salary it is worth nothing.

    Examples
    --------
    >>> one = np.ones(1)
    >>> for value in (0.0, 0.05):
    ...     print(retains(1_500 * one, 40e3 * one, 10e3 * one, value * one, 500 * one))
    [False]
    [ True]
    """
    return np.asarray(value * (sales - vacancy_sales) + relief >= merit)
