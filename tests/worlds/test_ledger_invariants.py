"""What must hold in the ledger of any run: causes, sums, and running totals that are only caches."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.engine.setup import build_state
from simulator.engine.state import CustomerState
from simulator.engine.week import advance_week
from simulator.scenario import load_scenario
from simulator.scenario.build import worlds
from simulator.world.pay_terms import PERIODS
from simulator.world.records import STAGES
from simulator.world.specs import OUR_FIRM, TIERS, WorldKey

WEEKS = 27
STAGE = {name: code for code, name in enumerate(STAGES)}


@pytest.fixture(scope="module")
def state() -> CustomerState:
    """Two quarters and a week: everything has happened at least once."""
    scenario = load_scenario("home-appliances", settings=["demand.customers=1500"])
    keys = [WorldKey(name, 0) for name in scenario.alternatives]
    [batch] = worlds(scenario, keys, seed=8, weeks=WEEKS)
    running = build_state(batch)
    for _ in range(WEEKS):
        advance_week(running)
    return running


def keyed(world: np.ndarray, ids: np.ndarray) -> list[tuple[int, int]]:
    return list(zip(world.tolist(), ids.tolist(), strict=True))


def test_every_row_has_its_cause(state: CustomerState) -> None:
    table = state.ledger.table
    orders = table("order")
    ours = orders["firm"] == OUR_FIRM
    needs, leads = (set(keyed(table(name)["world"], table(name)["event_id"])) for name in ("need", "lead"))
    assert set(keyed(table("lead")["world"], table("lead")["cause_id"])) <= needs
    assert set(keyed(orders["world"][ours], orders["cause_id"][ours])) <= leads
    assert set(keyed(orders["world"][~ours], orders["cause_id"][~ours])) <= needs | leads
    booked = set(keyed(orders["world"][ours], orders["event_id"][ours]))
    for name in ("delivery", "receipt", "credit"):
        rows = table(name)
        assert set(keyed(rows["world"], rows["cause_id"])) <= booked, name
        assert np.array_equal(rows["cause_id"], rows["order_id"]), name
    moves = table("stage_change")
    assert set(keyed(moves["world"], moves["cause_id"])) <= leads


def test_deals_pass_the_stages_in_order_and_each_once(state: CustomerState) -> None:
    moves = state.ledger.table("stage_change")
    steps = set(zip(moves["from_stage"].tolist(), moves["to_stage"].tolist(), strict=True))
    allowed = {
        ("lead", "lost"),
        ("lead", "no_decision"),
        ("lead", "submitted"),
        ("lead", "won"),
        ("submitted", "won"),
        ("submitted", "withdrawn"),
        ("won", "delivered"),
        ("delivered", "paid"),
    }
    assert steps == {(STAGE[one], STAGE[other]) for one, other in allowed}
    at = keyed(moves["world"], moves["deal_id"])
    once = set(zip(at, moves["to_stage"].tolist(), strict=True))
    assert len(once) == len(at)
    left = set(zip(at, moves["from_stage"].tolist(), strict=True))
    assert len(left) == len(at)
    reached = {(deal, stage) for deal, stage in once} | {(deal, STAGE["lead"]) for deal in at}
    assert left <= reached


def test_no_event_comes_before_its_cause(state: CustomerState) -> None:
    table = state.ledger.table
    day_of = {}
    for name in ("need", "lead", "order"):
        rows = table(name)
        day_of |= dict(zip(keyed(rows["world"], rows["event_id"]), rows["day"].tolist(), strict=True))
    for name in ("lead", "order", "delivery", "receipt", "credit", "stage_change"):
        rows = table(name)
        causes = keyed(rows["world"], rows["cause_id"])
        assert all(day_of[cause] <= day for cause, day in zip(causes, rows["day"].tolist(), strict=True)), (
            name
        )


def test_money_received_was_booked_and_delivered(state: CustomerState) -> None:
    table = state.ledger.table
    orders, receipts, deliveries = table("order"), table("receipt"), table("delivery")
    amount = dict(
        zip(keyed(orders["world"], orders["event_id"]), orders["amount_minor"].tolist(), strict=True)
    )
    paid = keyed(receipts["world"], receipts["order_id"])
    assert [amount[order] for order in paid] == receipts["amount_minor"].tolist()
    assert len(set(paid)) == len(paid)
    assert set(paid) <= set(keyed(deliveries["world"], deliveries["order_id"]))
    ours = orders["firm"] == OUR_FIRM
    for world in range(state.n_worlds):
        taken_in = receipts["amount_minor"][receipts["world"] == world].sum()
        booked = orders["amount_minor"][ours & (orders["world"] == world)].sum()
        assert 0 < taken_in <= booked


def test_units_and_prices_make_the_amount(state: CustomerState) -> None:
    orders = state.ledger.table("order")
    assert (orders["amount_minor"] % orders["units"] == 0).all()
    assert (orders["product_cost_minor"] < orders["amount_minor"]).all()
    assert (orders["units"] >= 1).all()
    list_price = np.rint(state.firms.opening_price * 100).astype(np.int64)
    price = orders["amount_minor"] // orders["units"]
    at_list = list_price[orders["world"], orders["firm"], orders["line"], orders["tier"]]
    assert (price[orders["firm"] != OUR_FIRM] <= at_list[orders["firm"] != OUR_FIRM]).all()


def test_credit_is_every_booked_order_of_a_rep_and_nothing_else(state: CustomerState) -> None:
    orders, credit = state.ledger.table("order"), state.ledger.table("credit")
    sold = (orders["firm"] == OUR_FIRM) & (orders["rep"] >= 0)
    assert keyed(credit["world"], credit["order_id"]) == keyed(
        orders["world"][sold], orders["event_id"][sold]
    )
    for name in ("day", "rep", "line", "tier", "is_new_customer", "units"):
        assert np.array_equal(credit[name], orders[name][sold]), name
    assert np.array_equal(credit["revenue_minor"], orders["amount_minor"][sold])
    costs = orders["product_cost_minor"] + orders["channel_fee_minor"]
    assert np.array_equal(credit["margin_minor"], (orders["amount_minor"] - costs)[sold])
    assert np.array_equal(state.reps.world[credit["rep"]], credit["world"])
    assert np.array_equal(state.reps.region[credit["rep"]], orders["region"][sold])


def test_running_totals_of_credit_are_those_of_the_ledger(state: CustomerState) -> None:
    credit = state.ledger.table("credit")
    calendar, n_kinds = state.spec.calendar, state.reps.potential.shape[1]
    kind = (credit["line"].astype(int) * len(TIERS) + credit["tier"]) * 2 + ~credit["is_new_customer"]
    for number, period in enumerate(PERIODS):
        week = WEEKS - 1
        if calendar.ends_period(period, week):
            assert not state.reps.credit[number].any()
            continue
        length, left = int(calendar.period_weeks(period, week)), int(calendar.weeks_left(period, week))
        first_day = 7 * (week - (length - left))
        now = credit["day"] >= first_day
        cell = credit["rep"][now].astype(int) * n_kinds + kind[now]
        total = np.bincount(cell, credit["revenue_minor"][now] / 100, state.reps.credit[number].size)
        assert total.any()
        assert np.array_equal(total.reshape(-1, n_kinds), state.reps.credit[number]), period


def test_quotas_in_force_are_those_of_the_ledger(state: CustomerState) -> None:
    quota = state.ledger.table("quota")
    for row, (period, number) in enumerate({"month": "month_of_week", "quarter": "quarter_of_week"}.items()):
        current = quota[period] == getattr(state.spec.calendar, number)(WEEKS - 1)
        announced = np.bincount(quota["rep"][current], quota["amount_minor"][current])
        assert np.array_equal(announced, np.rint(state.reps.quota[row] * 100))
    assert (quota["amount_minor"] > 0).all()


def test_pay_is_what_the_plan_makes_of_credit(state: CustomerState) -> None:
    """Recomputed by hand: salary, 1.2 % of a month's revenue, 0.6 % more on premium, bonus."""
    table, spec = state.ledger.table, state.spec
    credit, payout, quota = table("credit"), table("payout"), table("quota")
    weeks = np.array([spec.calendar.month_of_week(int(day) // 7) for day in credit["day"]])
    quarters = np.array([spec.calendar.quarter_of_week(int(day) // 7) for day in credit["day"]])
    ends = [week for week in range(WEEKS) if spec.calendar.ends_period("month", week)]
    assert len(ends) == 6
    for world, key in enumerate(spec.keys):
        if key.alternative not in {"as-before", "tilt-only"}:
            continue  # the award of what-they-did is counted in orders
        tilted = key.alternative == "tilt-only"
        for rep in np.flatnonzero(state.reps.world == world)[::15]:
            mine = credit["rep"] == rep
            for week in ends:
                month = mine & (weeks == spec.calendar.month_of_week(week))
                revenue = int(credit["revenue_minor"][month].sum())
                premium = int(credit["revenue_minor"][month & (credit["tier"] == 1)].sum())
                due = 600_000 + _share(revenue, 12, 1000) + (_share(premium, 6, 1000) if tilted else 0)
                if spec.calendar.ends_period("quarter", week):
                    quarter = spec.calendar.quarter_of_week(week)
                    target = quota["amount_minor"][
                        (quota["rep"] == rep) & (quota["quarter"] == quarter)
                    ].sum()
                    got = credit["revenue_minor"][mine & (quarters == quarter)].sum()
                    due += 400_000 if got >= target else 0
                paid = payout["amount_minor"][(payout["rep"] == rep) & (payout["day"] == 7 * week + 6)]
                assert paid.sum() == due


def _share(amount: int, part: int, whole: int) -> int:
    return (amount * part + whole // 2) // whole


def test_beliefs_and_effort_stay_within_their_bounds(state: CustomerState) -> None:
    belief, activity = state.ledger.table("belief"), state.ledger.table("activity")
    for name in ("understanding", "knowledge"):
        assert (belief[name] >= 0).all()
        assert (belief[name] <= 1).all()
    most = state.reps.traits.most[activity["rep"]]
    assert (activity["effort"] <= most + 1e-6).all()
    assert np.allclose(activity["effort_by_kind"].sum(axis=1), activity["effort"], atol=1e-5)
    assert (activity["marginal_value"] >= 0).all()
