"""A made-up comparison with the shape of a real one, so that pictures and reports can be tested alone.

Four ways to run a sales force over three years, worlds that share their luck, and a record computed from the
worlds exactly as the contract of ``comparison.json`` says. Nothing here claims to be a result.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.analysis.intervals import mean_interval, paired_difference

Columns = dict[str, np.ndarray]

LINES = ("air-conditioner", "fridge", "washer")
TIERS = ("premium", "standard")
NAMES = ("as-before", "tilt-only", "what-they-did", "tilt-unexplained")
TITLES = {
    "as-before": ("As before", "维持现状"),
    "tilt-only": ("Tilt only", "只做提成倾斜"),
    "what-they-did": ("What they did", "企业实际做法"),
    "tilt-unexplained": ("Tilt, unexplained", "倾斜但不宣讲"),
}
SUMMARIES = {
    "as-before": ("Salary and a flat commission, all products alike.", "底薪加统一提成，不区分产品。"),
    "tilt-only": ("Commission on premium products 50% above normal.", "高端产品提成上浮50%。"),
    "what-they-did": (
        "Tilt, award, training, special team, faster approval, shops and malls, trade-in, 24-hour response.",
        "提成倾斜、创新奖、培训、专项团队、审批提速、体验店与卖场、以旧换新、24小时响应。",
    ),
    "tilt-unexplained": ("The tilt, announced by a single e-mail.", "同样的倾斜，只发一封邮件通知。"),
}
FINAL_SHARE = {"as-before": 0.171, "tilt-only": 0.262, "what-they-did": 0.418, "tilt-unexplained": 0.198}
REVENUE = {"as-before": 452e6, "tilt-only": 466e6, "what-they-did": 533e6, "tilt-unexplained": 455e6}
PAY = {"as-before": 38.1e6, "tilt-only": 41.2e6, "what-they-did": 49.8e6, "tilt-unexplained": 39.0e6}
EXTRA_COST = {"as-before": 0.0, "tilt-only": 0.0, "what-they-did": 19e6, "tilt-unexplained": 0.0}
UNITS = {
    "revenue": ("CNY", "higher"), "gross_margin": ("CNY", "higher"), "pay_cost": ("CNY", "lower"),
    "contribution": ("CNY", "higher"), "pay_cost_share": ("share", "lower"),
    "premium_share": ("share", "higher"), "premium_market_share": ("share", "higher"),
    "market_share": ("share", "higher"), "orders": ("orders", "higher"),
    "new_customers": ("customers", "higher"), "win_rate": ("share", "higher"),
    "quota_attained_share": ("share", "higher"), "pay_spread": ("ratio", "none"),
    "satisfaction": ("score", "higher"), "cash_collected": ("CNY", "higher"),
}  # fmt: skip


@dataclass
class Made:
    """What a comparison offers, filled with made-up numbers."""

    record: dict[str, Any]
    outcomes: Columns
    weekly: Columns
    attainment: Columns
    pay_curves: dict[str, Columns]
    sensitivity: Columns
    scenario: dict[str, Any]
    manifest: dict[str, Any]


def comparison(
    replications: int = 40,
    weeks: int = 156,
    names: tuple[str, ...] = NAMES,
    *,
    final_share: dict[str, float] | None = None,
    goal: float | None = 0.40,
    complete: bool = True,
    noise: float = 1.0,
    extra_cost: dict[str, float] | None = None,
    with_sensitivity: bool = True,
) -> Made:
    """Make a comparison; the arguments bend it towards the case a test needs."""
    rng = np.random.default_rng(20)
    shares = {**FINAL_SHARE, **(final_share or {})}
    costs = {**EXTRA_COST, **(extra_cost or {})}
    outcomes = _outcomes(rng, names, replications, shares, costs, noise)
    return Made(
        record=record_of(outcomes, names, weeks, complete),
        outcomes=outcomes,
        weekly=_weekly(rng, names, replications, weeks, shares),
        attainment=_attainment(rng, names, replications, max(1, weeks // 13)),
        pay_curves={name: _pay_curve(name) for name in names},
        sensitivity=_sensitivity() if with_sensitivity else {},
        scenario=_scenario(names, weeks, goal),
        manifest=_manifest(weeks, replications),
    )


def _outcomes(rng, names, n, shares, costs, noise) -> Columns:
    luck = rng.normal(size=(6, n))
    tables: dict[str, list] = {}
    for order, name in enumerate(names):
        own = rng.normal(size=(6, n)) * 0.35
        z = (luck + own) * noise
        share = np.clip(shares[name] + 0.018 * z[0], 0.01, 0.95)
        revenue = REVENUE[name] * (1 + 0.035 * z[1])
        margin = revenue * (0.24 + 0.12 * share)
        pay = PAY[name] * (1 + 0.02 * z[1])
        row = {
            "alternative": np.full(n, name), "replication": np.arange(n),
            "revenue": revenue, "gross_margin": margin, "pay_cost": pay,
            "contribution": margin - pay - 0.08 * revenue - costs[name],
            "pay_cost_share": pay / revenue, "premium_share": share,
            "premium_market_share": np.clip(share * 0.62 + 0.01 * z[2], 0, 1),
            "market_share": 0.212 + 0.02 * (order == 2) + 0.006 * z[2],
            "orders": np.round(revenue / 4300),
            "new_customers": np.round(4100 + 350 * (order == 2) + 90 * z[3]),
            "win_rate": np.clip(0.31 + 0.01 * order + 0.012 * z[4], 0, 1),
            "quota_attained_share": np.clip(0.44 + 0.05 * order + 0.03 * z[5], 0, 1),
            "pay_spread": 3.9 + 0.3 * order + 0.15 * z[5],
            "satisfaction": np.clip(0.72 + 0.03 * (order == 2) + 0.01 * z[4], 0, 1),
            "cash_collected": revenue * 0.955,
        }  # fmt: skip
        for key, column in row.items():
            tables.setdefault(key, []).append(column)
    return {key: np.concatenate(columns) for key, columns in tables.items()}


def record_of(outcomes: Columns, names: tuple[str, ...], weeks: int, complete: bool = True) -> dict[str, Any]:
    """Compute the content of ``comparison.json`` from the worlds."""
    from simulator.language import label

    rows = {name: outcomes["alternative"] == name for name in names}
    count = int(rows[names[0]].sum())
    alternatives = []
    for name in names:
        summary, versus = {}, {}
        for key, (_, better) in UNITS.items():
            own, base = outcomes[key][rows[name]], outcomes[key][rows[names[0]]]
            summary[key] = mean_interval(own).record()
            versus[key] = paired_difference(own, base, better).record()
        alternatives.append(
            {"name": name, "outcomes": summary, "versus_baseline": None if name == names[0] else versus}
        )
    listed = {
        key: {"unit": unit, "better": better, "label": label(f"outcomes.{key}")}
        for key, (unit, better) in UNITS.items()
    }
    return {
        "scenario": "home-appliances", "seed": 1, "replications": count, "weeks": weeks, "baseline": names[0],
        "complete": complete, "outcomes": listed, "alternatives": alternatives,
    }  # fmt: skip


def _weekly(rng, names, n, weeks, shares) -> Columns:
    tables: dict[str, list] = {}
    week = np.tile(np.arange(weeks), n)
    replication = np.repeat(np.arange(n), weeks)
    luck = rng.normal(size=(n, weeks)).ravel()
    level = np.repeat(rng.normal(size=n), weeks)
    season = 1 + 0.16 * np.sin(week / 52 * 2 * np.pi - 1.2) + 0.10 * (week % 13 == 12)
    for name in names:
        grown = 1 / (1 + np.exp(-(week - 70) / 22))
        share = 0.15 + (shares[name] - 0.15) * grown * 1.05 + 0.012 * level + 0.02 * luck
        effort_share = 0.22 + (shares[name] * 1.15 - 0.2) * np.clip(week / 60, 0, 1) + 0.01 * level
        revenue = REVENUE[name] / 156 * season * (1 + 0.03 * level + 0.10 * luck) * (0.9 + 0.2 * grown)
        row = {
            "alternative": np.full(week.size, name), "replication": replication, "week": week,
            "revenue": revenue, "premium_share": np.clip(share, 0, 1), "orders": np.round(revenue / 4300),
            "market_share": 0.21 + 0.01 * grown + 0.004 * luck, "satisfaction": 0.72 + 0.01 * luck,
            "understanding": np.clip(0.35 + 0.45 * np.exp(-(week % 26) / 30) + 0.01 * luck, 0, 1),
            "effort": 38 + luck, "effort_premium_share": effort_share,
            "pay_cost": PAY[name] / 156 * np.ones(week.size),
            "approval_wait_days": 9.5 - 4.0 * (name == "what-they-did") + 1.5 * season + 0.6 * luck,
            "price_us": 4200 + 150 * grown, "price_steady": np.full(week.size, 4350.0),
            "price_matcher": 4100 - 120 * grown, "price_copier": 4050 + 200 * (week > 60),
        }  # fmt: skip
        for line, weight in zip(LINES, (0.45, 0.30, 0.25), strict=True):
            row[f"effort_{line}_premium"] = weight * effort_share
            row[f"effort_{line}_standard"] = weight * (1 - effort_share)
        for key, column in row.items():
            tables.setdefault(key, []).append(column)
    return {key: np.concatenate(columns) for key, columns in tables.items()}


def _pay_curve(name: str) -> Columns:
    attainment = np.linspace(0, 2, 81)
    rate = 9000.0 if name == "as-before" else 9800.0
    pay = rate * attainment
    if name != "as-before":
        pay = pay + np.where(attainment >= 1, 3500, 0) + 5000 * np.clip(attainment - 1, 0, 0.5)
    return {"attainment": attainment, "pay": pay}


def _attainment(rng, names, n, quarters, reps=30) -> Columns:
    tables: dict[str, list] = {}
    for order, name in enumerate(names):
        size = n * quarters * reps
        value = rng.lognormal(mean=-0.10 + 0.03 * order, sigma=0.34, size=size)
        if name != "as-before":
            near = (value > 0.9) & (value < 1.0) & (rng.random(size) < 0.5)
            value = np.where(near, value + 0.1, value)
        curve = _pay_curve(name)
        row = {
            "alternative": np.full(size, name), "replication": np.repeat(np.arange(n), quarters * reps),
            "rep": np.tile(np.arange(reps), n * quarters),
            "quarter": np.tile(np.repeat(np.arange(quarters), reps), n), "attainment": value,
            "pay": np.interp(value, curve["attainment"], curve["pay"]),
        }  # fmt: skip
        for key, column in row.items():
            tables.setdefault(key, []).append(column)
    return {key: np.concatenate(columns) for key, columns in tables.items()}


def _sensitivity() -> Columns:
    rows = [
        ("effort_elasticity", "low", 0.20, "what-they-did", 0.101, False),
        ("effort_elasticity", "high", 0.45, "what-they-did", 0.201, False),
        ("understanding_half_life_weeks", "low", 6, "tilt-only", -0.012, True),
        ("understanding_half_life_weeks", "high", 52, "what-they-did", 0.188, False),
        ("price_sensitivity", "low", 2.2, "what-they-did", 0.149, False),
        ("price_sensitivity", "high", 4.8, "what-they-did", 0.162, False),
        ("word_of_mouth_weight", "low", 0.0, "what-they-did", 0.118, False),
        ("word_of_mouth_weight", "high", 0.4, "what-they-did", 0.176, False),
    ]
    names = ("parameter", "end", "value", "leader", "difference", "flips")
    table = {name: np.array([row[i] for row in rows]) for i, name in enumerate(names)}
    table["first"] = np.full(len(rows), "what-they-did")
    table["second"] = np.full(len(rows), "tilt-only")
    table["rivals"] = np.full(len(rows), "tilt-only")
    table["outcome"] = np.full(len(rows), "premium_share")
    table["replications"] = np.full(len(rows), 4)
    table["could_flip"] = table["flips"] | (np.abs(table["difference"]) < 0.014)
    table["low"], table["high"] = table["difference"] - 0.014, table["difference"] + 0.014
    return table


def _scenario(names: tuple[str, ...], weeks: int, goal: float | None) -> dict[str, Any]:
    return {
        "name": "home-appliances",
        "title": {"en": "Home appliances: premium smart products", "zh": "家电企业：高端智能产品突破"},
        "question": {
            "en": "Which way of running the sales force takes premium smart products from 15% to 40% of our "
            "sales in three years, and at what cost?",
            "zh": "怎样管理和激励销售团队，才能在三年内把高端智能产品的收入占比从15%提高到40%？代价有多大？",
        },
        "goal": {"outcome": "premium_share", "level": goal, "by_week": 156} if goal is not None else None,
        "reported": {
            "premium_share": {"value": 0.45, "source": "case K1", "alternative": "what-they-did"},
        },
        "alternatives": {
            name: {
                "title": dict(zip(("en", "zh"), TITLES[name], strict=True)),
                "summary": dict(zip(("en", "zh"), SUMMARIES[name], strict=True)),
            }
            for name in names
        },
        "currency": "CNY",
        "weeks": weeks,
        "left_out": [
            {
                "en": "The interoperable system built with a technology company",
                "zh": "与科技公司共建的互联互通系统",
            },
            {"en": "Call-backs after the sale", "zh": "售后回访"},
        ],
    }


def _manifest(weeks: int, replications: int) -> dict[str, Any]:
    return {
        "scenario_hash": "9f2c4e1ab0d37766c1e5a0f4", "seed": 1, "replications": replications, "weeks": weeks,
        "versions": {"sandtable": "0.1.0", "python": "3.11.9", "numpy": "2.4.0"},
        "command": f"sandtable compare home-appliances --replications {replications} --seed 1",
        "duration_seconds": 41.3,
    }  # fmt: skip
