"""Reps who foresee where the period will close if they go on as usual, and act on pay's slope there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.marginal_value import marginal_value
from simulator.behaviors.situation import Decision, Situation

__all__ = ["Anticipating"]

Floats = NDArray[np.float64]


class Anticipating:
    """Weigh credit by the expected slope of pay around where the period is expected to close.

    Notes
    -----
    The closed form of :func:`simulator.behaviors.marginal_value.marginal_value`: the rest of the period is
    taken as normal luck around work as usual, so that neither risk nor what later weeks will do about it
    counts. For the period after, running totals are taken as empty and the period as whole.

    Examples
    --------
    >>> from simulator.behaviors.examples import one_rep_on_commission
    >>> Anticipating().decide(one_rep_on_commission(rate=0.03)).value[:, :, 0]
    array([[0.03]])
    """

    def decide(self, situation: Situation) -> Decision:
        """Give the marginal value of credit in the running period, and in the one after if asked for."""
        expected, noise_sd = situation.remainder()
        value = _value(situation, situation.credit, expected, noise_sd)
        if situation.horizons == 1:
            return Decision(value)
        weeks = np.maximum(np.asarray(situation.period_weeks, np.float64), 1.0)
        left = np.maximum(np.asarray(situation.weeks_left, np.float64), 1.0)
        later = _value(
            situation,
            np.zeros_like(expected),
            expected / left * weeks,
            noise_sd / np.sqrt(left) * np.sqrt(weeks),
        )
        return Decision(np.concatenate([value, later], axis=2))


def _value(situation: Situation, credit: Floats, expected: Floats, noise_sd: Floats) -> Floats:
    return marginal_value(
        situation.plan, credit=credit, quota=situation.quota, expected=expected, noise_sd=noise_sd
    )
