"""Money is exact to the cent; halves go away from zero; numbers are written the way people write them."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import InputError
from simulator.units import format_money, format_share, from_minor, round_half_up, to_minor

wide = st.integers(-(2**63) + 1, 2**63 - 1)


@given(wide, st.integers(1, 2**62))
def test_rounding_equals_exact_decimal_rounding(numerator, denominator):
    from fractions import Fraction
    from math import floor

    exact = Fraction(abs(numerator), denominator)
    expected = floor(exact + Fraction(1, 2)) * (-1 if numerator < 0 else 1)
    assert round_half_up(numerator, denominator) == expected
    assert round_half_up(np.array([numerator]), denominator).tolist() == [expected]
    assert round_half_up(np.array([numerator]), np.array([denominator])).tolist() == [expected]


def test_rounding_keeps_types():
    assert type(round_half_up(5, 2)) is int
    assert round_half_up(np.array([5, -5]), 2).dtype == np.int64


@pytest.mark.parametrize("denominator", [0, -1, np.array([2, 0])])
def test_dividing_by_nothing_is_refused(denominator):
    with pytest.raises(ValueError, match=r"^the denominator must be greater than 0$"):
        round_half_up(np.array([1, 2]), denominator)


@given(st.integers(-(10**14), 10**14))
def test_cents_survive_the_way_to_an_amount_and_back(minor):
    assert to_minor(Decimal(minor) / 100) == minor
    if abs(minor) < 10**13:
        assert to_minor(from_minor(minor)) == minor


@given(st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=5))
def test_an_amount_becomes_the_nearest_cent(amount):
    assert to_minor(amount) == int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@pytest.mark.parametrize("amount", ["twelve", "", "nan", "inf", float("nan"), "1,000"])
def test_what_is_no_money_is_told(amount):
    with pytest.raises(InputError) as caught:
        to_minor(amount)
    assert str(caught.value) == f"{amount!r} is not an amount of money."


def test_more_money_than_there_is():
    with pytest.raises(InputError) as caught:
        to_minor("1e17")
    assert str(caught.value) == "'1e17' is too large an amount of money."


def test_money_is_written_in_both_languages():
    assert format_money(123456789, "CNY") == "CNY 1,234,567.89"
    assert format_money(123456789, "CNY", "zh") == "1,234,567.89元"
    assert format_money(5, "XAU", "zh") == "0.05XAU"
    assert format_money(2**63 - 1, "CNY") == "CNY 92,233,720,368,547,758.07"
    assert format_money(1234, "KWD", minor_per_unit=1000) == "KWD 1.234"


def test_shares_are_written_as_percentages():
    assert format_share(0.1235) == "12.4%"
    assert format_share(0.1225, decimals=1) == "12.3%"
    assert format_share(1, "zh") == "100.0%"
