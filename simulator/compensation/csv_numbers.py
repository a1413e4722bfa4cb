"""Numbers as people write them in spreadsheets, read exactly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

LARGEST_SIMPLE: Final = 1e9
FINEST_DIGIT: Final = 1e-4
MOST_DIGITS: Final = 15
"""Digits before the point."""
WIDEST: Final = 18
"""Digits altogether that a whole number of 64 bits surely holds."""
GROUPED: Final = r"^[+-]?[1-9]\d{0,2}(?:[,，]\d{3})+(?:\.\d*)?$"
"""Thousands set apart by commas, as in 1,234,567.89; anything else with a comma is no number."""


def whole_numbers(given: pa.Array, decimals: int) -> tuple[NDArray[np.int64], int | None]:
    """Read numbers as whole multiples of their last decimal place.

    Parameters
    ----------
    given
        Texts; the empty one counts as 0.
    decimals
        Decimal places kept; more are allowed only as zeros.

    Returns
    -------
    Numbers, shape ``(n,)``, and the first row that is none (None where all are).

    Examples
    --------
    >>> import pyarrow as pa
    >>> values, wrong = whole_numbers(pa.array(["1,234.5", "￥-3", "(0.07)", "", "12"]), 2)
    >>> values.tolist(), wrong
    ([123450, -300, -7, 0, 1200], None)
    >>> whole_numbers(pa.array(["1", "2.345"]), 2)[1]
    1
    """
    simple = _simple(given, decimals)
    return (simple, None) if simple is not None else _any(given, decimals)


def _simple(given: pa.Array, decimals: int) -> NDArray[np.int64] | None:
    """Read plain decimal numbers below a billion, the common case; None where anything else stands.

    A float has fifteen sure digits, so such a number times its decimal places rounds to the right one.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(given) == 0 or pc.any(pc.match_substring_regex(given, "[^0-9.-]")).as_py():
        return None
    try:
        numbers = pc.if_else(pc.equal(given, ""), "0", given).cast(pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        return None
    scaled = numbers * 10.0**decimals
    whole = np.rint(scaled)
    if np.abs(numbers).max() >= LARGEST_SIMPLE or np.abs(scaled - whole).max() > FINEST_DIGIT:
        return None
    exact: NDArray[np.int64] = whole.astype(np.int64)
    return exact


def _any(given: pa.Array, decimals: int) -> tuple[NDArray[np.int64], int | None]:
    """Read numbers with separators, signs and brackets, of up to fifteen digits before the point."""
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pc.replace_substring_regex(given, r"^[¥￥$€£]\s*", "")
    plain = pc.replace_substring_regex(plain, r"^\((.*)\)$", r"-\1")
    is_grouped = pc.match_substring_regex(plain, GROUPED)
    plain = pc.if_else(is_grouped, pc.replace_substring_regex(plain, "[,，]", ""), plain)
    filled = pc.if_else(pc.equal(plain, ""), "0", plain)
    digits = _most_digits(decimals)
    fits = pc.match_substring_regex(filled, rf"^[+-]?\d{{1,{digits}}}(\.\d{{0,{decimals}}}0*)?$")
    wrong = np.flatnonzero(~np.asarray(fits.to_numpy(zero_copy_only=False), dtype=np.bool_))
    if len(wrong):
        return np.zeros(len(given), dtype=np.int64), int(wrong[0])
    unsigned = pc.replace_substring_regex(filled, r"^\+", "")
    with_point = pc.if_else(
        pc.match_substring(unsigned, "."), unsigned, pc.binary_join_element_wise(unsigned, "", ".")
    )
    padded = pc.binary_join_element_wise(with_point, "0" * decimals, "")
    cut = pc.replace_substring_regex(padded, rf"(\.\d{{{decimals}}})\d*$", r"\1")
    whole = pc.replace_substring(cut, ".", "").cast(pa.int64())
    return np.asarray(whole.to_numpy(), dtype=np.int64), None


def _most_digits(decimals: int) -> int:
    return min(MOST_DIGITS, WIDEST - decimals)


def fault_of_number(word: str, decimals: int) -> tuple[str, str]:
    """Say what is wrong with a number that `whole_numbers` refused, and how to write it.

    Examples
    --------
    >>> fault_of_number("1.234,56", 2)
    ("'1.234,56' is no number", 'Write numbers as 1234.56 or 1,234.56')
    >>> fault_of_number("0.125", 2)[0], fault_of_number("1.5", 0)[0]
    ("'0.125' has more than 2 decimal places", "'1.5' is no whole number")
    """
    plain = re.sub(r"^[¥￥$€£]\s*", "", word)
    plain = re.sub(r"^\((.*)\)$", r"-\1", plain)
    if re.match(GROUPED, plain):
        plain = re.sub("[,，]", "", plain)
    found = re.fullmatch(r"[+-]?([0-9]+)(\.[0-9]*)?", plain)
    if found is None:
        return f"{word!r} is no number", "Write numbers as 1234.56 or 1,234.56"
    if len(found[1]) > _most_digits(decimals):
        return f"{word!r} has more than {_most_digits(decimals)} digits before the point", ""
    if decimals:
        return f"{word!r} has more than {decimals} decimal places", ""
    return f"{word!r} is no whole number", ""
