"""What one more sale would pay, where sales are credited to several people."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.compensation import (
    CreditEvents,
    Hierarchy,
    People,
    Sale,
    credited,
    marginal_value,
    same_quota_every_period,
    statements,
)
from tests.unit.compensation.pay_of import YEAR, day, plan_of

COMPONENTS = """components:
  c: {kind: commission, period: quarter, attainment: {quota: sales}, tiers: [{from: 0%, rate: 1%}, {from: 100%, rate: 3%}], credit: {crediting: @}}
  first: {kind: award, credit: {crediting: @}, pay: 30}
  cup: {kind: contest, period: quarter, prizes: [900, 300], credit: {crediting: @}}
"""  # noqa: E501
SHARED = {
    "direct": "crediting: {overlay: {se: 50%}, roll_up: {share: 50%}}\n",
    "split": "crediting: {split: {person_in_charge: 7, se: 3}, roll_up: {share: 50%}}\n",
}


@pytest.mark.parametrize("way", SHARED)
def test_it_is_what_the_statement_with_the_sale_pays_more(way: str) -> None:
    plan = plan_of(SHARED[way] + COMPONENTS.replace("@", way))
    random = np.random.default_rng(0)
    n = 60
    events = CreditEvents(
        np.arange(1, n + 1, dtype=np.uint64),
        random.integers(1, 6, n),
        np.full(n, day(2), dtype=np.int32),
        {"revenue": random.integers(100, 90_000, n)},
    )
    people = People(np.arange(1, 9))
    always = np.full(7, -(10**6)), np.full(7, 10**7)
    managers = Hierarchy(np.arange(1, 8), np.full(7, 8), *always)
    helpers = {"se": random.integers(6, 8, n), "person_in_charge": events.person}
    quotas = same_quota_every_period({"sales": np.full(8, 600_000)}, "quarter", YEAR)

    def pay(sold: CreditEvents, named: dict[str, np.ndarray]) -> np.ndarray:
        return statements(
            plan, credited(sold, plan.crediting, named, managers), people, quotas, YEAR
        ).totals()

    now = credited(events, plan.crediting, helpers, managers)
    more = marginal_value(plan, now, people, quotas, YEAR, Sale(day(3), {"revenue": 2_000}))
    expected = []
    for person in people.person.tolist():
        sold = CreditEvents(
            np.append(events.event_id, np.uint64(999)),
            np.append(events.person, person),
            np.append(events.day, day(3)).astype(np.int32),
            {"revenue": np.append(events.measures["revenue"], 200_000)},
        )
        named = {"se": np.append(helpers["se"], -1), "person_in_charge": sold.person}
        expected.append(int((pay(sold, named) - pay(events, helpers))[person - 1]))
    assert more.tolist() == expected
    assert min(expected) >= 2_000 + 3_000
