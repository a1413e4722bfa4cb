"""Write the reference page of the ledger: ``python -m simulator.world.ledger_reference``.

It prints docs/reference/ledger.md; a test fails when the page there is out of date.
"""

from __future__ import annotations

import sys

from simulator.world.records import COMMON, RECORDS, SCHEMA_VERSION, SPEND_KINDS, STAGES, RecordType

__all__ = ["column_meaning", "page"]

_COLUMNS: dict[str, str] = {
    "world": "the world: one replication of one alternative (0 in the files of `sandtable run`)",
    "day": "day of the run, counted from 0; week = day // 7",
    "event_id": "this row's own keyed id, the same in every alternative in which the event exists",
    "cause_id": "id of the event that caused this one; 0 where there is none",
    "customer": "number of the customer in the population of the replication",
    "segment": "kind of customer",
    "region": "region or city tier",
    "line": "product line",
    "tier": "model: 0 standard, 1 premium",
    "channel": "channel",
    "firm": "firm; 0 is ours",
    "rep": "rep who is concerned; -1 where nobody serves",
    "is_new_customer": "whether the buyer did not last buy from us",
    "deal_id": "id of the deal: that of its lead",
    "order_id": "id of the order",
    "from_stage": "stage that the deal leaves",
    "to_stage": "stage that the deal enters",
    "units": "units sold; a simulated household stands for several real ones",
    "amount_minor": "money of the row: of the order, receipt, pay line, quota or expense",
    "value_minor": "what the work on the task is worth to the firm",
    "list_minor": "what the deals of the row would have cost at list price",
    "product_cost_minor": "what the goods cost us",
    "channel_fee_minor": "what the channel keeps",
    "satisfaction": "how the customer judges the delivery, 0 to 1",
    "revenue_minor": "credited revenue",
    "margin_minor": "credited margin: revenue less product cost and channel fee",
    "plan": "pay plan",
    "component": "element of the plan, by its place in the plan document",
    "period_kind": "kind of the period that is settled: 0 month, 1 quarter, 2 year",
    "period": "which period, by its place in the settlement window; its last day is `day`",
    "basis": "what the rate applies to, in minor or whole units",
    "quarter": "fiscal quarter, counted from 0",
    "month": "fiscal month, counted from 0",
    "effort": "effort of the week; 1 is a normal full week",
    "effort_by_kind": "weeks of effort that go to each kind of credit; they add up to `effort`",
    "marginal_value": "pay that one more currency unit of credited revenue brings, as the rep sees it",
    "understanding": "share of the time in which the rep acts on the new plan, 0 to 1",
    "knowledge": "how well the rep can explain premium products, 0 to 1",
    "kind": "what the money is spent on",
    "item": "which channel or action it is spent on",
    "price_minor": "the new list price of one unit",
    "feature_level": "premium features; 1 is what the market offers at the start",
    "action": "the briefing or training",
    "person": "which person of the seat: 0 is there at the start, the next ones are hired",
    "weeks_empty": "for how long nobody was in the seat before",
    "ability": "what the person can do at full strength; the median rep is 1",
    "reason": "why the person leaves: 0 quit, 1 dismissed, 2 promoted",
    "is_own": "whether only the manager's own bonus made it worth the trouble",
    "weeks_in_seat": "for how long the person was in the seat",
    "reps_reached": "reps who got the message",
    "fidelity": "share of the message that arrived, mean over reps",
}

_INTRODUCTION = """\
# The ledger

<!-- Made by `python -m simulator.world.ledger_reference`; a test fails when it is out of date. -->

The ledger is append-only: a row is written when something happens and is never changed. Outcomes are computed
from it and from nothing else, and so is pay. `sandtable run` writes every table to `ledger/<table>.parquet`,
with a column `<name>_name` beside each code. Schema version {version}.

- Every row has {common}.
- Money is in integer minor units, a hundredth of the scenario's currency (`_minor`).
- A code of -1 means none.
- A type that ends in `[kind]` stands for one number for each kind of credit (line, tier, new or existing
  customer); files split it into one column each, such as `effort_by_kind:washer/premium/new`.
- Stages of a deal, in code order: {stages}. `lost`, `no_decision` and `withdrawn` are ends.
- Kinds of expense, in code order: {kinds}.

To follow a number to its rows, see [your first comparison](../tutorials/1-your-first-comparison.md)."""


def column_meaning(column: str) -> str:
    """Say what a column of the ledger holds.

    Raises
    ------
    KeyError
        If nobody has said it yet.

    Examples
    --------
    >>> column_meaning("firm")
    'firm; 0 is ours'
    """
    return _COLUMNS[column]


def page() -> str:
    """Write the page from the record types.

    Examples
    --------
    >>> "## `payout`" in page()
    True
    """
    common = ", ".join(f"`{name}`" for name in COMMON)
    named = [", ".join(f"`{name}`" for name in names) for names in (STAGES, SPEND_KINDS)]
    parts = [_INTRODUCTION.format(version=SCHEMA_VERSION, common=common, stages=named[0], kinds=named[1])]
    parts += ["## Columns of every table", _table(COMMON)]
    for record in RECORDS.values():
        parts += [f"## `{record.name}`", _sentence(record), _table(record.columns)]
    return "\n\n".join(parts) + "\n"


def _sentence(record: RecordType) -> str:
    return f"{record.meaning[:1].upper()}{record.meaning[1:]}."


def _table(columns: dict[str, str]) -> str:
    rows = [f"| `{name}` | {kind} | {column_meaning(name)} |" for name, kind in columns.items()]
    return "\n".join(["| column | type | what it holds |", "|---|---|---|", *rows])


if __name__ == "__main__":
    sys.stdout.write(page())
