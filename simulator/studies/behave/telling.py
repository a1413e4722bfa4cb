"""What the maps show, as sentences with numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.language import has_text, text
from simulator.studies.behave.maps import COASTS, GIVES_UP, SPRINTS, Maps
from simulator.studies.behave.stage import REPS

Floats = NDArray[np.float64]

LAST_WEEKS = 2
ROUND_REVENUE = 1_000
NOTICED = 0.03
"""Differences of timing below this share of the price are not told."""


def in_words(maps: Maps, language: str) -> list[tuple[str, list[str]]]:
    """Tell for each rep what the plan makes this rep do: a heading and sentences."""
    if maps.is_flat:
        return [(text("behave.everybody", language), [text("behave.flat", language, **_start(maps, 1))])]
    return [(_heading(maps, rep, language), _sentences(maps, rep, language)) for rep in range(len(REPS))]


def _heading(maps: Maps, rep: int, language: str) -> str:
    share = f"{maps.stage.abilities[rep]:.0%}"
    return text(f"behave.rep.{REPS[rep]}", language, share=share)


def _start(maps: Maps, rep: int) -> dict[str, str]:
    value = float(maps.value[rep, 0, 0]) * ROUND_REVENUE
    currency = maps.stage.plan.frame.currency
    return {
        "effort": f"{maps.effort[rep, 0, 0]:.0%}", "value": f"{value:,.1f} {currency}",
        "amount": f"{ROUND_REVENUE:,} {currency}",
    }  # fmt: skip


def _sentences(maps: Maps, rep: int, language: str) -> list[str]:
    found = [text("behave.start", language, **_start(maps, rep)), _on_the_way(maps, rep, language)]
    found += _positions(maps, rep, language)
    found += _timing(maps, rep, language)
    return found + _mix(maps, rep, language)


def _on_the_way(maps: Maps, rep: int, language: str) -> str:
    effort = maps.path_effort[rep]
    return text(
        "behave.path", language, low=f"{effort.min():.0%}", high=f"{effort.max():.0%}",
        close=f"{maps.path[rep, -1]:.0%}",
    )  # fmt: skip


def _positions(maps: Maps, rep: int, language: str) -> list[str]:
    """Say where the rep gives up, sprints and coasts, at half-time and near the close."""
    found = []
    n_weeks = maps.stage.weeks
    moments = {n_weeks // 2: n_weeks - n_weeks // 2, n_weeks - LAST_WEEKS: LAST_WEEKS}
    for week, left in moments.items():
        zone, parts = np.where(maps.reachable[rep, week], maps.zone[rep, week], -1), []
        for code, key in ((GIVES_UP, "gives_up"), (SPRINTS, "sprints"), (COASTS, "coasts")):
            here = zone == code
            if here.any():
                best = f"{float(maps.effort[rep, week][here].max()):.0%}"
                parts.append(text(f"behave.{key}", language, where=_where(maps, here, language), effort=best))
        if parts:
            told = parts[0]
            for part in parts[1:]:
                told = text("behave.and", language, first=told, second=part)
            found.append(text("behave.position", language, left=left, parts=told))
    return found


def _where(maps: Maps, here: NDArray[np.bool_], language: str) -> str:
    """Say at which attainments something holds, stretch by stretch."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], here, [False]]).astype(np.int8)))
    told = ""
    for first, last in zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True):
        low, high = f"{maps.attainment[first]:.0%}", f"{maps.attainment[last]:.0%}"
        if first == 0 and last == len(here) - 1:
            return text("behave.anywhere", language)
        key = "up_to" if first == 0 else "from_on" if last == len(here) - 1 else "between"
        stretch = text(f"behave.{key}", language, low=low, high=high)
        told = text("behave.both", language, first=told, second=stretch) if told else stretch
    return told


def _timing(maps: Maps, rep: int, language: str) -> list[str]:
    """Say what discount is accepted to close now, and where orders are left for later."""
    last = maps.stage.weeks - 1
    advantage = np.where(maps.reachable[rep, last], maps.advantage[rep, last], 0.0)
    found = []
    for key, worth in (("pulls", advantage), ("pushes", -advantage)):
        best = int(np.argmax(worth))
        if worth[best] > NOTICED:
            values = {
                "discount": f"{worth[best]:.0%}", "at": f"{maps.attainment[best]:.0%}",
                "where": _where(maps, worth > NOTICED, language),
            }  # fmt: skip
            found.append(text(f"behave.{key}", language, **values))
    return found


def _mix(maps: Maps, rep: int, language: str) -> list[str]:
    """Say which goods get more than their usual share of effort."""
    names, shares = mix_groups(maps, language)
    if len(names) < 2:
        return []
    usual = mix_of(maps, np.asarray(maps.stage.market.weights))
    mean = shares[rep].mean(axis=0)
    most = int(np.argmax(mean - usual))
    if mean[most] - usual[most] < 0.01:
        return []
    values = {"name": names[most], "share": f"{mean[most]:.0%}", "usual": f"{usual[most]:.0%}"}
    return [text("behave.mix", language, **values)]


def _labels(maps: Maps) -> list[str]:
    """Name each kind of sale by what the plan tells apart."""
    kinds = maps.stage.market.kinds
    weights = np.array([total.weights for total in maps.stage.compiled.accumulators])
    columns = [tuple(np.round(weights[:, number], 12)) for number in range(len(kinds))]
    told = [
        name
        for name in (kinds[0] if kinds else {})
        if any(
            columns[a] != columns[b]
            for a in range(len(kinds))
            for b in range(a)
            if all(kinds[a].get(other) == kinds[b].get(other) for other in kinds[a] if other != name)
        )
    ]
    return ["/".join(kind[name] for name in told) or "all" for kind in kinds]


def mix_of(maps: Maps, weights: Floats) -> Floats:
    """Add up the shares of kinds that the plan treats alike."""
    labels = _labels(maps)
    names = list(dict.fromkeys(labels))
    return np.array([weights[[label == name for label in labels]].sum() for name in names])


def mix_groups(maps: Maps, language: str) -> tuple[list[str], Floats]:
    """Give names of the goods that the plan tells apart, and effort on them, ``(3, n_weeks, n_groups)``."""
    labels = _labels(maps)
    names = list(dict.fromkeys(labels))
    columns = [maps.path_mix[:, :, [label == name for label in labels]].sum(axis=2) for name in names]
    told = ["/".join(_word(part, language) for part in name.split("/")) for name in names]
    return told, np.stack(columns, axis=2)


def _word(name: str, language: str) -> str:
    for family in ("words.tier", "words.customer", "behave.word"):
        if has_text(f"{family}.{name}"):
            return text(f"{family}.{name}", language)
    return name
