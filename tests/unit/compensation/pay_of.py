"""Plans and histories for the tests of pay."""

from __future__ import annotations

from datetime import date

import numpy as np

from simulator.compensation import (
    Coded,
    CreditEvents,
    People,
    Periods,
    Plan,
    Quota,
    Statement,
    gregorian_periods,
    load_plan,
    statements,
)
from simulator.documents import parse

YEAR: Periods = gregorian_periods(date(2026, 1, 1), date(2026, 12, 31))


def plan_of(text: str) -> Plan:
    return load_plan(parse("plan: test\n" + text, file="test.yaml"))


def day(month: int, of_month: int = 15) -> int:
    return date(2026, month, of_month).toordinal()


def events_of(rows: list[dict[str, object]]) -> CreditEvents:
    """Events from rows such as {"person": 1, "day": ..., "revenue": 100.0, "tier": "premium"}."""
    measures = ("revenue", "margin", "cash", "units")
    named = sorted({key for row in rows for key in row} - {"id", "person", "day", *measures})
    columns = {}
    for name in named:
        words = tuple(sorted({str(row[name]) for row in rows if name in row}))
        codes = [words.index(str(row[name])) if name in row else -1 for row in rows]
        columns[name] = Coded(np.array(codes, dtype=np.int8), words)
    return CreditEvents(
        np.array([row.get("id", number + 1) for number, row in enumerate(rows)], dtype=np.uint64),
        np.array([row.get("person", 1) for row in rows], dtype=np.int64),
        np.array([row.get("day", day(1)) for row in rows], dtype=np.int32),
        {
            name: np.array(
                [round(float(str(row.get(name, 0))) * (1 if name == "units" else 100)) for row in rows],
                dtype=np.int64,
            )
            for name in measures
        },
        columns,
    )


def paid(
    text: str,
    rows: list[dict[str, object]],
    quota: float | None = None,
    frequency: str = "quarter",
    people: int = 1,
) -> Statement:
    """Statement of a year for people numbered from 1, all with one quota called sales."""
    quotas = {}
    if quota is not None:
        shape = (people, YEAR.n(frequency))
        quotas["sales"] = Quota(frequency, np.full(shape, round(quota * 100), dtype=np.int64))
    team = People(np.arange(1, people + 1, dtype=np.int64))
    return statements(plan_of(text), events_of(rows), team, quotas, YEAR)


def total(statement: Statement) -> float:
    return float(statement["amount"].sum()) / 100
