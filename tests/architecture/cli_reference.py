"""Write docs/reference/cli.md from the commands' own help: ``python -m tests.architecture.cli_reference``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache

from tests.architecture.project import ROOT

PAGE = ROOT / "docs" / "reference" / "cli.md"
START = "import sys; from simulator.cli import main; sys.argv[0] = 'sandtable'; sys.exit(main())"
PREAMBLE = """# The command line

Written by `make docs-cli` from what the commands say about themselves.
"""


@cache
def help_text(*names: str) -> str:
    """What a command prints for ``--help``."""
    plain = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", START, *names, "--help"],
        cwd=ROOT, env=plain, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in ran.stdout.splitlines()).strip()


def commands(*names: str) -> tuple[str, ...]:
    """Names listed under the heading of commands in a help page."""
    _, _, listed = help_text(*names).partition("\nCommands:\n")
    return tuple(re.findall(r"^  ([a-z][a-z-]*)(?:  |$)", listed, flags=re.MULTILINE))


def options(*names: str) -> set[str]:
    """Every option that a help page knows."""
    return set(re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", help_text(*names))) | {"--help"}


def all_commands() -> list[tuple[str, ...]]:
    """Every command, with those of a group after the group."""
    found: list[tuple[str, ...]] = []
    for name in commands():
        found += [(name,), *((name, below) for below in commands(name))]
    return found


def reference() -> str:
    """The whole page."""
    pages = [
        f"## `sandtable {' '.join(names)}`\n\n```text\n{help_text(*names)}\n```\n" for names in all_commands()
    ]
    return "\n".join([PREAMBLE, f"```text\n{help_text()}\n```\n", *pages])


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(reference(), encoding="utf-8")
