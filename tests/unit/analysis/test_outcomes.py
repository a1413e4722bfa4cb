"""Outcomes on facts that can be added up by hand, and their independence from the rest of a batch."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import catalog
from simulator.analysis import outcomes
from simulator.errors import RuleError, UnknownName
from simulator.world.records import STAGES
from tests.unit.analysis.synthetic_ledger import example_ledger, ledger_of

ORDERS = [
    {"tier": 1, "day": 3, "amount_minor": 40_000, "product_cost_minor": 20_000, "channel_fee_minor": 2_000},
    {"tier": 0, "day": 400, "amount_minor": 60_000, "product_cost_minor": 40_000, "is_new_customer": True},
    {"tier": 1, "day": 500, "amount_minor": 20_000, "product_cost_minor": 10_000},
    {"firm": 1, "tier": 1, "day": 500, "amount_minor": 80_000},
]
LEDGER = ledger_of(
    weeks=78,
    order=ORDERS,
    payout=[{"amount_minor": 10_000, "rep": 0}, {"amount_minor": 2_000, "rep": 1, "day": 10}],
    spend=[{"amount_minor": 5_000}],
    receipt=[{"amount_minor": 33_000}, {"amount_minor": 1}],
    delivery=[{"satisfaction": 0.5}, {"satisfaction": 1.0}],
    stage_change=[
        {"to_stage": STAGES.index(s)} for s in ("lead", "won", "lost", "no_decision", "withdrawn", "paid")
    ],
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("revenue", 1_200.0),
        ("gross_margin", 480.0),
        ("pay_cost", 120.0),
        ("contribution", 480.0 - 120.0 - 50.0),
        ("pay_cost_share", 0.1),
        ("premium_share", 0.25),  # 200 of 800 in weeks 26 to 77
        ("premium_market_share", 0.2),  # 200 of 1,000 in weeks 26 to 77
        ("market_share", 0.6),
        ("orders", 3.0),
        ("new_customers", 1.0),
        ("win_rate", 0.25),
        ("satisfaction", 0.75),
        ("cash_collected", 330.01),
    ],
)
def test_an_outcome_is_what_its_formula_says(name: str, expected: float) -> None:
    assert outcomes.measure(name, LEDGER).tolist() == pytest.approx([expected], abs=1e-12)


def test_quota_is_attained_by_rep_and_complete_quarter() -> None:
    quotas = [{"rep": rep, "quarter": quarter, "amount_minor": 100} for rep in (0, 1) for quarter in (0, 1)]
    credits_ = [
        {"rep": 0, "day": 0, "revenue_minor": 60},
        {"rep": 0, "day": 90, "revenue_minor": 40},  # last day of the quarter: reached exactly
        {"rep": 1, "day": 90, "revenue_minor": 99},
        {"rep": 1, "day": 91, "revenue_minor": 1_000},  # the second quarter is not complete in 20 weeks
    ]
    ledger = ledger_of(weeks=20, quota=quotas, credit=credits_)
    assert outcomes.measure("quota_attained_share", ledger).tolist() == [0.5]


def test_a_later_quota_of_the_same_quarter_replaces_the_earlier_one() -> None:
    quotas = [{"rep": 0, "quarter": 0, "amount_minor": 100}, {"rep": 0, "quarter": 0, "amount_minor": 50}]
    ledger = ledger_of(quota=quotas, credit=[{"rep": 0, "revenue_minor": 70}])
    assert outcomes.measure("quota_attained_share", ledger).tolist() == [1.0]


def test_pay_spread_compares_the_top_fifth_with_the_bottom_fifth() -> None:
    pay = [{"rep": rep, "amount_minor": amount} for rep, amount in enumerate([300, 100, 200, 250, 150])]
    assert outcomes.measure("pay_spread", ledger_of(payout=[*pay, *pay])).tolist() == [3.0]


def test_what_cannot_be_measured_is_undefined_and_not_zero() -> None:
    empty = ledger_of(weeks=4)
    undefined = {name for name in outcomes.BUILT_IN if np.isnan(outcomes.measure(name, empty)).all()}
    assert undefined == {
        "pay_cost_share",
        "premium_share",
        "premium_market_share",
        "market_share",
        "win_rate",
        "quota_attained_share",
        "pay_spread",
        "satisfaction",
        "effort",
        "unpaid_task_effort",
        "late_quarter_share",
        "last_week_share",
        "discount_share",
        "bad_debt_share",
        "turnover_per_year",
        "mean_ability",
        "revenue_per_person",
        "own_adjustment_share",
    }


WORLDS = [(name, number) for number in range(4) for name in ("as-before", "tilt")]


@pytest.mark.parametrize("size", [1, 3, 7])
def test_an_outcome_of_a_world_is_the_same_in_any_batch(size: int) -> None:
    together = outcomes.measure_all(example_ledger(WORLDS))
    batches = [WORLDS[start : start + size] for start in range(0, len(WORLDS), size)]
    apart = [outcomes.measure_all(example_ledger(batch)) for batch in batches]
    assert "effort" not in together  # means something only where there are no customers
    for name in (each for each in outcomes.BUILT_IN if each in together):
        joined = np.concatenate([part[name] for part in apart])
        assert together[name].tobytes() == joined.tobytes(), name


def test_every_built_in_outcome_is_in_the_catalogue_and_declares_itself() -> None:
    declared = outcomes.declared()
    assert set(outcomes.BUILT_IN) <= set(catalog.names("outcome"))
    assert list(declared)[: len(outcomes.BUILT_IN)] == list(outcomes.BUILT_IN)
    for outcome in declared.values():
        assert outcome.formula
        assert outcome.window
        assert set(outcome.label()) == {"en", "zh"}
        assert outcome.label()["en"] != outcome.key or outcome.key not in outcomes.BUILT_IN


def test_money_is_written_in_the_currency_of_the_scenario() -> None:
    declared = outcomes.declared(["revenue", "win_rate"])
    assert [outcome.unit_in("CNY") for outcome in declared.values()] == ["CNY", "share"]


def test_a_misspelt_outcome_is_answered_with_the_one_that_was_meant() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'revenue'"):
        outcomes.measure("revenu", LEDGER)


def test_an_outcome_of_the_wrong_shape_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "get", lambda *_: outcomes.revenue)
    two_worlds = ledger_of(worlds=2)
    assert outcomes.measure("revenue", two_worlds).shape == (2,)
    broken = lambda ledger, axes: np.zeros(1)  # noqa: E731
    broken.__dict__["declaration"] = outcomes.declared(["revenue"])["revenue"]
    monkeypatch.setattr(catalog, "get", lambda *_: broken)
    with pytest.raises(RuleError, match=r"outcome 'revenue': must give float64 of shape \(2,\)"):
        outcomes.measure("revenue", two_worlds)
