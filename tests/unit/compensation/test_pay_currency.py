"""Pay in the currency of each person: rounded once for a person and a period."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pyarrow as pa

from simulator.compensation.currencies import Rates
from simulator.compensation.pay_currency import (
    in_pay_currency,
    minor_of,
    money_column,
    totals_in_pay_currency,
)

RATES = Rates.of("CNY", {"JPY": "0.0487", "USD": "7.1234", "KWD": "23.4"})
PLACES = {"CNY": Decimal("0.01"), "JPY": Decimal(1), "USD": Decimal("0.01"), "KWD": Decimal("0.001")}


def lines_of(n: int, seed: int) -> pa.Table:
    random = np.random.default_rng(seed)
    person = random.integers(0, 6, n)
    currencies = np.array(["JPY", "USD", "CNY", "KWD", "JPY", "USD"])
    return pa.table(
        {
            "person": pa.array(np.array([f"p{each}" for each in person])),
            "name": pa.array(np.array([f"P{each}" for each in person])),
            "period": pa.array(np.array(["2026-01", "2026-Q1"])[random.integers(0, 2, n)]),
            "currency": pa.array(currencies[person]),
            "amount": money_column(random.integers(-50_000, 100_000, n), 2),
        }
    )


def test_a_person_and_period_is_exchanged_and_rounded_once_and_lines_add_up_to_it() -> None:
    lines = in_pay_currency(lines_of(500, seed=3), RATES)
    totals = {
        (row["person"], row["period"]): (row["pay_amount"], row["currency"])
        for row in totals_in_pay_currency(lines).to_pylist()
    }
    in_home: dict[tuple[str, str], Decimal] = {}
    in_lines: dict[tuple[str, str], Decimal] = {}
    for row in lines.to_pylist():
        key = (row["person"], row["period"])
        in_home[key] = in_home.get(key, Decimal(0)) + row["amount"]
        in_lines[key] = in_lines.get(key, Decimal(0)) + row["pay_amount"]
    assert in_lines == {key: amount for key, (amount, _) in totals.items()}
    for key, (paid, currency) in totals.items():
        rate = Decimal(str(float(RATES.per_unit[currency])))
        exact = (abs(in_home[key]) / rate).quantize(PLACES[currency], ROUND_HALF_UP)
        assert paid == exact.copy_sign(in_home[key])


def test_nothing_is_added_where_everybody_is_paid_in_the_currency_of_the_plan() -> None:
    lines = lines_of(20, seed=4)
    at_home = lines.set_column(3, "currency", pa.array(["CNY"] * len(lines)))
    assert in_pay_currency(at_home, RATES) is at_home


def test_money_is_read_back_from_the_middle_of_a_column() -> None:
    column = pa.chunked_array([money_column(np.array([1, -2, 3, -4]), 2)])
    assert minor_of(column.slice(1, 2)).tolist() == [-2, 3]
