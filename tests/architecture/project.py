"""Where the project's files are, for the tests that look at them."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "simulator"
OURS = ("simulator", "tests", "scenarios", "experiments", "docs", ".ci")


@cache
def settings() -> dict[str, Any]:
    """Content of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep; without git, every file of our own folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = [path for folder in OURS for path in (ROOT / folder).rglob("*")]
        found += list(ROOT.iterdir())
    return tuple(sorted({path for path in found if path.is_file() and "__pycache__" not in path.parts}))


@cache
def modules() -> tuple[Path, ...]:
    """Every Python file of the package."""
    return tuple(sorted(PACKAGE.rglob("*.py")))


def pages() -> tuple[Path, ...]:
    """Every page of the documentation, the README among them."""
    return (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))


def relative(path: Path) -> str:
    """A path as people write it, from the top of the project."""
    return path.relative_to(ROOT).as_posix()
