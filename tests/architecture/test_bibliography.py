"""Whatever names a source names one that the bibliography lists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.parameters import load_register
from simulator.parameters.reference import source_keys
from tests.architecture.project import ROOT, modules, pages, relative

BIBLIOGRAPHY = ROOT / "docs" / "reference" / "bibliography.md"
KEY = re.compile(r"^### (\w+)$", flags=re.MULTILINE)
LINK = re.compile(r"bibliography\.md#([\w-]+)")


def listed() -> list[str]:
    """Keys of all entries, in order."""
    return KEY.findall(BIBLIOGRAPHY.read_text("utf-8"))


def docstrings(path: Path) -> Iterator[str]:
    """Give every docstring of a module."""
    told = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, told):
            yield ast.get_docstring(node) or ""


def test_docstrings_name_sources_that_are_listed():
    named = {
        f"{relative(path)}: {key}"
        for path in modules()
        for text in docstrings(path)
        for key in source_keys(text)
        if key not in listed()
    }
    assert not named


def test_some_docstrings_name_sources():
    named = {key for path in modules() for text in docstrings(path) for key in source_keys(text)}
    assert {"McFadden1974", "Axelrod1984"} <= named, "the search would find nothing"


@pytest.mark.parametrize("parameter", load_register().values(), ids=lambda parameter: parameter.name)
def test_every_parameter_has_a_listed_source_a_calculation_or_is_an_assumption(parameter):
    keys = source_keys(parameter.source)
    assert keys or parameter.source.startswith("calculation") or parameter.is_assumption
    assert not [key for key in keys if key not in listed()]


def test_plans_and_scenarios_name_sources_that_are_listed():
    files = sorted((ROOT / "scenarios").rglob("*.yaml"))
    assert files
    for file in files:
        sources = re.findall(r"source: (.+)$", file.read_text("utf-8"), flags=re.MULTILINE)
        assert not [key for source in sources for key in source_keys(source) if key not in listed()]


def test_each_section_is_in_order_of_keys_and_no_key_comes_twice():
    sections = BIBLIOGRAPHY.read_text("utf-8").split("\n## ")[1:]
    for section in sections:
        keys = KEY.findall(section)
        assert keys == sorted(keys, key=str.lower)
    assert len(set(listed())) == len(listed())


def test_links_into_the_bibliography_reach_an_entry():
    anchors = {key.lower() for key in listed()}
    links = {link for page in pages() for link in LINK.findall(page.read_text("utf-8"))}
    assert links
    assert links <= anchors
