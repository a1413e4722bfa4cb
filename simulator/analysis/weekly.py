"""What happened week by week in each world: sales, shares, satisfaction, understanding, effort, pay."""

from __future__ import annotations

import numpy as np

from simulator.analysis.declaration import Columns, FloatArray, Records
from simulator.analysis.totals import (
    MINOR_PER_UNIT,
    OURS,
    PREMIUM,
    added,
    count,
    mean,
    money,
    ratio,
    total,
    week_of,
)
from simulator.analysis.turnover_outcomes import ability_by_week
from simulator.world.records import STAGES, Axes

_WITH_CUSTOMERS = ("premium_share", "orders", "market_share", "satisfaction", "effort_premium_share")


def weekly_series(ledger: Records) -> Columns:
    """Add up a batch of worlds week by week.

    Parameters
    ----------
    ledger
        The facts of the batch.

    Returns
    -------
    One row for each world and week, in that order: ``alternative``, ``replication``, ``week`` (from 0),
    ``revenue`` [currency], ``premium_share``, ``orders``, ``market_share``, ``satisfaction`` (of the
    week's deliveries), ``understanding`` (mean over reps), ``effort`` (mean over reps, 1 = a full week),
    ``effort_premium_share`` and ``effort_<line>_<tier>`` (mean over reps), ``pay_cost`` [currency, by the
    day of payment], ``approval_wait_days`` (mean over orders approved in the week) and ``price_<firm>``
    [currency, mean list price over models]. In a market without customers ``ability`` (mean over those in
    their seats) stands as well. NaN where a week has nothing to measure. Columns that mean
    nothing in a market without customers are left out there.
    """
    axes = ledger.axes
    n_cells = axes.n_worlds * axes.weeks
    columns: Columns = {
        "alternative": np.repeat(
            np.asarray(axes.alternatives, dtype=object)[axes.world_alternative], axes.weeks
        ),
        "replication": np.repeat(np.asarray(axes.world_replication), axes.weeks),
        "week": np.tile(np.arange(axes.weeks), axes.n_worlds),
    }
    columns |= _sales(ledger, axes, n_cells)
    for name, table in (("satisfaction", "delivery"), ("understanding", "belief")):
        rows = ledger.table(table)
        columns[name] = mean(*_dated(rows, axes, rows[name]), n_cells)
    columns |= _effort(ledger, axes, n_cells)
    payouts = ledger.table("payout")
    columns["pay_cost"] = money(total(*_dated(payouts, axes, payouts["amount_minor"]), n_cells))
    if not axes.has_customers:
        columns["ability"] = ability_by_week(ledger, axes)
        return {name: values for name, values in columns.items() if name not in _WITH_CUSTOMERS}
    columns["approval_wait_days"] = _approval_wait(ledger, axes, n_cells)
    return columns | _prices(ledger, axes)


def _dated(rows: Columns, axes: Axes, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """World-week cell and value of the rows that fall into the run."""
    weeks = week_of(rows["day"])
    inside = (weeks >= 0) & (weeks < axes.weeks)
    return rows["world"][inside].astype(np.int64) * axes.weeks + weeks[inside], values[inside]


def _sales(ledger: Records, axes: Axes, n_cells: int) -> Columns:
    rows = ledger.table("order")
    ours = rows["firm"] == OURS
    zero = np.int64(0)
    cells, amounts = _dated(rows, axes, rows["amount_minor"])
    everyone = total(cells, amounts, n_cells)
    revenue = total(*_dated(rows, axes, np.where(ours, rows["amount_minor"], zero)), n_cells)
    premium_rows = ours & (rows["tier"] == PREMIUM)
    premium = total(*_dated(rows, axes, np.where(premium_rows, rows["amount_minor"], zero)), n_cells)
    return {
        "revenue": money(revenue),
        "premium_share": ratio(premium, revenue),
        "orders": total(*_dated(rows, axes, ours.astype(np.int64)), n_cells),
        "market_share": ratio(revenue, everyone),
    }


def _effort(ledger: Records, axes: Axes, n_cells: int) -> Columns:
    """Mean effort of reps and its split; kinds of credit run line by line, then tier by tier."""
    rows = ledger.table("activity")
    cells, effort = _dated(rows, axes, rows["effort"])
    n_reps = count(cells, n_cells)
    _, by_kind = _dated(rows, axes, rows["effort_by_kind"])
    n_tiers = len(axes.tiers)
    kinds_per_model = len(axes.kinds) // max(len(axes.lines) * n_tiers, 1)
    columns: Columns = {"effort": ratio(added(cells, effort, n_cells), n_reps)}
    everything: FloatArray = np.zeros(n_cells)
    premium: FloatArray = np.zeros(n_cells)
    for line, line_name in enumerate(axes.lines):
        for tier, tier_name in enumerate(axes.tiers):
            first = (line * n_tiers + tier) * kinds_per_model
            spent = np.zeros(n_cells)
            for kind in range(first, first + kinds_per_model):
                spent = spent + added(cells, np.ascontiguousarray(by_kind[:, kind]), n_cells)
            columns[f"effort_{line_name}_{tier_name}"] = ratio(spent, n_reps)
            everything = everything + spent
            premium = premium + spent if tier == PREMIUM else premium
    shares: Columns = {"effort": columns.pop("effort"), "effort_premium_share": ratio(premium, everything)}
    return shares | columns


def _approval_wait(ledger: Records, axes: Axes, n_cells: int) -> FloatArray:
    """Mean days from handing an order in to its approval, by the week of approval."""
    rows = ledger.table("stage_change")
    order = np.lexsort((rows["to_stage"], rows["deal_id"], rows["world"]))
    world, deal, stage = (rows[name][order] for name in ("world", "deal_id", "to_stage"))
    approved = np.zeros(len(order), dtype=np.bool_)
    approved[1:] = (
        (stage[1:] == STAGES.index("won"))
        & (stage[:-1] == STAGES.index("submitted"))
        & (deal[1:] == deal[:-1])
        & (world[1:] == world[:-1])
    )
    later = np.flatnonzero(approved)
    days = rows["day"].astype(np.int64)[order]
    waits = np.zeros(len(order), dtype=np.int64)
    waits[order[later]] = days[later] - days[later - 1]
    counted = np.zeros(len(order), dtype=np.int64)
    counted[order[later]] = 1
    return ratio(total(*_dated(rows, axes, waits), n_cells), total(*_dated(rows, axes, counted), n_cells))


def _prices(ledger: Records, axes: Axes) -> Columns:
    """Mean list price of each firm over its models, carried on until it is changed."""
    rows = ledger.table("price_move")
    n_models = len(axes.lines) * len(axes.tiers)
    prices = np.full((axes.n_worlds, axes.weeks, len(axes.firms), n_models), np.nan)
    weeks = week_of(rows["day"])
    inside = (weeks >= 0) & (weeks < axes.weeks)
    model = rows["line"].astype(np.int64) * len(axes.tiers) + rows["tier"]
    place = (rows["world"][inside], weeks[inside], rows["firm"][inside], model[inside])
    prices[place] = rows["price_minor"][inside] / MINOR_PER_UNIT
    for week in range(1, axes.weeks):
        kept = np.isnan(prices[:, week])
        prices[:, week][kept] = prices[:, week - 1][kept]
    means = np.zeros(prices.shape[:3])
    for number in range(n_models):
        means = means + prices[..., number]
    means = means / n_models
    return {f"price_{firm}": means[:, :, number].ravel() for number, firm in enumerate(axes.firms)}
