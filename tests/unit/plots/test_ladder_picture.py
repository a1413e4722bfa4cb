"""The picture of a long ladder shows what a reader looks for first, and says that it leaves out the rest."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.plots.validation import MOST_ROWS, ladder_picture


def record(number: int, verdicts: list[str]) -> dict[str, Any]:
    title = {"en": f"Check {number}", "zh": f"检验{number}"}
    check = {"title": title, "tier": "B", "unit": "share", "found": 1.2, "low": 1.1, "high": 1.3}
    check |= {"target": {"expect": "above", "than": 1.0}, "kind": "sign"}
    return {"id": f"B{number}", "checks": [{**check, "verdict": verdict} for verdict in verdicts]}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_long_ladder_is_drawn_in_brief(language: str) -> None:
    many = [record(number, ["held", "held", "missed"]) for number in range(MOST_ROWS // 2)]
    figure = ladder_picture(many, language=language)
    assert len(figure.axes[0].get_yticks()) == 2 * len(many)


def test_a_short_one_is_drawn_whole() -> None:
    few = [record(number, ["held", "held"]) for number in range(3)]
    assert len(ladder_picture(few).axes[0].get_yticks()) == 6
