"""How sure a mean and a paired difference are: t intervals, the chance of being better, what pairing bought.

Paired means: two alternatives in the same replication met the same customers and the same luck, so
their difference varies far less than either of them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from simulator.analysis.declaration import FloatArray

CONFIDENCE = 0.95
ROUNDING = 1e-12
"""A spread below this share of the values is rounding, not variance."""


@dataclass(frozen=True)
class Mean:
    """A mean over replications with its 95 % t interval; None where it is not known."""

    mean: float | None
    sd: float | None
    low: float | None
    high: float | None

    def record(self) -> dict[str, float | None]:
        """Write it as the result file does."""
        return asdict(self)


@dataclass(frozen=True)
class Difference:
    """A mean paired difference with its 95 % t interval; None where it is not known.

    Parameters
    ----------
    difference
        Mean of alternative less baseline.
    low, high
        Ends of the interval.
    probability_better
        Probability that the mean difference is better, given the data and no prior opinion.
    variance_ratio
        Variance of an unpaired difference over that of the paired one.
    """

    difference: float | None
    low: float | None
    high: float | None
    probability_better: float | None
    variance_ratio: float | None

    def record(self) -> dict[str, float | None]:
        """Write it as the result file does."""
        return asdict(self)


def half_width_factor(n: int, contests: int = 1) -> float:
    """How many standard errors a 95 % t interval reaches to either side, for ``n`` values.

    With several ``contests`` all intervals hold at once with 95 % (Bonferroni).

    Examples
    --------
    >>> round(half_width_factor(10), 4), round(half_width_factor(1000), 4)
    (2.2622, 1.9623)
    >>> round(half_width_factor(10, contests=3), 4)
    2.9333
    """
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, 1.0 - (1.0 - CONFIDENCE) / (2 * contests)))


def spread(values: FloatArray) -> float | None:
    """Sample standard deviation; None for fewer than two values, 0 where values differ by rounding only.

    Examples
    --------
    >>> spread(np.array([1.0, 3.0]))
    1.4142135623730951
    >>> spread(np.array([0.1 + 0.2, 0.3])), spread(np.array([1.0])) is None
    (0.0, True)
    """
    if len(values) < 2:
        return None
    sd = float(np.std(values, ddof=1))
    return sd if sd > ROUNDING * float(np.max(np.abs(values))) else 0.0


def mean_interval(values: FloatArray) -> Mean:
    """Average replications and say how sure the mean is.

    Parameters
    ----------
    values
        One value for each replication, ``(n,)``.

    Returns
    -------
    The mean, the sample standard deviation and ``mean ± t(0.975, n - 1) sd / sqrt(n)``. The interval of
    values that never vary is the value itself; that of a single replication is None. Everything is None
    where the outcome is undefined in a replication.

    Examples
    --------
    >>> mean_interval(np.array([9.0, 10.0, 11.0]))
    Mean(mean=10.0, sd=1.0, low=7.515..., high=12.484...)
    >>> mean_interval(np.array([9.0]))
    Mean(mean=9.0, sd=None, low=None, high=None)
    >>> mean_interval(np.array([9.0, 9.0]))
    Mean(mean=9.0, sd=0.0, low=9.0, high=9.0)
    """
    if len(values) == 0 or not np.isfinite(values).all():
        return Mean(None, None, None, None)
    center, sd = float(np.mean(values)), spread(values)
    if sd is None:
        return Mean(center, None, None, None)
    reach = half_width_factor(len(values)) * sd / float(np.sqrt(len(values)))
    return Mean(center, sd, center - reach, center + reach)


def paired_difference(
    values: FloatArray, baseline: FloatArray, better: str = "higher", contests: int = 1
) -> Difference:
    """Compare an alternative with the baseline, replication by replication.

    Parameters
    ----------
    values
        The alternative in each replication, ``(n,)``.
    baseline
        The baseline in the same replications, ``(n,)``.
    better
        ``higher``, ``lower`` or ``none``; for ``none`` the probability is that of being higher.
    contests
        How many differences are judged together; the interval widens to hold for all of them at once
        with 95 % (Bonferroni).

    Returns
    -------
    With ``d = values - baseline``, its mean and t interval. ``probability_better`` is the posterior
    probability under a flat prior, ``T(mean(d) / (sd(d) / sqrt(n)))`` with ``n - 1`` degrees of freedom
    (one less it, for ``lower``). ``variance_ratio`` is ``(var(values) + var(baseline)) / var(d)``.

    Where ``d`` is the same in all of two or more replications, the interval is that value, the probability
    is 1 or 0 by its sign (0.5 for no difference at all), and the variance ratio is None. For one replication
    all but the difference are None.

    Examples
    --------
    >>> tilt, before = np.array([12.0, 14.0, 19.0]), np.array([10.0, 13.0, 17.0])
    >>> found = paired_difference(tilt, before)
    >>> round(found.difference, 3), round(found.probability_better, 3), round(found.variance_ratio, 1)
    (1.667, 0.981, 76.0)
    >>> round(paired_difference(tilt, before, "lower").probability_better, 3)
    0.019
    >>> paired_difference(before - 2.0, before)
    Difference(difference=-2.0, low=-2.0, high=-2.0, probability_better=0.0, variance_ratio=None)
    """
    from scipy.special import stdtr

    if len(values) == 0 or not (np.isfinite(values).all() and np.isfinite(baseline).all()):
        return Difference(None, None, None, None, None)
    paired = values - baseline
    center, sd, n = float(np.mean(paired)), spread(paired), len(paired)
    sign = -1.0 if better == "lower" else 1.0
    rounding = ROUNDING * max(float(np.max(np.abs(values))), float(np.max(np.abs(baseline))))
    if abs(center) <= rounding and (sd is None or sd <= rounding):
        center = 0.0
    if sd is None:
        return Difference(center, None, None, None, None)
    if sd <= rounding:
        return Difference(center, center, center, 0.5 + 0.5 * float(np.sign(sign * center)), None)
    error = sd / float(np.sqrt(n))
    reach = half_width_factor(n, contests) * error
    apart = (spread(values) or 0.0) ** 2 + (spread(baseline) or 0.0) ** 2
    return Difference(
        difference=center,
        low=center - reach,
        high=center + reach,
        probability_better=float(stdtr(n - 1, sign * center / error)),
        variance_ratio=apart / sd**2,
    )
