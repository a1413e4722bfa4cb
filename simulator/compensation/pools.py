"""Pools: what a team earns together, and how its members divide it."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from simulator.catalog import register
from simulator.compensation.curves import Curve
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray, level_of, share_of, sum_by
from simulator.compensation.pieces import Pieces
from simulator.compensation.splits import divided
from simulator.compensation.values import LevelText, Rate
from simulator.compensation.variable_pay import TargetPay


@register("pay-component", "pool")
class Pool(TargetPay):
    """Fill a pool from what a team sells and divide it among the members.

    Members are those whom the component is for; only their sales and their quotas count.

    Parameters
    ----------
    among
        ``team`` or ``company``.
    rate
        Share of the team's credit that goes into the pool.
    above
        Only what the team sells above this level fills the pool: a share of the quota or an amount.
    target, curve
        Instead of a rate: money for a team at target, and the share of it by the team's attainment.
    divide
        ``equally``; ``by-credit``, in proportion to each member's own credit; ``by-weight``, in proportion to
        the people's column ``pool_weight``.
    members_expected
        How many members people count on when they decide what their own sales bring them; all people of the
        company when left out.
    """

    kind: Literal["pool"] = "pool"
    among: Literal["team", "company"] = "team"
    rate: Rate | None = None
    above: LevelText | None = None
    curve: Curve | None = None
    divide: Literal["equally", "by-credit", "by-weight"] = "equally"
    members_expected: int | None = Field(default=None, ge=1)

    def check(self, frame: Frame) -> None:
        """Raise an error when the pool cannot be filled.

        Raises
        ------
        Fault
            Neither or both of rate and curve, or a level without a quota.
        """
        super().check(frame)
        if (self.rate is None) == (self.curve is None):
            raise Fault("a pool needs exactly one of rate and curve")
        if (self.curve is not None) != (self.target is not None):
            raise Fault("a curve needs target, and only a curve does", ("target",))
        if self.weight is not None:
            raise Fault(
                "a pool is filled by rate or target, not by a share of each one's incentive", ("weight",)
            )
        if self.above is not None:
            frame.level(self.above, self.measure, self.relative, ("above",))
        if self.curve is not None:
            self.curve.levels(frame, self.measure, self.relative)

    def earned(self, desk: Desk) -> list[Due]:
        """Fill each team's pool and divide it to the cent."""
        own, quota = self.counted(desk)
        included = self.includes(desk)[:, None]
        own = np.where(included, own, 0)
        quota = None if quota is None else np.where(included, quota, 0)
        group_ids, group = np.unique(
            desk.people.team if self.among == "team" else desk.people.company, return_inverse=True
        )
        total = _by_group(own, group, len(group_ids))
        goal = None if quota is None else np.maximum(_by_group(quota, group, len(group_ids)), 1)
        pool = self._filled(total, goal, desk)
        active = (desk.people.days_active(desk.periods, self.period) > 0) & included
        weights = self._weights(own, active, desk)
        paid = np.zeros_like(own)
        for period in range(own.shape[1]):
            paid[:, period] = divided(pool[group, period], weights[:, period], group, len(group_ids))
        shared = np.where(active, pool[group], 0)
        rate = np.where(shared > 0, share_of(paid, MILLION, np.maximum(shared, 1)), 0)
        return [Due("pool", self.period, shared, rate, paid)]

    def _filled(self, total: IntArray, goal: IntArray | None, desk: Desk) -> IntArray:
        if self.curve is not None:
            assert self.target is not None
            target = np.full(total.shape, desk.frame.minor(self.target))
            levels = self.curve.levels(desk.frame, self.measure, self.relative)
            frame = desk.frame
            return self.curve.pay(target, total, goal, levels, frame.rounding_rule, frame.rounding_unit)
        assert self.rate is not None
        basis = total
        if self.above is not None:
            level = desk.frame.level(self.above, self.measure, self.relative)
            basis = np.maximum(total - (level if goal is None else level_of(goal, level)), 0)
        per_unit = (
            self.rate if desk.frame.measure(self.measure).is_money else self.rate * desk.frame.minor_per_unit
        )
        return desk.pay(basis, per_unit)

    def _weights(self, own: IntArray, active: NDArray[np.bool_], desk: Desk) -> IntArray:
        if self.divide == "by-credit":
            return np.where(active, np.maximum(own, 0), 0)
        if self.divide == "by-weight":
            return np.where(active, desk.people.pool_weight[:, None], 0)
        return np.asarray(active, dtype=np.int64)

    def compile(self, draft: Draft) -> None:
        """Add each member's part to the terms that behavior weighs.

        Notes
        -----
        A member takes the others to sell what he or she sells, and to keep that pace: a pool divided equally
        pays ``1 / members`` of what one sells into it, one divided by credit pays it in full.
        """
        members = self.members_expected or max(draft.people, 1)
        share = 1.0 if self.divide == "by-credit" else 1.0 / members
        total = self.in_draft(draft)
        scale = MILLION if self.relative else draft.frame.scale(self.measure)
        if self.curve is not None:
            assert self.target is not None
            levels = self.curve.levels(draft.frame, self.measure, self.relative)
            curve = self.curve.pieces(levels, scale).times(float(self.target) / members * share)
        else:
            assert self.rate is not None
            curve = Pieces((0.0,), (0.0,), (self.rate / MILLION * share,))
            if self.above is not None:
                level = draft.frame.level(self.above, self.measure, self.relative) / scale
                curve = curve.from_threshold(level if self.relative else level / members, above_only=True)
        if self.curve is not None and not self.relative:
            curve = curve.stretched(1.0 / members)
        if self.cap is not None and self.cap.attainment is not None:
            most = draft.frame.level(self.cap.attainment, self.measure, self.relative) / scale
            curve = curve.flat_beyond(most)
        on_quota = draft.commission_on_quota if self.curve is None else draft.money_on_quota
        term = (on_quota if self.relative else draft.absolute)(total, curve)
        self.stages_in_draft(draft, [term], share)


def _by_group(values: IntArray, group: IntArray, n_groups: int) -> IntArray:
    """Add up people's rows by group, shape ``(n_groups, n_periods)``."""
    if values.shape[1] == 0:
        return np.zeros((n_groups, 0), dtype=np.int64)
    return np.stack([sum_by(group, values[:, p], n_groups) for p in range(values.shape[1])], axis=1)
