"""A plan that cannot be run is refused when the scenario is read, with the key to correct."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import PlanError, ScenarioError
from simulator.scenario.load import load_scenario
from tests.unit.scenario.small_case import write_case

POINTS = "plan: tilt\nmeasures: {points: {decimals: 0}}\n"


def test_a_plan_that_pays_on_what_no_sale_tells(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "case", plan=("tilt", "plan: tilt\n", POINTS))
    tilt = folder / "plans" / "tilt.yaml"
    tilt.write_text(tilt.read_text().replace("    rate: 1%\n", "    measure: points\n    pay_per_unit: 3\n"))
    with pytest.raises(PlanError) as caught:
        load_scenario(folder)
    said = str(caught.value).replace(f"{folder}/", "")
    assert said.startswith(
        "plans/tilt.yaml:9, plans.tilt.components.tilt.measure: the plan pays on 'points', and what a sale "
        "brings of it is not known. Allowed: "
    )
    assert caught.value.exit_status == 2


def test_a_plan_that_only_one_alternative_breaks(tmp_path: Path) -> None:
    award = "{remove: [pay_per_month], kind: award, measure: points, pay: 5, period: month}"
    broken = f"people: {{plan: tilt}}\n    plans: {{tilt: {{components: {{salary: {award}}}}}}}"
    edits = [("people: {plan: tilt}", broken)]
    folder = write_case(tmp_path / "case", *edits, plan=("tilt", "plan: tilt\n", POINTS))
    with pytest.raises(PlanError, match=r"scenario\.yaml:4\d, plans\.tilt\.components\.salary\.measure: "):
        load_scenario(folder)


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    for name in ("scenario.yaml", "plans/tilt.yaml"):
        folder = write_case(tmp_path / name.replace("/", "-"))
        (folder / name).write_text("# nothing yet\n")
        with pytest.raises(ScenarioError, match=f"{name}: the file is empty\\. ") as caught:
            load_scenario(folder)
        assert "\n" not in str(caught.value)
