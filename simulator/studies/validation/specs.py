"""What an experiment's file says: what is asked, what is run, what is expected, how it is checked."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from simulator.documents import LocalizedText, Name, Positive, PositiveInt, Share, Spec
from simulator.studies.validation.measures_spec import MeasureSpec

__all__ = [
    "Band",
    "Calculation",
    "Check",
    "Closed",
    "Effect",
    "Equivalence",
    "ExperimentSpec",
    "Match",
    "Rank",
    "Sign",
]

Tier = Literal["A", "B", "C"]


class Closed(Spec):
    """A number that theory gives: the name of a formula and its parameters."""

    formula: Name
    parameters: dict[str, float] = Field(default_factory=dict)


class Effect(Spec):
    """One number with its luck: a level, a paired difference, a change in percent or a ratio.

    Either an ``outcome`` of the catalog or a ``measure`` is taken in the alternative ``arm``, and held
    against the alternative ``against`` in the same replications. ``over`` divides by another effect.
    """

    outcome: str | None = None
    measure: MeasureSpec | None = None
    arm: Name
    against: Name | None = None
    change: Literal["difference", "percent", "ratio"] = "percent"
    variant: Name | None = None
    over: Effect | None = None

    @model_validator(mode="after")
    def _measures_one_thing(self) -> Self:
        if (self.outcome is None) == (self.measure is None):
            raise ValueError("an effect has an outcome or a measure, and not both")
        return self


class _Titled(Spec):
    title: LocalizedText
    tier: Tier | None = None
    falsifies: bool = False


class Sign(Effect, _Titled):
    """An effect lies above or below a number, its whole 95 % interval included."""

    kind: Literal["sign"]
    expect: Literal["above", "below"]
    than: float = 0.0
    robust: bool = True


class Equivalence(Effect, _Titled):
    """An effect is nil for all purposes: two one-sided tests put it within a margin of a number."""

    kind: Literal["equivalence"]
    to: float = 0.0
    margin: Positive


class Band(Effect, _Titled):
    """An effect lies in a band that was written down, with its source, before the run."""

    kind: Literal["band"]
    band: Name


class Match(Effect, _Titled):
    """An effect equals a number, given or from a closed form, within a tolerance (a share of the number)."""

    kind: Literal["match"]
    number: float | None = None
    closed: Closed | None = None
    tolerance: Positive

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        if (self.number is None) == (self.closed is None):
            raise ValueError("a match has a number or a closed form, and not both")
        return self


class Rank(_Titled):
    """Effects stand in an order; each step (or only that from first to last) is sure at 95 %."""

    kind: Literal["rank"]
    effects: Annotated[tuple[Effect, ...], Field(min_length=2)]
    expect: Literal["rising", "falling"]
    ends_only: bool = False


class Calculation(_Titled):
    """Numbers that the rules of behavior give without any luck, held against theory point by point.

    ``calculation`` names what is calculated; its ``settings`` are read by it. Found numbers must equal their
    targets within ``tolerance`` (a share of the target; of 1 for a target of zero).
    """

    kind: Literal["calculation"]
    calculation: Name
    settings: dict[str, Any] = Field(default_factory=dict)
    tolerance: Positive


Check = Annotated[Sign | Equivalence | Band | Match | Rank | Calculation, Field(discriminator="kind")]


class Variant(Spec):
    """The same experiment under other settings: another kind of rep, another market, no noise."""

    title: LocalizedText
    set: dict[str, Any] = Field(min_length=1)


class Robustness(Spec):
    """How widely signs are tried: points of a Latin hypercube of nuisance parameters, and replications."""

    points: PositiveInt = 40
    replications: Annotated[int, Field(ge=2)] = 16
    quick_points: PositiveInt = 8
    quick_replications: Annotated[int, Field(ge=2)] = 8
    ask: Share = 0.8


class ExperimentSpec(Spec):
    """An experiment: which published result, from which scenario and arms it should come, and the checks."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z]?[0-9]+[a-z]?$")]
    tier: Tier
    title: LocalizedText
    finding: LocalizedText
    source: Annotated[tuple[str, ...], Field(min_length=1)]
    scenario: str | None = "scenario.yaml"
    set: dict[str, Any] = Field(default_factory=dict)
    weeks: Annotated[int, Field(ge=1, le=520)] | None = None
    seed: Annotated[int, Field(ge=0)] | None = None
    replications: Annotated[int, Field(ge=2)] = 200
    quick_replications: Annotated[int, Field(ge=2)] = 30
    variants: dict[Name, Variant] = Field(default_factory=dict)
    checks: dict[Name, Check] = Field(min_length=1)
    nuisance: dict[str, tuple[float, float]] = Field(default_factory=dict)
    robustness: Robustness = Field(default_factory=Robustness)
    cannot: LocalizedText | None = None
