"""Reps who look ahead: what one more sale is worth now, for all that can still happen.

The plan is taken apart (:mod:`simulator.behaviors.plan_parts`); each part is solved by backward induction
for a fixed lattice of classes of reps (:mod:`simulator.behaviors.policies`), and each rep reads the marginal
value of credit between the classes around them. Effort follows from that value as for all reps.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.crossed_totals import CrossedTotals
from simulator.behaviors.followed_quotas import FollowedTotals
from simulator.behaviors.marginal_value import marginal_value
from simulator.behaviors.nested_totals import NestedTotals, later_lengths
from simulator.behaviors.plan_parts import Part, PlanParts, fingerprint, parts_of
from simulator.behaviors.policies import Policy, PolicyCache
from simulator.behaviors.preferences import Preferences
from simulator.behaviors.ratchet import QuotaRule
from simulator.behaviors.situation import Decision, Situation
from simulator.behaviors.standing import Kin, Standing, kin_of, standing_of
from simulator.world.pay_terms import CompiledPlan

__all__ = ["ForwardLooking", "forget_policies"]

Floats = NDArray[np.float64]
Key = tuple[object, ...]

WEEKS_PER_YEAR = 52
_MOST_BYTES = 384e6
_MOST_PLANS = 256
_SOLVED = PolicyCache(_MOST_BYTES)
_APART: dict[Key, PlanParts] = {}


class ForwardLooking:
    """Weighs every sale by all that it can still lead to before pay is settled.

    Parameters
    ----------
    preferences
        Risk, time and reference; the default wants expected pay less the cost of effort.
    quota_rule
        How the next quota follows results, as far as the rep thinks of it; None: as the situation says, over
        the years that preferences look ahead.
    crossed
        Whether totals of which one counts part of what the other counts are solved together: exact, and slow,
        for studies of a few reps.

    Notes
    -----
    Choices are those of backward induction over totals and weeks left, read between classes. The season of
    each week of the running period is foreseen; later periods are taken to run like it. Nothing depends on
    which reps are asked together.

    Examples
    --------
    Close to a bonus a sale is worth a lot, far from it nothing:

    >>> from simulator.behaviors.examples import one_rep_on_bonus
    >>> for credit in (0.0, 3_000.0, 6_000.0):
    ...     value = ForwardLooking().decide(one_rep_on_bonus(weeks_left=1, credit=credit)).value
    ...     print(round(abs(value[0, 0, 0]), 2))
    0.0
    0.12
    0.0
    """

    def __init__(
        self,
        preferences: Preferences | None = None,
        quota_rule: QuotaRule | None = None,
        *,
        crossed: bool = False,
    ) -> None:
        self.crossed = crossed
        self.preferences = preferences or Preferences()
        self.quota_rule = quota_rule

    def decide(self, situation: Situation) -> Decision:
        """Give the marginal value of credit now and, if asked, in the period after.

        Parameters
        ----------
        situation
            What the reps know.
        """
        rule = self._rule(situation)
        apart = _apart(situation.plan, rule.every if rule else "", self.crossed)
        n, n_kinds = situation.opportunity.shape
        value = np.zeros((n, n_kinds, situation.horizons))
        for horizon in range(situation.horizons):
            value[:, :, horizon] = self._straight_pay(apart, situation, horizon)
        straight = value[:, :, 0].copy()
        paying = [situation.plan.accumulators[term.accumulator].weights for term in apart.straight]
        for part in apart.parts:
            self._weigh(part, situation, straight, paying, value)
        if apart.rest is not None:
            mean, sd = situation.remainder()
            value += marginal_value(
                apart.rest, credit=situation.credit, quota=situation.quota, expected=mean, noise_sd=sd
            )
        return Decision(value)

    def _straight_pay(self, apart: PlanParts, situation: Situation, horizon: int) -> Floats:
        """Give what credit earns by fixed rates when it is paid out, ``(n_reps, n_kinds)``."""
        total = np.zeros_like(situation.opportunity)
        for term in apart.straight:
            number = term.accumulator
            _, _, slopes = term.at_quota(situation.quota[:, number])
            weeks = situation.weeks_left[number] + horizon * situation.period_weeks[number]
            counts = self.preferences.present_bias * self.preferences.discount_per_week ** float(weeks)
            total += counts * slopes[:, -1:] * situation.plan.accumulators[number].weights
        return total

    def _weigh(
        self, part: Part, situation: Situation, straight: Floats, paying: list[Floats], value: Floats
    ) -> None:
        """Add what one part of the plan makes credit worth."""
        worth_beside = straight + situation.worth_beyond_pay
        rule = self._rule(situation)
        wishes = (self.preferences, rule)
        for kin in kin_of(part, situation, worth_beside, paying):
            where = standing_of(part, situation, kin)
            policy = _SOLVED.get(
                (fingerprint(part.plan), kin.key, situation.decision_weeks, where.weeks, *wishes),
                partial(self._solver, part, kin, where, situation, rule),
            )
            for group, weights in enumerate(_counted(part)):
                now = policy.price(where.coordinates, where.gaps, where.weeks_left, where.rest, group)
                value[kin.rows, :, 0] += now[:, None] * weights
                if situation.horizons > 1:
                    value[kin.rows, :, 1] += self._next_period(policy, where, group)[:, None] * weights

    def _rule(self, situation: Situation) -> QuotaRule | None:
        """Give how the next quota follows results, as far as these reps think of it."""
        if self.quota_rule is not None or not any(situation.quota_follows):
            return self.quota_rule
        lengths = {
            total.period: float(weeks)
            for total, weeks in zip(situation.plan.accumulators, situation.period_weeks, strict=True)
        }
        every = situation.quota_follows_every
        periods = round(self.preferences.years_ahead * WEEKS_PER_YEAR / lengths.get(every, WEEKS_PER_YEAR))
        return QuotaRule(*situation.quota_follows, periods=periods, every=every) if periods > 1 else None

    def _solver(
        self, part: Part, kin: Kin, where: Standing, situation: Situation, rule: QuotaRule | None
    ) -> NestedTotals:
        """Build what solves classes of these reps."""
        totals = NestedTotals(
            part=part,
            ratios=kin.ratios,
            anchors=kin.anchors,
            inner_weeks=where.weeks[0],
            outer_weeks=where.weeks[1],
            decision_weeks=situation.decision_weeks,
            model=kin.model,
            weights=kin.weights,
            shares=kin.shares,
            base=kin.base,
            preferences=self.preferences,
            course=kin.course,
        )
        if part.is_crossed:
            return CrossedTotals(**vars(totals), common_variance=kin.common_variance)
        if rule is None:
            return totals
        return FollowedTotals(**vars(totals), rule=rule)

    def _next_period(self, policy: Policy, where: Standing, group: int) -> Floats:
        """Give what credit will be worth when the next period opens, seen from now."""
        inner_weeks, outer_weeks = where.weeks
        discount = self.preferences.discount_per_week**where.weeks_left
        if where.rest > 0:
            length = later_lengths(where.rest, inner_weeks)[0]
            rest = where.rest - length
        else:
            length, rest = inner_weeks, outer_weeks - inner_weeks
        return discount * policy.price(where.coordinates, where.gaps_at_opening, length, rest, group)


def _counted(part: Part) -> list[Floats]:
    """Give what the leading total counts of each kind, apart for sales that another total counts as well."""
    wide = part.plan.accumulators[0].weights
    if not part.is_crossed:
        return [wide]
    common = part.plan.accumulators[1].weights > 0.0
    return [wide * common, wide * ~common]


def _apart(plan: CompiledPlan, followed: str, crossed: bool) -> PlanParts:
    """Take a plan apart, once for plans that are alike."""
    key = (fingerprint(plan), followed, crossed)
    if key not in _APART:
        if len(_APART) >= _MOST_PLANS:
            _APART.clear()
        _APART[key] = parts_of(plan, followed, crossed=crossed)
    return _APART[key]


def forget_policies() -> None:
    """Forget all that was solved, as a process that has just begun."""
    _SOLVED.clear()
    _APART.clear()
