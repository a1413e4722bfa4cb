"""Formulas: pay by a small safe expression over totals, quotas and targets."""

from __future__ import annotations

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
from simulator.compensation.pieces import joined
from simulator.compensation.selection import Selection, SelectionText
from simulator.compensation.values import Money
from simulator.compensation.variable_pay import TargetPay
from simulator.documents import Spec
from simulator.errors import InputError

POINTS = 41


class Input(Spec):
    """One value that a formula uses.

    Parameters
    ----------
    measure, credit
        A total of the period.
    quota
        Instead of it, a quota of the period, in the unit of ``measure``.
    score
        Instead of it, a score.
    amount
        Instead of it, a fixed amount of money [currency]: plain numbers in a formula are numbers, not money.
    """

    measure: str = "revenue"
    credit: SelectionText = Selection()
    quota: str | None = None
    score: str | None = None
    amount: Money | None = None


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

    def quotas(self) -> tuple[tuple[str, str], ...]:
        """Name the quotas that it needs, each with the measure that is held against it."""
        return super().quotas() + tuple(
            (each.quota, each.measure) for each in self.inputs.values() if each.quota
        )

    def check(self, frame: Frame) -> None:
        """Raise an error when the expression cannot be used.

        Raises
        ------
        Fault
            It mixes units, or yields something other than money.
        """
        super().check(frame)
        for each in self.inputs.values():
            frame.measure(each.measure)
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
                values[name] = _decimals(desk.quota(each.quota, self.period), frame.scale(each.measure))
            else:
                total = desk.totals(each.credit, each.measure, self.period)
                values[name] = _decimals(total, frame.scale(each.measure))
        if self.target is not None or self.weight is not None:
            values["target"] = _decimals(self.targets(desk), frame.minor_per_unit)
        money = np.broadcast_to(self._expression(frame).value(values), desk.shape(self.period))
        amount = _minor(money, frame)
        return [Due("formula", self.period, amount, np.array(MILLION), amount)]

    def compile(self, draft: Draft) -> None:
        """Add the formula to the terms that behavior weighs, one total at a time.

        Notes
        -----
        Each total runs over a grid from nothing to twice a typical amount while the others stand at one;
        what all of them change together is left out.
        """
        frame = draft.frame
        expression = self._expression(frame)
        typical = {name: self._typical(each, draft) for name, each in self.inputs.items()}
        if self.target is not None or self.weight is not None:
            typical["target"] = self.target_in_draft(draft)

        def pay(**changed: float) -> float:
            values = {**typical, **changed}
            exact = {name: np.array([Decimal(repr(value))], dtype=object) for name, value in values.items()}
            return float(expression.value(exact)[0])

        for name, each in self.inputs.items():
            is_given = each.score is not None or each.quota is not None or each.amount is not None
            if is_given or name not in expression.names:
                continue
            grid = np.linspace(0.0, 2.0 * typical[name], POINTS)
            nothing = pay(**{name: 0.0})
            points = [(float(x), pay(**{name: float(x)}) - nothing) for x in grid]
            total = draft.total(each.credit, each.measure, self.period)
            self.stages_in_draft(draft, [draft.absolute(total, joined(points, continues=True))])

    def _typical(self, each: Input, draft: Draft) -> float:
        if each.score is not None:
            return 1.0
        return draft.typical_total if each.amount is None else float(each.amount)


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
