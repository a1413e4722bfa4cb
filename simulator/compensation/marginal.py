"""What one more sale would pay: the question that every salesperson asks, answered by the engine itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from simulator.compensation.contests import Contest
from simulator.compensation.crediting import DIRECT, SORTS, SPLIT
from simulator.compensation.events import Coded, CreditEvents
from simulator.compensation.money import IntArray
from simulator.compensation.people import People, Quotas
from simulator.compensation.periods import Periods
from simulator.compensation.plan import Plan
from simulator.compensation.pools import Pool
from simulator.compensation.settlement import statements
from simulator.compensation.shared import shares

CREDITING, ORDERS = "crediting", "orders"


@dataclass(frozen=True)
class Sale:
    """A sale that somebody might make.

    Parameters
    ----------
    day
        When.
    measures
        What it brings, by measure [currency units, or units]; it is one order.
    attributes
        What is known of it, such as ``{"tier": "premium"}``.
    """

    day: int
    measures: Mapping[str, float]
    attributes: Mapping[str, str] = field(default_factory=dict)


def marginal_value(
    plan: Plan, events: CreditEvents, people: People, quotas: Quotas, periods: Periods, sale: Sale, *,
    scores: Quotas | None = None,
) -> IntArray:  # fmt: skip
    """Pay that one more sale would bring each person, all else unchanged.

    Parameters
    ----------
    plan, events, people, quotas, periods, scores
        As `statements` takes them: where everybody stands now.
    sale
        The sale; each person is asked about it alone, as the seller who has all of it.

    Returns
    -------
    Pay with the sale less pay without it [minor units], shape ``(n_people,)``.

    Notes
    -----
    Everybody's sale is added at once where nobody's pay depends on others. Where a budget, a contest, a pool
    or a team's attainment is shared, each person's is added by itself, which takes a settlement for each.

    Examples
    --------
    A sale that lifts somebody over the quota also brings the bonus:

    >>> from datetime import date
    >>> from simulator.compensation import gregorian_periods, load_plan, same_quota_every_period
    >>> from simulator.documents import parse
    >>> plan = load_plan(parse('''
    ... plan: simple
    ... components:
    ...   commission: {kind: commission, rate: 2%}
    ...   bonus: {kind: bonus, attainment: {quota: sales}, at: 100%, pay: 500}
    ... '''))
    >>> january = gregorian_periods(date(2026, 1, 1), date(2026, 1, 31))
    >>> today = date(2026, 1, 20).toordinal()
    >>> sold = CreditEvents(np.array([1, 2], np.uint64), np.array([1, 2]), np.array([today, today], np.int32),
    ...                     {"revenue": np.array([950_000, 100_000])})
    >>> quota = same_quota_every_period({"sales": np.array([1_000_000, 1_000_000])}, "month", january)
    >>> team, sale = People(np.array([1, 2])), Sale(today, {"revenue": 1_000})
    >>> marginal_value(plan, sold, team, quota, january, sale).tolist()
    [52000, 2000]
    """
    now = statements(plan, events, people, quotas, periods, scores=scores).totals()
    more = np.zeros(len(people), dtype=np.int64)
    everybody = np.arange(len(people))
    for rows in np.split(everybody, max(len(people), 1)) if _depends_on_others(plan) else [everybody]:
        sold = _with_sale(events, people.person[rows], sale, plan)
        then = statements(plan, sold, people, quotas, periods, scores=scores).totals()
        more[rows] = (then - now)[rows]
    return more


def _depends_on_others(plan: Plan) -> bool:
    """Tell whether what one person sells changes what another is paid."""
    return any(
        isinstance(each, Contest | Pool) or shares(each) or getattr(each, "budget", None) is not None
        for each in plan.components.values()
    )


def _with_sale(events: CreditEvents, persons: IntArray, sale: Sale, plan: Plan) -> CreditEvents:
    """Add the sale once for each of these persons."""
    n = len(persons)
    next_id = np.uint64(1) if len(events) == 0 else events.event_id.max() + np.uint64(1)
    names = sorted({*events.measures, *sale.measures})
    zeros = np.zeros(len(events), dtype=np.int64)
    measures = {
        name: np.concatenate(
            [
                events.measures.get(name, zeros),
                np.full(n, round(sale.measures.get(name, float(name == ORDERS)) * plan.frame.scale(name))),
            ]
        )
        for name in names
    }
    own_way = SORTS[SPLIT if plan.crediting.split else DIRECT]
    attributes = {}
    for name in sorted({*events.attributes, *sale.attributes}):
        known = events.attributes.get(name, Coded(np.full(len(events), -1, dtype=np.int64), ()))
        words = known.names
        word = sale.attributes.get(name, own_way if name == CREDITING else None)
        if word is not None and word not in words:
            words = (*words, word)
        code = -1 if word is None else words.index(word)
        attributes[name] = Coded(np.concatenate([known.codes.astype(np.int64), np.full(n, code)]), words)
    refers = (
        None if events.refers_to is None else np.concatenate([events.refers_to, np.zeros(n, dtype=np.uint64)])
    )
    return CreditEvents(
        np.concatenate([events.event_id, next_id + np.arange(n, dtype=np.uint64)]),
        np.concatenate([events.person, persons]),
        np.concatenate([events.day, np.full(n, sale.day, dtype=np.int32)]),
        measures,
        attributes,
        refers,
    )
