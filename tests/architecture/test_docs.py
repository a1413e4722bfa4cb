"""Every example in the documentation runs, every command in it exists, and every link leads somewhere."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture import cli_reference
from tests.architecture.project import ROOT, pages, relative

FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
PROGRAMS = {"sandtable", "make", "git", "cd", "python", "python3", "pip", "."}
NAMED = [pytest.param(path, id=relative(path)) for path in pages()]


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    text: str
    line: int


def blocks(page: Path, *languages: str) -> list[Block]:
    text = page.read_text("utf-8")
    found = [Block(one[1], one[2], text.count("\n", 0, one.start()) + 1) for one in FENCE.finditer(text)]
    return [one for one in found if one.language in languages]


def run(page: Path) -> None:
    """Execute the Python blocks of a page one after another, as a reader would type them."""
    names: dict[str, object] = {"__name__": "__main__"}
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    for block in blocks(page, "python", "pycon"):
        where = f"{relative(page)}:{block.line}"
        if ">>>" in block.text:
            example = doctest.DocTestParser().get_doctest(block.text, names, where, where, block.line)
            told: list[str] = []
            doctest.DocTestRunner(optionflags=flags).run(example, out=told.append, clear_globs=False)
            names.update(example.globs)
            assert not told, "".join(told)
        else:
            exec(compile("\n" * block.line + block.text, str(page), "exec"), names)


@pytest.mark.parametrize("page", NAMED)
def test_python_examples_run(page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert page.read_text("utf-8").startswith("# "), "a page starts with its title"
    for name in ("scenarios", "experiments", "docs"):
        if (ROOT / name).is_dir():
            (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)  # what an example writes stays out of the project
    run(page)


def commands_in(page: Path) -> list[list[str]]:
    typed = []
    for block in blocks(page, "console", "bash", "sh", "shell"):
        joined = block.text.replace("\\\n", " ")
        lines = [
            line.removeprefix("$ ")
            for line in joined.splitlines()
            if block.language != "console" or line[:2] == "$ "
        ]
        typed += [shlex.split(line, comments=True) for line in lines]
    return [words for words in typed if words]


@pytest.mark.parametrize("page", NAMED)
def test_commands_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    for words in commands_in(page):
        assert words[0] in PROGRAMS, f"{relative(page)} shows an unknown command: {' '.join(words)}"
        if words[0] == "make":
            assert {word for word in words[1:] if "=" not in word} <= targets, words
        if words[0] == "sandtable" and len(words) > 1 and not words[1].startswith("-"):
            assert words[1] in cli_reference.commands(), words
            known = cli_reference.options(words[1])
            assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known, words


@pytest.mark.parametrize("page", NAMED)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    missing = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert not missing


def test_the_command_line_reference_is_current() -> None:
    assert cli_reference.PAGE.is_file(), "run `make docs-cli`"
    assert cli_reference.PAGE.read_text("utf-8") == cli_reference.reference(), "run `make docs-cli`"
