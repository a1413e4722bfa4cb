"""A document: plain data beside a tree of marks that knows where each value was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from simulator.errors import Place

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a document down to a value."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value was written, and where the values inside it were.

    Attributes
    ----------
    file
        The file as the user named it.
    line
        Line counted from 1, or None where lines mean nothing.
    children
        Marks by key for a mapping, by position for a list, None for a single value.
    """

    file: str
    line: int | None
    children: dict[str, Mark] | list[Mark] | None = None

    def child(self, key: str | int) -> Mark | None:
        """Return the mark one step down, or None where there is nothing."""
        if isinstance(self.children, dict):
            return self.children.get(key) if isinstance(key, str) else None
        if isinstance(self.children, list) and isinstance(key, int) and 0 <= key < len(self.children):
            return self.children[key]
        return None


def key_path(path: Path) -> str:
    """Write a path the way users write it.

    Examples
    --------
    >>> key_path(("firms", 1, "strategy"))
    'firms[1].strategy'
    """
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}"
    return text.removeprefix(".")


@dataclass(frozen=True)
class Document:
    r"""What a YAML file says, and where it says it.

    Attributes
    ----------
    data
        The content as dicts, lists, texts, numbers, truth values and None; not to be changed.
    mark
        Marks for the content, in the same shape.
    prefix
        Path of this document inside the one it was taken from; it leads every place.

    Examples
    --------
    >>> from simulator.documents import parse
    >>> document = parse("plans:\n  tilt:\n    rate_share: 0.02\n", file="scenario.yaml")
    >>> print(document.place(("plans", "tilt", "rate_share")))
    scenario.yaml:3, plans.tilt.rate_share
    """

    data: dict[str, Any]
    mark: Mark
    prefix: Path = field(default=())

    @property
    def file(self) -> str:
        """Name of the file that the document as a whole comes from."""
        return self.mark.file

    def place(self, path: Path = ()) -> Place:
        """Say where the value at a path was written.

        A path that does not exist gets the line of the nearest mapping or list around it, which is
        where a missing key would have to be added.

        Parameters
        ----------
        path
            Keys and list positions, relative to this document.
        """
        mark = self.mark
        for key in path:
            inner = mark.child(key)
            if inner is None:
                break
            mark = inner
        return Place(mark.file, mark.line, key_path((*self.prefix, *path)))

    def to_data(self) -> dict[str, Any]:
        """Return a fresh copy of the content in canonical form; see `canonical`."""
        from simulator.documents.fingerprints import canonical

        copy = canonical(self.data)
        assert isinstance(copy, dict)
        return copy
