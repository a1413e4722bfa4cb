"""House rules that no other tool checks: sizes, names, and what no file may say."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.project import PACKAGE, ROOT, modules, project_files, relative

LONGEST_FILE_LINES = 350
LONGEST_FUNCTION_LINES = 60
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "core", "common", "misc"}
# Character classes keep these patterns from finding themselves.
UNWANTED = {
    "the host of a package registry": (
        r"py[p]i\.|python[h]osted|npm[j]s|anaconda\.[o]rg|crates\.[i]o|[d]ocker\.io|--[i]ndex-url"
    ),
    "a path of somebody's machine": r"(?<![\w.:/}])/(?:[w]ork|[r]oot|[h]ome|[U]sers)/\w",
    "something not yet done": r"\bTO[D]O\b|\bFIX[M]E\b|\bXX[X]\b|NotImplemented[E]rror",
    "how the work was organized": r"\b[i]ssue #?\d|\b[p]ull request #?\d",
}
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".html", ".css", ".js", ".cfg", ".json", ""}


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(UNWANTED[what])
    found = []
    for path in project_files():
        if path.suffix not in TEXT:
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{relative(path)}:{number}: {line.strip()[:100]}")
    assert not found, f"{what}:\n" + "\n".join(found)


def test_files_stay_short() -> None:
    lines = {relative(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert not {name: count for name, count in lines.items() if count > LONGEST_FILE_LINES}


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    docstring = function.body[0] if ast.get_docstring(function) else None
    told = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - told


def test_functions_stay_short() -> None:
    found = {
        f"{relative(path)}:{node.lineno} {node.name}": code_lines(node)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert not {name: count for name, count in found.items() if count > LONGEST_FUNCTION_LINES}


def test_names_say_what_stands_there() -> None:
    assert not [relative(path) for path in PACKAGE.rglob("*") if path.stem in VAGUE_NAMES]


def test_every_folder_with_modules_is_a_package_that_explains_itself() -> None:
    for folder in sorted({path.parent for path in modules()}):
        start = folder / "__init__.py"
        assert start.is_file(), f"{relative(folder)} lacks __init__.py"
        assert ast.get_docstring(ast.parse(start.read_text("utf-8"))), f"{relative(start)} says nothing"


VERBS = ("assert", "check", "expect", "fail", "must", "raises", "warns")


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def asserts_something(test: ast.FunctionDef, neighbors: dict[str, ast.FunctionDef]) -> bool:
    """Whether a test asserts, or calls what by its name or in the same file does."""
    if any(isinstance(node, ast.Assert) for node in ast.walk(test)):
        return True
    calls = (node for node in ast.walk(test) if isinstance(node, ast.Call))
    called = {ast.unparse(call.func).rpartition(".")[2] for call in calls} - {test.name}
    others = {name: node for name, node in neighbors.items() if name != test.name}
    return any(
        name.startswith(VERBS) or (name in others and asserts_something(others[name], others))
        for name in called
    )


def test_every_test_asserts_something() -> None:
    idle = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        written = functions(path)
        idle += [
            f"{relative(path)}::{name}"
            for name, test in written.items()
            if name.startswith("test_") and not asserts_something(test, written)
        ]
    assert not idle
