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
from simulator.compensation.money import MILLION, IntArray, level_of, share_of
from simulator.compensation.pieces import Pieces
from simulator.compensation.selection import Selection
from simulator.compensation.shared import Of, goal_of, groups, together
from simulator.compensation.splits import divided
from simulator.compensation.target_pay import TargetPay
from simulator.compensation.values import LevelText, Money, Rate
from simulator.documents import NonNegativeInt


@register("pay-component", "pool")
class Pool(TargetPay):
    """Fill a pool from what a team sells and divide it among the members.

    Members are those whom the component is for; only their sales and their quotas count.

    Parameters
    ----------
    among
        ``team`` or ``company``.
    rate, pay_per_unit
        Share of the team's credit that goes into the pool, or money for each unit of it.
    above
        Only what the team sells above this level fills the pool: a share of the quota or an amount.
    target, curve
        Instead of these: money for a team at target, and the share of it by the team's attainment.
    divide
        ``equally``; ``by-credit``, in proportion to each member's own credit; ``by-weight``, in proportion to
        the people's column ``pool_weight``; ``by-score``, in proportion to that weight times a score;
        ``by-role``, first among roles, then equally among those who have the same.
    score
        Name of the score, for ``by-score``; who has none receives nothing.
    roles
        Weight of each role, for ``by-role``: ``{AR: 4, SR: 3, FR: 3}``, by the people's column ``role``. A
        role that nobody in the team has leaves its part to the others.
    members_expected
        How many members people count on when they decide what their own sales bring them; all people of the
        company when left out.
    """

    kind: Literal["pool"] = "pool"
    among: Literal["team", "company"] = "team"
    rate: Rate | None = None
    pay_per_unit: Money | None = None
    above: LevelText | None = None
    curve: Curve | None = None
    divide: Literal["equally", "by-credit", "by-weight", "by-score", "by-role"] = "equally"
    score: str | None = None
    roles: dict[str, NonNegativeInt] = Field(default_factory=dict)
    members_expected: int | None = Field(default=None, ge=1)

    def check(self, frame: Frame) -> None:
        """Raise an error when the pool cannot be filled.

        Raises
        ------
        Fault
            None or several of rate, pay_per_unit and curve, a level without a quota, no score or no roles to
            divide by.
        """
        super().check(frame)
        if sum(given is not None for given in (self.rate, self.pay_per_unit, self.curve)) != 1:
            raise Fault("a pool needs exactly one of rate, pay_per_unit and curve")
        if self.is_toward_year:
            raise Fault("a pool is settled on periods or the year so far", ("attainment", "accumulate"))
        self._check_units(frame)
        self._check_division()
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

    def _check_units(self, frame: Frame) -> None:
        is_money = frame.measure(self.measure).is_money
        if self.rate is not None and not is_money:
            raise Fault(f"{self.measure} are counted and not money: give pay_per_unit", ("rate",))
        if self.pay_per_unit is not None and is_money:
            hint = "pay_per_unit is for things counted"
            raise Fault(f"{self.measure} is money: give rate", ("pay_per_unit",), hint=hint)

    def _check_division(self) -> None:
        if (self.divide == "by-score") != (self.score is not None):
            raise Fault(
                "a pool that is divided by-score names a score, and only such a pool does", ("score",)
            )
        if (self.divide == "by-role") != any(self.roles.values()):
            raise Fault(
                "a pool that is divided by-role gives weights to roles, and only such a pool does", ("roles",)
            )

    def held_against(self) -> tuple[tuple[str, str, Of], ...]:
        """Name the quotas that it needs, what is held against each, and whose: here the team's."""
        known = super().held_against()
        own = tuple((quota, measure, self.among) for quota, measure, _ in known[: self.relative])
        return (*own, *known[self.relative :])

    def goal(self, desk: Desk) -> IntArray | None:
        """Give the quota of everybody's team, the members' own added up; None where there is none."""
        if self.attainment is None or self.attainment.quota is None:
            return None
        goal = goal_of(
            self.attainment.quota, self.period, self.among, desk, included=self.includes(desk),
            proration=self.proration, only_theirs=True,
        )  # fmt: skip
        return desk.to_date(goal, self.period) if self.is_to_date else goal

    def earned(self, desk: Desk) -> list[Due]:
        """Fill each team's pool and divide it to the cent."""
        included = self.includes(desk)[:, None]
        own = np.where(included, self._credit(desk), 0)
        own = desk.to_date(own, self.period) if self.is_to_date else own
        goal = self.goal(desk)
        total = self.at_most(together(own, self.among, desk), goal, desk)
        pool = self._filled(total, goal, desk)
        active = (desk.people.days_active(desk.periods, self.period) > 0) & included
        paid = self._divided(pool, own, active, desk)
        shared = np.where(active, pool, 0)
        rate = np.where(shared > 0, share_of(paid, MILLION, np.maximum(shared, 1)), 0)
        return [Due("pool", self.period, shared, rate, paid)]

    def _filled(self, total: IntArray, goal: IntArray | None, desk: Desk) -> IntArray:
        if self.curve is not None:
            assert self.target is not None
            target = np.full(total.shape, desk.frame.minor(self.target))
            levels = self.curve.levels(desk.frame, self.measure, self.relative)
            frame = desk.frame
            return self.curve.pay(target, total, goal, levels, frame.rounding_rule, frame.rounding_unit)
        basis = total
        if self.above is not None:
            level = desk.frame.level(self.above, self.measure, self.relative)
            basis = np.maximum(total - (level if goal is None else level_of(goal, level)), 0)
        if self.pay_per_unit is None:
            return desk.pay(basis, self.rate or 0)
        scale = desk.frame.scale(self.measure)
        return desk.pay(basis, int(self.pay_per_unit * desk.frame.minor_per_unit * MILLION / scale))

    def _divided(self, pool: IntArray, own: IntArray, active: NDArray[np.bool_], desk: Desk) -> IntArray:
        """Divide each pool among those of its members who are there."""
        if self.divide == "by-role":
            return self._by_role(pool, active, desk)
        weights = self._weights(own, active, desk)
        n_groups, group = groups(self.among, desk)
        paid = np.zeros_like(pool)
        for period in range(pool.shape[1]):
            paid[:, period] = divided(pool[:, period], weights[:, period], group, n_groups)
        return paid

    def _weights(self, own: IntArray, active: NDArray[np.bool_], desk: Desk) -> IntArray:
        if self.divide == "by-credit":
            return np.where(active, np.maximum(own, 0), 0)
        if self.divide == "by-weight":
            return np.where(active, desk.people.pool_weight[:, None], 0)
        if self.divide == "by-score":
            assert self.score is not None
            scores = np.maximum(desk.score(self.score, self.period), 0)
            return np.where(active, desk.people.pool_weight[:, None] * scores, 0)
        return np.asarray(active, dtype=np.int64)

    def _by_role(self, pool: IntArray, active: NDArray[np.bool_], desk: Desk) -> IntArray:
        """Divide each pool among the roles in the team, then each part among those who have the role."""
        n_groups, group = groups(self.among, desk)
        n_people = len(desk.people)
        weight, role = np.zeros(n_people, dtype=np.int64), np.zeros(n_people, dtype=np.intp)
        for number, (name, each) in enumerate(self.roles.items()):
            selection = Selection(only=(("role", (name,)),))
            here = selection.rows(desk.people.attributes, n_people, "people")
            weight[here], role[here] = each, number
        cell = group * len(self.roles) + role
        paid = np.zeros_like(pool)
        for period in range(pool.shape[1]):
            there = np.flatnonzero(active[:, period] & (weight > 0))
            cells, first = np.unique(cell[there], return_index=True)
            one = there[first]
            parts = divided(pool[one, period], weight[one], group[one], n_groups)
            whole = parts[np.searchsorted(cells, cell[there])]
            alike = np.ones(len(there), dtype=np.int64)
            paid[there, period] = divided(whole, alike, cell[there], n_groups * len(self.roles))
        return paid

    def compile(self, draft: Draft) -> None:
        """Add each member's part to the terms that behavior weighs.

        Notes
        -----
        A member takes the others to sell what he or she sells, and to keep that pace: a pool divided equally
        pays ``1 / members`` of what one sells into it, one divided by credit pays it in full.
        """
        members = self.members_expected or draft.members(self.among)
        share = 1.0 if self.divide == "by-credit" else 1.0 / members
        total = self.in_draft(draft)
        scale = MILLION if self.relative else draft.frame.scale(self.measure)
        if self.curve is not None:
            assert self.target is not None
            levels = self.curve.levels(draft.frame, self.measure, self.relative)
            curve = self.curve.pieces(levels, scale).times(float(self.target) / members * share)
        else:
            each = (self.rate or 0) / MILLION if self.pay_per_unit is None else float(self.pay_per_unit)
            curve = Pieces((0.0,), (0.0,), (each * share,))
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
