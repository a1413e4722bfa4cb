"""Hold what was found against what was expected, check by check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from simulator.studies.validation.calculations import Case, Point, calculate
from simulator.studies.validation.closed_forms import closed_form
from simulator.studies.validation.effects import Estimate, effect_values, estimate
from simulator.studies.validation.library import Experiment
from simulator.studies.validation.specs import (
    Band,
    Calculation,
    Check,
    Equivalence,
    Match,
    Rank,
    Sign,
)
from simulator.studies.validation.tables import Tables

__all__ = ["HELD", "MISSED", "OPEN", "UNDEFINED", "Finding", "judge"]

HELD, MISSED, OPEN, UNDEFINED = "held", "missed", "open", "undefined"
FRAGILE = "fragile"
"""The sign is sure in the experiment as stated, and lost too often when nuisance parameters move."""

TOST_CONFIDENCE = 0.90
"""Two one-sided tests at 5 % are an interval of 90 % inside the margin."""

WORST_SHOWN = 10


@dataclass(frozen=True)
class Finding:
    """What a check expected and what was found.

    Parameters
    ----------
    check, kind, tier
        Name, kind and tier of the check.
    title
        Its title by language.
    unit
        ``percent``, ``ratio``, ``number`` or ``error`` (of a calculation).
    target
        What was expected, as values for a sentence.
    found, low, high
        The effect and its interval; None where undefined.
    verdict
        ``held``, ``missed``, ``open`` (the interval reaches over the border), ``fragile`` or ``undefined``.
    falsifies
        Whether the check stands in a falsification arm.
    details
        Effects of a ranking, or the worst points of a calculation.
    robustness
        In how many points of the hypercube the sign held, and where it failed; empty where not tried.
    """

    check: str
    kind: str
    tier: str
    title: dict[str, str]
    unit: str
    target: dict[str, Any]
    found: float | None
    low: float | None
    high: float | None
    verdict: str
    falsifies: bool = False
    details: tuple[dict[str, Any], ...] = ()
    robustness: dict[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """Write it as the result file does."""
        return asdict(self) | {"details": list(self.details)}


def judge(experiment: Experiment, name: str, runs: Mapping[str, Tables], *, quick: bool = False) -> Finding:
    """Judge one check of an experiment.

    Parameters
    ----------
    experiment
        The experiment.
    name
        Name of the check.
    runs
        Its runs by variant; empty where it only calculates.
    quick
        Whether calculations use their coarser grid.
    """
    check = experiment.spec.checks[name]
    judged = _judged(check, experiment, runs, quick)
    return Finding(
        check=name,
        kind=check.kind,
        tier=check.tier or experiment.spec.tier,
        title={"en": check.title.en, "zh": check.title.zh},
        unit=unit_of(check),
        falsifies=check.falsifies,
        **judged,
    )


def unit_of(check: Check) -> str:
    """Tell what the effect of a check is counted in."""
    if isinstance(check, Calculation):
        return "error"
    effect = check.effects[0] if isinstance(check, Rank) else check
    if effect.over is not None:
        return "ratio"
    if effect.against is None or effect.change == "difference":
        return "number"
    return effect.change


def _judged(check: Check, experiment: Experiment, runs: Mapping[str, Tables], quick: bool) -> dict[str, Any]:
    match check:
        case Calculation():
            return _calculation(check, experiment, quick)
        case Rank():
            return _rank(check, runs)
        case Sign():
            found = estimate(effect_values(check, runs))
            target: dict[str, Any] = {"than": check.than, "expect": check.expect}
            return _told(target, found, side_of(found, check.expect, check.than))
        case Equivalence():
            found = estimate(effect_values(check, runs), TOST_CONFIDENCE)
            target = {"low": check.to - check.margin, "high": check.to + check.margin}
            return _told(target, found, _inside(found, target["low"], target["high"]))
        case Band():
            band = experiment.bands[check.band]
            found = estimate(effect_values(check, runs))
            target = {"low": band.low, "high": band.high, "band": band.name, "source": band.source,
                      "written": band.written.isoformat()}  # fmt: skip
            hit = found.mean is not None and band.low <= found.mean <= band.high
            return _told(target, found, HELD if hit else MISSED if found.is_known else UNDEFINED)
        case Match():
            found = estimate(effect_values(check, runs))
            return _match(check, found)


def _told(target: dict[str, Any], found: Estimate, verdict: str) -> dict[str, Any]:
    return {
        "target": target,
        "found": found.mean,
        "low": found.low,
        "high": found.high,
        "verdict": verdict,
    }


def side_of(found: Estimate, expect: str, than: float) -> str:
    """Tell whether an interval lies on the side that was expected.

    Examples
    --------
    >>> side_of(Estimate(2.0, 1.0, 3.0), "above", 0.0), side_of(Estimate(2.0, -1.0, 5.0), "above", 0.0)
    ('held', 'open')
    """
    if found.low is None or found.high is None:
        return UNDEFINED
    above, below = found.low > than, found.high < than
    if above or below:
        return HELD if above == (expect == "above") else MISSED
    return OPEN


def _inside(found: Estimate, low: float, high: float) -> str:
    if found.low is None or found.high is None:
        return UNDEFINED
    if low < found.low and found.high < high:
        return HELD
    return MISSED if found.high < low or found.low > high else OPEN


def _match(check: Match, found: Estimate) -> dict[str, Any]:
    number = check.number
    if check.closed is not None:
        number = closed_form(check.closed.formula, check.closed.parameters)
    assert number is not None
    target = {"number": number, "tolerance": check.tolerance}
    if found.mean is None:
        return _told(target, found, UNDEFINED)
    return _told(target, found, HELD if Point("", found.mean, number).error <= check.tolerance else MISSED)


def _rank(check: Rank, runs: Mapping[str, Tables]) -> dict[str, Any]:
    values = [effect_values(effect, runs) for effect in check.effects]
    means = [estimate(each) for each in values]
    steps = [(values[0], values[-1])] if check.ends_only else list(pairwise(values))
    expect = "above" if check.expect == "rising" else "below"
    gaps = [estimate(later - earlier) for earlier, later in steps]
    sides = [side_of(gap, expect, 0.0) for gap in gaps]
    verdict = next((each for each in (UNDEFINED, MISSED, OPEN) if each in sides), HELD)
    smallest = min(gaps, key=lambda gap: (gap.mean or 0.0) * (1 if check.expect == "rising" else -1))
    told = _told({"expect": check.expect, "ends_only": check.ends_only}, smallest, verdict)
    return told | {"details": tuple(asdict(each) for each in means)}


def _calculation(check: Calculation, experiment: Experiment, quick: bool) -> dict[str, Any]:
    points = calculate(check.calculation, Case(experiment.settings_for(check), experiment.scenario, quick))
    worst = sorted(points, key=lambda point: -point.error)[:WORST_SHOWN]
    target = {"tolerance": check.tolerance, "points": len(points)}
    if not points:
        return _told(target, Estimate(None, None, None), UNDEFINED)
    error = worst[0].error
    verdict = HELD if error <= check.tolerance else MISSED
    details = tuple(asdict(point) | {"error": point.error} for point in worst)
    return _told(target, Estimate(error, None, None), verdict) | {"details": details}
