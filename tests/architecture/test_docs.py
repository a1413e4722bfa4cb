"""The documentation can be followed: examples run, commands exist, and links lead somewhere."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from simulator import catalog
from simulator.cli import sandtable
from tests.architecture import cli_reference
from tests.architecture.project import ROOT, pages, relative

FENCE = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
PROGRAMS = {"sandtable", "make", "git", "cd", "cp", "python", "python3", "pip", "."}
NAMED = [
    pytest.param(path, id=relative(path))
    for path in (*pages(), *sorted((ROOT / "scenarios").glob("*/README.md")))
]


SMALLER = {
    "compare": ("--replications", "2", "--weeks", "13", "--no-sensitivity"),
    "run": ("--weeks", "13"),
}
"""Options put behind a command of the documentation when a test runs it, so that it is quick."""


class Block(NamedTuple):
    """A fenced block of a page; ``notes`` are the words behind its language."""

    language: str
    notes: tuple[str, ...]
    text: str
    line: int


def blocks(page: Path, *languages: str) -> list[Block]:
    text = page.read_text("utf-8")
    found = [
        Block(one[1], tuple(one[2].split()), one[3], text.count("\n", 0, one.start()) + 1)
        for one in FENCE.finditer(text)
    ]
    return [one for one in found if one.language in languages]


def follow(page: Path) -> None:
    """Do what a page says, block by block, as a reader would.

    A block marked ``file=PATH`` is written to that file, one marked ``append=PATH`` is put at its end. Other
    Python blocks are executed. Commands are typed where the block is marked ``console run``.
    """
    names: dict[str, object] = {"__name__": "__main__"}
    for block in blocks(page, "python", "pycon", "console", "yaml"):
        where = f"{relative(page)}:{block.line}"
        targets = [note.split("=", 1) for note in block.notes if note.startswith(("file=", "append="))]
        for kind, path in targets:
            write(Path(path), block.text, at_the_end=kind == "append")
        if block.language == "console" and "run" in block.notes:
            for words in commands_of(block):
                type_in(words, where)
        elif block.language in ("python", "pycon") and not targets:
            execute(block, names, where)


def execute(block: Block, names: dict[str, object], where: str) -> None:
    """Execute a Python block; one with prompts must also print what the page says."""
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    if ">>>" in block.text:
        example = doctest.DocTestParser().get_doctest(block.text, names, where, where, block.line)
        told: list[str] = []
        doctest.DocTestRunner(optionflags=flags).run(example, out=told.append, clear_globs=False)
        names.update(example.globs)
        assert not told, "".join(told)
    else:
        exec(compile("\n" * block.line + block.text, where, "exec"), names)


def write(path: Path, text: str, *, at_the_end: bool) -> None:
    """Write a file that a page tells the reader to write; existing text is kept when it goes to the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = path.read_text("utf-8") if at_the_end else ""
    path.write_text(kept + text, encoding="utf-8")


def type_in(words: list[str], where: str) -> None:
    """Carry out a command as if typed, in the current folder and with less work than the page asks for."""
    if words[0] == "cp":
        source, target = words[-2:]
        shutil.copytree(source, target)
        return
    assert words[0] == "sandtable", f"{where}: the tests cannot run {' '.join(words)}"
    ran = CliRunner().invoke(sandtable, [*words[1:], *SMALLER.get(words[1], ())])
    assert ran.exit_code == 0, f"{where}: {' '.join(words)}\n{ran.output}{ran.exception!r}"


@pytest.mark.parametrize("page", NAMED)
def test_examples_run(page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert page.read_text("utf-8").startswith("# "), "a page starts with its title"
    for name in ("scenarios", "experiments", "docs"):
        if (ROOT / name).is_dir():
            (tmp_path / name).symlink_to(ROOT / name)
    for table in ("_registered", "_origins", "_loaded_files"):  # and what it registers, out of other tests
        monkeypatch.setattr(catalog, table, dict(getattr(catalog, table)))
    monkeypatch.chdir(tmp_path)  # what an example writes stays out of the project
    follow(page)


def commands_of(block: Block) -> list[list[str]]:
    """Give the commands of a block, each as its words; in a console block they follow a ``$``."""
    lines = [
        line.removeprefix("$ ")
        for line in block.text.replace("\\\n", " ").splitlines()
        if block.language != "console" or line[:2] == "$ "
    ]
    return [words for words in (shlex.split(line, comments=True) for line in lines) if words]


def commands_in(page: Path) -> list[list[str]]:
    """Give every command that a page shows."""
    return [words for block in blocks(page, "console", "bash", "sh", "shell") for words in commands_of(block)]


@pytest.mark.parametrize("page", NAMED)
def test_commands_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    for words in commands_in(page):
        assert words[0] in PROGRAMS, f"{relative(page)} shows an unknown command: {' '.join(words)}"
        if words[0] == "make":
            assert {word for word in words[1:] if "=" not in word} <= targets, words
        if words[0] == "sandtable" and len(words) > 1 and not words[1].startswith("-"):
            assert words[1] in cli_reference.commands(), words
            in_group = len(words) > 2 and words[2] in cli_reference.commands(words[1])
            known = cli_reference.options(*words[1 : 3 if in_group else 2])
            assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known, words


@pytest.mark.parametrize("page", NAMED)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    missing = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert not missing
