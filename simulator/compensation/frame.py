"""What holds for a whole plan: its currency, its measures, and how it rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from simulator.compensation.faults import Fault, Path
from simulator.compensation.money import MILLION, ROUNDING_RULES, minor_units
from simulator.compensation.values import Level
from simulator.errors import UnknownName

DECIMALS: Final[Mapping[str, int]] = {
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "CLP": 0,
    "KWD": 3,
    "BHD": 3,
    "JOD": 3,
    "TND": 3,
}
"""Decimal places of currencies that do not have two."""


@dataclass(frozen=True)
class Measure:
    """Something that is counted on events.

    Parameters
    ----------
    is_money
        Whether it is counted in minor units of the plan's currency; else in units.
    decimals
        Decimal places kept when it is not money.
    """

    is_money: bool
    decimals: int = 0


STANDARD_MEASURES: Final[Mapping[str, Measure]] = {
    "revenue": Measure(is_money=True),
    "margin": Measure(is_money=True),
    "cash": Measure(is_money=True),
    "recurring-revenue": Measure(is_money=True),
    "units": Measure(is_money=False),
    "orders": Measure(is_money=False),
}
"""Measures that every plan knows."""
LARGEST_MULTIPLE: Final = 10
"""A plain number above this is taken for a forgotten percent sign where multiples of quota are meant."""


@dataclass(frozen=True)
class Frame:
    """Currency, measures and rounding of a plan.

    Parameters
    ----------
    currency
        Code such as ``CNY``.
    rounding_rule
        One of the kernel's rules.
    rounding_unit
        Smallest amount paid [minor units].
    measures
        What can be counted, by name.
    """

    currency: str = "CNY"
    rounding_rule: str = ROUNDING_RULES[0]
    rounding_unit: int = 1
    measures: Mapping[str, Measure] = field(default_factory=lambda: dict(STANDARD_MEASURES))

    @property
    def decimals(self) -> int:
        """Decimal places of the currency."""
        return DECIMALS.get(self.currency, 2)

    def minor(self, amount: Decimal) -> int:
        """Turn money into minor units."""
        return minor_units(amount, self.decimals)

    @property
    def minor_per_unit(self) -> int:
        """Minor units in one currency unit."""
        return int(10**self.decimals)

    def measure(self, name: str) -> Measure:
        """Look a measure up.

        Raises
        ------
        UnknownName
            The plan knows no such measure.
        """
        if name not in self.measures:
            raise UnknownName("measure", name, self.measures)
        return self.measures[name]

    def scale(self, measure: str) -> int:
        """Smallest parts in one unit of a measure: 100 for money with cents, 1 for pieces."""
        found = self.measure(measure)
        return int(10 ** (self.decimals if found.is_money else found.decimals))

    def amount(self, level: Level, measure: str) -> int:
        """Turn an amount of a measure into its smallest parts."""
        found = self.measure(measure)
        return minor_units(level.number, self.decimals if found.is_money else found.decimals)

    def level(self, level: Level, measure: str, relative: bool, path: Path = ()) -> int:
        """Turn a level into millionths of quota, or into the smallest parts of the measure.

        Parameters
        ----------
        level
            As written.
        measure
            What is measured.
        relative
            Whether levels are shares of a quota.
        path
            Where the level stands in its component.

        Raises
        ------
        Fault
            A percentage where no quota is named, or a plain number that can hardly be a multiple of quota.
        """
        if not relative:
            if level.is_share:
                hint = "Add attainment: {quota: <name>}, or give an amount"
                raise Fault(f"{level} of what? The component names no quota", path, hint=hint)
            return self.amount(level, measure)
        if not level.is_share and level.number > LARGEST_MULTIPLE:
            hint = f"Write {level}% for {level} percent of quota"
            raise Fault(f"{level} times quota is out of reach", path, hint=hint)
        return round(level.number * MILLION)
