"""Money, shares and how they are written.

Money is counted in whole minor units (cents, fen) so that it adds up exactly; it becomes a decimal
number only where people read it.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from simulator.errors import InputError

IntArray = NDArray[np.int64]

MINOR_UNITS_PER_UNIT = 100
"""Cents in a dollar, fen in a yuan."""
MILLION = 1_000_000
"""Rates are whole millionths: 3 % is 30,000."""
_LARGEST = 2**63 - 1


@overload
def round_half_up(numerator: int, denominator: int) -> int: ...
@overload
def round_half_up(numerator: IntArray, denominator: int | IntArray) -> IntArray: ...
@overload
def round_half_up(numerator: int, denominator: IntArray) -> IntArray: ...
def round_half_up(numerator: int | IntArray, denominator: int | IntArray) -> int | IntArray:
    """Divide whole numbers and round to the nearest; a half goes away from zero.

    A commission of 2.5 cents pays 3, and taking it back takes 3. Exact at any size: plain numbers are
    unbounded, arrays must stay within 64 bits.

    Parameters
    ----------
    numerator
        Any whole numbers.
    denominator
        Whole numbers greater than 0.

    Raises
    ------
    ValueError
        If a denominator is not greater than 0.

    Examples
    --------
    >>> round_half_up(25, 10), round_half_up(-25, 10), round_half_up(24, 10)
    (3, -3, 2)
    >>> round_half_up(np.array([25, -25, 24]), 10)
    array([ 3, -3,  2])
    """
    if np.any(np.less_equal(denominator, 0)):
        raise ValueError("the denominator must be greater than 0")
    size: Any = abs(numerator)
    whole, rest = size // denominator, size % denominator
    if isinstance(whole, np.ndarray):
        rounded: IntArray = np.sign(numerator) * (whole + (rest >= denominator - rest))
        return rounded
    up = whole + (rest >= denominator - rest)
    return int(-up if numerator < 0 else up)


def to_minor(amount: str | int | float | Decimal, minor_per_unit: int = MINOR_UNITS_PER_UNIT) -> int:
    """Turn an amount of money into whole minor units, halves away from zero.

    A float counts as the shortest decimal that it is written as: 1.005 is one and five thousandths.

    Parameters
    ----------
    amount
        An amount [currency].
    minor_per_unit
        Minor units in one unit of the currency; 1 for a currency without cents.

    Raises
    ------
    InputError
        If it is not a number, or is beyond 64 bits.

    Examples
    --------
    >>> to_minor("12.345"), to_minor(1.005), to_minor(-0.005), to_minor(1500, minor_per_unit=1)
    (1235, 101, -1, 1500)
    """
    try:
        exact = Decimal(str(amount).strip()) * minor_per_unit
        minor = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    except (InvalidOperation, ValueError, OverflowError):
        raise InputError(f"{amount!r} is not an amount of money") from None
    if abs(minor) > _LARGEST:
        raise InputError(f"{amount!r} is too large an amount of money")
    return minor


def from_minor(minor: int, minor_per_unit: int = MINOR_UNITS_PER_UNIT) -> float:
    """Turn whole minor units into an amount of money [currency].

    Examples
    --------
    >>> from_minor(1235)
    12.35
    """
    return minor / minor_per_unit


def format_money(
    minor: int, currency: str, language: str = "en", minor_per_unit: int = MINOR_UNITS_PER_UNIT
) -> str:
    """Write an exact amount of money the way a pay slip does.

    Parameters
    ----------
    minor
        Whole minor units.
    currency
        Code such as "CNY"; a code without a name of its own is written as it is.
    language
        "en" or "zh".
    minor_per_unit
        Minor units in one unit of the currency.

    Examples
    --------
    >>> format_money(123456789, "CNY"), format_money(-50, "USD")
    ('CNY 1,234,567.89', 'USD -0.50')
    >>> format_money(1500, "JPY", minor_per_unit=1)
    'JPY 1,500'
    """
    from simulator.language import has_text, text

    decimals = len(str(minor_per_unit - 1)) if minor_per_unit > 1 else 0
    amount = Decimal(int(minor)) / minor_per_unit
    name = text(f"units.{currency}", language) if has_text(f"units.{currency}") else currency
    return text("units.money", language, number=f"{amount:,.{decimals}f}", currency=name)


def format_share(share: float, language: str = "en", decimals: int = 1) -> str:
    """Write a share as a percentage.

    Parameters
    ----------
    share
        Part of a whole, 0 to 1.
    language
        "en" or "zh".
    decimals
        Digits after the point.

    Examples
    --------
    >>> format_share(0.398), format_share(0.5, "zh", decimals=0)
    ('39.8%', '50%')
    """
    from simulator.language import text

    percent = (Decimal(repr(float(share))) * 100).quantize(
        Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP
    )
    return text("units.share", language, number=f"{percent:f}")
