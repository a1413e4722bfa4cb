"""What forecast a rep hands upward, by what the report does to quota and to pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

__all__ = ["ReportStake", "ReportTraits", "choose_report", "forecast_bias", "truthful_quantile"]

Floats = NDArray[np.float64]

_HALVINGS = 60
_REACH = 6.0


@dataclass(frozen=True)
class ReportTraits:
    """What moves reports beside pay; arrays that fit ``(n_reps,)``.

    Parameters
    ----------
    candor
        What a report costs that lies one standard deviation off what the rep believes [currency].
    optimism
        By what share reps overrate what is in their pipeline.
    """

    candor: Floats
    optimism: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats], pay_per_quarter: Floats) -> ReportTraits:
        """Take the traits from the register of parameters, candor in shares of a quarter's pay."""
        return cls(parameters["report_candor"] * pay_per_quarter, parameters["forecast_optimism"])


@dataclass(frozen=True)
class ReportStake:
    """What a report brings and risks; arrays ``(n_reps,)`` [pay per currency unit of revenue].

    Parameters
    ----------
    reported
        What one unit more in the report brings at once. Where quota follows the report it is negative: a
        higher quota costs the pay that each unit beyond quota would have brought.
    beyond
        What each unit sold beyond the report brings.
    short
        What each unit sold short of the report takes away.
    """

    reported: Floats
    beyond: Floats
    short: Floats

    @classmethod
    def of_quota(cls, rate_beyond_quota: Floats, quota_per_report: Floats) -> ReportStake:
        """Give the stake where the next quota moves with the report and nothing else does.

        Parameters
        ----------
        rate_beyond_quota
            Expected marginal pay beyond quota, from the plan [pay per currency unit].
        quota_per_report
            Units of quota for each unit reported.

        Examples
        --------
        >>> ReportStake.of_quota(np.array([0.1]), np.array([0.5])).reported
        array([-0.05])
        """
        nothing = np.zeros_like(rate_beyond_quota)
        return cls(-rate_beyond_quota * quota_per_report, nothing, nothing)


def truthful_quantile(stake: ReportStake) -> Floats:
    """Give the quantile of own belief that a menu makes a candid rep report; outside 0 to 1 there is none.

    Notes
    -----
    A menu pays ``reported`` for each unit promised, ``beyond`` for each sold above the promise, and takes
    ``short`` for each below it. With ``beyond < reported < short`` the best promise is the quantile
    ``(reported - beyond) / (short - beyond)``: the truth for a rep who is sure, and the median where
    ``reported`` lies half-way [Weitzman1976]_.

    Examples
    --------
    >>> truthful_quantile(ReportStake(np.array([0.05]), np.array([0.03]), np.array([0.07]))).round(3)
    array([0.5])
    """
    width = stake.short - stake.beyond
    return np.asarray((stake.reported - stake.beyond) / np.where(width == 0.0, np.nan, width))


def choose_report(mean: Floats, noise_sd: Floats, stake: ReportStake, candor: Floats) -> Floats:
    """Choose the forecast that is worth most to the rep.

    Parameters
    ----------
    mean, noise_sd
        What the rep believes will be sold, and how uncertain that is [currency of revenue], ``(n_reps,)``.
    stake
        What the report brings and risks, with ``beyond <= short``.
    candor
        As in :class:`ReportTraits`, positive, ``(n_reps,)``.

    Returns
    -------
    Reported forecast [currency of revenue], ``(n_reps,)``: within six standard deviations of the belief.

    Notes
    -----
    Maximizes ``reported f + beyond E[(y - f)+] - short E[(f - y)+] - candor ((f - mean) / sd)**2 / 2`` over
    reports ``f`` for sales ``y``. Its slope falls in ``f``; the root is found by halving:
    ``reported - beyond + (beyond - short) Phi(d) - candor d / sd = 0`` with ``d = (f - mean) / sd``.

    Examples
    --------
    A report that sets quota is too low, one that only pleases the boss too high, and a good menu brings the
    truth:

    >>> one = np.ones(3)
    >>> stake = ReportStake(np.array([-0.05, 0.05, 0.05]), np.array([0, 0, 0.03]), np.array([0, 0, 0.07]))
    >>> choose_report(1_000.0 * one, 100.0 * one, stake, 10.0 * one).round()
    array([ 950., 1050., 1000.])
    """
    low, high = np.full_like(mean, -_REACH), np.full_like(mean, _REACH)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        slope = (
            stake.reported
            - stake.beyond
            + (stake.beyond - stake.short) * ndtr(middle)
            - candor * middle / noise_sd
        )
        low, high = np.where(slope > 0.0, middle, low), np.where(slope > 0.0, high, middle)
    return np.asarray(mean + noise_sd * 0.5 * (low + high))


def forecast_bias(reported: Floats, sold: Floats) -> Floats:
    """Give by what share forecasts lay above what was sold; negative where they were held back.

    Parameters
    ----------
    reported, sold
        Forecast and result [currency], any shape; what was sold must be positive.

    Examples
    --------
    >>> forecast_bias(np.array([110.0, 90.0]), np.array([100.0, 100.0]))
    array([ 0.1, -0.1])
    """
    return np.asarray(reported / sold - 1.0)
