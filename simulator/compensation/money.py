"""The integer kernel: money in minor units times rates in millionths, rounded once by a stated rule.

Payroll and simulation both pay through this module, so a rep in a simulated quarter and a rep in a
CSV export get the same cent. Arrays are int64; where a product could leave their range, Python's
unbounded integers take over, and a result that no int64 can hold is an error, never a wrong number.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulator.errors import PlanError

IntArray = NDArray[np.int64]

MILLION: Final = 1_000_000
"""Rates and shares are integers in millionths: 3 % is 30,000."""

ROUNDING_RULES: Final = ("half-up", "half-even", "down", "up")
"""``half-up`` sends halves away from zero, ``half-even`` to the even neighbor, ``down`` cuts off."""

_SAFE: Final = 1 << 62
_EXACT_IN_FLOAT: Final = float(1 << 53)


def largest(values: IntArray | int) -> int:
    """Largest absolute value, as a Python integer; 0 for nothing.

    Examples
    --------
    >>> largest(np.array([3, -7]))
    7
    """
    if isinstance(values, int):
        return abs(values)
    if values.size == 0:
        return 0
    return max(int(values.max()), -int(values.min()))


def round_quotient(numerator: IntArray, denominator: IntArray | int, rule: str = "half-up") -> IntArray:
    """Divide whole numbers and round by the rule, exactly.

    Parameters
    ----------
    numerator
        Any integers, any shape.
    denominator
        Positive integers, broadcast against the numerator.
    rule
        One of `ROUNDING_RULES`.

    Examples
    --------
    >>> round_quotient(np.array([25, 35, -25]), 10).tolist()
    [3, 4, -3]
    >>> round_quotient(np.array([25, 35, -25]), 10, "half-even").tolist()
    [2, 4, -2]
    """
    size = np.abs(numerator)
    whole, rest = np.divmod(size, denominator)
    rounded: IntArray = np.where(numerator < 0, -1, 1) * (whole + _carry(whole, rest, denominator, rule))
    return rounded


def _carry(whole: Any, rest: Any, denominator: Any, rule: str) -> Any:
    """One where the remainder rounds the (non-negative) whole up, else zero."""
    if rule == "half-up":
        return (rest >= denominator - rest).astype(np.int64)
    if rule == "down":
        return np.zeros_like(whole)
    if rule == "up":
        return (rest > 0).astype(np.int64)
    if rule == "half-even":
        opposite = denominator - rest
        return ((rest > opposite) | ((rest == opposite) & (whole % 2 == 1))).astype(np.int64)
    raise PlanError(f"there is no rounding rule called {rule!r}", allowed=ROUNDING_RULES)


def apply_rate(basis: IntArray, rate: IntArray | int, rule: str = "half-up", unit: int = 1) -> IntArray:
    """Money due on a basis at a rate: the one multiplication of the engine.

    Parameters
    ----------
    basis
        What is paid on [minor units, or whole units], any shape.
    rate
        Millionths of a minor unit of pay per unit of basis; for a percentage, millionths.
    rule
        How the last digit is rounded, once.
    unit
        Smallest amount paid [minor units]: 1 for cents, 100 for whole currency units.

    Returns
    -------
    Amounts [minor units], int64, the broadcast shape.

    Notes
    -----
    ``amount = unit × round(basis × rate / (1,000,000 × unit))``, exact for every int64 basis and rate.

    Examples
    --------
    1,234.50 at 3.5 % is 43.2075, paid as 43.21:

    >>> apply_rate(np.array([123_450]), 35_000).tolist()
    [4321]
    """
    if largest(basis) * largest(rate) < _SAFE:
        return round_quotient(basis * rate, MILLION * unit, rule) * unit
    return _unbounded(basis, rate, MILLION * unit, rule, unit)


def share_of(amount: IntArray, numerator: IntArray | int, denominator: IntArray | int, rule: str = "half-up",
             unit: int = 1) -> IntArray:  # fmt: skip
    """Take a fraction of an amount exactly, as for days worked out of days in the period.

    Examples
    --------
    A target of 75,000.00 for 214 of 365 days:

    >>> share_of(np.array([7_500_000]), 214, 365).tolist()
    [4397260]
    """
    if largest(amount) * largest(numerator) < _SAFE and largest(denominator) * unit < _SAFE:
        return round_quotient(amount * numerator, np.multiply(denominator, unit), rule) * unit
    return _unbounded(amount, numerator, np.multiply(denominator, unit), rule, unit)


def share_of_one(amount: int, numerator: int, denominator: int) -> int:
    """Take a fraction of one amount, rounded half up.

    Examples
    --------
    >>> share_of_one(100, 1, 3)
    33
    """
    return _rounded(amount * numerator, denominator, "half-up")


def _unbounded(basis: IntArray, rate: IntArray | int, denominator: Any, rule: str, unit: int) -> IntArray:
    """Multiply and divide in Python integers, which have no upper end."""
    numerator = np.asarray(basis).astype(object) * np.asarray(rate).astype(object)
    parts = np.broadcast_arrays(numerator, np.asarray(denominator).astype(object))
    flat = [
        _rounded(int(top), int(bottom), rule) * unit
        for top, bottom in zip(*(p.ravel() for p in parts), strict=True)
    ]
    return from_unbounded(flat).reshape(parts[0].shape)


def _rounded(numerator: int, denominator: int, rule: str) -> int:
    """Round one exact quotient of Python integers by the rule."""
    whole, rest = divmod(abs(numerator), denominator)
    up = {
        "half-up": 2 * rest >= denominator,
        "half-even": 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1),
        "down": False,
        "up": rest > 0,
    }
    return (whole + up[rule]) * (-1 if numerator < 0 else 1)


def round_fraction(value: Fraction, rule: str = "half-up") -> int:
    """Round one exact fraction by the rule.

    Examples
    --------
    >>> round_fraction(Fraction(5, 2)), round_fraction(Fraction(5, 2), "half-even")
    (3, 2)
    """
    return _rounded(value.numerator, value.denominator, rule)


def from_unbounded(values: list[int]) -> IntArray:
    """Bring Python integers back to int64, refusing what does not fit.

    Raises
    ------
    PlanError
        An amount is beyond about 92,000 trillion currency units.
    """
    try:
        return np.array(values, dtype=np.int64)
    except OverflowError:
        raise PlanError(
            "an amount is too large to be paid exactly", hint="Check the events for a wrong number of digits"
        ) from None


def sum_by(cell: NDArray[np.intp], values: IntArray, n_cells: int) -> IntArray:
    """Add up whole numbers by cell, exactly and whatever their order.

    Examples
    --------
    >>> sum_by(np.array([0, 2, 0]), np.array([5, 7, -1]), 3).tolist()
    [4, 0, 7]
    """
    if largest(values) * max(len(values), 1) < _EXACT_IN_FLOAT:
        return np.bincount(cell, weights=values, minlength=n_cells).astype(np.int64)
    if largest(values) * max(len(values), 1) < _SAFE:
        totals = np.zeros(n_cells, dtype=np.int64)
        np.add.at(totals, cell, values)
        return totals
    unbounded = [0] * n_cells
    for index, value in zip(cell.tolist(), values.tolist(), strict=True):
        unbounded[index] += value
    return from_unbounded(unbounded)


def level_of(quota: IntArray, level: int) -> IntArray:
    """Smallest whole amount that reaches a share of quota, so that reaching is never a matter of rounding.

    Parameters
    ----------
    quota
        Quotas [minor units or units], not negative.
    level
        Share of quota in millionths.

    Examples
    --------
    >>> level_of(np.array([33_333]), 750_000).tolist()
    [25000]
    """
    return apply_rate(quota, level, "up")


def minor_units(amount: Decimal, decimals: int) -> int:
    """Turn money into minor units.

    Raises
    ------
    PlanError
        The amount is finer than the smallest coin.

    Examples
    --------
    >>> minor_units(Decimal("12.5"), 2)
    1250
    """
    scaled = amount.scaleb(decimals)
    if scaled != scaled.to_integral_value():
        raise PlanError(f"the amount {amount} is finer than the currency's {decimals} decimal places")
    return int(scaled)
