"""Scenarios written for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.scenario.load import load_scenario
from tests.unit.scenario.small_case import write_case


@pytest.fixture
def refusal(tmp_path: Path) -> Callable[..., str]:
    """Load the small case with edits that make it wrong; give the message, the folder left out."""

    def refused(
        *edits: tuple[str, str],
        plan: tuple[str, str, str] | None = None,
        settings: tuple[str, ...] = (),
    ) -> str:
        folder = write_case(tmp_path / "case", *edits, plan=plan)
        with pytest.raises(InputError) as caught:
            load_scenario(folder, settings=settings)
        assert caught.value.exit_status == 2
        return str(caught.value).replace(f"{folder}/", "")

    return refused
