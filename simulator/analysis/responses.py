"""What reps did and what followed: the worth of a sale by clause, understanding, effort, leads and orders.

A tidy table with a few hundred rows for each world. Everything comes from ledger rows but the split of the
worth of a sale by clause and what effort alone explains, which are noted beside the run (`Watch`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.analysis.attainment import MONTHS_PER_QUARTER
from simulator.analysis.declaration import Columns, FloatArray, Records
from simulator.analysis.totals import IntArray, added, count, mean, money, ratio, total, week_of
from simulator.calendar import WEEKS_PER_QUARTER
from simulator.engine.watch import Watch
from simulator.world.records import STAGES, Axes
from simulator.world.specs import CUSTOMER_KINDS

LOW_VALUE = 0.5
"""A rep-week in which a sale is worth less than this share of the world's mean counts as idle."""

ABILITY = ("low-ability", "middle-ability", "high-ability")
WEEKS = tuple(f"week-{number + 1}" for number in range(WEEKS_PER_QUARTER))
IDLE = ("coasting", "giving_up")


def response_table(ledger: Records, watch: Watch) -> Columns:
    """Write what reps did in each world and what followed, one number in each row.

    Parameters
    ----------
    ledger
        The facts of a batch of worlds.
    watch
        What was noted beside its run.

    Returns
    -------
    ``alternative``, ``replication``, ``fact``, ``clause``, ``kind``, ``group`` and ``value``; a column that
    does not apply to a fact is empty. Facts by kind of credit:

    - ``clause_value``: marginal value of credit under the plan in force if fully understood, by clause, mean
      over reps and weeks;
    - ``acted_value``, ``effort``: means over reps and weeks of ``activity.marginal_value`` and
      ``activity.effort_by_kind``, by third of ability and by week of the quarter;
    - ``explained``: what effort does to the odds of being chosen, weighted by ability x potential x season,
      added up;
    - ``drawn_effort`` (mean) and ``drawn`` (like ``explained``): the effort that the worth of a sale alone
      draws, sales being as easy as the baseline's reps find them, in the weeks looked at;
    - ``leads``: rows of ``lead`` that a rep serves, by line and new or existing customer;
    - ``orders``, ``revenue``: rows of ``credit`` and their ``revenue_minor``.

    Facts without a kind: ``understanding`` (mean of ``belief.understanding``), ``booked`` and ``withdrawn``
    (rows of ``stage_change`` of deals that a rep serves), and by third of ability the shares of rep-weeks
    ``coasting`` and ``giving_up``.
    """
    axes = ledger.axes
    facts = _Facts(ledger, axes, watch)
    parts = [
        (fact, clause, kind, group, values)
        for found in (facts.noted(), facts.work(), facts.sales(), facts.scalars(), facts.idle())
        for fact, clause, kind, group, values in found
    ]
    n_worlds = axes.n_worlds
    worlds = np.arange(n_worlds)

    def column(place: int) -> np.ndarray:
        return np.tile(np.array([part[place] for part in parts], dtype=object), n_worlds)

    values = np.stack([part[4] for part in parts], axis=1).ravel()
    present = np.isfinite(values)
    names = np.asarray(axes.alternatives, dtype=object)[axes.world_alternative]
    table = {
        "alternative": np.repeat(names[worlds], len(parts)),
        "replication": np.repeat(axes.world_replication, len(parts)),
        "fact": column(0), "clause": column(1), "kind": column(2), "group": column(3), "value": values,
    }  # fmt: skip
    return {name: values[present] for name, values in table.items()}


Part = tuple[str, str, str, str, FloatArray]


@dataclass(frozen=True)
class _Facts:
    """The rows of the table, fact by fact: fact, clause, kind, group, and a value for each world."""

    ledger: Records
    axes: Axes
    watch: Watch

    def noted(self) -> Iterator[Part]:
        """Give what was noted beside the run."""
        for (alternative, clause), sums in self.watch.clauses.items():
            ours = self.axes.world_alternative == alternative
            for number, kind in enumerate(self.axes.kinds):
                values = np.where(ours, ratio(sums[:, number], self.watch.looks), np.nan)
                yield "clause_value", clause, kind, "", values
        for number, kind in enumerate(self.axes.kinds):
            yield "explained", "", kind, "", self.watch.explained[:, number]
            yield "drawn", "", kind, "", self.watch.drawn[:, number]
            yield "drawn_effort", "", kind, "", ratio(self.watch.drawn_effort[:, number], self.watch.looks)

    def work(self) -> Iterator[Part]:
        """Give effort and the value that reps acted on, by kind, third of ability and week of the quarter."""
        rows = self.ledger.table("activity")
        world, week = rows["world"].astype(np.int64), week_of(rows["day"])
        third = self.watch.ability_third[rows["rep"]]
        n_kinds = len(self.axes.kinds)
        since = self.axes.calendar.start_week + week
        for names, code in ((ABILITY, third), (WEEKS, since % WEEKS_PER_QUARTER)):
            cell = world * len(names) + code
            n_rows = count(cell, self.axes.n_worlds * len(names))
            cells = (cell[:, None] * n_kinds + np.arange(n_kinds)).ravel()
            for fact, column in (("acted_value", "marginal_value"), ("effort", "effort_by_kind")):
                sums = added(cells, rows[column].ravel(), len(n_rows) * n_kinds).reshape(-1, n_kinds)
                for number, kind in enumerate(self.axes.kinds):
                    means = ratio(sums[:, number], n_rows)
                    for place, name in enumerate(names):
                        yield fact, "", kind, name, means[place :: len(names)]

    def sales(self) -> Iterator[Part]:
        """Give leads, orders and revenue by kind."""
        credit, lead = self.ledger.table("credit"), self.ledger.table("lead")
        kinds, n_kinds = self.axes.kinds, len(self.axes.kinds)
        size = self.axes.n_worlds * n_kinds
        cell = credit["world"].astype(np.int64) * n_kinds + self._kind_of(credit)
        orders, revenue = count(cell, size), money(total(cell, credit["revenue_minor"], size))
        served = lead["rep"] >= 0
        met = lead["line"][served].astype(np.int64) * 2 + ~lead["is_new_customer"][served]
        n_met = len(self.axes.lines) * 2
        leads = count(lead["world"][served].astype(np.int64) * n_met + met, self.axes.n_worlds * n_met)
        for number, name in enumerate(kinds):
            line, customer = name.split("/")[0], name.split("/")[-1]
            known = CUSTOMER_KINDS.index(customer) if customer in CUSTOMER_KINDS else 0
            place = self.axes.lines.index(line) * 2 + known
            yield "orders", "", name, "", orders[number::n_kinds].astype(np.float64)
            yield "revenue", "", name, "", revenue[number::n_kinds]
            yield "leads", "", name, "", leads[place::n_met].astype(np.float64)

    def _kind_of(self, credit: Columns) -> IntArray:
        """Tell the kind of credit of each row, ``(n_rows,)``."""
        axes = self.axes
        codes = np.zeros((len(axes.lines), len(axes.tiers), len(CUSTOMER_KINDS)), np.int64)
        for number, kind in enumerate(axes.kinds):
            line, *rest = kind.split("/")
            if not rest:  # a market that tells lines only
                codes[axes.lines.index(line)] = number
                continue
            codes[axes.lines.index(line), axes.tiers.index(rest[0]), CUSTOMER_KINDS.index(rest[1])] = number
        existing = (~credit["is_new_customer"]).astype(np.int64)
        return np.asarray(codes[credit["line"], credit["tier"], existing])

    def scalars(self) -> Iterator[Part]:
        """Give understanding, and how many deals were booked and withdrawn."""
        belief, moves = self.ledger.table("belief"), self.ledger.table("stage_change")
        n_worlds = self.axes.n_worlds
        yield "understanding", "", "", "", mean(belief["world"], belief["understanding"], n_worlds)
        served = moves["rep"] >= 0
        for fact, stage in (("booked", "won"), ("withdrawn", "withdrawn")):
            rows = served & (moves["to_stage"] == STAGES.index(stage))
            yield fact, "", "", "", count(moves["world"][rows], n_worlds).astype(np.float64)

    def idle(self) -> Iterator[Part]:
        """Give the shares of rep-weeks in which a sale is worth little, by third of ability.

        A rep's worth of a sale is the mean over kinds of ``activity.marginal_value`` weighted by the effort
        there. It is little below `LOW_VALUE` times the mean of the world. Who then has reached the quota of
        the running quarter coasts; who has not gives up. Who never weighs what a sale is worth does neither.
        """
        rows = self.ledger.table("activity")
        world, rep = rows["world"].astype(np.int64), rows["rep"].astype(np.int64)
        worth, spent = np.zeros(len(rep)), np.zeros(len(rep))
        for number in range(len(self.axes.kinds)):
            effort = rows["effort_by_kind"][:, number].astype(np.float64)
            worth += rows["marginal_value"][:, number] * effort
            spent += effort
        worth = np.where(spent > 0.0, worth / np.where(spent > 0.0, spent, 1.0), 0.0)
        weighs = np.bincount(rep, worth != 0.0, len(self.axes.rep_world)) > 0.0
        low = weighs[rep] & (worth < LOW_VALUE * mean(world, worth, self.axes.n_worlds)[world])
        there = self._quota_reached()[rep, week_of(rows["day"])]
        cell = world * len(ABILITY) + self.watch.ability_third[rep]
        n_cells = self.axes.n_worlds * len(ABILITY)
        for fact, found in zip(IDLE, (low & there, low & ~there), strict=True):
            shares = mean(cell, found.astype(np.float64), n_cells)
            for place, name in enumerate(ABILITY):
                yield fact, "", "", name, shares[place :: len(ABILITY)]

    def _quota_reached(self) -> np.ndarray:
        """Tell whether credit before the week had reached the quota of its quarter, ``(n_reps, n_weeks)``."""
        axes, weeks = self.axes, self.axes.weeks
        n_reps = len(axes.rep_world)
        credit, quota = self.ledger.table("credit"), self.ledger.table("quota")
        cell = credit["rep"].astype(np.int64) * weeks + week_of(credit["day"]).clip(0, weeks - 1)
        sold = total(cell, credit["revenue_minor"], n_reps * weeks).reshape(n_reps, weeks)
        quarter = np.array([axes.calendar.quarter_of_week(week) for week in range(weeks)], dtype=np.int64)
        asked = _latest_quotas(quota, n_reps, int(quarter.max(initial=0)) + 1)
        reached = np.zeros((n_reps, weeks), np.bool_)
        so_far = np.zeros(n_reps, np.int64)
        for week in range(weeks):
            if week and quarter[week] != quarter[week - 1]:
                so_far[:] = 0
            due = asked[:, quarter[week]]
            reached[:, week] = (due > 0) & (so_far >= due)
            so_far += sold[:, week]
        return reached


def _latest_quotas(quota: Columns, n_reps: int, n_quarters: int) -> IntArray:
    """Add up the months of each quarter's quota, of each month the last one announced [minor units]."""
    months = np.zeros(n_reps * n_quarters * MONTHS_PER_QUARTER, np.int64)
    known = (quota["quarter"] >= 0) & (quota["quarter"] < n_quarters)
    cell = quota["rep"][known].astype(np.int64) * n_quarters + quota["quarter"][known]
    months[cell * MONTHS_PER_QUARTER + quota["month"][known] % MONTHS_PER_QUARTER] = quota["amount_minor"][
        known
    ]
    return np.asarray(np.add.reduce(months.reshape(n_reps, n_quarters, MONTHS_PER_QUARTER), axis=2))
