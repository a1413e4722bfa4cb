"""Worked examples: what the engine pays somebody who sells evenly at a given attainment, for a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray

from simulator.compensation.component import Component
from simulator.compensation.contests import Contest
from simulator.compensation.events import Coded, CreditEvents
from simulator.compensation.formula import Formula
from simulator.compensation.kinds_of_people import attributes_of, kinds_of_people
from simulator.compensation.money import MILLION
from simulator.compensation.multiplier import Multiplier
from simulator.compensation.objectives import Objectives
from simulator.compensation.people import People, Quota
from simulator.compensation.periods import PERIODS_PER_YEAR, gregorian_periods
from simulator.compensation.plan import Plan
from simulator.compensation.pools import Pool
from simulator.compensation.scorecard import Scorecard
from simulator.compensation.settlement import Statement, statements
from simulator.compensation.year_quota import quotas_of_year

MONTHS = 12
QUARTERS = 4
ASSUMED_QUOTA = 1_200_000
ASSUMED_COUNT = 120
MOST_KINDS = 200
OTHER = "other"


@dataclass(frozen=True)
class Example:
    """People who sell evenly, one for each attainment.

    Parameters
    ----------
    plan
        The plan.
    attainment
        Share of quota that each reaches.
    quotas
        Quota of the year by name [units of its measure].
    typical
        What the year brings at full attainment in measures without a quota [units of the measure].
    statement
        What the engine pays them.
    """

    plan: Plan
    attainment: tuple[float, ...]
    quotas: Mapping[str, float]
    typical: Mapping[str, float]
    statement: Statement

    def pay(self, variable_only: bool = False) -> NDArray[np.int64]:
        """Pay of the year for each [minor units], shape ``(n,)``."""
        total = np.zeros(len(self.attainment), dtype=np.int64)
        lines = np.ones(len(self.statement), dtype=np.bool_)
        if variable_only:
            salaries = [
                number
                for number, name in enumerate(self.statement.components)
                if getattr(self.plan.components[name], "kind", "") == "salary"
            ]
            lines = ~np.isin(self.statement["component"], salaries)
        np.add.at(total, self.statement["person"][lines], self.statement["amount"][lines])
        return total

    def pay_by_component(self) -> dict[str, NDArray[np.int64]]:
        """Pay of the year by component [minor units], each ``(n,)``."""
        found = {name: np.zeros(len(self.attainment), dtype=np.int64) for name in self.statement.components}
        for number, name in enumerate(self.statement.components):
            here = self.statement["component"] == number
            np.add.at(found[name], self.statement["person"][here], self.statement["amount"][here])
        return found


def worked(
    plan: Plan,
    attainment: Sequence[float],
    quotas: Mapping[str, float] | None = None,
    typical: Mapping[str, float] | None = None,
    person: Mapping[str, str] | None = None,
) -> Example:
    """Let the engine pay people who sell evenly all year.

    Parameters
    ----------
    plan
        The plan.
    attainment
        Share of every quota that each person reaches.
    quotas
        Quota of the year by name [units of its measure]; an assumed one where left out.
    typical
        What the year brings at full attainment in measures without a quota; assumed where left out.
    person
        What is known of these people, such as their role; the first kind that the plan tells when left out.

    Notes
    -----
    Sales fall in equal parts on the fifteenth of every month, and on every kind of sale that the plan tells
    apart. Scores are at 100 %. Where pay waits for cash, customers pay on the day of the sale. Where there is
    a contest, these people compete with one another, else each is in a company alone.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> from simulator.compensation import load_plan
    >>> plan = load_plan(parse('''
    ... plan: simple
    ... components:
    ...   bonus: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 5000}
    ... '''))
    >>> worked(plan, [0.9, 1.0], {"sales": 400_000}).pay().tolist()
    [0, 2000000]
    """
    year = (plan.first_date or date(2026, 1, 1)).year
    periods = gregorian_periods(date(year, 1, 1), date(year, 12, 31))
    own_quotas = {name: float((quotas or {}).get(name, assumed_quota(plan, name))) for name in plan.quotas}
    totals = year_totals(plan, own_quotas, typical or {})
    n = len(attainment)
    compete = any(isinstance(component, Contest) for component in plan.components.values())
    alone = np.arange(n, dtype=np.int64)
    kind = attributes_of(kinds_of_people(plan)[0] if person is None else person, n)
    people = People(alone, company=np.zeros_like(alone) if compete else alone, attributes=kind)
    tables = {}
    for name, amount in own_quotas.items():
        scale = plan.frame.scale(plan.measure_of_quota(name) or "revenue")
        frequency = quota_frequency(plan, name)
        each = int(amount * scale) // PERIODS_PER_YEAR[frequency]
        tables[name] = Quota(frequency, np.full((n, periods.n(frequency)), each, dtype=np.int64))
    scores = {
        (name, frequency): Quota(frequency, np.full((n, periods.n(frequency)), MILLION, dtype=np.int64))
        for name, frequency in scores_needed(plan)
    }
    statement = statements(
        plan,
        _events(plan, np.asarray(attainment, dtype=np.float64), totals, year),
        people,
        tables,
        periods,
        scores={name: table for (name, _), table in scores.items()},
    )
    return Example(plan, tuple(attainment), own_quotas, totals, statement)


def assumed_quota(plan: Plan, quota: str) -> float:
    """Give the quota of a year that examples assume where none is given."""
    measure = plan.frame.measure(plan.measure_of_quota(quota) or "revenue")
    return ASSUMED_QUOTA if measure.is_money else ASSUMED_COUNT


def quota_frequency(plan: Plan, quota: str) -> str:
    """Shortest period for which a component needs the quota."""
    if quota in quotas_of_year(plan):
        return "year"
    needed = {
        component.frequency
        for component in plan.components.values()
        if quota in (name for name, _ in component.quotas())
    }
    return min(needed, key=lambda frequency: -PERIODS_PER_YEAR[frequency])


def year_totals(plan: Plan, quotas: Mapping[str, float], typical: Mapping[str, float]) -> dict[str, float]:
    """Say what the year brings in each measure at full attainment."""
    totals: dict[str, float] = {}
    for quota, amount in quotas.items():
        totals.setdefault(plan.measure_of_quota(quota) or "revenue", amount)
    revenue = totals.setdefault("revenue", float(typical.get("revenue", ASSUMED_QUOTA)))
    for name, measure in plan.frame.measures.items():
        totals.setdefault(name, float(typical.get(name, revenue if measure.is_money else ASSUMED_COUNT)))
    return {**totals, **typical}


def scores_of(component: Component) -> tuple[str, ...]:
    """Name the scores that a component looks at."""
    names = [gate.score for _, gate in getattr(component, "gates", ()) if gate.score]
    if isinstance(component, Objectives):
        names += list(component.goals)
    if isinstance(component, Scorecard):
        names += [card.score for card in component.cards.values() if card.score]
    if isinstance(component, Formula):
        names += [each.score for each in component.inputs.values() if each.score]
    if isinstance(component, Pool | Multiplier) and component.score:
        names.append(component.score)
    return tuple(names)


def scores_needed(plan: Plan) -> set[tuple[str, str]]:
    """Name the scores that the plan looks at, each with the period for which it does."""
    return {(name, each.frequency) for each in plan.components.values() for name in scores_of(each)}


def kinds_told_apart(plan: Plan) -> list[dict[str, str]]:
    """Every kind of sale that the plan tells apart, with one other kind in each attribute."""
    words: dict[str, dict[str, None]] = {}
    for component in plan.components.values():
        for _, selection in component.selections():
            for name, values in (*selection.only, *selection.without):
                words.setdefault(name, {}).update(dict.fromkeys(values))
    names = list(words)
    kinds = list(product(*([*values, OTHER] for values in words.values())))
    return [dict(zip(names, kind, strict=True)) for kind in kinds[:MOST_KINDS]]


def _events(
    plan: Plan, attainment: NDArray[np.float64], totals: Mapping[str, float], year: int
) -> CreditEvents:
    kinds = kinds_told_apart(plan)
    n, per_person = len(attainment), MONTHS * len(kinds)
    days = np.array([date(year, month + 1, 15).toordinal() for month in range(MONTHS)], dtype=np.int32)
    measures = {}
    for name, total in totals.items():
        whole = np.rint(attainment * total * plan.frame.scale(name)).astype(np.int64)
        months = _parted(_parted(whole, QUARTERS), MONTHS // QUARTERS)
        measures[name] = _parted(months, len(kinds)).ravel()
    attributes = {}
    for name in kinds[0]:
        names = tuple(dict.fromkeys(kind[name] for kind in kinds))
        codes = np.array([names.index(kind[name]) for kind in kinds], dtype=np.int64)
        attributes[name] = Coded(np.tile(codes, n * MONTHS), names)
    sales = CreditEvents(
        np.arange(1, n * per_person + 1, dtype=np.uint64),
        np.repeat(np.arange(n, dtype=np.int64), per_person),
        np.tile(np.repeat(days, len(kinds)), n),
        measures,
        attributes,
    )
    waits = any(getattr(each, "release", None) == "on-cash" for each in plan.components.values())
    return _with_receipts(sales) if waits else sales


def _with_receipts(sales: CreditEvents) -> CreditEvents:
    """Let the cash of each sale come in a row of its own that refers to it."""
    n = len(sales)
    twice = sales.take(np.tile(np.arange(n), 2))
    is_receipt = np.repeat([False, True], n)
    return CreditEvents(
        np.concatenate([sales.event_id, sales.event_id + np.uint64(n)]),
        twice.person,
        twice.day,
        {name: np.where(is_receipt == (name == "cash"), each, 0) for name, each in twice.measures.items()},
        twice.attributes,
        np.where(is_receipt, twice.event_id, np.uint64(0)),
    )


def _parted(whole: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """Divide whole numbers into ``n`` parts that differ by one at most, as a new last axis, then flatten it.

    Hermite's identity: ``(whole + k) // n`` for ``k`` below ``n`` add up to the whole, and none falls when
    the whole rises. Which part is larger moves on from number to number.
    """
    turn = np.arange(whole.size // len(whole) if len(whole) else 0)
    rows = whole.reshape(len(whole), -1)
    offsets = (np.arange(n)[None, :] + turn[:, None]) % n
    return ((rows[:, :, None] + offsets[None, :, :]) // n).reshape(len(whole), -1)
