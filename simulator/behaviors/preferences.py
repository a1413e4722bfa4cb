"""What people want: risk, time, and how pay feels beside a point of reference.

Everything is stated as money: a risky future is worth its **certainty equivalent**, the sure amount that
is as good. The field default wants expected pay less the cost of effort, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.errors import InputError

__all__ = ["ConstantRisk", "HyperbolicRisk", "Neutral", "Preferences", "RiskAttitude", "Valuation"]

Floats = NDArray[np.float64]


class RiskAttitude(Protocol):
    """Utility of money, and its inverse, so that certainty equivalents follow."""

    def utility(self, money: Floats, anchor: Floats) -> Floats:
        """Give utility of money; ``anchor`` is a nearby amount that keeps numbers small."""

    def money(self, utility: Floats, anchor: Floats) -> Floats:
        """Give the sure amount with this (expected) utility."""


@dataclass(frozen=True)
class Neutral:
    """Only the mean counts.

    Examples
    --------
    >>> Neutral().utility(np.array([3.0]), np.zeros(1))
    array([3.])
    """

    def utility(self, money: Floats, anchor: Floats) -> Floats:  # noqa: ARG002 - the door is the same for all
        """Give the money itself."""
        return money

    def money(self, utility: Floats, anchor: Floats) -> Floats:  # noqa: ARG002 - the door is the same for all
        """Give the utility itself."""
        return utility


@dataclass(frozen=True)
class ConstantRisk:
    """Constant absolute risk aversion: a risk is disliked as much by the rich as by the poor (CARA).

    Parameters
    ----------
    aversion
        Absolute risk aversion ``r`` [1 / currency]; a normal risk of variance ``v`` costs ``r v / 2``.

    Notes
    -----
    ``u(m) = -exp(-r (m - anchor))``; certainty equivalents do not depend on the anchor or on wealth.

    Examples
    --------
    An even chance of 0 or 100 is worth less than 50:

    >>> attitude, anchor = ConstantRisk(0.01), np.zeros(1)
    >>> mean = attitude.utility(np.array([0.0, 100.0]), anchor).mean(keepdims=True)
    >>> attitude.money(mean, anchor).round(2)
    array([37.99])
    """

    aversion: float

    def __post_init__(self) -> None:
        if not self.aversion > 0.0:
            raise InputError(
                f"risk aversion must be positive, not {self.aversion}", hint="Use Neutral for none"
            )

    def utility(self, money: Floats, anchor: Floats) -> Floats:
        """Give ``-exp(-r (m - anchor))``."""
        return -np.exp(np.clip(-self.aversion * (money - anchor), -600.0, 600.0))

    def money(self, utility: Floats, anchor: Floats) -> Floats:
        """Give ``anchor - log(-u) / r``."""
        return anchor - np.log(np.maximum(-utility, 1e-290)) / self.aversion


@dataclass(frozen=True)
class HyperbolicRisk:
    """Risk counts less the more one has (HARA); with no base tolerance this is CRRA.

    Parameters
    ----------
    aversion
        Relative risk aversion ``g`` [1], positive.
    wealth
        Money that is there anyway ``w`` [currency].
    tolerance
        Risk tolerance that does not depend on wealth ``a`` [currency]; 0 is constant relative aversion.

    Notes
    -----
    Risk tolerance ``-u'/u'' = a + (w + m) / g``: ``u(m) = (g/(1-g)) (a + (w+m)/g) ** (1-g)``, and the
    logarithm at ``g = 1`` [Basu1985]_. Where tolerance would end, utility goes on in a straight line.

    Examples
    --------
    The same even chance costs a poorer person more:

    >>> for wealth in (50.0, 1000.0):
    ...     attitude = HyperbolicRisk(2.0, wealth)
    ...     mean = attitude.utility(np.array([0.0, 100.0]), np.zeros(1)).mean(keepdims=True)
    ...     print(attitude.money(mean, np.zeros(1)).round(1))
    [25.]
    [47.6]
    """

    aversion: float
    wealth: float
    tolerance: float = 0.0

    def __post_init__(self) -> None:
        least = self.tolerance + self.wealth / self.aversion if self.aversion > 0.0 else 0.0
        if not least > 0.0:
            raise InputError(
                f"risk aversion {self.aversion}, wealth {self.wealth} and tolerance {self.tolerance} leave "
                "no tolerance for any risk",
                hint="Aversion must be positive, and tolerance + wealth / aversion too",
            )

    @property
    def _least(self) -> float:
        """Tolerance below which utility is a straight line [currency]."""
        return 0.02 * (self.tolerance + self.wealth / self.aversion)

    def _of_tolerance(self, tolerance: Floats) -> Floats:
        if self.aversion == 1.0:
            return np.log(tolerance)
        power = 1.0 - self.aversion
        return np.asarray(self.aversion / power * tolerance**power)

    def utility(self, money: Floats, anchor: Floats) -> Floats:  # noqa: ARG002 - the door is the same for all
        """Give utility, straight below the least tolerance."""
        tolerance = self.tolerance + (self.wealth + money) / self.aversion
        least = self._least
        slope = self.aversion * least**-self.aversion if self.aversion != 1.0 else 1.0 / least
        short = np.minimum(tolerance - least, 0.0)
        return self._of_tolerance(np.maximum(tolerance, least)) + slope * short

    def money(self, utility: Floats, anchor: Floats) -> Floats:  # noqa: ARG002 - the door is the same for all
        """Give the sure amount with this utility."""
        least, g = self._least, self.aversion
        bend = self._of_tolerance(np.full(1, least))[0]
        slope = g * least**-g if g != 1.0 else 1.0 / least
        smooth = np.maximum(utility, bend)
        if g == 1.0:
            tolerance = np.exp(smooth)
        else:
            tolerance = ((1.0 - g) / g * smooth) ** (1.0 / (1.0 - g))
        tolerance = tolerance + np.minimum(utility - bend, 0.0) / slope
        return np.asarray((tolerance - self.tolerance) * g - self.wealth)


@dataclass(frozen=True)
class Valuation:
    """How a period's variable pay feels beside a point of reference; by default like what it is.

    Parameters
    ----------
    reference_per_week
        What a week's variable pay is held against [currency per week].
    loss_aversion
        How much more a unit below the reference counts than one above [1]; 1 is none.
    guilt
        Share of each unit above the reference that is not enjoyed, because others have less [0 to 1].

    Examples
    --------
    >>> Valuation(100.0, loss_aversion=2.0).worth(np.array([80.0, 120.0]), weeks=1.0)
    array([ 60., 120.])
    """

    reference_per_week: float = 0.0
    loss_aversion: float = 1.0
    guilt: float = 0.0

    def __post_init__(self) -> None:
        if self.loss_aversion < 1.0 or not 0.0 <= self.guilt < 1.0:
            raise InputError(
                f"loss aversion {self.loss_aversion} must be 1 or more, guilt {self.guilt} between 0 and 1"
            )

    @property
    def is_plain(self) -> bool:
        """Whether pay feels like what it is."""
        return self.loss_aversion == 1.0 and self.guilt == 0.0

    def worth(self, pay: Floats, weeks: float) -> Floats:
        """Give what a period's pay is worth to the one who gets it [currency].

        Parameters
        ----------
        pay
            Variable pay of the period [currency].
        weeks
            Length of the period.
        """
        if self.is_plain:
            return pay
        beyond = pay - self.reference_per_week * weeks
        short = np.minimum(beyond, 0.0)
        return np.asarray(pay + (self.loss_aversion - 1.0) * short - self.guilt * np.maximum(beyond, 0.0))


@dataclass(frozen=True)
class Preferences:
    """Risk, time and reference: all that tells one forward-looking rep's wishes from another's.

    Parameters
    ----------
    risk
        Attitude to risk.
    discount_per_week
        Worth today of one unit next week [1], in (0, 1].
    present_bias
        Further factor on everything that is not now, ``beta`` of quasi-hyperbolic discounting [1], in (0, 1].
    sophisticated
        Whether reps foresee their own later bias; naive ones believe that they will not have it.
    valuation
        How pay feels beside a reference.
    years_ahead
        How far a rep thinks of quotas that follow results [years], 0 or more.

    Notes
    -----
    The recursion is ``V(x) = max_e -cost(e) + unpaid + discount x CE[V'(x + y)]``, and the choice of a biased
    rep maximizes the same with ``present_bias x discount`` in place of ``discount`` [Laibson1997]_.

    Examples
    --------
    >>> Preferences(discount_per_week=0.995).risk
    Neutral()
    """

    risk: Neutral | ConstantRisk | HyperbolicRisk = Neutral()
    discount_per_week: float = 1.0
    present_bias: float = 1.0
    sophisticated: bool = True
    valuation: Valuation = Valuation()
    years_ahead: float = 0.0

    def __post_init__(self) -> None:
        for name in ("discount_per_week", "present_bias"):
            if not 0.0 < getattr(self, name) <= 1.0:
                raise InputError(f"{name} must be above 0 and at most 1, not {getattr(self, name)}")
        if not self.years_ahead >= 0.0:
            raise InputError(f"years_ahead must not be negative, not {self.years_ahead}")
