"""What reps did, on facts that can be added up by hand."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.analysis.responses import response_table
from simulator.engine.watch import Watch
from simulator.world.records import STAGES
from tests.unit.analysis.synthetic_ledger import ledger_of

KINDS = 8  # two lines, two tiers, new and existing
NEW_PREMIUM = "air-conditioner/premium/new"


def by_hand() -> dict[tuple[str, str, str, str], float]:
    """Take the facts of one world with three weeks and five reps, of whom two are at work."""
    even = [0.125] * KINDS
    activity = [
        {"rep": 0, "day": 0, "effort_by_kind": even, "marginal_value": [0.02] * KINDS},
        {"rep": 0, "day": 7, "effort_by_kind": even, "marginal_value": [0.04] * KINDS},
        {"rep": 1, "day": 0, "effort_by_kind": [0.0] * KINDS, "marginal_value": [0.03] * KINDS},
        {"rep": 1, "day": 7, "effort_by_kind": [0.25] * KINDS, "marginal_value": [0.002] * KINDS},
        {"rep": 1, "day": 14, "effort_by_kind": [0.25] * KINDS, "marginal_value": [0.002] * KINDS},
    ]
    ledger = ledger_of(
        weeks=3,
        activity=activity,
        belief=[{"rep": 0, "understanding": 0.25}, {"rep": 1, "understanding": 0.75}],
        credit=[
            {"rep": 1, "day": 8, "tier": 1, "is_new_customer": 1, "revenue_minor": 60_000},
            {"rep": 1, "day": 9, "line": 1, "revenue_minor": 40_000},
        ],
        quota=[{"rep": 1, "quarter": 0, "month": month, "amount_minor": 30_000} for month in range(3)],
        lead=[{"rep": 0, "is_new_customer": 1}, {"rep": 1, "is_new_customer": 1}, {"rep": -1}, {"rep": 1}],
        stage_change=[
            {"rep": 1, "to_stage": STAGES.index("won")},
            {"rep": 1, "to_stage": STAGES.index("withdrawn")},
            {"rep": -1, "to_stage": STAGES.index("withdrawn")},
        ],
    )
    watch = Watch(
        clauses={(0, "commission"): np.full((1, KINDS), 0.06)},
        looks=np.array([3.0]),
        explained=np.full((1, KINDS), 5.0),
        drawn_effort=np.full((1, KINDS), 1.5),
        drawn=np.full((1, KINDS), 4.0),
        ability_third=np.array([0, 2, 1, 1, 2]),
    )
    table = response_table(ledger, watch)
    keys = zip(*(table[name] for name in ("fact", "clause", "kind", "group")), strict=True)
    return dict(zip(keys, table["value"].tolist(), strict=True))


def test_every_fact_follows_from_its_rows() -> None:
    found = by_hand()
    assert found["clause_value", "commission", NEW_PREMIUM, ""] == pytest.approx(0.02)
    assert found["drawn_effort", "", NEW_PREMIUM, ""] == pytest.approx(0.5)
    assert found["explained", "", NEW_PREMIUM, ""] == 5.0
    assert found["effort", "", NEW_PREMIUM, "low-ability"] == pytest.approx(0.125)
    assert found["effort", "", NEW_PREMIUM, "high-ability"] == pytest.approx(0.5 / 3)
    assert found["acted_value", "", NEW_PREMIUM, "low-ability"] == pytest.approx(0.03)
    assert found["effort", "", NEW_PREMIUM, "week-2"] == pytest.approx(0.1875)
    assert found["understanding", "", "", ""] == 0.5
    assert (found["booked", "", "", ""], found["withdrawn", "", "", ""]) == (1.0, 1.0)


def test_orders_and_leads_stand_under_their_kind() -> None:
    found = by_hand()
    assert found["orders", "", NEW_PREMIUM, ""] == 1.0
    assert found["revenue", "", NEW_PREMIUM, ""] == 600.0
    assert found["orders", "", "fridge/standard/existing", ""] == 1.0
    assert sum(value for key, value in found.items() if key[0] == "orders") == 2.0
    for tier in ("standard", "premium"):  # a lead has a line and no tier yet
        assert found["leads", "", f"air-conditioner/{tier}/new", ""] == 2.0
        assert found["leads", "", f"air-conditioner/{tier}/existing", ""] == 1.0


def test_who_is_worth_little_coasts_beyond_quota_and_gives_up_before_it() -> None:
    """Worth by rep-week is 0.02, 0.04, 0 (no effort), 0.002 and 0.002; half of the mean is 0.0064."""
    found = by_hand()
    assert found["coasting", "", "", "high-ability"] == pytest.approx(1 / 3)  # 1,000 of 900 by week 3
    assert found["giving_up", "", "", "high-ability"] == pytest.approx(2 / 3)
    assert found["coasting", "", "", "low-ability"] == found["giving_up", "", "", "low-ability"] == 0.0


def test_weeks_that_did_not_happen_have_no_row() -> None:
    assert ("effort", "", NEW_PREMIUM, "week-4") not in by_hand()
