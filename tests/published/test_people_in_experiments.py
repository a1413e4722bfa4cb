"""The experiments on contests, colleagues, risk, prices, turnover and the firm's rules hold what they state.

They calculate, or play given luck: no false alarm is possible while their seeds stay.
"""

from __future__ import annotations

import pytest

from simulator.studies.validation.library import bundled, load_experiment
from simulator.studies.validation.verdicts import judge

EXPERIMENTS = (
    "do_managers_lower_quotas_for_themselves",
    "do_quotas_creep_up",
    "do_unequal_territories_spoil_a_contest",
    "does_forced_ranking_improve_a_sales_force",
    "does_pay_for_acquisition_pay",
    "how_hard_do_people_try_in_a_contest",
    "how_many_should_win",
    "how_much_pricing_authority_is_best",
    "what_do_stars_do_to_peers",
    "what_does_turnover_cost",
    "who_gambles",
    "who_picks_the_convex_plan",
    "whom_to_promote",
)


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_every_check_holds(name: str) -> None:
    experiment = load_experiment(bundled()[name])
    verdicts = {check: judge(experiment, check, {}, quick=True).verdict for check in experiment.spec.checks}
    assert set(verdicts.values()) == {"held"}, verdicts
