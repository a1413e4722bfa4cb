"""Outcomes of people coming and going: how many leave, how long seats stay empty, and who is there."""

from __future__ import annotations

import numpy as np

from simulator.analysis.declaration import FloatArray, Outcome, Records, declares
from simulator.analysis.money_outcomes import our_revenue_minor
from simulator.analysis.totals import IntArray, added, count, money, ratio, week_of
from simulator.world.records import Axes

REDUCED_FORM = "reduced_form"
WEEKS_PER_YEAR = 52.0
_PERSONS = 65_536


def weeks_present(ledger: Records, axes: Axes) -> IntArray:
    """Give for how many weeks of the run each person was in a seat, by row of ``hire``, ``(n_rows,)``."""
    hire, leave = ledger.table("hire"), ledger.table("leave")
    who, gone = (rows["rep"].astype(np.int64) * _PERSONS + rows["person"] for rows in (hire, leave))
    order = np.argsort(gone, kind="stable")
    place = np.minimum(np.searchsorted(gone[order], who), max(len(gone) - 1, 0))
    ends = np.full(len(who), axes.weeks, np.int64)
    if len(gone):
        left = gone[order][place] == who
        ends[left] = week_of(leave["day"][order][place[left]])
    return np.asarray(np.maximum(ends - week_of(hire["day"]), 0))


def years_present(ledger: Records, axes: Axes) -> FloatArray:
    """Add up the years that people were in seats by world, ``(n_worlds,)``."""
    worlds = ledger.table("hire")["world"]
    return added(worlds, weeks_present(ledger, axes).astype(np.float64), axes.n_worlds) / WEEKS_PER_YEAR


def ability_by_week(ledger: Records, axes: Axes) -> FloatArray:
    """Give the mean ability of those in their seats week by week, world by world, ``(n_worlds x weeks,)``."""
    rows, present = ledger.table("hire"), weeks_present(ledger, axes)
    begins = rows["world"].astype(np.int64) * (axes.weeks + 1) + week_of(rows["day"])
    cells = axes.n_worlds * (axes.weeks + 1)

    def running(values: FloatArray) -> FloatArray:
        change = added(begins, values, cells) - added(begins + present, values, cells)
        return np.asarray(np.cumsum(change.reshape(axes.n_worlds, -1), axis=1)[:, :-1].reshape(-1))

    return ratio(running(rows["ability"].astype(np.float64)), np.rint(running(np.ones(len(begins)))))


@declares(
    Outcome(
        key="turnover_per_year",
        formula="rows of leave / years that people were in seats, by hire and leave",
        window="whole run",
        aggregation="ratio of sums",
        unit="ratio",
        better="none",
        market=REDUCED_FORM,
    )
)
def turnover_per_year(ledger: Records, axes: Axes) -> FloatArray:
    """Measure how many people leave in a year for each one who is there."""
    leavers = count(ledger.table("leave")["world"], axes.n_worlds)
    return ratio(leavers, years_present(ledger, axes))


@declares(
    Outcome(
        key="vacancy_share",
        formula="1 - weeks that people were in seats, by hire and leave / seats x weeks",
        window="whole run",
        aggregation="ratio of sums",
        unit="share",
        better="lower",
        market=REDUCED_FORM,
    )
)
def vacancy_share(ledger: Records, axes: Axes) -> FloatArray:
    """Measure the share of seat-weeks with nobody in the seat."""
    whole = count(axes.rep_world, axes.n_worlds) * (axes.weeks / WEEKS_PER_YEAR)
    return 1.0 - ratio(years_present(ledger, axes), whole)


@declares(
    Outcome(
        key="mean_ability",
        formula="mean of hire.ability over the weeks that each person was in a seat",
        window="whole run",
        aggregation="weighted mean over people",
        unit="ratio",
        better="higher",
        market=REDUCED_FORM,
    )
)
def mean_ability(ledger: Records, axes: Axes) -> FloatArray:
    """Measure what the people who are there can do at full strength, the median rep being 1."""
    rows, weeks = ledger.table("hire"), weeks_present(ledger, axes).astype(np.float64)
    able = added(rows["world"], rows["ability"] * weeks, axes.n_worlds)
    return ratio(able, added(rows["world"], weeks, axes.n_worlds))


@declares(
    Outcome(
        key="revenue_per_person",
        formula="revenue / years that people were in seats, by hire and leave",
        window="whole run",
        aggregation="ratio of sums",
        unit="money",
        better="higher",
        market=REDUCED_FORM,
    )
)
def revenue_per_person(ledger: Records, axes: Axes) -> FloatArray:
    """Measure what a year of somebody in a seat brings [currency], empty seats left aside."""
    return ratio(money(our_revenue_minor(ledger, axes)), years_present(ledger, axes))


@declares(
    Outcome(
        key="own_adjustment_share",
        formula="rows of adjustment that are is_own / all rows of adjustment",
        window="whole run",
        aggregation="ratio of counts",
        unit="share",
        better="lower",
        market=REDUCED_FORM,
    )
)
def own_adjustment_share(ledger: Records, axes: Axes) -> FloatArray:
    """Measure how many of the quotas that managers lower are lowered for the manager's own bonus alone."""
    rows = ledger.table("adjustment")
    own = count(rows["world"][rows["is_own"]], axes.n_worlds)
    return ratio(own, count(rows["world"], axes.n_worlds))
