"""The catalogue speaks both languages about the same things, and says so when asked for what it lacks."""

from __future__ import annotations

import pytest

from simulator import catalog, language
from simulator.errors import InputError, UnknownName


def test_both_languages_hold_the_same_keys() -> None:
    assert language.languages() == ("en", "zh")
    assert language.all_keys("en") == language.all_keys("zh")
    assert len(language.all_keys()) > 150


@pytest.mark.parametrize("tongue", language.languages())
def test_no_text_is_empty(tongue: str) -> None:
    empty = [key for key in language.all_keys(tongue) if not language.label(key)[tongue]]
    assert empty == []


def test_both_languages_take_the_same_values() -> None:
    different = [
        key for key in language.all_keys() if language.places(key, "en") != language.places(key, "zh")
    ]
    assert different == []


def test_chinese_texts_are_chinese() -> None:
    """Apart from units, currency codes and bare templates every Chinese text holds Chinese characters."""
    exempt = ("units.",)
    foreign = [
        key
        for key in language.all_keys("zh")
        if not key.startswith(exempt)
        and not any("\u4e00" <= character <= "\u9fff" for character in language.label(key)["zh"])
        and any(character.isalpha() for character in language.label(key)["zh"].split("{")[0])
    ]
    assert foreign == []


def test_english_texts_hold_no_chinese() -> None:
    english = {key: language.label(key)["en"] for key in language.all_keys()}
    mixed = [key for key, words in english.items() if any("\u4e00" <= c <= "\u9fff" for c in words)]
    assert mixed == []


OUTCOMES = sorted(key.removeprefix("outcomes.") for key in language.all_keys() if key.startswith("outcomes."))


def test_the_contract_of_outcomes_is_covered() -> None:
    assert set(catalog.names("outcome")) <= set(OUTCOMES)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_outcome_has_a_name_and_a_definition(outcome: str) -> None:
    names, definitions = language.label(f"outcomes.{outcome}"), language.label(f"definitions.{outcome}")
    assert set(names) == set(definitions) == {"en", "zh"}
    assert definitions["en"].endswith(".")
    assert definitions["zh"].endswith("。")


def test_an_unknown_key_is_named_with_what_is_near() -> None:
    with pytest.raises(UnknownName) as caught:
        language.text("outcomes.revenu")
    assert "there is no text called 'outcomes.revenu'" in str(caught.value)
    assert "Did you mean 'outcomes.revenue'?" in str(caught.value)


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(UnknownName, match="there is no language called 'fr'"):
        language.text("outcomes.revenue", "fr")


def test_a_missing_value_is_named() -> None:
    with pytest.raises(InputError, match=r"the text .plots\.goal. lacks a value for .level."):
        language.text("plots.goal")


def test_reading_the_catalogue_is_quick() -> None:
    """A command may speak without anyone noticing that a file was read."""
    from time import process_time

    from simulator.language.catalogue import _texts

    _texts.cache_clear()
    start = process_time()
    language.text("outcomes.revenue", "zh")
    assert process_time() - start < 0.2
