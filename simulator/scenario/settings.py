"""``--set`` on a scenario: any value that the file states, or leaves at its default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from pydantic import BaseModel

from simulator import catalog
from simulator.compensation.document import PlanSpec, component_class
from simulator.documents import Document, set_value, subdocument
from simulator.documents.shapes import keys_of, shapes_at
from simulator.errors import InputError, Place, UnknownName
from simulator.parameters import load_register
from simulator.scenario.schema import HEAD_KEYS, changeable_keys, spec_class

__all__ = ["with_setting"]

Path = tuple[str | int, ...]


def with_setting(document: Document, setting: str) -> Document:
    """Apply one ``key.path=value`` text to a scenario.

    Parameters
    ----------
    document
        The scenario, plans included.
    setting
        The text.

    Raises
    ------
    InputError
        If it cannot be read, there is no such key, or it stands for a group of keys.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> with_setting(parse("segments: {families: {needs_per_year: 1}}"), "segments.families.habit=2").data
    {'segments': {'families': {'needs_per_year': 1, 'habit': 2}}}
    """
    key, equals, text = setting.partition("=")
    if not equals or not key:
        raise InputError(f"--set needs key.path=value, got {setting!r}", hint="Example: weeks=52")
    section, _, name = key.partition(".")
    register = load_register()
    if section == "parameters" and name not in register and name not in (document.data.get(section) or {}):
        raise UnknownName("parameter", name, register, Place("--set", None, key))
    return set_value(document, key, text, known=lambda path: _keys_at(document, path))


def _keys_at(document: Document, path: Path) -> Sequence[str]:
    """List the keys that the typed scenario knows at a path."""
    model = spec_class(document.data)
    match path:
        case ("alternatives", name) if name in (document.data.get("alternatives") or {}):
            return [key for key in (*HEAD_KEYS, *changeable_keys(model)) if key != "remove"]
        case ("alternatives", _, *rest) if rest:
            return list(dict.fromkeys((*_stated(document, rest), *_keys_at(document, tuple(rest)))))
        case ("alternatives", *_):
            return ()
        case ("parameters",):
            return list(load_register())
        case ("plans", _, *rest):
            return _keys_of_plan(document, path, tuple(rest))
        case ("firms", name, "settings"):
            return _settings_of_strategy(document, str(name))
    return _typed(model, path)


def _typed(model: type[BaseModel], path: Path) -> Sequence[str]:
    return keys_of(shapes_at(model, path))


def _stated(document: Document, path: Sequence[str | int]) -> Sequence[str]:
    """List the keys that the scenario itself states at a path."""
    data: Any = document.data
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return list(data) if isinstance(data, dict) else ()


def _keys_of_plan(document: Document, path: Path, rest: Path) -> Sequence[str]:
    if rest[:1] != ("components",):
        return _typed(PlanSpec, rest)
    if len(rest) < 2:
        return ()
    try:
        component = component_class(subdocument(document, path[:4]))
    except InputError:  # it says no kind, or is not stated: what is wrong is said when it is built
        return ()
    return _typed(component, rest[2:])


def _settings_of_strategy(document: Document, firm: str) -> Sequence[str]:
    stated = _stated(document, ("firms", firm))
    strategy = document.data["firms"][firm].get("strategy") if "strategy" in stated else None
    if strategy not in catalog.names("firm-strategy"):
        return ()
    made: Any = catalog.get("firm-strategy", strategy)
    return [field.name for field in fields(made) if field.name != "script"]
