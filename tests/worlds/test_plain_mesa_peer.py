"""The same small market played by objects and by columns: equal weekly totals, to the last cent."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from simulator.engine.ledger import Columns, Ledger
from simulator.engine.simulation import simulate
from simulator.scenario import load_scenario
from simulator.scenario.build import worlds
from simulator.world.specs import OUR_FIRM, WorldKey
from tests.benchmarks.plain_mesa import PlainMarket

SCENARIO = load_scenario(Path(__file__).parent.parent / "benchmarks" / "small_market")
WEEKS = 14  # one quarter's end with its bonus, and one week that begins with a new quota


def weekly_totals(ledger: Ledger, weeks: int) -> dict[str, list[int]]:
    """What the plain market counts, from the ledger of one world."""

    def by_week(
        rows: Columns, amounts: np.ndarray | None = None, kept: np.ndarray | None = None
    ) -> list[int]:
        chosen = np.ones(len(rows["day"]), bool) if kept is None else kept
        counted = None if amounts is None else amounts[chosen]
        return np.bincount(rows["day"][chosen] // 7, counted, weeks).astype(int).tolist()

    orders, pay, receipts = (ledger.table(name) for name in ("order", "payout", "receipt"))
    ours, theirs = orders["firm"] == OUR_FIRM, orders["firm"] != OUR_FIRM
    return {
        "needs": by_week(ledger.table("need")),
        "leads": by_week(ledger.table("lead")),
        "pay": by_week(pay, pay["amount_minor"]),
        "receipts": by_week(receipts, receipts["amount_minor"]),
        "our orders": by_week(orders, None, ours),
        "our revenue": by_week(orders, orders["amount_minor"], ours),
        "rival orders": by_week(orders, None, theirs),
        "rival revenue": by_week(orders, orders["amount_minor"], theirs),
    }


def test_objects_and_columns_book_the_same_weekly_totals() -> None:
    name = SCENARIO.baseline
    for replication in (0, 1):
        [batch] = worlds(SCENARIO, [WorldKey(name, replication)], seed=1, weeks=WEEKS)
        engine = simulate(batch)
        plain = PlainMarket(SCENARIO.resolved[name], replication=replication, seed=1, weeks=WEEKS)
        for _ in range(WEEKS):
            plain.step()
        totals = weekly_totals(engine, WEEKS)
        assert plain.totals == totals
        for what, amounts in totals.items():
            assert sum(amounts) > 0, what
        bonus_paid = engine.table("payout")["amount_minor"] == 500_000
        assert bonus_paid.any()
        stages = engine.table("stage_change")
        assert {5} <= set(stages["to_stage"].tolist()), "somebody withdraws from a slow approval"
