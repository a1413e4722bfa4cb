"""What a reader must bear in mind: few markets, an unfinished run, a goal not due, fragile assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.language import text
from simulator.plots.assumptions import parameter_label, swings
from simulator.plots.evidence import Evidence, goal_of
from simulator.report.contest import ENOUGH

MOST_NAMES = 5


def flipping(evidence: Evidence) -> list[str]:
    """Name the assumptions whose plausible range holds a value at which another alternative is best."""
    return [name for name, ends in swings(evidence.sensitivity).items() if any(end.flips for end in ends)]


def doubtful(evidence: Evidence) -> list[str]:
    """Name the assumptions at an end of which the lead could be zero, without another taking it for sure."""
    certain = set(flipping(evidence))
    return [
        name
        for name, ends in swings(evidence.sensitivity).items()
        if name not in certain and any(end.could_flip for end in ends)
    ]


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


def cautions_for(evidence: Evidence, sureness: str, language: str) -> Iterator[str]:
    """Give the warnings that apply to a comparison, the gravest first.

    Where the lead is open anyway, assumptions that leave it open are not listed again.
    """
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
    doubts = doubtful(evidence) if sureness in ("clear", "likely") else []
    for form, fragile in (("flips", flipping(evidence)), ("could_flip", doubts)):
        if fragile:
            names = [parameter_label(name, language) for name in fragile[:MOST_NAMES]]
            if len(fragile) > MOST_NAMES:
                names.append(say("more", count=len(fragile) - MOST_NAMES))
            yield say(form, assumptions=joined(names, language))
    if not len(evidence.sensitivity.get("parameter", ())):
        yield say("untested")
