"""Worked examples collect cash and hold contests."""

from __future__ import annotations

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
