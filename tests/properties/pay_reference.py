"""The straightforward way to pay: row by row, in decimal numbers, one person after another.

Written apart from the engine, from the words of the plan language, to be compared with it line by line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, getcontext
from typing import Any

getcontext().prec = 60

CENT = Decimal("0.01")
RULES = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}


@dataclass(frozen=True)
class Sale:
    """One credited event."""

    person: int
    month: int
    revenue: Decimal
    margin: Decimal
    units: int
    tier: str
    line: str


def share(text: Any) -> Decimal:
    """Read 3% or 0.03."""
    text = str(text)
    return Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)


class Reference:
    """Pays people by the components of a plan written as plain data."""

    def __init__(
        self,
        components: Mapping[str, Mapping[str, Any]],
        quotas: Mapping[tuple[str, int, str], Decimal],
        rounding: str = "half-up",
    ) -> None:
        self.components = components
        self.quotas = quotas
        self.rounding = RULES[rounding]

    def lines(self, sales: Iterable[Sale]) -> dict[tuple[int, str, str, str], Decimal]:
        """Amount by (person, period, component, rule); lines of nothing are left out."""
        found: dict[tuple[int, str, str, str], Decimal] = {}
        kept = list(sales)
        people = sorted({sale.person for sale in kept})
        for name, component in self.components.items():
            totals: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
            for sale in kept:
                if self._counts(component, sale):
                    totals[sale.person, self._period(component, sale.month)] += self._measure(component, sale)
            for person in people:
                for period in self._periods(component):
                    rows = self._pay(component, totals[person, period], person, period)
                    for rule, amount in rows:
                        if amount:
                            found[person, period, name, rule] = amount
        return found

    @staticmethod
    def _counts(component: Mapping[str, Any], sale: Sale) -> bool:
        credit = component.get("credit", "all")
        return credit == "all" or all(getattr(sale, key) == value for key, value in credit.items())

    @staticmethod
    def _measure(component: Mapping[str, Any], sale: Sale) -> Decimal:
        return Decimal(getattr(sale, component.get("measure", "revenue")))

    @staticmethod
    def _period(component: Mapping[str, Any], month: int) -> str:
        kind = component.get("period", "month")
        if kind == "month":
            return f"2026-{month:02d}"
        return f"2026-Q{(month + 2) // 3}" if kind == "quarter" else "2026"

    def _periods(self, component: Mapping[str, Any]) -> list[str]:
        return sorted({self._period(component, month) for month in range(1, 13)})

    def _round(self, amount: Decimal) -> Decimal:
        return amount.quantize(CENT, rounding=self.rounding)

    def _level(self, written: Any, component: Mapping[str, Any], quota: Decimal) -> Decimal:
        """Smallest amount of the measure that reaches a level."""
        if "attainment" not in component:
            return Decimal(str(written))
        step = Decimal(1) if component.get("measure") == "units" else CENT
        return (share(written) * quota).quantize(step, rounding=ROUND_CEILING)

    def _pay(
        self, component: Mapping[str, Any], total: Decimal, person: int, period: str
    ) -> list[tuple[str, Decimal]]:
        quota = Decimal(0)
        if "attainment" in component:
            quota = self.quotas[component["attainment"]["quota"], person, period]
        rows = self._earned(component, total, quota)
        if "cap" in component and "pay" in component["cap"]:
            earned = sum((amount for _, amount in rows), Decimal(0))
            if earned > Decimal(str(component["cap"]["pay"])):
                rows.append(("cap", Decimal(str(component["cap"]["pay"])) - earned))
        return rows

    def _earned(
        self, component: Mapping[str, Any], total: Decimal, quota: Decimal
    ) -> list[tuple[str, Decimal]]:
        if component["kind"] == "award":
            return [("award", self._round(total * Decimal(str(component["pay"]))))]
        if component["kind"] == "bonus":
            reached = [
                (number, each)
                for number, each in enumerate(component["levels"], 1)
                if total >= self._level(each["at"], component, quota)
            ]
            return [(f"level-{reached[-1][0]}", Decimal(str(reached[-1][1]["pay"])))] if reached else []
        threshold = component.get("threshold")
        if threshold is not None:
            at = self._level(threshold["at"], component, quota)
            if total < at:
                return []
        if "rate" in component:
            return [("rate", self._round(total * share(component["rate"])))]
        return self._tiers(component, total, quota)

    def _tiers(
        self, component: Mapping[str, Any], total: Decimal, quota: Decimal
    ) -> list[tuple[str, Decimal]]:
        tiers = component["tiers"]
        edges = [self._level(tier["from"], component, quota) for tier in tiers]
        rates = [
            share(tier["rate"]) if "rate" in tier else Decimal(str(tier["pay_per_unit"])) for tier in tiers
        ]
        rows = []
        for number, (edge, rate) in enumerate(zip(edges, rates, strict=True)):
            upper = edges[number + 1] if number + 1 < len(edges) else None
            if component.get("method") == "retroactive":
                lowest = number == 0 and edge == 0
                inside = (lowest or total >= edge) and (upper is None or total < upper)
                basis = total if inside else Decimal(0)
            else:
                basis = max((total if upper is None else min(total, upper)) - edge, Decimal(0))
                if number == 0 and edge == 0:
                    basis += min(total, Decimal(0))
            rows.append((f"tier-{number + 1}", self._round(basis * rate)))
        return rows
