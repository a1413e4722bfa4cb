"""Measure one thing in every replication of an arm.

A share or ratio of totals is turned into one number for each replication whose mean is the pooled ratio:
``ratio + (numerator - ratio x denominator) / mean(denominator)``. Paired differences of such numbers then
have the right interval, and a replication without any rep near the quota spoils nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np

from simulator.analysis.declaration import FloatArray
from simulator.studies.validation.measures_spec import (
    AttainmentShare,
    EndShare,
    ExcessMass,
    GroupSpec,
    LeaveRate,
    PayVariance,
    RepPay,
    RepRevenue,
    WeeksRevenue,
    WithinPeriod,
    YearAbility,
    YearQuota,
    YearRevenue,
)
from simulator.studies.validation.tables import RepRows, Tables

__all__ = ["measured", "pooled"]

FIFTHS = 5
QUARTERS = 4


def pooled(numerators: FloatArray, denominators: FloatArray) -> FloatArray:
    """Turn totals by replication into numbers whose mean is the ratio of all totals.

    Examples
    --------
    >>> float(pooled(np.array([1.0, 0.0]), np.array([3.0, 1.0])).mean())
    0.25
    >>> bool(np.isnan(pooled(np.array([1.0]), np.array([0.0]))).all())
    True
    """
    whole = float(np.mean(denominators))
    if whole == 0.0:
        return np.full(len(numerators), np.nan)
    ratio = float(np.mean(numerators)) / whole
    return np.asarray(ratio + (numerators - ratio * denominators) / whole)


def measured(measure: Any, tables: Tables, arm: str) -> FloatArray:
    """Measure an arm in every replication.

    Parameters
    ----------
    measure
        One of the measures of `MeasureSpec`.
    tables
        What the worlds left behind.
    arm
        Name of the alternative.

    Returns
    -------
    One number for each replication, ``(n_replications,)``; NaN where it is undefined.
    """
    return _MEASURES[measure.kind](measure, tables, arm)


def _totals(rows: RepRows, values: np.ndarray, tables: Tables) -> FloatArray:
    sums = np.bincount(rows.world, weights=values, minlength=len(tables.replications))
    return np.asarray(sums, dtype=np.float64)


def _by_rep(rows: RepRows, tables: Tables) -> FloatArray:
    """Revenue credited to each rep over the run, ``(n_replications, n_reps)``."""
    n_worlds, n_reps = tables.ability.shape
    flat = np.bincount(rows.world * n_reps + rows.rep, weights=rows.revenue, minlength=n_worlds * n_reps)
    return np.asarray(flat, dtype=np.float64).reshape(n_worlds, n_reps)


def _part(group: GroupSpec | None, rows: RepRows, tables: Tables) -> np.ndarray:
    """Tell which rows belong to a part of the reps, ``(n_rows,)``."""
    if group is None:
        return np.ones(len(rows.world), dtype=np.bool_)
    if group.by == "group":
        return np.asarray(tables.group_of_rep[rows.rep] == group.name)
    by = tables.ability if group.by == "ability" else _by_rep(rows, tables)
    order = np.argsort(by, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    part = rank * group.parts // by.shape[1]
    return np.asarray(part[rows.world, rows.rep] == (group.part or 1) - 1)


def _per_rep(column: str) -> Callable[[Any, Tables, str], FloatArray]:
    def measure(spec: RepRevenue | RepPay, tables: Tables, arm: str) -> FloatArray:
        rows = tables.reps(arm)
        part = _part(spec.group, rows, tables)
        n_worlds, n_reps = tables.ability.shape
        counted: FloatArray = np.where(part, getattr(rows, column), 0.0)
        number = len(np.unique(rows.world[part] * n_reps + rows.rep[part])) / n_worlds
        return np.asarray(_totals(rows, counted, tables) / max(number, 1.0))

    return measure


def _pay_variance(spec: PayVariance, tables: Tables, arm: str) -> FloatArray:
    rows = tables.reps(arm)
    part = _part(spec.group, rows, tables)
    mean = float(rows.pay[part].mean()) if part.any() else 0.0
    return pooled(
        _totals(rows, np.where(part, np.square(rows.pay - mean), 0.0), tables), _totals(rows, part, tables)
    )


def _attainment_share(spec: AttainmentShare, tables: Tables, arm: str) -> FloatArray:
    rows = tables.reps(arm)
    part = _part(spec.group, rows, tables)
    if spec.year is not None:
        part = part & (rows.quarter // QUARTERS == spec.year - 1)
    inside = part & (rows.attainment >= spec.low) & (rows.attainment < spec.high)
    return pooled(_totals(rows, inside, tables), _totals(rows, part, tables))


def _excess_mass(spec: ExcessMass, tables: Tables, arm: str) -> FloatArray:
    rows = tables.reps(arm)
    above = (rows.attainment >= spec.at) & (rows.attainment < spec.at + spec.width)
    below = (rows.attainment < spec.at) & (rows.attainment >= spec.at - spec.width)
    return pooled(_totals(rows, above, tables), _totals(rows, below, tables))


def _skewness(values: FloatArray) -> float:
    spread = float(np.std(values))
    return float(np.mean((values - values.mean()) ** 3)) / spread**3 if spread > 0.0 else float("nan")


def _attainment_skewness(spec: object, tables: Tables, arm: str) -> FloatArray:
    del spec
    rows = tables.reps(arm)
    worlds = range(len(tables.replications))
    return np.array([_skewness(rows.attainment[rows.world == world]) for world in worlds])


def _over_reps(number: Callable[[FloatArray], float]) -> Callable[[Any, Tables, str], FloatArray]:
    """Measure each world from what its reps were credited with."""

    def measure(spec: object, tables: Tables, arm: str) -> FloatArray:
        del spec
        return np.array([number(revenue) for revenue in _by_rep(tables.reps(arm), tables)])

    return measure


def _fifths(revenue: FloatArray) -> float:
    fifth = max(1, len(revenue) // FIFTHS)
    ordered = np.sort(revenue)
    bottom = float(ordered[:fifth].sum())
    return float(ordered[-fifth:].sum()) / bottom if bottom > 0.0 else float("nan")


def _spread(revenue: FloatArray) -> float:
    mean = float(revenue.mean())
    return float(np.std(revenue, ddof=1)) / mean if mean > 0.0 else float("nan")


def _lognormal_fit(revenue: FloatArray) -> float:
    """Mean log-likelihood of the fitted lognormal less that of the fitted normal, over reps who sold."""
    revenue = revenue[revenue > 0.0]
    if len(revenue) < 2 or np.std(revenue) == 0.0:
        return float("nan")
    logs = np.log(revenue)
    return float(np.log(np.std(revenue)) - np.log(np.std(logs)) - logs.mean())


def _periods(tables: Tables, period: str) -> list[np.ndarray]:
    """List the weeks of each complete fiscal period of the run."""
    calendar = tables.calendar
    found, start = [], 0
    for week in range(tables.weeks):
        if calendar.ends_period(cast(Any, period), week):
            found.append(np.arange(start, week + 1))
            start = week + 1
    return found


def _end_share(spec: EndShare, tables: Tables, arm: str) -> FloatArray:
    revenue = tables.week("revenue", arm)
    periods = _periods(tables, spec.period)
    weeks = [period[-spec.weeks :] if spec.end == "last" else period[: spec.weeks] for period in periods]
    ends = sum((revenue[:, part].sum(axis=1) for part in weeks), np.zeros(len(revenue)))
    whole = sum((revenue[:, part].sum(axis=1) for part in periods), np.zeros(len(revenue)))
    even = sum(map(len, weeks)) / max(1, sum(map(len, periods)))
    return pooled(ends / even if spec.index else ends, whole)


def _within_period(spec: WithinPeriod, tables: Tables, arm: str) -> FloatArray:
    revenue = tables.week("revenue", arm)
    parts = [revenue[:, period] for period in _periods(tables, spec.period)]
    variations = [part.std(axis=1, ddof=1) / np.where(part.mean(axis=1) > 0, part.mean(axis=1), np.nan)
                  for part in parts]  # fmt: skip
    return np.asarray(np.mean(variations, axis=0)) if parts else np.full(len(revenue), np.nan)


def _year_revenue(spec: YearRevenue, tables: Tables, arm: str) -> FloatArray:
    revenue = tables.week("revenue", arm)
    years = _periods(tables, "year")
    last = spec.year if spec.until is None else spec.until
    if last > len(years):
        return np.full(len(revenue), np.nan)
    return np.asarray(revenue[:, np.concatenate(years[spec.year - 1 : last])].sum(axis=1))


def _weeks_revenue(spec: WeeksRevenue, tables: Tables, arm: str) -> FloatArray:
    revenue = tables.week("revenue", arm)
    if spec.last > revenue.shape[1]:
        return np.full(len(revenue), np.nan)
    return np.asarray(revenue[:, spec.first - 1 : spec.last].sum(axis=1))


def _mean_effort(spec: object, tables: Tables, arm: str) -> FloatArray:
    del spec
    return np.asarray(tables.week("effort", arm).mean(axis=1))


def _year_quota(spec: YearQuota, tables: Tables, arm: str) -> FloatArray:
    rows = tables.reps(arm)
    of_year = rows.quarter // QUARTERS == spec.year - 1
    return pooled(_totals(rows, np.where(of_year, rows.quota, 0.0), tables), _totals(rows, of_year, tables))


def _year_ability(spec: YearAbility, tables: Tables, arm: str) -> FloatArray:
    years, ability = _periods(tables, "year"), tables.week("ability", arm)
    if max(spec.year, spec.less or 1) > len(years):
        return np.full(len(ability), np.nan)
    found = ability[:, years[spec.year - 1]].mean(axis=1)
    if spec.less is not None:
        found = found - ability[:, years[spec.less - 1]].mean(axis=1)
    return np.asarray(found)


def _leave_rate(spec: LeaveRate, tables: Tables, arm: str) -> FloatArray:
    rows = tables.reps(arm)
    part = _part(spec.group, rows, tables)
    leaves = _totals(rows, np.where(part, rows.leaves, 0), tables)
    return QUARTERS * pooled(leaves, _totals(rows, part, tables))


_MEASURES: dict[str, Callable[[Any, Tables, str], FloatArray]] = {
    "rep-revenue": _per_rep("revenue"),
    "rep-pay": _per_rep("pay"),
    "pay-variance": _pay_variance,
    "attainment-share": _attainment_share,
    "excess-mass": _excess_mass,
    "attainment-skewness": _attainment_skewness,
    "revenue-skewness": _over_reps(_skewness),
    "fifths-ratio": _over_reps(_fifths),
    "revenue-spread": _over_reps(_spread),
    "lognormal-fit": _over_reps(_lognormal_fit),
    "end-share": _end_share,
    "within-period-variation": _within_period,
    "year-revenue": _year_revenue,
    "weeks-revenue": _weeks_revenue,
    "mean-effort": _mean_effort,
    "year-quota": _year_quota,
    "year-ability": _year_ability,
    "leave-rate": _leave_rate,
}
