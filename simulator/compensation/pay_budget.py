"""What a plan costs when attainment is spread out: the budget is not the pay at the mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.plan import Plan
from simulator.compensation.worked import worked

QUANTILES = 20_000
PERCENTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Budget:
    """Pay of a year over a distribution of attainment.

    Parameters
    ----------
    at_target
        Variable pay at full attainment [currency].
    mean
        Mean variable pay [currency].
    percentiles
        Variable pay by percentile, as a share of people who receive less.
    nothing_share, most_share
        Share of people who receive nothing, and who receive the most that the curve pays.
    """

    at_target: float
    mean: float
    percentiles: Mapping[float, float]
    nothing_share: float
    most_share: float


def pay_budget(
    plan: Plan,
    attainment: NDArray[np.float64],
    quotas: Mapping[str, float] | None = None,
    typical: Mapping[str, float] | None = None,
) -> Budget:
    """Work the pay of many people out and say what it adds up to.

    Parameters
    ----------
    plan
        The plan.
    attainment
        Shares of quota that people reach, shape ``(n,)``: real ones, or from `spread_attainment`.
    quotas, typical
        As for `worked`.
    """
    example = worked(plan, [*attainment.tolist(), 1.0], quotas, typical)
    pay = example.pay(variable_only=True) / plan.frame.minor_per_unit
    people = np.sort(pay[:-1])
    return Budget(
        at_target=float(pay[-1]),
        mean=float(people.mean()),
        percentiles={share: float(np.quantile(people, share)) for share in PERCENTILES},
        nothing_share=float((people <= 0.0).mean()),
        most_share=float((people >= people[-1]).mean()) if people[-1] > 0.0 else 0.0,
    )


def spread_attainment(mean: float = 1.0, spread: float = 0.3, n: int = QUANTILES) -> NDArray[np.float64]:
    """Attainment of many people, evenly spaced in probability: normal around a mean, never below zero.

    Examples
    --------
    >>> spread_attainment(1.0, 0.3, 4).round(2)
    array([0.65, 0.9 , 1.1 , 1.35])
    """
    from scipy.special import ndtri

    shares = (np.arange(n) + 0.5) / n
    return np.maximum(mean + spread * ndtri(shares), 0.0)
