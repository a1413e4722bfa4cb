"""Currencies: sales in one, quotas and pay in another, at the rates that the plan fixes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.frame import DECIMALS
from simulator.compensation.money import IntArray, round_fraction, share_of
from simulator.compensation.values import decimal_of
from simulator.errors import UnknownName


@dataclass(frozen=True)
class Rates:
    """What one unit of each currency is worth in the plan's currency.

    Parameters
    ----------
    home
        The plan's currency.
    per_unit
        Exact value of one unit of each other currency in the plan's.

    Examples
    --------
    >>> rates = Rates.of("CNY", {"USD": "7.1234"})
    >>> rates.into_home(np.array([10_000]), "USD").tolist()
    [71234]
    >>> rates.from_home(np.array([71_234]), "USD").tolist()
    [10000]
    """

    home: str
    per_unit: Mapping[str, Fraction]

    @classmethod
    def of(cls, home: str, given: Mapping[str, object]) -> Rates:
        """Read rates as written: decimal numbers, exactly.

        Raises
        ------
        ValueError
            A rate is no positive number.
        """
        found = {}
        for currency, rate in given.items():
            exact = Fraction(decimal_of(rate))
            if exact <= 0:
                raise ValueError(f"the rate of {currency} must be above zero, got {rate}")
            found[currency] = exact
        return cls(home, {**found, home: Fraction(1)})

    def _factor(self, currency: str) -> Fraction:
        """Minor units of the plan's currency for one minor unit of another."""
        if currency not in self.per_unit:
            raise UnknownName("currency rate", currency, self.per_unit)
        home, other = (10 ** DECIMALS.get(each, 2) for each in (self.home, currency))
        return Fraction(self.per_unit[currency] * home, other)

    def into_home(self, minor: IntArray, currency: str) -> IntArray:
        """Turn money into the plan's currency, rounded half up.

        Raises
        ------
        UnknownName
            There is no rate for the currency.
        """
        factor = self._factor(currency)
        return share_of(minor, np.array(factor.numerator), np.array(factor.denominator))

    def from_home(self, minor: IntArray, currency: str) -> IntArray:
        """Turn money of the plan into another currency, rounded half up.

        Raises
        ------
        UnknownName
            There is no rate for the currency.
        """
        factor = 1 / self._factor(currency)
        return share_of(minor, np.array(factor.numerator), np.array(factor.denominator))

    def mixed_into_home(
        self, minor: IntArray, codes: NDArray[np.int64], currencies: tuple[str, ...]
    ) -> IntArray:
        """Turn rows of some currencies, in their own minor units, into the plan's; -1 is the plan's own."""
        result = minor.copy()
        for number, currency in enumerate(currencies):
            rows = codes == number
            if rows.any() and currency != self.home:
                result[rows] = self.into_home(minor[rows], currency)
        return result


def round_trip_error(rates: Rates, currency: str) -> int:
    """Most minor units of the plan's currency by which money can differ that goes there and back.

    Examples
    --------
    >>> round_trip_error(Rates.of("CNY", {"USD": "7"}), "USD")
    4
    """
    factor = rates.per_unit[currency]
    return round_fraction(factor / 2, "up")
