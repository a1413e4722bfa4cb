"""Trust in being paid right: what breaks it, what mends it, and what its lack costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["TrustTraits", "after_payday", "believed_value", "checking_time_share"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TrustTraits:
    """How trust in pay reacts; arrays that fit ``(n_reps,)``.

    Parameters
    ----------
    lost_per_error
        Share of trust that a wrong payslip destroys.
    lost_per_late_week
        Share that each week of late pay destroys.
    lost_per_open_week
        Share that each week of an undecided dispute destroys.
    recovery_half_life_weeks
        Weeks of right pay after which half of what is missing has come back.
    most_checking
        Share of selling time that someone without any trust spends on own records.
    """

    lost_per_error: Floats
    lost_per_late_week: Floats
    lost_per_open_week: Floats
    recovery_half_life_weeks: Floats
    most_checking: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats]) -> TrustTraits:
        """Take the traits from the register of parameters."""
        return cls(
            parameters["trust_lost_per_error"],
            parameters["trust_lost_per_late_week"],
            parameters["trust_lost_per_open_week"],
            parameters["trust_recovery_half_life_weeks"],
            parameters["shadow_accounting_share"],
        )


def after_payday(
    trust: Floats,
    traits: TrustTraits,
    *,
    errors: Floats,
    weeks_late: Floats,
    weeks_open: Floats,
    weeks_since: Floats | float,
) -> Floats:
    """Give trust after a payday.

    Parameters
    ----------
    trust
        Trust after the payday before [0 to 1], ``(n_reps,)``.
    traits
        How trust reacts.
    errors
        Errors on the payslip, in the rep's favor or not, ``(n_reps,)``.
    weeks_late
        Weeks by which pay came late, ``(n_reps,)``.
    weeks_open
        Weeks for which disputes were open since the payday before, ``(n_reps,)``.
    weeks_since
        Weeks since the payday before.

    Notes
    -----
    First part of what was missing comes back, ``1 - (1 - trust) 2**(-weeks / half-life)``; then each error
    and each week takes its share of what is left, so that trust stays between 0 and 1.

    Examples
    --------
    An error, and half a year of right pay:

    >>> traits = TrustTraits(*(np.array([v]) for v in (0.2, 0.1, 0.05, 26.0, 0.15)))
    >>> on_time = {"weeks_late": np.zeros(1), "weeks_open": np.zeros(1)}
    >>> shaken = after_payday(np.ones(1), traits, errors=np.ones(1), weeks_since=4, **on_time)
    >>> shaken
    array([0.8])
    >>> after_payday(shaken, traits, errors=np.zeros(1), weeks_since=26, **on_time)
    array([0.9])
    """
    mended = 1.0 - (1.0 - trust) * np.exp2(-weeks_since / traits.recovery_half_life_weeks)
    kept = (
        (1.0 - traits.lost_per_error) ** errors
        * (1.0 - traits.lost_per_late_week) ** weeks_late
        * (1.0 - traits.lost_per_open_week) ** weeks_open
    )
    return np.asarray(mended * kept)


def checking_time_share(trust: Floats, most: Floats) -> Floats:
    """Give the share of selling time that goes into checking one's own pay: ``most x (1 - trust)``.

    Examples
    --------
    >>> checking_time_share(np.array([1.0, 0.5]), np.array([0.1, 0.1]))
    array([0.  , 0.05])
    """
    return np.asarray(most * (1.0 - trust))


def believed_value(value: Floats, trust: Floats) -> Floats:
    """Give the marginal value of credit to someone who is not sure to be paid for it.

    Parameters
    ----------
    value
        Marginal value of credit [pay per currency unit of revenue], ``(n_reps, ...)``.
    trust
        Trust in being paid right, taken as the chance of it [0 to 1], ``(n_reps,)``.

    Examples
    --------
    >>> believed_value(np.array([[0.02, 0.04]]), np.array([0.5]))
    array([[0.01, 0.02]])
    """
    return np.asarray(value * trust.reshape(-1, *[1] * (value.ndim - 1)))
