"""Explanations name the gate, its level and what was reached, the cap, and what a return takes back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator.compensation import People, statements
from simulator.compensation.behind import events_behind
from simulator.compensation.explain import explained
from tests.unit.compensation.pay_of import YEAR, day, events_of, paid, plan_of

SALE: list[dict[str, object]] = [{"id": 1, "revenue": 9_500}]


def told(plan: str, rows: list[dict[str, object]], language: str = "en", **more: object) -> list[str]:
    return [line.strip() for line in explained(paid(plan, rows, **more), 1, language)]  # type: ignore[arg-type]


def commission(more: str) -> str:
    return f"components:\n  fee: {{kind: commission, rate: 10%, {more}}}\n"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "fee: revenue is CNY 9,500.00, and CNY 10,000.00 is asked for; this takes CNY 950.00 away.",
        ),
        ("zh", "fee：销售额为 9,500.00元，要求 10,000.00元，扣除 950.00元。"),
    ],
)
def test_a_gate_says_what_it_asks_and_what_was_reached(language: str, sentence: str) -> None:
    lines = told(commission("gate: {at_least: 10000}"), SALE, language)
    assert sentence in lines


def test_the_second_gate_is_named_by_its_quota() -> None:
    plan = commission("gate: [{at_least: 10}, {quota: sales, at_least: 80%}]")
    lines = told(plan, SALE, quota=13_000, frequency="month")
    sentence = "fee: 73.07% of the quota sales is reached, and 80% is asked for; this takes CNY 950.00 away."
    assert sentence in lines


def test_a_cap_says_its_amount() -> None:
    lines = told(commission("cap: {pay: 500}"), SALE)
    assert "fee: the cap of CNY 500.00 takes CNY 450.00 away." in lines


def test_a_clawback_says_what_it_takes_back() -> None:
    rows = [*SALE, {"id": 2, "revenue": -9_500, "day": day(2)}]
    events = replace(events_of(rows), refers_to=np.array([0, 1], dtype=np.uint64))
    plan = plan_of(commission("clawback: {share: 50%}"))
    statement = statements(plan, events, People(np.array([1])), {}, YEAR)
    assert [line.strip() for line in explained(statement, 1)][5] == (
        "fee: a sale was returned; 50% of the CNY 950.00 that it earned is taken back: CNY -475.00."
    )


def test_events_of_a_line_are_those_that_the_files_name() -> None:
    rows: list[dict[str, object]] = [*SALE, {"id": 2, "cash": 9_500}, {"id": 3, "revenue": 100}]
    statement = paid(commission("period: month"), rows)
    offsets, ids = events_behind(statement, np.arange(len(statement)))
    for line in range(len(statement)):
        assert statement.events_of(line).tolist() == ids[offsets[line] : offsets[line + 1]].tolist()
    assert statement.events_of(0).tolist() == [1, 3], "a receipt earns no commission on revenue"
