"""The reference of the plan language says every key, and says it as the components do."""

from __future__ import annotations

import pytest

from simulator import catalog
from tests.unit.compensation.plan_language_page import PAGE, kinds, page


def test_the_page_is_what_the_components_say() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.unit.compensation.plan_language_page"


@pytest.mark.parametrize("kind", catalog.names("pay-component"))
def test_every_kind_has_a_heading_and_every_key_a_meaning(kind: str) -> None:
    words = page()
    assert f"## `kind: {kind}`" in words
    for name, field in kinds()[kind].model_fields.items():
        assert name == "kind" or f"| `{field.alias or name}` |" in words, name
