"""The reference page about outcomes, which is made from the code, is current."""

from __future__ import annotations

from pathlib import Path

from simulator.analysis.outcomes import BUILT_IN
from simulator.cli.reference import outcomes_page

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "outcomes.md"


def test_the_page_is_what_the_declarations_say() -> None:
    hint = "write it again: python -m simulator.cli.reference > docs/reference/outcomes.md"
    assert PAGE.read_text(encoding="utf-8") == outcomes_page(), hint


def test_every_built_in_outcome_has_a_heading() -> None:
    assert [line for line in outcomes_page().splitlines() if line.startswith("## ")] == [
        f"## `{key}`" for key in BUILT_IN
    ]
