"""Caps: the most that a component pays, or the most attainment that it counts."""

from __future__ import annotations

from pydantic import model_validator

from simulator.compensation.values import LevelText, Money
from simulator.documents import Spec


class Cap(Spec):
    """The most that counts, or the most that is paid, in one period.

    Parameters
    ----------
    pay
        The most this component pays one person in a period [currency].
    attainment
        The most that counts: a share of quota, or an amount of the measure.
    """

    pay: Money | None = None
    attainment: LevelText | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Cap:
        if self.pay is None and self.attainment is None:
            raise ValueError("a cap needs pay, attainment, or both")
        return self
