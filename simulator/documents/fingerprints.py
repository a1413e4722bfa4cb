"""A canonical form of plain data, so that equal content has an equal fingerprint."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Any

LARGEST_EXACT_FLOAT = 2.0**53
"""Above this a float no longer tells neighboring whole numbers apart, and stays as it is."""


def canonical(data: Any, *, sort_keys: bool = True) -> Any:
    """Copy plain data into the one form in which equal content looks equal.

    Floats that are whole numbers become integers (``1.0`` and ``1`` are the same setting), tuples
    become lists, and keys are sorted.

    Parameters
    ----------
    data
        Dicts with text keys, lists, tuples, texts, finite numbers, truth values and None.
    sort_keys
        Whether keys are sorted or stay in the order given.

    Raises
    ------
    TypeError
        For anything else.
    ValueError
        For a number that is not finite.

    Examples
    --------
    >>> canonical({"b": (1.0, 2.5), "a": None})
    {'a': None, 'b': [1, 2.5]}
    """
    if isinstance(data, dict):
        for key in data:
            if not isinstance(key, str):
                raise TypeError(f"keys of plain data are texts, not {key!r}")
        keys = sorted(data) if sort_keys else data
        return {key: canonical(data[key], sort_keys=sort_keys) for key in keys}
    if isinstance(data, list | tuple):
        return [canonical(item, sort_keys=sort_keys) for item in data]
    if isinstance(data, float):
        return _whole_if_exact(data)
    if data is None or isinstance(data, str | int):
        return data
    raise TypeError(f"plain data cannot hold a {type(data).__name__}")


def _whole_if_exact(number: float) -> int | float:
    if not math.isfinite(number):
        raise ValueError(f"plain data cannot hold {number}")
    exact = number.is_integer() and abs(number) < LARGEST_EXACT_FLOAT
    return int(number) if exact else float(number)


def canonical_text(data: Any) -> str:
    """Write plain data as canonical JSON: sorted keys, no spaces, no NaN.

    Examples
    --------
    >>> canonical_text({"b": 1.0, "a": "优质"})
    '{"a":"优质","b":1}'
    """
    return json.dumps(canonical(data), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def fingerprint(data: Any) -> str:
    """Name content by its SHA-256: equal content, equal name, on every machine.

    Returns
    -------
    64 hexadecimal digits.

    Examples
    --------
    >>> fingerprint({"weeks": 156, "seed": 1}) == fingerprint({"seed": 1.0, "weeks": 156})
    True
    """
    return hashlib.sha256(canonical_text(data).encode("utf-8", "surrogatepass")).hexdigest()
