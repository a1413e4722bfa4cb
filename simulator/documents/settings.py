"""Single values set from the command line: ``--set key.path=value``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from simulator.documents.marks import Document, Mark, Path, key_path
from simulator.documents.overlays import steps_of
from simulator.documents.reading import parse_any
from simulator.errors import DocumentError, OptionError, Place, UnknownName

Known = Callable[[Path], Sequence[str]]
"""Tells the keys that a mapping at a path may have, stated or not."""


def _nothing(path: Path) -> Sequence[str]:
    del path
    return ()


def set_value(document: Document, keys: str, text: str, known: Known = _nothing) -> Document:
    """Change one value, as ``--set key.path=value`` does.

    Parameters
    ----------
    document
        The document to change; it is left as it was.
    keys
        Path to the value: names joined by dots, list positions as numbers (``tiers.0.rate_share`` or
        ``tiers[0].rate_share``). A name that itself contains dots is found too.
    text
        The new value, written as in YAML.
    known
        Keys that may be set though the document leaves them open.

    Raises
    ------
    UnknownName
        If there is nothing at this path, and nothing could be.
    OptionError
        If the path leads to a mapping, or the value is a mapping or not valid YAML.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> set_value(parse("plan: {tiers: [{rate_share: 0.02}]}"), "plan.tiers.0.rate_share", "0.03").data
    {'plan': {'tiers': [{'rate_share': 0.03}]}}
    >>> set_value(parse("weeks: 52"), "seed", "7", known=lambda path: () if path else ("seed",)).data
    {'weeks': 52, 'seed': 7}
    """
    parts = [part for part in re.split(r"[.\[\]]+", keys) if part]
    path, old = _found(document, parts, keys, known)
    value, mark = _value(keys, text)
    group = old if isinstance(old, dict) else known(path) if old is None else ()
    if group:
        raise OptionError(
            "this is a group of settings; set one of them", place=Place("--set", None, keys), allowed=group
        )
    data, root = _replaced(document.data, document.mark, path, value, mark)
    return Document(data, root, document.prefix)


def _found(document: Document, parts: list[str], keys: str, known: Known) -> tuple[Path, Any]:
    """Walk down to a value; give its path and what stands there, None where nothing does."""
    path: list[str | int] = []
    data: Any = document.data
    at = 0
    while at < len(parts) or not path:
        key, used = _step(data, parts[at:])
        if key is None and (data is None or isinstance(data, dict)):
            key, used = _step(dict.fromkeys(known(tuple(path))), parts[at:])
        if key is None:
            names = dict.fromkeys((*steps_of(data), *known(tuple(path))))
            step = parts[at] if at < len(parts) else ""
            tried = key_path((*path, int(step) if isinstance(data, list) and step.isdecimal() else step))
            allowed = [key_path((*path, name)) for name in names]
            raise UnknownName("key", tried or keys, allowed, Place("--set", None, keys))
        data = data.get(key) if isinstance(data, dict) else None if data is None else data[key]
        path.append(key)
        at += used
    return tuple(path), data


def _step(data: Any, parts: list[str]) -> tuple[str | int | None, int]:
    """Find the longest run of parts that is a key here, and how many parts it uses."""
    if isinstance(data, dict):
        for count in range(len(parts), 0, -1):
            name = ".".join(parts[:count])
            if name in data:
                return name, count
    if isinstance(data, list) and parts and parts[0].isdecimal() and int(parts[0]) < len(data):
        return int(parts[0]), 1
    return None, 0


def _value(keys: str, text: str) -> tuple[Any, Mark]:
    place = Place("--set", None, keys)
    try:
        value, mark = parse_any(text, "--set")
    except DocumentError as problem:
        raise OptionError(f"{text!r} cannot be read: {problem.what}", place=place) from None
    if isinstance(value, dict):
        raise OptionError(f"{text!r} is a group of settings; set them one by one", place=place)
    return value, _without_lines(mark)


def _without_lines(mark: Mark) -> Mark:
    children = mark.children
    if isinstance(children, dict):
        return Mark(mark.file, None, {key: _without_lines(child) for key, child in children.items()})
    if isinstance(children, list):
        return Mark(mark.file, None, [_without_lines(child) for child in children])
    return Mark(mark.file, None)


def _replaced(data: Any, mark: Mark, path: Path, value: Any, new: Mark) -> tuple[Any, Mark]:
    if not path:
        return value, new
    key = path[0]
    inner = mark.child(key)
    if inner is None:  # not stated so far
        inner, below = Mark(new.file, new.line), None
    else:
        below = data[key]
    changed = {} if data is None else data.copy()
    changed[key], child = _replaced(below, inner, path[1:], value, new)
    children: Any = {} if mark.children is None else mark.children.copy()
    children[key] = child
    return changed, Mark(mark.file, mark.line, children)
