"""What a reader must bear in mind: few markets, an unfinished run, a goal not due, fragile assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.language import text
from simulator.plots.assumptions import parameter_label, swings
from simulator.plots.evidence import Evidence, goal_of
from simulator.report.contest import ENOUGH


def flipping(evidence: Evidence) -> list[str]:
    """Name the assumptions whose plausible range holds a value at which another alternative is best."""
    return [name for name, ends in swings(evidence.sensitivity).items() if any(end.flips for end in ends)]


def joined(words: list[str], language: str) -> str:
    """Join words as a list inside a sentence.

    Examples
    --------
    >>> joined(["a", "b", "c"], "en")
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    joint = text("units.list_joint", language).ljust(2 if language == "en" else 1)
    last = text("units.last_joint", language)
    return joint.join(words[:-1]) + (f" {last} " if language == "en" else last) + words[-1]


def cautions_for(evidence: Evidence, language: str) -> Iterator[str]:
    """Give the warnings that apply to a comparison, the gravest first."""
    record = evidence.record
    count, weeks = int(record["replications"]), int(record["weeks"])

    def say(key: str, **values: Any) -> str:
        return text(f"report.caution.{key}", language, **values)

    if not record.get("complete", True):
        yield say("incomplete", count=count)
    if count < 2:
        yield say("one")
    elif count < ENOUGH:
        yield say("few", count=count)
    goal = goal_of(evidence.scenario)
    if goal and goal[2] is not None and goal[2] > weeks:
        yield say("short", weeks=weeks, due=goal[2])
    fragile = flipping(evidence)
    if fragile:
        names = [parameter_label(name, language) for name in fragile]
        yield say("flips", assumptions=joined(names, language))
    elif not len(evidence.sensitivity.get("parameter", ())):
        yield say("untested")
