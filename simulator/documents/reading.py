"""From a file to a document: text, syntax, keys given twice, files that unfold without end."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from simulator.documents.assembling import Builder
from simulator.documents.marks import Document, Mark
from simulator.errors import DocumentError, Place

MOST_BYTES = 10_000_000
"""Larger files are refused: no scenario written by people comes near."""


def read(path: str | Path) -> Document:
    """Read a YAML file together with the line of every value.

    Parameters
    ----------
    path
        The file; messages show it as given.

    Raises
    ------
    DocumentError
        If the file is missing, too large, not UTF-8, not valid YAML or not a mapping of keys to
        values, or if it gives a key twice.
    """
    file = str(path)
    try:
        with Path(path).open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise DocumentError("there is no such file", place=Place(file)) from None
    except IsADirectoryError:
        raise DocumentError("is a folder, not a file", place=Place(file)) from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise DocumentError(f"cannot be read ({reason})", place=Place(file)) from None
    if len(content) > MOST_BYTES:
        raise _too_large(file)
    return parse(_decoded(content, file), file)


def parse(text: str, file: str = "<text>") -> Document:
    r"""Read YAML from a text together with the line of every value.

    An empty text is an empty mapping.

    Parameters
    ----------
    text
        The YAML.
    file
        What messages call it.

    Raises
    ------
    DocumentError
        As for `read`.

    Examples
    --------
    >>> parse("weeks: 1e2\nalternatives: {tilt: {}, flat: }").data
    {'weeks': 100.0, 'alternatives': {'tilt': {}, 'flat': None}}
    """
    data, mark = parse_any(text, file)
    if data is None:
        return Document({}, Mark(file, 1, {}))
    if not isinstance(data, dict):
        raise DocumentError(
            "must hold keys and their values, such as 'weeks: 156'", place=Place(file, mark.line)
        )
    return Document(data, mark)


def parse_any(text: str, file: str) -> tuple[Any, Mark]:
    """Read YAML that may be a mapping, a list or a single value."""
    import yaml

    if len(text) > MOST_BYTES:
        raise _too_large(file)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = Builder(file)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.MarkedYAMLError as problem:
        raise _syntax_error(problem, text, file) from None
    except (yaml.YAMLError, UnicodeEncodeError) as problem:
        raise _unreadable(problem, text, file) from None
    return builder.result()


def _too_large(file: str) -> DocumentError:
    return DocumentError(f"is larger than {MOST_BYTES // 1_000_000} MB", place=Place(file))


def _decoded(content: bytes, file: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError("is not UTF-8 text but UTF-16", place=Place(file), hint="Save it as UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        what = f"is not UTF-8 text (byte 0x{content[problem.start]:02x})"
        raise DocumentError(what, place=Place(file, line), hint="Save it as UTF-8") from None


def _syntax_error(problem: Any, text: str, file: str) -> DocumentError:
    mark = problem.problem_mark or problem.context_mark
    said = " ".join(part for part in (problem.context, problem.problem) if part)
    what = f"this is not valid YAML: {said}"
    if mark is None:
        return DocumentError(what, place=Place(file))
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    return DocumentError(what, place=Place(file, mark.line + 1), hint=_advice(line, mark.column, said))


def _advice(line: str, column: int, said: str) -> str:
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "Indent with spaces, not with tabs"
    if line[column : column + 1] in ("@", "%", "`"):
        return f"Put a text that begins with {line[column]} in quotes"
    if "mapping values are not allowed" in said:
        return "Put a text that contains a colon in quotes"
    return "Look for a missing colon, quote or bracket, or an indentation that does not line up"


def _unreadable(problem: Exception, text: str, file: str) -> DocumentError:
    for number, line in enumerate(text.split("\n"), start=1):
        bad = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff￾￿]", line)
        if bad is not None:
            what = f"holds a character that text cannot have (U+{ord(bad.group()):04X})"
            return DocumentError(what, place=Place(file, number))
    return DocumentError(f"this is not valid YAML: {problem}", place=Place(file))
