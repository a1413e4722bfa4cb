"""Laws of returns and holdback, whatever gates, caps and proration do: to the cent and in any batching."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from simulator.compensation import CreditEvents, People, Quota, Statement, gregorian_periods, statements
from tests.unit.compensation.pay_of import plan_of

HALF_YEAR = gregorian_periods(date(2026, 1, 1), date(2026, 6, 30))
FIRST = date(2026, 1, 1).toordinal()
STAGES = {
    "alone": "rate: 3.7%",
    "tiers": "tiers: [{from: 0, rate: 3.3%}, {from: 900, rate: 7.1%}]",
    "gate": "rate: 3.7%, gate: {at_least: 700, otherwise: 33%}",
    "cap": "rate: 3.7%, cap: {pay: 29.99}",
    "cap on attainment": "rate: 3.7%, cap: {attainment: 800}",
    "windfall": "rate: 3.7%, cap: {deal: 123.45}",
    "proration": "rate: 3.7%, proration: {of: pay}",
    "quota": "attainment: {quota: sales}, tiers: [{from: 0%, rate: 3.3%}, {from: 77%, rate: 9.1%}], "
    "proration: {of: [pay, quota]}, gate: {at_least: 20%, quota: sales}, cap: {attainment: 120%, pay: 55.55}",
}
TO_DATE = (
    "attainment: {quota: sales, accumulate: year-to-date}, "
    "tiers: [{from: 0%, rate: 4%}, {from: 90%, rate: 7%}]"
)


def history(seed: int, returned: bool) -> CreditEvents:
    """Sales of three people in three months, each returned or paid for in parts before the end of June."""
    rng = np.random.default_rng(seed)
    n, parts = 60, 3
    sold = rng.integers(1_000, 30_000, n)
    cut = np.sort(rng.integers(0, sold[:, None] + 1, (n, parts - 1)), axis=1)
    pieces = np.diff(np.concatenate([np.zeros((n, 1), int), cut, sold[:, None]], axis=1), axis=1).ravel()
    day = FIRST + rng.integers(0, 90, n)
    later = np.minimum(np.repeat(day, parts) + rng.integers(1, 80, n * parts), FIRST + 180)
    person = rng.integers(1, 4, n)
    nothing = np.zeros(n * parts, dtype=np.int64)
    return CreditEvents(
        np.arange(1, n * (parts + 1) + 1, dtype=np.uint64),
        np.concatenate([person, np.repeat(person, parts)]),
        np.concatenate([day, later]).astype(np.int32),
        {
            "revenue": np.concatenate([sold, -pieces if returned else nothing]),
            "cash": np.concatenate([np.zeros(n, dtype=np.int64), nothing if returned else pieces]),
        },
        {},
        np.concatenate([np.zeros(n), np.repeat(np.arange(1, n + 1), parts)]).astype(np.uint64),
    )


def settled(commission: str, events: CreditEvents, hold: str = "", **more: object) -> Statement:
    team = People(np.array([1, 2, 3]), first_day=np.array([0, FIRST + 12, 0]))
    quota = {"sales": Quota("month", np.full((3, 6), 100_000, dtype=np.int64))}
    held = f"\n  hold: {{kind: holdback, of: c, share: {hold}}}" if hold else ""
    text = f"components:\n  c: {{kind: commission, {commission}}}{held}\n"
    return statements(plan_of(text), events, team, quota, HALF_YEAR, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("hold", ["", "37%"])
def test_when_all_is_returned_nobody_has_gained_or_lost_a_cent(stage: str, hold: str) -> None:
    events = history(3, returned=True)
    gained = settled(f"{STAGES[stage]}, clawback: {{}}", events.take(np.arange(60)))
    assert gained["amount"].sum() > 0
    found = settled(f"{STAGES[stage]}, clawback: {{}}", events, hold)
    assert found.totals().tolist() == [0, 0, 0]


@pytest.mark.parametrize("terms", [*STAGES.values(), TO_DATE], ids=[*STAGES, "to date"])
def test_when_all_is_paid_for_all_that_was_held_is_released(terms: str) -> None:
    events = history(5, returned=False)
    with_hold, without = settled(terms, events, "37%"), settled(terms, events)
    assert with_hold.totals().tolist() == without.totals().tolist()
    held = with_hold["amount"][with_hold["rule"] == with_hold.rules.index("held")]
    assert -0.40 < held.sum() / without["amount"].sum() < -0.34


@pytest.mark.parametrize("stage", STAGES)
def test_month_by_month_pays_what_all_at_once_pays(stage: str) -> None:
    events = history(7, returned=True)
    terms = f"{STAGES[stage]}, clawback: {{share: 80%}}"
    at_once = settled(terms, events, "37%")
    ends = [FIRST - 1, *HALF_YEAR.last_days["month"].tolist()]
    amounts, opening = [], None
    for through, until in pairwise(ends):
        known = events.take(events.day <= until)
        part = settled(terms, known, "37%", paid_through=through, until=until, opening=opening)
        amounts.append(part.totals())
        opening = part.closing
    assert np.sum(amounts, axis=0).tolist() == at_once.totals().tolist()


def test_neither_the_order_of_events_nor_other_people_change_what_is_paid() -> None:
    events = history(9, returned=True)
    terms = f"{STAGES['quota']}, clawback: {{}}"
    found = settled(terms, events, "37%").totals().tolist()
    mixed = events.take(np.random.default_rng(1).permutation(len(events)))
    assert settled(terms, mixed, "37%").totals().tolist() == found
    alone = events.take(events.person == 2)
    assert settled(terms, alone, "37%").totals().tolist() == [0, found[1], 0]
