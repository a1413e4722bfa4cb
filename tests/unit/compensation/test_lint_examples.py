"""Lint on worked examples: cliffs, falls, gates that never open, holdbacks of too much, dates of changes."""

from __future__ import annotations

import pytest

from simulator.compensation.finding import Finding
from simulator.compensation.lint import findings, findings_of_versions
from simulator.compensation.versions import versions_of
from simulator.documents import parse
from simulator.language import text
from tests.unit.compensation.pay_of import plan_of


def said(found: list[Finding]) -> list[str]:
    told = []
    for each in found:
        values = {"component": each.component, **each.values}
        told.append(f"{each.level}: {text(f'compensation.lint.{each.key}', **values)}")
    return told


CURVE = "curve: {points: [{at: 75%, pays: 50%}, {at: 100%, pays: 100%}]}"
FALLING = "curve: {points: [{at: 75%, pays: 50%}, {at: 100%, pays: 30%}]}"
FOUND = {
    "a curve that begins halfway": (
        f"c: {{kind: bonus, period: quarter, attainment: {{quota: q}}, target: 1000, {CURVE}}}",
        "warning: c: pay jumps at 75%; people will time their sales around it.",
    ),
    "a card that falls": (
        (
            "c: {kind: scorecard, period: quarter, target: 1000, "
            f"cards: {{a: {{weight: 100%, quota: q, {FALLING}}}}}}}"
        ),
        "problem: c: pay falls somewhere when sales rise.",
    ),
    "a table that falls": (
        (
            "c: {kind: matrix, target: 1000, rows: {quota: q, levels: [80%, 100%]}, "
            "columns: {quota: m, measure: margin, levels: [90%]}, shares: [[80%], [50%]]}"
        ),
        "problem: c: pay falls somewhere when sales rise.",
    ),
    "a factor that falls": (
        (
            "c: {kind: commission, rate: 3%}\n  m: {kind: multiplier, of: [c], attainment: {quota: q}, "
            "factors: {points: [{at: 0%, pays: 120%}, {at: 100%, pays: 50%}]}}"
        ),
        "problem: m: pay falls somewhere when sales rise.",
    ),
    "tiers of an order that fall": (
        (
            "c: {kind: commission, per: order, method: retroactive, "
            "tiers: [{from: 0, rate: 5%}, {from: 100, rate: 1%}]}"
        ),
        "problem: c: pay falls somewhere when sales rise.",
    ),
    "two holdbacks": (
        (
            "c: {kind: commission, rate: 3%}\n  a: {kind: holdback, of: c, share: 80%}\n"
            "  b: {kind: holdback, of: c, share: 70%}"
        ),
        "problem: c: 150% of it is held back, more than there is.",
    ),
    "a gate on nothing": (
        "c: {kind: award, pay: 1, gate: {paid: d}}\n  d: {kind: award, pay: 0}",
        "problem: c: a gate waits for d, which never pays anything.",
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_lint_says(case: str) -> None:
    components, sentence = FOUND[case]
    assert sentence in said(findings(plan_of(f"components:\n  {components}")))


def test_smooth_pay_is_left_alone() -> None:
    smooth = (
        "c: {kind: bonus, period: quarter, attainment: {quota: q}, target: 1000, "
        "curve: {points: [{at: 0%, pays: 0%}, {at: 100%, pays: 100%}, {at: 150%, pays: 250%}]}}"
    )
    assert {each.key for each in findings(plan_of(f"components:\n  {smooth}"))} == {"no_source"}


def test_a_change_within_a_period_is_said() -> None:
    document = parse("""
plan: p
source: board
components:
  c: {kind: commission, rate: 3%, cap: {deal: 90000}}
  b: {kind: commission, period: quarter, credit: {tier: premium}, rate: 1%, cap: {deal: 90000}}
amendments:
  - {from: 2026-06-01, changes: {components: {c: {rate: 4%}, b: {rate: 2%}}}}
""")
    first, second = findings_of_versions(versions_of(document))
    assert said(first) == []
    assert said(second) == [
        (
            "warning: b: its terms change on 2026-06-01, within a quarter; "
            "that whole quarter is settled by the new terms."
        )
    ]
