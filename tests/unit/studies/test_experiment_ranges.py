"""Nuisance parameters of experiments move at least as far as the protocol asks, whatever the signs do there.

Risk aversion 0.1 to 3; a discount of 0.9 to 0.99 a month, read by the year as well; a monthly spread of
results of 0.2 to 0.8, which is 0.42 to 1.66 in a week; a spread of ability of 0.2 to 0.6, which is 0.2 to
0.55 in logs.
"""

from __future__ import annotations

import pytest

from simulator.studies.validation.library import Experiment, chosen

LEAST_RANGES = {
    "parameters.risk_aversion": (0.1, 3.0),
    "parameters.discount_per_year": (0.9**12, 0.99),
    "parameters.monthly_sales_cv": (0.2, 0.8),
    "parameters.ability_log_sd": (0.2, 0.55),
    "noise.cv": (0.42, 1.66),
}


SAME_SIDE_OF_QUOTA = {("who_gambles", "parameters.ability_log_sd")}
"""There theory speaks of one person and one quota: with very different people some stand beyond it."""


@pytest.mark.parametrize("experiment", chosen(), ids=lambda each: each.name)
def test_no_range_is_narrower_than_the_protocol(experiment: Experiment) -> None:
    for key, (low, high) in experiment.spec.nuisance.items():
        for end, (least, most) in LEAST_RANGES.items():
            if key.endswith(end) and (experiment.name, key) not in SAME_SIDE_OF_QUOTA:
                assert low <= least, key
                assert high >= most, key
