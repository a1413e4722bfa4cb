"""Small safe expressions for plans that no built-in component covers: parsed, never evaluated as code.

An expression may use numbers, names, ``+ - * /``, comparisons, ``min``, ``max``, ``if(condition, then,
otherwise)`` and parentheses. Every value is money, a count or a plain number, and units are checked: money
plus money is money, money times a number is money, money divided by money is a number.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.errors import InputError, PlanError, UnknownName

ObjectArray = NDArray[np.object_]

MONEY: Final = "money"
COUNT: Final = "count"
NUMBER: Final = "number"
CONDITION: Final = "condition"

LONGEST: Final = 2_000
DEEPEST: Final = 40
PRECISION: Final = 60
LARGEST: Final = 10**15
"""Numbers in formulas and what they yield stay below it."""


@dataclass(frozen=True)
class Expression:
    """A checked expression.

    Parameters
    ----------
    text
        As written.
    names
        The values that it uses.
    unit
        What it yields: money, a count or a number.

    Examples
    --------
    >>> bonus = parse_expression("0.02 * max(revenue - quota, 0)", {"revenue": "money", "quota": "money"})
    >>> bonus.unit, bonus.names
    ('money', ('quota', 'revenue'))
    >>> rich = np.array([Decimal(120), Decimal(80)], dtype=object)
    >>> quota = np.array([Decimal(100), Decimal(100)], dtype=object)
    >>> [str(each) for each in bonus.value({"revenue": rich, "quota": quota})]
    ['0.40', '0.00']
    """

    text: str
    names: tuple[str, ...]
    unit: str
    tree: ast.expr

    def value(self, values: Mapping[str, ObjectArray]) -> ObjectArray:
        """Work the expression out for many people at once, in decimal numbers.

        Raises
        ------
        PlanError
            It divides by zero, or gives more than can be paid.
        """
        with localcontext() as context:
            context.prec = PRECISION
            try:
                result = np.asarray(_value(self.tree, values), dtype=object)
            except (ZeroDivisionError, ArithmeticError):
                raise PlanError(
                    f"the formula {self.text!r} divides by zero for somebody",
                    hint="Guard the division, as in if(quota > 0, revenue / quota, 0)",
                ) from None
        if any(abs(each) >= LARGEST for each in result.ravel()):
            raise PlanError(f"the formula {self.text!r} gives somebody 1e15 or more")
        return result


def parse_expression(text: str, units: Mapping[str, str]) -> Expression:
    """Read and check an expression.

    Parameters
    ----------
    text
        The expression.
    units
        The unit of every name it may use.

    Raises
    ------
    PlanError
        It is no expression, uses what is not allowed, or mixes units.

    Examples
    --------
    >>> parse_expression("revenue + units", {"revenue": "money", "units": "count"})
    Traceback (most recent call last):
    simulator.errors.PlanError: the formula 'revenue + units' adds money to a count.
    """
    if len(text) > LONGEST:
        raise PlanError(
            f"a formula of {len(text)} characters is too long to be understood", hint=f"At most {LONGEST}"
        )
    # A hyphen inside a name would read as a minus sign, and "if" as a statement.
    plain = text.replace("if(", "if_(").replace("if (", "if_(")
    try:
        tree = ast.parse(plain.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise PlanError(f"the formula {text!r} cannot be read") from None
    checker = _Checker(text, units)
    unit = checker.unit_of(tree, 0)
    return Expression(text, tuple(sorted(checker.names)), unit, tree)


class _Checker:
    """Finds the unit of an expression and refuses whatever is not arithmetic."""

    def __init__(self, text: str, units: Mapping[str, str]) -> None:
        self.text = text
        self.units = units
        self.names: set[str] = set()

    def unit_of(self, node: ast.expr, depth: int) -> str:
        """Find the unit of a part of the formula, and refuse what is no formula."""
        if depth > DEEPEST:
            raise self.wrong("is nested too deeply")
        steps: dict[type[ast.expr], Callable[[Any, int], str]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.UnaryOp: self._sign,
            ast.BinOp: self._operation,
            ast.Compare: self._comparison,
            ast.Call: self._call,
        }
        step = steps.get(type(node))
        if step is None:
            raise self.wrong("may hold only numbers, names, + - * /, comparisons, min, max and if")
        return step(node, depth + 1)

    def wrong(self, what: str) -> InputError:
        """Say what is wrong with the formula."""
        return PlanError(f"the formula {self.text!r} {what}")

    def _constant(self, node: ast.Constant, _depth: int) -> str:
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise self.wrong(f"holds {node.value!r}, which is no number")
        if abs(node.value) >= LARGEST:
            raise self.wrong("holds a number of 1e15 or more")
        return NUMBER

    def _name(self, node: ast.Name, _depth: int) -> str:
        if node.id not in self.units:
            raise UnknownName("value in formulas", node.id, self.units)
        self.names.add(node.id)
        return self.units[node.id]

    def _sign(self, node: ast.UnaryOp, depth: int) -> str:
        if not isinstance(node.op, ast.USub | ast.UAdd):
            raise self.wrong("may hold only arithmetic")
        return self._amount(node.operand, depth)

    def _amount(self, node: ast.expr, depth: int) -> str:
        unit = self.unit_of(node, depth)
        if unit == CONDITION:
            raise self.wrong("uses a comparison as an amount")
        return unit

    def _operation(self, node: ast.BinOp, depth: int) -> str:
        left, right = self._amount(node.left, depth), self._amount(node.right, depth)
        if isinstance(node.op, ast.Add | ast.Sub):
            if left != right and "0" not in (ast.unparse(node.left), ast.unparse(node.right)):
                word = "adds" if isinstance(node.op, ast.Add) else "subtracts"
                between = "to" if word == "adds" else "and"
                raise self.wrong(f"{word} {_a(left)} {between} {_a(right)}")
            return left if left != NUMBER else right
        if isinstance(node.op, ast.Mult):
            if NUMBER not in (left, right):
                raise self.wrong(f"multiplies {_a(left)} by {_a(right)}")
            return right if left == NUMBER else left
        if isinstance(node.op, ast.Div):
            if right == NUMBER:
                return left
            if left == right:
                return NUMBER
            if left == MONEY and right == COUNT:
                return MONEY
            raise self.wrong(f"divides {_a(left)} by {_a(right)}")
        raise self.wrong("may hold only + - * /")

    def _comparison(self, node: ast.Compare, depth: int) -> str:
        sides = [node.left, *node.comparators]
        units = {self._amount(side, depth) for side in sides}
        allowed = ast.Lt | ast.LtE | ast.Gt | ast.GtE | ast.Eq | ast.NotEq
        if len(sides) != 2 or not isinstance(node.ops[0], allowed):
            raise self.wrong("may compare two amounts with < <= > >= == !=")
        if len(units) > 1 and not any(ast.unparse(side) == "0" for side in sides):
            raise self.wrong("compares different units")
        return CONDITION

    def _call(self, node: ast.Call, depth: int) -> str:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in ("min", "max", "if_") or node.keywords:
            raise self.wrong("may call only min, max and if")
        arguments = list(node.args)
        if name == "if_":
            if len(arguments) != 3 or self.unit_of(arguments[0], depth) != CONDITION:
                raise self.wrong("needs if(comparison, then, otherwise)")
            arguments = arguments[1:]
        if len(arguments) < 2:
            raise self.wrong(f"needs two amounts or more in {name}")
        units = {self._amount(each, depth) for each in arguments if ast.unparse(each) != "0"}
        if len(units) > 1:
            raise self.wrong(f"mixes {' and '.join(sorted(map(_a, units)))} in {name.rstrip('_')}")
        return units.pop() if units else NUMBER


def _a(unit: str) -> str:
    return unit if unit == MONEY else f"a {unit}"


def _value(node: ast.expr, values: Mapping[str, ObjectArray]) -> Any:
    if isinstance(node, ast.Constant):
        return np.array(Decimal(str(node.value)), dtype=object)
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.UnaryOp):
        inside = _value(node.operand, values)
        return -inside if isinstance(node.op, ast.USub) else inside
    if isinstance(node, ast.BinOp):
        return _OPERATIONS[type(node.op)](_value(node.left, values), _value(node.right, values))
    if isinstance(node, ast.Compare):
        return _COMPARISONS[type(node.ops[0])](_value(node.left, values), _value(node.comparators[0], values))
    assert isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return _called(node.func.id, node.args, values)


def _called(name: str, arguments: list[ast.expr], values: Mapping[str, ObjectArray]) -> Any:
    if name == "if_":
        condition = np.asarray(_value(arguments[0], values), dtype=np.bool_)
        shape = np.broadcast_shapes(condition.shape, *(each.shape for each in values.values()))
        condition = np.broadcast_to(condition, shape)
        result = np.full(shape, Decimal(0), dtype=object)
        for branch, where in ((arguments[1], condition), (arguments[2], ~condition)):
            if where.any():
                chosen = {key: np.broadcast_to(each, shape)[where] for key, each in values.items()}
                result[where] = _value(branch, chosen)
        return result
    first, *others = (_value(each, values) for each in arguments)
    for other in others:
        first = (np.minimum if name == "min" else np.maximum)(first, other)
    return first


_OPERATIONS: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
}
_COMPARISONS: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
}
