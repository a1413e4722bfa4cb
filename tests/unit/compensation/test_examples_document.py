"""Worked examples collect cash and hold contests."""

from __future__ import annotations

from simulator.compensation.described import plan_document_text
from simulator.compensation.worked import worked
from tests.unit.compensation.pay_of import plan_of

HELD = """
components:
  fee: {kind: commission, rate: 1%}
  wait: {kind: holdback, of: fee, share: 40%}
"""
CONTEST = """
components:
  race: {kind: contest, period: year, prizes: [1000, 400], rivals_expected: 1200000, rivals_spread: 30%}
"""


def test_examples_collect_what_customers_owe() -> None:
    assert worked(plan_of(HELD), [0.5, 1.0]).pay().tolist() == [600_000, 1_200_000]


def test_people_of_the_examples_compete_with_one_another() -> None:
    assert worked(plan_of(CONTEST), [0.5, 1.0, 1.5]).pay().tolist() == [0, 40_000, 100_000]


TERMS = """
components:
  fee: {kind: commission, rate: 3%, clawback: {within_days: 90}}
  wait: {kind: holdback, of: fee, share: 30%}
  least: {kind: draw, of: [fee], minimum: 1000}
  race: {kind: contest, period: quarter, prizes: [1000, 400], rivals_expected: 1200000, rivals_spread: 30%}
  spiff: {kind: award, measure: units, pay: 15, gate: {paid: fee}}
  own: {kind: formula, inputs: {sold: {measure: revenue}, least: {amount: 100}}, pay: "max(sold, least)"}
"""


def test_the_document_says_defaults_that_decide_money_and_no_keys() -> None:
    told = plan_document_text(plan_of(TERMS)).splitlines()
    assert [line for line in told if line.startswith("- ")] == [
        "- Rate: 3%",
        "- Clawback of returns: 100% of what the sale earned, if it is returned within 90 days",
        "- Of: fee",
        "- Share: 30%",
        "- Release: when the customer pays",
        "- Of: fee",
        "- Minimum: CNY 1,000.00",
        "- Recovery: as soon as earnings allow",
        "- Prizes: CNY 1,000.00; CNY 400.00",
        "- Among: the company",
        "- Ties: tied places share their prizes",
        "- Rivals expected to sell: 1,200,000",
        "- Gate: only if something is paid by fee",
        "- Pay: CNY 15.00",
        "- Pay: max(sold, least)",
        "- **sold**: revenue (all sales)",
        "- **least**: amount CNY 100.00",
    ]


def test_the_document_says_all_terms_in_both_languages() -> None:
    plan = plan_of(
        """
components:
  c: {kind: commission, rate: 2%, proration: {of: [pay, quota]}}
  goals: {kind: objectives, target: 100, goals: {a: 100%}, most: 120%, expected: 90%, proration: {}}
  held: {kind: holdback, of: c, share: 20%, release: after-periods}
  draw: {kind: draw, of: [c], minimum: 10, most_owed: 50, prorated: true, forgive_after: true}
  cup: {kind: contest, prizes: [10], rivals_expected: 1000, field: 5}
"""
    )
    told = plan_document_text(plan, "en")
    for term in (
        "Shrinks with days on the plan: pay, quota",
        "Highest score that counts: 120%",
        "Score expected: 90%",
        "Periods: 1",
        "Most that is owed: CNY 50.00",
        "How many are believed to take part: 5",
    ):
        assert term in told
    said = plan_document_text(plan, "zh")
    for word in ("Most", "Expected", "Prorated", "Forgive", "Field"):
        assert word not in said
    assert "期数：1" in said
