"""Who leaves, and which plan people pick when they may: pay held against what else there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.effort import row_sum
from simulator.behaviors.period_close import close_states
from simulator.behaviors.preferences import RiskAttitude
from simulator.world.pay_terms import CompiledPlan

__all__ = [
    "MenuTraits",
    "QuitTraits",
    "certainty_equivalent",
    "choose_plan",
    "plan_loss",
    "plan_worth",
    "quit_probability",
]

Floats = NDArray[np.float64]

_LEAST_RATIO = 0.05


@dataclass(frozen=True)
class QuitTraits:
    """What makes people leave; each an array that fits ``(n_reps,)``.

    Parameters
    ----------
    base_per_year
        Rate of leaving at pay equal to the outside option, no quota missed, middling standing, full trust.
    pay_sensitivity
        Percent by which the rate falls for each percent of pay over the outside option.
    missed_quota
        What missing every quota adds to the log of the rate.
    standing
        What being first rather than middling takes off the log of the rate.
    distrust
        What having lost all trust in pay adds to the log of the rate.
    plan_loss
        What losing all pay by a new plan would add to the log of the rate.
    """

    base_per_year: Floats
    pay_sensitivity: Floats
    missed_quota: Floats
    standing: Floats
    distrust: Floats
    plan_loss: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats]) -> QuitTraits:
        """Take the traits from the register of parameters."""
        return cls(
            parameters["quit_rate_per_year"],
            parameters["quit_pay_sensitivity"],
            parameters["quit_missed_quota_weight"],
            parameters["quit_standing_weight"],
            parameters["quit_distrust_weight"],
            parameters["quit_plan_loss_weight"],
        )


def quit_probability(
    traits: QuitTraits,
    *,
    pay: Floats,
    outside: Floats,
    missed_share: Floats,
    standing: Floats,
    trust: Floats,
    lost_share: Floats,
    weeks: float = 1.0,
) -> Floats:
    """Give the chance that each rep leaves within some weeks.

    Parameters
    ----------
    traits
        What makes people leave.
    pay
        Certainty equivalent of pay, effort allowed for [currency per year], ``(n_reps,)``.
    outside
        The same of the best job elsewhere, positive, ``(n_reps,)``.
    missed_share
        Share of recent quotas missed [0 to 1], ``(n_reps,)``.
    standing
        Rank among colleagues, from -1 for the last to 1 for the first, ``(n_reps,)``.
    trust
        Trust in being paid right [0 to 1], ``(n_reps,)``.
    lost_share
        Share of pay lost by the last change of plan, see :func:`plan_loss`, ``(n_reps,)``.
    weeks
        Length of the time in question.

    Returns
    -------
    Probability, ``(n_reps,)``; whoever's keyed uniform lies below it leaves.

    Notes
    -----
    ``1 - exp(-rate weeks / 52)`` with ``rate = base (pay / outside) ** -sensitivity x exp(missed + distrust +
    loss - standing)``, each weighted. Pay below a twentieth of the outside option counts as a twentieth.

    Examples
    --------
    Someone paid what others would pay, and someone paid a fifth less:

    >>> traits = QuitTraits(*(np.array([v]) for v in (0.22, 2.0, 0.6, 0.3, 1.0, 2.0)))
    >>> quit_probability(traits, pay=np.array([60e3, 48e3]), outside=np.array([60e3, 60e3]),
    ...     missed_share=np.zeros(2), standing=np.zeros(2), trust=np.ones(2), lost_share=np.zeros(2),
    ...     weeks=52.0).round(3)
    array([0.197, 0.291])
    """
    ratio = np.maximum(pay / outside, _LEAST_RATIO)
    push = (
        traits.missed_quota * missed_share
        + traits.distrust * (1.0 - trust)
        + traits.plan_loss * lost_share
        - traits.standing * standing
    )
    rate = traits.base_per_year * ratio**-traits.pay_sensitivity * np.exp(push)
    return np.asarray(-np.expm1(-rate * weeks / 52.0))


def plan_loss(before: Floats, after: Floats) -> Floats:
    """Give the share of pay that a change of plan takes from each rep; a gain is no loss.

    Parameters
    ----------
    before, after
        Certainty equivalent of pay under the old and the new plan [currency per year], ``(n_reps,)``.

    Examples
    --------
    >>> plan_loss(np.array([50e3, 50e3]), np.array([45e3, 60e3]))
    array([0.1, 0. ])
    """
    known = before > 0.0
    return np.asarray(np.where(known, np.clip(1.0 - after / np.where(known, before, 1.0), 0.0, 1.0), 0.0))


def certainty_equivalent(amounts: Floats, risk: RiskAttitude) -> Floats:
    """Give the sure amount that is as good as equally likely ones.

    Parameters
    ----------
    amounts
        Equally likely amounts [currency], ``(n_reps, n_states)``.
    risk
        Attitude to risk.

    Examples
    --------
    >>> from simulator.behaviors.preferences import ConstantRisk
    >>> certainty_equivalent(np.array([[0.0, 100.0]]), ConstantRisk(0.01)).round(2)
    array([37.99])
    """
    anchor = row_sum(amounts) / amounts.shape[1]
    utility = row_sum(risk.utility(amounts, anchor[:, None])) / amounts.shape[1]
    return np.asarray(risk.money(utility, anchor))


def plan_worth(
    plan: CompiledPlan,
    mean: Floats,
    noise_sd: Floats,
    quota: Floats,
    risk: RiskAttitude,
    *,
    overconfidence: Floats | float = 0.0,
    weeks: float = 52.0,
    n_states: int = 64,
) -> Floats:
    """Give what a plan is worth to each rep, as a sure amount.

    Parameters
    ----------
    plan
        The compiled plan.
    mean, noise_sd
        Expected totals at the close and their spread [accumulator units], ``(n_reps, n_accumulators)``. One
        luck drives all totals of a rep.
    quota
        Quotas [accumulator units], same shape.
    risk
        Attitude to risk.
    overconfidence
        By what share reps overrate their own expected results, fits ``(n_reps,)``.
    weeks
        Length of the period, for salary.
    n_states
        Equally likely lucks that are weighed.

    Returns
    -------
    Salary and variable pay of the period [currency], ``(n_reps,)``.

    Examples
    --------
    A bonus of 100 that is as likely as not, and how it looks to someone who overrates results by a tenth:

    >>> from simulator.behaviors.preferences import Neutral
    >>> from simulator.world.pay_terms import Accumulator, CreditKind, PayTerm
    >>> plan = CompiledPlan((CreditKind("washer", "standard", "new"),),
    ...     (Accumulator("revenue", "quarter", np.ones(1)),),
    ...     (PayTerm("bonus", 0, False, np.array([0.0, 10.0]), np.array([0.0, 100.0]), np.zeros(2)),), 0.0)
    >>> ten = np.full((2, 1), 10.0)
    >>> plan_worth(plan, ten, 0.1 * ten, ten, Neutral(), overconfidence=np.array([0.0, 0.1]))
    array([50.    , 84.375])
    """
    believed = (
        mean * (1.0 + np.broadcast_to(np.asarray(overconfidence, dtype=np.float64), len(mean)))[:, None]
    )
    totals = [
        close_states(believed[:, total], noise_sd[:, total], n_states) for total in range(mean.shape[1])
    ]
    states = np.stack(totals, axis=2)
    quotas = np.broadcast_to(quota[:, None, :], states.shape).reshape(-1, quota.shape[1])
    pay = plan.pay(states.reshape(-1, quota.shape[1]), quotas).reshape(len(mean), n_states)
    return certainty_equivalent(pay + plan.salary_per_week * weeks, risk)


@dataclass(frozen=True)
class MenuTraits:
    """How people pick from a menu of plans; arrays that fit ``(n_reps,)``.

    Parameters
    ----------
    overconfidence
        By what share they overrate the results they will have.
    doubt
        Scale of what moves the choice beside worth [share of what the best plan is worth].
    """

    overconfidence: Floats
    doubt: Floats

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Floats]) -> MenuTraits:
        """Take the traits from the register of parameters."""
        return cls(parameters["overconfidence"], parameters["plan_choice_doubt"])


def choose_plan(worth: Floats, doubt: Floats) -> NDArray[np.int64]:
    """Pick a plan from a menu.

    Parameters
    ----------
    worth
        What each plan is worth [currency], ``(n_reps, n_plans)``.
    doubt
        What moves the choice beside that: keyed Gumbel draws times their scale [currency], same shape; zeros
        for a choice of the best.

    Returns
    -------
    Index of the plan picked, ``(n_reps,)``; the first of equals.

    Examples
    --------
    Who overrates the own results picks plans that pay for high ones too often [LarkinLeider2012]_.

    >>> choose_plan(np.array([[50.0, 60.0], [70.0, 60.0]]), np.zeros((2, 2)))
    array([1, 0])
    """
    return np.asarray(np.argmax(worth + doubt, axis=1), dtype=np.int64)
