"""Formulas are arithmetic with units, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from simulator.compensation.expressions import parse_expression
from simulator.errors import SandtableError

UNITS = {"revenue": "money", "cost": "money", "units": "count", "score": "number"}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("0.1 * revenue", "money"),
        ("revenue - cost", "money"),
        ("revenue / cost", "number"),
        ("revenue / units", "money"),
        ("units * 2", "count"),
        ("-score", "number"),
        ("max(revenue - cost, 0)", "money"),
        ("min(revenue, cost) * score", "money"),
        ("if(score >= 0.8, 0.1 * revenue, 0)", "money"),
        ("if (revenue > 0, cost / revenue, 0)", "number"),
    ],
)
def test_units_follow_from_the_arithmetic(text: str, unit: str) -> None:
    assert parse_expression(text, UNITS).unit == unit


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("revenue + units", "adds money to a count"),
        ("revenue - score", "subtracts money and a number"),
        ("revenue * cost", "multiplies money by money"),
        ("units / revenue", "divides a count by money"),
        ("revenue > units", "compares different units"),
        ("min(revenue, units)", "mixes a count and money in min"),
        ("(revenue > 0) * 2", "uses a comparison as an amount"),
        ("if(revenue, 1, 2)", r"needs if\(comparison, then, otherwise\)"),
        ("revenu * 2", "there is no value in formulas called 'revenu'. Did you mean 'revenue'"),
        ("revenue ** 2", r"may hold only \+ - \* /"),
        ("revenue if score else cost", "may hold only numbers, names"),
        ("[revenue]", "may hold only numbers, names"),
        ("revenue.real", "may hold only numbers, names"),
        ("(lambda: revenue)()", "may call only min, max and if"),
        ("open('x')", "may call only min, max and if"),
        ("'text' * 2", "holds 'text', which is no number"),
        ("True * revenue", "holds True, which is no number"),
        ("1 < score < 2", "may compare two amounts"),
        ("revenue +", "cannot be read"),
        ("min(revenue)", "needs two amounts or more in min"),
        ("(" * 300 + "revenue" + ")" * 300, "cannot be read"),
        ("-" * 60 + "score", "is nested too deeply"),
        ("score + " * 400 + "score", "is too long to be understood|is nested too deeply"),
    ],
)
def test_what_is_not_arithmetic_or_mixes_units_is_refused(text: str, words: str) -> None:
    with pytest.raises(SandtableError, match=words):
        parse_expression(text, UNITS)


def test_values_are_exact_decimals_for_everybody_at_once() -> None:
    formula = parse_expression("if(score >= 0.8, revenue / 3, min(revenue, cost))", UNITS)
    values = {
        "revenue": np.array([Decimal(100), Decimal(100)], dtype=object),
        "cost": np.array([Decimal(70), Decimal(70)], dtype=object),
        "score": np.array([Decimal("0.8"), Decimal("0.79")], dtype=object),
    }
    first, second = formula.value(values)
    assert first * 3 == pytest.approx(Decimal(100), abs=Decimal("1e-50"))
    assert second == 70


def test_only_the_branch_that_is_taken_is_worked_out() -> None:
    formula = parse_expression("if(cost > 0, revenue / cost, 0)", UNITS)
    values = {
        "revenue": np.array([Decimal(10), Decimal(10)], dtype=object),
        "cost": np.array([Decimal(0), Decimal(4)], dtype=object),
    }
    assert formula.value(values).tolist() == [Decimal(0), Decimal("2.5")]
