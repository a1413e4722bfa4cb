"""Weekly series and rep-quarters on facts that can be added up by hand."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.analysis.attainment import attainment_table, quarter_of_each_week
from simulator.analysis.weekly import weekly_series
from simulator.calendar import FiscalCalendar
from simulator.world.records import STAGES
from tests.unit.analysis.synthetic_ledger import example_ledger, ledger_of

KINDS = 8  # two lines, two tiers, new and existing


def test_a_week_adds_up_its_seven_days() -> None:
    ledger = ledger_of(
        weeks=2,
        worlds=2,
        order=[
            {"world": 1, "day": 0, "tier": 1, "amount_minor": 30_000},
            {"world": 1, "day": 6, "amount_minor": 10_000},
            {"world": 1, "day": 6, "firm": 1, "amount_minor": 60_000},
            {"world": 1, "day": 7, "amount_minor": 500},
        ],
        payout=[{"world": 1, "day": 13, "amount_minor": 700}],
        delivery=[{"world": 0, "day": 8, "satisfaction": 0.25}, {"world": 0, "day": 9, "satisfaction": 0.75}],
        belief=[{"rep": 0, "understanding": 0.5}, {"rep": 1, "understanding": 1.0}],
    )
    found = weekly_series(ledger)
    assert found["week"].tolist() == [0, 1, 0, 1]
    assert found["replication"].tolist() == [0, 0, 1, 1]
    assert found["revenue"].tolist() == [0.0, 0.0, 400.0, 5.0]
    assert found["orders"].tolist() == [0, 0, 2, 1]
    assert found["pay_cost"].tolist() == [0.0, 0.0, 0.0, 7.0]
    np.testing.assert_array_equal(found["premium_share"], [np.nan, np.nan, 0.75, 0.0])
    np.testing.assert_array_equal(found["market_share"], [np.nan, np.nan, 0.4, 1.0])
    np.testing.assert_array_equal(found["satisfaction"], [np.nan, 0.5, np.nan, np.nan])
    np.testing.assert_array_equal(found["understanding"], [0.75, np.nan, np.nan, np.nan])


def test_effort_is_split_by_line_and_tier() -> None:
    by_kind = [0.1, 0.1, 0.3, 0.1, 0.0, 0.0, 0.2, 0.0]  # new and existing beside each other
    activity = [
        {"rep": 0, "effort": 1.0, "effort_by_kind": by_kind},
        {"rep": 1, "effort_by_kind": [0.0] * KINDS},
    ]
    found = weekly_series(ledger_of(weeks=1, activity=activity))
    assert found["effort"].tolist() == [0.5]
    assert found["effort_air-conditioner_standard"] == pytest.approx([0.1])
    assert found["effort_air-conditioner_premium"] == pytest.approx([0.2])
    assert found["effort_fridge_premium"] == pytest.approx([0.1])
    assert found["effort_premium_share"] == pytest.approx([0.75])


def test_a_series_of_a_world_is_the_same_in_any_batch() -> None:
    worlds = [("as-before", 0), ("tilt", 0), ("as-before", 1)]
    together = weekly_series(example_ledger(worlds, weeks=9))
    apart = [weekly_series(example_ledger([world], weeks=9)) for world in worlds]
    for name, values in together.items():
        joined = np.concatenate([part[name] for part in apart])
        np.testing.assert_array_equal(values, joined, err_msg=name)


def test_attainment_is_credit_over_quota_with_the_pay_of_the_quarter() -> None:
    ledger = ledger_of(
        weeks=27,
        quota=[{"rep": 2, "quarter": quarter, "amount_minor": 20_000} for quarter in (0, 1, 2)],
        credit=[
            {"rep": 2, "day": 20, "revenue_minor": 5_000},
            {"rep": 2, "day": 181, "revenue_minor": 30_000},
        ],
        payout=[{"rep": 2, "day": 181, "amount_minor": 900}, {"rep": 2, "day": 90, "amount_minor": 100}],
    )
    found = attainment_table(ledger)
    assert found["rep"].tolist() == [2, 2]
    assert found["quarter"].tolist() == [0, 1]
    assert found["attainment"].tolist() == [0.25, 1.5]
    assert found["pay"].tolist() == [1.0, 9.0]


def test_a_quarter_has_thirteen_weeks_and_must_be_complete() -> None:
    quarters, complete = quarter_of_each_week(27, FiscalCalendar())
    assert [int(np.sum(quarters == quarter)) for quarter in range(3)] == [13, 13, 1]
    assert complete.tolist() == [True, True, False]


def test_an_approval_takes_from_handing_in_to_winning() -> None:
    lead, submitted, won, lost = (STAGES.index(stage) for stage in ("lead", "submitted", "won", "lost"))
    steps = [(7, lead, 0), (7, submitted, 2), (8, submitted, 3), (7, won, 5), (8, lost, 9), (9, won, 8)]
    changes = [{"deal_id": deal, "to_stage": stage, "day": day} for deal, stage, day in steps]
    changes += [{"deal_id": 8, "to_stage": won, "day": 9, "world": 1}]  # another world's deal of the same id
    found = weekly_series(ledger_of(weeks=2, worlds=2, stage_change=changes))
    np.testing.assert_array_equal(found["approval_wait_days"], [3.0, np.nan, np.nan, np.nan])


def test_a_price_holds_until_it_is_moved() -> None:
    opening = [
        {"firm": firm, "line": line, "tier": tier, "price_minor": 10_000 * (firm + 1)}
        for firm in (0, 1)
        for line in (0, 1)
        for tier in (0, 1)
    ]
    cut = {"firm": 1, "day": 7, "price_minor": 12_000}
    found = weekly_series(ledger_of(weeks=3, price_move=[*opening, cut]))
    assert found["price_us"].tolist() == [100.0, 100.0, 100.0]
    assert found["price_rival"].tolist() == [200.0, 180.0, 180.0]
