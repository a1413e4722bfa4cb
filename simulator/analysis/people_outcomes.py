"""Outcomes of the sales force: who reaches quota, and how far pay lies apart."""

from __future__ import annotations

import numpy as np

from simulator.analysis.attainment import rep_quarters
from simulator.analysis.declaration import FloatArray, Outcome, Records, declares
from simulator.analysis.totals import count, ratio, total
from simulator.world.records import Axes

FIFTHS = 5


@declares(
    Outcome(
        key="quota_attained_share",
        formula="rep-quarters with credit.revenue_minor >= quota.amount_minor / rep-quarters with a quota",
        window="complete fiscal quarters",
        aggregation="ratio of counts",
        unit="share",
        better="none",
    )
)
def quota_attained_share(ledger: Records, axes: Axes) -> FloatArray:
    """Measure the share of complete rep-quarters in which the quota was reached.

    Neither way is better by itself: a high share may mean strong selling or soft quotas.
    """
    found = rep_quarters(ledger, axes)
    worlds = axes.rep_world[found.reps]
    return ratio(count(worlds[found.attained], axes.n_worlds), count(worlds, axes.n_worlds))


@declares(
    Outcome(
        key="pay_spread",
        formula="payout.amount_minor of the best-paid fifth of reps / that of the lowest-paid fifth",
        window="whole run",
        aggregation="ratio of means over reps",
        unit="ratio",
        better="none",
    )
)
def pay_spread(ledger: Records, axes: Axes) -> FloatArray:
    """Measure how many times the lowest-paid fifth of reps the best-paid fifth earns, salary included.

    A fifth is rounded down to whole reps, and is one rep at least.
    """
    payouts = ledger.table("payout")
    served = payouts["rep"] >= 0
    pay = total(payouts["rep"][served], payouts["amount_minor"][served], len(axes.rep_world))
    order = np.lexsort((pay, axes.rep_world))
    worlds = axes.rep_world[order].astype(np.int64)
    n_reps = count(axes.rep_world, axes.n_worlds)
    first = np.cumsum(n_reps) - n_reps
    rank = np.arange(len(worlds)) - first[worlds]
    fifth = np.maximum(n_reps // FIFTHS, 1)[worlds]
    bottom, top = rank < fifth, rank >= n_reps[worlds] - fifth
    sums = [total(worlds[part], pay[order][part], axes.n_worlds) for part in (top, bottom)]
    return ratio(*sums)
