"""The ledger's tables: one typed table for each kind of fact, versioned here.

Outcomes and pay are computed from these rows and from nothing else. Every row carries the world it
happened in, the integer day, its own event id and the id of the event that caused it, so that any
number can be followed down to rows and any row back to the customer's need that began it.

Money is in integer minor units (``_minor``, a hundredth of the currency unit). Codes (``line``,
``channel``, ``firm``, ...) index the name tuples of the scenario's :class:`Axes`; a code of -1 means
"none". A column whose type ends in ``[kind]`` holds one number for each kind of credit.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from simulator.calendar import FiscalCalendar

SCHEMA_VERSION = 1

COMMON: dict[str, str] = {"world": "int32", "day": "int32", "event_id": "uint64", "cause_id": "uint64"}

STAGES: tuple[str, ...] = (
    "lead",
    "submitted",
    "won",
    "lost",
    "no_decision",
    "withdrawn",
    "delivered",
    "paid",
)
"""Stages of a deal, in order; ``lost`` (to a rival), ``no_decision`` and ``withdrawn`` are ends."""

SPEND_KINDS: tuple[str, ...] = ("action", "channel", "service", "people", "turnover", "gift", "bad_debt")
"""What money is spent on beside pay and product cost; ``people`` are hired specialists, ``turnover`` is what
leaving and hiring cost, and a ``gift`` is what reps get for nothing; a
``bad_debt`` is what customers never pay."""

LEAVE_REASONS: tuple[str, ...] = ("quit", "dismissed", "promoted")
"""Why a rep leaves a seat."""


@dataclass(frozen=True)
class RecordType:
    """One ledger table: its name, what a row is, and its columns beyond the common four.

    Examples
    --------
    >>> RECORDS["receipt"].columns["amount_minor"]
    'int64'
    """

    name: str
    meaning: str
    columns: dict[str, str]

    def dtype(self, column: str) -> np.dtype[np.generic]:
        """Return the NumPy type of a column (the ``[kind]`` mark of wide columns left out)."""
        return np.dtype(({**COMMON, **self.columns}[column]).removesuffix("[kind]"))

    def is_wide(self, column: str) -> bool:
        """Tell whether the column holds one number for each kind of credit."""
        return self.columns.get(column, "").endswith("[kind]")


_TYPES = (
    RecordType(
        "need",
        "a customer needs a product of one line",
        {"customer": "int64", "segment": "int8", "region": "int8", "line": "int8"},
    ),
    RecordType(
        "lead",
        "a need meets one of our channels; rep is -1 where nobody serves it",
        {
            "customer": "int64",
            "segment": "int8",
            "region": "int8",
            "line": "int8",
            "channel": "int8",
            "rep": "int32",
            "is_new_customer": "bool",
        },
    ),
    RecordType(
        "stage_change",
        "a deal of ours moves to another stage; event_id of the deal is that of its lead",
        {"deal_id": "uint64", "from_stage": "int8", "to_stage": "int8", "rep": "int32"},
    ),
    RecordType(
        "order",
        "a booked order with any firm; ours are booked on the day of approval",
        {
            "firm": "int8",
            "customer": "int64",
            "segment": "int8",
            "region": "int8",
            "line": "int8",
            "tier": "int8",
            "channel": "int8",
            "rep": "int32",
            "is_new_customer": "bool",
            "units": "int64",
            "amount_minor": "int64",
            "product_cost_minor": "int64",
            "channel_fee_minor": "int64",
        },
    ),
    RecordType(
        "discount",
        "customers sign early for less than the list price: what is given away on an order of the same day",
        {"rep": "int32", "line": "int8", "list_minor": "int64", "amount_minor": "int64"},
    ),
    RecordType(
        "delivery",
        "an order of ours reaches the customer, who judges it (satisfaction between 0 and 1)",
        {"order_id": "uint64", "customer": "int64", "satisfaction": "float32"},
    ),
    RecordType(
        "receipt",
        "money arrives for an order of ours",
        {"order_id": "uint64", "rep": "int32", "amount_minor": "int64"},
    ),
    RecordType(
        "credit",
        "a rep is credited with an order; the only thing pay is computed from",
        {
            "order_id": "uint64",
            "rep": "int32",
            "line": "int8",
            "tier": "int8",
            "is_new_customer": "bool",
            "revenue_minor": "int64",
            "margin_minor": "int64",
            "units": "int64",
        },
    ),
    RecordType(
        "payout",
        "one line of a rep's pay statement",
        {
            "rep": "int32",
            "plan": "int16",
            "component": "int16",
            "period_kind": "int8",
            "period": "int16",
            "basis": "int64",
            "amount_minor": "int64",
        },
    ),
    RecordType(
        "quota",
        "a rep's quota for a fiscal month; those of a quarter add up to the quarter's",
        {"rep": "int32", "quarter": "int16", "month": "int16", "amount_minor": "int64"},
    ),
    RecordType(
        "activity",
        "a rep's effort in a week (1 = a normal full week) and its split over kinds of credit",
        {
            "rep": "int32",
            "effort": "float32",
            "effort_by_kind": "float32[kind]",
            "marginal_value": "float32[kind]",
        },
    ),
    RecordType(
        "task",
        "a rep's work in a week on a task that is not sold, and what it is worth to the firm",
        {"rep": "int32", "line": "int8", "effort": "float32", "value_minor": "int64"},
    ),
    RecordType(
        "belief",
        "how far a rep understands the plan, and knows the premium products (both 0 to 1)",
        {"rep": "int32", "understanding": "float32", "knowledge": "float32"},
    ),
    RecordType(
        "adjustment",
        "a manager lowers a rep's quota; is_own where only the manager's own bonus made it worth the trouble",
        {"rep": "int32", "quarter": "int16", "amount_minor": "int64", "is_own": "bool"},
    ),
    RecordType(
        "hire",
        "a person takes a seat: number 0 of each seat is there at the start, the next ones are hired",
        {"rep": "int32", "person": "int16", "weeks_empty": "int32", "ability": "float64"},
    ),
    RecordType(
        "leave",
        "a person leaves a seat, on the first day that the seat is empty",
        {"rep": "int32", "person": "int16", "reason": "int8", "weeks_in_seat": "int32"},
    ),
    RecordType(
        "spend",
        "money spent beside pay and product cost",
        {"kind": "int8", "item": "int16", "amount_minor": "int64"},
    ),
    RecordType(
        "price_move",
        "a firm asks another price for a product, promotions included; day 0 holds the opening prices",
        {"firm": "int8", "line": "int8", "tier": "int8", "price_minor": "int64"},
    ),
    RecordType(
        "launch",
        "the features of a firm's premium product change; day 0 holds what is on sale at the start",
        {"firm": "int8", "line": "int8", "feature_level": "float32"},
    ),
    RecordType(
        "message",
        "a briefing or training reaches the field",
        {"action": "int16", "reps_reached": "int32", "fidelity": "float32"},
    ),
)

RECORDS: dict[str, RecordType] = {record.name: record for record in _TYPES}
"""Every ledger table by name."""


@dataclass(frozen=True)
class Axes:
    """The names behind the codes of a batch of worlds.

    Worlds of one batch share these names; ``reps`` are flat over all worlds of the batch, with
    ``rep_world`` and ``rep_number`` (the rep's place within its world) beside them. ``components`` holds,
    for each alternative, the names of the pay components of the plan in force. Without ``has_customers``
    (a reduced-form market) orders have no customer, segment or channel, all products are standard, and there
    are no rivals.
    """

    lines: tuple[str, ...]
    tiers: tuple[str, ...]
    segments: tuple[str, ...]
    regions: tuple[str, ...]
    channels: tuple[str, ...]
    firms: tuple[str, ...]
    kinds: tuple[str, ...]
    plans: tuple[str, ...]
    components: tuple[tuple[str, ...], ...]
    actions: tuple[str, ...]
    alternatives: tuple[str, ...]
    world_alternative: np.ndarray = field(repr=False)
    world_replication: np.ndarray = field(repr=False)
    rep_world: np.ndarray = field(repr=False)
    rep_number: np.ndarray = field(repr=False)
    rep_region: np.ndarray = field(repr=False)
    weeks: int = 0
    calendar: FiscalCalendar = field(default_factory=FiscalCalendar, repr=False)
    has_customers: bool = True

    @property
    def n_worlds(self) -> int:
        """Number of worlds in the batch."""
        return len(self.world_alternative)


def example_axes(n_worlds: int = 1, reps_per_world: int = 1) -> Axes:
    """Give small axes for examples and tests: one product line, one rep in each world."""
    worlds = np.arange(n_worlds)
    kinds = tuple(
        f"washer/{tier}/{customer}" for tier in ("standard", "premium") for customer in ("new", "existing")
    )
    return Axes(
        lines=("washer",),
        tiers=("standard", "premium"),
        segments=("household",),
        regions=("north",),
        channels=("shop",),
        firms=("us", "rival"),
        kinds=kinds,
        plans=("current",),
        components=(("salary",),),
        actions=(),
        alternatives=("as-before",),
        world_alternative=np.zeros(n_worlds, np.int64),
        world_replication=worlds,
        rep_world=np.repeat(worlds, reps_per_world),
        rep_number=np.tile(np.arange(reps_per_world), n_worlds),
        rep_region=np.zeros(n_worlds * reps_per_world, np.int64),
        weeks=52,
    )
