"""Reps who look at what they would be paid for the next sale where they stand, and no further."""

from __future__ import annotations

import numpy as np

from simulator.behaviors.effort import row_sum
from simulator.behaviors.marginal_value import marginal_value
from simulator.behaviors.situation import Decision, Situation

__all__ = ["Myopic"]


class Myopic:
    """Weigh credit by the slope of pay at this week's end, unsure of this week's luck only.

    Notes
    -----
    The running total is taken to close at the end of the week: ``credit + this week's expected sales``, with
    one week's luck. A bonus beyond this week's reach is worth nothing yet, and neither is next year's quota.

    Examples
    --------
    A bonus for 4,000 is far from a rep who sells 1,000 a week and has 2,000:

    >>> from simulator.behaviors.examples import one_rep_on_bonus
    >>> bool(Myopic().decide(one_rep_on_bonus(credit=2_000.0)).value[0, 0, 0] < 1e-3)
    True
    """

    def decide(self, situation: Situation) -> Decision:
        """Give the slope of pay where the week is expected to end; the same for the period after."""
        weights = [total.weights for total in situation.plan.accumulators]
        this_week = situation.opportunity * situation.season_now
        shape = situation.credit.shape
        expected, noise_sd = np.zeros(shape), np.ones(shape)
        for index, weight in enumerate(weights):
            expected[:, index] = row_sum(this_week * weight)
            variance = row_sum(situation.variance_per_week * np.square(weight))
            noise_sd[:, index] = np.maximum(np.sqrt(variance), 1e-3 * expected[:, index] + 1e-9)

        def slope(credit: np.ndarray) -> np.ndarray:
            return marginal_value(
                situation.plan, credit=credit, quota=situation.quota, expected=expected, noise_sd=noise_sd
            )

        horizons = [situation.credit, np.zeros(shape)][: situation.horizons]
        return Decision(np.concatenate([slope(credit) for credit in horizons], axis=2))
