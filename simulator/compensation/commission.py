"""Commission: a rate on what was credited, the same for all of it or changing from tier to tier."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Literal

import numpy as np
from pydantic import Field

from simulator.compensation.component import VariablePay
from simulator.compensation.desk import Desk, Due
from simulator.compensation.draft import Draft
from simulator.compensation.faults import Fault, Path
from simulator.compensation.frame import Frame
from simulator.compensation.money import MILLION, IntArray, level_of, share_of
from simulator.compensation.pieces import Pieces, marginal, retroactive
from simulator.compensation.values import Level, LevelText, Money, Rate
from simulator.documents import Spec


class Tier(Spec):
    """A rate and the level from which it holds.

    Parameters
    ----------
    start
        Written ``from``: a share of quota where the component names one, else an amount of the measure.
    rate
        Share of the measure that is paid.
    pay_per_unit
        Money for each unit, where units are counted [currency].
    """

    start: LevelText = Field(alias="from")
    rate: Rate | None = None
    pay_per_unit: Money | None = None


class Threshold(Spec):
    """A level below which nothing is paid.

    Parameters
    ----------
    at
        The level.
    pays
        What is paid once it is reached: everything ``from-first-unit``, or only what lies
        ``above-threshold``.
    """

    at: LevelText
    pays: Literal["from-first-unit", "above-threshold"]


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
    threshold
        Level below which nothing is paid.
    """

    kind: Literal["commission"] = "commission"
    rate: Rate | None = None
    pay_per_unit: Money | None = None
    tiers: tuple[Tier, ...] = ()
    method: Literal["marginal", "retroactive"] = "marginal"
    threshold: Threshold | None = None

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
        for number, (earlier, later) in enumerate(pairwise(levels), start=1):
            if later <= earlier:
                what = f"the tier from {self.tiers[number].start} does not lie above the one before it"
                raise Fault(what, ("tiers", number, "from"), hint="List tiers from low to high")
        if self.threshold is not None:
            self._check_threshold(self.threshold, levels, frame)

    def _check_threshold(self, threshold: Threshold, levels: list[int], frame: Frame) -> None:
        at = frame.level(threshold.at, self.measure, self.relative, ("threshold", "at"))
        if len(levels) > 1 and at >= levels[1] and threshold.pays == "above-threshold":
            what = f"the threshold of {threshold.at} lies above the first tier, which could never pay"
            raise Fault(what, ("threshold", "at"), hint="Leave that tier out, or lower the threshold")

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
        total, quota = self.counted(desk)
        reached = attainment(total, quota)
        floor: IntArray | None = None
        if self.threshold is not None:
            at = self._edge(self.threshold.at, quota, desk.frame)
            short = total < at
            if self.threshold.pays == "above-threshold":
                floor = at
            total = np.where(short, 0, total)
            if floor is not None:
                floor = np.where(short, 0, floor)
        rates = self._rates(desk.frame)
        if not self.tiers:
            basis = total if floor is None else total - floor
            return [Due("rate", self.period, basis, np.array(rates[0]), desk.pay(basis, rates[0]), reached)]
        edges = [self._edge(tier.start, quota, desk.frame) for tier in self.tiers]
        return [
            Due(f"tier-{number + 1}", self.period, basis, np.array(rate), desk.pay(basis, rate), reached)
            for number, (basis, rate) in enumerate(zip(self._parts(total, edges, floor), rates, strict=True))
        ]

    def _edge(self, level: Level, quota: IntArray | None, frame: Frame) -> IntArray:
        number = frame.level(level, self.measure, self.relative)
        return np.array(number) if quota is None else level_of(quota, number)

    def _parts(self, total: IntArray, edges: list[IntArray], floor: IntArray | None) -> list[IntArray]:
        """Share of the total that each tier pays on."""
        parts: list[IntArray] = []
        for number, edge in enumerate(edges):
            upper = edges[number + 1] if number + 1 < len(edges) else None
            if self.method == "retroactive":
                inside = total >= edge if number or edge.any() else np.ones(total.shape, dtype=np.bool_)
                if upper is not None:
                    inside &= total < upper
                parts.append(np.where(inside, total if floor is None else total - floor, 0))
                continue
            lower = edge if floor is None else np.maximum(edge, floor)
            top = total if upper is None else np.minimum(total, upper)
            part = np.maximum(top - lower, 0)
            parts.append(part + np.minimum(total, 0) if number == 0 and not edge.any() else part)
        return parts

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
        """Add the commission to the terms that behavior weighs."""
        total = self.in_draft(draft)
        cap = float(self.cap.pay) if self.cap is not None and self.cap.pay is not None else np.inf
        curve = self.pieces(draft.frame)
        if self.relative:
            term = draft.commission_on_quota(total, curve, cap)
        else:
            term = draft.absolute(total, curve if cap == np.inf else curve.capped(cap))
        self.gates_in_draft(draft, term)


def attainment(total: IntArray, quota: IntArray | None) -> IntArray | None:
    """Share of quota reached [millionths], rounded half up; None where there is no quota."""
    return None if quota is None else share_of(total, MILLION, quota)
