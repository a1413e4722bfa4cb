"""Ledger tables with the names beside their codes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from simulator.analysis.readable import readable
from simulator.world.records import SPEND_KINDS, STAGES
from tests.unit.analysis.synthetic_ledger import ledger_of


def test_every_code_gets_its_name_and_none_gets_an_empty_one() -> None:
    ledger = ledger_of(lead=[{"line": 1, "channel": 0}, {"line": -1, "channel": 1}])
    found = readable("lead", ledger.table("lead"), ledger.axes)
    assert found["line_name"].tolist() == ["fridge", ""]
    assert found["channel_name"].tolist() == ["shops", "online"]
    assert found["line"].tolist() == [1, -1]
    assert list(found).index("line_name") == list(found).index("line") + 1


def test_wide_columns_are_split_by_kind() -> None:
    ledger = ledger_of(activity=[{"effort_by_kind": np.arange(8.0)}])
    found = readable("activity", ledger.table("activity"), ledger.axes)
    assert "effort_by_kind" not in found
    assert found["effort_by_kind:air-conditioner/standard/existing"].tolist() == [1.0]
    assert found["effort_by_kind:fridge/premium/existing"].tolist() == [7.0]


def test_stages_components_and_what_money_was_spent_on_have_names() -> None:
    rows = [{"kind": SPEND_KINDS.index(kind), "item": 1} for kind in ("action", "channel", "service")]
    ledger = ledger_of(
        stage_change=[{"from_stage": STAGES.index("lead"), "to_stage": STAGES.index("submitted")}],
        payout=[{"plan": 0, "component": 1, "period_kind": 1}, {"plan": 0, "component": -1}],
        spend=rows,
    )
    axes = replace(ledger.axes, actions=("briefing", "training"))
    changes = readable("stage_change", ledger.table("stage_change"), axes)
    assert (changes["from_stage_name"].tolist(), changes["to_stage_name"].tolist()) == (
        ["lead"],
        ["submitted"],
    )
    pay = readable("payout", ledger.table("payout"), axes)
    assert pay["component_name"].tolist() == ["commission", ""]
    assert pay["period_kind_name"].tolist() == ["quarter", "month"]
    spend = readable("spend", ledger.table("spend"), axes)
    assert spend["kind_name"].tolist() == ["action", "channel", "service"]
    assert spend["item_name"].tolist() == ["training", "online", ""]
