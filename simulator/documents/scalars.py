"""What a bare word in a file means: the core schema of YAML 1.2.

Only ``true`` and ``false`` are truth values (``yes``, ``no``, ``on`` and ``off`` are words), ``1e3``
is a number, ``012`` is twelve, ``0o14`` is octal and ``0x1F`` hexadecimal. Dates, ``1_000`` and
``1:30`` stay text. Infinite numbers and NaN are refused: no setting of a sales force is infinite.
"""

from __future__ import annotations

import math
import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_NUMBER_STARTS = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_MOST_DIGITS = 400
_LARGEST_INTEGER = 2**63


class NotANumber(ValueError):  # noqa: N818 - it says what the scalar is
    """A bare word looks like a number that no setting can have."""


def resolve(text: str) -> Scalar:
    """Turn a bare (unquoted) scalar into the value it stands for.

    Parameters
    ----------
    text
        The scalar as written.

    Raises
    ------
    NotANumber
        If it is infinite, NaN or beyond 64 bits.

    Examples
    --------
    >>> [resolve(word) for word in ("1e3", "012", "no", "true", "~", "2026-01-05", "-.5")]
    [1000.0, 12, 'no', True, None, '2026-01-05', -0.5]
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _INTEGER.fullmatch(text):
        return _integer(text, 10)
    if _FLOAT.fullmatch(text):
        number = float(text)
        if not math.isfinite(number):
            raise NotANumber(f"{text} is too large a number")
        return number
    if _OTHER_BASE.fullmatch(text):
        return _integer(text, 0)
    if _NOT_FINITE.fullmatch(text):
        raise NotANumber(f"{text} cannot be used: every number must be finite")
    return text


def _integer(text: str, base: int) -> int:
    if len(text) <= _MOST_DIGITS:
        number = int(text, base)
        if -_LARGEST_INTEGER <= number < _LARGEST_INTEGER:
            return number
    shown = text if len(text) <= 24 else text[:20] + "..."
    raise NotANumber(f"{shown} is too large a number")
