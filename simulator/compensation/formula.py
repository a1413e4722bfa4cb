"""Formulas: pay by a small safe expression over totals, quotas and targets."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import numpy as np
from pydantic import Field

from simulator.catalog import register
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.expressions import COUNT, MONEY, NUMBER, Expression, ObjectArray, parse_expression
from simulator.compensation.faults import Fault, Path
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray, from_unbounded, round_fraction
from simulator.compensation.pieces import Pieces, summed
from simulator.compensation.sampled import sampled
from simulator.compensation.selection import Selection, SelectionText
from simulator.compensation.shared import OWN, Of, goal_of, together
from simulator.compensation.target_pay import TargetPay
from simulator.compensation.values import Money
from simulator.documents import Spec
from simulator.errors import InputError, PlanError


class Input(Spec):
    """One value that a formula uses.

    Parameters
    ----------
    measure, credit
        A total of the period.
    quota
        Instead of it, a quota of the period, in the unit of ``measure``.
    of
        Whose total or quota it is: one's ``own``, or that of the ``team`` or the ``company``.
    score
        Instead of it, a score.
    amount
        Instead of it, a fixed amount of money [currency]: plain numbers in a formula are numbers, not money.
    """

    measure: str = "revenue"
    credit: SelectionText = Selection()
    quota: str | None = None
    of: Of = OWN
    score: str | None = None
    amount: Money | None = None

    @property
    def is_total(self) -> bool:
        """Whether sales change it."""
        return self.quota is None and self.score is None and self.amount is None


@register("pay-component", "formula")
class Formula(TargetPay):
    """Pay what an expression yields.

    Parameters
    ----------
    inputs
        The values it uses, by name; ``target`` is there where the component has a target or weight.
    pay
        The expression; it must yield money.
    """

    kind: Literal["formula"] = "formula"
    inputs: dict[str, Input] = Field(default_factory=dict)
    pay: str

    def selections(self) -> tuple[tuple[Path, Selection], ...]:
        """List every selection of sales, with its place."""
        inputs = ((("inputs", name, "credit"), each.credit) for name, each in self.inputs.items())
        return (*super().selections(), *inputs)

    def held_against(self) -> tuple[tuple[str, str, Of], ...]:
        """Name the quotas that it needs, what is held against each, and whose."""
        return super().held_against() + tuple(
            (each.quota, each.measure, each.of) for each in self.inputs.values() if each.quota
        )

    def check(self, frame: Frame) -> None:
        """Raise an error when the expression cannot be used.

        Raises
        ------
        Fault
            It mixes units, or yields something other than money.
        """
        super().check(frame)
        for name, each in self.inputs.items():
            frame.measure(each.measure)
            if "-" in name:
                what = f"in a formula {name!r} reads as a subtraction"
                raise Fault(what, ("inputs", name), hint=f"Call it {name.replace('-', '_')!r}")
        try:
            expression = self._expression(frame)
        except InputError as problem:
            raise Fault(problem.what, ("pay",), hint=problem.hint, allowed=problem.allowed) from None
        if expression.unit != MONEY:
            raise Fault(f"the formula {self.pay!r} yields a {expression.unit}, and pay is money", ("pay",))

    def _expression(self, frame: Frame) -> Expression:
        units = {name: self._unit(each, frame) for name, each in self.inputs.items()}
        if self.target is not None or self.weight is not None:
            units["target"] = MONEY
        return parse_expression(self.pay, units)

    @staticmethod
    def _unit(each: Input, frame: Frame) -> str:
        if each.score is not None:
            return NUMBER
        if each.amount is not None:
            return MONEY
        return MONEY if frame.measure(each.measure).is_money else COUNT

    def earned(self, desk: Desk) -> list[Due]:
        """Work the expression out for everybody, exactly, and round once."""
        frame = desk.frame
        values: dict[str, ObjectArray] = {}
        for name, each in self.inputs.items():
            if each.score is not None:
                values[name] = _decimals(np.maximum(desk.score(each.score, self.period), 0), MILLION)
            elif each.amount is not None:
                values[name] = np.array(each.amount, dtype=object)
            elif each.quota is not None:
                quota = goal_of(each.quota, self.period, each.of, desk)
                values[name] = _decimals(quota, frame.scale(each.measure))
            else:
                total = together(desk.totals(each.credit, each.measure, self.period), each.of, desk)
                values[name] = _decimals(total, frame.scale(each.measure))
        if self.target is not None or self.weight is not None:
            values["target"] = _decimals(self.targets(desk), frame.minor_per_unit)
        money = np.broadcast_to(self._expression(frame).value(values), desk.shape(self.period))
        amount = _minor(money, frame)
        return [Due("formula", self.period, amount, np.array(MILLION), amount)]

    def compile(self, draft: Draft) -> None:
        """Add the formula to the terms that behavior weighs.

        Notes
        -----
        A formula of one total is followed as it is, also against one quota where pay is an amount plus a
        multiple of the quota at every attainment. Of several totals each runs while the others stand at a
        typical amount; what they change together beyond that is left out.
        """
        names = [name for name in self.inputs if name in self._expression(draft.frame).names]
        for name in names:
            if self.inputs[name].of != OWN:
                what = "behavior does not see in a formula what others sell"
                raise Fault(what, ("inputs", name, "of"), hint="Use a bonus or a commission that shares")
        totals = [name for name in names if self.inputs[name].is_total]
        quotas = [name for name in names if self.inputs[name].quota is not None]
        if len(totals) == 1 and len(quotas) == 1:
            term = self._on_quota(draft, totals[0], quotas[0])
            if term is not None:
                self.stages_in_draft(draft, [term])
                return
        whole = self._value(draft, {})
        if not totals:
            self.stages_in_draft(draft, self.constant_in_draft(draft, whole))
            return
        terms = []
        for number, name in enumerate(totals):
            size = self._typical(name, draft)
            curve = sampled(lambda x, name=name: self._value(draft, {name: x}), size)  # type: ignore[misc]
            each = self.inputs[name]
            total = draft.total(each.credit, each.measure, self.period)
            terms.append(draft.absolute(total, curve if number == 0 else curve.plus(-whole)))
        self.stages_in_draft(draft, terms)

    def _on_quota(self, draft: Draft, name: str, quota: str) -> int | None:
        """Add a term against quota; None where pay is no amount plus a multiple of the quota."""
        size = self._typical(quota, draft)

        def at(multiple: float) -> Pieces:
            whole = multiple * size
            return sampled(lambda share: self._value(draft, {name: share * whole, quota: whole}), 1.0)

        once, twice, thrice = at(1.0), at(2.0), at(3.0)
        if not np.array_equal(once.breakpoints, twice.breakpoints):
            return None
        per_quota = summed([twice, once.times(-1.0)]).times(1.0 / size)
        money = summed([once.times(2.0), twice.times(-1.0)])
        expected = summed([money, per_quota.times(3.0 * size)])
        grid = [*expected.breakpoints, expected.breakpoints[-1] + 1.0]
        if any(abs(expected.at(x) - thrice.at(x)) > 1e-5 * max(abs(thrice.at(x)), 1.0) for x in grid):
            return None
        each = self.inputs[name]
        total = draft.total(each.credit, each.measure, self.period, self.inputs[quota].quota or "")
        return draft.on_quota(total, money, per_quota)

    def _value(self, draft: Draft, changed: Mapping[str, float]) -> float:
        """Pay where some values are given and the others typical; nothing where that cannot be worked out."""
        values = {name: self._typical(name, draft) for name in self.inputs} | dict(changed)
        if self.target is not None or self.weight is not None:
            values["target"] = self.target_in_draft(draft)
        exact = {
            name: np.array([Decimal(repr(float(value)))], dtype=object) for name, value in values.items()
        }
        try:
            return float(np.broadcast_to(self._expression(draft.frame).value(exact), (1,))[0])
        except PlanError:
            return 0.0

    def _typical(self, name: str, draft: Draft) -> float:
        """Say what a value is taken to be; for totals and quotas, what a typical revenue brings of it."""
        each = self.inputs[name]
        if each.score is not None:
            return 1.0
        if each.amount is not None:
            return float(each.amount)
        per_revenue = draft.measures_per_revenue.get(each.measure)
        return draft.typical_total * (1.0 if per_revenue is None else float(np.mean(per_revenue)))


def _decimals(values: IntArray, scale: int) -> ObjectArray:
    """Turn whole numbers into decimal numbers of units."""
    flat = [Decimal(int(value)) / scale for value in values.ravel()]
    result = np.empty(len(flat), dtype=object)
    result[:] = flat
    return result.reshape(values.shape)


def _minor(money: ObjectArray, frame: Frame) -> IntArray:
    """Round money to what is paid, once."""
    unit = Fraction(frame.rounding_unit, frame.minor_per_unit)
    flat = [
        round_fraction(Fraction(value) / unit, frame.rounding_rule) * frame.rounding_unit
        for value in money.ravel()
    ]
    return from_unbounded(flat).reshape(money.shape)
