"""Where reps stand: which of them are alike in what they can do, and their place among classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.behaviors.classes import Anchor, Classes, anchors_of
from simulator.behaviors.effort import row_sum
from simulator.behaviors.effort_models import ConcaveEffort, EffortModel
from simulator.behaviors.plan_parts import Part
from simulator.behaviors.situation import Situation

__all__ = ["Kin", "Standing", "kin_of", "standing_of"]

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]

_SHARE_STEP = 0.05
_WORTH_STEP = 0.05
_LEAST_WORTH = 1e-9
_LEAST_NOISE, _MOST_NOISE = 0.01, 5.0


@dataclass(frozen=True)
class Kin:
    """Reps with the same effort, mix of sales and worth beside the totals' pay, rounded to a fixed ladder.

    Parameters
    ----------
    rows
        The reps.
    key
        What they have in common.
    model
        Their effort over groups of kinds that count alike, one row.
    weights, shares, base
        What revenue of each group counts in the leading total, its share of normal revenue, and its worth
        beside what the totals pay, ``(n_groups,)``.
    ratios
        How much of each total a unit of the leading one brings, ``(n_totals,)``.
    anchors
        Anchor of each total.
    common_variance
        Share of the wide total's variance that comes from what a narrow one counts too [1].
    course
        Credit of a normal week over the mean, for each week of the inner period; empty where all are alike.
    """

    rows: Numbers
    key: tuple[float, ...]
    model: EffortModel
    weights: Floats
    shares: Floats
    base: Floats
    ratios: Floats
    anchors: tuple[Anchor, ...]
    common_variance: float
    course: tuple[float, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Where some reps stand.

    Parameters
    ----------
    coordinates
        Place on the lattice of classes, in steps, ``(n, n_axes)``.
    gaps
        How far inner and outer total are beyond their anchors [weeks of normal credit], each ``(n,)``.
    gaps_at_opening
        The same when the next inner period opens.
    weeks_left, rest
        Weeks to the inner close, and from there to the outer one.
    weeks
        Length of inner and outer period.
    """

    coordinates: Floats
    gaps: tuple[Floats, Floats]
    gaps_at_opening: tuple[Floats, Floats]
    weeks_left: int
    rest: int
    weeks: tuple[int, int]


def kin_of(
    part: Part, situation: Situation, worth_beside: Floats, told_apart_by: Sequence[Floats]
) -> Iterator[Kin]:
    """Group reps that are alike in what they can do.

    Parameters
    ----------
    part
        Totals that are weighed together.
    situation
        What the reps know.
    worth_beside
        Worth of revenue beside what these totals pay [currency per currency unit], ``(n_reps, n_kinds)``.
    told_apart_by
        What other totals count, by kind, each ``(n_kinds,)``: kinds that differ in it are not merged.

    Notes
    -----
    Shares are rounded to a twentieth and worths to about a twentieth of themselves; both only shape what the
    reps expect of their later weeks.
    """
    weights = np.stack([total.weights for total in part.plan.accumulators])
    crossed = part.is_crossed
    groups = _crossed_groups(weights) if crossed else _groups(np.stack([*weights, *told_apart_by]))
    coming = situation.opportunity * situation.season_left[part.totals[0]]
    by_group = np.stack([row_sum(coming[:, group]) for group in groups], axis=1)
    shares = _rounded_shares(by_group, [float(weights[0, group[0]]) for group in groups])
    worth = np.stack([row_sum((worth_beside * coming)[:, group]) for group in groups], axis=1)
    base = _rounded_worth(worth / np.where(by_group > 0.0, by_group, 1.0))
    model = situation.effort_model or ConcaveEffort(situation.traits, situation.normal_split)
    signature = model.signature()
    variance = _common_variance(part, situation, weights) if crossed else np.zeros(len(shares))
    course = _course(part, situation)
    table = np.concatenate([signature, shares, base, variance[:, None], course], axis=1)
    rest = signature.shape[1] + 2 * len(groups)
    unique, first, inverse = _distinct(table)
    of_group = np.stack([weights[:, group].mean(axis=1) for group in groups], axis=1)
    merged = model.merged(groups)
    for number, row in enumerate(unique):
        split = row[signature.shape[1] : signature.shape[1] + len(groups)]
        brought = of_group @ split
        yield Kin(
            rows=np.flatnonzero(inverse == number),
            key=tuple(row.tolist()),
            model=merged.rows(first[number : number + 1]).typical(split[None, :]),
            weights=of_group[0],
            shares=split,
            base=row[signature.shape[1] + len(groups) : rest],
            ratios=brought / brought[0],
            anchors=tuple(anchors_of(part.plan)),
            common_variance=float(row[rest]),
            course=tuple(row[rest + 1 :].tolist()),
        )


def _course(part: Part, situation: Situation) -> Floats:
    """Give the credit of each week of the inner period over its mean, to a twentieth, ``(n, n_weeks)``."""
    if situation.season_course is None or situation.world is None or part.is_crossed:
        return np.zeros((len(situation.opportunity), 0))
    months = situation.season_course[part.totals[0]]
    weights = part.plan.accumulators[0].weights
    credit = [
        row_sum(situation.opportunity * season.take(situation.world, axis=0) * weights)
        for _, season in months
    ]
    weeks = [length for length, _ in months]
    whole = credit[0] * weeks[0]
    for length, each in zip(weeks[1:], credit[1:], strict=True):
        whole = whole + length * each
    mean = np.maximum(whole / sum(weeks), 1e-9)
    steps = [np.maximum(np.round(each / mean / _SHARE_STEP) * _SHARE_STEP, _SHARE_STEP) for each in credit]
    return np.round(np.repeat(np.stack(steps, axis=1), weeks, axis=1), 9)


def _crossed_groups(weights: Floats) -> list[list[int]]:
    """Group kinds by what counts them: both totals, the wide one alone, neither."""
    wide, narrow = weights[0] > 0.0, weights[1] > 0.0
    found = [np.flatnonzero(narrow), np.flatnonzero(wide & ~narrow), np.flatnonzero(~wide)]
    return [group.tolist() for group in found if len(group)]


def _common_variance(part: Part, situation: Situation, weights: Floats) -> Floats:
    """Give the share of the wide total's variance that what both count brings, to a twentieth, ``(n,)``."""
    _, sd = situation.remainder()
    narrow = weights[1] > 0.0
    per_unit = float((weights[1][narrow] / weights[0][narrow]).mean())
    share = np.square(sd[:, part.totals[1]] / per_unit / sd[:, part.totals[0]])
    return np.asarray(np.clip(np.round(np.round(share / _SHARE_STEP) * _SHARE_STEP, 9), 0.1, 0.9))


def _distinct(table: Floats) -> tuple[Floats, Numbers, Numbers]:
    """Give distinct rows, where each is first met, and which of them every row is."""
    if len(table) and np.array_equal(table, np.broadcast_to(table[:1], table.shape)):
        return table[:1], np.zeros(1, dtype=np.int64), np.zeros(len(table), dtype=np.int64)
    whole = np.ascontiguousarray(table + 0.0).view(f"V{table.shape[1] * table.itemsize}").reshape(-1)
    _, first, inverse = np.unique(whole, return_index=True, return_inverse=True)
    return table[first], first, inverse.reshape(-1)


def _groups(columns: Floats) -> list[list[int]]:
    """Group kinds with equal columns, in order of appearance."""
    found: dict[tuple[float, ...], list[int]] = {}
    for kind, column in enumerate(columns.T):
        found.setdefault(tuple(column.round(12).tolist()), []).append(kind)
    return list(found.values())


def _rounded_shares(by_group: Floats, weights: list[float]) -> Floats:
    """Round each group's share of revenue; what counts never vanishes; rows sum to 1."""
    total = row_sum(by_group)[:, None]
    shares = np.round(by_group / np.where(total > 0.0, total, 1.0) / _SHARE_STEP) * _SHARE_STEP
    shares = np.where(np.array(weights) > 0.0, np.maximum(shares, _SHARE_STEP), shares)
    return np.asarray(np.round(shares / row_sum(shares)[:, None], 9))


def _rounded_worth(worth: Floats) -> Floats:
    """Round worths to a ladder of even ratios; very small ones are nothing."""
    size = np.maximum(np.abs(worth), _LEAST_WORTH)
    rounded = np.sign(worth) * np.exp(np.round(np.log(size) / _WORTH_STEP) * _WORTH_STEP)
    return np.asarray(np.where(np.abs(worth) > _LEAST_WORTH, rounded, 0.0))


def standing_of(part: Part, situation: Situation, kin: Kin) -> Standing:
    """Find where reps who are alike stand on the lattice, and how far from what is at stake.

    Parameters
    ----------
    part, situation, kin
        Totals, what the reps know, and which reps.

    Notes
    -----
    Each week left of the inner period is taken at its own season. After the inner close weeks are like the
    mean of the running period; what the season brings beyond that counts as if it were there already, so that
    the gap to the outer anchor at the expected close is right.
    """
    rows, totals = kin.rows, list(part.totals)
    mean, sd = situation.remainder()
    lead = totals[0]
    left = np.asarray(situation.weeks_left, dtype=np.float64)[totals]
    length = np.asarray(situation.period_weeks, dtype=np.float64)[totals]
    ahead = np.array(kin.course[-int(left[0]) :] if kin.course else [1.0] * int(left[0]))
    normal = float(np.add.reduce(ahead))
    credit = np.maximum(mean[rows, lead] / normal, 1e-9)
    spread = np.sqrt(np.add.reduce(np.square(ahead)))
    noise = np.clip(sd[rows, lead] / spread / credit, _LEAST_NOISE, _MOST_NOISE)
    quota = np.maximum(situation.quota[rows][:, totals], 1e-9)
    classes = Classes(credit, quota, noise)
    inner, outer = _leading(part, kin)
    so_far = situation.credit[rows][:, totals]
    beyond = mean[rows][:, totals] - credit[:, None] * kin.ratios * (left - left[0] + normal)
    had = so_far + beyond
    scale = credit[:, None] * kin.ratios
    if part.is_crossed:
        brought = (kin.weights * kin.shares)[:2]
        scale[:, 1] *= brought.sum() / brought[0]
        inner, outer = 1, 0
    at = [kin.anchors[total].at(scale[:, total], quota[:, total]) for total in (inner, outer)]
    weeks = int(length[inner]), int(length[outer])
    weeks_left = int(left[inner])
    is_open = left[outer] > left[inner]
    opening = had[:, outer] / scale[:, outer] + normal if is_open else np.zeros(len(rows))
    return Standing(
        coordinates=classes.coordinates(part, kin.ratios, length),
        gaps=(had[:, inner] / scale[:, inner] - at[0], had[:, outer] / scale[:, outer] - at[1]),
        gaps_at_opening=(-at[0], opening - at[1]),
        weeks_left=weeks_left,
        rest=int(left[outer] - left[inner]),
        weeks=weeks,
    )


def _leading(part: Part, kin: Kin) -> tuple[int, int]:
    """Give the totals that stand for the inner and the outer period."""
    periods = [total.period for total in part.plan.accumulators]
    found = []
    for wanted in (periods[0], periods[-1]):
        members = [number for number, period in enumerate(periods) if period == wanted]
        found.append(max(members, key=lambda t: kin.anchors[t].level != 0.0))
    return found[0], found[1]
