"""Rep-quarters: what a rep was credited with in a fiscal quarter, against the quota, and what it paid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulator.analysis.declaration import BoolArray, Columns, Records
from simulator.analysis.totals import IntArray, money, ratio, total, week_of
from simulator.calendar import FiscalCalendar
from simulator.world.records import Axes

MONTHS_PER_QUARTER = 3


@dataclass(frozen=True)
class RepQuarters:
    """One row for each rep and complete quarter that has a quota, in the order of rep and quarter.

    Parameters
    ----------
    reps
        Rep of each row, flat over all worlds, ``(n_rows,)``.
    quarters
        Fiscal quarter of each row, counted from 0.
    quota_minor
        The quota that held last [minor units].
    credited_minor
        Revenue credited in the quarter [minor units].
    paid_minor
        Payouts dated in the quarter [minor units].
    """

    reps: IntArray
    quarters: IntArray
    quota_minor: IntArray
    credited_minor: IntArray
    paid_minor: IntArray

    @property
    def attained(self) -> BoolArray:
        """Whether credit reached the quota, ``(n_rows,)``."""
        return np.asarray(self.credited_minor >= self.quota_minor)


def quarter_of_each_week(weeks: int, calendar: FiscalCalendar) -> tuple[IntArray, BoolArray]:
    """Tell the fiscal quarter of each week of a run, and which quarters the run completes.

    Returns
    -------
    Quarter by week ``(weeks,)``, and by quarter whether its last week is part of the run.

    Examples
    --------
    >>> quarters, complete = quarter_of_each_week(20, FiscalCalendar())
    >>> quarters.tolist()[11:15], complete.tolist()
    ([0, 0, 1, 1], [True, False])
    """
    quarters = np.array([int(calendar.quarter_of_week(week)) for week in range(weeks)], dtype=np.int64)
    complete = np.zeros(int(quarters.max(initial=-1)) + 1, dtype=np.bool_)
    for week in range(weeks):
        complete[quarters[week]] |= bool(calendar.ends_period("quarter", week))
    return quarters, complete


def rep_quarters(ledger: Records, axes: Axes) -> RepQuarters:
    """Bring credit, quota and pay of every complete rep-quarter together."""
    quarter_of, complete = quarter_of_each_week(axes.weeks, axes.calendar)
    n_quarters = len(complete)
    cells = len(axes.rep_world) * n_quarters
    has_quota = np.zeros(cells, dtype=np.bool_)
    rows = ledger.table("quota")
    known = (rows["quarter"] >= 0) & (rows["quarter"] < n_quarters)
    cell = rows["rep"][known].astype(np.int64) * n_quarters + rows["quarter"][known]
    by_month = np.zeros(cells * MONTHS_PER_QUARTER, dtype=np.int64)
    # A later quota for the same month replaces the earlier one.
    by_month[cell * MONTHS_PER_QUARTER + rows["month"][known] % MONTHS_PER_QUARTER] = rows["amount_minor"][
        known
    ]
    quota = by_month[::3] + by_month[1::3] + by_month[2::3]
    has_quota[cell] = True
    kept = np.flatnonzero(has_quota & np.tile(complete, len(axes.rep_world)))

    def by_cell(table: str, amount: str) -> IntArray:
        facts = ledger.table(table)
        served = facts["rep"] >= 0
        quarters = quarter_of[week_of(facts["day"][served]).clip(0, max(axes.weeks - 1, 0))]
        cells_of = facts["rep"][served].astype(np.int64) * n_quarters + quarters
        return total(cells_of, facts[amount][served], cells)[kept]

    return RepQuarters(
        reps=kept // max(n_quarters, 1),
        quarters=kept % max(n_quarters, 1),
        quota_minor=quota[kept],
        credited_minor=by_cell("credit", "revenue_minor"),
        paid_minor=by_cell("payout", "amount_minor"),
    )


def attainment_table(ledger: Records) -> Columns:
    """Write one row for each rep-quarter: alternative, replication, rep, quarter, quota, attainment, pay.

    Parameters
    ----------
    ledger
        The facts of a batch of worlds.

    Returns
    -------
    Columns in the order of world, rep and quarter; ``quota`` [currency], ``attainment`` is
    credited revenue over quota, ``pay`` [currency] all that was paid in the quarter, salary included. In a
    market without customers ``leaves`` counts who left the seat in the quarter.
    """
    axes = ledger.axes
    found = rep_quarters(ledger, axes)
    worlds = axes.rep_world[found.reps]
    order = np.lexsort((found.quarters, axes.rep_number[found.reps], worlds))
    worlds = worlds[order]
    return {
        "alternative": np.asarray(axes.alternatives, dtype=object)[axes.world_alternative[worlds]],
        "replication": axes.world_replication[worlds],
        "rep": axes.rep_number[found.reps][order],
        "quarter": found.quarters[order],
        "quota": money(found.quota_minor)[order],
        "attainment": ratio(found.credited_minor, found.quota_minor)[order],
        "pay": money(found.paid_minor)[order],
        **({} if axes.has_customers else {"leaves": _leaves(ledger, found)[order]}),
    }


def _leaves(ledger: Records, found: RepQuarters) -> IntArray:
    """Count who left each seat in each quarter."""
    axes, rows = ledger.axes, ledger.table("leave")
    quarter_of, complete = quarter_of_each_week(axes.weeks, axes.calendar)
    cell = rows["rep"].astype(np.int64) * len(complete) + quarter_of[week_of(rows["day"])]
    counted = total(cell, np.ones(len(cell), np.int64), len(axes.rep_world) * len(complete))
    return np.asarray(counted[found.reps * len(complete) + found.quarters])
