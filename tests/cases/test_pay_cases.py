"""Cases of pay: a plan, what happened, what is paid. Sales operations can read them and add to them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from simulator.compensation import (
    Coded,
    CreditEvents,
    Hierarchy,
    People,
    Plan,
    Quota,
    Statement,
    credited,
    gregorian_periods,
    load_plan,
    statements,
)
from simulator.documents import parse

FOLDER = Path(__file__).parent
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]
COLUMNS = {"id", "person", "day", "refers_to"}


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    plan = load_plan(
        parse(yaml.safe_dump({"plan": "case", **case["plan"]}, sort_keys=False), file=case["name"])
    )
    statement = settle(plan, case)
    for question, expected in case["pays"].items():
        assert answer(statement, question) == pytest.approx(expected, abs=1e-9), question


def settle(plan: Plan, case: dict[str, Any]) -> Statement:
    year = case.get("year", 2026)
    first, last = case.get("from", date(year, 1, 1)), case.get("to", date(year, 12, 31))
    periods = gregorian_periods(first, last, case.get("first_month_of_year", 1))
    rows = case.get("events", [])
    people = people_of(case, rows)
    events = events_of(rows, plan, first, case)
    return statements(
        plan,
        events,
        people,
        table(case.get("quotas", {}), people, periods, 100),
        periods,
        scores=table(case.get("scores", {}), people, periods, 1_000_000),
    )


def people_of(case: dict[str, Any], rows: list[dict[str, Any]]) -> People:
    given = case.get("people") or [
        {"person": n} for n in sorted({row.get("person", 1) for row in rows} or {1})
    ]
    roles = tuple(sorted({row["role"] for row in given if "role" in row}))
    codes = np.array([roles.index(row["role"]) if "role" in row else -1 for row in given], dtype=np.int64)

    def column(name: str, otherwise: int, turn: Any = int) -> Any:
        return np.array([turn(row[name]) if name in row else otherwise for row in given], dtype=np.int64)

    always = np.iinfo(np.int32)
    return People(
        column("person", 1),
        first_day=column("first_day", always.min, date.toordinal),
        last_day=column("last_day", always.max, date.toordinal),
        team=column("team", 0),
        target_pay=column("target_pay", -1, lambda money: round(money * 100)),
        pool_weight=column("pool_weight", 1),
        attributes={"role": Coded(codes, roles)} if roles else {},
        absences=tuple(
            (row["person"], away[0].toordinal(), away[1].toordinal())
            for row in given
            for away in row.get("away", [])
        ),
    )


def events_of(rows: list[dict[str, Any]], plan: Plan, first: date, case: dict[str, Any]) -> CreditEvents:
    named = set(plan.crediting.columns)
    measures = {key for row in rows for key in row if key in plan.frame.measures}
    words = sorted({key for row in rows for key in row} - COLUMNS - measures - named)
    coded = {}
    for name in words:
        names = tuple(sorted({str(row[name]) for row in rows if name in row}))
        codes = [names.index(str(row[name])) if name in row else -1 for row in rows]
        coded[name] = Coded(np.array(codes, dtype=np.int64), names)
    events = CreditEvents(
        np.array([row.get("id", 1_000 + n) for n, row in enumerate(rows)], dtype=np.uint64),
        np.array([row.get("person", 1) for row in rows], dtype=np.int64),
        np.array(
            [row.get("day", first + timedelta(days=n)).toordinal() for n, row in enumerate(rows)],
            dtype=np.int32,
        ),
        {
            name: np.array([round(row.get(name, 0) * plan.frame.scale(name)) for row in rows], dtype=np.int64)
            for name in sorted(measures | {"revenue"})
        },
        coded,
        np.array([row.get("refers_to", 0) for row in rows], dtype=np.uint64),
    )
    columns = {name: np.array([row.get(name, -1) for row in rows], dtype=np.int64) for name in named}
    return credited(events, plan.crediting, columns, hierarchy_of(case.get("managers", [])))


def hierarchy_of(rows: list[dict[str, Any]]) -> Hierarchy:
    always = np.iinfo(np.int32)
    return Hierarchy(
        np.array([row["person"] for row in rows], dtype=np.int64),
        np.array([row["manager"] for row in rows], dtype=np.int64),
        np.array([row["first_day"].toordinal() if "first_day" in row else always.min for row in rows]),
        np.array([row["last_day"].toordinal() if "last_day" in row else always.max for row in rows]),
    )


def table(given: dict[str, Any], people: People, periods: Any, scale: int) -> dict[str, Quota]:
    """Read quotas or scores: one for everybody, a list by period, or one for each person."""
    found = {}
    for name, spec in given.items():
        shape = (len(people), periods.n(spec["period"]))
        amounts = np.full(shape, -1, dtype=np.int64)
        for row, person in enumerate(people.person.tolist()):
            value = spec["amounts"].get(person, -1) if isinstance(spec["amounts"], dict) else spec["amounts"]
            values = value if isinstance(value, list) else [value] * shape[1]
            amounts[row] = [round(each * spec.get("scale", scale)) for each in values]
        found[name] = Quota(spec["period"], amounts)
    return found


def answer(statement: Statement, question: str) -> Any:
    """Answer "total", "person 3", "by month", "component x", "rule y", alone or joined by commas."""
    chosen = np.ones(len(statement), dtype=np.bool_)
    by = ""
    for part in (each.strip() for each in question.split(",")):
        word, _, name = part.partition(" ")
        if word == "person":
            chosen &= statement["person"] == int(name)
        elif word == "component":
            chosen &= statement["component"] == statement.components.index(name)
        elif word == "rule":
            number = statement.rules.index(name) if name in statement.rules else -1
            chosen &= statement["rule"] == number
        elif word == "by":
            by = name
        elif word == "lines":
            return (statement["amount"][chosen] / 100).tolist()
        else:
            assert word == "total", question
    amounts = statement["amount"][chosen] / 100
    if not by:
        return float(amounts.sum())
    place = statement.periods.index(by, statement["day"][chosen])
    return np.bincount(place, amounts, statement.periods.n(by)).tolist()
