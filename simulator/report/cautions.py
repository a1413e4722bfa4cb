"""What a reader must bear in mind: few markets, an unfinished run or period, fragile assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.language import text
from simulator.plots.assumptions import compared, parameter_label, rows_of, swings, tested_outcome
from simulator.plots.attainment import far_beyond_quota
from simulator.plots.evidence import Evidence, goal_of, measured, names_of, title_of
from simulator.plots.measures import written
from simulator.report.contest import ENOUGH, means_of, ranking_of

MOST_NAMES = 5
DRIFT = 0.1
"""Share of the way from start to goal from which on the baseline is said to have drifted."""


def flipping(evidence: Evidence, outcome: str = "") -> list[str]:
    """Name the assumptions at an end of whose range another alternative was seen to be ahead."""
    found = swings(evidence.sensitivity, outcome)
    return [name for name, ends in found.items() if any(end.flips for end in ends)]


def doubtful(evidence: Evidence, outcome: str = "") -> list[str]:
    """Name the assumptions at an end of which the lead could be zero, without another taking it for sure."""
    certain = set(flipping(evidence, outcome))
    return [
        name
        for name, ends in swings(evidence.sensitivity, outcome).items()
        if name not in certain and any(end.could_flip for end in ends)
    ]


def further_outcomes(evidence: Evidence) -> list[str]:
    """Name the outcomes on which the order was tested beside that of the goal."""
    named = dict.fromkeys(str(key) for key in evidence.sensitivity.get("outcome", ()))
    return list(named)[1:]


def tested(evidence: Evidence, language: str, outcome: str = "") -> dict[str, str]:
    """Say on which outcome, between which alternatives and in how many markets the order was tested."""
    table = evidence.sensitivity
    rows = rows_of(table, outcome)
    first, rivals = compared(table, outcome)
    key = outcome or tested_outcome(evidence)
    markets = int(table["replications"][rows[0]]) if rows and "replications" in table else 0
    titles = [f"“{title_of(evidence.scenario, name, language)}”" for name in (first, *rivals) if name]
    return {
        "outcome": inside_a_sentence(measured(evidence, key).label(language)),
        "alternatives": joined(titles, language),
        "leader": titles[0] if titles else "",
        "rivals": joined(titles[1:], language),
        "markets": str(markets),
    }


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


def cautions_for(evidence: Evidence, sureness: str, key: str, language: str) -> Iterator[str]:
    """Give the warnings that apply to a comparison, the gravest first.

    Where the lead is open anyway, assumptions that leave it open are not listed again. ``key`` is the outcome
    that should decide.
    """
    record = evidence.record
    count, weeks = int(record["replications"]), int(record["weeks"])

    def say(form: str, **values: Any) -> str:
        return text(f"report.caution.{form}", language, **values)

    if not record.get("complete", True):
        yield say("incomplete", count=count)
    if count < 2:
        yield say("one")
    elif count < ENOUGH:
        yield say("few", count=count)
    undefined = ranking_of(evidence, key).undefined
    if undefined:
        names = [f"“{title_of(evidence.scenario, name, language)}”" for name in undefined]
        label = inside_a_sentence(measured(evidence, key).label(language))
        yield say("undefined", outcome=label, alternatives=joined(names, language))
    goal = goal_of(evidence.scenario)
    if goal and goal[2] is not None and goal[2] > weeks:
        yield say("short", weeks=weeks, due=goal[2])
    drift = left_as_it_is(evidence, language)
    if drift:
        yield drift
    quotas = quotas_left_behind(evidence, language)
    if quotas:
        yield quotas
    cut = unfinished(evidence, language)
    if cut:
        yield cut
    yield from _fragile(evidence, sureness, language)
    if not len(evidence.sensitivity.get("parameter", ())):
        yield say("untested")


def unfinished(evidence: Evidence, language: str) -> str:
    """Say which pay is missing because the run ends inside a fiscal period; empty when none is."""
    periods = [str(period) for period in evidence.scenario.get("unfinished") or ()]
    if not periods:
        return ""
    names = [text(f"report.caution.period.{period}", language) for period in periods]
    return text("report.caution.unfinished", language, weeks=int(evidence.record["weeks"]),
                periods=joined(names, language), longest=names[-1])  # fmt: skip


def quotas_left_behind(evidence: Evidence, language: str) -> str:
    """Say where a third of rep-quarters or more lie over twice the quota; empty where nowhere."""
    far = far_beyond_quota(evidence.attainment, names_of(evidence))
    if not far:
        return ""
    share_each = [
        text("report.caution.over_quota", language, share=written(100 * share, 0) + "%",
             alternative=title_of(evidence.scenario, name, language))
        for name, share in far.items()
    ]  # fmt: skip
    return text("report.caution.quotas", language, shares=joined(share_each, language))


def left_as_it_is(evidence: Evidence, language: str) -> str:
    """Say where the goal's outcome ends without any change, when that is not where it started."""
    goal = goal_of(evidence.scenario)
    start = (evidence.scenario.get("goal") or {}).get("start")
    base = str(evidence.record["baseline"])
    if goal is None or start is None or goal[0] not in evidence.record["outcomes"]:
        return ""
    end = means_of(evidence, goal[0]).get(base)
    due = goal[2] or 0
    way = abs(goal[1] - float(start))
    if end is None or due > int(evidence.record["weeks"]) or abs(end - float(start)) < DRIFT * way:
        return ""
    scale = measured(evidence, goal[0]).scale([end, float(start), goal[1]], language)
    return text("report.caution.drift", language, baseline=title_of(evidence.scenario, base, language),
                outcome=inside_a_sentence(measured(evidence, goal[0]).label(language)),
                end=scale.value(end), start=scale.value(float(start)))  # fmt: skip


def _fragile(evidence: Evidence, sureness: str, language: str) -> Iterator[str]:
    """Warn of assumptions that change the order, on the goal's outcome and on the others watched."""
    doubts = doubtful(evidence) if sureness in ("clear", "likely") else []
    forms = [("flips", "", flipping(evidence)), ("could_flip", "", doubts)]
    forms += [("flips", key, flipping(evidence, key)) for key in further_outcomes(evidence)]
    for form, key, fragile in forms:
        if not fragile:
            continue
        names = [parameter_label(name, language) for name in fragile[:MOST_NAMES]]
        if len(fragile) > MOST_NAMES:
            names.append(text("report.caution.more", language, count=len(fragile) - MOST_NAMES))
        yield text(f"report.caution.{form}", language, assumptions=joined(names, language),
                   **tested(evidence, language, key))  # fmt: skip


def inside_a_sentence(words: str) -> str:
    """Write a label as it stands within a sentence.

    Examples
    --------
    >>> inside_a_sentence("Premium share"), inside_a_sentence("SMART score"), inside_a_sentence("收入")
    ('premium share', 'SMART score', '收入')
    """
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
