"""Laws that hold for every plan: pay never falls when sales rise, parts add up, batches change nothing."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.compensation import (
    CreditEvents,
    Crediting,
    People,
    Quota,
    credited,
    gregorian_periods,
    load_plan,
    statements,
)
from simulator.compensation.currencies import Rates, round_trip_error
from simulator.compensation.splits import divided
from simulator.documents import parse

YEAR = gregorian_periods(date(2026, 1, 1), date(2026, 12, 31))
DAY = date(2026, 2, 14).toordinal()


def pay_of(component: dict[str, Any], credit: list[int], quota: int, frequency: str = "year") -> list[int]:
    """Pay of people who differ only in their credit [minor units]."""
    n = len(credit)
    plan = load_plan(parse(json.dumps({"plan": "law", "components": {"c": component}})))
    events = CreditEvents(
        np.arange(1, n + 1, dtype=np.uint64),
        np.arange(n),
        np.full(n, DAY, dtype=np.int32),
        {"revenue": np.array(credit, dtype=np.int64)},
    )
    quotas = {"sales": Quota(frequency, np.full((n, YEAR.n(frequency)), quota))}
    return statements(plan, events, People(np.arange(n)), quotas, YEAR).totals().tolist()


rising = st.lists(st.integers(0, 200_000), min_size=1, max_size=4, unique=True).map(sorted)
levels = st.lists(st.integers(1, 300), min_size=3, max_size=3, unique=True).map(sorted)
credits_of_many = st.lists(st.integers(0, 10_000_000), min_size=2, max_size=12).map(sorted)


@given(
    rising,
    levels,
    credits_of_many,
    st.integers(10_000, 5_000_000),
    st.sampled_from(["marginal", "retroactive"]),
)
def test_pay_never_falls_when_credit_rises(
    rates: list[int], at: list[int], credit: list[int], quota: int, method: str
) -> None:
    tiers = [{"from": "0%", "rate": f"{rates[0] / 10_000}%"}]
    tiers += [
        {"from": f"{level}%", "rate": f"{rate / 10_000}%"} for level, rate in zip(at, rates[1:], strict=False)
    ]
    component = {
        "kind": "commission",
        "period": "year",
        "attainment": {"quota": "sales"},
        "method": method,
        "tiers": tiers,
    }
    pay = pay_of(component, credit, quota)
    assert pay == sorted(pay)


@given(levels, credits_of_many, st.integers(10_000, 5_000_000), st.integers(1, 10_000))
def test_a_rising_pay_curve_never_falls(at: list[int], credit: list[int], quota: int, target: int) -> None:
    points = [{"at": f"{level}%", "pays": f"{10 * number}%"} for number, level in enumerate(at, 1)]
    component = {
        "kind": "bonus", "period": "year", "attainment": {"quota": "sales"}, "target": target,
        "curve": {"points": points, "beyond": "continues"},
    }  # fmt: skip
    pay = pay_of(component, credit, quota)
    assert pay == sorted(pay)


@given(
    st.lists(st.integers(1, 5_000), min_size=2, max_size=4, unique=True).map(sorted),
    st.lists(st.integers(1, 400_000), min_size=4, max_size=4),
    st.integers(0, 900_000),
)
def test_marginal_tiers_can_be_inverted(edges: list[int], rates: list[int], cents: int) -> None:
    """From pay one can work back to credit: the tiers are a strictly rising, piecewise straight function."""
    starts = [0, *(edge * 100 for edge in edges)]
    tiers = [
        {"from": start / 100, "rate": f"{rate / 10_000}%"} for start, rate in zip(starts, rates, strict=False)
    ]
    [pay] = pay_of({"kind": "commission", "period": "year", "tiers": tiers}, [cents], 1)
    left, credit = Fraction(pay), Fraction(0)
    for number, (start, rate) in enumerate(zip(starts, rates, strict=False)):
        end = starts[number + 1] if number + 1 < len(starts) and number + 1 < len(rates) else None
        full = None if end is None else Fraction(rate, 1_000_000) * (end - start)
        if full is not None and left >= full:
            left, credit = left - full, Fraction(end or 0)
            continue
        credit += left / Fraction(rate, 1_000_000)
        break
    # Every tier's line is rounded to a cent, worth 1/rate of credit in the tier where it is undone.
    slack = len(tiers) * Fraction(1_000_000, min(rates))
    assert abs(credit - cents) <= slack


@given(
    st.lists(st.integers(0, 5_000_000), min_size=4, max_size=4),
    st.integers(1_000, 4_000_000),
    st.sampled_from([None, "straight", "steps"]),
)
def test_quarters_settled_to_date_add_up_to_the_year(sold: list[int], quota: int, curve: str | None) -> None:
    def component(period: str, accumulate: str) -> dict[str, Any]:
        common = {"period": period, "attainment": {"quota": "sales", "accumulate": accumulate}}
        if curve is None:
            tiers = [{"from": "0%", "rate": "3%"}, {"from": "100%", "rate": "7%"}]
            return {"kind": "commission", "method": "retroactive", "tiers": tiers, **common}
        points = [
            {"at": "50%", "pays": "20%"},
            {"at": "100%", "pays": "100%"},
            {"at": "150%", "pays": "250%"},
        ]
        target = 4_000 if period == "year" else 1_000
        return {"kind": "bonus", "target": target, "curve": {"points": points, "between": curve}, **common}

    days = [date(2026, month, 3).toordinal() for month in (1, 4, 7, 10)]
    events = CreditEvents(
        np.arange(1, 5, dtype=np.uint64),
        np.ones(4, dtype=np.int64),
        np.array(days, dtype=np.int32),
        {"revenue": np.array(sold, dtype=np.int64)},
    )
    totals = []
    for period, accumulate, amount in (("quarter", "year-to-date", quota), ("year", "period", 4 * quota)):
        plan = load_plan(
            parse(json.dumps({"plan": "law", "components": {"c": component(period, accumulate)}}))
        )
        quotas = {"sales": Quota(period, np.full((1, YEAR.n(period)), amount))}
        totals.append(int(statements(plan, events, People(np.array([1])), quotas, YEAR).totals()[0]))
    assert totals[0] == totals[1]


@given(
    st.lists(
        st.tuples(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 9), min_size=1, max_size=5)),
        min_size=1,
        max_size=5,
    )
)
def test_parts_of_a_split_add_up_to_the_whole(groups: list[tuple[int, list[int]]]) -> None:
    whole = np.array([amount for amount, weights in groups for _ in weights], dtype=np.int64)
    weight = np.array([each for _, weights in groups for each in weights], dtype=np.int64)
    group = np.array([number for number, (_, weights) in enumerate(groups) for _ in weights])
    part = divided(whole, weight, group, len(groups))
    for number, (amount, weights) in enumerate(groups):
        mine = part[group == number]
        assert int(mine.sum()) == (amount if sum(weights) else 0)
        exact = [Fraction(amount * each, sum(weights)) if sum(weights) else Fraction(0) for each in weights]
        assert all(abs(int(got) - want) < 1 for got, want in zip(mine, exact, strict=True))


@given(
    st.lists(
        st.tuples(st.integers(-1, 3), st.integers(-1, 3), st.integers(-1, 3), st.integers(-(10**8), 10**8)),
        min_size=1,
    )
)
def test_split_credit_adds_up_to_the_sale_in_every_measure(rows: list[tuple[int, int, int, int]]) -> None:
    n = len(rows)
    events = CreditEvents(
        np.arange(1, n + 1, dtype=np.uint64),
        np.full(n, 9),
        np.zeros(n, dtype=np.int32),
        {"revenue": np.array([row[3] for row in rows]), "units": np.ones(n, dtype=np.int64)},
    )
    named = {name: np.array([row[place] for row in rows]) for place, name in enumerate(("ar", "sr", "fr"))}
    split = credited(events, Crediting(split={"ar": 4, "sr": 3, "fr": 3}, overlay={"sr": "50%"}), named)
    own = split.attributes["crediting"].codes == split.attributes["crediting"].names.index("split")
    for measure, values in events.measures.items():
        totals = np.zeros(n, dtype=np.int64)
        np.add.at(totals, split.event_id[own].astype(np.int64) - 1, split.measures[measure][own])
        assert totals.tolist() == values.tolist()


@given(st.lists(st.integers(0, 3_000_000), min_size=2, max_size=10), st.integers(1, 9))
def test_batching_people_changes_nothing(credit: list[int], cut: int) -> None:
    component = {
        "kind": "commission",
        "tiers": [{"from": 0, "rate": "1.7%"}, {"from": 9_000, "rate": "3.3%"}],
    }
    cut = min(cut, len(credit) - 1)
    together = pay_of(component, credit, 1)
    assert together == pay_of(component, credit[:cut], 1) + pay_of(component, credit[cut:], 1)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**9), st.sampled_from(["USD", "JPY", "KWD"]))
def test_money_that_goes_abroad_and_comes_back_differs_by_rounding_only(
    minor: int, rate: int, currency: str
) -> None:
    rates = Rates("CNY", {currency: Fraction(rate, 10_000)})
    amount = np.array([minor])
    back = rates.into_home(rates.from_home(amount, currency), currency)
    coin = Fraction(rate, 10_000) * 100 / {"USD": 100, "JPY": 1, "KWD": 1_000}[currency]
    assert abs(int(back[0]) - minor) <= coin / 2 + Fraction(1, 2)
    assert round_trip_error(Rates("CNY", {"USD": Fraction(7)}), "USD") == 4
