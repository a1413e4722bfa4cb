"""Overlays: a document that states only what differs from another."""

from __future__ import annotations

from typing import Any

from simulator.documents.marks import Document, Mark, Path, key_path
from simulator.errors import DocumentError, Place, UnknownName

REMOVE = "remove"
"""The key of an overlay that lists names to delete from the mapping it lies over."""


def merge(base: Document, overlay: Document) -> Document:
    """Lay a document that states only what differs over the one it differs from.

    Mappings merge key by key; lists and single values replace what was there. ``remove: [names]``
    inside a mapping first deletes these keys from the mapping it lies over, so that a name which is
    removed and given again is replaced as a whole. Every value keeps the file and line it came from.

    Parameters
    ----------
    base
        The document to change; it is left as it was.
    overlay
        What differs.

    Returns
    -------
    A new document; its keys stand in the order of the base, new ones at the end.

    Raises
    ------
    UnknownName
        If ``remove`` names a key that the base does not have.
    DocumentError
        If ``remove`` is not a list of names.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> base = parse("plan: {salary_per_week: 900, cap_share: 2, rates: [1, 2]}")
    >>> merge(base, parse("plan: {remove: [cap_share], rates: [3], bonus: 50}")).data
    {'plan': {'salary_per_week': 900, 'rates': [3], 'bonus': 50}}
    """
    prefix = base.prefix
    data, mark = _merged((base.data, base.mark), (overlay.data, overlay.mark), prefix)
    return Document(data, mark, prefix)


def _merged(
    base: tuple[dict[str, Any], Mark], overlay: tuple[dict[str, Any], Mark], path: Path
) -> tuple[dict[str, Any], Mark]:
    data, marks = dict(base[0]), _children(base[1])
    changes, change_marks = overlay[0], _children(overlay[1])
    for name in _removals(changes, overlay[1], path):
        place = _place_of(change_marks[REMOVE], (*path, REMOVE))
        if name not in data:
            raise UnknownName("key to remove", name, data, place)
        del data[name], marks[name]
    for key, value in changes.items():
        if key == REMOVE:
            continue
        below = data.get(key)
        if isinstance(value, dict):
            under = (below, marks[key]) if isinstance(below, dict) else ({}, _empty(change_marks[key]))
            data[key], marks[key] = _merged(under, (value, change_marks[key]), (*path, key))
        else:
            data[key], marks[key] = value, change_marks[key]
    return data, Mark(base[1].file, base[1].line, marks)


def _children(mark: Mark) -> dict[str, Mark]:
    return dict(mark.children) if isinstance(mark.children, dict) else {}


def _empty(mark: Mark) -> Mark:
    return Mark(mark.file, mark.line, {})


def _place_of(mark: Mark, path: Path) -> Place:
    return Place(mark.file, mark.line, key_path(path))


def _removals(changes: dict[str, Any], mark: Mark, path: Path) -> list[str]:
    names = changes.get(REMOVE, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        place = _place_of(_children(mark)[REMOVE], (*path, REMOVE))
        raise DocumentError("must be a list of names to remove, such as [cap, bonus]", place=place)
    return names


def subdocument(document: Document, path: Path) -> Document:
    r"""Take the mapping at a path as a document of its own, whose places still name the whole path.

    Parameters
    ----------
    document
        The document to take from.
    path
        Keys and list positions down to a mapping. Nothing there (None) counts as an empty mapping.

    Raises
    ------
    UnknownName
        If a step of the path does not exist.
    DocumentError
        If something other than a mapping is there.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> plan = subdocument(parse("plans:\n  tilt:\n    rate_share: 0.02"), ("plans", "tilt"))
    >>> plan.data, str(plan.place(("rate_share",)))
    ({'rate_share': 0.02}, '<text>:3, plans.tilt.rate_share')
    """
    data: Any = document.data
    mark = document.mark
    for depth, key in enumerate(path):
        inner = mark.child(key)
        if inner is None:
            place = document.place(path[:depth])
            raise UnknownName("key", str(key), map(str, steps_of(data)), place)
        data, mark = data[key], inner
    if data is None:
        return Document({}, Mark(mark.file, mark.line, {}), (*document.prefix, *path))
    if not isinstance(data, dict):
        raise DocumentError("must hold keys and their values", place=document.place(path))
    return Document(data, mark, (*document.prefix, *path))


def steps_of(data: Any) -> list[str | int]:
    """List the keys or positions that lead on from a value."""
    if isinstance(data, dict):
        return list(data)
    return list(range(len(data))) if isinstance(data, list) else []


def only(document: Document, keys: tuple[str, ...]) -> Document:
    r"""Take some keys of a document, each where it stands.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> only(parse("a: 1\nb: 2"), ("b",)).data
    {'b': 2}
    """
    marks = _children(document.mark)
    kept = {key: marks[key] for key in keys}
    mark = Mark(document.mark.file, document.mark.line, kept)
    return Document({key: document.data[key] for key in keys}, mark, document.prefix)


def put(document: Document, path: tuple[str, ...], part: Document) -> Document:
    """Put a document in place of a value inside another one; its places stay those of its own file.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> whole = put(parse("plans: {tilt: tilt.yaml}"), ("plans", "tilt"), parse("rate: 2", file="tilt.yaml"))
    >>> whole.data, str(whole.place(("plans", "tilt", "rate")))
    ({'plans': {'tilt': {'rate': 2}}}, 'tilt.yaml:1, plans.tilt.rate')
    """
    data: Any = part.data
    mark = part.mark
    for depth in range(len(path) - 1, -1, -1):
        place = document.place(path[:depth])
        data = {path[depth]: data}
        mark = Mark(place.file, place.line or 1, {path[depth]: mark})
    return merge(document, Document(data, mark, document.prefix))
