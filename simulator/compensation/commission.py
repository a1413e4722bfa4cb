"""Commission: a rate on what was credited, the same for all of it or changing from tier to tier."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from simulator.catalog import register
from simulator.compensation.caps import taken_away
from simulator.compensation.clawback import Clawback, is_return
from simulator.compensation.desk import Desk, Due, first_of_year
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault, Path
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray, level_of, share_of
from simulator.compensation.pieces import Pieces, marginal, retroactive
from simulator.compensation.sale_pay import BEYOND_ONE_SALE, settled_by_sale, taken_back_elsewhere
from simulator.compensation.shared import OWN, among_members
from simulator.compensation.tiers import Method, Threshold, Tier, check_order, parts
from simulator.compensation.values import Level, Money, Rate
from simulator.compensation.variable_pay import VariablePay


@register("pay-component", "commission")
class Commission(VariablePay):
    """Pay a rate on credited sales.

    Parameters
    ----------
    rate, pay_per_unit
        The rate, or money for each unit, when it is the same for all.
    tiers
        Rates that change with the level reached.
    method
        ``marginal``: each part at the rate of the tier it falls in. ``retroactive``: everything at the rate
        of the highest tier reached.
    per
        ``period``: tiers look at the total of the period. ``order``: at each sale by itself, which then has a
        line of its own.
    threshold
        Level below which nothing is paid.
    clawback
        What a return takes back at the rate that the sale earned; without it, returns count as negative
        credit in the period in which they come.
    """

    can_be_shared: ClassVar[bool] = True

    kind: Literal["commission"] = "commission"
    rate: Rate | None = None
    pay_per_unit: Money | None = None
    tiers: tuple[Tier, ...] = ()
    method: Method = "marginal"
    per: Literal["period", "order"] = "period"
    threshold: Threshold | None = None
    clawback: Clawback | None = None

    def check(self, frame: Frame) -> None:
        """Raise an error when rates or tiers cannot be applied.

        Raises
        ------
        Fault
            No rate or two, tiers out of order, a threshold that no tier could ever pay below.
        """
        super().check(frame)
        if sum(given is not None for given in (self.rate, self.pay_per_unit)) + bool(self.tiers) != 1:
            raise Fault("a commission needs exactly one of rate, pay_per_unit and tiers")
        self._rates(frame)
        levels = self._levels(frame)
        check_order(levels, self.tiers)
        if self.threshold is not None:
            at = frame.level(self.threshold.at, self.measure, self.relative, ("threshold", "at"))
            if len(levels) > 1 and at >= levels[1] and self.threshold.pays == "above-threshold":
                what = (
                    f"the threshold of {self.threshold.at} lies above the first tier, which could never pay"
                )
                raise Fault(what, ("threshold", "at"), hint="Leave that tier out, or lower the threshold")
        if self.clawback is not None and self.per == "order":
            raise Fault("returns are clawed back only from tiers on the total of a period", ("clawback",))
        if self.clawback is not None and self.relative and self.is_to_date and not self.is_toward_year:
            what = "against a quota that grows through the year no sale has a rate of its own to claw back"
            hint = "Leave clawback out (a return is then negative credit), or accumulate toward-year"
            raise Fault(what, ("clawback",), hint=hint)
        if self.per == "order" and self.attainment is not None:
            raise Fault("a commission per order has no quota: its tiers are amounts of one sale", ("per",))
        if self.clawback is not None and self.whose != OWN:
            raise Fault("returns are clawed back only from what each person sells", ("clawback",))

    def _levels(self, frame: Frame) -> list[int]:
        return [
            frame.level(tier.start, self.measure, self.relative, ("tiers", number, "from"))
            for number, tier in enumerate(self.tiers)
        ]

    def _rates(self, frame: Frame) -> list[int]:
        """Pay for each smallest part of the measure [millionths of a minor unit]."""
        if not self.tiers:
            return [self._rate(frame, self.rate, self.pay_per_unit, ())]
        tiers = enumerate(self.tiers)
        return [self._rate(frame, tier.rate, tier.pay_per_unit, ("tiers", number)) for number, tier in tiers]

    def _rate(self, frame: Frame, rate: int | None, per_unit: Decimal | None, path: Path) -> int:
        if frame.measure(self.measure).is_money:
            if rate is None or per_unit is not None:
                raise Fault(
                    f"{self.measure} is money: give rate", path, hint="pay_per_unit is for things counted"
                )
            return rate
        if per_unit is None or rate is not None:
            raise Fault(f"{self.measure} are counted and not money: give pay_per_unit", path)
        return int(per_unit * frame.minor_per_unit * MILLION / frame.scale(self.measure))

    def earned(self, desk: Desk) -> list[Due]:
        """Work out the commission by tier, before gates and caps."""
        if self.per == "order":
            return self._each_order(desk)
        total, quota = self.counted(desk)
        return self._at(total, quota, desk, attainment(total, quota))

    def due(self, desk: Desk) -> list[Due]:
        """List what is paid, then what returns take back, which gates, caps and proration do not see."""
        lines = super().due(desk)
        return lines if self.clawback is None else lines + self.clawback.lines(self, lines, desk)

    def by_sale(self, name: str, desk: Desk) -> IntArray:
        """Pay of each sale after gate, cap and proration, shape ``(n_events,)``."""
        return settled_by_sale(self, name, desk.results[name], desk)

    def _credit(self, desk: Desk) -> IntArray:
        """Leave returns out of the credit where they are clawed back instead."""
        if self.clawback is None and not desk.wound_up:
            return super()._credit(desk)
        back = is_return(desk.events, self.measure)
        back = taken_back_elsewhere(back, desk) if self.clawback is None else back
        return desk.summed(self.values_of(desk), desk.chosen(self.credit) & ~back, self.period)

    def _at(self, total: IntArray, quota: IntArray | None, desk: Desk, reached: IntArray | None) -> list[Due]:
        """Lines for totals of any shape."""
        floor: IntArray | None = None
        if self.threshold is not None:
            at = self._edge(self.threshold.at, quota, desk.frame)
            short = total < at
            total = np.where(short, 0, total)
            if self.threshold.pays == "above-threshold":
                floor = np.where(short, 0, at)
        rates = self._rates(desk.frame)
        if self.tiers:
            edges = [self._edge(tier.start, quota, desk.frame) for tier in self.tiers]
            bases = parts(total, edges, floor, self.method)
            rules = [f"tier-{number + 1}" for number in range(len(bases))]
        else:
            bases, rules = [total if floor is None else total - floor], ["rate"]
        return [
            Due(rule, self.period, basis, np.array(rate), desk.pay(basis, rate), reached)
            for rule, basis, rate in zip(rules, bases, rates, strict=True)
        ]

    def _edge(self, level: Level, quota: IntArray | None, frame: Frame) -> IntArray:
        number = frame.level(level, self.measure, self.relative)
        return np.array(number) if quota is None else level_of(quota, number)

    def _each_order(self, desk: Desk) -> list[Due]:
        """Lines for each sale by itself."""
        rows = np.flatnonzero(desk.chosen(self.credit) & (desk.cells(self.period) >= 0))
        values = self.values_of(desk)[rows]
        if self.cap is not None and self.cap.attainment is not None:
            values = np.minimum(values, desk.frame.level(self.cap.attainment, self.measure, relative=False))
        return [
            Due(line.rule, self.period, line.basis, line.rate, line.amount, rows=rows)
            for line in self._at(values, None, desk, None)
        ]

    def beyond_one_sale(self, desk: Desk) -> list[Due]:
        """Take away what single sales earn above what one sale may pay, or show it for review."""
        if self.cap is None or self.cap.deal_pay is None:
            return []
        above = self.each_earned(desk) - self.most_paid(desk)
        lost = desk.summed(np.maximum(above, 0), desk.chosen(self.credit), self.period)
        lost = desk.to_date(lost, self.period) if self.is_to_date else lost
        if not lost.any():
            return []
        if not self.cap.review:
            return [taken_away(BEYOND_ONE_SALE, self.period, lost)]
        nothing = np.zeros_like(lost)
        return [
            Due(f"{BEYOND_ONE_SALE}-review", self.period, lost, np.array(0), nothing, entry="notice")
        ]  # fmt: skip

    def most_paid(self, desk: Desk) -> IntArray:
        """Give the most that each sale may pay, shape ``(n_events,)``."""
        assert self.cap is not None
        return self.cap.pay_per_sale(desk)[desk.rows]

    def by_event(self, desk: Desk) -> IntArray:
        """Split the commission over the sales that earned it, no more than one may pay, ``(n_events,)``."""
        earned = self.each_earned(desk)
        if self.cap is None or self.cap.deal_pay is None or self.cap.review:
            return earned
        return np.minimum(earned, self.most_paid(desk))

    def each_earned(self, desk: Desk) -> IntArray:
        """Split the commission over the sales that earned it, in order of day and id, shape ``(n_events,)``.

        A sale earns what the total with it pays beyond the total without it, before gates and caps on pay.
        """
        cells = desk.cells(self.period)
        rows = np.flatnonzero(desk.chosen(self.credit) & (cells >= 0) & ~is_return(desk.events, self.measure))
        values = self.values_of(desk)
        result = np.zeros(len(values), dtype=np.int64)
        if len(rows) == 0 or self.whose != OWN:
            return result
        run = self._runs(cells[rows], desk)
        order = np.lexsort((desk.events.event_id[rows], desk.events.day[rows], run))
        rows, run = rows[order], run[order]
        own = values[rows]
        quota = self.goal(desk)
        quota = None if quota is None else quota.ravel()[cells[rows]]
        after = own
        if self.per == "period":
            running = np.cumsum(own)
            after = running - np.concatenate(([0], running))[np.searchsorted(run, run, side="left")]
        earned = [
            np.sum(
                [np.broadcast_to(line.amount, len(rows)) for line in self._at(total, quota, desk, None)],
                axis=0,
            )
            for total in (self.at_most(after - own, quota, desk), self.at_most(after, quota, desk))
        ]
        result[rows] = earned[1] - earned[0]
        return result

    def _runs(self, cells: NDArray[np.intp], desk: Desk) -> NDArray[np.intp]:
        """Give each cell the number of the span over which its total runs: the period, or the year so far."""
        if not self.is_to_date:
            return cells
        period = cells % desk.periods.n(self.period)
        return cells - period + first_of_year(desk.periods.year_of(self.period))[period]

    def pieces(self, frame: Frame) -> Pieces:
        """Pay as a function of the total, in units of the measure or in multiples of quota."""
        scale = MILLION if self.relative else frame.scale(self.measure)
        levels = [level / scale for level in self._levels(frame)] or [0.0]
        to_money = frame.scale(self.measure) / frame.minor_per_unit / MILLION
        rates = [rate * to_money for rate in self._rates(frame)]
        if levels[0] > 0.0:
            levels, rates = [0.0, *levels], [0.0, *rates]
        curve = (marginal if self.method == "marginal" else retroactive)(levels, rates)
        if self.threshold is not None:
            at = frame.level(self.threshold.at, self.measure, self.relative) / scale
            curve = curve.from_threshold(at, self.threshold.pays == "above-threshold")
        if self.cap is not None and self.cap.attainment is not None:
            curve = curve.flat_beyond(frame.level(self.cap.attainment, self.measure, self.relative) / scale)
        return curve

    def compile(self, draft: Draft) -> None:
        """Add the commission to the terms that behavior weighs.

        A commission per order is taken at the rate of an average order, which ``orders`` in the measures
        tells; without it, at the rate of a small one.
        """
        total = self.in_draft(draft)
        curve = self.pieces(draft.frame)
        if self.per == "order":
            size = draft.order_size(total)
            curve = Pieces((0.0,), (0.0,), (curve.at(size) / size,))
        if self.whose != OWN:
            members = self.members_in(draft)
            curve = among_members(curve, members, self.relative).times(members if self.relative else 1.0)
        term = (draft.commission_on_quota if self.relative else draft.absolute)(total, curve)
        self.stages_in_draft(draft, [term])


def attainment(total: IntArray, quota: IntArray | None) -> IntArray | None:
    """Share of quota reached [millionths], rounded half up; None where there is no quota."""
    return None if quota is None else share_of(total, MILLION, quota)
