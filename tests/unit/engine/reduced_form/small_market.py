"""A small reduced-form market for tests: one product, linear output, straight commission."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from simulator.engine.ledger import Ledger
from simulator.engine.simulation import simulate
from simulator.scenario.build import worlds
from simulator.scenario.load import Scenario, load_scenario
from simulator.world.specs import WorldKey

SMALL = """
title: Straight line
question: What does a straight commission do?
summary: One product, results in proportion to effort.
sources: [assumption]
weeks: 13
replications: 2
baseline: flat
demand: {kind: reduced_form, effort_model: quadratic}
groups:
  all: {title: All, reps: 4}
products:
  thing:
    title: Thing
    revenue_per_week: 1000
    effort_cost: 50
    noise: {kind: normal, sd_per_week: 300}
people: {plan: flat, habit_plan: flat, reference_variable_pay_per_week: 50}
quota: {amount_per_quarter: 13000}
parameters: {ability_log_sd: 0, unpaid_value_share: 0}
plans:
  flat:
    plan: flat
    currency: CNY
    components:
      salary: {kind: salary, pay_per_month: 400}
      commission: {kind: commission, period: month, measure: revenue, rate: 4%}
  steep:
    plan: steep
    currency: CNY
    components:
      commission: {kind: commission, period: month, measure: revenue, rate: 8%}
alternatives:
  flat: {title: Flat, summary: Four percent}
  steep: {title: Steep, summary: Eight percent, people: {plan: steep, habit_plan: steep}}
"""


def market(*edits: tuple[str, str], settings: Sequence[str] = ()) -> Scenario:
    """Load the small market with some texts replaced and some settings applied."""
    written = SMALL
    for old, new in edits:
        assert old in written, old
        written = written.replace(old, new)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.yaml"
        file.write_text(written, encoding="utf-8")
        return load_scenario(file, settings=settings)


def run(scenario: Scenario, *names: str, replications: int = 1, weeks: int = 13, seed: int = 1) -> Ledger:
    """Run some alternatives in one batch, replication by replication; all of them unless named."""
    chosen = names or scenario.alternatives
    keys = [WorldKey(name, number) for number in range(replications) for name in chosen]
    [batch] = worlds(scenario, keys, seed=seed, weeks=weeks)
    return simulate(batch)


def weekly_revenue(ledger: Ledger) -> np.ndarray:
    """Give what each rep sold in each week [currency], ``(n_reps, n_weeks)``."""
    rows = ledger.table("credit")
    table = np.zeros((len(ledger.axes.rep_world), ledger.axes.weeks))
    table[rows["rep"], rows["day"] // 7] = rows["revenue_minor"] / 100.0
    return table
