"""The reference pages that are made from the code are current."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.analysis.outcomes import BUILT_IN
from simulator.cli import COMMANDS, reference, sandtable

FOLDER = Path(__file__).parents[3] / "docs" / "reference"


@pytest.mark.parametrize("page", list(reference.PAGES))
def test_the_page_is_what_the_code_says(page: str) -> None:
    committed = (FOLDER / f"{page}.md").read_text(encoding="utf-8")
    hint = f"write it again: python -m simulator.cli.reference {page} > docs/reference/{page}.md"
    assert committed == reference.PAGES[page](), hint


def test_every_command_and_every_outcome_has_a_heading() -> None:
    listed = sandtable.list_commands(reference.click.Context(sandtable))
    page = reference.cli_page()
    assert all(f"## `sandtable {name}`" in page for name in COMMANDS if name in listed)
    assert all(f"## `{key}`" in reference.outcomes_page() for key in BUILT_IN)


def test_an_unknown_page_is_refused() -> None:
    with pytest.raises(SystemExit, match="there is no page called 'cover'"):
        reference.main(["cover"])
