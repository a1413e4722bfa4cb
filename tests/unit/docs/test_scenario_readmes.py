"""Each scenario tells its case, and says the same as its scenario file."""

from __future__ import annotations

import pytest

from simulator.scenario import bundled, load_scenario

SCENARIOS = sorted(bundled())


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_story_names_what_is_left_out_as_the_scenario_does(name):
    story = (bundled()[name] / "README.md").read_text("utf-8")
    missing = [words.en for words in load_scenario(name).left_out if f"- {words.en}\n" not in story]
    assert not missing


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_story_tells_every_alternative_in_both_languages(name):
    story = (bundled()[name] / "README.md").read_text("utf-8")
    english, _, chinese = story.partition("## 中文摘要")
    for alternative in load_scenario(name).alternatives:
        assert f"| `{alternative}`" in english
        assert f"- `{alternative}`" in chinese
