"""From tables to effects: one number for each replication whose mean is the effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.analysis.declaration import FloatArray
from simulator.analysis.intervals import spread
from simulator.studies.validation.measures import measured, pooled
from simulator.studies.validation.specs import Effect
from simulator.studies.validation.tables import Tables

__all__ = ["Estimate", "effect_values", "estimate"]

AS_STATED = ""
"""Name of the runs without any variant."""


@dataclass(frozen=True)
class Estimate:
    """A mean over replications and its interval; None where it is not known."""

    mean: float | None
    low: float | None
    high: float | None

    @property
    def is_known(self) -> bool:
        """Whether there is an interval to judge by."""
        return None not in (self.mean, self.low, self.high)


def effect_values(effect: Effect, runs: Mapping[str, Tables]) -> FloatArray:
    """Measure an effect in every replication.

    Parameters
    ----------
    effect
        What is measured, in which alternative, against which.
    runs
        The tables by variant; the empty name stands for the experiment as stated.

    Returns
    -------
    ``(n_replications,)``. The mean is the effect; for percent, ratios and quotients of effects the values
    are those of the ratio of means, linearized, so that their interval is that of the ratio.
    """
    tables = runs[effect.variant or AS_STATED]
    values = _level(effect, tables, effect.arm)
    if effect.against is not None:
        base = _level(effect, tables, effect.against)
        if effect.change == "difference":
            values = values - base
        else:
            ratio = pooled(values, base)
            values = ratio if effect.change == "ratio" else 100.0 * (ratio - 1.0)
    if effect.over is not None:
        values = pooled(values, effect_values(effect.over, runs))
    return values


def _level(effect: Effect, tables: Tables, arm: str) -> FloatArray:
    if effect.outcome is not None:
        return tables.outcome(effect.outcome, arm)
    return measured(effect.measure, tables, arm)


def estimate(values: FloatArray, confidence: float = 0.95) -> Estimate:
    """Average an effect over replications, with a two-sided t interval.

    Replications in which it is undefined leave the whole effect undefined.

    Examples
    --------
    >>> estimate(np.array([9.0, 10.0, 11.0]))
    Estimate(mean=10.0, low=7.515..., high=12.484...)
    >>> estimate(np.array([1.0, np.nan])).is_known
    False
    """
    from scipy.special import stdtrit

    if len(values) < 2 or not np.isfinite(values).all():
        return Estimate(None, None, None)
    mean, sd = float(np.mean(values)), spread(values) or 0.0
    reach = float(stdtrit(len(values) - 1, 0.5 + confidence / 2.0)) * sd / float(np.sqrt(len(values)))
    return Estimate(mean, mean - reach, mean + reach)
