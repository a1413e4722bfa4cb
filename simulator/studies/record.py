"""The content of ``comparison.json``: what each alternative brings, and how it differs from the baseline."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.analysis.declaration import Columns, Outcome
from simulator.analysis.intervals import mean_interval, paired_difference
from simulator.analysis.outcomes import declared
from simulator.studies.design import Design


def record_of(design: Design, outcomes: Columns, *, complete: bool) -> dict[str, Any]:
    """Write the content of ``comparison.json`` from one row for each world."""
    declarations = declared([name for name in outcomes if name not in ("alternative", "replication")])
    values = {
        name: {key: outcomes[key][outcomes["alternative"] == name] for key in declarations}
        for name in design.alternatives
    }
    count = int(np.sum(outcomes["alternative"] == design.baseline))
    record: dict[str, Any] = {
        "scenario": design.scenario.name,
        "seed": design.seed,
        "replications": count,
        "weeks": design.weeks,
        "baseline": design.baseline,
        "complete": complete,
    }
    if design.until is not None:
        watched = {name: values[name][design.until.outcome] for name in design.alternatives}
        reached = design.until.is_reached(watched, design.baseline)
        record["until"] = {"rule": str(design.until), "reached": reached, "maximum": design.until.maximum}
    record["outcomes"] = {
        key: {
            "unit": outcome.unit_in(design.scenario.currency),
            "better": outcome.better,
            "label": outcome.label(),
        }
        for key, outcome in declarations.items()
    }
    record["alternatives"] = [
        _alternative_record(name, values, design.baseline, declarations) for name in design.alternatives
    ]
    return record


def _alternative_record(
    name: str, values: dict[str, Columns], baseline: str, declarations: dict[str, Outcome]
) -> dict[str, Any]:
    versus = {
        key: paired_difference(values[name][key], values[baseline][key], outcome.better).record()
        for key, outcome in declarations.items()
    }
    return {
        "name": name,
        "outcomes": {key: mean_interval(values[name][key]).record() for key in declarations},
        "versus_baseline": None if name == baseline else versus,
    }
