"""The rows of a run agree with each other: every fact has its cause, and money adds up."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engine.ledger import Ledger
from simulator.engine.state import CustomerState
from simulator.world.records import STAGES
from tests.unit.engine.small_runs import batch, small_scenario, state_after

WEEKS = 26


@pytest.fixture(scope="module")
def state() -> CustomerState:
    return state_after(batch(small_scenario(), replications=2, weeks=WEEKS), WEEKS)


@pytest.fixture(scope="module")
def ledger(state: CustomerState) -> Ledger:
    return state.ledger


def test_something_happened_in_every_table_that_this_case_fills(ledger: Ledger) -> None:
    empty = {name for name in ledger.names if not len(ledger.table(name)["world"])}
    assert empty <= {"launch", "task", "discount", "hire", "leave", "adjustment"}


def test_every_row_has_its_id_within_its_world(ledger: Ledger) -> None:
    for name in ledger.names:
        table = ledger.table(name)
        pairs = np.stack([table["world"].astype(np.uint64), table["event_id"]], axis=1)
        assert len(np.unique(pairs, axis=0)) == len(pairs), name


def test_rows_of_a_world_stand_in_order_of_the_weeks_in_which_they_were_entered(ledger: Ledger) -> None:
    for name in ("need", "lead", "activity", "quota", "message"):
        table = ledger.table(name)
        for world in range(ledger.axes.n_worlds):
            weeks = table["day"][table["world"] == world] // 7
            assert (np.diff(weeks) >= 0).all(), name


@pytest.mark.parametrize(
    ("effect", "cause"), [("lead", "need"), ("delivery", "order"), ("receipt", "order"), ("credit", "order")]
)
def test_every_fact_has_its_cause(ledger: Ledger, effect: str, cause: str) -> None:
    causes = ledger.table(cause)
    known = set(zip(causes["world"].tolist(), causes["event_id"].tolist(), strict=True))
    rows = ledger.table(effect)
    assert set(zip(rows["world"].tolist(), rows["cause_id"].tolist(), strict=True)) <= known


def test_our_orders_come_from_leads(ledger: Ledger) -> None:
    order, lead = ledger.table("order"), ledger.table("lead")
    ours = order["firm"] == 0
    known = set(zip(lead["world"].tolist(), lead["event_id"].tolist(), strict=True))
    mine = zip(order["world"][ours].tolist(), order["cause_id"][ours].tolist(), strict=True)
    assert set(mine) <= known


def test_every_lead_ends_once_or_is_still_on_its_way(ledger: Ledger) -> None:
    change, lead = ledger.table("stage_change"), ledger.table("lead")
    ends = np.isin(change["to_stage"], [STAGES.index(s) for s in ("won", "lost", "no_decision", "withdrawn")])
    deals = np.stack([change["world"][ends].astype(np.uint64), change["deal_id"][ends]], axis=1)
    assert len(np.unique(deals, axis=0)) == len(deals)
    assert 0.9 * len(lead["world"]) < len(deals) <= len(lead["world"])


def test_won_deals_are_our_orders(ledger: Ledger) -> None:
    change, order = ledger.table("stage_change"), ledger.table("order")
    won = change["to_stage"] == STAGES.index("won")
    ours = order["firm"] == 0
    by_deal = sorted(zip(change["world"][won], change["deal_id"][won], change["day"][won], strict=True))
    by_order = sorted(zip(order["world"][ours], order["cause_id"][ours], order["day"][ours], strict=True))
    assert by_deal == by_order


def test_credit_is_what_reps_sold_and_nothing_else(ledger: Ledger) -> None:
    order, credit = ledger.table("order"), ledger.table("credit")
    sold = (order["firm"] == 0) & (order["rep"] >= 0)
    assert credit["revenue_minor"].sum() == order["amount_minor"][sold].sum()
    net = order["amount_minor"] - order["product_cost_minor"] - order["channel_fee_minor"]
    assert credit["margin_minor"].sum() == net[sold].sum()
    assert credit["units"].sum() == order["units"][sold].sum()
    assert np.array_equal(np.sort(credit["order_id"]), np.sort(order["event_id"][sold]))


def test_orders_are_priced_by_list_price_discount_and_units(ledger: Ledger) -> None:
    order = ledger.table("order")
    ours = order["firm"] == 0
    price = order["amount_minor"][ours] / order["units"][ours] / 100.0
    allowed = {0: {2_000.0}, 1: {4_000.0, 3_600.0}}  # the sale takes 10 % off premium
    for tier, prices in allowed.items():
        assert set(price[order["tier"][ours] == tier].tolist()) == prices
    on_sale = price == 3_600.0
    alternative = np.array(ledger.axes.alternatives)[ledger.axes.world_alternative]
    assert set(alternative[order["world"][ours][on_sale]].tolist()) == {"tilted"}


def test_every_order_of_ours_is_delivered_once_and_then_paid_in_full(ledger: Ledger) -> None:
    order, delivery, receipt = (ledger.table(name) for name in ("order", "delivery", "receipt"))
    ours = order["firm"] == 0
    due = ours & (order["day"] < 7 * WEEKS - 30)
    key = lambda table, ids: set(zip(table["world"].tolist(), ids.tolist(), strict=True))  # noqa: E731
    assert key({"world": order["world"][due]}, order["event_id"][due]) <= key(delivery, delivery["order_id"])
    amounts = dict(
        zip(
            zip(order["world"].tolist(), order["event_id"].tolist(), strict=True),
            order["amount_minor"],
            strict=True,
        )
    )
    paid = zip(receipt["world"].tolist(), receipt["order_id"].tolist(), strict=True)
    assert [amounts[order_id] for order_id in paid] == receipt["amount_minor"].tolist()


def test_satisfaction_and_beliefs_lie_between_0_and_1(ledger: Ledger) -> None:
    for table, column in (("delivery", "satisfaction"), ("belief", "understanding"), ("belief", "knowledge")):
        values = ledger.table(table)[column]
        assert values.min() >= 0.0
        assert values.max() <= 1.0


def test_effort_lies_between_what_supervision_secures_and_what_people_can_give(ledger: Ledger) -> None:
    activity = ledger.table("activity")
    assert activity["effort"].min() >= 0.6 - 1e-6
    assert activity["effort"].max() <= 1.5 + 1e-6
    assert activity["effort_by_kind"].sum(axis=1) == pytest.approx(activity["effort"], rel=1e-5)


def test_quotas_are_the_stated_share_of_potential_times_the_season(state: CustomerState) -> None:
    quota = state.ledger.table("quota")
    season = [sum([1.0] * 13), 4 * 1.0 + 4 * 1.2 + 5 * 1.2]
    for quarter in (0, 1):
        rows = quota["quarter"] == quarter
        amounts = np.bincount(quota["rep"][rows], quota["amount_minor"][rows] / 100.0)
        expected = 0.3 * state.reps.potential[:, 0] * season[quarter]
        assert amounts == pytest.approx(expected, abs=1.5)  # three months, each rounded


def test_commission_is_paid_on_the_credit_of_the_month_and_salary_to_everybody(state: CustomerState) -> None:
    """Plan flat: 4,000 a month, 2 % of credited revenue, 2,000 at quota; months of 4, 4 and 5 weeks."""
    payout, credit, axes = (state.ledger.table("payout"), state.ledger.table("credit"), state.ledger.axes)
    flat = np.flatnonzero(axes.world_alternative[axes.rep_world] == axes.alternatives.index("flat"))
    quota = state.ledger.table("quota")
    for rep in flat:
        mine, sold = payout["rep"] == rep, credit["rep"] == rep
        edges = 7 * np.array([0, 4, 8, 13, 17, 21, 26])
        by_month, _ = np.histogram(credit["day"][sold], edges, weights=credit["revenue_minor"][sold])
        commission = int(np.floor(0.02 * by_month + 0.5).sum())
        by_quarter, _ = np.histogram(
            credit["day"][sold], edges[[0, 3, 6]], weights=credit["revenue_minor"][sold]
        )
        his = quota["rep"] == rep
        needed = np.bincount(quota["quarter"][his], quota["amount_minor"][his])
        bonus = int((by_quarter >= needed).sum()) * 200_000
        assert int(payout["amount_minor"][mine].sum()) == 6 * 400_000 + commission + bonus


def test_running_totals_are_a_cache_of_the_ledger() -> None:
    """After 23 weeks: the sixth month has 2 weeks, the second quarter 10, the year 23."""
    state = state_after(batch(small_scenario(), weeks=WEEKS), 23)
    credit, reps = state.ledger.table("credit"), state.reps
    kind = credit["tier"] * 2 + np.where(credit["is_new_customer"], 0, 1)
    for number, first_week in enumerate((21, 13, 0)):
        rows = credit["day"] >= 7 * first_week
        total = np.zeros_like(reps.potential)
        np.add.at(total, (credit["rep"][rows], kind[rows]), credit["revenue_minor"][rows] / 100.0)
        assert reps.credit[number] == pytest.approx(total)
