"""Calculations about best plans: what the firm would choose if it knew how the rep answers.

Each builds the rep and the market from the experiment's scenario, searches with
`simulator.studies.optimal_plan`, and holds what it finds against theory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from simulator.behaviors.effort_models import QuadraticEffort
from simulator.behaviors.preferences import ConstantRisk
from simulator.errors import InputError
from simulator.studies.optimal_plan import Best, PlanFamily, best_plan
from simulator.studies.rep_answers import Job, answers, job_of
from simulator.studies.validation.calculations import Case, Point
from simulator.studies.validation.closed_forms import closed_form
from simulator.studies.validation.library import settings_of

__all__ = [
    "cap_is_chosen",
    "grid_points",
    "optimal_plans",
    "optimum_moves",
    "salary_share",
    "theory_of",
    "told",
    "unpaid_task",
]

OF_THE_JOB = ("base_per_week", "outside_per_week")
"""Factors that belong to the job and not to the scenario."""

FACTORS_OF_DESIGN = 7


def optimal_plans(case: Case) -> list[Point]:
    """Find the best plan at every point of a grid, and hold one of its numbers against a closed form.

    Settings: ``alternative``, ``plan``, ``free`` (key path to ends), ``grid`` (key to values), ``compare``
    (``{number, formula, parameters}``; the number is a free one, or ``profit``, ``salary`` or ``effort`` per
    week in units of ``unit``). Parameters of the formula are read from the job: ``r``, ``c``, ``s2``, ``k``,
    ``m``, and for two tasks ``d``, ``p1``, ``p2``, ``c1``, ``c2``.
    """
    points = []
    for values in grid_points(case):
        job, best = _best(case, values)
        theory = theory_of(job, float(case.settings.get("unit", 1.0)))
        for compare in case.settings["compare"]:
            wanted = compare.get("parameters", list(theory))
            target = closed_form(compare["formula"], {key: theory[key] for key in wanted})
            found = _number(best, compare["number"], float(case.settings.get("unit", 1.0)))
            points.append(Point(f"{compare['formula']} {told(values)}", found, target))
    return points


def optimum_moves(case: Case) -> list[Point]:
    """Tell for each setting of the grid in which direction the best number moves as it grows (1 or -1).

    Settings as for ``optimal-plan``; ``expect`` gives the direction for each setting of the grid, which is
    moved through its values while the others stay at their middle ones.
    """
    grid: Mapping[str, Sequence[float]] = case.settings["grid"]
    middle = {key: values[len(values) // 2] for key, values in grid.items()}
    name = next(iter(case.settings["free"]))
    points = []
    for key, values in grid.items():
        found = [_best(case, {**middle, key: value})[1].numbers[name] for value in values]
        moves = np.sign(np.diff(found))
        direction = float(moves[0]) if bool((moves == moves[0]).all()) else 0.0
        points.append(Point(key, direction, float(case.settings["expect"][key])))
    return points


def salary_share(case: Case) -> list[Point]:
    """Tell how the salary share of the best plan moves with seven circumstances (1 or -1).

    A fractional factorial of 32 runs in which all seven main effects are clear of each other and of
    two-factor interactions. Settings as for ``optimal-plan``, with ``factors``: name to ``{key, low, high,
    expect}``, where the key is one of the scenario, ``base_per_week`` or ``outside_per_week``.
    """
    factors: Mapping[str, Any] = case.settings["factors"]
    if len(factors) != FACTORS_OF_DESIGN:
        raise InputError(f"the design is made for {FACTORS_OF_DESIGN} factors, not {len(factors)}")
    signs = _design()
    shares = []
    for row in signs:
        values = {
            factor["key"]: factor["high"] if sign > 0 else factor["low"]
            for factor, sign in zip(factors.values(), row, strict=True)
        }
        _, best = _best(case, values)
        shares.append(float(best.answer.salary_share[0]))
    effects = signs.T @ np.array(shares) / (len(signs) / 2)
    return [
        Point(f"{name}: effect {effect:+.4f}", float(np.sign(effect)), float(factor["expect"]))
        for (name, factor), effect in zip(factors.items(), effects, strict=True)
    ]


def _design() -> np.ndarray:
    """Lay out a 2^(7-2) design of resolution IV: two more factors from products of the first five."""
    first = np.array(list(product((-1.0, 1.0), repeat=5)))
    sixth = first[:, 0] * first[:, 1] * first[:, 2] * first[:, 3]
    seventh = first[:, 0] * first[:, 1] * first[:, 3] * first[:, 4]
    return np.column_stack([first, sixth, seventh])


def cap_is_chosen(case: Case) -> list[Point]:
    """Tell whether a cap serves the firm (1) or not (0), at each point of the grid.

    Settings as for ``optimal-plan`` with ``capped`` (``{plan, free}``): the same plan with a cap as one more
    free number. A cap is chosen when it raises profit by more than ``gain`` (a share of the profit).
    ``expect_when`` names the setting of the grid that must be above zero for a cap to be chosen.
    """
    points = []
    for values in grid_points(case):
        _, without = _best(case, values)
        capped = {**case.settings, **case.settings["capped"]}
        loose = {key: float(high) for key, (_, high) in capped["free"].items()}
        _, with_cap = _best(Case(capped, case.scenario, case.quick), values, {**loose, **without.numbers})
        profit = float(without.answer.profit[0])
        gain = float(with_cap.answer.profit[0]) / profit - 1.0
        expected = float(values[case.settings["expect_when"]] > 0.0)
        cap = " ".join(f"{value:.4g}" for value in with_cap.numbers.values())
        label = f"{told(values)}: a cap gains {100 * gain:.3f} % ({cap})"
        points.append(Point(label, float(gain > case.settings["gain"]), expected))
    return points


def unpaid_task(case: Case) -> list[Point]:
    """Tell in which direction effort on the unpaid task moves as the rate on the paid one rises (-1, 0 or 1).

    Theory: against the sign of the substitution between the tasks. Settings as for ``optimal-plan``, with
    ``rates``, the two rates that are compared.
    """
    key = next(iter(case.settings["free"]))
    points = []
    for values in grid_points(case):
        scenario = case.scenario(settings_of(values))
        job = job_of(scenario, case.settings["alternative"])
        family = PlanFamily.of(scenario, case.settings["plan"], {key: (0.0, 1.0)})
        effort = answers(job, [family.compiled([rate]) for rate in case.settings["rates"]]).effort
        change = float(effort[1, -1] - effort[0, -1])
        moved = 0.0 if abs(change) < 1e-9 else float(np.sign(change))
        substitution = theory_of(job, 1.0)["d"]
        points.append(Point(f"{told(values)}: {change:+.4f}", moved, -float(np.sign(substitution))))
    return points


def theory_of(job: Job, unit: float) -> dict[str, float]:
    """Read the parameters of theory off a job, in units of ``unit`` currency units.

    Returns
    -------
    ``r``, ``c``, ``s2``, ``k``, ``m``, ``outside``; with two tasks also ``d``, ``p1``, ``p2``, ``c1``, ``c2``
    (the paid task first, output counted so that it is 1 at effort 1).
    """
    if not isinstance(job.model, QuadraticEffort):
        raise InputError("closed forms are stated for quadratic effort", hint="Set effort_model: quadratic")
    cost = job.model.cost_matrix[0] / unit
    paid = int(np.flatnonzero(job.credited)[0])
    risk = job.preferences.risk
    revenue = job.opportunity / unit
    found = {
        "r": risk.aversion * unit if isinstance(risk, ConstantRisk) else 0.0,
        "c": float(cost[paid, paid]),
        "s2": (job.sd_per_week / unit) ** 2,
        "k": float(revenue[paid]),
        "m": float(job.margin[paid]),
        "outside": job.outside_per_week / unit,
    }
    if len(job.kinds) == 2:
        other = 1 - paid
        found |= {
            "d": float(cost[paid, other]),
            "p1": float(job.margin[paid] * revenue[paid]),
            "p2": float(job.margin[other] * revenue[other]),
            "c1": found["c"],
            "c2": float(cost[other, other]),
        }
    return found


def grid_points(case: Case) -> Iterator[dict[str, float]]:
    """Go through the grid; in the quick form only through first, middle and last values."""
    grid: Mapping[str, Sequence[float]] = case.settings["grid"]
    axes = []
    for values in grid.values():
        few = sorted({0, len(values) // 2, len(values) - 1})
        axes.append([values[at] for at in few] if case.quick else list(values))
    for point in product(*axes):
        yield dict(zip(grid, point, strict=True))


def _best(
    case: Case, values: Mapping[str, float], start: Mapping[str, float] | None = None
) -> tuple[Job, Best]:
    """Find the best plan with these settings on top of the experiment's own."""
    stated = case.settings
    scenario = case.scenario(
        settings_of({key: value for key, value in values.items() if key not in OF_THE_JOB})
    )
    of_the_job = {key: float(values.get(key, stated.get(key, 0.0))) for key in OF_THE_JOB}
    job = job_of(scenario, stated["alternative"], **of_the_job)
    free = {key: (float(low), float(high)) for key, (low, high) in stated["free"].items()}
    family = PlanFamily.of(scenario, stated["plan"], free)
    points, rounds = int(stated.get("points", 9)), int(stated.get("rounds", 4))
    return job, best_plan(job, family, points=points, rounds=rounds, start=start)


def _number(best: Best, name: str, unit: float) -> float:
    if name in best.numbers:
        return best.numbers[name]
    if name == "effort":
        return float(best.answer.effort[0, 0])
    return float(getattr(best.answer, name)[0]) / (best.weeks * unit)


def told(values: Mapping[str, float]) -> str:
    """Write a point of the grid: the last part of each key, and its value."""
    return " ".join(f"{key.rpartition('.')[2]}={value:g}" for key, value in values.items())
