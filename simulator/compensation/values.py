"""How plans write rates, shares, levels and money: ``3%``, ``0.03``, ``120%``, ``5000``, ``1,500.50``.

Everything is read as decimal text, so ``0.1`` in a plan is one tenth exactly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from simulator.compensation.money import MILLION

_NUMBER = re.compile(r"[-+]?\d+(,\d{3})*(\.\d+)?([eE][-+]?\d+)?")


@dataclass(frozen=True)
class Level:
    """A point on the scale of a measure, such as ``80%`` of quota or ``50,000`` of revenue.

    Parameters
    ----------
    number
        As written, a percentage divided by 100.
    is_share
        Whether it was written as a percentage.
    """

    number: Decimal
    is_share: bool

    def __str__(self) -> str:
        """Show the level the way plans write it."""
        return f"{_plain(self.number * 100)}%" if self.is_share else _plain(self.number)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimal_of(given: Any) -> Decimal:
    """Read a number exactly as it is written.

    Raises
    ------
    ValueError
        It is no number.

    Examples
    --------
    >>> decimal_of(0.1), decimal_of("1,500.50")
    (Decimal('0.1'), Decimal('1500.50'))
    """
    if isinstance(given, bool) or not isinstance(given, int | float | str | Decimal):
        raise ValueError(f"must be a number, got {given!r}")
    text = str(given).strip()
    try:
        if not _NUMBER.fullmatch(text):
            raise InvalidOperation
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError(f"must be a number, got {given!r}") from None


def share_millionths(given: Any) -> int:
    """Read a share or rate as millionths.

    Raises
    ------
    ValueError
        It is no number, is finer than a millionth, or is a plain number above 1 (where ``3`` for 3 % is the
        likely slip).

    Examples
    --------
    >>> share_millionths("3.5%"), share_millionths(0.035), share_millionths("150%")
    (35000, 35000, 1500000)
    """
    level = level_of_text(given)
    if not level.is_share and abs(level.number) > 1:
        raise ValueError(f"must be a share such as 3% or 0.03, got {given}")
    scaled = level.number * MILLION
    if scaled != scaled.to_integral_value():
        raise ValueError(f"must not be finer than a millionth (0.0001%), got {given}")
    return int(scaled)


def level_of_text(given: Any) -> Level:
    """Read a level: a percentage of quota, or an amount of the measure.

    Examples
    --------
    >>> print(level_of_text("80%"), level_of_text(50_000))
    80% 50000
    """
    if isinstance(given, str) and given.strip().endswith("%"):
        return Level(decimal_of(given.strip()[:-1]) / 100, is_share=True)
    return Level(decimal_of(given), is_share=False)


def _rate(given: Any) -> int:
    millionths = share_millionths(given)
    if millionths < 0:
        raise ValueError(
            f"must not be negative, got {given}. A rate takes nothing away; returns come as negative credit"
        )
    return millionths


def _level(given: Any) -> Level:
    level = level_of_text(given)
    if level.number < 0:
        raise ValueError(f"must not be negative, got {given}")
    return level


def _money(given: Any) -> Decimal:
    amount = decimal_of(given)
    if amount < 0:
        raise ValueError(f"must not be negative, got {given}")
    return amount


_NUMBER_OR_TEXT = {"anyOf": [{"type": "number"}, {"type": "string"}]}

Rate = Annotated[int, PlainValidator(_rate), WithJsonSchema({**_NUMBER_OR_TEXT, "description": "3% or 0.03"})]
"""A rate or share, not negative, in millionths."""
AnyRate = Annotated[int, PlainValidator(share_millionths), WithJsonSchema({**_NUMBER_OR_TEXT})]
"""A rate or share of either sign, in millionths."""
LevelText = Annotated[
    Level, PlainValidator(_level), WithJsonSchema({**_NUMBER_OR_TEXT, "description": "80% or 50000"})
]
"""A level of a measure: a share of quota or an amount."""
Money = Annotated[
    Decimal, PlainValidator(_money), WithJsonSchema({**_NUMBER_OR_TEXT, "description": "Money"})
]
"""An amount of money, not negative, in the plan's currency."""
