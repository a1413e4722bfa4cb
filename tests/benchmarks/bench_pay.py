"""Speed and memory of the pay engine, beside the straightforward way of doing it.

Run it with ``python -m tests.benchmarks.bench_pay`` or ``make bench``. One process; processor time,
imports apart.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.calendar import FiscalCalendar
from simulator.compensation import (
    Coded,
    CreditEvents,
    People,
    Plan,
    Quota,
    Statement,
    fiscal_periods,
    gregorian_periods,
    load_plan,
    same_quota_every_period,
    statements,
)
from simulator.compensation.behind import events_behind
from simulator.compensation.pay_currency import money_column
from simulator.compensation.periods import PERIODS
from simulator.documents import parse
from simulator.engine.ledger import Ledger
from simulator.engine.payroll import Payroll
from simulator.engine.simulation import simulate
from simulator.scenario import load_scenario
from simulator.scenario.build import worlds
from simulator.world.specs import WorldKey
from tests.properties.pay_reference import Reference, Sale

MOST_SECONDS = 5.0
MOST_GIGABYTES = 2.0
MOST_SECONDS_A_QUARTER = 0.03
MOST_SHARE_OF_A_RUN = 0.05
SANDTABLE = Path(sys.executable).parent / "sandtable"
TIERS, LINES = ("standard", "premium"), ("air-conditioner", "fridge", "washer")
YEAR = gregorian_periods(date(2026, 1, 1), date(2026, 12, 31))
YEAR_OF_DAYS = (int(YEAR.first_days["year"][0]), int(YEAR.last_days["year"][0]) + 1)
SEED = 20_260_101

EIGHT: dict[str, Any] = {
    "base": {"kind": "commission", "rate": "1.2%"},
    "tilt": {"kind": "commission", "credit": {"tier": "premium"}, "rate": "0.6%"},
    "margin": {"kind": "commission", "measure": "margin", "period": "quarter", "rate": "3%"},
    "accelerator": {
        "kind": "commission",
        "period": "quarter",
        "attainment": {"quota": "sales"},
        "tiers": [
            {"from": "0%", "rate": "0.5%"},
            {"from": "100%", "rate": "1.5%"},
            {"from": "120%", "rate": "2.5%"},
        ],
        "cap": {"pay": 80_000},
    },
    "volume": {
        "kind": "commission",
        "method": "retroactive",
        "credit": {"line": "washer"},
        "tiers": [{"from": 0, "rate": "0.1%"}, {"from": 300_000, "rate": "0.3%"}],
    },
    "bonus": {
        "kind": "bonus",
        "period": "quarter",
        "attainment": {"quota": "sales"},
        "levels": [{"at": "80%", "pay": 2_000}, {"at": "100%", "pay": 6_000}],
    },
    "units": {
        "kind": "award",
        "measure": "units",
        "credit": {"line": "fridge", "tier": "premium"},
        "pay": 12.5,
    },
    "year": {
        "kind": "commission",
        "period": "year",
        "attainment": {"quota": "sales"},
        "tiers": [{"from": "100%", "rate": "1%"}],
    },
}


def plan_of(components: dict[str, Any]) -> Plan:
    return load_plan(parse(json.dumps({"plan": "eight", "components": components})))


def events(n: int, people: int, first_day: int, days: int, revenue: int) -> CreditEvents:
    random = np.random.default_rng(SEED)
    sold = random.integers(revenue // 10, 2 * revenue, n)
    return CreditEvents(
        random.permutation(n).astype(np.uint64) + 1,
        random.integers(0, people, n),
        random.integers(first_day, first_day + days, n).astype(np.int32),
        {"revenue": sold, "margin": sold // 4, "units": random.integers(1, 4, n)},
        {
            "tier": Coded(random.integers(0, 2, n).astype(np.int8), TIERS),
            "line": Coded(random.integers(0, 3, n).astype(np.int8), LINES),
            "customer": Coded(random.integers(0, 2, n).astype(np.int8), ("new", "existing")),
        },
    )


def timed(work: Callable[[], Any], times: int = 3) -> tuple[float, Any]:
    best, result = float("inf"), None
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def gigabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 30 if sys.platform == "darwin" else 1 << 20)


def year_of_pay(sold: CreditEvents, people: int) -> Statement:
    quotas = {"sales": Quota("quarter", np.full((people, 4), 60_000_000, dtype=np.int64))}
    return statements(plan_of(EIGHT), sold, People(np.arange(people)), quotas, YEAR)


@pytest.mark.benchmark
def test_a_million_events_are_paid_within_five_seconds() -> None:
    people = 5_000
    sold = events(1_000_000, people, YEAR.first_days["year"][0], 365, 400_000)
    seconds, statement = timed(lambda: year_of_pay(sold, people))
    more, (offsets, ids) = timed(lambda: events_behind(statement, np.arange(len(statement))), times=1)
    print(f"\n1,000,000 events, {people:,} people, 8 components: {len(statement):,} lines in {seconds:.2f} s")
    print(f"the {len(ids):,} event ids behind them in {more:.2f} s more; peak memory {gigabytes():.2f} GB")
    assert len(offsets) == len(statement) + 1
    assert seconds + more <= MOST_SECONDS
    assert gigabytes() <= MOST_GIGABYTES


def write_files(folder: Path, sold: CreditEvents, people: int, name_of_event: str) -> list[str]:
    """Write plan, events, people and quotas as people hand them in; give the command line that pays them."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    days = np.array([date.fromordinal(day).isoformat() for day in range(*YEAR_OF_DAYS)])
    columns = {
        "id": pc.binary_join_element_wise(name_of_event, pa.array(sold.event_id).cast(pa.string()), ""),
        "person": pa.array(sold.person),
        "day": pa.array(days[sold.day - YEAR_OF_DAYS[0]]),
        **{name: money_column(sold.measures[name], 2) for name in ("revenue", "margin")},
        "units": pa.array(sold.measures["units"]),
        **{
            name: pa.array(np.array(each.names)[each.codes])
            for name, each in sold.attributes.items()
        },
    }  # fmt: skip
    plan, events_file, who, targets = (
        folder / name for name in ("plan.yaml", "events.csv", "people.csv", "quotas.csv")
    )
    csv.write_csv(pa.table(columns), events_file, csv.WriteOptions(quoting_style="needed"))
    plan.write_text(json.dumps({"plan": "eight", "components": EIGHT}), encoding="utf-8")
    rows = (f"{each},Name {each},T{each % 50}\n" for each in range(people))
    who.write_text("person,name,team\n" + "".join(rows), encoding="utf-8")
    rows = (f"*,2026-Q{quarter},sales,600000\n" for quarter in range(1, 5))
    targets.write_text("person,period,quota,amount\n" + "".join(rows), encoding="utf-8")
    files = ["--events", str(events_file), "--people", str(who), "--quotas", str(targets)]
    return [str(SANDTABLE), "pay", str(plan), *files, "--out"]


@pytest.mark.benchmark
@pytest.mark.parametrize("name_of_event", ["", "ORDER-"], ids=["numbers", "words"])
def test_the_command_pays_a_million_events_from_file_to_files(tmp_path: Path, name_of_event: str) -> None:
    people = 5_000
    sold = events(1_000_000, people, YEAR_OF_DAYS[0], 365, 400_000)
    command = write_files(tmp_path, sold, people, name_of_event)
    runs = []
    for number in range(2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*command, str(tmp_path / f"out-{number}")], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        runs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    peak = after.ru_maxrss / (1 << 30 if sys.platform == "darwin" else 1 << 20)
    ids = "words" if name_of_event else "numbers"
    print(f"\nsandtable pay, 1,000,000 events whose ids are {ids}: {min(runs):.2f} s of processor time,")
    print(f"reading, writing and start included; peak memory {peak:.2f} GB")
    assert min(runs) <= MOST_SECONDS
    assert peak <= MOST_GIGABYTES


@pytest.mark.benchmark
def test_pay_is_a_small_part_of_a_simulated_quarter(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load_scenario("home-appliances")
    keys = [WorldKey(name, number) for number in range(15) for name in list(scenario.alternatives)[:4]]
    [batch] = worlds(scenario, keys, seed=1, weeks=13)
    paying = 0.0
    settle = Payroll.settle

    def timed_settle(payroll: Payroll, ledger: Ledger, week: int) -> Any:
        nonlocal paying
        start = time.perf_counter()
        slips = settle(payroll, ledger, week)
        paying += time.perf_counter() - start
        return slips

    monkeypatch.setattr(Payroll, "settle", timed_settle)
    runs = []
    for _ in range(5):
        gc.collect()
        paying, start = 0.0, time.perf_counter()
        simulate(batch)
        whole = time.perf_counter() - start
        runs.append((paying / whole, paying, whole))
    share, spent, whole = sorted(runs)[len(runs) // 2]
    print(f"\n60 worlds of 120 reps, 13 weeks: {whole:.2f} s, of which pay {spent * 1e3:.0f} ms")
    print(f"pay is {share:.1%} of the run")
    assert share <= MOST_SHARE_OF_A_RUN


@pytest.mark.benchmark
def test_the_engine_pays_what_decimals_pay_and_sooner() -> None:
    people, n = 500, 100_000
    sold = events(n, people, YEAR.first_days["year"][0], 365, 400_000)
    months = YEAR.index("month", sold.day) + 1
    rows = [
        Sale(int(person), int(month), Decimal(int(revenue)) / 100, Decimal(int(margin)) / 100, int(units),
             TIERS[tier], LINES[line])
        for person, month, revenue, margin, units, tier, line in zip(
            sold.person, months, sold.measures["revenue"], sold.measures["margin"], sold.measures["units"],
            sold.attributes["tier"].codes, sold.attributes["line"].codes, strict=True,
        )
    ]  # fmt: skip
    quota = Decimal(600_000)
    quotas = {("sales", person, f"2026-Q{q}"): quota for person in range(people) for q in range(1, 5)}
    quotas |= {("sales", person, "2026"): 4 * quota for person in range(people)}
    reference = Reference(EIGHT, quotas)
    slow, expected = timed(lambda: reference.lines(rows), times=1)
    fast, statement = timed(lambda: year_of_pay(sold, people))
    found = {}
    for line in np.flatnonzero(statement["amount"]).tolist():
        period = statement.periods.ids[PERIODS[statement["period_kind"][line]]][statement["period"][line]]
        key = (int(statement["person"][line]), period, statement.components[statement["component"][line]])
        found[*key, statement.rules[statement["rule"][line]]] = Decimal(int(statement["amount"][line])) / 100
    assert found == expected
    print(f"\n{n:,} events row by row in decimals: {slow:.2f} s; by the engine: {fast:.3f} s")
    print(f"{slow / fast:.0f} times as fast")
    assert slow / fast > 10.0


@pytest.mark.benchmark
def test_sixty_worlds_of_reps_are_paid_within_thirty_milliseconds() -> None:
    people, n = 7_200, 50_000
    components = {name: EIGHT[name] for name in ("base", "tilt", "accelerator", "bonus", "units")}
    components["salary"] = {"kind": "salary", "pay_per_month": 6_000}
    components["award"] = {"kind": "award", "credit": {"customer": "new"}, "pay": 100, "budget": 200_000}
    plan = plan_of(components)
    quarter = fiscal_periods(FiscalCalendar(), 13, 25)
    sold = events(n, people, 13 * 7, 91, 400_000)
    team = People(np.arange(people), company=np.arange(people) // 120)
    quotas = same_quota_every_period({"sales": np.full(people, 3_000_000)}, "quarter", quarter)
    seconds, statement = timed(lambda: statements(plan, sold, team, quotas, quarter), times=7)
    print(f"\n60 worlds of 120 reps, {n:,} events, 7 components: {seconds * 1e3:.1f} ms")
    print(f"{len(statement):,} lines")
    assert seconds <= MOST_SECONDS_A_QUARTER


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-q", "-s", "-m", "benchmark"]))
