"""From parser events to data and marks; what YAML allows but a scenario must not hold is refused here."""

from __future__ import annotations

from typing import Any

from simulator.documents.marks import Mark, key_path
from simulator.documents.scalars import NotANumber, resolve
from simulator.errors import DocumentError, Place

MOST_REPEATED_NODES = 100_000
"""How many values references may add; a few nested ones could otherwise stand for billions."""
DEEPEST_LEVEL = 100
"""How deep mappings and lists may be nested."""


class _Open:
    """A mapping or list whose end has not been reached."""

    __slots__ = ("anchor", "children", "data", "key", "key_line", "line", "nodes")

    def __init__(self, data: Any, children: Any, line: int, anchor: str | None) -> None:
        self.data = data
        self.children = children
        self.line = line
        self.anchor = anchor
        self.key: str | None = None
        self.key_line = line
        self.nodes = 1


class Builder:
    """Builds data and marks from parser events in one pass, without recursion.

    Parameters
    ----------
    file
        What messages and marks call the file.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Any, Mark, int]] = {}
        self.repeated = 0
        self.root: tuple[Any, Mark] | None = None
        self.steps = {
            "ScalarEvent": self._scalar,
            "MappingStartEvent": self._start_mapping,
            "SequenceStartEvent": self._start_list,
            "MappingEndEvent": self._end,
            "SequenceEndEvent": self._end,
            "AliasEvent": self._alias,
            "DocumentStartEvent": self._document,
        }

    def take(self, event: Any) -> None:
        """Add what the parser found next."""
        step = self.steps.get(type(event).__name__)
        if step is not None:
            step(event)

    def result(self) -> tuple[Any, Mark]:
        """Return the finished value and its mark; None for a file that says nothing."""
        return self.root if self.root is not None else (None, Mark(self.file, 1))

    def _document(self, event: Any) -> None:
        if self.root is not None:
            raise self._problem("a second document begins here ('---'); a file holds one", event)

    def _scalar(self, event: Any) -> None:
        stack = self.stack
        text = event.value
        if stack and stack[-1].key is None and type(stack[-1].data) is dict:
            self._take_key(text, event)
            return
        if event.tag is not None and event.tag != "!":
            raise self._tagged(event)
        value = text
        if event.implicit[0]:
            try:
                value = resolve(text)
            except NotANumber as problem:
                raise self._problem(str(problem), event) from None
        line = event.start_mark.line + 1
        self._place(value, line, None, 1, event.anchor)

    def _take_key(self, text: str, event: Any) -> None:
        top = self.stack[-1]
        line = event.start_mark.line + 1
        if event.tag is not None or event.anchor is not None:
            raise self._problem("a key cannot carry a tag or an anchor", event)
        if text == "<<" and event.implicit[0]:
            hint = "YAML 1.2 has no '<<'; write the keys out, or use an alternative's overlay"
            raise self._problem("cannot merge another mapping into this one", event, hint)
        if text == "":
            raise self._problem("a key is empty", event)
        if text in top.data:
            first = top.children[text].line
            raise DocumentError(
                "this key is given twice",
                place=Place(self.file, line, self._path(text)),
                hint=f"The first one is on line {first}",
            )
        top.key = text
        top.key_line = line

    def _start_mapping(self, event: Any) -> None:
        self._open({}, {}, event)

    def _start_list(self, event: Any) -> None:
        self._open([], [], event)

    def _open(self, data: Any, children: Any, event: Any) -> None:
        stack = self.stack
        if event.tag is not None and event.tag != "!":
            raise self._tagged(event)
        if stack and stack[-1].key is None and type(stack[-1].data) is dict:
            raise self._problem("a key must be a name, not a list or a mapping", event)
        if len(stack) >= DEEPEST_LEVEL:
            what = f"is nested more than {DEEPEST_LEVEL} levels deep"
            raise DocumentError(what, place=Place(self.file, event.start_mark.line + 1))
        stack.append(_Open(data, children, event.start_mark.line + 1, event.anchor))

    def _end(self, _: Any) -> None:
        done = self.stack.pop()
        self._place(done.data, done.line, done.children, done.nodes, done.anchor)

    def _alias(self, event: Any) -> None:
        if self.stack and self.stack[-1].key is None and type(self.stack[-1].data) is dict:
            raise self._problem("a key must be a name, not a reference", event)
        if event.anchor not in self.anchors:
            hint = "An anchor (&name) must be complete before *name uses it"
            raise self._problem(f"there is no anchor called '{event.anchor}' above", event, hint)
        data, mark, nodes = self.anchors[event.anchor]
        self.repeated += nodes
        if self.repeated > MOST_REPEATED_NODES:
            what = f"the references (*{event.anchor}) unfold to more than {MOST_REPEATED_NODES:,} values"
            raise self._problem(what, event)
        self._place(data, event.start_mark.line + 1, mark.children, nodes, None)

    def _place(self, value: Any, line: int, children: Any, nodes: int, anchor: str | None) -> None:
        """Put a finished value into the mapping or list around it."""
        if not self.stack:
            mark = Mark(self.file, line, children)
            self.root = (value, mark)
            return
        top = self.stack[-1]
        top.nodes += nodes
        if top.key is not None:
            mark = Mark(self.file, top.key_line, children)
            top.data[top.key] = value
            top.children[top.key] = mark
            top.key = None
        else:
            mark = Mark(self.file, line, children)
            top.data.append(value)
            top.children.append(mark)
        if anchor is not None:
            self.anchors[anchor] = (value, mark, nodes)

    def _path(self, last: str | None = None) -> str:
        path: list[str | int] = []
        for level in self.stack[:-1] if last is not None else self.stack:
            if isinstance(level.data, list):
                path.append(len(level.data))
            elif level.key is not None:
                path.append(level.key)
        return key_path((*path, last) if last is not None else tuple(path))

    def _problem(self, what: str, event: Any, hint: str = "") -> DocumentError:
        return DocumentError(what, place=Place(self.file, event.start_mark.line + 1, self._path()), hint=hint)

    def _tagged(self, event: Any) -> DocumentError:
        return self._problem(
            f"the tag {event.tag} cannot be used", event, "Write plain values; quote a number to make it text"
        )
