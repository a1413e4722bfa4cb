"""What behavior weighs is what payroll pays: compiled terms agree with statements on random plans."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.compensation import (
    Coded,
    CreditEvents,
    People,
    Quota,
    compile_plan,
    gregorian_periods,
    load_plan,
    statements,
)
from simulator.documents import parse
from simulator.world.pay_terms import CreditKind

LINES, TIERS, CUSTOMERS = ("washer", "fridge"), ("standard", "premium"), ("new", "existing")
KINDS = tuple(CreditKind(line, tier, customer) for line in LINES for tier in TIERS for customer in CUSTOMERS)
QUARTER = gregorian_periods(date(2026, 1, 1), date(2026, 3, 31))
DAY = date(2026, 2, 14).toordinal()
MARGIN = np.array([0.25, 0.25, 0.375, 0.375, 0.125, 0.125, 0.5, 0.5])
UNITS = np.array([1, 1, 2, 2, 1, 1, 2, 2]) / 1_000

shares = st.integers(0, 300).map(lambda tenths: f"{tenths / 10}%")
selections = st.fixed_dictionaries(
    {},
    optional={
        "line": st.sampled_from(LINES),
        "tier": st.sampled_from(TIERS),
        "customer": st.sampled_from(CUSTOMERS),
    },
).map(lambda chosen: chosen or "all")


@st.composite
def commissions(draw: st.DrawFn) -> dict[str, object]:
    relative = draw(st.booleans())
    counted = draw(st.sampled_from(["revenue", "margin", "units"]))
    component: dict[str, object] = {"kind": "commission", "measure": counted, "credit": draw(selections)}
    component["period"] = draw(st.sampled_from(["month", "quarter"])) if not relative else "quarter"
    if relative:
        component["attainment"] = {"quota": counted}
    starts = sorted(draw(st.sets(st.integers(1, 250), max_size=3)))
    scale = 5 if counted == "units" else 2_000
    key = "pay_per_unit" if counted == "units" else "rate"
    levels = [0, *starts] if draw(st.booleans()) else (starts or [0])
    component["tiers"] = [
        {
            "from": f"{level}%" if relative else level * scale,
            key: draw(st.integers(0, 40)) if counted == "units" else draw(shares),
        }
        for level in levels
    ]
    component["method"] = draw(st.sampled_from(["marginal", "retroactive"]))
    if draw(st.booleans()):
        level = draw(st.integers(1, levels[1] - 1 if len(levels) > 1 and levels[1] > 1 else 300))
        at = f"{level}%" if relative else level * scale
        component["threshold"] = {"at": at, "pays": "from-first-unit"}
    if draw(st.booleans()):
        component["cap"] = {"pay": draw(st.integers(1, 60)) * 1_000}
        rates = [float(str(tier[key]).rstrip("%")) for tier in component["tiers"]]  # type: ignore[attr-defined]
        if relative and rates != sorted(rates):
            # A cap in money on pay that can fall has no single crossing; plans with both are not compiled.
            del component["cap"]
    if component["period"] == "quarter" and draw(st.booleans()):
        component["gate"] = {
            "measure": "revenue",
            "quota": "revenue",
            "at_least": f"{draw(st.integers(1, 150))}%",
        }
    return component


@st.composite
def bonuses(draw: st.DrawFn) -> dict[str, object]:
    relative = draw(st.booleans())
    levels = sorted(draw(st.sets(st.integers(1, 250), min_size=1, max_size=3)))
    component: dict[str, object] = {"kind": "bonus", "credit": draw(selections), "period": "quarter"}
    if relative:
        component["attainment"] = {"quota": "revenue"}
    component["levels"] = [
        {"at": f"{level}%" if relative else level * 2_000, "pay": draw(st.integers(0, 9_000))}
        for level in levels
    ]
    return component


awards = st.fixed_dictionaries(
    {"kind": st.just("award"), "measure": st.just("units"), "credit": selections, "pay": st.integers(1, 500)},
    optional={"budget": st.integers(100, 20_000)},
)


@given(
    st.lists(st.one_of(commissions(), bonuses(), awards), min_size=1, max_size=5),
    st.lists(st.integers(0, 90), min_size=len(KINDS), max_size=len(KINDS)),
    st.integers(20, 900),
)
def test_compiled_terms_pay_what_the_statement_pays(
    components: list[dict[str, object]], thousands: list[int], quota_thousands: int
) -> None:
    data = {"plan": "random", "components": {f"c{n}": each for n, each in enumerate(components)}}
    plan = load_plan(parse(json.dumps(data)))
    revenue = np.array(thousands) * 1_000
    quotas = {
        name: quota_thousands * each for name, each in (("revenue", 1_000), ("margin", 300), ("units", 100))
    }
    scale = {"revenue": 100, "margin": 100, "units": 1}
    events = CreditEvents(
        np.arange(1, len(KINDS) + 1, dtype=np.uint64),
        np.full(len(KINDS), 1),
        np.full(len(KINDS), DAY, dtype=np.int32),
        {
            "revenue": revenue * 100,
            "margin": np.rint(revenue * MARGIN * 100).astype(np.int64),
            "units": np.rint(revenue * UNITS).astype(np.int64),
        },
        {
            "line": Coded(np.array([LINES.index(k.line) for k in KINDS]), LINES),
            "tier": Coded(np.array([TIERS.index(k.tier) for k in KINDS]), TIERS),
            "customer": Coded(np.array([CUSTOMERS.index(k.customer) for k in KINDS]), CUSTOMERS),
        },
    )
    tables = {name: Quota("quarter", np.array([[amount * scale[name]]])) for name, amount in quotas.items()}
    statement = statements(plan, events, People(np.array([1])), tables, QUARTER)

    compiled = compile_plan(plan, KINDS, {"margin": MARGIN, "units": UNITS})
    credit = np.array([[float((a.weights * revenue).sum()) for a in compiled.accumulators]])
    quota = np.array([[float(quotas.get(a.quota, 1)) for a in compiled.accumulators]])
    lines = max(len(statement), 1)
    assert abs(compiled.pay(credit, quota)[0] - statement["amount"].sum() / 100) <= 0.011 * lines
