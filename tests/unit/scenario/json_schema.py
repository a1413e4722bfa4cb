"""A small reader of JSON Schema, independent of the library that writes ours.

It knows the keywords that our schemas use and refuses any other, so that a test which passes has
really looked at everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_IGNORED = {"$schema", "$defs", "title", "description", "default", "discriminator", "then", "else"}
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "null": (type(None),),
    "boolean": (bool,),
}


def problems(schema: dict[str, Any], value: Any) -> list[str]:
    """List what a schema has against a value, each with the path of the value."""
    return list(_problems(schema, schema, value, ""))


def _problems(root: dict[str, Any], part: dict[str, Any], value: Any, path: str) -> Iterator[str]:
    if "$ref" in part:
        yield from _problems(root, root["$defs"][part["$ref"].removeprefix("#/$defs/")], value, path)
        part = {key: kept for key, kept in part.items() if key != "$ref"}
    for keyword, wanted in part.items():
        if keyword in _IGNORED or keyword in ("properties", "additionalProperties", "patternProperties"):
            continue
        yield from _KEYWORDS[keyword](root, wanted, value, path)
    if isinstance(value, dict):
        yield from _members(root, part, value, path)


def _members(root: dict[str, Any], part: dict[str, Any], value: dict[str, Any], path: str) -> Iterator[str]:
    patterns = part.get("patternProperties", {})
    others = part.get("additionalProperties", True)
    for key, member in value.items():
        fitting = [schema for pattern, schema in patterns.items() if re.search(pattern, key)]
        if key in part.get("properties", {}):
            fitting.append(part["properties"][key])
        if not fitting and others is False:
            yield f"{path}.{key}: not a known key"
        elif not fitting and isinstance(others, dict):
            fitting.append(others)
        for schema in fitting:
            yield from _problems(root, schema, member, f"{path}.{key}")


def _type(root: dict[str, Any], wanted: str, value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, _TYPES[wanted]) or (isinstance(value, bool) and wanted != "boolean"):
        yield f"{path}: {value!r} is no {wanted}"


def _any_of(root: dict[str, Any], wanted: list[dict[str, Any]], value: Any, path: str) -> Iterator[str]:
    if not any(next(_problems(root, part, value, path), None) is None for part in wanted):
        yield f"{path}: fits none of {len(wanted)} forms"


def _one_of(root: dict[str, Any], wanted: list[dict[str, Any]], value: Any, path: str) -> Iterator[str]:
    fitting = sum(next(_problems(root, part, value, path), None) is None for part in wanted)
    if fitting != 1:
        yield f"{path}: fits {fitting} of {len(wanted)} forms instead of one"


def _if(root: dict[str, Any], wanted: dict[str, Any], value: Any, path: str) -> Iterator[str]:
    holds = next(_problems(root, wanted, value, path), None) is None
    yield from _problems(root, root["then" if holds else "else"], value, path)


def _items(root: dict[str, Any], wanted: dict[str, Any], value: Any, path: str) -> Iterator[str]:
    for number, item in enumerate(value if isinstance(value, list) else []):
        yield from _problems(root, wanted, item, f"{path}[{number}]")


def _names(root: dict[str, Any], wanted: dict[str, Any], value: Any, path: str) -> Iterator[str]:
    for key in value if isinstance(value, dict) else ():
        yield from _problems(root, wanted, key, f"{path}.{key}")


def _check(holds: bool, what: str) -> Iterator[str]:
    if not holds:
        yield what


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_KEYWORDS: dict[str, Any] = {
    "type": _type,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "if": _if,
    "items": _items,
    "propertyNames": _names,
    "required": lambda root, wanted, value, path: _check(
        not isinstance(value, dict) or set(wanted) <= set(value), f"{path}: lacks one of {wanted}"
    ),
    "enum": lambda root, wanted, value, path: _check(value in wanted, f"{path}: {value!r} not in {wanted}"),
    "const": lambda root, wanted, value, path: _check(value == wanted, f"{path}: is not {wanted!r}"),
    "minimum": lambda root, wanted, value, path: _check(
        not _is_number(value) or value >= wanted, f"{path}: {value!r} is below {wanted}"
    ),
    "maximum": lambda root, wanted, value, path: _check(
        not _is_number(value) or value <= wanted, f"{path}: {value!r} is above {wanted}"
    ),
    "exclusiveMinimum": lambda root, wanted, value, path: _check(
        not _is_number(value) or value > wanted, f"{path}: {value!r} is not above {wanted}"
    ),
    "minLength": lambda root, wanted, value, path: _check(
        not isinstance(value, str) or len(value) >= wanted, f"{path}: is too short"
    ),
    "maxLength": lambda root, wanted, value, path: _check(
        not isinstance(value, str) or len(value) <= wanted, f"{path}: is too long"
    ),
    "pattern": lambda root, wanted, value, path: _check(
        not isinstance(value, str) or re.search(wanted, value) is not None, f"{path}: does not match"
    ),
    "minProperties": lambda root, wanted, value, path: _check(
        not isinstance(value, dict) or len(value) >= wanted, f"{path}: has too few keys"
    ),
}
