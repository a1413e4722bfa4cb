"""What an experiment may measure beside the outcomes of the catalog, as its file states it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from simulator.documents import Name, NonNegative, Positive, PositiveInt, Spec

__all__ = ["GroupSpec", "MeasureSpec"]


class GroupSpec(Spec):
    """A part of the reps of a world, such as the least able third: ``parts: 3, part: 1``.

    Reps are ordered within their world by ``ability``, as it was given to them, or by ``revenue``, what they
    were credited with in the arm that is measured, and cut into equally large parts, the lowest first. With
    ``by: group`` the part is the group or region called ``name``.
    """

    by: Literal["ability", "revenue", "group"] = "ability"
    parts: Annotated[int, Field(ge=2, le=20)] = 3
    part: PositiveInt | None = None
    name: Name | None = None

    @model_validator(mode="after")
    def _part_exists(self) -> Self:
        if self.by == "group":
            if self.name is None or self.part is not None:
                raise ValueError("by: group needs a name, and no part")
        elif self.part is None or self.name is not None:
            raise ValueError(f"by: {self.by} needs a part, and no name")
        elif self.part > self.parts:
            raise ValueError(f"part {self.part} does not exist among {self.parts} parts")
        return self


class RepRevenue(Spec):
    """Revenue credited to a rep in complete quarters, the mean over reps."""

    kind: Literal["rep-revenue"]
    group: GroupSpec | None = None


class RepPay(Spec):
    """What a rep was paid in complete quarters, the mean over reps."""

    kind: Literal["rep-pay"]
    group: GroupSpec | None = None


class PayVariance(Spec):
    """Variance of what a rep is paid in a quarter, about the mean of the arm [currency squared]."""

    kind: Literal["pay-variance"]
    group: GroupSpec | None = None


class AttainmentShare(Spec):
    """Share of rep-quarters (of one ``year``) with attainment at or above ``low`` and below ``high``."""

    kind: Literal["attainment-share"]
    low: NonNegative = 0.0
    high: Positive = 1e9
    year: PositiveInt | None = None
    group: GroupSpec | None = None


class ExcessMass(Spec):
    """Rep-quarters just at or above a level of attainment over those just below it."""

    kind: Literal["excess-mass"]
    at: Positive = 1.0
    width: Annotated[float, Field(gt=0, le=0.5)] = 0.05


class AttainmentSkewness(Spec):
    """Skewness of the attainment of rep-quarters within a world."""

    kind: Literal["attainment-skewness"]


class RevenueSkewness(Spec):
    """Skewness of what the reps of a world were credited with over the whole run."""

    kind: Literal["revenue-skewness"]


class FifthsRatio(Spec):
    """Revenue of the best-selling fifth of reps over that of the least-selling fifth."""

    kind: Literal["fifths-ratio"]


class RevenueSpread(Spec):
    """Coefficient of variation over the reps of a world of what they were credited with."""

    kind: Literal["revenue-spread"]


class LognormalFit(Spec):
    """How much better a lognormal than a normal fits reps who sold something [log-likelihood per rep]."""

    kind: Literal["lognormal-fit"]


class EndShare(Spec):
    """Share of the revenue of a fiscal period that falls into its first or last weeks.

    As an ``index`` it is divided by the share that the weeks would have if all were alike: 1 is even.
    """

    kind: Literal["end-share"]
    period: Literal["month", "quarter", "year"] = "quarter"
    end: Literal["first", "last"] = "last"
    weeks: PositiveInt = 1
    index: bool = False


class WithinPeriod(Spec):
    """Coefficient of variation of weekly revenue within fiscal periods, the mean over periods."""

    kind: Literal["within-period-variation"]
    period: Literal["month", "quarter", "year"] = "quarter"


class YearRevenue(Spec):
    """Revenue of one fiscal year of the run, the first being 1, or of all from it to ``until``."""

    kind: Literal["year-revenue"]
    year: PositiveInt
    until: PositiveInt | None = None


class WeeksRevenue(Spec):
    """Revenue of the weeks from ``first`` to ``last`` of the run, both counted from 1."""

    kind: Literal["weeks-revenue"]
    first: PositiveInt
    last: PositiveInt

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"last week {self.last} lies before first week {self.first}")
        return self


class MeanEffort(Spec):
    """Effort of reps, the mean over reps and weeks (1 is a normal full week)."""

    kind: Literal["mean-effort"]


class YearQuota(Spec):
    """Quota of a rep-quarter in one fiscal year of the run, the mean over rep-quarters."""

    kind: Literal["year-quota"]
    year: PositiveInt


class YearAbility(Spec):
    """Ability of those in their seats in one fiscal year, the mean over weeks and people.

    With ``less`` that of another year is taken off.
    """

    kind: Literal["year-ability"]
    year: PositiveInt
    less: PositiveInt | None = None


class LeaveRate(Spec):
    """People who leave a seat in a year, the mean over seats and complete quarters."""

    kind: Literal["leave-rate"]
    group: GroupSpec | None = None


MeasureSpec = Annotated[
    RepRevenue
    | RepPay
    | PayVariance
    | AttainmentShare
    | ExcessMass
    | AttainmentSkewness
    | RevenueSkewness
    | FifthsRatio
    | RevenueSpread
    | LognormalFit
    | EndShare
    | WithinPeriod
    | YearRevenue
    | WeeksRevenue
    | MeanEffort
    | YearQuota
    | YearAbility
    | LeaveRate,
    Field(discriminator="kind"),
]
"""Any of the measures above, told apart by ``kind``."""
