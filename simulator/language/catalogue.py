"""Read the word files once and answer with finished sentences."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources
from string import Formatter
from typing import Any

from simulator.errors import InputError, UnknownName

FALLBACK_LANGUAGE = "en"


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Name the languages in which every text exists.

    Examples
    --------
    >>> languages()
    ('en', 'zh')
    """
    folder = resources.files(__package__)
    names = (entry.name for entry in folder.iterdir() if entry.is_dir())
    return tuple(sorted(name for name in names if len(name) == 2))


@cache
def _texts(language: str) -> dict[str, str]:
    import yaml

    if language not in languages():
        raise UnknownName("language", language, languages())
    found: dict[str, str] = {}
    folder = resources.files(__package__) / language
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".yaml"):
            topic = entry.name.removesuffix(".yaml")
            _flatten(yaml.load(entry.read_text("utf-8"), Loader=yaml.CSafeLoader), topic, found)
    return found


def _flatten(node: Any, key: str, found: dict[str, str]) -> None:
    """Write a tree of words into ``found`` under dotted keys."""
    if isinstance(node, dict):
        for name, child in node.items():
            _flatten(child, f"{key}.{name}", found)
    else:
        found[key] = str(node if node is not None else "").strip()


def all_keys(language: str = FALLBACK_LANGUAGE) -> tuple[str, ...]:
    """List every key of one language, in alphabetical order."""
    return tuple(sorted(_texts(language)))


def has_text(key: str) -> bool:
    """Say whether the catalogue knows a key, for words that a scenario may name freely.

    Examples
    --------
    >>> has_text("outcomes.revenue"), has_text("outcomes.luck")
    (True, False)
    """
    return key in _texts(FALLBACK_LANGUAGE)


def places(key: str, language: str = FALLBACK_LANGUAGE) -> frozenset[str]:
    """Name the values a text needs before it can be shown.

    Examples
    --------
    >>> sorted(places("plots.goal"))
    ['level']
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(_template(key, language)) if name)


def _template(key: str, language: str) -> str:
    texts = _texts(language)
    if key not in texts:
        family = key.rsplit(".", 1)[0] + "."
        near = [known for known in texts if known.startswith(family)]
        raise UnknownName("text", key, sorted(near or {known.split(".")[0] for known in texts}))
    return texts[key]


def text(key: str, language: str = FALLBACK_LANGUAGE, **values: object) -> str:
    """Give one text in one language, with its values put in.

    Parameters
    ----------
    key
        Dotted name; its first part is the topic file, for example ``report.title``.
    language
        ``en`` or ``zh``.
    values
        One value for each place the text holds, already written as people should read it.

    Raises
    ------
    UnknownName
        There is no such key or language.
    InputError
        A value is missing.

    Examples
    --------
    >>> text("plots.goal", level="40%")
    'Goal 40%'
    >>> text("plots.goal", "zh", level="40%")
    '目标 40%'
    """
    template = _template(key, language)
    try:
        return template.format(**values)
    except (KeyError, IndexError) as error:
        needed = sorted(places(key, language))
        raise InputError(f"the text '{key}' lacks a value for {error.args[0]!r}", allowed=needed) from None


def label(key: str) -> dict[str, str]:
    """Give a text without places in every language, as the result files carry it.

    Examples
    --------
    >>> label("outcomes.orders")
    {'en': 'Orders', 'zh': '订单数'}
    """
    return {language: _template(key, language) for language in languages()}
