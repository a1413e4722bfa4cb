"""How widely a sign holds: a Latin hypercube of nuisance parameters, and the corner where it fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from simulator.analysis.declaration import BoolArray, FloatArray
from simulator.experiment.protocol import Executor
from simulator.experiment.running import Progress
from simulator.randomness import Streams
from simulator.studies.validation.effects import AS_STATED, effect_values, estimate
from simulator.studies.validation.library import Experiment, settings_of
from simulator.studies.validation.runs import arms_of, robust_signs, run_arms
from simulator.studies.validation.specs import Sign

__all__ = ["failing_corner", "latin_hypercube", "robustness_of"]

DIGITS = 4
LEAST_POINTS_IN_CORNER = 3


def latin_hypercube(n_points: int, ranges: Sequence[tuple[float, float]], seed: int) -> FloatArray:
    """Spread points so that each range, cut into as many slices, has one point in every slice.

    Parameters
    ----------
    n_points
        Number of points.
    ranges
        Low and high end of each parameter.
    seed
        Seed of the luck.

    Returns
    -------
    ``(n_points, n_parameters)``.

    Examples
    --------
    >>> points = latin_hypercube(5, [(0.0, 5.0), (10.0, 15.0)], seed=1)
    >>> np.sort(np.floor(points), axis=0).T.tolist()
    [[0.0, 1.0, 2.0, 3.0, 4.0], [10.0, 11.0, 12.0, 13.0, 14.0]]
    """
    columns = []
    for number, (low, high) in enumerate(ranges):
        rng = Streams(seed).generator("validation.hypercube", 0, 0, number)
        slices = (rng.permutation(n_points) + rng.random(n_points)) / n_points
        columns.append(low + (high - low) * slices)
    return np.column_stack(columns) if columns else np.zeros((n_points, 0))


def failing_corner(points: FloatArray, held: BoolArray, names: Sequence[str]) -> dict[str, Any]:
    """Find where a sign fails: the half of one range, or the quarter of two, with the largest failing share.

    Parameters
    ----------
    points
        The points, ``(n_points, n_parameters)``.
    held
        Whether the sign held at each, ``(n_points,)``.
    names
        Names of the parameters.

    Returns
    -------
    Empty when it never failed; otherwise ``where`` (a list of parameter, side and border), ``failed`` and
    ``points`` of that corner. Of corners with the same failing share the widest is told.

    Examples
    --------
    >>> points = np.array([[x, y] for x in (0.0, 1.0, 2.0, 3.0) for y in (0.0, 1.0, 2.0, 3.0)])
    >>> corner = failing_corner(points, points[:, 0] < 1.5, ["risk", "noise"])
    >>> corner["where"], corner["failed"], corner["points"]
    ([{'parameter': 'risk', 'side': 'above', 'border': 1.5}], 8, 8)
    """
    if held.all():
        return {}
    middle = np.median(points, axis=0)
    halves = [
        ([{"parameter": name, "side": side, "border": _short(middle[number])}],
         points[:, number] > middle[number] if side == "above" else points[:, number] < middle[number])
        for number, name in enumerate(names) for side in ("above", "below")
    ]  # fmt: skip
    corners: list[tuple[list[dict[str, Any]], np.ndarray]] = list(halves)
    for (where, inside), (also, within) in combinations(halves, 2):
        if where[0]["parameter"] != also[0]["parameter"]:
            corners.append((where + also, inside & within))
    everywhere: tuple[list[dict[str, Any]], np.ndarray] = ([], np.ones(len(held), dtype=np.bool_))
    large = [everywhere, *(one for one in corners if one[1].sum() >= LEAST_POINTS_IN_CORNER)]
    where, inside = max(large, key=lambda one: (float((~held[one[1]]).mean()), int(one[1].sum())))
    return {"where": where, "failed": int((~held[inside]).sum()), "points": int(inside.sum())}


def robustness_of(
    experiment: Experiment, *, quick: bool, executor: Executor, progress: Progress
) -> dict[str, dict[str, Any]]:
    """Try every robust sign of an experiment at the points of a Latin hypercube.

    Parameters
    ----------
    experiment
        The experiment.
    quick
        Whether the smaller number of points and replications is enough.
    executor, progress
        Run the worlds, and hear how far they are.

    Returns
    -------
    By check: ``held`` and ``points``, ``against`` (points at which the whole interval lies on the wrong
    side), ``ask`` (the share that is asked for) and the failing ``corner``.
    """
    names = robust_signs(experiment)
    if not names:
        return {}
    spec = experiment.spec
    plan = spec.robustness
    n_points = plan.quick_points if quick else plan.points
    replications = plan.quick_replications if quick else plan.replications
    keys = tuple(spec.nuisance)
    points = latin_hypercube(n_points, list(spec.nuisance.values()), spec.seed or 1)
    arms = arms_of(experiment, robust_only=True)
    held = {name: np.zeros(n_points, dtype=np.bool_) for name in names}
    against = dict.fromkeys(names, 0)
    for number, point in enumerate(points):
        at = settings_of({key: _short(value) for key, value in zip(keys, point, strict=True)})
        tables = run_arms(experiment, at, arms, replications, executor, progress)
        for name in names:
            check = spec.checks[name]
            assert isinstance(check, Sign)
            found = estimate(effect_values(check, {AS_STATED: tables}))
            up = 1.0 if check.expect == "above" else -1.0
            if found.mean is None or found.low is None or found.high is None:
                continue
            held[name][number] = up * (found.mean - check.than) > 0.0
            far_end = found.high if up > 0 else found.low
            against[name] += int(up * (far_end - check.than) < 0.0)
    return {
        name: {
            "held": int(held[name].sum()),
            "points": n_points,
            "against": against[name],
            "ask": plan.ask,
            "replications": replications,
            "ranges": _ranges(spec.nuisance),
            "corner": failing_corner(points, held[name], keys),
        }
        for name in names
    }


def _ranges(nuisance: Mapping[str, tuple[float, float]]) -> dict[str, list[float]]:
    return {key: list(ends) for key, ends in nuisance.items()}


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
