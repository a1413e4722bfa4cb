"""From clause to sale: the record follows from the rows, and the links multiply to the change of orders."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from simulator.studies.compare import Comparison, compare
from simulator.studies.responses import LINKS, SORTS

SETTINGS: dict[str, Any] = {
    "alternatives": ["as-before", "tilt-only", "what-they-did"],
    "replications": 3,
    "weeks": 27,
    "settings": ["demand.customers=4000"],
    "sensitivity": False,
}


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare("home-appliances", **SETTINGS)


def response(found: Comparison, name: str) -> dict[str, Any]:
    entry = next(entry for entry in found.record["alternatives"] if entry["name"] == name)
    return dict(entry["response"])


def test_the_record_has_its_keys(found: Comparison) -> None:
    tilt = response(found, "tilt-only")
    assert list(tilt) == [
        "measure", "pay_changed", "understanding", "clauses", "sorts", "kinds", "ability", "weeks", "idle"
    ]  # fmt: skip
    assert list(tilt["sorts"]) == list(SORTS)
    assert list(tilt["sorts"]["premium"]) == [
        "understood_value", "acted_value", "effort", "orders", "effort_change", "effort_drawn_change",
        "sales_change", "links",
    ]  # fmt: skip
    assert list(tilt["sorts"]["premium"]["links"]) == list(LINKS)
    json.dumps(found.record, allow_nan=False)


def test_clauses_say_what_became_of_them(found: Comparison) -> None:
    assert not response(found, "as-before")["pay_changed"]
    tilt = response(found, "tilt-only")
    assert tilt["pay_changed"]
    status = {clause["name"]: clause["status"] for clause in tilt["clauses"]}
    assert status == {"commission": "same", "premium-tilt": "added", "quarterly-bonus": "same"}
    by_name = {clause["name"]: clause for clause in tilt["clauses"]}
    assert by_name["premium-tilt"]["values"]["premium"] == pytest.approx(0.006)
    assert by_name["premium-tilt"]["values"]["standard"] == 0.0
    assert by_name["premium-tilt"]["baseline"]["premium"] == 0.0
    assert by_name["commission"]["values"]["all"] == pytest.approx(0.012)


@pytest.mark.parametrize("name", ["tilt-only", "what-they-did"])
def test_clauses_add_up_and_links_multiply(found: Comparison, name: str) -> None:
    told = response(found, name)
    for sort, one in told["sorts"].items():
        parts = sum(clause["values"][sort] for clause in told["clauses"])
        assert one["understood_value"] == pytest.approx(parts)
        if one["sales_change"]["mean"] is not None:
            product = np.prod([1.0 + one["links"][link]["mean"] for link in LINKS])
            assert product == pytest.approx(1.0 + one["sales_change"]["mean"])


def test_orders_and_effort_are_those_of_the_rows(found: Comparison) -> None:
    rows = found.responses
    chosen = (rows["alternative"] == "tilt-only") & (rows["fact"] == "orders")
    orders = rows["value"][chosen].sum() / 3
    assert response(found, "tilt-only")["sorts"]["all"]["orders"] == pytest.approx(orders)
    weekly = found.weekly["effort"][found.weekly["alternative"] == "tilt-only"].mean()
    assert response(found, "tilt-only")["sorts"]["all"]["effort"] == pytest.approx(weekly, rel=1e-5)


def test_the_baseline_differs_from_itself_in_nothing(found: Comparison) -> None:
    for one in response(found, "as-before")["sorts"].values():
        for change in (one["effort_change"], one["sales_change"], *one["links"].values()):
            assert change["mean"] == pytest.approx(0.0, abs=1e-12)


def test_the_tilt_draws_effort_to_premium_and_premium_orders_follow(found: Comparison) -> None:
    sorts = response(found, "tilt-only")["sorts"]
    assert sorts["premium"]["acted_value"] > sorts["standard"]["acted_value"]
    assert sorts["premium"]["effort_drawn_change"]["mean"] > 0.05 > sorts["standard"]["effort_change"]["mean"]
    assert sorts["premium"]["links"]["pay"]["mean"] > 0.0
    assert abs(sorts["premium"]["links"]["reach"]["mean"]) < 0.02


def test_without_customers_revenue_follows_effort_line_by_line() -> None:
    plain = compare("quota-and-bonus", replications=2, weeks=26, sensitivity=False)
    baseline = plain.record["baseline"]
    others = [entry for entry in plain.record["alternatives"] if entry["name"] != baseline]
    assert others
    for entry in others:
        told = entry["response"]
        assert told["measure"] == "revenue"
        assert next(iter(told["sorts"])) == "all"
        assert not any("/" in sort for sort in told["sorts"])
        one = told["sorts"]["all"]
        assert one["links"]["reach"]["mean"] == pytest.approx(0.0, abs=1e-12)
        assert one["links"]["approval"]["mean"] == pytest.approx(0.0, abs=1e-12)
        product = np.prod([1.0 + one["links"][link]["mean"] for link in LINKS])
        assert product == pytest.approx(1.0 + one["sales_change"]["mean"])


@pytest.mark.parametrize("reps", [1, 2])
def test_thirds_of_ability_with_nobody_in_them_do_not_count(reps: int) -> None:
    settings = [f"groups.low.reps={reps}", "groups.middle.reps=0", "groups.high.reps=0"]
    found = compare("quota-and-bonus", replications=2, weeks=13, settings=settings, sensitivity=False)
    entry = found.record["alternatives"][0]["response"]
    assert len(entry["ability"]) == reps
    assert all(len(shares) == reps for shares in entry["idle"].values())
    of_all = np.mean([group["all"]["effort"] for group in entry["ability"]])
    assert entry["sorts"]["all"]["effort"] == pytest.approx(of_all)
    assert of_all > 0.3
