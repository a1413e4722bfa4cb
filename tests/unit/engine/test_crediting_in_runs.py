"""A simulation credits several people with a sale as the plan says, and behavior sees the seller's share."""

from __future__ import annotations

import numpy as np

from simulator.engine.ledger import Ledger
from simulator.engine.spec import WorldsSpec
from simulator.engine.state import CustomerState
from tests.unit.engine.small_runs import batch, small_scenario, state_after

WEEKS = 13
SHARED = """\
crediting: {split: {seller: 7, helper: 3}, roll_up: {share: 100%}}
components:
  salary: {kind: salary, pay_per_month: 4000}
  commission: {kind: commission, period: quarter, credit: {crediting: split}, rate: 2%}
  override: {kind: commission, period: quarter, credit: {crediting: roll-up}, rate: 1%}
"""


def run_with(plan: str | None) -> tuple[WorldsSpec, CustomerState]:
    if plan is None:
        spec = batch(small_scenario(), ["flat"], weeks=WEEKS)
    else:
        head = "plan: flat\n"
        old = (
            head + "components:\n  salary: {kind: salary, pay_per_month: 4000}\n"
            "  commission: {kind: commission, rate: 2%}\n"
            "  bonus: {kind: bonus, period: quarter, attainment: {quota: sales}, at: 100%, pay: 2000}\n"
        )
        spec = batch(small_scenario(plan=("flat", old, head + plan)), ["flat"], weeks=WEEKS)
    return spec, state_after(spec, WEEKS)


def paid_by_rep(ledger: Ledger, component: int, n_reps: int) -> np.ndarray:
    payout = ledger.table("payout")
    rows = payout["component"] == component
    return np.bincount(payout["rep"][rows], payout["amount_minor"][rows], n_reps)


def test_a_sale_is_split_with_the_next_colleague_and_rolled_up_to_the_first_of_the_region() -> None:
    _, state = run_with(SHARED)
    ledger, axes = state.ledger, state.ledger.axes
    credit = ledger.table("credit")
    n = len(axes.rep_world)
    sold = np.bincount(credit["rep"], credit["revenue_minor"], n)
    region = np.asarray(axes.rep_region)
    expected, override = np.zeros(n), np.zeros(n)
    for each in np.unique(region):
        team = np.flatnonzero(region == each)
        before = np.roll(sold[team], 1)
        shares = (0.7, 0.3) if len(team) > 1 else (1.0, 0.0)
        expected[team] = shares[0] * sold[team] + shares[1] * before
        override[team[0]] = expected[team].sum() - expected[team[0]]
    assert sold.sum() > 0
    n_orders = len(credit["rep"])
    assert np.abs(paid_by_rep(ledger, 1, n) - 0.02 * expected).max() <= 1 + n_orders / 2
    assert np.abs(paid_by_rep(ledger, 2, n) - 0.01 * override).max() <= 1 + n_orders / 2
    # Splits add up to the sale: everybody's commission together is that on all sales, but for rounding.
    assert abs(paid_by_rep(ledger, 1, n).sum() - 0.02 * sold.sum()) <= n


def test_every_line_of_pay_has_its_id_within_its_world() -> None:
    per_sale = SHARED.replace("period: quarter, credit: {crediting: split}, rate: 2%", "per: order, rate: 2%")
    _, state = run_with(per_sale)
    payout = state.ledger.table("payout")
    pairs = np.stack([payout["world"].astype(np.uint64), payout["event_id"]], axis=1)
    assert len(np.unique(pairs, axis=0)) == len(pairs) > 0


def test_behavior_sees_the_share_that_stays_with_the_seller() -> None:
    _, shared = run_with(SHARED)
    _, alone = run_with(None)
    [plan], [other] = ([each.compiled for each in state.plans] for state in (shared, alone))
    slopes = {term.name: term.slopes.tolist() for term in plan.terms}
    assert slopes["commission"] == [0.02 * 0.7]
    assert {term.name: term.slopes.tolist() for term in other.terms}["commission"] == [0.02]
    [watched] = [plan.accumulators[term.accumulator] for term in plan.terms if term.name == "override"]
    assert not watched.weights.any()  # what others sell is no reason to sell
